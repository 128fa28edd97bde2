"""Strategy endorsements: a team's own output of the CFIR-ERIC matching tool."""

from schemas._table import Table, column


class StrategyEndorsements(Table):
    """The share of experts who endorsed a strategy for a barrier, as a team's own file has it.

    It stands beside the published figures that we ship, and its source is named wherever it shows.
    """

    barrier_2009: str = column(
        "The CFIR 2009 construct as a barrier, by its name or id",
        refers_to="reference:cfir_2009.construct",
    )
    strategy: str = column(
        "The ERIC strategy, by its name or id", refers_to="reference:eric_strategies.strategy"
    )
    percent: float = column("Experts who endorsed it", unit="%", ge=0, le=100)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per barrier, strategy and source."""

        metadata = {
            "table": "strategy_endorsements",
            "key": ["barrier_2009", "strategy", "source"],
        }
