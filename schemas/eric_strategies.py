"""ERIC implementation strategies (reference)."""

from schemas._table import Table, column


class EricStrategies(Table):
    """One of the 73 ERIC strategies (doi:10.1186/s13012-015-0209-1)."""

    strategy_id: str = column("Short name", identifier=True)
    order: int = column("Number in Powell 2015", ge=1, le=73)
    strategy: str = column("The strategy")
    cluster_number: int = column("Its cluster", ge=1, le=9)
    cluster: str = column("Name of the cluster")
    gloss: str = column("What it means, in our words", max_length=500)
    name_verification: str = column("How the name was verified")
    cluster_verification: str = column("How the cluster was verified")
    source: str = column("Where the name was read", max_length=1000)
    cluster_source: str = column("Where the cluster was read", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per strategy."""

        metadata = {"table": "eric_strategies", "key": ["strategy_id"], "reference": True}
