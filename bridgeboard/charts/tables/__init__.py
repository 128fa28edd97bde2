"""Tables that describe Bridgeboard itself, from the records of what they describe."""
