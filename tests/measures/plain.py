"""The measures a second time, in plain Python, slowly, from the programme's files.

Nothing here comes from the code under test: files are read with csv and tomllib, and each number is
counted by going through the rows again.
"""

import csv
import datetime as dt
import statistics
import tomllib
from pathlib import Path

from bridgeboard import settings

STANCES = ("benefit", "concern", "mixed", "neutral")


class Programme:
    """A programme's tables as lists of dicts; an empty cell is None."""

    def __init__(self, folder: Path):
        self.tables = {p.stem: _rows(p) for p in folder.glob("*.csv")}
        self.settings = tomllib.loads((folder / "programme.toml").read_text(encoding="utf-8"))
        self.sites = [row["site_id"] for row in self["sites"]]
        in_time = sorted(self["waves"], key=lambda row: int(row["order"]))
        self.waves = [row["wave_id"] for row in in_time]
        shipped = settings.PROJECT / "schemas" / "instruments"
        self.instruments = [
            tomllib.loads((shipped / f"{name}.toml").read_text(encoding="utf-8"))
            for name in self.settings.get("instruments", [])
        ]

    def __getitem__(self, table: str) -> list[dict]:
        return self.tables.get(table, [])


def _rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]


def given(p: Programme, instrument: str) -> dict:
    """{(site, wave): {respondent: {item: answer row}}} of one instrument."""
    where = {r["respondent_id"]: (r["site_id"], r["wave_id"]) for r in p["respondents"]}
    found: dict = {}
    for row in p["answers"]:
        if row["instrument_id"] == instrument:
            person = found.setdefault(where[row["respondent_id"]], {})
            person.setdefault(row["respondent_id"], {})[row["item_id"]] = row
    return found


def distribution(p: Programme) -> dict:
    """{(site or None, wave, instrument, item, state, level): (n_level, n, n_asked)}"""
    found = {}
    for instrument in p.instruments:
        name = instrument["instrument_id"]
        people = given(p, name)
        levels = [("answered", level["value"]) for level in instrument["responses"]["levels"]]
        levels += [(state, None) for state in ("not_applicable", "dont_know", "missing")]
        for site in [*p.sites, None]:
            for wave in p.waves:
                here = [
                    answers
                    for (s, w), group in people.items()
                    if w == wave and site in (s, None)
                    for answers in group.values()
                ]
                for item in instrument["items"]:
                    each = [_answer(answers.get(item["item_id"])) for answers in here]
                    n = sum(state == "answered" for state, _ in each)
                    for level in levels:
                        key = (site, wave, name, item["item_id"], *level)
                        found[key] = (each.count(level), n, len(here))
    return found


def _answer(row: dict | None) -> tuple:
    if row is None:
        return ("missing", None)
    return (row["state"], None if row["value"] is None else int(row["value"]))


def scores(p: Programme) -> dict:
    """{(site, wave, instrument, scale): (sorted scores, how many answered any item)}"""
    found = {}
    for instrument in p.instruments:
        name = instrument["instrument_id"]
        people = given(p, name)
        for site in p.sites:
            for wave in p.waves:
                here = [
                    {i: int(r["value"]) for i, r in answers.items() if r["state"] == "answered"}
                    for answers in people.get((site, wave), {}).values()
                ]
                here = [answers for answers in here if answers]
                for scale in instrument.get("scales", []):
                    each = [_score(instrument, scale, answers) for answers in here]
                    points = sorted(score for score in each if score is not None)
                    found[site, wave, name, scale["scale_id"]] = (points, len(here))
    return found


