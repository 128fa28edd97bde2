"""Statistics: pure functions on numbers. Imports nothing of ours."""

from bridgeboard.statistics.difference import Difference, welch
from bridgeboard.statistics.dominance import Dominance, cliffs_delta
from bridgeboard.statistics.mean import MeanInterval, mean_interval
from bridgeboard.statistics.multiplicity import benjamini_hochberg, holm
from bridgeboard.statistics.planning import detectable, detectable_pooled, half_width, needed
from bridgeboard.statistics.ranks import Estimate, RankTest, hodges_lehmann, mann_whitney, wilcoxon
from bridgeboard.statistics.standardised import Standardised, exact_j, hedges_g, smcc

__all__ = [
    "Difference",
    "Dominance",
    "Estimate",
    "MeanInterval",
    "RankTest",
    "Standardised",
    "benjamini_hochberg",
    "cliffs_delta",
    "detectable",
    "detectable_pooled",
    "exact_j",
    "half_width",
    "hedges_g",
    "hodges_lehmann",
    "holm",
    "mann_whitney",
    "mean_interval",
    "needed",
    "smcc",
    "welch",
    "wilcoxon",
]
