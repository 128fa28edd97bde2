"""together: whether survey, ratings and focus groups say the same, site by site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.bearing import subjects
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.comparisons import compared_sites, comparisons
from bridgeboard.measures.joint_display import Display, counted_facts, counted_statements
from bridgeboard.measures.measure import COMPARISON, SITE, Column, Measure, integer, number
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.proposed_ratings import proposed_ratings
from bridgeboard.measures.rating_side import RatingSide
from bridgeboard.measures.release import FACT_RELEASED
from bridgeboard.measures.said import statements_on_subjects
from bridgeboard.measures.survey_side import NUMBERS, survey_side

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: What people said in words, at the earlier and at the later wave.
_SAID = tuple(
    integer(
        f"n_{word}_{side}", f"Statements of the site that {does}, at the {wave} wave", "statements"
    )
    for side, wave in (("from", "earlier"), ("to", "later"))
    for word, does in (
        ("for", "speak for it"),
        ("against", "speak against it"),
        ("mixed", "are mixed"),
    )
)
_CONTEXT = tuple(
    integer(f"n_{word}_{side}", f"Context facts that {does}, at the {wave} wave", "facts")
    for side, wave in (("from", "earlier"), ("to", "later"))
    for word, does in (
        ("supports", "support it"),
        ("hinders", "hinder it"),
        ("other", "are mixed or give no direction"),
    )
)

COLUMNS = (
    *SITE,
    *COMPARISON,
    Column(
        "about",
        "two waves, or one wave: then both wave columns name it and columns ending in _from are "
        "empty",
    ),
    Column("subject_kind", "influence, construct or theme"),
    Column("subject_id", "The influence, construct (in its edition) or theme"),
    Column("subject_label", "Its name"),
    Column("subject_group", "Domain of a construct, codebook of a theme; empty for influences"),
    integer("subject_order", "Place of the subject among all: influences, constructs, themes"),
    Column("survey_of", "The scale that has just the subject's items, or else these one by one"),
    Column("survey_kind", "scale, item or items; empty where no item belongs to the subject"),
    Column("instrument_id", "The instrument, where it is one scale or one item"),
    Column("scale_id", "The scale, where it is one"),
    Column("scale_ids", "The scales, as instrument:scale, joined by ;"),
    Column("item_ids", "The items that are taken one by one, as instrument:item, joined by ;"),
    integer("n_from", "People behind the earlier number; of several items the fewest", "people"),
    integer("n_to", "People behind the later number (or the only one)", "people"),
    number(
        "value",
        "Of one scale or item: later minus earlier mean, or the mean at one wave; empty of several",
        "scale points",
    ),
    number("lower", "Lower end of its 95 % interval", "scale points"),
    number("upper", "Upper end of its 95 % interval", "scale points"),
    number("minimum", "Lowest possible value of the scale or item", "scale points"),
    number("maximum", "Highest possible value", "scale points"),
    Column("survey", "Every number of the survey's side in words, items one by one"),
    Column(
        "survey_reading",
        "Towards the better end: up, down, no clear change or both ways; one wave: above the "
        "middle, below the middle, not clearly off the middle or both ways",
    ),
    Column("survey_reason", "Why the survey says nothing, in a sentence"),
    Column("rating_from", "Ratings at the earlier wave as shown; of several constructs with names"),
    Column("rating_to", "Ratings at the later wave (or the only one)"),
    integer("n_rated", "Constructs with a rating at the later wave that can count", "constructs"),
    integer("rating_steps", "Later minus earlier rating, for one construct rated at both", "steps"),
    Column(
        "rating_reading",
        "facilitator, barrier, neutral or mixed at the later wave; weaker facilitator or weaker "
        "barrier where it moved towards 0",
    ),
    Column("accepted_from", "What accepted ratings among them were proposed from, joined by ;"),
    Column("proposed", "Ratings at the later wave that are only proposed; they never count"),
    *_SAID,
    integer(
        "n_of_all_sites",
        "More statements at the later wave, which speak of all sites, of an income group or of "
        "none by name: never counted for a site",
        "statements",
    ),
    Column(
        "statements_reading",
        "for or against where two thirds or more of the later statements are, else balanced",
    ),
    *_CONTEXT,
    integer("n_speaking", "Of survey, ratings and statements: how many say anything", "sources"),
    integer("n_pointing", "Of these, how many point one way", "sources"),
    Column(
        "verdict",
        "converge, diverge, not clear, one source or silent; empty unless status is ok",
    ),
    Column("sentence", "What each source says and what follows from it"),
    Column("rule", "How this verdict came about, in a sentence"),
    Column("sources", "The sources that speak, with what they say, joined by ;"),
    Column("status", "ok or not comparable"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)

_WAVES = """
SELECT wave_id, label AS wave_label, wave_order FROM ordered_waves ORDER BY wave_order
"""
_FACTS = f"""
SELECT factor, site_id, wave_id, direction::VARCHAR AS direction, provenance FROM context
WHERE site_id IS NOT NULL AND (NOT $released OR {FACT_RELEASED})
"""


def together(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """Whether survey, ratings and focus groups say the same of a site, and what each says.

    In:      shift, score, mart_distribution, cfir, proposed_ratings, statements, context,
             influences (which items, constructs, themes and factors bear on an influence).
    Out:     one row per site, subject and wave, and one for the first and last wave together.
             Subjects: the eight influences; every construct and theme on which anything bears. The
             survey says how it moved, at one wave on which side of the middle it stands; ratings
             and statements say what they are at the later wave. converge: two or more speak, and
             all that do point the same way; diverge: two point opposite ways; one source; silent:
             none speaks; else not clear. No clear change, balanced, mixed and neutral are no
             direction, nor is a rating that moved towards the other side. Context stands beside
             and is not weighed: it mostly comes from the same papers and groups as statements.
    Unit:    each source its own; nothing is added up over sources.
    Missing: a source is silent where too few people answered, nobody rated, or nothing was said of
             the site for or against. Proposed ratings never count; ratings accepted from statements
             don't beside these, on which they rest. A rating names no role: of a trait of people it
             doesn't count for an influence or theme about people in one role. A site that is not
             comparable across waves has no verdict over two. A theme that names a side (benefits,
             concerns) has its statements on it by its name.
    Source:  own rule, after joint displays (Guetterman et al. 2015, doi:10.1370/afm.1865).
    """
    ratings, proposed = cfir(snapshot, released), proposed_ratings(snapshot, released)
    return together_rows(snapshot, ratings, proposed, released)


def together_rows(
    snapshot: Snapshot, ratings: pl.DataFrame, proposed: pl.DataFrame, released: bool = False
) -> pl.DataFrame:
    """The rows of together with these ratings.

    In: a frame of cfir, with accepted ratings or without; a frame of proposed_ratings.
    """
    said = statements_on_subjects(snapshot, released)
    rated = ratings.filter(pl.col("state") != "not_rated").select("framework", "construct_id")
    display = Display(
        survey=survey_side(snapshot),
        rated=RatingSide(ratings, proposed),
        said=counted_statements(said),
        facts=counted_facts(snapshot.query(_FACTS, {"released": released})),
        sites=compared_sites(snapshot).to_dicts(),
        waves=_waves(snapshot).to_dicts(),
    )
    about = subjects(snapshot, said, rated.unique())
    rows = [row for place, subject in enumerate(about, 1) for row in display.rows(subject, place)]
    order = ["from_wave_order", "to_wave_order", "subject_order"]
    schema = {name: dtype for name, dtype in MEASURE.schema.items() if name != "site_name"}
    return laid_out(pl.DataFrame(rows, schema=schema), COLUMNS, snapshot, then=order)


def _waves(snapshot: Snapshot) -> pl.DataFrame:
    """The columns of COMPARISON for each wave by itself, and for the first with the last."""
    each = snapshot.query(_WAVES)
    alone = each.select(
        pl.col(name).alias(f"{side}_{name}") for side in ("from", "to") for name in each.columns
    )
    first, last = each["wave_id"][0], each["wave_id"][-1]
    two = comparisons(snapshot).filter(
        pl.col("from_wave_id") == first, pl.col("to_wave_id") == last
    )
    return pl.concat([alone, two], how="diagonal_relaxed")


MEASURE = Measure(
    name="together",
    title="Together",
    question="Do survey, ratings and focus groups say the same of a site?",
    unit="each source's own",
    source="own rule, after joint displays (Guetterman et al. 2015, doi:10.1370/afm.1865)",
    evidence=("survey:", "ratings", "statements", "context"),
    columns=COLUMNS,
    compute=together,
    released=partial(together, released=True),
    people="n_to",
    hides=NUMBERS,
    rule="together",
)
