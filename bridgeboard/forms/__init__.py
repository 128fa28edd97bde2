"""Forms to collect with, whose exports load back without a map."""
