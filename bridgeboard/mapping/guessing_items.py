"""Which item each column may hold: by name, question, values, and neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from bridgeboard.collected import Field, SurveyTable
from bridgeboard.instruments import Instrument
from bridgeboard.mapping.fitting import values_of
from bridgeboard.mapping.guessed_roles import plain_heading
from bridgeboard.mapping.guessing_labels import labelled_items
from bridgeboard.mapping.guessing_names import Moment, Named, named_items
from bridgeboard.mapping.guessing_roles import CODES
from bridgeboard.mapping.guessing_values import GuessedValues, item_values
from bridgeboard.readers.quoting import listed, quoted

#: What is less sure stays open.
SURE = 0.75


@dataclass
class Candidate:
    """A column that may hold an item."""

    field: Field
    named: Named
    values: GuessedValues
    moment: Moment | None
    sure: float
    reasons: list[str]

    @property
    def worded(self) -> bool:
        """Are its choices known from what was chosen alone?"""
        return not self.field.choices


def candidates_of(
    table: SurveyTable, instruments: Mapping[str, Instrument]
) -> tuple[list[Candidate], list[str]]:
    """Each column with the item it is likest; sentences on those that are like two."""
    found, tied = [], []
    for field in table.fields:
        if field.role != "question" or field.takes in ("several", "text", "file", "date", "time"):
            continue
        names, moment = named_items(field, instruments)
        alike = labelled_items(field, instruments)
        sums: dict[tuple[str, str], list[Named]] = {}
        for named in (*names, *alike):
            sums.setdefault((named.instrument_id, named.item_id), []).append(named)
        ranked = []
        for (instrument_id, _), reasons in sums.items():
            values = item_values(table, field, instruments[instrument_id])
            sure = _together(reason.sure for reason in reasons)
            if values.labelled or values.levels > 1:
                sure = _together((sure, 0.3))
            if values.unclear:
                sure = min(sure, 0.5)
            ranked.append((sure, reasons, values))
        ranked.sort(key=lambda entry: -entry[0])
        if not ranked:
            continue
        sure, reasons, values = ranked[0]
        if len(ranked) > 1 and ranked[1][0] > sure - 0.05:
            both = listed([f"{r[0].instrument_id} {r[0].item_id}" for _, r, _ in ranked[:3]], "or")
            tied.append(f"Say whether {quoted(field.column)} is {both}.")
            sure = min(sure, 0.5)
        why = [reason.why for reason in reasons]
        if values.unclear:
            why.append(f"but nobody can tell what {quoted(values.unclear[0])} in it means")
        found.append(Candidate(field, reasons[0], values, moment, sure, why))
    return found, tied


def _together(sures: object) -> float:
    """How sure several reasons make together, each by itself that sure."""
    against = 1.0
    for sure in sures:
        against *= 1 - sure
    return 1 - against


def with_siblings(candidates: Sequence[Candidate], instruments: Mapping[str, Instrument]) -> None:
    """A bare b1 means little; b1, b2, b3 ... of one instrument together mean that instrument."""
    for instrument in instruments.values():
        own = [c for c in candidates if c.named.instrument_id == instrument.instrument_id]
        met = {c.named.item_id for c in own}
        if 2 * len(met) < len(instrument.items) or len(met) < 3:
            continue
        for one in own:
            if one.named.alone and one.sure > 0.5:
                one.sure = _together((one.sure, 0.5))
                one.reasons.append(
                    f"{len(met)} of the {len(instrument.items)} items of {instrument.short_name} "
                    "are named so"
                )


def with_runs(
    table: SurveyTable, candidates: list[Candidate], instruments: Mapping[str, Instrument]
) -> None:
    """As many columns in a row with the same choices as an instrument has items: by their order."""
    by_column = {one.field.column: one for one in candidates}
    for run in _runs(table):
        fitting = [one for one in instruments.values() if len(one.items) == len(run)]
        if len(fitting) != 1:
            continue
        instrument = fitting[0]
        values = [item_values(table, field, instrument) for field in run]
        different = {cell for field in run for cell in values_of(table, field.column)}
        if any(one.unclear for one in values) or len(different) < 3:
            continue
        why = (
            f"{len(run)} columns in a row are answered alike, from {instrument.minimum} to "
            f"{instrument.maximum}, and {instrument.short_name} has {len(run)} items"
        )
        for item, field, meant in zip(instrument.items, run, values, strict=True):
            named = Named(instrument.instrument_id, item.item_id, 0.5, why)
            other = by_column.get(field.column)
            if other is None:
                candidates.append(Candidate(field, named, meant, None, 0.5, [why]))
            elif (other.named.instrument_id, other.named.item_id) == (
                instrument.instrument_id, item.item_id
            ) and other.sure > 0.5:  # fmt: skip
                other.sure = _together((other.sure, 0.5))
                other.reasons.append(why)


def _runs(table: SurveyTable) -> list[list[Field]]:
    """Neighbours that are answered alike: with the same choices, or small numbers where there are
    no choices."""
    runs: list[list[Field]] = []
    last: object = None
    for field in table.fields:
        choices: object = tuple(field.choices.items())
        if not choices and field.role == "question":
            cells = values_of(table, field.column)
            small = cells and all(cell.strip().lstrip("-").isdigit() for cell in cells[:20])
            choices = "numbers" if small and len(cells) <= 12 else None
        if plain_heading(field) in CODES:
            choices = None
        if field.role != "question" or field.takes in ("several", "tick", "text") or not choices:
            last = None
            continue
        if choices != last:
            runs.append([])
        runs[-1].append(field)
        last = choices
    return [run for run in runs if len(run) > 2]


def once_each(table: SurveyTable, good: Sequence[Candidate]) -> tuple[list[Candidate], list[str]]:
    """Those of which an item has one; several only where no row has both, as at two events."""
    by_item: dict[tuple, list[Candidate]] = {}
    for one in good:
        key = (one.named.instrument_id, one.named.item_id, one.moment)
        by_item.setdefault(key, []).append(one)
    taken, twice = [], []
    for (instrument_id, item_id, _), same in by_item.items():
        columns = [one.field.column for one in same]
        filled = [pl.col(column).is_not_null().cast(pl.Int32) for column in columns]
        most = table.frame.select(pl.sum_horizontal(filled).max()).item()
        if len(same) == 1 or (most or 0) <= 1:
            taken += same
        else:
            both = listed([quoted(column) for column in columns])
            twice.append(f"Say which of {both} is {instrument_id} {item_id}.")
            for one in same:
                one.sure = 0.5
    order = {field.column: place for place, field in enumerate(table.fields)}
    taken.sort(key=lambda one: order[one.field.column])
    return taken, twice
