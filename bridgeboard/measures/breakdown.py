"""breakdown: where each scale stands among kinds of respondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.means import means, with_status
from bridgeboard.measures.measure import (
    IS_TOTAL,
    SCALE,
    SITE,
    WAVE,
    Column,
    Measure,
    integer,
    number,
)
from bridgeboard.measures.places import grid, laid_out, sites, waves
from bridgeboard.measures.scales import scales

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: In the order of a page's choice.
ATTRIBUTES = {
    "profession": "Profession",
    "experience": "Years in mental health work",
    "prior_peer_support": "Worked with PSWs before",
    "gender": "Gender",
}
#: What a respondent says of themselves where they say nothing.
NOT_SAID = "not said"
#: Categories that have an order of their own; all others stand by name. What nobody said is last.
_IN_ORDER = (
    "under 2 years",
    "2 to under 5 years",
    "5 to under 10 years",
    "10 years or more",
    "yes",
    "no",
    "female",
    "male",
    "other",
)
_LAST = ("unknown", "undisclosed", NOT_SAID)

COLUMNS = (
    *SITE,
    *WAVE,
    IS_TOTAL,
    *SCALE,
    Column("attribute", ", ".join(ATTRIBUTES)),
    Column("attribute_label", "Its name"),
    Column("category", f'What respondents say of themselves; "{NOT_SAID}" where they say nothing'),
    integer("category_order", "Place of the category within the attribute"),
    integer("n", "Respondents of this kind with a score on this scale", "people"),
    integer("n_respondents", "Respondents of this kind who answered the instrument", "people"),
    number("value", "Mean score", "scale points"),
    number("lower", "Lower end of the 95 % interval of the mean", "scale points"),
    number("upper", "Upper end of the 95 % interval of the mean", "scale points"),
    number("sd", "Standard deviation between respondents (n - 1)", "scale points"),
    Column(
        "points",
        "Every respondent's score, sorted; where there are more than 100, 100 that each stand for "
        "as many of them; for the team only",
        "scale points",
        pl.List(pl.Float64),
    ),
    Column("status", "ok, not enough data, no score, or no answers"),
)

_SCORES = """
SELECT instrument_id, scale_id, site_id, wave_id, attribute, category, score, sum(n)::BIGINT AS n
FROM mart_breakdown GROUP BY ALL
UNION ALL
SELECT instrument_id, scale_id, NULL, wave_id, attribute, category, score, sum(n)::BIGINT
FROM mart_breakdown GROUP BY ALL
ORDER BY ALL
"""

_KIND = ("instrument_id", "attribute", "category")
_GROUP = ("instrument_id", "scale_id", "site_id", "wave_id", "attribute", "category")


def breakdown(snapshot: Snapshot) -> pl.DataFrame:
    """The mean score of each kind of respondent, for each site and wave, and over all sites.

    In:      mart_breakdown (respondents by what they say of themselves, with their scores).
    Out:     one row per site, wave, instrument, scale, attribute and category; "All sites" as
             total. Categories are those that occur anywhere among those who answered the
             instrument, as the programme words them.
    Unit:    scale points.
    Missing: value, lower, upper and sd are null unless at least the programme's minimum_n have a
             score; status then is "not enough data", "no score" where people of this kind answered
             but each too few items for a score, or "no answers" where none answered.
    Source:  Student 1908, doi:10.1093/biomet/6.1.1 (interval).
    """
    found = means(snapshot.query(_SCORES), _GROUP, snapshot)
    kinds = _kinds(found)
    places = pl.concat(
        [
            sites(snapshot).select("site_id", is_total=pl.lit(False)),
            pl.DataFrame({"site_id": [None], "is_total": [True]}, schema_overrides=_TEXT),
        ]
    )
    # An attribute has a row only for the instruments whose respondents have it.
    about = scales(snapshot).join(kinds, on="instrument_id", maintain_order="left")
    rows = grid(places, waves(snapshot).select("wave_id"), about).join(
        found, on=list(_GROUP), how="left", nulls_equal=True, maintain_order="left"
    )
    rows = with_status(rows)
    then = ["scale_order", "_attribute_order", "category_order"]
    return laid_out(rows, COLUMNS, snapshot, then=then)


_TEXT = {"site_id": pl.String}


def _kinds(found: pl.DataFrame) -> pl.DataFrame:
    """instrument_id, attribute, category that occur, with their labels and order."""
    attributes = list(ATTRIBUTES)
    kinds = sorted(
        found.select(_KIND).unique().iter_rows(),
        key=lambda kind: (kind[0], attributes.index(kind[1]), _place(kind[2])),
    )
    rows, order = [], 0
    for at, (instrument_id, attribute, category) in enumerate(kinds):
        order = order + 1 if at and kinds[at - 1][:2] == kinds[at][:2] else 1
        rows.append(
            {
                "instrument_id": instrument_id,
                "attribute": attribute,
                "category": category,
                "attribute_label": ATTRIBUTES[attribute],
                "_attribute_order": attributes.index(attribute),
                "category_order": order,
            }
        )
    texts = dict.fromkeys((*_KIND, "attribute_label"), pl.String)
    return pl.DataFrame(
        rows, schema=texts | {"_attribute_order": pl.Int64, "category_order": pl.Int64}
    )


def _place(category: str) -> tuple[int, int, str]:
    if category in _LAST:
        return (2, _LAST.index(category), "")
    if category in _IN_ORDER:
        return (0, _IN_ORDER.index(category), "")
    return (1, 0, category.casefold())


MEASURE = Measure(
    name="breakdown",
    title="Scores by kind of respondent",
    question="Where do attitudes stand among kinds of respondents?",
    unit="scale points",
    source="Student 1908, doi:10.1093/biomet/6.1.1 (interval)",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=breakdown,
    people="n",
    asked="n_respondents",
    hides=("n", "n_respondents", "value", "lower", "upper", "sd", "points", "status"),
    rule="breakdown",
)
