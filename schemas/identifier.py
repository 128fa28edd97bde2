"""What an id may be. Apart from the tables, so that a page needn't load Pandera to know it."""

#: Identifiers are written by people into spreadsheets: letters, digits and . _ - only, so that
#: they survive a file name, a URL and a formula cell.
IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
IDENTIFIER_FORM = (
    "64 characters or less: letters a to z, digits, and . _ - after the first; no spaces"
)
