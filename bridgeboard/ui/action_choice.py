"""What the page on actions reads: the programme's decisions, and names for what they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard import settings
from bridgeboard.access import Forbidden
from bridgeboard.decisions import Action, Decisions
from bridgeboard.measures.action_list import action_list, chosen
from bridgeboard.measures.overlaid import decided
from bridgeboard.measures.places import sites
from bridgeboard.measures.subjects import strategies, subjects
from bridgeboard.ui import link
from bridgeboard.ui.answers import shown
from bridgeboard.ui.page_words import actions as words
from bridgeboard.ui.remembered import remembered

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot
    from bridgeboard.ui.choice import Choice


@dataclass(frozen=True, slots=True)
class Names:
    """Labels by id of what an action may name. subjects: by kind and id, as "theme:T1"."""

    sites: Mapping[str, str]
    subjects: Mapping[str, str]
    strategies: Mapping[str, str]

    @property
    def all(self) -> dict[str, str]:
        """The label of any id."""
        bare = {key.partition(":")[2]: label for key, label in self.subjects.items()}
        return {**self.sites, **bare, **self.strategies}


def decisions(choice: Choice) -> Decisions:
    """The decisions of the chosen programme."""
    return Decisions(settings.store_root(), choice.programme_id)


def listed(choice: Choice) -> pl.DataFrame:
    """All actions of the programme that the viewer may see, what is late first."""
    seen = decided(decisions(choice), choice.snapshot.sight).actions
    return action_list(seen, choice.snapshot, date.today())


def action(choice: Choice, action_id: str) -> Action:
    """One action. Raises: Forbidden if it isn't the viewer's to see; Refusal if there is none."""
    found = decisions(choice).action(action_id)
    sites = choice.snapshot.sight.sites
    if sites is not None and found.site_id not in sites:
        raise Forbidden(words.NOT_YOURS)
    return found


def fitting(choice: Choice, actions: pl.DataFrame, statuses: tuple[str, ...]) -> pl.DataFrame:
    """Those of these statuses, at the sites that the sidebar leaves; all sites where none is set,
    so that an action of a site that is no longer there is not lost from sight."""
    filters = choice.filters
    if not filters.sites and not filters.income_levels:
        return chosen(actions, None, statuses)
    return chosen(actions, tuple(shown(choice, "sites").frame["site_id"]), statuses)


def names(choice: Choice) -> Names:
    """What the programme has to choose from."""
    return _names(choice.snapshot.key, choice.snapshot)


@remembered
def _names(key: str, _snapshot: Snapshot) -> Names:
    """The key names one snapshot as somebody sees it, so nothing is ever stale."""
    about = {
        f"{kind}:{one}": words.SUBJECT.format(kind=words.KINDS[kind], label=label)
        for kind, one, label in subjects(_snapshot).iter_rows()
    }
    return Names(
        link.labelled(sites(_snapshot).select("site_id", "site_name").iter_rows()),
        link.labelled(about.items()),
        link.labelled(strategies(_snapshot).select("strategy_id", "strategy").iter_rows()),
    )
