"""Small programmes for tests: dict rows in, written as CSVs, through the real intake and store."""

from __future__ import annotations

import atexit
import csv
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.store import Snapshot, Store

# The same examples on every run: whoever changes nothing must see no test change its mind. To look
# for new ones: HYPOTHESIS_PROFILE=explore. A busy machine is no reason to fail, hence no deadline.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# Whoever works on it may sign in at their own copy: no test goes by their files.
os.environ["BRIDGEBOARD_ACCESS"] = str(Path(__file__).parent / "no-access.toml")
os.environ["STREAMLIT_SECRETS_FILES"] = str(Path(__file__).parent / "no-secrets.toml")

Rows = list[dict[str, Any]]


def pytest_unconfigure() -> None:
    """DuckDB's binding lists what it calls leaks when Python ends; pytest's summary stays last."""
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))


def pytest_configure(config: pytest.Config) -> None:
    """Several workers take the files in our order (below), not those with the most tests first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


#: Files of tests that take a minute or more: no worker begins one when the others are done.
_LONG = ("test_every_page_runs", "test_many_publishes", "test_roles_and_pages")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last: what is quick fails first, and Playwright's event loop, which runs
    in this thread until the end, is in nobody's way. With several workers they come first: what
    takes long at the end would leave all but one of them without work."""
    browser_last = not hasattr(config, "workerinput")
    items.sort(
        key=lambda item: (
            (item.get_closest_marker("browser") is not None) == browser_last,
            item.path.stem not in _LONG,
        )
    )


#: What a row has where a test says nothing; {n} is the row's number, from 1.
DEFAULTS: dict[str, dict[str, Any]] = {
    "sites": {
        "site_id": "site{n}",
        "site_name": None,
        "country_iso3": "DEU",
        "setting": "unknown",
        "comparable_across_waves": "yes",
        "provenance": "collected",
    },
    "waves": {"wave_id": "wave{n}", "label": None, "order": "{n}", "date_precision": None},
    "respondents": {"respondent_id": "r{n}", "site_id": "a", "wave_id": "pre"}
    | {"provenance": "collected"},
    "answers": {"respondent_id": "r1", "instrument_id": "psa12", "item_id": None},
    "focus_groups": {"group_id": "g{n}", "site_id": "a", "wave_id": "pre", "stakeholder": "MHW"}
    | {"provenance": "collected"},
    "themes": {"theme_id": "theme{n}", "label": None, "order": "{n}"},
    "statements": {
        "statement_id": "s{n}",
        "site_id": "a",
        "wave_id": "pre",
        "theme_id": "theme",
        "stance": "neutral",
        "kind": "summary",
        "scope": None,
        "text": "Somebody said so.",
        "release": "shareable",
        "provenance": "collected",
    },
    "ratings": {
        "site_id": "a",
        "wave_id": "pre",
        "framework": "2022",
        "construct_id": "III-A-1",
        "rater": "rater{n}",
        "state": None,
        "provenance": "collected",
    },
    "context": {
        "fact_id": "f{n}",
        "site_id": "a",
        "wave_id": "pre",
        "factor": "resources",
        "finding": "There is a room.",
        "direction": "unknown",
        "scope": None,
        "kind": "summary",
        "provenance": "collected",
    },
    "payments": {"site_id": "a", "from_on": "2020-01-01", "basis": "unknown"}
    | {"provenance": "collected"},
    "milestones": {"site_id": "a", "stage": "start", "milestone": "milestone{n}"}
    | {"provenance": "collected"},
    "outcomes": {"site_id": "a", "outcome": "outcome{n}", "provenance": "collected"},
    "strategy_endorsements": {"barrier_2009": "Cost", "strategy": "Access new funding"},
}


def folder_of(
    folder: Path, tables: dict[str, Rows] | None = None, programme: dict[str, Any] | None = None
) -> Path:
    """Write a programme's folder: a CSV per table, and programme.toml.

    Columns that a row doesn't give take DEFAULTS. Sites, waves, themes and respondents that are
    mentioned somewhere are made where the test doesn't list that table; at least site a and wave
    pre are.
    """
    given = {name: [dict(row) for row in rows] for name, rows in (tables or {}).items()}
    filled = {
        name: [_filled(name, row, n) for n, row in enumerate(rows, 1)]
        for name, rows in given.items()
    }
    _add_mentioned(filled, "respondents", "respondent_id", ())
    _add_mentioned(filled, "themes", "theme_id", ())
    _add_mentioned(filled, "sites", "site_id", ("a",))
    _add_mentioned(filled, "waves", "wave_id", ("pre",))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    for name, rows in filled.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows({c: _cell(v) for c, v in row.items()} for row in rows)
    used = dict.fromkeys(row["instrument_id"] for row in filled.get("answers", []))
    settings_given = {"instruments": list(used)} | (programme or {})
    toml = {"id": "test", "name": "Test", "provenance": "collected"} | settings_given
    (folder / "programme.toml").write_text(_toml(toml), encoding="utf-8")
    return folder


