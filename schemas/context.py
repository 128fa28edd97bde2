"""Context: facts about sites."""

from schemas._table import PROVENANCE, SCOPE, Table, column


class Context(Table):
    """A dated fact about a site, or, where site_id is empty, about the programme as a whole."""

    fact_id: str = column("Short name of the fact", identifier=True)
    site_id: str = column(
        "The site; empty where the source names none", refers_to="sites.site_id", nullable=True
    )
    wave_id: str = column("The wave it belongs to", refers_to="waves.wave_id")
    factor: str = column(
        "What it is about, such as resources, payment_of_psws, prior_experience, role_clarity",
        str_matches=r"^[a-z][a-z0-9_]{0,63}$",
        form="64 characters or less: small letters, digits and _, beginning with a letter",
    )
    finding: str = column("The fact in words", max_length=2000)
    direction: str = column(
        "Its bearing on implementation", allowed=("supports", "hinders", "mixed", "unknown")
    )
    value: float = column("The fact as a number, if it is one", nullable=True)
    unit: str = column("Of the number", nullable=True)
    scope: str = column(
        "How the source ties it to the site",
        allowed=SCOPE,
    )
    kind: str = column(
        "Who says so: participants (quote, summary), the authors (interpretation), a record",
        allowed=("quote", "summary", "interpretation", "record"),
    )
    transcript_refs: str = column("References printed in the source, joined by ;", nullable=True)
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    source_location: str = column("Place in the source", nullable=True, max_length=500)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per fact and site."""

        metadata = {"table": "context", "key": ["fact_id"]}
