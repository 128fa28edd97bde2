"""Marts of comparisons, pairs, breakdowns and item sums, counted by hand, from files on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bridgeboard.store import Snapshot

Rows = list[dict[str, Any]]

WAVES = [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]

OWN = """
instrument_id = "{id}"
name = "{id}"
short_name = "{id}"
{version_of}
citation = "Ours."
licence = "MIT"
licence_note = "Ours."
own = true
validated = false
[responses]
minimum = {low}
maximum = {high}
levels = [{levels}]
{items}
[[scales]]
scale_id = "{scale}"
label = "Hope"
item_ids = [{ids}]
method = "{method}"
higher_is = "better"
items_needed = {needed}
[[worked_examples]]
says = "Nothing ticked."
answers = {{}}
scores = {{ {scale} = "none" }}
"""


def own_instrument(
    folder: Path,
    instrument_id: str,
    low: int,
    high: int,
    *,
    items: str = "abc",
    method: str = "mean",
    needed: int = 2,
    version_of: str | None = None,
) -> None:
    """Write a programme's own instrument; its item b is reversed."""
    levels = ", ".join(f'{{ value = {n}, label = "{n}" }}' for n in range(low, high + 1))
    parts = [
        f'[[items]]\nitem_id = "{i}"\nlabel = "{i}"\nreversed = {str(i == "b").lower()}'
        for i in items
    ]
    text = OWN.format(
        id=instrument_id,
        low=low,
        high=high,
        levels=levels,
        items="\n".join(parts),
        ids=", ".join(f'"{i}"' for i in items),
        scale="hope",
        method=method,
        needed=needed,
        version_of=f'version_of = "{version_of}"' if version_of else "",
    )
    place = folder / "instruments" / f"{instrument_id}.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def people(*rows: tuple) -> Rows:
    """Respondents r1, r2, ...: site, wave, person code."""
    return [{"site_id": site, "wave_id": wave, "person_code": code} for site, wave, code in rows]


def ticked(who: str, instrument_id: str, **values: int | None) -> Rows:
    """A respondent's answers."""
    which = {"respondent_id": who, "instrument_id": instrument_id}
    return [{**which, "item_id": item_id, "value": value} for item_id, value in values.items()]


def test_a_person_is_followed_at_one_site_and_never_across_two(
    published: Callable[..., Snapshot], tmp_path: Path
) -> None:
    own_instrument(tmp_path / "programme", "hope", 1, 5)
    values = [(2, 4), (3, 5), (1, 1), (4, 4), (5, 2), (5, 3)]
    snapshot = published(
        {
            "sites": [{"site_id": "a"}, {"site_id": "b"}],
            "waves": WAVES,
            # p1 stays, p2 moves, p3 comes back without a code, p4 answers once, p5 too little.
            "respondents": people(
                ("a", "pre", "p1"),
                ("a", "post", "p1"),
                ("a", "pre", "p2"),
                ("b", "post", "p2"),
                ("b", "pre", "p3"),
                ("b", "post", None),
                ("b", "pre", "p4"),
                ("b", "pre", "p5"),
                ("b", "post", "p5"),
            ),
            "answers": [
                row
                for n, (a, b) in enumerate(values, 1)
                for row in ticked(f"r{n}", "hope", a=a, b=b)
            ]
            + ticked("r7", "hope", a=1, b=1, c=1)
            + ticked("r8", "hope", a=1, b=1, c=1)
            + ticked("r9", "hope", c=1),
        }
    )
    pairs = snapshot.query("SELECT * EXCLUDE (instrument_id, scale_id) FROM mart_pairs")
    # p1: (2 + 6 - 4) / 2 before, (3 + 6 - 5) / 2 after.
    assert pairs.rows() == [("a", "pre", "post", 2.0, 2.0, 1)]
    compared = snapshot.query("SELECT n_items, n_items_scale, versions FROM mart_comparisons")
    assert compared.rows() == [(3, 3, ["hope"])]
    assert snapshot.query("SELECT * FROM mart_common_scores").is_empty()
    counts = "SELECT wave_id, sum(n) AS n FROM {} GROUP BY ALL ORDER BY ALL"
    found = snapshot.query(counts.format("comparison_scores"))
    assert found.equals(snapshot.query(counts.format("mart_scores")))
    assert found.rows() == [("pre", 5), ("post", 4)]


