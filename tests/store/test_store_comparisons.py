"""Marts of comparisons, pairs, breakdowns and item sums against a slow second version."""

from __future__ import annotations

import tempfile
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.instruments import Scale
from bridgeboard.intake import accept_reference
from bridgeboard.store import build, snapshot
from tests.store.random_survey import INSTRUMENTS, Rows, accepted, programme

ATTRIBUTES = ("profession", "gender", "prior_peer_support")
FAMILIES = {"base": ("base", "fine", "from0"), "other": ("other",)}


def built(rows: dict[str, Rows], *names: str) -> dict[str, list[tuple]]:
    """What these tables of a real snapshot file say."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "built.duckdb"
        build.build(path, accepted(rows), REFERENCE, lambda share, words: None)
        with snapshot.connect(path) as con:
            return {name: con.sql(f"SELECT * FROM {name}").fetchall() for name in names}


REFERENCE = accept_reference()


# ------------------------------------------------------------------------- the second version


class Slow:
    """The same marts, a respondent at a time, in fractions."""

    def __init__(self, rows: dict[str, Rows]) -> None:
        self.people = {r["respondent_id"]: r for r in rows["respondents"]}
        self.waves = [w["wave_id"] for w in sorted(rows["waves"], key=lambda w: w["order"])]
        self.answers: dict[tuple[str, str], dict[str, int]] = {}
        for a in rows["answers"]:
            if a["value"] is not None:
                one = self.answers.setdefault((a["respondent_id"], a["instrument_id"]), {})
                one[a["item_id"]] = a["value"]

    def at(self, wave: str) -> list[str]:
        return [who for who, row in self.people.items() if row["wave_id"] == wave]

    def counts_with(self, who: str, family: str) -> str | None:
        return next((name for name in FAMILIES[family] if (who, name) in self.answers), None)

    def asked(self, wave: str, name: str, family: str) -> set[str]:
        who = [w for w in self.at(wave) if self.counts_with(w, family) == name]
        return {item for w in who for item in self.answers[w, name]}

    def points(self, who: str, name: str, family: str) -> dict[str, Fraction]:
        """Turned answers on the family's range."""
        own, base = INSTRUMENTS[name], INSTRUMENTS[family]
        found = {}
        for item, value in self.answers[who, name].items():
            turned = own.maximum + own.minimum - value if own.item(item).reversed else value
            share = Fraction(turned - own.minimum, own.maximum - own.minimum)
            found[item] = base.minimum + share * (base.maximum - base.minimum)
        return found

    def used(self, family: str, scale: Scale, two: tuple[str, str]) -> list[str]:
        asked = {n: [self.asked(w, n, family) for w in two] for n in FAMILIES[family]}
        used = [n for n, sets in asked.items() if any(s & set(scale.item_ids) for s in sets)]
        return used or [n for n, sets in asked.items() if any(sets)]

    def common(self, family: str, scale: Scale, two: tuple[str, str]) -> list[str]:
        items = list(scale.item_ids)
        for wave in two:
            some = [self.asked(wave, n, family) & set(scale.item_ids) for n in FAMILIES[family]]
            some = [s for s in some if s]
            items = [i for i in items if some and all(i in s for s in some)]
        return items

    def score(
        self, points: dict[str, Fraction], family: str, scale: Scale, two: tuple | None
    ) -> float | None:
        """The score on the items in common at two waves; on all of them where two is None."""
        items = scale.item_ids if two is None else self.common(family, scale, two)
        if not items:
            return None
        for other in map(INSTRUMENTS[family].scale, scale.needs_scales):
            has_items = two is None or self.common(family, other, two)
            if has_items and self.score(points, family, other, two) is None:
                return None
        values = [points[i] for i in items if i in points]
        if len(values) * len(scale.item_ids) < scale.items_needed * len(items):
            return None
        mean = sum(values) / len(values)
        return float(mean if scale.method == "mean" else mean * len(scale.item_ids))

    def comparisons(self) -> tuple[list[tuple], Counter, Counter]:
        """mart_comparisons, comparison_scores, mart_pairs."""
        rows, scores, pairs = [], Counter(), Counter()
        for family in ("base", "other"):
            waves = [w for w in self.waves if any(self.counts_with(p, family) for p in self.at(w))]
            for scale in INSTRUMENTS[family].scales:
                for two in combinations(waves, 2):
                    items, used = self.common(family, scale, two), self.used(family, scale, two)
                    left_out = [i for i in scale.item_ids if i not in items]
                    which = (family, scale.scale_id)
                    rows.append(
                        (*which, *two, len(items), len(scale.item_ids), items, left_out, used)
                    )
                    found: dict[str, dict[str, tuple[str, float]]] = {}
                    for wave in two:
                        for who in self.at(wave):
                            name = self.counts_with(who, family)
                            if name in used:
                                points = self.points(who, name, family)
                                score = self.score(points, family, scale, two)
                                site = self.people[who]["site_id"]
                                scores[(*which, site, *two, wave, score)] += 1
                                code = self.people[who]["person_code"]
                                if code is not None and score is not None:
                                    found.setdefault(code, {})[wave] = (site, score)
                    for at in found.values():
                        if len(at) == 2 and at[two[0]][0] == at[two[1]][0]:
                            (site, before), (_, after) = at[two[0]], at[two[1]]
                            pairs[(*which, site, *two, before, after)] += 1
        return rows, scores, pairs

    def breakdown(self) -> Counter:
        found = Counter()
        for who, name in self.answers:
            row = self.people[who]
            years = row["years_experience"]
            said = {a: row[a] for a in ATTRIBUTES} | {"experience": None}
            for limit, words in (
                (float("inf"), "10 years or more"),
                (10, "5 to under 10 years"),
                (5, "2 to under 5 years"),
                (2, "under 2 years"),
            ):
                if years is not None and years < limit:
                    said["experience"] = words
            for scale in INSTRUMENTS[name].scales:
                score = self.score(self.points(who, name, name), name, scale, None)
                for attribute, category in said.items():
                    place = (name, scale.scale_id, row["site_id"], row["wave_id"])
                    found[(*place, attribute, category or "not said", score)] += 1
        return found

    def item_sums(self) -> set[tuple]:
        found = set()
        for name, own in INSTRUMENTS.items():
            for wave in self.waves:
                who = [w for w in self.at(wave) if (w, name) in self.answers]
                asked = {i for w in who for i in self.answers[w, name]}
                for scale in own.scales:
                    items = [i for i in own.item_ids if i in scale.item_ids and i in asked]
                    all_points = [self.points(w, name, name) for w in who]
                    complete = [p for p in all_points if all(i in p for i in items)]
                    for at, a in enumerate(items if len(items) > 1 else []):
                        for b in items[at:]:
                            sums = (
                                sum(p[a] for p in complete),
                                sum(p[b] for p in complete),
                                sum(p[a] * p[b] for p in complete),
                            )
                            found.add((name, scale.scale_id, wave, len(complete), a, b, *sums))
        return found


@settings(max_examples=25, deadline=None)
@given(chance=st.randoms(use_true_random=True))
def test_marts_equal_the_second_version_to_the_last_digit(chance: Random) -> None:
    rows = programme(chance)
    marts = built(
        rows,
        "mart_comparisons",
        "mart_common_scores",
        "comparison_scores",
        "mart_pairs",
        "mart_breakdown",
        "mart_item_sums",
        "mart_scores",
    )
    slow = Slow(rows)
    comparisons, scores, pairs = slow.comparisons()
    assert sorted(marts["mart_comparisons"]) == sorted(comparisons)
    for mart, expected in (
        ("comparison_scores", scores),
        ("mart_pairs", pairs),
        ("mart_breakdown", slow.breakdown()),
    ):
        assert {row[:-1]: row[-1] for row in marts[mart]} == expected, mart
        assert len(marts[mart]) == len(expected), "equal scores are one row"
    assert set(marts["mart_item_sums"]) == slow.item_sums()
    assert len(marts["mart_item_sums"]) == len(slow.item_sums())
    assert set(marts["mart_common_scores"]) <= set(marts["comparison_scores"])
