"""What a site lacks on record: how PSWs are paid, ratings agreed on, whether its waves compare."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from bridgeboard.measures.looked import Looked
from bridgeboard.measures.missing import Missing, told
from bridgeboard.measures.proposed_ratings import proposed_ratings

#: How PSWs are paid on the day: the rows of the newest first day.
_PAY = """
SELECT site_id, basis::VARCHAR AS basis, amount IS NULL AS no_amount,
       reference_wage IS NULL AS no_wage
FROM payments p
WHERE from_on = (
    SELECT max(from_on) FROM payments newest
    WHERE newest.site_id = p.site_id AND newest.from_on <= $day
)
ORDER BY ALL
"""
#: Whoever is paid so has a wage that can be compared.
_PAID = ("employed", "hourly", "stipend")

_WORDS = {
    "comparable": "Whether this is the same service at all waves is not known.",
    "say_comparable": "Write yes or no under comparable_across_waves in sites.csv; ask who was "
    "there at each wave.",
    "undated": "“{wave}” has no first and last day.",
    "date": "Write from_on and to_on into waves.csv; a month or a year will do, with "
    "date_precision.",
    "of_undated": "the income level at that wave; the months between waves; readiness seen from it",
    "pay": "How PSWs are paid is not known.",
    "put_pay": "Put on record how PSWs are paid, and since when (payments.csv).",
    "of_pay": "how PSWs are paid (Context)",
    "amount": "PSWs are paid, and how much is not on record.",
    "put_amount": "Write amount, currency and per into payments.csv.",
    "wage": "There is no wage to compare the pay of PSWs with.",
    "put_wage": "Write a monthly wage of similar work at the site into reference_wage in "
    "payments.csv, in the same currency.",
    "of_ratio": "pay as a share of a wage there (Context)",
    "differ": "Raters differ at “{wave}”, and nothing was agreed: {constructs}.",
    "agree": "Talk it through, and write the rating agreed as rater consensus into ratings.csv; or "
    "accept one on the page CFIR.",
    "proposed": "Only proposed at “{wave}”, and accepted by nobody: {constructs}.",
    "accept": "Look at what it rests on, and accept a rating on the page CFIR, or give your own.",
    "of_ratings": "the CFIR map at “{wave}”, and what changed on it",
}


def payments(at: Looked) -> Iterator[Missing]:
    """Pay that is not known, without an amount, or without a wage to compare it with."""
    rows = at.snapshot.query(_PAY, {"day": at.day}).to_dicts()
    for site in at.sites:
        of_site = [row for row in rows if row["site_id"] == site]
        paid = [row for row in of_site if row["basis"] in _PAID]
        if not of_site or any(row["basis"] == "unknown" for row in of_site):
            yield _pay(at, site, "payment", "pay", "put_pay", "of_pay")
        elif any(row["no_amount"] for row in paid):
            yield _pay(at, site, "payment:amount", "amount", "put_amount", "of_ratio")
        elif any(row["no_wage"] for row in paid):
            yield _pay(at, site, "payment:reference_wage", "wage", "put_wage", "of_ratio")


def _pay(at: Looked, site: str, thing: str, what: str, how: str, needed_for: str) -> Missing:
    return Missing(
        site_id=site,
        thing=thing,
        kind="payment",
        priority=4,
        what=_WORDS[what],
        how=_WORDS[how],
        source="payments.csv",
        needed_for=(_WORDS[needed_for],),
    )


def rating_gaps(at: Looked, ratings: pl.DataFrame) -> Iterator[Missing]:
    """Constructs on which raters differ at the last wave, and those that are only proposed.

    In: a frame of cfir, with accepted ratings or without. Proposals are for the team.
    """
    at_last = ratings.filter(pl.col("wave_id") == at.last)
    key = ("site_id", "framework", "construct_id")
    yield from _constructs(at, at_last.filter(state="raters_differ"), "differ", "agree")
    if not at.released:
        proposed = proposed_ratings(at.snapshot).filter(
            pl.col("wave_id") == at.last, pl.col("status") == "proposed"
        )
        rated = at_last.filter(pl.col("state") != "not_rated")
        yield from _constructs(at, proposed.join(rated, on=key, how="anti"), "proposed", "accept")


def _constructs(at: Looked, rows: pl.DataFrame, what: str, how: str) -> Iterator[Missing]:
    said = {"wave": at.labels[at.last]}
    for site in at.sites:
        labels = rows.filter(site_id=site)["construct_label"].unique(maintain_order=True)
        if labels.len():
            named = told(labels.to_list())
            yield Missing(
                site_id=site,
                thing=f"rating:{what}",
                kind="rating",
                priority=4,
                what=_WORDS[what].format(**said, constructs=named),
                how=_WORDS[how],
                source="ratings.csv",
                needed_for=(_WORDS["of_ratings"].format(**said),),
            )


def places(at: Looked) -> Iterator[Missing]:
    """Sites that may or may not be the same at all waves, and waves without days."""
    for site, place in at.sites.items():
        if place["comparable"] == "unknown" and len(at.waves) > 1:
            yield Missing(
                site_id=site,
                thing="comparable",
                kind="site",
                priority=3,
                what=_WORDS["comparable"],
                how=_WORDS["say_comparable"],
                source="sites.csv",
                needed_for=("any change from wave to wave",),
            )
    for wave in at.waves:
        if wave["is_undated"]:
            yield Missing(
                site_id=None,
                thing=f"wave:{wave['wave_id']}",
                kind="wave",
                priority=3,
                what=_WORDS["undated"].format(wave=wave["label"]),
                how=_WORDS["date"],
                source="waves.csv",
                needed_for=(_WORDS["of_undated"],),
            )
