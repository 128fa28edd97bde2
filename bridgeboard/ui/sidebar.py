"""The sidebar: programme, sites, income level, waves and view, bound to the URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from bridgeboard.access import Sight, View, Viewer
from bridgeboard.disclosure import Filters
from bridgeboard.measures.places import sites, waves
from bridgeboard.problems import Refusal
from bridgeboard.store import Snapshot
from bridgeboard.ui import link, snapshots, words
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.remembered import remembered

_LINK_NOTES = "link_notes"
#: Real programmes come before the simulated one when a link names none.
_FIRST = ("collected", "published", "simulated")


@dataclass(frozen=True, slots=True)
class Sidebar:
    """What the sidebar gave: a choice, or the words that say why there is none."""

    choice: Choice | None
    notes: tuple[str, ...] = ()
    trouble: str | None = None


def draw(viewer: Viewer) -> Sidebar:
    """Draw the sidebar and read it; trouble is set where the store can't show a programme.

    Only what the viewer may see is offered, and a link or a widget that asks for more gets nothing.
    """
    programmes, troubles = _programmes(viewer)
    if not programmes:
        return Sidebar(None)
    notes = _read_link(viewer, programmes, troubles)
    with st.sidebar:
        st.html(f'<p style="margin:0;font-size:1.25rem;font-weight:650">{words.NAME}</p>')
        chosen = st.selectbox(
            words.PROGRAMME,
            list(programmes),
            index=None,
            placeholder=next(iter(programmes.values())),
            format_func=programmes.__getitem__,
            key=link.PROGRAMME,
            required=True,
            bind="query-params",
        )
        programme_id = chosen or next(iter(programmes))
        if programme_id in troubles:
            return Sidebar(None, notes, troubles[programme_id])
        sight = viewer.sight(programme_id)
        view = _allowed(st.session_state.get(link.VIEW), sight)
        choice = _filtered(viewer, _opened(viewer, programme_id, view))
    return Sidebar(choice, notes)


def _allowed(asked: str | None, sight: Sight) -> View:
    """The view that is asked for, if the sight has it; else the first that it has."""
    return next((view for view in sight.views if view == asked), sight.views[0])


def _filtered(viewer: Viewer, snapshot: Snapshot) -> Choice:
    """The filters of one programme, read into a choice."""
    programme, offered = snapshot.programme, _offered(snapshot)
    chosen = {}
    for key, label, help_text in (
        (link.SITE, words.SITES, None),
        (link.INCOME, words.INCOME_LEVEL, words.INCOME_HELP[programme.income_basis]),
        (link.WAVE, words.WAVES, None),
    ):
        options = offered[key]
        _forget_others(key, options)
        chosen[key] = st.multiselect(
            label,
            list(options),
            format_func=lambda option, options=options: options.get(option, str(option)),
            key=key,
            placeholder=words.ALL,
            help=help_text,
            bind="query-params",
        )
    view = _view(snapshot.sight)
    own = snapshot.sight.sites is not None
    meaning = words.OWN_SITES if own else words.VIEW_MEANING[view].format(k=programme.k)
    st.caption(markdown(meaning))
    published = snapshot.published_at.strftime("%Y-%m-%d %H:%M UTC")
    st.caption(markdown(words.state(published, snapshot.by)))
    return Choice(
        programme_id=programme.id,
        viewer=viewer,
        snapshot=snapshot,
        view=view,
        filters=Filters(
            sites=tuple(chosen[link.SITE]),
            waves=tuple(chosen[link.WAVE]),
            income_levels=tuple(chosen[link.INCOME]),
        ),
        income_basis=programme.income_basis,
        dark=st.context.theme.type == "dark",
        narrow="Mobi" in st.context.headers.get("User-Agent", ""),
    )


def _view(sight: Sight) -> View:
    """The view; chosen by whoever has more than one."""
    views = {view: words.VIEW_LABELS[view] for view in sight.views}
    if len(views) == 1:
        return sight.views[0]
    asked = st.segmented_control(
        words.VIEW,
        list(views),
        default=next(iter(views)),
        required=True,
        format_func=views.__getitem__,
        key=link.VIEW,
        bind="query-params",
    )
    return _allowed(asked, sight)


def _forget_others(key: str, options: Mapping[str, str]) -> None:
    """Drop chosen values that this programme hasn't, from the URL as well: Streamlit, left to
    itself, drops them from the choice only."""
    chosen = st.session_state.get(key, [])
    known = [value for value in chosen if value in options]
    if known != chosen:
        st.session_state[key] = known


def _programmes(viewer: Viewer) -> tuple[dict[str, str], dict[str, str]]:
    """Labels of the viewer's programmes by id, the default first; and why some can't be shown."""
    ranked, troubles = [], {}
    for programme_id in filter(viewer.sees, snapshots.store().programmes()):
        try:
            sight = viewer.sight(programme_id)
            programme = _opened(viewer, programme_id, sight.views[0]).programme
        except Refusal as refusal:
            troubles[programme_id] = str(refusal)
            ranked.append((len(_FIRST), programme_id, programme_id))
        else:
            rank = _FIRST.index(programme.provenance)
            ranked.append((rank, programme_id, programme.name))
    return link.labelled((key, name) for _, key, name in sorted(ranked)), troubles


def _opened(viewer: Viewer, programme_id: str, view: View) -> Snapshot:
    when_ready = not viewer.may("publish", programme_id)
    return snapshots.opened(programme_id, viewer.sight(programme_id), view, when_ready=when_ready)


def _offered(snapshot: Snapshot) -> dict[str, Mapping[str, str]]:
    """Labels by id of what the programme has, for each parameter with several values."""
    return _offered_by(snapshot.key, snapshot)


@remembered
def _offered_by(key: str, _snapshot: Snapshot) -> dict[str, Mapping[str, str]]:
    levels = _snapshot.query(
        "SELECT DISTINCT income_level FROM site_income WHERE basis = $1 AND income_level NOT NULL",
        [_snapshot.programme.income_basis],
    )["income_level"].to_list()
    order = list(words.INCOME_LEVELS)
    levels.sort(key=lambda level: (order.index(level) if level in order else len(order), level))
    return {
        link.SITE: link.labelled(sites(_snapshot).select("site_id", "site_name").iter_rows()),
        link.INCOME: link.labelled((one, words.INCOME_LEVELS.get(one, one)) for one in levels),
        link.WAVE: link.labelled(waves(_snapshot).select("wave_id", "wave_label").iter_rows()),
    }


def _read_link(
    viewer: Viewer, programmes: Mapping[str, str], troubles: Mapping[str, str]
) -> tuple[str, ...]:
    """Once a session: put what the link asks for into the words that the widgets know.

    Streamlit reads labels only, and silently drops what it doesn't know. Ids are turned into
    labels, and what isn't there gives a note. The programme is always written into the URL: the
    default may be another one on the day and the server that the link is opened.
    """
    if link.READ in st.session_state:
        return st.session_state.pop(_LINK_NOTES, ())
    st.session_state[link.READ] = True
    asked = {
        key: st.query_params.get_all(key) for key in (link.PROGRAMME, *link.SEVERAL, link.VIEW)
    }
    checked = {link.PROGRAMME: link.settled(asked[link.PROGRAMME], programmes)}
    labels = checked[link.PROGRAMME].labels or tuple(programmes.values())
    programme_id = next(key for key, label in programmes.items() if label == labels[0])
    views = viewer.sight(programme_id).views
    if programme_id not in troubles:
        offered = _offered(_opened(viewer, programme_id, views[0]))
        checked |= {key: link.settled(asked[key], offered[key]) for key in link.SEVERAL}
    labels_of_views = {view: words.VIEW_LABELS[view] for view in views}
    checked[link.VIEW] = link.settled(asked[link.VIEW], labels_of_views)
    wanted = {key: list(result.labels) for key, result in checked.items() if result.labels}
    wanted[link.PROGRAMME] = [labels[0]]
    others = {key: st.query_params.get_all(key) for key in st.query_params if key not in asked}
    st.query_params.from_dict(others | wanted)
    if {key: values for key, values in asked.items() if values} not in (wanted, {}):
        st.session_state[_LINK_NOTES] = link.notes(checked)
        st.rerun()
    st.session_state[link.PROGRAMME] = programme_id
    return ()
