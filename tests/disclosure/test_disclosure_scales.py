"""Scores, shifts, kinds of people, plans and reliability side by side: what do they give away?

Exactly, by linear programmes, on the demonstration. Whoever tries it here knows even more than the
frames say: which hidden sites are pooled, and of each hidden number whether it is 0.
"""

from dataclasses import replace
from itertools import combinations

import polars as pl
import pytest

from bridgeboard.disclosure import shown
from bridgeboard.disclosure.tables import width
from bridgeboard.measures.breakdown import ATTRIBUTES
from tests.disclosure.attack import Puzzle, ranges

#: No bound at all.
MANY = 10_000


class Known:
    """One puzzle, and the true values of the numbers that are hidden in it."""

    def __init__(self):
        self.puzzle, self.truth, self.at = Puzzle(), [], {}

    def number(self, what, shown, true, lowest=0, highest=MANY):
        """A number that is shown or hidden; its name for sums."""
        if shown is None:
            self.at[what] = self.puzzle.unknown(lowest, highest)
            self.truth.append((what, true))
        else:
            self.at[what] = (shown,)
        return what

    def _terms(self, plus, minus=()):
        terms, known = {}, 0
        for names, sign in ((plus, 1), (minus, -1)):
            for name in names:
                at = self.at[name]
                if isinstance(at, tuple):
                    known += sign * at[0]
                else:
                    terms[at] = terms.get(at, 0) + sign
        return terms, known

    def sums_to(self, names, total):
        """The numbers add up to a shown total."""
        terms, known = self._terms(names)
        if terms and total is not None:
            self.puzzle.equal.append((terms, total - known))

    def same_sum(self, left, right):
        """Two lists of numbers have one sum."""
        terms, known = self._terms(left, right)
        if terms:
            self.puzzle.equal.append((terms, -known))

    def at_most(self, smaller, larger):
        """One number is at most as large as another."""
        terms, known = self._terms([smaller], [larger])
        if terms:
            self.puzzle.at_most.append((terms, -known))


def check(puzzles, k):
    """No hidden number has a range of less than half of k; how many there are."""
    for known, ends in zip(puzzles, ranges([p.puzzle for p in puzzles]), strict=True):
        wanted = known.puzzle.wanted
        truth = known.truth if wanted is None else [known.truth[i] for i in wanted]
        for (what, n), (low, high) in zip(truth, ends, strict=True):
            assert low - 1e-6 <= n <= high + 1e-6, what
            assert high - low >= width(k) - 1e-6, (what, n, low, high)
    return sum(len(p.puzzle.places) for p in puzzles)


def pick(frame, **cells):
    return frame.filter(**cells).to_dicts()


@pytest.fixture(scope="module")
def scales(whole):
    """Instrument and scale of every scale."""
    return whole["score"].select("instrument_id", "scale_id").unique(maintain_order=True).rows()


def everything(frames, whole, scales, demonstration, k):
    """All that is tried: three lists of puzzles."""
    waves = whole["waves"]["wave_id"].to_list()
    scores = [_scores(frames, whole, *scale, k) for scale in scales]
    pairs = [
        _pairs(frames, whole, *scale, *two) for scale in scales for two in combinations(waves, 2)
    ]
    items = [
        _items(frames, whole, instrument, wave, k)
        for instrument in demonstration.instruments.values()
        for wave in waves
    ]
    return scores, pairs, [puzzle for puzzle in items if puzzle.puzzle.places]


@pytest.mark.parametrize("k", [7, 10, 14])
def test_no_hidden_number_can_be_narrowed_down(answers, whole, scales, demonstration, k):
    frames = {
        name: shown(replace(found, k=k), "shareable").frame for name, found in answers.items()
    }
    scores, pairs, items = everything(frames, whole, scales, demonstration, k)
    assert check(scores, k) > 20
    assert check(pairs, k) > 100
    assert check(items, k) > 10


@pytest.mark.parametrize("name", ["shift", "pooled_shift", "detectable", "item_fit"])
def test_who_saw_the_teams_numbers_of_one_measure_would_find_out(
    name, frames, whole, scales, demonstration
):
    # What is tried has teeth: it finds out as soon as one frame is not hidden.
    seen = frames | {name: whole[name].with_columns(hidden=pl.lit(None, pl.String))}
    k = demonstration.programme.k
    puzzles = everything(seen, whole, scales, demonstration, k)
    with pytest.raises(AssertionError):
        check([puzzle for some in puzzles for puzzle in some], k)