def _filled(table: str, row: dict[str, Any], n: int) -> dict[str, Any]:
    defaults = {
        column: value.format(n=n) if isinstance(value, str) else value
        for column, value in DEFAULTS[table].items()
    }
    whole = defaults | row
    if table == "sites":
        whole["site_name"] = whole["site_name"] or f"Site {whole['site_id']}"
    if table == "waves":
        whole["label"] = whole["label"] or f"Wave {whole['wave_id']}"
        dated = whole.get("from_on") or whole.get("to_on")
        whole["date_precision"] = whole["date_precision"] or ("day" if dated else "unknown")
    if table == "themes":
        whole["label"] = whole["label"] or f"Theme {whole['theme_id']}"
    if table == "answers":
        answered = whole.get("value") is not None
        whole.setdefault("state", "answered" if answered else "missing")
    if table == "ratings":
        whole["state"] = whole["state"] or ("missing" if whole.get("rating") is None else "rated")
    if table in ("statements", "context"):
        scope = "site" if whole["site_id"] is not None else "unspecified_subset"
        whole["scope"] = whole["scope"] or scope
    return whole


def _add_mentioned(filled: dict[str, Rows], table: str, key: str, least: tuple[str, ...]) -> None:
    if table in filled:
        return
    mentioned = [row[key] for rows in filled.values() for row in rows if row.get(key)]
    ids = list(dict.fromkeys([*mentioned, *(least if not mentioned else ())]))
    if ids:
        filled[table] = [_filled(table, {key: i}, n) for n, i in enumerate(ids, 1)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _toml(settings_given: dict[str, Any], under: str = "") -> str:
    lines = [
        # JSON's strings, numbers, true/false and lists of them are TOML's too.
        f"{json.dumps(k)} = {json.dumps(v, ensure_ascii=False)}"
        for k, v in settings_given.items()
        if not isinstance(v, dict) and not _is_tables(v) and v is not None
    ]
    for name, value in settings_given.items():
        path = under + json.dumps(name)
        if isinstance(value, dict):
            lines += [f"[{path}]", _toml(value, path + ".")]
        elif _is_tables(value):
            lines += [f"[[{path}]]\n{_toml(one, path + '.')}" for one in value]
    return "\n".join(lines) + "\n"


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


@pytest.fixture(scope="session")
def write_programme() -> Callable[..., Path]:
    """Write a programme's folder: write_programme(folder, tables, programme) -> folder."""
    return folder_of


@pytest.fixture
def store_folder(tmp_path: Path) -> Path:
    """An empty store's folder."""
    return tmp_path / "store"


@pytest.fixture
def programme_folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a programme's folder without publishing it: programme_folder(tables, programme)."""
    return lambda tables=None, programme=None: folder_of(tmp_path / "programme", tables, programme)


@pytest.fixture
def published(
    store_folder: Path, programme_folder: Callable[..., Path]
) -> Iterator[Callable[..., Snapshot]]:
    """Publish dict rows and open what came of it: published(tables, programme) -> Snapshot."""
    from bridgeboard.intake import accept

    opened: list[Snapshot] = []

    def publish(
        tables: dict[str, Rows] | None = None, programme: dict[str, Any] | None = None
    ) -> Snapshot:
        accepted = accept(programme_folder(tables, programme))
        said = "\n".join(problem.sentence() for problem in accepted.problems)
        assert not accepted.refused, said
        store = Store(store_folder)
        store.publish(accepted, by="tests")
        opened.append(store.open(accepted.programme.id, WHOLE))
        return opened[-1]

    yield publish
    for snapshot in opened:
        snapshot.close()


@pytest.fixture(scope="module")
def published_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Snapshot]]:
    """The same for programmes that several tests of a module look at: published once."""
    from bridgeboard.intake import accept

    opened: list[Snapshot] = []

    def publish(
        tables: dict[str, Rows] | None = None, programme: dict[str, Any] | None = None
    ) -> Snapshot:
        folder = tmp_path_factory.mktemp("once")
        store = Store(folder / "store")
        store.publish(accept(folder_of(folder / "programme", tables, programme)), by="tests")
        opened.append(store.open("test", WHOLE))
        return opened[-1]

    yield publish
    for snapshot in opened:
        snapshot.close()


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store for the programmes that come with Bridgeboard."""
    return Store(tmp_path_factory.mktemp("shipped") / "store")


@pytest.fixture(scope="session")
def upsides(shipped_store: Store) -> Iterator[Snapshot]:
    """The published evidence of the founding papers."""
    yield from _shipped(shipped_store, settings.DATA / "upsides")


@pytest.fixture(scope="session")
def demonstration(shipped_store: Store) -> Iterator[Snapshot]:
    """The simulated programme."""
    yield from _shipped(shipped_store, settings.DATA / "demonstration")


def _shipped(store: Store, folder: Path) -> Iterator[Snapshot]:
    from bridgeboard.intake import accept

    store.publish(accept(folder), by="tests")
    with store.open(folder.name, WHOLE) as snapshot:
        yield snapshot
