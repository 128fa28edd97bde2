"""Marts against a slow second version in plain Python, on random small programmes."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.instruments import Instrument, registry, turned
from bridgeboard.intake import Accepted, accept_reference
from bridgeboard.store import Snapshot, build, snapshot
from schemas.programme import Programme
from schemas.tables import PROGRAMME_TABLES

Rows = list[dict[str, Any]]
MARTS = ("mart_distribution", "mart_scores", "mart_coverage", "site_income")
PROVENANCES = ("published", "collected", "simulated")
COUNTRIES = ("DEU", "TZA", "IND", "UGA", "ISR", "XXX")
#: Around 1 July, when the World Bank's fiscal year changes.
DAYS = (dt.date(2019, 6, 30), dt.date(2019, 7, 1), dt.date(2020, 6, 30), dt.date(2020, 7, 1))
INSTRUMENTS = ("psa12", "pcat")


@cache
def reference() -> dict[str, pl.DataFrame]:
    return accept_reference()


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Rows]:
    """A small programme's rows: up to three sites and waves, a few of everything else."""
    sites = [
        {
            "site_id": s,
            "country_iso3": draw(st.sampled_from(COUNTRIES)),
            "income_as_reported": draw(st.sampled_from([None, "low", "high-income"])),
            "source": draw(st.sampled_from([None, "paper"])),
        }
        for s in draw(st.permutations(["b", "a", "C"]))[: draw(st.integers(1, 3))]
    ]
    orders = draw(st.permutations([1, 2, 3]))
    waves = [
        {"wave_id": w, "order": o, "from_on": draw(st.none() | st.sampled_from(DAYS))}
        for w, o in list(zip(["w2", "w1", "w3"], orders, strict=True))[: draw(st.integers(1, 3))]
    ]
    site = st.sampled_from([row["site_id"] for row in sites])
    wave = st.sampled_from([row["wave_id"] for row in waves])
    maybe_site = st.none() | site
    provenance = st.sampled_from(PROVENANCES)

    def several(table: str, **columns: st.SearchStrategy[Any]) -> Rows:
        rows = draw(st.lists(st.fixed_dictionaries(columns), max_size=6))
        return [{**row, "provenance": draw(provenance)} for row in rows]

    respondents = several("respondents", site_id=site, wave_id=wave)
    for n, row in enumerate(respondents):
        row["respondent_id"] = f"r{n}"
    answers = []
    for row in respondents:
        for name in draw(st.lists(st.sampled_from(INSTRUMENTS), unique=True)):
            items = registry()[name].item_ids
            # Few leave much out, or no scale would ever be complete.
            left_out = draw(st.sets(st.sampled_from(items), max_size=4))
            for item_id in items:
                if item_id in left_out and draw(st.booleans()):
                    continue
                state = "answered"
                if item_id in left_out:
                    state = draw(st.sampled_from(["not_applicable", "dont_know", "missing"]))
                low, high = registry()[name].minimum, registry()[name].maximum
                answers.append(
                    {
                        "respondent_id": row["respondent_id"],
                        "instrument_id": name,
                        "item_id": item_id,
                        "state": state,
                        "value": draw(st.integers(low, high)) if state == "answered" else None,
                    }
                )
    return {
        "sites": sites,
        "waves": waves,
        "respondents": respondents,
        "answers": draw(st.permutations(answers)),
        "focus_groups": several(
            "focus_groups", site_id=site, wave_id=wave, n_participants=st.none() | st.integers(1, 9)
        ),
        "statements": several(
            "statements",
            site_id=maybe_site,
            wave_id=wave,
            statement_id=st.sampled_from(["s1", "s2", "s3"]),
        ),
        "ratings": several(
            "ratings",
            site_id=site,
            wave_id=wave,
            state=st.sampled_from(["rated", "mixed", "missing", "not_applicable"]),
        ),
        "context": several("context", site_id=maybe_site, wave_id=wave),
        "payments": several("payments", site_id=site, from_on=st.sampled_from(DAYS)),
        "milestones": several("milestones", site_id=site),
    }