def _scores(frames, whole, instrument_id, scale_id, k):
    """One scale at all waves: scores and respondents by site, by kind of people, and their sums."""
    known, which = Known(), {"instrument_id": instrument_id, "scale_id": scale_id}
    evidence = f"survey:{instrument_id}"
    waves = whole["waves"]["wave_id"].to_list()
    sites: dict = {}
    for mine, true in zip(
        pick(frames["score"], **which), pick(whole["score"], **which), strict=True
    ):
        if not true["n_respondents"]:
            continue
        place = (mine["site_id"], mine["wave_id"])
        sites.setdefault(mine["wave_id"], []).append(mine["site_id"])
        people = known.number(
            ("people", *place), mine["n_respondents"], true["n_respondents"], lowest=1
        )
        most = MANY if mine["n_respondents"] is None else k - 1
        known.number(("scores", *place), mine["n"], true["n"], 0, most)
        known.at_most(("scores", *place), people)
    for wave in waves:
        here = sites.get(wave, [])
        [total] = pick(frames["coverage"], evidence=evidence, wave_id=wave, is_total=True)
        known.sums_to([("people", site, wave) for site in here], total["n"])
        _kinds(frames, whole, known, which, wave, here)
    for before, after in combinations(waves, 2):
        both = {**which, "from_wave_id": before, "to_wave_id": after}
        true = _pooled(whole, both, "unpaired")
        for row in (*pick(frames["pooled_shift"], **both), *pick(frames["moved"], **both)):
            if row.get("design") == "paired" or not row["is_total"] or row["hidden"]:
                continue
            # A row that was computed again names the shown sites it is of.
            pooled = row["site_ids"] or true if "site_ids" in row else sites[before]
            for wave, n in ((before, row["n_from"]), (after, row["n_to"])):
                known.sums_to([("scores", site, wave) for site in pooled], n)
        for row in pick(frames["shift"], **both, design="unpaired"):
            for wave, n in ((before, row["n_from"]), (after, row["n_to"])):
                if row["site_id"] in sites[wave]:
                    known.sums_to([("scores", row["site_id"], wave)], n)
    for row in pick(frames["detectable"], **which, kind="present"):
        scored = [r for r in pick(whole["score"], **which, site_id=row["site_id"]) if r["n"]]
        if scored:
            known.sums_to([("scores", row["site_id"], scored[-1]["wave_id"])], row["n_planned"])
    for n in {row["n"] for row in pick(frames["detectable"], **which, kind="planned")}:
        alone = {(r["site_id"], r["wave_id"]) for r in pick(whole["score"], **which) if r["n"] < 2}
        everywhere = [(site, wave) for wave in waves for site in sites.get(wave, [])]
        known.sums_to([("scores", *place) for place in everywhere if place not in alone], n)
    return known


def _kinds(frames, whole, known, which, wave, here):
    for attribute in ATTRIBUTES:
        cells = {**which, "wave_id": wave, "attribute": attribute, "is_total": True}
        scores, people = [], []
        for mine, true in zip(
            pick(frames["breakdown"], **cells), pick(whole["breakdown"], **cells), strict=True
        ):
            if not true["n_respondents"]:
                continue
            kind = (attribute, mine["category"], wave)
            people.append(
                known.number(
                    ("people", *kind), mine["n_respondents"], true["n_respondents"], lowest=1
                )
            )
            scores.append(known.number(("scores", *kind), mine["n"], true["n"]))
            known.at_most(scores[-1], people[-1])
        if here:
            known.same_sum(scores, [("scores", site, wave) for site in here])
            known.same_sum(people, [("people", site, wave) for site in here])


def _pooled(whole, both, design):
    rows = pick(whole["pooled_shift"], **both, design=design, metric="points", is_total=True)
    return rows[0]["site_ids"]


