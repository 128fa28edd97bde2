"""From answers on a cluster to the counts of a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from bridgeboard.cluster import long_tables
from bridgeboard.cluster.checking import checked, read
from bridgeboard.cluster.engine import Engine
from bridgeboard.intake import Accepted
from bridgeboard.intake.counted import Counted
from bridgeboard.store.sql import identifier
from bridgeboard.store.survey_sql import ASKED, Rows, Step, steps, steps_of_waves


def counted(engine: Engine, accepted: Accepted, said: Callable[[float, str], None]) -> Accepted:
    """The accepted folder with what the cluster counted of its respondents and answers.

    In:     accepted: a folder without the two; said: is told the share done, 0 to 1, and words.
    Out:    with their problems; counted is None where a row is refused.
    Raises: Refusal where the cluster can't do it.
    """
    shares = [0.0]

    def told(share: float, words: str) -> None:
        shares[0] = share
        said(share, words)

    engine.waiting = lambda words: said(shares[0], words)
    told(0.0, "Reading and checking on the cluster")
    long = read(engine, accepted)
    found = checked(engine, accepted, long)
    accepted = replace(
        accepted,
        tables={name: t for name, t in accepted.tables.items() if name not in long_tables.JUDGED},
        problems=[*accepted.problems, *found.problems],
        n_read=accepted.n_read | found.n_read,
        files=[*accepted.files, *found.files],
    )
    if found.refused:
        return accepted
    engine.give("wave_orders", _wave_orders(accepted))
    for name, sql in long_tables.cells_of(accepted.instruments).items():
        engine.view(name, sql)
    made = _Made(engine)
    first = steps(accepted.instruments)
    for nth, step in enumerate(first):
        told(0.4 + 0.4 * nth / len(first), "Counting on the cluster")
        made.take(step)
    asked = made.asked()
    then = steps_of_waves(accepted.instruments, asked)
    for nth, step in enumerate(then):
        told(0.8 + 0.2 * nth / len(then), "Comparing waves on the cluster")
        made.take(step)
    on = f"{engine.address} (Spark Connect {engine.version})"
    return replace(accepted, counted=Counted(on, found.n_read, asked, tuple(made.counts)))


class _Made:
    """What steps made: what is long stays on the cluster, counts come here."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.counts: list[tuple[str, pl.DataFrame | Rows]] = []
        self._parts: dict[str, list[str]] = {}

    def take(self, step: Step) -> None:
        """Do the step; where several write to one table, each adds its rows."""
        if step.unfold is not None:
            self.counts.append((step.table, step.unfold(self.engine.rows(step.sql).rows())))
            return
        parts = self._parts.setdefault(step.table, [])
        parts.append(f"{step.table}_part_{len(parts)}")
        if step.kind == "counts":
            rows = self.engine.rows(step.sql)
            self.counts.append((step.table, rows))
            if rows.height:
                self.engine.give(parts[-1], rows)
            else:
                self.engine.view(parts[-1], step.sql)
        else:
            self.engine.keep(parts[-1], step.sql)
        every = (f"SELECT * FROM {identifier(part)}" for part in parts)
        self.engine.view(step.table, "\nUNION ALL\n".join(every))

    def asked(self) -> Rows:
        """The rows of the table asked; none where there is none."""
        found = [rows for table, rows in self.counts if table == "asked"]
        return [row for rows in found for row in rows.select(ASKED).rows()]


def _wave_orders(accepted: Accepted) -> pl.DataFrame:
    waves = accepted.tables["waves"].sort("order", maintain_order=True)
    numbered = waves.select("wave_id").with_row_index("wave_order")
    return numbered.select("wave_id", pl.col("wave_order").cast(pl.Int32))
