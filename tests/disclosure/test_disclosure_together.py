"""All shareable frames of the demonstration laid side by side: what do they give away together?"""

import polars as pl

from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.tables import width
from bridgeboard.measures import MEASURES, answer
from tests.disclosure.attack import Puzzle, ranges

PEOPLE = {
    "coverage": ["n_people"],
    "score": ["n", "n_respondents"],
    "distribution": ["n", "n_asked"],
    "payment": ["n_psw"],
    "waves": ["reported_n"],
    "shift": ["n_from", "n_to", "n_pairs", "n_asked_from", "n_asked_to"],
    "pooled_shift": ["n_from", "n_to"],
    "detectable": ["n_planned", "n"],
    "reliability": ["n", "n_respondents"],
    "item_fit": ["n", "n_asked", "n_answered"],
    "breakdown": ["n", "n_respondents"],
    "moved": ["n", "n_pairs", "n_from", "n_to"],
    "together": ["n_from", "n_to"],
    "readiness": ["n"],
}


def test_every_column_that_counts_people_is_known_to_this_test(frames):
    for name, measure in MEASURES.items():
        counts = {c.name for c in measure.columns if c.unit == "people" and c.dtype == pl.Int64}
        within = {"n_level", "n_not_applicable", "reported_female", "reported_male"}
        if measure.rule == "team":
            assert frames[name].is_empty(), name
        else:
            assert counts - within == set(PEOPLE.get(name, [])), name


def test_no_number_of_people_below_k_stands_anywhere(frames, demonstration):
    k = demonstration.programme.k
    for name, columns in PEOPLE.items():
        frame = frames[name]
        if "kind" in frame.columns:
            # What is planned is about nobody.
            frame = frame.filter(pl.col("kind") != "planned")
        for column in columns:
            small = frame.filter(pl.col(column).is_between(1, k - 1))
            assert small.is_empty(), (name, column)
    survey = frames["coverage"].filter(pl.col("evidence").str.starts_with("survey:"))
    assert survey.filter(pl.col("n").is_between(1, k - 1)).is_empty()
    assert survey.filter(pl.col("hidden").is_not_null()).height > 0


def test_the_demonstration_has_what_makes_hiding_hard(whole, demonstration):
    sizes = whole["coverage"].filter(
        pl.col("evidence").str.starts_with("survey:") & (pl.col("n_people") > 0)
    )
    assert (sizes["n_people"] < demonstration.programme.k).sum() > 10
    assert (sizes["n_people"] >= demonstration.programme.k).sum() > 10


def test_a_group_hidden_in_one_frame_is_hidden_in_all(frames):
    key = ["instrument_id", "site_id", "wave_id"]
    coverage = (
        frames["coverage"]
        .filter(pl.col("evidence").str.starts_with("survey:"), ~pl.col("is_total"))
        .with_columns(instrument_id=pl.col("evidence").str.strip_prefix("survey:"))
        .select(*key, gone=pl.col("n").is_null())
    )
    for name, column in (("distribution", "n_asked"), ("score", "n_respondents")):
        rows = frames[name].filter(pl.col("site_id").is_not_null())
        rows = rows.join(coverage, on=key, how="inner")
        assert rows.height > 0
        assert rows.filter(pl.col("gone") != pl.col(column).is_null()).is_empty()
        counts = ("value", "lower", "upper", "sd") if name == "score" else ("n_level", "share")
        assert rows.filter("gone", pl.any_horizontal(pl.col(counts).is_not_null())).is_empty()


def test_shown_numbers_are_the_teams_numbers(frames, whole):
    # Statements and facts are counted anew from what is released.
    counted_anew = pl.col("evidence").is_in(["statements", "context"])
    same = ("score", "distribution", "coverage", "payment", "shift", "reliability", "item_fit")
    for name in (*same, "breakdown", "moved"):
        mine, teams = frames[name].drop("hidden"), whole[name]
        if name == "coverage":
            mine, teams = mine.filter(~counted_anew), teams.filter(~counted_anew)
        if name == "moved":
            # No single site is shown; that all are there says nothing about any.
            of_sites = mine.filter(~pl.col("is_total"))
            assert of_sites["n"].null_count() == of_sites.height > 0
            mine, teams = mine.filter("is_total"), teams.filter("is_total")
        both = zip(mine.iter_rows(), teams.iter_rows(), strict=True)
        for shareable, team in both:
            assert all(mine in (None, yours) for mine, yours in zip(shareable, team, strict=True))


def test_no_list_of_people_is_shared(frames):
    for name, measure in MEASURES.items():
        for column in measure.columns:
            if isinstance(column.dtype, pl.List) and column.dtype.inner == pl.Float64:
                assert frames[name][column.name].null_count() == frames[name].height, name


def test_no_hidden_number_of_people_can_be_narrowed_down(frames, whole, demonstration):
    k = demonstration.programme.k
    puzzles, truths = [], []
    for instrument in demonstration.instruments.values():
        linked = (
            [tuple(i.item_id for i in instrument.items)]
            if instrument.scales
            else [(i.item_id,) for i in instrument.items]
        )
        for wave in whole["waves"]["wave_id"]:
            for items in linked:
                puzzle, truth = _puzzle(frames, whole, instrument, wave, items, k)
                puzzles.append(puzzle)
                truths.append(truth)
    assert sum(len(truth) for truth in truths) > 200
    for truth, ends in zip(truths, ranges(puzzles), strict=True):
        for (what, n), (low, high) in zip(truth, ends, strict=True):
            assert low - 1e-6 <= n <= high + 1e-6, what
            assert high - low >= width(k) - 1e-6, (what, n, low, high)


