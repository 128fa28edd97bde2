"""The eight influences on implementing peer support (reference)."""

from schemas._table import Table, column


class Influences(Table):
    """One of the eight factors that decide how peer support takes root, and what bears on it."""

    influence_id: str = column("Short name", identifier=True)
    order: int = column("Place in the list", ge=1)
    label: str = column("Name shown on pages")
    question: str = column("The question it asks of a site", max_length=300)
    cfir_2022_constructs: str = column(
        "Constructs that bear on it, joined by ;", nullable=True, max_length=500
    )
    context_factors: str = column("Context factors, joined by ;", nullable=True, max_length=500)
    themes: str = column("Themes of the founding study, joined by ;", nullable=True)
    psa12_items: str = column("PSA-12 items, joined by ;", nullable=True)
    pcat_items: str = column("pCAT items, joined by ;", nullable=True)
    milestones: str = column("The milestone that shows it", nullable=True)
    default_rule: str = column("Target unless the programme sets its own", max_length=500)
    basis: str = column("Whose mapping this is", max_length=500)

    class Config(Table.Config):
        """One row per influence."""

        metadata = {"table": "influences", "key": ["influence_id"], "reference": True}
