"""What an answer says, in words: pure functions from shown frames and records to sentences."""