def built(rows: dict[str, Rows]) -> dict[str, list[tuple]]:
    """What the marts of a real snapshot file say."""
    tables = {}
    for name, model in PROGRAMME_TABLES.items():
        schema = {c: s.dtype.type for c, s in model.to_schema().columns.items()}
        whole = [{c: row.get(c) for c in schema} for row in rows.get(name, [])]
        tables[name] = pl.DataFrame(whole, schema=schema)
    accepted = Accepted(
        programme=Programme(id="test", name="Test", provenance="simulated"),
        folder=Path(),
        tables=tables,
        instruments={name: registry()[name] for name in INSTRUMENTS},
        problems=[],
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "built.duckdb"
        build.build(path, accepted, reference(), lambda share, words: None)
        with snapshot.connect(path) as con:
            return {name: con.sql(f"SELECT * FROM {name}").fetchall() for name in MARTS}


# ------------------------------------------------------------------------- the second version


def distribution(rows: dict[str, Rows]) -> Counter:
    place = {r["respondent_id"]: (r["site_id"], r["wave_id"]) for r in rows["respondents"]}
    given_by: dict[tuple[str, str], dict[str, tuple[str, int | None]]] = defaultdict(dict)
    for a in rows["answers"]:
        who = (a["respondent_id"], a["instrument_id"])
        given_by[who][a["item_id"]] = (a["state"], a["value"])
    found: Counter = Counter()
    for (respondent, instrument), given_answers in given_by.items():
        for item_id in registry()[instrument].item_ids:
            state, value = given_answers.get(item_id, ("missing", None))
            found[(instrument, item_id, *place[respondent], state, value)] += 1
    return found


def score(given_answers: dict[str, int], scale_id: str, instrument: Instrument) -> float | None:
    scale = instrument.scale(scale_id)
    if any(score(given_answers, other, instrument) is None for other in scale.needs_scales):
        return None
    values = [
        turned(given_answers[i], instrument) if instrument.item(i).reversed else given_answers[i]
        for i in scale.item_ids
        if i in given_answers
    ]
    if len(values) < scale.items_needed:
        return None
    mean = sum(values) / len(values)
    return mean if scale.method == "mean" else mean * len(scale.item_ids)


def scores(rows: dict[str, Rows]) -> Counter:
    place = {r["respondent_id"]: (r["site_id"], r["wave_id"]) for r in rows["respondents"]}
    answered: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for a in rows["answers"]:
        if a["state"] == "answered":
            answered[(a["respondent_id"], a["instrument_id"])][a["item_id"]] = a["value"]
    found: Counter = Counter()
    for (respondent, name), given_answers in answered.items():
        instrument = registry()[name]
        for scale in instrument.scales:
            value = score(given_answers, scale.scale_id, instrument)
            rounded = None if value is None else round(value, 9)
            found[(name, scale.scale_id, *place[respondent], rounded)] += 1
    return found


def coverage(rows: dict[str, Rows]) -> set[tuple]:
    found = set()

    def each(evidence: str, unit: str, chosen: Rows, wave: Callable[[dict], str | None]) -> None:
        groups: dict[tuple, Rows] = defaultdict(list)
        for row in chosen:
            groups[(row["site_id"], wave(row))].append(row)
        for place, group in groups.items():
            n, people = len(group), None
            if evidence.startswith("survey:"):
                people = n
            if evidence == "focus_groups":
                known = [row["n_participants"] for row in group]
                people = None if None in known else sum(known)
            if evidence == "statements":
                n = len({row["statement_id"] for row in group})
            provenance = ", ".join(sorted({row["provenance"] for row in group}))
            found.add((*place, evidence, n, unit, people, provenance))

    def own(row: dict) -> str:
        return row["wave_id"]

    def begun(row: dict) -> str | None:
        before = [w for w in rows["waves"] if w["from_on"] and w["from_on"] <= row["from_on"]]
        last = max(before, key=lambda w: (w["from_on"], w["order"]), default=None)
        return last and last["wave_id"]

    for name in INSTRUMENTS:
        who = {
            a["respondent_id"]
            for a in rows["answers"]
            if a["instrument_id"] == name and a["state"] == "answered"
        }
        chosen = [r for r in rows["respondents"] if r["respondent_id"] in who]
        each(f"survey:{name}", "respondents", chosen, own)
    each("focus_groups", "focus groups", rows["focus_groups"], own)
    each("statements", "statements", rows["statements"], own)
    each("ratings", "ratings", [r for r in rows["ratings"] if r["state"] != "missing"], own)
    each("context", "facts", rows["context"], own)
    each("payments", "payment records", rows["payments"], begun)
    each("milestones", "milestones", rows["milestones"], lambda row: None)
    return found


def income(rows: dict[str, Rows]) -> set[tuple]:
    groups = reference()["income_groups"].to_dicts()
    first = min(rows["waves"], key=lambda w: w["order"])
    found = set()
    for site in rows["sites"]:
        for wave in rows["waves"]:
            for basis, day in (("at_wave", wave["from_on"]), ("at_baseline", first["from_on"])):
                # The fiscal year 2021 runs from 1 July 2020 to 30 June 2021.
                year = None if day is None else day.year + (day.month >= 7)
                group = next(
                    (
                        g
                        for g in groups
                        if g["country_iso3"] == site["country_iso3"] and g["fiscal_year"] == year
                    ),
                    {"income_level": None, "fiscal_year": None, "source": None},
                )
                level, fiscal_year = group["income_level"], group["fiscal_year"]
                place = (site["site_id"], wave["wave_id"], basis)
                found.add((*place, level, day, fiscal_year, group["source"]))
            found.add(
                (
                    site["site_id"],
                    wave["wave_id"],
                    "as_reported",
                    site["income_as_reported"],
                    None,
                    None,
                    site["source"],
                )
            )
    return found


@settings(max_examples=25, deadline=None)
@given(rows=programmes())
def test_marts_equal_the_second_version(rows: dict[str, Rows]) -> None:
    marts = built(rows)
    assert {row[:-1]: row[-1] for row in marts["mart_distribution"]} == distribution(rows)
    assert len(marts["mart_distribution"]) == len(distribution(rows))
    found = {
        (*row[:4], None if row[4] is None else round(row[4], 9)): row[5]
        for row in marts["mart_scores"]
    }
    assert found == scores(rows)
    assert len(marts["mart_scores"]) == len(found), "equal scores are one row"
    assert set(marts["mart_coverage"]) == coverage(rows)
    assert len(marts["mart_coverage"]) == len(coverage(rows))
    assert set(marts["site_income"]) == income(rows)
    assert len(marts["site_income"]) == 3 * len(rows["sites"]) * len(rows["waves"])


# ------------------------------------------------------------------------- by hand


def test_tanzania_is_dated_by_the_fiscal_year_that_holds_the_wave(
    published: Callable[..., Snapshot],
) -> None:
    snapshot = published(
        {
            "sites": [{"site_id": "DS", "country_iso3": "TZA", "income_as_reported": "low"}],
            "waves": [
                {"wave_id": "pre", "from_on": "2019-11-01"},
                {"wave_id": "last day", "from_on": "2020-06-30"} | {"wave_id": "w2"},
                {"wave_id": "w3", "from_on": "2020-07-01"},
                {"wave_id": "undated"},
            ],
        }
    )
    found = snapshot.query(
        "SELECT basis, wave_id, income_level, fiscal_year FROM site_income ORDER BY basis, wave_id"
    )
    assert found.rows() == [
        ("as_reported", "pre", "low", None),
        ("as_reported", "w2", "low", None),
        ("as_reported", "w3", "low", None),
        ("as_reported", "undated", "low", None),
        ("at_baseline", "pre", "low", 2020),
        ("at_baseline", "w2", "low", 2020),
        ("at_baseline", "w3", "low", 2020),
        ("at_baseline", "undated", "low", 2020),
        ("at_wave", "pre", "low", 2020),
        ("at_wave", "w2", "low", 2020),
        ("at_wave", "w3", "lower-middle", 2021),
        ("at_wave", "undated", None, None),
    ]


def test_a_respondent_who_ticked_nothing_is_asked_but_has_no_score(
    published: Callable[..., Snapshot],
) -> None:
    snapshot = published(
        {
            "answers": [
                {"respondent_id": "r1", "item_id": "b1", "state": "dont_know"},
                {"respondent_id": "r2", "item_id": "b1", "value": 4},
            ]
        }
    )
    asked = snapshot.query(
        "SELECT state, n FROM mart_distribution WHERE item_id = 'b1' ORDER BY state"
    )
    assert asked.rows() == [("answered", 1), ("dont_know", 1)]
    assert snapshot.query("SELECT DISTINCT n FROM mart_scores").item() == 1
    assert snapshot.query("SELECT n, n_people FROM mart_coverage").rows() == [(1, 1)]
    states = "SELECT n_not_applicable, n_dont_know, n_missing FROM answers_psa12"
    assert snapshot.query(states).rows() == [(0, 1, 11), (0, 0, 11)]


def test_respondents_with_a_person_code_are_counted_by_site_and_wave(
    published: Callable[..., Snapshot],
) -> None:
    people = [
        {"site_id": "a", "wave_id": "pre", "person_code": "p1"},
        {"site_id": "a", "wave_id": "pre", "person_code": None},
        {"site_id": "a", "wave_id": "post", "person_code": "p1"},
        {"site_id": "b", "wave_id": "pre", "person_code": None},
    ]
    found = published({"respondents": people}).query("SELECT * FROM mart_person_codes")
    assert found.rows() == [("a", "pre", 2, 1), ("a", "post", 1, 1), ("b", "pre", 1, 0)]


def test_a_theme_counts_within_all_themes_above_it(published: Callable[..., Snapshot]) -> None:
    snapshot = published(
        {
            "themes": [
                {"theme_id": "leaf", "parent_id": "middle", "order": 3},
                {"theme_id": "top", "order": 1},
                {"theme_id": "middle", "parent_id": "top", "order": 2},
            ]
        }
    )
    within = snapshot.query("SELECT * FROM themes_within ORDER BY theme_id, steps")
    assert within.rows() == [
        ("top", "top", 0),
        ("middle", "middle", 0),
        ("middle", "top", 1),
        ("leaf", "leaf", 0),
        ("leaf", "middle", 1),
        ("leaf", "top", 2),
    ]
    depths = snapshot.query("SELECT theme_id, depth FROM theme_depths")
    assert depths.rows() == [("top", 0), ("middle", 1), ("leaf", 2)]


def test_a_circle_of_themes_does_not_hang_a_reader(tmp_path: Path) -> None:
    """Intake refuses circles; a snapshot that has one all the same must still answer."""
    from bridgeboard.store import sql

    with duckdb.connect() as con:
        for table in ("sites", "waves", "statements"):
            con.execute(f"CREATE TABLE {table} (site_id VARCHAR)")
        con.execute("CREATE TABLE themes (theme_id VARCHAR, parent_id VARCHAR)")
        con.execute("INSERT INTO themes VALUES ('a', 'b'), ('b', 'a')")
        views = sql.script("views.sql")
        start = views.index("CREATE VIEW themes_within")
        con.execute(views[start : views.index(";", start)])
        assert con.execute("SELECT max(steps) FROM themes_within").fetchone() == (50,)


def test_a_statement_that_names_two_sites_is_one_statement(
    published: Callable[..., Snapshot],
) -> None:
    snapshot = published(
        {
            "sites": [{"site_id": "b"}, {"site_id": "a"}],
            "statements": [
                {"statement_id": "s1", "site_id": "a", "scope": "multi_site"},
                {"statement_id": "s1", "site_id": "b", "scope": "multi_site"},
                {"statement_id": "s2", "site_id": None},
            ],
        }
    )
    once = snapshot.query(
        "SELECT statement_id, site_ids, n_sites FROM statements_once ORDER BY statement_id"
    )
    assert once.rows() == [("s1", ["b", "a"], 2), ("s2", None, 0)]
    covered = snapshot.query("SELECT site_id, n FROM mart_coverage ORDER BY site_id NULLS LAST")
    assert covered.rows() == [("b", 1), ("a", 1), (None, 1)]
