"""The survey part of a publish as SQL: from respondents and cells to wide tables and marts.

Plain SQL, so that the same texts run in DuckDB and, translated, on a cluster. They read
  respondents            place INTEGER (0, 1, ...: the rows' order), and the schema's columns
  wave_orders            wave_id, wave_order INTEGER: waves in order of time, from 0
  cells_<instrument_id>  of each instrument in use: place, and one SMALLINT a item: the value, or a
                         code of intake.staged, or NULL where there is no row
and make one table after the other, each from those and from the ones before. Ids are text, or
anything that compares with text (ENUMs in DuckDB). Scores are sums of whole numbers and one
division at the end, so equal answers give equal scores, to the last bit.

Two parts, for what has to be computed of two waves depends on who was asked what: first steps();
then the rows of the table asked, which is small, are handed to steps_of_waves().
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bridgeboard.instruments import Instrument, Scale
from bridgeboard.intake.staged import NOT_APPLICABLE
from bridgeboard.store.sql import identifier, literal


@dataclass(frozen=True, slots=True)
class Step:
    """One table to be made: "CREATE TABLE table AS sql".

    kind: working: only later steps read it, then it can go;
          rows:    one row a respondent or an answer, kept in a snapshot;
          counts:  small, and exact: of these pages live.
    """

    table: str
    sql: str
    kind: Literal["working", "rows", "counts"]


def steps(instruments: Mapping[str, Instrument]) -> list[Step]:
    """All steps that need no look at the data.

    In: the instruments in use, in the programme's order.
    """
    used = list(instruments.values())
    found = [Step("people", _PEOPLE, "working")]
    found += [Step(scored(one), _scored(one), "working") for one in used]
    if any(instrument.scales for instrument in used):
        found.append(Step("mart_scores", _scores(used), "counts"))
    return found


def steps_of_waves(
    instruments: Mapping[str, Instrument], asked: Iterable[tuple[str, str, str]]
) -> list[Step]:
    """The steps after those: comparisons of two waves, linked respondents, sums of items.

    In: the rows of the table asked: instrument_id, wave_id, item_id of every item that anybody
        answered at the wave.
    """
    return []


def cells(instrument: Instrument) -> str:
    """The name of the relation of the instrument's cells."""
    return f"cells_{instrument.instrument_id}"


def scored(instrument: Instrument) -> str:
    """The name of the table of the instrument's scores: place, site_id, wave_id, and of each scale
    t<number> and n<number>, the sum of the turned answers and how many they are; both null where
    there is no score. One row a respondent who answered any item."""
    return f"scored_{instrument.instrument_id}"


#: What respondents are counted by. experience: the number of its class, see EXPERIENCE.
_PEOPLE = """
SELECT r.place, r.site_id, r.wave_id, w.wave_order, r.profession, r.gender, r.prior_peer_support,
       CAST(CASE WHEN r.years_experience < 2 THEN 0 WHEN r.years_experience < 5 THEN 1
                 WHEN r.years_experience < 10 THEN 2 WHEN r.years_experience >= 10 THEN 3
            END AS SMALLINT) AS experience
FROM respondents r
JOIN wave_orders w ON w.wave_id = r.wave_id
"""


def answer(item_id: str, of: str = "c") -> str:
    """The item's value; null where there is none."""
    cell = f"{of}.{identifier(item_id)}"
    return f"CAST(CASE WHEN {cell} > {NOT_APPLICABLE} THEN {cell} END AS INTEGER)"


def _scored(instrument: Instrument) -> str:
    given = ", ".join(
        f"{answer(item_id)} AS {identifier(item_id)}" for item_id in instrument.item_ids
    )
    columns = "".join(
        f",\n       CAST(CASE WHEN {_enough(scale, instrument)} THEN {value} END AS {kind}) AS {name}"
        for at, scale in enumerate(instrument.scales)
        for name, value, kind in (
            (f"t{at}", total(scale, instrument), "INTEGER"),
            (f"n{at}", n_answered(scale), "SMALLINT"),
        )
    )
    any_item = " OR ".join(f"a.{identifier(i)} IS NOT NULL" for i in instrument.item_ids)
    return (
        "SELECT p.place, p.site_id, p.wave_id, p.wave_order, p.profession, p.gender,\n"
        f"       p.prior_peer_support, p.experience{columns}\n"
        f"FROM (SELECT c.place, {given} FROM {identifier(cells(instrument))} c) a\n"
        f"JOIN people p ON p.place = a.place\nWHERE {any_item}"
    )


def total(scale: Scale, instrument: Instrument) -> str:
    """The sum of the turned answers in SQL, over a's columns."""
    turn = instrument.minimum + instrument.maximum
    return " + ".join(
        f"coalesce({turn} - a.{identifier(i)}, 0)"
        if instrument.item(i).reversed
        else f"coalesce(a.{identifier(i)}, 0)"
        for i in scale.item_ids
    )


def n_answered(scale: Scale) -> str:
    """How many of the scale's items are answered, in SQL, over a's columns."""
    return " + ".join(
        f"CASE WHEN a.{identifier(i)} IS NULL THEN 0 ELSE 1 END" for i in scale.item_ids
    )


def _enough(scale: Scale, instrument: Instrument) -> str:
    every = [f"{n_answered(scale)} >= {scale.items_needed}"]
    every += [_enough(instrument.scale(other), instrument) for other in scale.needs_scales]
    return " AND ".join(every)


def score(scale: Scale, total: str, n: str) -> str:
    """The score in SQL: one division of whole numbers."""
    times = f" * {len(scale.item_ids)}" if scale.method == "sum" else ""
    return f"CAST({total}{times} AS DOUBLE) / CAST({n} AS DOUBLE)"


def _scores(used: list[Instrument]) -> str:
    """Added up twice: first by whole numbers, which is quick, then by score."""
    parts = [
        f"SELECT {literal(instrument.instrument_id)} AS instrument_id, "
        f"{literal(scale.scale_id)} AS scale_id, site_id, wave_id, "
        f"{score(scale, f't{at}', f'n{at}')} AS score, n FROM (\n"
        f"    SELECT site_id, wave_id, t{at}, n{at}, count(*) AS n\n"
        f"    FROM {identifier(scored(instrument))} GROUP BY site_id, wave_id, t{at}, n{at}) x"
        for instrument in used
        for at, scale in enumerate(instrument.scales)
    ]
    return (
        "SELECT instrument_id, scale_id, site_id, wave_id, score, CAST(sum(n) AS BIGINT) AS n\n"
        "FROM (\n" + "\nUNION ALL\n".join(parts) + "\n) y\n"
        "GROUP BY instrument_id, scale_id, site_id, wave_id, score"
    )
