"""Themes: the codebook."""

from schemas._table import Table, column


class Themes(Table):
    """A code of the codebook; parent_id makes the tree."""

    theme_id: str = column("Short name of the theme", identifier=True)
    parent_id: str = column(
        "The theme above; empty at the top", refers_to="themes.theme_id", nullable=True
    )
    label: str = column("Name shown on pages", max_length=300)
    order: int = column("Place in the codebook, top to bottom", ge=1)
    tree: str = column("Which codebook or source the theme belongs to", nullable=True)
    related_theme_id: str = column(
        "A theme of another wave's codebook on the same matter; our link",
        refers_to="themes.theme_id",
        nullable=True,
    )
    construct_id: str = column(
        "CFIR 2022 construct it maps to",
        refers_to="reference:cfir_constructs.construct_id",
        nullable=True,
    )
    construct_role_id: str = column(
        "CFIR role, where the construct is a characteristic of people",
        refers_to="reference:cfir_constructs.construct_id",
        nullable=True,
    )
    mapping_basis: str = column("Who mapped it to CFIR", nullable=True)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    source_location: str = column("Place in the source", nullable=True, max_length=500)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per theme."""

        metadata = {"table": "themes", "key": ["theme_id"], "tree": "parent_id"}