def _score(instrument: dict, scale: dict, answers: dict) -> float | None:
    scales = {s["scale_id"]: s for s in instrument["scales"]}
    if any(_score(instrument, scales[s], answers) is None for s in scale.get("needs_scales", [])):
        return None
    responses = instrument["responses"]
    turned = {i["item_id"] for i in instrument["items"] if i.get("reversed")}
    values = [
        responses["minimum"] + responses["maximum"] - answers[i] if i in turned else answers[i]
        for i in scale["item_ids"]
        if i in answers
    ]
    needed = scale.get("items_needed") or -(-len(scale["item_ids"]) * scale["share_needed"] // 1)
    if len(values) < needed:
        return None
    mean = statistics.fmean(values)
    return mean if scale["method"] == "mean" else mean * len(scale["item_ids"])


def themes(p: Programme, released: bool = False) -> dict:
    """{(site, "no site" or "all", wave, theme): {column: number}}"""
    said = [r for r in p["statements"] if not released or r["release"] == "shareable"]
    parent = {row["theme_id"]: row["parent_id"] for row in p["themes"]}
    tree = {row["theme_id"]: row["tree"] for row in p["themes"]}

    def within(theme: str | None) -> list:
        return [] if theme is None else [theme, *within(parent[theme])]

    found = {}
    for wave in p.waves:
        here = [r for r in p["statements"] if r["wave_id"] == wave]
        trees = {tree[r["theme_id"]] for r in here}
        places = {r["site_id"] or "no site" for r in here if r in said}
        groups = {r["site_id"] for r in p["focus_groups"] if r["wave_id"] == wave}
        places |= groups
        if places or here:
            places.add("all")
        for place in places:
            site = None if place == "no site" else place
            mine = [r for r in said if r["wave_id"] == wave]
            if place != "all":
                mine = [r for r in mine if r["site_id"] == site]
            for theme in (t for t in parent if tree[t] in trees):
                direct = [r for r in mine if r["theme_id"] == theme]
                below = [r for r in mine if theme in within(r["theme_id"])]
                row = {"n": _once(direct), "n_incl": _once(below)}
                for stance in STANCES:
                    row[f"n_{stance}"] = _once(r for r in direct if r["stance"] == stance)
                    row[f"n_incl_{stance}"] = _once(r for r in below if r["stance"] == stance)
                named = (r for r in direct if r["scope"] in ("site", "multi_site"))
                row["n_named"] = _once(named)
                row["n_interpretation"] = _once(r for r in direct if r["kind"] == "interpretation")
                row["n_shareable"] = _once(r for r in direct if r["release"] == "shareable")
                found[place, wave, theme] = row
    return found


def _once(rows) -> int:
    return len({row["statement_id"] for row in rows})


def context(p: Programme) -> dict:
    """{(site or None, wave, factor): (direction, n)}, where any fact is."""
    found: dict = {}
    for row in p["context"]:
        key = (row["site_id"], row["wave_id"], row["factor"])
        found.setdefault(key, []).append(row["direction"])
    return {key: (_direction(words), len(words)) for key, words in found.items()}


def _direction(words: list[str]) -> str:
    known = set(words) - {"unknown"}
    if len(known) > 1:
        return "mixed"
    return known.pop() if known else "unknown"


def coverage(p: Programme) -> dict:
    """{(site, "no site" or "all", wave, evidence): (n, n_people)}, where there is any."""
    found: dict = {}

    def add(site, wave, evidence, n, people, key=None):
        for place in (site or "no site", "all"):
            found.setdefault((place, wave, evidence), []).append((n, people, key))

    for instrument in p.instruments:
        name = instrument["instrument_id"]
        for (site, wave), people in given(p, name).items():
            for answers in people.values():
                if any(row["state"] == "answered" for row in answers.values()):
                    add(site, wave, f"survey:{name}", 1, 1)
    for row in p["focus_groups"]:
        size = row["n_participants"]
        add(row["site_id"], row["wave_id"], "focus_groups", 1, None if size is None else int(size))
    for row in p["statements"]:
        add(row["site_id"], row["wave_id"], "statements", 1, None, row["statement_id"])
    for row in p["ratings"]:
        if row["state"] != "missing":
            add(row["site_id"], row["wave_id"], "ratings", 1, None)
    for row in p["context"]:
        add(row["site_id"], row["wave_id"], "context", 1, None)
    for row in p["milestones"]:
        add(row["site_id"], None, "milestones", 1, None)
    starts = [(r["from_on"], r["wave_id"]) for r in p["waves"] if r["from_on"]]
    for row in p["payments"]:
        before = [start for start in starts if start[0] <= row["from_on"]]
        add(row["site_id"], max(before)[1] if before else None, "payments", 1, None)
    totals = {}
    for key, each in found.items():
        if key[2] == "statements":
            totals[key] = (len({statement for _, _, statement in each}), None)
        else:
            sizes = [people for _, people, _ in each]
            totals[key] = (sum(n for n, _, _ in each), None if None in sizes else sum(sizes))
    return totals


def monthly(row: dict) -> float | None:
    """A payment as a month's pay."""
    if row["amount"] is None:
        return None
    amount = float(row["amount"])
    return {"week": amount * 52 / 12, "month": amount, "year": amount / 12}.get(row["per"])


def income(p: Programme) -> dict:
    """{(site, wave): World Bank's level on the wave's first day}"""
    groups = _rows(settings.REFERENCE / "income_groups.csv")
    found = {}
    for site in p["sites"]:
        for wave in p["waves"]:
            day = dt.date.fromisoformat(wave["from_on"]) if wave["from_on"] else None
            levels = [
                g["income_level"]
                for g in groups
                if day
                and g["country_iso3"] == site["country_iso3"]
                and dt.date(day.year - (day.month < 7), 7, 1).isoformat() == g["from_on"]
            ]
            found[site["site_id"], wave["wave_id"]] = levels[0] if levels else None
    return found