def test_an_item_that_was_not_asked_once_counts_at_neither_wave(
    published: Callable[..., Snapshot], tmp_path: Path
) -> None:
    own_instrument(tmp_path / "programme", "hope", 1, 5, method="sum")
    snapshot = published(
        {
            "waves": WAVES,
            "respondents": people(
                ("a", "pre", "p1"), ("a", "post", "p1"), ("a", "pre", "p2"), ("a", "post", "p2")
            ),
            "answers": ticked("r1", "hope", a=1, b=5, c=5)
            + ticked("r2", "hope", a=2, b=4, c=None)
            + ticked("r3", "hope", c=5)
            + ticked("r4", "hope", a=3, b=None),
        }
    )
    compared = snapshot.query(
        "SELECT n_items, n_items_scale, items, left_out, versions FROM mart_comparisons"
    )
    assert compared.rows() == [(2, 3, ["a", "b"], ["c"], ["hope"])]
    # Of two items in common two thirds are needed as well, rounded up: both. A sum stays one of
    # three items: r1 (1 + 1) * 3 / 2, r2 (2 + 2) * 3 / 2.
    scores = snapshot.query(
        "SELECT wave_id, score, n FROM comparison_scores ORDER BY wave_id, score NULLS LAST"
    )
    assert scores.rows() == [("pre", 3.0, 1), ("pre", None, 1), ("post", 6.0, 1), ("post", None, 1)]
    pairs = snapshot.query("SELECT score_from, score_to, n FROM mart_pairs")
    assert pairs.rows() == [(3.0, 6.0, 1)]
    assert 7.0 in snapshot.query("SELECT score FROM mart_scores")["score"].to_list()


def test_a_version_from_0_to_4_gives_the_scores_of_one_from_1_to_5(
    published: Callable[..., Snapshot], tmp_path: Path
) -> None:
    own_instrument(tmp_path / "programme", "hope", 1, 5)
    own_instrument(tmp_path / "programme", "hope-0-4", 0, 4, version_of="hope")
    values = [(1, 2, 2), (3, 4, 4), (5, 5, 1)]
    rows = people(*(("a", wave, f"p{n}") for wave in ("pre", "post") for n in range(3)))
    answers = []
    for n, (a, b, c) in enumerate(values):
        answers += ticked(f"r{n + 1}", "hope", a=a, b=b, c=c)
        answers += ticked(f"r{n + 4}", "hope-0-4", a=a - 1, b=b - 1, c=c - 1)
    # Who answered both counts with the instrument itself.
    answers += ticked("r1", "hope-0-4", a=4, b=4, c=4)
    snapshot = published({"waves": WAVES, "respondents": rows, "answers": answers})
    compared = snapshot.query("SELECT instrument_id, n_items, versions FROM mart_comparisons")
    assert compared.rows() == [("hope", 3, ["hope", "hope-0-4"])]
    pairs = snapshot.query("SELECT score_from, score_to, n FROM mart_pairs ORDER BY score_from")
    # Two persons of other answers have one mean: ties stay ties, on either range.
    assert pairs.rows() == [(7 / 3, 7 / 3, 2), (3.0, 3.0, 1)]
    scores = snapshot.query("SELECT wave_id, score, n FROM comparison_scores ORDER BY ALL")
    assert scores.rows() == [
        (wave, score, n) for wave in ("pre", "post") for score, n in ((7 / 3, 2), (3.0, 1))
    ]


def test_a_range_that_is_no_straight_count_is_read_by_a_straight_line(
    published: Callable[..., Snapshot], tmp_path: Path
) -> None:
    own_instrument(tmp_path / "programme", "hope", 1, 5)
    own_instrument(tmp_path / "programme", "hope-0-10", 0, 10, items="ab", version_of="hope")
    snapshot = published(
        {
            "waves": WAVES,
            "respondents": people(("a", "pre", None), ("a", "post", None)),
            "answers": ticked("r1", "hope", a=2, b=2, c=5) + ticked("r2", "hope-0-10", a=4, b=7),
        }
    )
    compared = snapshot.query("SELECT items, left_out, versions FROM mart_comparisons")
    assert compared.rows() == [(["a", "b"], ["c"], ["hope", "hope-0-10"])]
    scores = snapshot.query("SELECT wave_id, score FROM comparison_scores ORDER BY ALL")
    # 4 of 10 is 2.6 of 1 to 5; 7 of 10 is 3.8, turned 2.2.
    assert scores.rows() == [("pre", 3.0), ("post", 2.4)]


