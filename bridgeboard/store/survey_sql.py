"""The survey part of a publish as SQL: from respondents and cells to marts.

Plain SQL, so that the same texts run in DuckDB and, translated, on a cluster. They read
  respondents            place INTEGER (0, 1, ...: the rows' order), and the schema's columns
  wave_orders            wave_id, wave_order INTEGER: waves in order of time, from 0
  cells_<instrument_id>  of each instrument in use: place, and one SMALLINT a item: the value, or a
                         code of intake.staged, or NULL where there is no row
and make one table after the other, each from those and from the ones before. Ids are text, or
anything that compares with text (ENUMs in DuckDB). Scores are sums of whole numbers and one
division at the end, so equal answers give equal scores, to the last bit.

In two parts, for what is computed of two waves depends on who was asked what: first steps(); then
the rows of the table asked, which is small, are handed to steps_of_waves() and comparisons().
Several steps may write to one table: each adds its rows. A table that no step writes to is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bridgeboard.instruments import Instrument
from bridgeboard.store.survey import counts, rows, two_waves
from bridgeboard.store.survey.item_sums import item_sums
from bridgeboard.store.survey.quality_counts import quality
from bridgeboard.store.survey.shared_items import Asked, families, shared_by_waves
from bridgeboard.store.survey.step import Rows, Step, cells, given, union

__all__ = ["ASKED", "Rows", "Step", "cells", "comparisons", "given", "steps", "steps_of_waves"]

#: The columns of the table asked, in the order in which its rows are handed on.
ASKED = ("instrument_id", "item_id", "wave_id", "wave_order", "is_first")


def steps(instruments: Mapping[str, Instrument], parts: int = 1) -> list[Step]:
    """All steps that need no look at the data.

    In: the instruments in use, in the programme's order; in how many parts those steps are made
        that else would have to hold all respondents in memory.
    """
    used = list(instruments.values())
    found = [
        Step("mart_person_codes", counts.PERSON_CODES, "counts"),
        Step("people", rows.PEOPLE, "working", sliced=True),
    ]
    found += [Step(given(one), rows.given(one), "working", sliced=True) for one in used]
    for family in families(instruments):
        first = _first(family)
        if first is not None:
            found.append(Step(first, counts.first_of(family), "working"))
        found += [
            Step("item_counts", counts.item_counts(one, first, member), "working", sliced=True)
            for member, one in enumerate(family)
        ]
    if used:
        found += [
            Step("started", union([counts.started(one) for one in used]), "counts"),
            Step("mart_distribution", counts.DISTRIBUTION, "counts"),
            Step("asked", counts.ASKED, "counts"),
        ]
    if any(one.scales for one in used):
        found += [
            Step("mart_breakdown", counts.breakdown(used), "counts"),
            Step("mart_scores", counts.SCORES, "counts"),
        ]
    return found + quality(used, parts)


def steps_of_waves(
    instruments: Mapping[str, Instrument],
    asked: Iterable[tuple[str, str, str, int, int]],
    parts: int = 1,
) -> list[Step]:
    """The steps after those: comparisons of two waves, linked respondents, sums of items.

    In: the rows of the table asked, its columns as in ASKED; parts: as for steps.
    """
    known = Asked.of(asked)
    found = [step for one in instruments.values() for step in item_sums(one, known)]
    of_waves = [
        step
        for family in families(instruments)
        for step in two_waves.of_family(
            family, _first(family), shared_by_waves(family, known), parts
        )
    ]
    return [*found, *two_waves.links(parts), *of_waves] if of_waves else found


def comparisons(
    instruments: Mapping[str, Instrument], asked: Iterable[tuple[str, str, str, int, int]]
) -> Rows:
    """The rows of mart_comparisons, which follow from who was asked what."""
    known = Asked.of(asked)
    return [
        (
            family[0].instrument_id,
            one.whole_scale.scale_id,
            *one.two,
            len(one.whole_scale.item_ids) - len(one.left_out),
            len(one.whole_scale.item_ids),
            [] if one.scale is None else list(one.scale.item_ids),
            one.left_out,
            [version.instrument_id for version in one.used],
        )
        for family in families(instruments)
        for one in shared_by_waves(family, known)
    ]


def _first(family: list[Instrument]) -> str | None:
    return f"first_{family[0].instrument_id}" if len(family) > 1 else None
