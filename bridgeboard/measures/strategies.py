"""strategies: which ERIC strategies experts endorsed for a site's barriers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.bearing import TRAIT
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.constructs import CONSTRUCT, constructs, crosswalk
from bridgeboard.measures.measure import SITE, WAVE, Column, Measure, integer, number
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.proposed_ratings import proposed_ratings

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *CONSTRUCT,
    *SITE,
    *WAVE,
    integer("rating", "-2 strong barrier or -1; empty where the rating is mixed", "-2 to +2"),
    Column("state", "rated or mixed"),
    integer("lean", "The way a mixed rating leans: -2 or -1", "-2 to +2"),
    Column("cell", "The rating as shown: −1, −2, mixed (−1)"),
    Column(
        "basis",
        "consensus, raters agree, one rater or accepted; statements or pcat where it is proposed",
    ),
    Column(
        "is_proposed",
        "True where nobody has rated the construct and its rating is only proposed",
        dtype=pl.Boolean,
    ),
    Column("accepted_from", "What an accepted rating was proposed from: statements, pcat, raters"),
    Column("instrument_id", "The instrument, where the rating is proposed from pCAT answers"),
    Column("item_id", "Its item; two items may bear on one construct, about other people"),
    Column("item_label", "The item in our own short words"),
    Column("role_label", "Whom the item is about, where its construct is a trait of people"),
    Column("why", "The reason for the rating; of raters for the team only, unless published"),
    integer("n_for", "Statements that speak for the construct at this site and wave", "statements"),
    integer("n_against", "Statements that speak against it", "statements"),
    integer("n_mixed", "Statements that are mixed", "statements"),
    Column("barrier_2009", "The CFIR 2009 construct under which strategies were endorsed"),
    Column(
        "barrier_link",
        "the construct itself, verified link (from 2022 to 2009), or none",
    ),
    Column("strategy_id", "The ERIC strategy; empty where no figure is held"),
    Column("strategy", "Its name"),
    integer("strategy_order", "Its number in Powell et al. 2015"),
    Column("strategy_gloss", "What it means, in our words"),
    integer("cluster_number", "Its cluster"),
    Column("cluster_label", "Name of the cluster"),
    number("percent", "Experts who endorsed it for this barrier; empty where not published", "%"),
    number(
        "percent_at_least", "What the percentage reaches at least, where only that is known", "%"
    ),
    integer(
        "level", "1: at least half of the experts; 2: 20 to 49 %; empty below or where unknown"
    ),
    integer("n_sources", "Sources in which the figure was read and that agree", "sources"),
    Column("source", "Where the figure was read; of a team's own file the source it names"),
    Column(
        "status",
        "published, own file (the team's own output of the matching tool), or no published figure",
    ),
    Column("in_library", "True where the figure comes with Bridgeboard", dtype=pl.Boolean),
    Column("reason", "Why there is no figure, in a sentence; empty where there is"),
    Column("provenance", "Of the rating: published, collected or simulated; joined by a comma"),
)

_KEY = ["framework", "construct_id"]
_SAID = ("n_for", "n_against", "n_mixed")
#: What both a rating and a proposed one say of a barrier.
_BARE = (
    *(column.name for column in CONSTRUCT),
    *("site_id", "wave_id", "rating", "state", "cell", "basis", "provenance"),
    *_SAID,
)
_OF_RATING = ("lean", "accepted_from")

_ENDORSED = """
SELECT e.barrier_2009, s.strategy_id, s.strategy, s."order" AS strategy_order,
       s.gloss AS strategy_gloss, s.cluster_number, s.cluster AS cluster_label, e.percent,
       e.percent_at_least, e.level, e.n_sources, e.source, e.status, e.in_library
FROM (
    SELECT barrier_2009, strategy, percent, percent_at_least, level, n_sources, source,
           'published' AS status, true AS in_library
    FROM cfir_eric
    UNION ALL
    SELECT barrier_2009, strategy, percent, NULL,
           CASE WHEN percent >= 50 THEN 1 WHEN percent >= 20 THEN 2 END, 1, source,
           'own file', false
    FROM strategy_endorsements
) e JOIN eric_strategies s USING (strategy)
"""


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """What is known of strategies for barriers.

    endorsed: barrier_2009, the strategy's columns and those of its figure; one row per figure.
    links:    framework, construct_id, barrier_2009, barrier_link: under which constructs of 2009
              a construct's strategies stand; null where none does.
    """

    endorsed: pl.DataFrame
    links: pl.DataFrame


def strategies(snapshot: Snapshot, released: bool = False) -> pl.DataFrame:
    """Which strategies experts endorsed for each barrier of a site, and by how many of them.

    In:      cfir, proposed_ratings, cfir_eric, strategy_endorsements, eric_strategies, cfir_2009,
             cfir_constructs.
    Out:     one row per site, wave, barrier and figure; the highest percentage first. A barrier is
             a construct rated below 0, or mixed and leaning below 0, by consensus, by raters who
             agree, by a single one, or accepted; where nobody rated it, what is proposed below 0,
             marked so, each proposal by itself. A construct of 2022 stands under those of 2009 that
             a verified link leads from; a trait of people only where pCAT says it, whose items
             make the link. A programme's own file stands beside what is shipped.
    Unit:    % of the experts asked who put the strategy among the best for that barrier. It says
             what they expect, not what works.
    Missing: a barrier without any figure has one row that says why; most figures for lower-ranked
             strategies were never published, so that a strategy has no row does not say that
             nobody endorsed it. percent is null where only the level, or that it is at least
             percent_at_least, was printed.
    Source:  Waltz et al. 2019, doi:10.1186/s13012-019-0892-4, and papers that cite its figures.
    """
    proposed = proposed_ratings(snapshot, released)
    return strategy_rows(cfir(snapshot, released), library(snapshot), proposed, snapshot)


def library(snapshot: Snapshot) -> Library:
    """All figures there are, the shipped ones and the programme's own."""
    names = {key: source.label for key, source in snapshot.programme.sources.items()}
    is_own = pl.col("status") == "own file"
    named = pl.col("source").replace(names).fill_null("the programme's own file")
    endorsed = snapshot.query(_ENDORSED).with_columns(
        source=pl.when(is_own).then(named).otherwise("source")
    )
    of_2009 = constructs(snapshot).filter(pl.col("framework") == "2009")
    itself = of_2009.select(
        *_KEY,
        pl.col("construct_label").alias("barrier_2009"),
        pl.lit("the construct itself").alias("barrier_link"),
    )
    linked = crosswalk(snapshot).select(
        pl.lit("2022").alias("framework"),
        pl.col("id_2022").alias("construct_id"),
        pl.col("label_2009").alias("barrier_2009"),
        pl.lit("verified link").alias("barrier_link"),
    )
    return Library(endorsed, pl.concat([itself, linked]))


