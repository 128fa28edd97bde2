"""What changed since an earlier publish or wave, as sentences that one view may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard import disclosure
from bridgeboard.charts import words
from bridgeboard.measures.what_changed import Pages, states_moved, what_changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bridgeboard.disclosure import Shown
    from bridgeboard.store.records import Held

#: On a phone, ten of them are two screens.
MOST = 10
#: As many groups as a sentence can name.
_FEW = 5
_WORDS = {
    "at_site": "{site}: {sentence}",
    "programme": "The whole programme",
    "more": "And {n} more.",
    "all_sites": "all sites together",
    "group": "{site} at “{wave}”",
    "others": "{n} more",
    "waits": "The shareable view still shows the earlier answers of {groups}: fewer than {k} "
    "people's answers changed there since it showed them, and whoever kept both could work these "
    "out. They come in once {k} or more have changed.",
    "all_waits": "The shareable view still shows what it showed before this publish: fewer than "
    "{k} people's answers changed in a group that it shows, or sites changed their income level, "
    "and whoever kept both could work these out.",
}

#: readiness, gaps and milestones, in this order.
Three = tuple["Shown", "Shown", "Shown"]


def since_publish(before: Three, now: Three, since: date, *, most: int = MOST) -> tuple[str, ...]:
    """What is new since an earlier publish, what got worse first; nothing where nothing is.

    In: what one view shows of both states, read on one day; since: the day of the earlier one.
    """
    earlier = _pages([at_least(one, beside.k) for one, beside in zip(before, now, strict=True)])
    return _told(what_changed(earlier, _pages(now), since), now[0], most)


def waiting(held: Sequence[Held], readiness: Shown) -> str:
    """What the shareable view doesn't show yet; empty if it shows all.

    In: held: of the snapshot's record; readiness: for the names of sites and waves.
    """
    names = dict(readiness.frame.select("site_id", "site_name").iter_rows())
    waves = dict(readiness.frame.select("wave_id", "wave_label").iter_rows())
    if any(one.wave_id is None for one in held):
        return _WORDS["all_waits"].format(k=readiness.k)
    said = [
        _WORDS["group"].format(
            site=_WORDS["all_sites"]
            if one.site_id is None
            else words.isolated(names.get(one.site_id, one.site_id)),
            wave=waves.get(one.wave_id, one.wave_id),
        )
        for one in held
        if not readiness.filters.sites or one.site_id in (None, *readiness.filters.sites)
    ]
    if not said:
        return ""
    if len(said) > _FEW:
        said = [*said[:_FEW], _WORDS["others"].format(n=len(said) - _FEW)]
    return _WORDS["waits"].format(k=readiness.k, groups="; ".join(said))


def since_wave(
    readiness: Shown, from_wave: str, to_wave: str, *, most: int = MOST
) -> tuple[str, ...]:
    """Which states moved from one wave to another, what got worse first."""
    return _told(states_moved(readiness.frame, from_wave, to_wave), readiness, most)


def at_least(shown: Shown, k: int) -> Shown:
    """The same answer, with groups hidden that are smaller than this.

    A programme that raised its k must not tell by an older snapshot what it hides by now.
    """
    if shown.k >= k:
        return shown
    return disclosure.shown(replace(shown.answer, k=k), shown.view, shown.filters)


def _pages(three: Sequence[Shown]) -> Pages:
    return Pages(*(one.frame for one in three))


def _told(found: pl.DataFrame, shown: Shown, most: int) -> tuple[str, ...]:
    """One sentence a change, with the site's name unless one site alone is looked at."""
    one_site = len(shown.filters.sites) == 1
    sentences = [
        sentence
        if one_site
        else _WORDS["at_site"].format(
            site=words.isolated(name) if site else _WORDS["programme"], sentence=sentence
        )
        for site, name, sentence in found.select("site_id", "site_name", "sentence").iter_rows()
    ]
    rest = len(sentences) - most
    if rest > 0:
        sentences = [*sentences[:most], _WORDS["more"].format(n=rest)]
    return tuple(sentences)
