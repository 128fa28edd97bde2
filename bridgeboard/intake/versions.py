"""Versions of an instrument: named after one that is in use, and one of them a respondent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.validation import closest
from bridgeboard.intake.working import Say, Words, Working
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted

ONE_VERSION = "one version"


def check_versions(in_use: Sequence[str], instruments: Mapping[str, Instrument]) -> list[Problem]:
    """Problems for versions of instruments that are not there, not in use, or versions themselves.

    In: the instruments that programme.toml lists, and all there are.
    """
    problems = []
    for name in dict.fromkeys(in_use):
        instrument = instruments.get(name)
        if instrument is None or instrument.version_of is None:
            continue
        base_id = instrument.version_of
        base = instruments.get(base_id)
        if base is None:
            near = closest(base_id, [other for other in instruments if other != name])
            problems.append(
                _in_file(
                    instrument,
                    "there is no instrument of this id",
                    f"Did you mean {near}?" if near else "Mend the id, or leave version_of out.",
                )
            )
        elif base.version_of is not None:
            problems.append(
                _in_file(
                    instrument,
                    f"that is a version itself, of {quoted(base.version_of)}",
                    f'Write version_of = "{base.version_of}".',
                )
            )
        elif base_id not in in_use:
            wanted = ", ".join(f'"{other}"' for other in [base_id, *in_use])
            problems.append(
                Problem(
                    file="programme.toml",
                    column="instruments",
                    rule="version in use",
                    found=quoted(name),
                    expected=f"it is a version of {quoted(base_id)}, which is not listed",
                    mend=f"Add that: instruments = [{wanted}].",
                )
            )
    return problems


def _in_file(instrument: Instrument, expected: str, mend: str) -> Problem:
    return Problem(
        file=instrument.source.as_posix(),
        column="version_of",
        rule="known version",
        found=quoted(instrument.version_of),
        expected=expected,
        mend=mend,
    )


def check_one_version(
    answers: Working, in_use: Sequence[str], instruments: Mapping[str, Instrument]
) -> None:
    """Say so where a respondent answered several versions of one instrument."""
    base_of = versions_of(in_use, instruments)
    if not base_of:
        return
    rows = (
        answers.typed.lazy()
        .select("respondent_id", "instrument_id", "state")
        .with_row_index("place")
        .filter(pl.Series(~answers.refused))
        .filter(pl.col("state") == "answered", pl.col("instrument_id").is_in(list(base_of)))
        .group_by("respondent_id", "instrument_id")
        .agg(pl.col("place").min())
        .with_columns(base=pl.col("instrument_id").replace_strict(base_of))
        .filter(pl.len().over("respondent_id", "base") > 1)
        .group_by("respondent_id", "base")
        .agg("instrument_id", "place")
        .collect()
    )
    facts = {}
    for _, _, names, places in rows.iter_rows():
        place, *fact = several(dict(zip(names, places, strict=True)), base_of)
        facts[place] = tuple(fact)
    answers.report(
        sorted(facts),
        column="instrument_id",
        rule=ONE_VERSION,
        words=version_words(answers, facts.__getitem__),
        severity="doubtful",
    )


def versions_of(in_use: Sequence[str], instruments: Mapping[str, Instrument]) -> dict[str, str]:
    """The instrument that each one in use is a version of; nothing where all are different."""
    used = [instruments[name] for name in dict.fromkeys(in_use) if name in instruments]
    base_of = {i.instrument_id: i.version_of or i.instrument_id for i in used}
    return {} if len(set(base_of.values())) == len(used) else base_of


def several(
    first_places: Mapping[str, int], base_of: Mapping[str, str]
) -> tuple[int, str, list[str]]:
    """Of a respondent's versions: the place to name, the version that counts, and the others."""
    # As comparisons choose: the instrument itself, then its versions as programme.toml lists them.
    rank = {name: (base_of[name] != name, place) for place, name in enumerate(base_of)}
    counts, *others = sorted(first_places, key=rank.__getitem__)
    return first_places[others[0]], counts, others


def version_words(answers: Working, facts: Callable[[int], tuple[str, Sequence[str]]]) -> Say:
    """What to say of who answered several versions.

    In: for a place the version that counts, and the others.
    """

    def words(place: int) -> Words:
        counts, others = facts(place)
        who = quoted(answers.typed["respondent_id"][place])
        return Words(
            listed([quoted(name) for name in others]),
            f"{who} answered {quoted(counts)} too, another version of the same questionnaire, and "
            f"only that counts when waves are compared",
            "If one of them was not meant, remove its answers.",
        )

    return words
