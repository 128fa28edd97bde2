"""Loading: everything dropped put together, checked as it would be published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.ui import load_coding, load_maps, load_session, load_tables
from bridgeboard.ui.load_bar import bar
from bridgeboard.ui.page_words import load as words

if TYPE_CHECKING:
    from bridgeboard.collected import Coding, Survey
    from bridgeboard.collected.recognition import Recognised
    from bridgeboard.store.loading import Prepared, Start


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What would be published. saved: keeps what a person decided, once it is."""

    ready: Prepared
    saved: Callable[[str], None]


def drawn(
    begin: Start, found: Sequence[Recognised], read: Sequence[Survey | Coding]
) -> Work | None:
    """Draw what must be decided, and put all together; None while something is open."""
    from bridgeboard.store import loading

    own, hows = load_tables.own(found, begin)
    settings = load_tables.settings(found, begin)
    mapped = [_mapped(begin, one) for one in read]
    done = [one for one in mapped if one is not None]
    if not own.tables and not done and settings is begin.programme:
        return None
    take_out = bool(done) and st.checkbox(
        words.TAKE_OUT, help=words.TAKE_OUT_HELP, key=load_session.field("take-out")
    )
    ids = [one for part in done for one in getattr(part.survey_map, "instrument_ids", ())]
    ids += loading.instruments_of(own.tables, begin)
    programme = loading.with_instruments(settings, ids)
    maps = {one.name or one.file: one.survey_map.to_toml() for one in done}

    def ready() -> Prepared:
        given = {name: (table, hows[name]) for name, table in own.tables.items()}
        put = loading.combined(begin, given, [one.converted for one in done], take_out)
        rows = dict(own.rows)
        rows |= {one.file: one.converted.n_rows for one in done}
        files = loading.files_read([one.file for one in found if one.kind is not None], rows)
        files += loading.maps_read(maps)
        problems = [*own.problems, *(p for one in done for p in one.converted.problems)]
        with bar() as said:
            return loading.prepared(
                begin, programme, put.tables, files, problems, put.origins, said
            )

    def saved(by: str) -> None:
        for one in done:
            if one.name:
                load_maps.keep(one, programme.id, by)

    converted = tuple(load_session.Same(one.converted) for one in done)
    settings_said = programme.model_dump_json()
    key = (
        load_session.Same(begin),
        load_session.Same(own),
        tuple(hows.items()),
        converted,
        take_out,
        settings_said,
    )
    with st.spinner(words.CHECKING):
        return Work(load_session.kept("ready", key, ready), saved)


def _mapped(begin: Start, one: Survey | Coding) -> load_maps.Mapped | None:
    if hasattr(one, "segments"):
        return load_coding.drawn(begin, one)
    return load_maps.drawn(begin, one)
