"""Loading: into which programme, which files, what they are, and what of them is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.charts.tables import load as tables
from bridgeboard.ui import blocks, load_session, snapshots
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import label, markdown
from bridgeboard.ui.load_tables import problems_table
from bridgeboard.ui.page_words import load as words
from bridgeboard.ui.server.own_uploads import ROOM
from bridgeboard.ui.sign_in import current_viewer

if TYPE_CHECKING:
    from bridgeboard.collected import Coding, DroppedFile, Kind, Survey
    from bridgeboard.collected.recognition import Recognised
    from bridgeboard.store import Snapshot
    from bridgeboard.store.loading import Start

_NEW = "new"
_INSTRUMENT = "bridgeboard-instrument"


def target(choice: Choice | None) -> Callable[[], Start] | None:
    """Into which programme: the one in the sidebar, or a new one; None while that is open.

    Reading it waits until something is dropped.
    """
    if choice is not None:
        named = {choice.programme_id: choice.snapshot.programme.name}
        if current_viewer().may("publish"):
            named[_NEW] = words.NEW
        into = st.segmented_control(
            words.INTO,
            list(named),
            default=choice.programme_id,
            required=True,
            wrap=True,
            format_func=lambda one: markdown(named[one]),
            key=load_session.field("into"),
        )
        if into != _NEW and choice.snapshot.counted_on is not None:
            blocks.empty(words.COUNTED, words.COUNTED_HOW)
            return None
        if into != _NEW:
            return partial(_present, choice.snapshot)
    return _new()


def _present(snapshot: Snapshot) -> Start:
    from bridgeboard.store.loading import start

    return load_session.kept("start", snapshot.snapshot_id, lambda: start(snapshot))


def _new() -> Callable[[], Start] | None:
    blocks.section(words.NEW)
    blocks.note(words.NEW_HOW)
    given = st.text_input(
        words.ID, max_chars=41, help=words.ID_HELP, key=load_session.field("new-id")
    )
    name = st.text_input(words.NAME, max_chars=120, key=load_session.field("new-name"))
    provenance = st.selectbox(
        words.PROVENANCE,
        list(words.PROVENANCES),
        format_func=words.PROVENANCES.get,
        key=load_session.field("new-provenance"),
    )
    if not given.strip() or not name.strip():
        return None
    if given.strip() in snapshots.store().programmes():
        st.error(words.EXISTS)
        return None
    # Only whoever begins a programme waits for this import.
    from bridgeboard.store.loading import begun

    key = (given, name, provenance)
    begin = load_session.kept("start", key, lambda: begun(*key))
    if isinstance(begin, list):
        for problem in begin:
            st.error(markdown(problem.sentence()))
        return None
    return lambda: begin


def files() -> list[DroppedFile]:
    """The dropped files, in the encoding that was chosen where one was."""
    megabytes = st.get_option("server.maxUploadSize")
    blocks.section(words.DROP)
    blocks.note(words.DROP_HELP)
    together = ROOM.session_size // 1024**2
    blocks.note(words.DROP_NOTE.format(megabytes=megabytes, together=together))
    uploaded = st.file_uploader(
        words.DROP,
        accept_multiple_files=True,
        key=load_session.field("files"),
        label_visibility="collapsed",
    )
    load_session.forget_others({one.file_id for one in uploaded})
    chosen = {one.name: st.session_state.get(_key("encoding", one.name)) for one in uploaded}
    return load_session.dropped(uploaded, chosen)


def recognised(dropped: Sequence[DroppedFile]) -> list[Recognised]:
    """What each file is taken for, and was corrected to."""
    from bridgeboard.collected import recognition

    chosen = {}
    for file in dropped:
        kind = st.session_state.get(_key("kind", file.name))
        if kind:
            chosen[file.name] = kind
    key = (_state(dropped), tuple(chosen.items()))
    with st.spinner(words.READING):
        found = load_session.kept(
            "recognised", key, lambda: recognition.recognised(dropped, chosen)
        )
    blocks.section(words.RECOGNISED)
    for one in found:
        _recognised(one)
    return found


def _recognised(one: Recognised) -> None:
    from bridgeboard.collected.kinds import KINDS

    name = one.file.name
    with st.container(border=True):
        blocks.note(name)
        if one.kind is None:
            blocks.note(words.UNREAD.format(why=one.why))
        else:
            blocks.note(words.IS.format(label=one.kind.label, why=one.why))
        for problem in one.problems:
            st.warning(markdown(problem.sentence()))
        labels = tables.kinds(one, KINDS)
        st.selectbox(
            label(words.KIND.format(file=name)),
            list(labels),
            index=None,
            placeholder=_as_recognised(one.kind),
            format_func=labels.get,
            key=_key("kind", name),
        )
        _encoding(one)


def _as_recognised(kind: Kind | None) -> str:
    return words.AS_GUESSED.format(label="–" if kind is None else kind.label)


def _encoding(one: Recognised) -> None:
    """Offered where the file is no UTF-8, and where another one was chosen."""
    from bridgeboard.collected.encodings import ENCODINGS, likely

    asked = any(problem.rule == "encoding" for problem in one.problems)
    if not asked and one.file.encoding is None:
        return
    order = dict.fromkeys([*likely(one.file.data), *ENCODINGS])
    st.selectbox(
        label(words.ENCODING.format(file=one.file.name)),
        list(order),
        index=None,
        placeholder=words.AS_UTF8,
        format_func=ENCODINGS.get,
        key=_key("encoding", one.file.name),
    )


def with_own_instruments(begin: Start, found: Sequence[Recognised]) -> Start:
    """The programme with the instruments that were dropped, whose faults are said."""
    own = [one.file for one in found if one.kind is not None and one.kind.name == _INSTRUMENT]
    if not own:
        return begin
    from bridgeboard.store.loading import with_own

    key = (load_session.Same(begin), _state(own))
    after, problems = load_session.kept("instruments", key, lambda: with_own(begin, own))
    if problems:
        problems_table(problems, words.PROBLEMS, "load-instruments")
    return after


def collected(dropped: Sequence[DroppedFile], found: Sequence[Recognised]) -> list[Survey | Coding]:
    """Exports read, without what names people; suspects only where a person confirmed them."""
    from bridgeboard.collected import recognition

    chosen = {one.file.name: one.kind.name for one in found if one.kind is not None}
    confirmed = frozenset(st.session_state.get(load_session.field("confirmed"), ()))
    with_quotes = any(one.kind is not None and one.kind.quotes for one in found) and st.checkbox(
        words.WITH_QUOTES, help=words.WITH_QUOTES_HELP, key=load_session.field("quotes")
    )
    key = (_state(dropped), tuple(chosen.items()), confirmed, with_quotes)
    with st.spinner(words.READING):
        read = load_session.kept(
            "collected", key, lambda: recognition.collect(dropped, chosen, confirmed, with_quotes)
        )
    for one in read:
        if one.said:
            blocks.facts(f"{words.SAID}: {one.file}", one.said)
    _left_out(read)
    _suspects(read, confirmed)
    problems = [problem for one in read for problem in one.problems]
    if problems:
        problems_table(problems, words.PROBLEMS, "load-unread")
    return read


def _left_out(read: Sequence[Survey | Coding]) -> None:
    lines = [
        words.LEFT_OUT_LINE.format(file=one.file, what=left.what, why=left.why)
        for one in read
        for left in one.left_out
    ]
    if lines:
        blocks.section(words.LEFT_OUT)
        blocks.bullets(lines)


def _suspects(read: Sequence[Survey | Coding], confirmed: frozenset[str]) -> None:
    held = {suspect.column: suspect.why for one in read for suspect in getattr(one, "suspects", ())}
    offered = [*held, *(column for column in confirmed if column not in held)]
    if not offered:
        return
    blocks.section(words.SUSPECTS)
    blocks.note(words.SUSPECTS_NOTE)
    blocks.bullets(
        [words.SUSPECT_WHY.format(column=column, why=why) for column, why in held.items()]
    )
    said = [
        column
        for column in offered
        if st.checkbox(
            label(words.SUSPECT.format(column=column)),
            column in confirmed,
            key=_key("suspect", column),
        )
    ]
    if frozenset(said) != confirmed:
        st.session_state[load_session.field("confirmed")] = tuple(said)
        st.rerun()


def _state(dropped: Sequence[DroppedFile]) -> tuple[tuple[int, str | None], ...]:
    """Which files these are, by identity: each is kept as long as it is dropped."""
    return tuple((load_session.Same(file), file.encoding) for file in dropped)


def _key(kind: str, name: str) -> str:
    return load_session.field(f"{kind}-{name}")
