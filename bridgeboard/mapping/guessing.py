"""What each column of an export is, guessed: with a reason, how sure, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridgeboard.collected import Survey
from bridgeboard.instruments import Instrument
from bridgeboard.mapping.guessing_items import (
    SURE,
    Candidate,
    candidates_of,
    once_each,
    with_runs,
    with_siblings,
)
from bridgeboard.mapping.guessing_names import Moment
from bridgeboard.mapping.guessing_roles import Roles, guessed_roles
from bridgeboard.mapping.guessing_values import place_of
from bridgeboard.mapping.guessing_waves import GuessedWaves, guessed_waves
from bridgeboard.mapping.known import Known
from bridgeboard.mapping.survey_map import ItemColumn, SurveyMap, Values
from bridgeboard.mapping.value_lookup import plain
from bridgeboard.readers.quoting import listed, quoted


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column is taken for.

    means: in words ("psa12 b1", "the wave"); why: the reason, completing "since ..."; sure: 0 to 1;
    taken: does the map have it? item: the answer it would be, where it is one.
    """

    column: str
    means: str
    why: str
    sure: float
    taken: bool
    item: ItemColumn | None = None


@dataclass(frozen=True)
class Guessed:
    """survey_map: what is sure; guesses: a reason for each column that is like something;
    open: what a person must say before it can be used; said: what is worth knowing, in sentences.
    """

    survey_map: SurveyMap
    guesses: tuple[Guess, ...]
    open: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def guessed(
    survey: Survey,
    table_name: str,
    instruments: Mapping[str, Instrument],
    known: Known,
) -> Guessed:
    """A map of one table, as far as it can be guessed.

    instruments: those that answers may be of; the fewer, the surer.
    Out: columns that are like nothing of ours are left out in the map; those that may be something
        are open.
    """
    table = next(table for table in survey.tables if table.name == table_name)
    candidates, tied = candidates_of(table, instruments)
    with_siblings(candidates, instruments)
    with_runs(table, candidates, instruments)
    good = [one for one in candidates if one.sure >= SURE]
    opened = [*tied]
    taken, twice = once_each(table, good)
    waves = _waves_of_items(taken, known)
    roles = guessed_roles(
        table, known, survey.file, {one.field.column for one in taken},
        waves[0] if waves else None,
    )  # fmt: skip
    if waves:
        opened += [f"Say which wave {quoted(value)} is, for the columns named so."
                   for value in waves[0].unclear]  # fmt: skip
    opened += twice
    values: dict[str, Values] = dict(roles.values)
    answers = tuple(_item_column(one, waves, values) for one in taken)
    guesses = _guesses(candidates, answers, roles)
    unsure = {g.column: g for g in guesses if not g.taken}
    opened += [
        f"Is {quoted(g.column)} {g.means}? It may be, since {g.why}: put it under answers or "
        "left_out."
        for g in unsure.values()
    ]
    opened += roles.open
    if not answers:
        opened.append("No column was recognised as an instrument's item: name them under answers.")
    used = {*roles.why, *(one.column for one in answers), *unsure}
    left_out = tuple(
        one.column for one in table.fields if one.role == "question" and one.column not in used
    )
    survey_map = SurveyMap(
        name=f"{survey.kind}: {survey.file}"[:80],
        kind=survey.kind,
        table=table.name,
        respondent=roles.respondent,
        site=roles.site,
        wave=roles.wave,
        people=roles.people,
        answers=answers,
        values=values,
        left_out=left_out,
        rows_left_out=tuple(roles.rows_left_out),
        new_sites=tuple(roles.new_sites),
        new_waves=tuple(roles.new_waves),
    )
    return Guessed(
        survey_map,
        tuple(guesses),
        tuple(dict.fromkeys(opened)),
        (*roles.said, *_said(taken)),
    )


def _waves_of_items(
    taken: Sequence[Candidate], known: Known
) -> tuple[GuessedWaves, dict[Moment, str]] | None:
    """Where items stand once for each of two times or more, which waves those are."""
    moments = list(dict.fromkeys(one.moment for one in taken if one.moment is not None))
    if len(moments) < 2 or any(one.moment is None for one in taken):
        return None
    words = {
        moment: {"before": "pre", "after": "post"}.get(moment.what)
        or (f"{moment.number} months" if moment.what == "months" else f"t{moment.number}")
        for moment in moments
    }
    return guessed_waves(list(words.values()), known), words


def _item_column(
    one: Candidate,
    waves: tuple[GuessedWaves, dict[Moment, str]] | None,
    values: dict[str, Values],
) -> ItemColumn:
    wave_id = None
    if waves is not None and one.moment is not None:
        wave_id = waves[0].waves.get(waves[1][one.moment], "")
    name = None
    if one.values.values is not None:
        name = _shared(values, one.values.values, one.worded)
    return ItemColumn(one.field.column, one.named.instrument_id, one.named.item_id, name, wave_id)


def _shared(values: dict[str, Values], wanted: Values, worded: bool) -> str:
    """The name of this value map among the others; new ones are agreement, agreement_2, ...

    worded: where cells are words and no choices are known, a column shows only what somebody chose.
    Those that agree are one map, so that what was chosen in one column is known in all.
    """
    for name, known in values.items():
        if name.startswith("agreement") and known == wanted:
            return name
        if worded and name.startswith("agreement") and _agree(known, wanted):
            both = {**known, **wanted}
            values[name] = dict(sorted(both.items(), key=lambda pair: place_of(pair[1])))
            return name
    count = sum(name.startswith("agreement") for name in values)
    name = "agreement" if count == 0 else f"agreement_{count + 1}"
    values[name] = wanted
    return name


def _agree(known: Values, wanted: Values) -> bool:
    """Are both all words, and does none mean two things?"""
    words = all(not cell.strip().lstrip("-").isdigit() for cell in (*known, *wanted))
    meant = {plain(cell): meaning for cell, meaning in known.items()}
    return words and all(meant.get(plain(cell), m) == m for cell, m in wanted.items())


def _guesses(
    candidates: Sequence[Candidate], answers: Sequence[ItemColumn], roles: Roles
) -> list[Guess]:
    taken = {one.column: one for one in answers}
    guesses = []
    for one in candidates:
        column = one.field.column
        if column in roles.why and column not in taken:
            continue
        item = taken.get(column) or ItemColumn(column, one.named.instrument_id, one.named.item_id)
        means = f"{item.instrument_id} {item.item_id}"
        guesses.append(Guess(column, means, listed(one.reasons), one.sure, column in taken, item))
    guesses += [
        Guess(column, means, why, sure, True) for column, (means, why, sure) in roles.why.items()
    ]
    return guesses


def _said(taken: Sequence[Candidate]) -> list[str]:
    turned = [one.field.column for one in taken if one.values.turned]
    if not turned:
        return []
    named = listed([quoted(column) for column in turned[:3]])
    more = f" and {len(turned) - 3} more" if len(turned) > 3 else ""
    return [
        f"Numbers run the other way in {named}{more}, as their labels say: they are turned, so "
        "that the instrument's own direction holds."
    ]
