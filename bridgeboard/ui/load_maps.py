"""Loading: the map of an export, saved, guessed or from a file, and what it makes of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from bridgeboard import settings
from bridgeboard.charts.tables import load as tables
from bridgeboard.charts.tables import load_columns as columns
from bridgeboard.charts.tables import load_saved as saved_tables
from bridgeboard.charts.words import number
from bridgeboard.decisions import LONGEST, Decisions, SavedMap
from bridgeboard.problems import Refusal
from bridgeboard.ui import blocks, gate, load_columns, load_places, load_session, load_values
from bridgeboard.ui.csv_file import file_name
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.page_words import load as words
from bridgeboard.ui.sign_in import current_viewer

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from bridgeboard.collected import Survey, SurveyTable
    from bridgeboard.mapping.coding_map import CodingMap
    from bridgeboard.mapping.converted import Converted
    from bridgeboard.mapping.guessing import Guessed
    from bridgeboard.mapping.survey_map import SurveyMap
    from bridgeboard.store.loading import Start

_GUESSED = "guessed"
#: Among the maps to choose from, the one that was given as a file.
FROM_FILE = "file"

M = TypeVar("M", "SurveyMap", "CodingMap")


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """What an export gave, by which map. name: to keep the map under, empty where it isn't kept;
    version: of the map that is kept under this name now, 0 without."""

    file: str
    survey_map: SurveyMap | CodingMap
    converted: Converted
    name: str
    version: int


def drawn(begin: Start, survey: Survey) -> Mapped | None:
    """Draw the map of one export; None while something of it is open."""
    if not survey.tables:
        return None
    blocks.section(words.MAP.format(file=survey.file))
    table = _table(survey)
    guess = _guessed(begin, survey, table)
    saved = saved_maps(begin.programme.id)
    base, first = _first(begin, survey, guess, saved)
    before = load_session.edited(base, first)
    after = load_columns.drawn(begin, survey, table, before, guess)
    after = load_places.drawn(begin, survey, table, after)
    after = load_values.drawn(begin, survey, table, after)
    if after != before:
        load_session.edit(base, after)
        st.rerun()
    return _converted(begin, survey, after, saved)


def saved_maps(programme_id: str) -> dict[str, SavedMap]:
    """The maps that people saved for the programme, by name; none where they can't be read."""
    try:
        rows = Decisions(settings.store_root(), programme_id).saved_maps()
    except Refusal:
        return {}
    return {row["map_name"]: SavedMap(**row) for row in rows.to_dicts()}


def keep(mapped: Mapped, programme_id: str, by: str) -> None:
    """Save the map under its name, as somebody published with it. Raises: Refusal."""
    gate.must(current_viewer(), "publish", programme_id)
    toml = mapped.survey_map.to_toml()
    kept = Decisions(settings.store_root(), programme_id)
    kept.save_map(mapped.name, mapped.survey_map.kind, toml, by, mapped.version)


def _table(survey: Survey) -> SurveyTable:
    """The table that holds the answers; of several the one that a person chooses."""
    named = tables.sheets(survey)
    if len(named) > 1:
        first = tables.main_sheet(survey).name
        name = st.selectbox(
            words.SHEET,
            list(named),
            index=list(named).index(first),
            format_func=named.get,
            key=load_session.field(f"sheet-{survey.file}"),
        )
        return next(one for one in survey.tables if one.name == name)
    return survey.tables[0]


def _guessed(begin: Start, survey: Survey, table: SurveyTable) -> Guessed:
    from bridgeboard.mapping.guessing import guessed
    from bridgeboard.mapping.known import known_of

    return load_session.kept(
        f"guessed-{survey.file}",
        (load_session.Same(begin), load_session.Same(survey), table.name),
        lambda: guessed(survey, table.name, begin.instruments, known_of(begin.tables)),
    )


