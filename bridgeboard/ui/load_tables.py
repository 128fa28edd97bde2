"""Loading: tables of our own, each merged into what is there or put in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.charts.tables import load as tables
from bridgeboard.charts.words import number
from bridgeboard.ui import blocks, load_session
from bridgeboard.ui.escape import label, markdown
from bridgeboard.ui.page_words import load as words
from bridgeboard.ui.table_card import shown_table

if TYPE_CHECKING:
    from bridgeboard.collected.recognition import Recognised
    from bridgeboard.mapping.own_tables import How, OwnTables
    from bridgeboard.problems import Problem
    from bridgeboard.store.loading import Start
    from schemas.programme import Programme

_TABLE, _SETTINGS = "bridgeboard-table", "bridgeboard-settings"


def own(found: Sequence[Recognised], begin: Start) -> tuple[OwnTables, dict[str, How]]:
    """The tables of ours among the files, and what is to be done with each."""
    from bridgeboard.mapping.own_tables import own_tables

    ours = [one.file for one in found if one.kind is not None and one.kind.name == _TABLE]
    key = (load_session.Same(begin), *((load_session.Same(file), file.encoding) for file in ours))
    read = load_session.kept("own", key, lambda: own_tables(ours, begin.instruments.values()))
    hows: dict[str, How] = {}
    if read.problems and not read.tables:
        # With a table that can be read, they are told where it is checked.
        problems_table(read.problems, words.PROBLEMS, "load-own")
    if read.tables:
        blocks.section(words.TABLES)
        blocks.note(words.TABLES_NOTE)
    for name, table in read.tables.items():
        said = words.HOW.format(table=name, n=number(len(table.frame), 0), file=table.file)
        hows[name] = st.segmented_control(
            label(said),
            list(words.HOWS),
            default="merge",
            required=True,
            format_func=words.HOWS.get,
            key=load_session.field(f"how-{name}"),
        )
    return read, hows


def settings(found: Sequence[Recognised], begin: Start) -> Programme:
    """The programme's settings: those of a dropped programme.toml of the same programme, else its
    own."""
    from bridgeboard.readers.programme_file import read_programme

    programme = begin.programme
    for one in found:
        if one.kind is None or one.kind.name != _SETTINGS:
            continue
        given, problems = read_programme(one.file.data, one.file.name)
        if given is None:
            for problem in problems:
                st.error(markdown(problem.sentence()))
        elif given.id != begin.programme.id:
            said = {"file": one.file.name, "other": given.id, "own": begin.programme.id}
            st.warning(markdown(words.SETTINGS_OTHER.format(**said)))
        else:
            programme = given
            blocks.note(words.SETTINGS_TAKEN.format(file=one.file.name))
    return programme


def problems_table(problems: Sequence[Problem], title: str, key: str) -> None:
    """Problems as a table, and as files to hand to whoever must mend them."""
    frame = load_session.kept(key, _same(problems), lambda: tables.problems(problems))
    shown_table(frame, title, words.PROBLEMS_ALT, key)


def _same(problems: Sequence[Problem]) -> tuple[int, ...]:
    return tuple(hash(problem) for problem in problems)
