"""CFIR constructs, 2022 edition (reference)."""

from schemas._table import Table, column


class CfirConstructs(Table):
    """A construct or subconstruct of CFIR 2022 (doi:10.1186/s13012-022-01245-0)."""

    construct_id: str = column("Domain and letter, such as III-A-3", identifier=True)
    order: int = column("Place in the framework", ge=1)
    domain: str = column("Its domain")
    group: str = column("Its group within the domain", nullable=True)
    construct: str = column("The construct")
    subconstruct: str = column("The subconstruct", nullable=True)
    label: str = column("Name shown on pages: construct, or construct: subconstruct")
    gloss: str = column("What it means, in our words", max_length=500)
    constructs_2009: str = column("Constructs of 2009 it goes back to, joined by ;", nullable=True)
    name_verification: str = column("How the name was verified")
    mapping_verification: str = column("How the link to 2009 was verified")
    verified: bool = column("True where the link to 2009 was read in a source, not from memory")
    source: str = column("Where the name was read", max_length=1000)
    mapping_source: str = column("Where the link was read", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per construct or subconstruct."""

        metadata = {"table": "cfir_constructs", "key": ["construct_id"], "reference": True}