def test_one_wave_or_no_answer_is_no_comparison(published: Callable[..., Snapshot]) -> None:
    nothing = [{"respondent_id": "r2", "item_id": "b1", "value": None, "state": "not_applicable"}]
    snapshot = published(
        {
            "waves": WAVES,
            "respondents": people(("a", "pre", "p1"), ("a", "post", "p1")),
            "answers": ticked("r1", "psa12", b1=3, b2=4, b3=4) + nothing,
        }
    )
    for mart in ("mart_comparisons", "mart_pairs", "comparison_scores"):
        assert snapshot.query(f"SELECT * FROM {mart}").is_empty(), mart


def test_years_of_experience_are_four_classes_and_an_empty_cell_is_said(
    published: Callable[..., Snapshot],
) -> None:
    years = [0, 1.9, 2, 4.9, 5, 9.9, 10, 70, None]
    who = [{"years_experience": y, "profession": "nurse"} for y in years]
    snapshot = published(
        {
            "respondents": who,
            "answers": [
                row
                for n in range(1, len(years) + 1)
                for row in ticked(f"r{n}", "psa12", b1=3, b2=3, b3=3, b4=3)
            ],
        }
    )
    found = snapshot.query(
        "SELECT category, sum(n) AS n FROM mart_breakdown "
        "WHERE attribute = $1 AND scale_id = 'expected_benefits' AND score = 3 "
        "GROUP BY category ORDER BY category",
        ["experience"],
    )
    assert found.rows() == [
        ("10 years or more", 2),
        ("2 to under 5 years", 2),
        ("5 to under 10 years", 2),
        ("not said", 1),
        ("under 2 years", 2),
    ]
    attributes = snapshot.query("SELECT DISTINCT attribute FROM mart_breakdown ORDER BY attribute")
    order = ["profession", "experience", "prior_peer_support", "gender"]
    assert attributes["attribute"].to_list() == order


def test_item_sums_are_those_of_whoever_answered_all_that_was_asked(
    published: Callable[..., Snapshot], tmp_path: Path
) -> None:
    own_instrument(tmp_path / "programme", "hope", 1, 5)
    snapshot = published(
        {
            "waves": [*WAVES, {"wave_id": "late", "order": 3}],
            "respondents": people(
                ("a", "pre", None),
                ("b", "pre", None),
                ("b", "pre", None),
                ("b", "post", None),
                ("b", "late", None),
                ("a", "late", None),
            ),
            "answers": ticked("r1", "hope", a=1, b=2)
            + ticked("r2", "hope", a=3, b=5)
            + ticked("r3", "hope", a=3)
            + ticked("r4", "hope", a=3)
            + ticked("r5", "hope", a=3)
            + ticked("r6", "hope", b=3),
        }
    )
    sums = snapshot.query("SELECT * EXCLUDE (instrument_id, scale_id) FROM mart_item_sums")
    # b is turned: 4 and 1.
    assert sums.rows() == [
        ("pre", 2, "a", "a", 4, 4, 10),
        ("pre", 2, "a", "b", 4, 5, 7),
        ("pre", 2, "b", "b", 5, 5, 17),
        ("late", 0, "a", "a", 0, 0, 0),
        ("late", 0, "a", "b", 0, 0, 0),
        ("late", 0, "b", "b", 0, 0, 0),
    ]


def test_marts_of_a_shipped_programme_agree_with_its_scores_and_stay_small(
    demonstration: Snapshot,
) -> None:
    differs = demonstration.query(
        """
        SELECT b.attribute FROM (
            SELECT instrument_id, scale_id, site_id, wave_id, attribute, score, sum(n) AS n
            FROM mart_breakdown GROUP BY ALL
        ) b
        LEFT JOIN mart_scores s
          ON (s.instrument_id, s.scale_id, s.site_id, s.wave_id)
           = (b.instrument_id, b.scale_id, b.site_id, b.wave_id)
         AND s.score IS NOT DISTINCT FROM b.score
        WHERE s.n IS DISTINCT FROM b.n
        """
    )
    assert differs.is_empty()
    assert demonstration.query("SELECT * FROM mart_pairs").height > 100
    assert demonstration.path.stat().st_size < 2_000_000