def strategy_rows(
    ratings: pl.DataFrame, known: Library, proposed: pl.DataFrame, snapshot: Snapshot
) -> pl.DataFrame:
    """The rows of strategies from ratings, what is known of strategies, and what is proposed.

    In: a frame of cfir, with accepted ratings or without; library; a frame of proposed_ratings.
    """
    barriers = pl.concat([_rated(ratings), _proposed(proposed, ratings)], how="diagonal_relaxed")
    rows = barriers.join(known.links, on=_KEY, how="left", maintain_order="left")
    rows = rows.with_columns(
        pl.when(_may_follow()).then(name).alias(name) for name in ("barrier_2009", "barrier_link")
    )
    least = pl.coalesce("percent", "percent_at_least", pl.col("level").replace({1: 50, 2: 20}))
    endorsed = known.endorsed.sort(
        least.fill_null(0), "in_library", "strategy_order", descending=[True, True, False]
    )
    rows = rows.join(endorsed, on="barrier_2009", how="left", maintain_order="left_right")
    has_figure = pl.col("strategy_id").is_not_null()
    rows = rows.with_columns(
        pl.col("barrier_link").fill_null("none"),
        pl.col("status").fill_null("no published figure"),
        pl.col("in_library").fill_null(False),
        reason=pl.when(~has_figure).then(_no_figure()),
    )
    return laid_out(rows, COLUMNS, snapshot, then=["construct_order"])


def _may_follow() -> pl.Expr:
    """Does the link hold for this barrier?

    A trait of people (capability, motivation) is linked to 2009 by single items of pCAT, each about
    people in one role: the link holds for what these items say, not for the trait as such.
    """
    from_pcat = (pl.col("basis") == "pcat") | (pl.col("accepted_from") == "pcat").fill_null(False)
    return from_pcat | ~pl.col("construct_id").str.starts_with(TRAIT)


def _rated(ratings: pl.DataFrame) -> pl.DataFrame:
    """Barriers that are rated below 0, or mixed and leaning there."""
    below = (pl.col("rating") < 0) | ((pl.col("state") == "mixed") & (pl.col("lean") < 0))
    return ratings.filter(below).select(
        *_BARE, *_OF_RATING, is_proposed=pl.lit(False), why=pl.col("rationale")
    )


def _proposed(proposed: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    """Barriers that are only proposed: nobody rated the construct there."""
    place = ["site_id", "wave_id", *_KEY]
    rated = ratings.filter(pl.col("state") != "not_rated")
    rows = proposed.filter(pl.col("rating") < 0).join(
        rated, on=place, how="anti", maintain_order="left"
    )
    # What pCAT counts are people; here statements are counted.
    said = pl.col("basis") == "statements"
    return rows.select(
        *(pl.when(said).then(name).alias(name) if name in _SAID else name for name in _BARE),
        *("instrument_id", "item_id", "item_label", "role_label"),
        is_proposed=pl.lit(True),
        why=pl.col("sentence"),
    )


def _no_figure() -> pl.Expr:
    return (
        pl.when(pl.col("barrier_2009").is_not_null())
        .then(
            pl.format(
                "No figure for {} as a barrier is held. That does not say that experts endorsed "
                "nothing.",
                "barrier_2009",
            )
        )
        .when(pl.col("framework") == "own")
        .then(
            pl.format(
                "{} is in neither edition of CFIR, and experts were asked about the constructs "
                "of 2009.",
                "construct_label",
            )
        )
        .otherwise(
            pl.format(
                "Experts were asked about the constructs of 2009, and no link from {} as such to "
                "one of them was read in a source.",
                "construct_label",
            )
        )
    )


MEASURE = Measure(
    name="strategies",
    title="Strategies",
    question="Which strategies did experts endorse for what holds a site back?",
    unit="% of the experts asked",
    source="Waltz et al. 2019, doi:10.1186/s13012-019-0892-4; strategies: Powell et al. 2015, "
    "doi:10.1186/s13012-015-0209-1",
    evidence=("ratings", "statements", "survey:pcat"),
    columns=COLUMNS,
    compute=strategies,
    released=partial(strategies, released=True),
    rule="barriers",
)
