"""CFIR barriers and the ERIC strategies that experts endorsed for them (reference)."""

from schemas._table import Table, column


class CfirEric(Table):
    """A published endorsement of a strategy for a barrier (doi:10.1186/s13012-019-0892-4).

    No row means "no published figure that we hold", never "not endorsed".
    """

    barrier_2009: str = column("The CFIR 2009 construct as a barrier")
    strategy: str = column("The ERIC strategy")
    percent: float = column(
        "Experts who endorsed it; empty where only the level is known",
        unit="%",
        nullable=True,
        ge=0,
        le=100,
    )
    percent_at_least: float = column(
        "What it is known to reach, where neither percentage nor level is",
        unit="%",
        nullable=True,
        ge=0,
        le=100,
    )
    level: int = column("1: at least half of the experts; 2: 20 to 49 %", nullable=True, ge=1, le=2)
    n_sources: int = column("Sources that agree", ge=0)
    source: str = column("Where it was read", max_length=2000)

    class Config(Table.Config):
        """One row per barrier and strategy."""

        metadata = {"table": "cfir_eric", "key": ["barrier_2009", "strategy"], "reference": True}
