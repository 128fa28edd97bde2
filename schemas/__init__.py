"""What valid input is: one Pandera model per table. Imports nothing of ours.

schemas.tables lists them. schemas.programme is apart, so that a page can read a programme's
settings without loading Pandera.
"""