def _pairs(frames, whole, instrument_id, scale_id, before, after):
    known = Known()
    both = {"instrument_id": instrument_id, "scale_id": scale_id}
    both |= {"from_wave_id": before, "to_wave_id": after}
    rows = {row["site_id"]: row for row in pick(whole["shift"], **both, design="unpaired")}
    for mine in pick(frames["shift"], **both, design="unpaired"):
        true = rows[mine["site_id"]]
        if true["comparable"] == "no":
            continue
        name = ("pairs", mine["site_id"])
        shown = 0 if mine["status"] == "no answers" else mine["n_pairs"]
        known.number(name, shown, true["n_pairs"])
        for column in ("n_from", "n_to"):
            if mine[column] is not None:
                known.at["n", mine["site_id"], column] = (mine[column],)
                known.at_most(name, ("n", mine["site_id"], column))
    paired = _pooled(whole, both, "paired")
    for row in pick(frames["pooled_shift"], **both, design="paired", is_total=True):
        sites = row["site_ids"] if row["site_ids"] is not None else paired
        known.sums_to([("pairs", site) for site in sites], row["n_from"])
    everybody = [name for name in known.at if name[0] == "pairs"]
    for row in pick(frames["moved"], **both, is_total=True):
        known.sums_to(everybody, row["n_pairs"])
    return known


def _items(frames, whole, instrument, wave, k):
    """Answers by item and site, and who answered every item of a scale, at a wave.

    Wanted are the numbers of items that few answered at a site that is shown.
    """
    known = Known()
    at = {"instrument_id": instrument.instrument_id, "wave_id": wave}
    columns = ["item_id", "site_id", "is_total", "n", "n_asked"]
    mine, true = (
        frame["distribution"]
        .filter(**at, state="answered")
        .select(columns)
        .unique()
        .sort("item_id", "site_id")
        .to_dicts()
        for frame in (frames, whole)
    )
    sites = sorted({row["site_id"] for row in true if row["n_asked"] and row["site_id"]})
    wanted = []
    for site in sites:
        cells = {"evidence": f"survey:{instrument.instrument_id}", "wave_id": wave}
        [seen], [true_n] = (pick(f["coverage"], **cells, site_id=site) for f in (frames, whole))
        known.number(("people", site), seen["n"], true_n["n"], lowest=1)
    if sites:
        [total] = pick(frames["coverage"], **cells, is_total=True)
        known.sums_to([("people", site) for site in sites], total["n"])
    for shareable, team in zip(mine, true, strict=True):
        if team["site_id"] not in sites:
            continue
        few = shareable["n"] is None and shareable["n_asked"] is not None
        name = (team["item_id"], team["site_id"])
        known.number(name, shareable["n"], team["n"], 0, k - 1 if few else MANY)
        known.at_most(name, ("people", team["site_id"]))
        if few:
            wanted.append(known.at[name])
    for row in mine:
        if row["is_total"] and sites:
            known.sums_to([(row["item_id"], site) for site in sites], row["n"])
    for name in ("reliability", "item_fit"):
        for row in pick(frames[name], **at):
            if sites and row["n"] is not None:
                _complete(known, instrument.scale(row["scale_id"]), sites, row["n"])
            if sites and row.get("n_answered") is not None:
                known.sums_to([(row["item_id"], site) for site in sites], row["n_answered"])
    known.puzzle.wanted = wanted
    return known


def _complete(known, scale, sites, n):
    """Who answered all of a scale's items answered each of them, at their own site."""
    if ("complete", scale.scale_id, sites[0]) in known.at:
        return
    for site in sites:
        known.at["complete", scale.scale_id, site] = known.puzzle.unknown(0, MANY)
        known.truth.append((("complete", scale.scale_id, site), None))
        for item_id in scale.item_ids:
            known.at_most(("complete", scale.scale_id, site), (item_id, site))
    known.sums_to([("complete", scale.scale_id, site) for site in sites], n)


def test_shown_and_linked_leave_nobody_or_k_people(frames, demonstration):
    k = demonstration.programme.k
    rows = frames["shift"].filter(pl.col("n_pairs").is_not_null(), design="unpaired")
    rows = rows.filter(pl.col("n_pairs") > 0, pl.col("hidden").is_null())
    for column in ("n_from", "n_to"):
        left = rows[column] - rows["n_pairs"]
        assert ((left == 0) | (left >= k)).all()


def test_estimates_with_hidden_sites_have_two_decimals(frames, whole):
    rows = frames["pooled_shift"].filter(pl.col("site_ids").is_null(), pl.col("hidden").is_null())
    assert rows.height > 20
    names = ["value", "lower", "upper", "tau", "prediction_lower", "prediction_upper"]
    for name in names:
        assert (rows[name] * 100).drop_nulls().map_elements(
            lambda x: abs(x - round(x)), return_dtype=pl.Float64
        ).max() < 1e-6, name
    for name in ("se", "tau2", "q", "q_p", "i2_lower"):
        assert rows[name].null_count() == rows.height