def _puzzle(frames, whole, instrument, wave, items, k):
    """All that the frames say about one survey at one wave and some of its items.

    Unknowns: people who answered and were asked per hidden site; who answered each item; who have
    each score. Known: totals; that who answered an item answered something; how many items a score
    needs; that a number hidden at a site whose size is shown must be below k; and that a site which
    another survey of the wave shows must be small here.
    """
    puzzle, truth = Puzzle(), []
    evidence = f"survey:{instrument.instrument_id}"
    unknown = {}

    def number(what, shown_value, true_value, highest=None, lowest=0):
        """The shown number, or the place of an unknown one."""
        if shown_value is not None:
            return shown_value
        # 10 000 stands for no bound at all: where the total is hidden, there is none.
        unknown[what] = puzzle.unknown(lowest, 10_000 if highest is None else highest)
        truth.append((what, true_value))
        return None

    def at(name, frame, **cells):
        conditions = [
            pl.col(c).is_null() if v is None else pl.col(c) == v for c, v in cells.items()
        ]
        return frame[name].filter(*conditions).row(0, named=True)

    def sums_to(names, values, total):
        """The values at the names, known or not, add up to the total, if it is shown."""
        terms = {unknown[n]: 1.0 for n, v in zip(names, values, strict=True) if v is None}
        if terms and total is not None:
            puzzle.equal.append((terms, total - sum(v for v in values if v is not None)))

    in_wave = {"wave_id": wave}
    true_coverage = whole["coverage"].filter(
        pl.col("evidence") == evidence,
        pl.col("wave_id") == wave,
        pl.col("n") > 0,
        ~pl.col("is_total"),
    )
    sites = true_coverage["site_id"].to_list()
    if not sites:
        return puzzle, truth
    betrayed = set(
        frames["coverage"].filter(
            pl.col("evidence").str.starts_with("survey:"),
            pl.col("evidence") != evidence,
            pl.col("wave_id") == wave,
            pl.col("n") > 0,
        )["site_id"]
    )
    answered, asked = [], []
    for site in sites:
        here = {"site_id": site, **in_wave}
        most = k - 1 if site in betrayed else None
        cells = {"evidence": evidence, **here}
        n = at("coverage", frames, **cells)["n"]
        true = at("coverage", whole, **cells)["n"]
        answered.append(number(("answered", site), n, true, most, lowest=1))
        cells = {"instrument_id": instrument.instrument_id, "item_id": items[0], **here}
        n, true = (at("distribution", f, **cells)["n_asked"] for f in (frames, whole))
        asked.append(number(("asked", site), n, true, None, lowest=1))
        if answered[-1] is None:
            puzzle.at_most.append(({unknown["answered", site]: 1, unknown["asked", site]: -1}, 0))
    total = {"evidence": evidence, "is_total": True, **in_wave}
    sums_to([("answered", s) for s in sites], answered, at("coverage", frames, **total)["n"])
    about = {"instrument_id": instrument.instrument_id, "is_total": True, **in_wave}
    row = at("distribution", frames, **about)
    sums_to([("asked", s) for s in sites], asked, row["n_asked"])
    by_item = {}
    for item in items:
        values = []
        for site, n_answered in zip(sites, answered, strict=True):
            cells = {"instrument_id": instrument.instrument_id, "item_id": item, "site_id": site}
            n, true = (at("distribution", f, **cells, **in_wave)["n"] for f in (frames, whole))
            most = None if n_answered is None else min(k - 1, n_answered)
            values.append(number((item, site), n, true, most))
            if values[-1] is None and n_answered is None:
                puzzle.at_most.append(({unknown[item, site]: 1, unknown["answered", site]: -1}, 0))
            by_item[item, site] = values[-1]
        row = at("distribution", frames, item_id=item, state="answered", **about)
        sums_to([(item, s) for s in sites], values, row["n"])
    for scale in instrument.scales:
        for site in sites:
            cells = {"scale_id": scale.scale_id, "site_id": site, **in_wave}
            n = at("score", frames, **cells)["n"]
            if n is None:
                continue
            # Whoever has a score answered so many of the items: together at least that often.
            parts = {unknown[i, site]: -1 for i in scale.item_ids if by_item[i, site] is None}
            shown_parts = sum(by_item[i, site] or 0 for i in scale.item_ids)
            if parts:
                puzzle.at_most.append((parts, shown_parts - scale.items_needed * n))
    return puzzle, truth


def test_chosen_rows_reveal_nothing_that_all_rows_hide(demonstration):
    found = answer("score", demonstration)
    everything = shown(found, "shareable").frame
    sites = everything["site_id"].unique(maintain_order=True).to_list()
    parts = [shown(found, "shareable", Filters(sites=(site,))).frame for site in sites]
    assert pl.concat(parts).equals(everything)
