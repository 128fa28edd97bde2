"""What people decided about one programme: read it, add to it, change it, see who did what when."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bridgeboard.decisions import checks, rows, sentences
from bridgeboard.decisions.file import DecisionsFile
from bridgeboard.decisions.ledger import (
    ACTIONS,
    GROUPINGS,
    MAPS,
    RATINGS,
    RELEASES,
    Conflict,
    Ledger,
)
from bridgeboard.decisions.rows import AcceptedRating, Action, Grouping, Release, SavedMap
from bridgeboard.problems import Refusal

#: As programme.toml may name a programme: the id is a folder's name.
_PROGRAMME_ID = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_NO_ACTION = (
    "There is no such action among this programme's decisions. Load the page again: if a damaged "
    "file was set aside, it says so."
)


class Decisions:
    """The decisions of one programme: safe to share, and to use from several processes at once.

    Nothing that was ever saved is overwritten: whoever changes something says which version they
    saw, is told (Conflict) if it isn't the newest, and finds what they wrote in the history.
    """

    def __init__(self, root: Path, programme_id: str) -> None:
        if not _PROGRAMME_ID.fullmatch(programme_id):
            raise Refusal(f"“{programme_id}” can't be a programme's id.")
        self.programme_id = programme_id
        self._file = DecisionsFile(Path(root) / programme_id)

    @property
    def path(self) -> Path:
        """Where the decisions lie."""
        return self._file.path

    def version(self) -> int:
        """A number that changes with every write, for keys of caches; 0 while nothing is decided.

        A file that was restored from a backup has the number that it had then.
        """
        with self._file.reading() as con:
            return 0 if con is None else con.execute("SELECT version FROM state").fetchone()[0]

    def warning(self) -> str | None:
        """What must be said above everything decided: which files were damaged and set aside."""
        self.version()
        return sentences.set_aside(self._file.set_aside())

    def actions(self) -> pl.DataFrame:
        """All actions as they stand, the oldest first: one row each, as in Action."""
        return rows.frame(self._all("SELECT * FROM actions"), rows.ACTIONS)

    def action(self, action_id: str) -> Action:
        """One action as it stands. Raises: Refusal if there is none."""
        with self._file.reading() as con:
            stands = con and ACTIONS.standing(con, {"action_id": action_id})
        if not stands:
            raise Refusal(_NO_ACTION)
        return stands

    def add_action(
        self,
        *,
        site_id: str,
        what: str,
        by: str = "",
        influence_id: str | None = None,
        construct_id: str | None = None,
        theme_id: str | None = None,
        barrier: str | None = None,
        strategy_id: str | None = None,
        owner: str | None = None,
        due: date | str | None = None,
        status: str = "open",
        note: str | None = None,
    ) -> Action:
        """Keep a new action. Raises: Refusal, in words, if something of it can't be."""
        given = locals()
        values = checks.action({name: given[name] for name in rows.ACTION_FIELDS})
        key = {"action_id": str(uuid.uuid4())}
        return self._save(ACTIONS, "added", key, values, by, 0)

    def change_action(self, action_id: str, version: int, by: str, **fields: Any) -> Action:
        """Change some fields of an action, as it was at the version that the person saw.

        Raises: Conflict with the action as it stands if somebody saved it meanwhile; Refusal.
        """
        if unknown := set(fields) - set(rows.ACTION_FIELDS):
            raise TypeError(f"an action has no field {', '.join(sorted(unknown))}")
        key = {"action_id": action_id}
        with self._file.reading() as con:
            lines = [] if con is None else ACTIONS.lines(con, key)
        seen = [line for line in lines if line["version"] == version]
        if not seen:
            raise Refusal(_NO_ACTION)
        # Of equal versions, the first was saved; others were written on it in vain.
        before = {name: seen[0][name] for name in rows.ACTION_FIELDS}
        values = checks.action(before | fields)
        return self._save(ACTIONS, "changed", key, values, by, version)

    def history(self, action_id: str | None = None) -> pl.DataFrame:
        """Who did what to an action (or to all) when, oldest first: every field at every line.

        event: added, changed, or "not saved" for what a person wrote without having seen a newer
        version; version is then the one that they saw.
        """
        key = {} if action_id is None else {"action_id": action_id}
        return rows.frame(self._lines(ACTIONS, key), rows.ACTION_HISTORY)

    def accepted(self) -> pl.DataFrame:
        """The ratings that are accepted now, one row per site, wave, framework and construct."""
        return rows.frame(self._all("SELECT * FROM accepted_ratings"), rows.ACCEPTED)

    def accept_rating(
        self,
        *,
        site_id: str,
        wave_id: str,
        framework: str,
        construct_id: str,
        rating: int | None,
        state: str,
        reason: str,
        basis: str,
        by: str = "",
        version: int = 0,
    ) -> AcceptedRating:
        """Accept a rating, or another one in its place.

        In:     version of the accepted rating that the person saw, 0 if they saw none; rating
                beside state "mixed" says which way it leans.
        Raises: Conflict with the one that stands (None: withdrawn meanwhile); Refusal.
        """
        given = locals()
        key = checks.rating_key(given)
        return self._save(RATINGS, "accepted", key, checks.rating(given), by, version)

    def withdraw_rating(
        self,
        *,
        site_id: str,
        wave_id: str,
        framework: str,
        construct_id: str,
        version: int,
        by: str = "",
    ) -> None:
        """Take an accepted rating back. Raises: Conflict, Refusal if none is accepted."""
        key = checks.rating_key(locals())
        self._save(RATINGS, "withdrawn", key, {}, by, version)

    def rating_history(
        self,
        site_id: str | None = None,
        wave_id: str | None = None,
        framework: str | None = None,
        construct_id: str | None = None,
    ) -> pl.DataFrame:
        """Who accepted or withdrew what when, oldest first; of all ratings, or only of these."""
        given = locals()
        key = {name: given[name] for name in rows.RATING_KEY if given[name] is not None}
        return rows.frame(self._lines(RATINGS, key), rows.RATING_HISTORY)

    def groupings(self) -> pl.DataFrame:
        """The groupings that hold now, one row per grouping and site."""
        found = self._all("SELECT * FROM current_groupings")
        return rows.frame(rows.by_site(found), rows.GROUPINGS)

    def set_grouping(
        self, grouping: str, groups: Mapping[str, str], by: str = "", version: int = 0
    ) -> Grouping:
        """Group sites under a name: high or low, by site_id. Raises: Conflict, Refusal."""
        key = {"grouping": checks.line("grouping", grouping, needed=True)}
        members = json.dumps(checks.groups(groups), ensure_ascii=False)
        return self._save(GROUPINGS, "set", key, {"members": members}, by, version)

    def withdraw_grouping(self, grouping: str, version: int, by: str = "") -> None:
        """Take a grouping away. Raises: Conflict, Refusal if there is none."""
        key = {"grouping": checks.line("grouping", grouping, needed=True)}
        self._save(GROUPINGS, "withdrawn", key, {"members": "{}"}, by, version)

    def grouping_history(self, grouping: str | None = None) -> pl.DataFrame:
        """Who set or withdrew which grouping when, oldest first: one row per entry and site."""
        key = {} if grouping is None else {"grouping": grouping}
        return rows.frame(rows.by_site(self._lines(GROUPINGS, key)), rows.GROUPING_HISTORY)

    def releases(self) -> pl.DataFrame:
        """What people decided last about statements, one row each: released, or held back."""
        return rows.frame(self._all("SELECT * FROM decided_releases"), rows.RELEASES)

    def release_statement(
        self, statement_id: str, fingerprint: str, by: str, version: int = 0
    ) -> Release:
        """Release a statement to be read outside the team, with the words that the person read.

        In:     fingerprint: of these words; version of the last decision that the person saw, 0 if
                they saw none.
        Raises: Conflict with what stands; Refusal, without a name among others.
        """
        return self._decide_release("released", "shareable", statement_id, fingerprint, by, version)

    def hold_back_statement(
        self, statement_id: str, fingerprint: str, by: str, version: int = 0
    ) -> Release:
        """Take a release back, be it a person's or the files' own. Raises: Conflict, Refusal."""
        return self._decide_release("held back", "team", statement_id, fingerprint, by, version)

    def release_history(self, statement_id: str | None = None) -> pl.DataFrame:
        """Who released or held back which statement when, oldest first."""
        key = {} if statement_id is None else {"statement_id": statement_id}
        return rows.frame(self._lines(RELEASES, key), rows.RELEASE_HISTORY)

    def saved_maps(self) -> pl.DataFrame:
        """The maps of exports that are saved now, one row each, by name."""
        return rows.frame(self._all("SELECT * FROM saved_maps"), rows.MAPS)

    def save_map(
        self, map_name: str, kind: str, toml: str, by: str = "", version: int = 0
    ) -> SavedMap:
        """Save a map under a name, or another one in its place. Raises: Conflict, Refusal."""
        key = {"map_name": checks.line("map_name", map_name, needed=True)}
        kind = checks.identifier("kind", kind, needed=True)
        values = {"kind": kind, "toml": checks.paragraphs("toml", toml)}
        return self._save(MAPS, "saved", key, values, by, version)

    def withdraw_map(self, map_name: str, version: int, by: str = "") -> None:
        """Take a saved map away. Raises: Conflict, Refusal if there is none."""
        key = {"map_name": checks.line("map_name", map_name, needed=True)}
        self._save(MAPS, "withdrawn", key, {}, by, version)

    def map_history(self, map_name: str | None = None) -> pl.DataFrame:
        """Who saved or withdrew which map when, oldest first."""
        key = {} if map_name is None else {"map_name": map_name}
        return rows.frame(self._lines(MAPS, key), rows.MAP_HISTORY)

    def _decide_release(
        self, event: str, release: str, statement_id: str, fingerprint: str, by: str, version: int
    ) -> Release:
        key = {"statement_id": checks.identifier("statement_id", statement_id, needed=True)}
        by = checks.line("by", by, needed=True) or ""
        values = {"release": release, "fingerprint": fingerprint}
        return self._save(RELEASES, event, key, values, by, version)

    def _all(self, sql: str) -> list[sqlite3.Row]:
        with self._file.reading() as con:
            return [] if con is None else con.execute(sql).fetchall()

    def _lines(self, ledger: Ledger, key: Mapping[str, Any]) -> list[sqlite3.Row]:
        with self._file.reading() as con:
            return [] if con is None else ledger.lines(con, key)

    def _save(
        self,
        ledger: Ledger,
        event: str,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        by: str,
        version: int,
    ) -> Any:
        """Save, and give back what stands then. Raises: Conflict, after keeping what was wanted."""
        by = checks.name(by)
        with self._file.writing() as con:
            saved = ledger.save(con, event, key, values, by, version)
            last, stands = ledger.newest(con, key), ledger.standing(con, key)
        if not saved:
            said = sentences.changed_meanwhile(last["by"], last["at"], stands is None)
            raise Conflict(said, stands, values)
        return stands
