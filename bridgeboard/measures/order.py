"""All measures, in the order in which Methods and docs/measures.md list them."""

from __future__ import annotations

from bridgeboard.measures import (
    attention,
    breakdown,
    cfir,
    cfir_change,
    context,
    coverage,
    detectable,
    distinguishing,
    distinguishing_record,
    distribution,
    facts,
    income,
    item_fit,
    moved,
    newly_reported,
    payment,
    pooled_shift,
    proposed_ratings,
    rater_agreement,
    rater_disagreements,
    reliability,
    score,
    shift,
    sites,
    statements,
    themes,
    waves,
)
from bridgeboard.measures.measure import Measure

MEASURES: dict[str, Measure] = {
    module.MEASURE.name: module.MEASURE
    for module in (
        sites,
        waves,
        coverage,
        attention,
        score,
        distribution,
        shift,
        pooled_shift,
        detectable,
        reliability,
        item_fit,
        breakdown,
        moved,
        themes,
        newly_reported,
        statements,
        cfir,
        cfir_change,
        rater_agreement,
        rater_disagreements,
        proposed_ratings,
        distinguishing,
        distinguishing_record,
        context,
        facts,
        payment,
        income,
    )
}
