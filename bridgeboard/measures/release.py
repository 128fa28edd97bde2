"""Which rows were released to be read outside the team."""

#: A statement says so itself.
STATEMENT_RELEASED = "release = 'shareable'"

#: A context fact has no release of its own. Records, summaries and the authors' words are about the
#: site; a quotation is somebody's words and stays with the team until it is published.
FACT_RELEASED = "(kind <> 'quote' OR provenance = 'published')"
