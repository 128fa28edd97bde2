"""Loading: the map of coded documents, one document and one code at a time changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.charts.tables import load_coding as tables
from bridgeboard.charts.tables import load_columns as columns
from bridgeboard.ui import blocks, load_session
from bridgeboard.ui.load_maps import FROM_FILE, Mapped, from_file, mapped, saved_maps
from bridgeboard.ui.page_words import load as words
from bridgeboard.ui.table_card import shown_table

if TYPE_CHECKING:
    from bridgeboard.collected import Coding
    from bridgeboard.mapping.coding_known import KnownCoding
    from bridgeboard.mapping.coding_map import CodingMap
    from bridgeboard.store.loading import Start

_GUESSED = ""


def drawn(begin: Start, coding: Coding) -> Mapped | None:
    """Draw the map of one coding, and what it makes of it; None where nothing could be read."""
    from bridgeboard.mapping.coding_conversion import converted
    from bridgeboard.mapping.coding_guessing import guessed
    from bridgeboard.mapping.coding_known import known_coding_of
    from bridgeboard.mapping.coding_map import CodingMap

    if not coding.codes and not coding.documents:
        return None
    blocks.section(words.CODING.format(file=coding.file))
    saved = saved_maps(begin.programme.id)
    fitting = tables.fitting(coding, saved)
    named = {name: name for name in fitting} | {_GUESSED: words.GUESSED}
    uploaded = from_file(coding.file, CodingMap)
    if uploaded is not None:
        named = {FROM_FILE: words.UPLOADED.format(name=uploaded.name)} | named
    which = st.selectbox(
        words.WHICH_MAP,
        list(named),
        format_func=named.get,
        key=load_session.field(f"map-{coding.file}-{len(named)}"),
    )
    known = load_session.kept(
        "coded", load_session.Same(begin), lambda: known_coding_of(begin.tables)
    )
    given = uploaded if which == FROM_FILE else fitting.get(which)
    base = (
        load_session.Same(begin),
        load_session.Same(coding),
        which,
        "" if given is None else given.to_toml(),
    )
    guess = load_session.kept(f"guessed-{coding.file}", base, lambda: guessed(coding, known, given))
    blocks.bullets(guess.open)
    before = load_session.edited(base, guess.coding_map)
    shown_table(
        tables.documents(coding, before, guess),
        words.DOCUMENTS,
        words.DOCUMENTS_ALT,
        f"load-documents-{coding.file}",
    )
    after = _document(begin, coding, before, known)
    shown_table(
        tables.codes(coding, before, guess),
        words.CODES,
        words.CODES_ALT,
        f"load-codes-{coding.file}",
    )
    after = _code(coding, after, known)
    if after != before:
        load_session.edit(base, after)
        st.rerun()
    result = load_session.kept(
        f"converted-{coding.file}", (*base, after), lambda: converted(after, coding, known)
    )
    return mapped(coding.file, after, result, saved)


def _document(begin: Start, coding: Coding, coding_map: CodingMap, known: KnownCoding) -> CodingMap:
    from bridgeboard.mapping.coding_map import STAKEHOLDERS, DocumentRule

    name = st.selectbox(
        words.DOCUMENT,
        [one.document for one in coding.documents],
        key=load_session.field(f"document-{coding.file}"),
    )
    if name is None:
        return coding_map
    rule = coding_map.document(name)
    offered, now = tables.groups(known), tables.group_of(rule)
    chosen = _one(words.USE, offered, now, f"group-{coding.file}-{name}")
    if chosen != now and chosen is not None:
        if chosen == tables.LEAVE_OUT:
            rule = DocumentRule(name, leave_out=True)
        elif chosen == tables.NEW:
            rule = DocumentRule(name, _new_id(coding_map, known), "", "", "")
        else:
            rule = DocumentRule(name, chosen)
        return tables.with_document(coding_map, rule)
    if rule is None or now != tables.NEW:
        return coding_map
    key = f"{coding.file}-{name}"
    empty = columns.no_new_places()
    given = {
        "site": _one(
            words.SITE, columns.places("site", begin.tables, empty), rule.site, f"s-{key}"
        ),
        "wave": _one(
            words.WAVE, columns.places("wave", begin.tables, empty), rule.wave, f"w-{key}"
        ),
        "stakeholder": _one(
            words.STAKEHOLDER, {one: one for one in STAKEHOLDERS}, rule.stakeholder, f"who-{key}"
        ),
    }
    return tables.with_document(
        coding_map, replace(rule, **{field: said or "" for field, said in given.items()})
    )


def _code(coding: Coding, coding_map: CodingMap, known: KnownCoding) -> CodingMap:
    from bridgeboard.mapping.coding_map import CodeRule

    name = st.selectbox(
        words.CODE,
        [one.code for one in coding.codes],
        key=load_session.field(f"code-{coding.file}"),
    )
    rule = next((one for one in coding_map.codes if one.code == name), None)
    if name is None or rule is None:
        return coding_map
    offered, now = tables.themes(known), tables.theme_of(rule)
    chosen = _one(words.USE, offered, now, f"theme-{coding.file}-{name}")
    if chosen != now and chosen is not None:
        if chosen == tables.LEAVE_OUT:
            rule = CodeRule(name, leave_out=True)
        elif chosen == tables.NEW:
            label = name.rpartition(" > ")[2]
            rule = CodeRule(name, _new_id(coding_map, known), label, stance=rule.stance)
        else:
            rule = CodeRule(name, chosen, stance=rule.stance)
        return tables.with_code(coding_map, rule)
    stance = _one(words.STANCE, tables.stances(), rule.stance or "", f"stance-{coding.file}-{name}")
    return tables.with_code(coding_map, replace(rule, stance=stance or None))


def _one(label: str, named: dict[str, str], now: str | None, key: str) -> str | None:
    names = list(named)
    return st.selectbox(
        label,
        names,
        index=names.index(now) if now in named else None,
        placeholder=words.NOT_CHOSEN,
        format_func=named.get,
        key=load_session.field(f"{key}-{now}"),
    )


def _new_id(coding_map: CodingMap, known: KnownCoding) -> str:
    """An id that neither the programme nor the map has: new-1, new-2, ..."""
    taken = {one.group_id for one in known.groups} | {one.theme_id for one in known.themes}
    taken |= {one.group for one in coding_map.documents} | {one.theme for one in coding_map.codes}
    n = 1
    while f"new-{n}" in taken:
        n += 1
    return f"new-{n}"
