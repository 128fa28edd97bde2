"""One export by its map, given or guessed: what it gives, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from bridgeboard.collected import Coding, Survey
from bridgeboard.instruments import Instrument
from bridgeboard.mapping import (
    coding_conversion,
    coding_fitting,
    coding_guessing,
    conversion,
    fitting,
    guessing,
)
from bridgeboard.mapping.coding_known import known_coding_of
from bridgeboard.mapping.coding_map import CodingMap
from bridgeboard.mapping.converted import Converted
from bridgeboard.mapping.extending import extended
from bridgeboard.mapping.guessing_waves import guessed_waves, moment_in
from bridgeboard.mapping.known import Known, known_of
from bridgeboard.mapping.survey_map import NewWave, SurveyMap, WaveRule
from bridgeboard.problems import Problem, Refusal, summed_up
from bridgeboard.readers.quoting import quoted
from bridgeboard.toml_text import parsed

LARGEST_MAP = 5_000_000


@dataclass(frozen=True)
class Drafted:
    """What an export gives by its map. open: what must be said first; problems: of file and rows.

    converted is empty while anything is open.
    """

    file: str
    map_text: str
    provenance: str
    converted: Converted
    said: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_map(path: Path) -> SurveyMap | CodingMap:
    """The map in a file. Raises: Refusal with every fault in it."""
    try:
        if path.stat().st_size > LARGEST_MAP:
            raise Refusal(f"{path} is too large for a map: is it the right file?")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refusal(f"{path} can't be read ({error.strerror}).") from error
    except UnicodeDecodeError:
        raise Refusal(f"{path} is no text in UTF-8: is it the right file?") from None
    top = parsed(text)
    of_coding = isinstance(top, dict) and ("documents" in top or "codes" in top)
    found = (CodingMap if of_coding else SurveyMap).from_toml(text, path.name)
    if isinstance(found, list):
        raise Refusal("\n".join(problem.sentence() for problem in summed_up(found)))
    return found


def drafted(
    one: Survey | Coding,
    given: SurveyMap | CodingMap | None,
    instruments: Mapping[str, Instrument],
    tables: Mapping[str, pl.DataFrame],
    wave: str | None = None,
    confirmed: tuple[str, ...] = (),
) -> Drafted:
    """The export by the map, or by a guessed one.

    tables: the programme's, as text. wave: all rows are of this one, whatever the map says.
    """
    if isinstance(one, Survey) and isinstance(given, CodingMap):
        raise Refusal(f"The map is for coded documents, and {one.file} is a survey.")
    if isinstance(one, Coding) and isinstance(given, SurveyMap):
        raise Refusal(f"The map is for a survey, and {one.file} holds coded documents.")
    if isinstance(one, Coding):
        return _coding(one, given if isinstance(given, CodingMap) else None, tables)
    survey_map = given if isinstance(given, SurveyMap) else None
    return _survey(one, survey_map, instruments, known_of(tables), wave, confirmed)


def _survey(
    survey: Survey,
    given: SurveyMap | None,
    instruments: Mapping[str, Instrument],
    known: Known,
    wave: str | None,
    confirmed: tuple[str, ...],
) -> Drafted:
    if not survey.tables:
        return Drafted(survey.file, "", "collected", Converted({}), problems=survey.problems)
    said: tuple[str, ...] = ()
    if given is None:
        best = max(
            (guessing.guessed(survey, t.name, instruments, known) for t in survey.tables),
            key=lambda found: len(found.survey_map.answers),
        )
        survey_map, opened, said = best.survey_map, list(best.open), best.said
    else:
        survey_map, said = extended(given, survey, known)
        fit = fitting.fit(survey_map, survey, instruments)
        opened = list(replace(fit, columns_new=()).sentences)
        like = _like_ours(survey, survey_map, fit.columns_new, instruments, known)
        opened += replace(fitting.Fit(), columns_new=like).sentences
        nothing = tuple(column for column in fit.columns_new if column not in like)
        said += replace(fitting.Fit(), columns_new=nothing).sentences
    if wave is not None:
        survey_map = _at_wave(survey_map, wave, known)
        opened = [sentence for sentence in opened if not sentence.startswith("Nothing tells the w")]
    else:
        opened += _other_wave(survey_map, survey, known)
    survey_map = replace(
        survey_map, confirmed=tuple(dict.fromkeys((*survey_map.confirmed, *confirmed)))
    )
    opened += [
        f"The column {quoted(suspect.column)} looks as if it named people, since {suspect.why}. "
        "Confirm that it doesn't (--confirm), or put it under left_out in the map."
        for suspect in survey.suspects
        if suspect.column not in (*survey_map.confirmed, *survey_map.left_out)
    ]
    found = Converted({})
    if not opened:
        found = conversion.converted(survey_map, survey, instruments, known)
    return Drafted(
        survey.file,
        survey_map.to_toml(tuple(opened)),
        survey_map.provenance,
        found,
        said,
        tuple(opened),
        (*survey.problems, *found.problems),
    )


def _like_ours(
    survey: Survey,
    survey_map: SurveyMap,
    columns: tuple[str, ...],
    instruments: Mapping[str, Instrument],
    known: Known,
) -> tuple[str, ...]:
    """Of new columns those that may be something of ours; the others hold nothing up."""
    table = conversion.table_of(survey_map, survey)
    if not columns or table is None:
        return ()
    guesses = guessing.guessed(survey, table.name, instruments, known).guesses
    items = {guess.column for guess in guesses if guess.item is not None}
    return tuple(column for column in columns if column in items)


def _at_wave(survey_map: SurveyMap, wave: str, known: Known) -> SurveyMap:
    waves = survey_map.new_waves
    if wave not in known.wave_ids and wave not in {one.wave_id for one in waves}:
        waves = (*waves, NewWave(wave, wave, len(known.waves) + len(waves) + 1))
    return replace(survey_map, wave=WaveRule(always=wave), new_waves=waves)


def _other_wave(survey_map: SurveyMap, survey: Survey, known: Known) -> list[str]:
    """A map for one wave must not take in the next wave's file as the same one."""
    always = survey_map.wave.always
    name = survey.file.rsplit(".", 1)[0]
    moment = moment_in(name)
    if not always or moment is None:
        return []
    labels = [w.label for w in (*known.waves, *survey_map.new_waves) if w.wave_id == always]
    own = [moment_in(words) for words in (always, *labels)]
    if moment in own or always in guessed_waves([name], known).waves.values():
        return []
    return [
        f"The file's name tells another time than {always}, which the map says of all rows: say "
        "which wave it is with --wave."
    ]


def _coding(coding: Coding, given: CodingMap | None, tables: Mapping[str, pl.DataFrame]) -> Drafted:
    known = known_coding_of(tables)
    if given is None:
        guess = coding_guessing.guessed(coding, known)
        coding_map, opened = guess.coding_map, guess.open
    else:
        coding_map = given
        fit = coding_fitting.fit(given, coding)
        opened = () if fit.exact else fit.sentences()
    found = Converted({})
    if not opened:
        found = coding_conversion.converted(coding_map, coding, known)
    return Drafted(
        coding.file,
        coding_map.to_toml(tuple(opened)),
        coding_map.provenance,
        found,
        open=tuple(opened),
        problems=(*coding.problems, *found.problems),
    )
