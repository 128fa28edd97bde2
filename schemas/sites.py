"""Sites: where a programme runs."""

from schemas._table import PROVENANCE, Table, column


class Sites(Table):
    """A site: one service, or one town's services, that implements peer support.

    A site that moved between waves is two rows joined by alias_of; whether the two may be compared
    is said by comparable_across_waves.
    """

    site_id: str = column("Short name used in all other tables", identifier=True)
    site_name: str = column("Name shown on pages")
    city: str = column("Town or city", nullable=True)
    country_iso3: str = column(
        "Country, as its ISO 3166-1 alpha-3 code",
        str_matches=r"^[A-Z]{3}$",
        form="three capital letters, such as UGA",
    )
    setting: str = column(
        "Where peer support takes place", allowed=("hospital", "community", "both", "unknown")
    )
    alias_of: str = column(
        "The site of an earlier wave that this one stands for",
        refers_to="sites.site_id",
        nullable=True,
    )
    comparable_across_waves: str = column(
        "May this site's waves be compared? A shift is never computed across no",
        allowed=("yes", "no", "unknown"),
    )
    income_as_reported: str = column(
        "Income level as the source words it; kept apart from the World Bank's", nullable=True
    )
    latitude: float = column(
        "Of the city, for the map", unit="degrees north", nullable=True, ge=-90, le=90
    )
    longitude: float = column(
        "Of the city, for the map", unit="degrees east", nullable=True, ge=-180, le=180
    )
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per site."""

        metadata = {"table": "sites", "key": ["site_id"], "tree": "alias_of"}
