"""What changed since an earlier publish or wave, as sentences that one view may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard import disclosure
from bridgeboard.charts import words
from bridgeboard.disclosure.republished import changed_by_few
from bridgeboard.measures.what_changed import Pages, states_moved, what_changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bridgeboard.disclosure import Shown

#: On a phone, ten of them are two screens.
MOST = 10
#: As many groups as a sentence can name.
_FEW = 5
_WORDS = {
    "at_site": "{site}: {sentence}",
    "programme": "The whole programme",
    "more": "And {n} more.",
    "all_sites": "all sites together",
    "group": "{site} at “{wave}” ({before}, now {now})",
    "others": "{n} more",
    "by_few": "Some groups that the shareable view shows differ by fewer than {k} people from that "
    "publish: {groups}. Whoever kept both can subtract them and learn what these few answered. "
    "Publish a wave when its answers are complete, or change none of them once it was shared.",
}

#: readiness, gaps and milestones, in this order.
Three = tuple["Shown", "Shown", "Shown"]


def since_publish(before: Three, now: Three, since: date, *, most: int = MOST) -> tuple[str, ...]:
    """What is new since an earlier publish, what got worse first; nothing where nothing is.

    In: what one view shows of both states, read on one day; since: the day of the earlier one.
    """
    earlier = _pages([at_least(one, beside.k) for one, beside in zip(before, now, strict=True)])
    if now[0].view == "shareable":
        few = changed_by_few(before[0].answer, now[0].answer)["site_id"].unique()
        unlike = earlier.readiness.filter(~pl.col("site_id").is_in(few.implode()))
        earlier = replace(earlier, readiness=unlike)
    return _told(what_changed(earlier, _pages(now), since), now[0], most)


def by_few(before: Three, now: Three) -> str:
    """What of the shareable view a few people part from the earlier publish; empty if nothing.

    For the team: these are the groups whose two numbers, subtracted, tell what the few answered.
    """
    answer, k = now[0].answer, max(before[0].k, now[0].k)
    found = changed_by_few(before[0].answer, answer)
    names = dict(now[0].frame.select("site_id", "site_name").iter_rows())
    waves = dict(now[0].frame.select("wave_id", "wave_label").iter_rows())
    chosen = now[0].filters.sites
    said = [
        _WORDS["group"].format(
            site=words.isolated(names[site]) if site in names else _WORDS["all_sites"],
            wave=waves.get(wave, wave),
            before=n_before,
            now=n_now,
        )
        for site, wave, n_before, n_now in found.select(
            "site_id", "wave_id", "n_before", "n_now"
        ).iter_rows()
        if not chosen or site in chosen
    ]
    said = list(dict.fromkeys(said))
    if not said:
        return ""
    if len(said) > _FEW:
        said = [*said[:_FEW], _WORDS["others"].format(n=len(said) - _FEW)]
    return _WORDS["by_few"].format(k=k, groups="; ".join(said))


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
