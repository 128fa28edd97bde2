"""Published CFIR ratings by site (reference)."""

from schemas._table import Table, column


class PublishedRatings(Table):
    """A cell of a published table of CFIR ratings by site, with the class its paper prints.

    Made from the matrices in data/published_ratings by the reader that reads a programme's own.
    """

    study: str = column("Short name of the table", identifier=True)
    label: str = column("Name shown on pages")
    site_id: str = column("The site, as named within the table", identifier=True)
    group: str = column(
        "How well implementation went, where the paper prints it by site",
        allowed=("high", "low"),
        nullable=True,
    )
    framework: str = column(
        "The CFIR edition; own for a construct that is in neither", allowed=("2009", "2022", "own")
    )
    construct_id: str = column("The construct, in its edition; an own one by its name")
    rating: int = column(
        "-2 strong barrier to +2 strong facilitator; with mixed: the way it leans",
        nullable=True,
        ge=-2,
        le=2,
    )
    state: str = column(
        "What kind of rating", allowed=("rated", "mixed", "missing", "not_applicable")
    )
    raw: str = column("The cell as printed")
    note: str = column("Remark for readers", nullable=True, max_length=1000)
    printed: str = column(
        "Does the paper call the construct distinguishing?", allowed=("strong", "weak", "none")
    )
    groups_from: str = column("Where the groups of sites come from")
    covers: str = column("What of the table could be read")
    source: str = column("The paper and its DOI")

    class Config(Table.Config):
        """One row per table, site and construct."""

        metadata = {
            "table": "published_ratings",
            "key": ["study", "site_id", "framework", "construct_id"],
            "reference": True,
            "made": True,
        }