def _first(
    begin: Start, survey: Survey, guess: Guessed, saved: Mapping[str, SavedMap]
) -> tuple[Hashable, SurveyMap]:
    """The map to begin with, and what names it: a saved one that fits, else what is guessed."""
    read = load_session.kept(
        f"saved-{survey.file}",
        (load_session.Same(survey), *((one.map_name, one.version) for one in saved.values())),
        lambda: saved_tables.fitting(survey, saved, begin.instruments),
    )
    named = saved_tables.map_names(read, saved) | {_GUESSED: words.GUESSED}
    from bridgeboard.mapping.survey_map import SurveyMap

    uploaded = from_file(survey.file, SurveyMap)
    if uploaded is not None:
        named = {FROM_FILE: words.UPLOADED.format(name=uploaded.name)} | named
    which = st.selectbox(
        words.WHICH_MAP,
        list(named),
        format_func=named.get,
        key=load_session.field(f"map-{survey.file}-{len(named)}"),
    )
    if which == FROM_FILE:
        return (load_session.Same(survey), which, uploaded.to_toml()), uploaded
    if which == _GUESSED:
        base = (load_session.Same(guess), which)
        now = load_session.edited(base, guess.survey_map)
        if said := columns.to_decide(guess, now):
            blocks.bullets(said)
        return base, guess.survey_map
    fit = read[which]
    blocks.bullets(fit.sentences)
    return (load_session.Same(survey), which, saved[which].version), fit.survey_map


def from_file(file: str, kind: type[M]) -> M | None:
    """A map of this kind from a file of this visit, for an export; None if it can't be used."""
    with st.expander(words.UPLOAD_MAP):
        given = st.file_uploader(
            words.UPLOAD_MAP,
            type="toml",
            max_upload_size=1,
            key=load_session.field(f"map-file-{file}"),
            label_visibility="collapsed",
        )
        if given is None:
            return None
        text = given.getvalue().decode("utf-8", "replace")
        found = kind.from_toml(text, given.name)
        if isinstance(found, kind):
            return found
        blocks.note(words.MAP_BAD)
        blocks.bullets([problem.sentence() for problem in found])
        return None


def _converted(
    begin: Start, survey: Survey, survey_map: SurveyMap, saved: Mapping[str, SavedMap]
) -> Mapped | None:
    open_ = columns.still_open(survey_map)
    if open_:
        blocks.section(words.STILL_OPEN)
        blocks.bullets(open_)
        download(survey_map)
        return None
    from bridgeboard.mapping.conversion import converted
    from bridgeboard.mapping.known import known_of

    toml = survey_map.to_toml()
    with st.spinner(words.CHECKING):
        result = load_session.kept(
            f"converted-{survey.file}",
            (load_session.Same(begin), load_session.Same(survey), toml),
            lambda: converted(survey_map, survey, begin.instruments, known_of(begin.tables)),
        )
    return mapped(survey.file, survey_map, result, saved)


def mapped(
    file: str,
    used: SurveyMap | CodingMap,
    result: Converted,
    saved: Mapping[str, SavedMap],
) -> Mapped:
    """Say what an export gave, and ask under which name its map is kept."""
    said = {"n": number(result.n_rows, 0), "left": result.n_left_out, "empty": result.n_empty}
    blocks.note(words.CONVERTED.format(file=file, **said))
    name = st.text_input(
        words.KEEP_MAP,
        used.name,
        max_chars=LONGEST["map_name"],
        key=load_session.field(f"keep-{file}-{used.name}"),
    )
    download(used)
    version = saved[name].version if name in saved else 0
    return Mapped(file, used, result, name.strip(), version)


def download(survey_map: SurveyMap | CodingMap) -> None:
    """The map as a file, for the command line and for other programmes."""
    st.download_button(
        words.DOWNLOAD_MAP,
        data=survey_map.to_toml().encode("utf-8"),
        file_name=file_name("map", survey_map.name, ending=".toml"),
        mime="application/toml",
        key=load_session.field(f"map-down-{markdown(survey_map.name)}"),
        on_click="ignore",
    )
