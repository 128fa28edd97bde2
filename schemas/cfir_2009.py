"""CFIR constructs, 2009 edition (reference)."""

from schemas._table import Table, column


class Cfir2009(Table):
    """A construct of CFIR 2009 (doi:10.1186/1748-5908-4-50)."""

    construct_id: str = column("Domain and letter, such as 2009-I-A", identifier=True)
    order: int = column("Place in the framework", ge=1)
    domain: str = column("Its domain")
    construct: str = column("The construct")
    parent: str = column("The construct it belongs to", nullable=True)
    successors_2022: str = column("construct_id of 2022, joined by ;", nullable=True)
    mapping_verification: str = column("How the link to 2022 was verified")
    verified: bool = column("True where the link was read in a source, not from memory")
    source: str = column("Where it was read", max_length=1000)

    class Config(Table.Config):
        """One row per construct."""

        metadata = {"table": "cfir_2009", "key": ["construct_id"], "reference": True}
