"""All measures, in the order in which Methods and docs/measures.md list them."""

from __future__ import annotations

from bridgeboard.measures import (
    context,
    coverage,
    distribution,
    facts,
    income,
    payment,
    score,
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
        score,
        distribution,
        themes,
        statements,
        context,
        facts,
        payment,
        income,
    )
}
