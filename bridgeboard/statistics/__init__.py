"""Statistics: pure functions on numbers. Imports nothing of ours."""

from bridgeboard.statistics.agreement import (
    Kappa,
    KrippendorffAlpha,
    krippendorff_alpha,
    weighted_kappa,
)
from bridgeboard.statistics.apart import means_apart, shares_apart
from bridgeboard.statistics.difference import Difference, welch
from bridgeboard.statistics.dominance import Dominance, cliffs_delta
from bridgeboard.statistics.mean import MeanInterval, mean_interval
from bridgeboard.statistics.multiplicity import benjamini_hochberg, holm
from bridgeboard.statistics.omega import omega_total
from bridgeboard.statistics.planning import detectable, detectable_pooled, half_width, needed
from bridgeboard.statistics.pooling import Pooled, pooled
from bridgeboard.statistics.proportion import Proportion, proportion
from bridgeboard.statistics.ranks import Estimate, RankTest, hodges_lehmann, mann_whitney, wilcoxon
from bridgeboard.statistics.reliability import (
    Alpha,
    Covariance,
    alpha_without,
    covariance,
    cronbach_alpha,
    item_rest,
)
from bridgeboard.statistics.sample import Sample, changes, counted
from bridgeboard.statistics.standardised import Standardised, exact_j, hedges_g, smcc

__all__ = [
    "Alpha",
    "Covariance",
    "Difference",
    "Dominance",
    "Estimate",
    "Kappa",
    "KrippendorffAlpha",
    "MeanInterval",
    "Pooled",
    "Proportion",
    "RankTest",
    "Sample",
    "Standardised",
    "alpha_without",
    "benjamini_hochberg",
    "changes",
    "cliffs_delta",
    "counted",
    "covariance",
    "cronbach_alpha",
    "detectable",
    "detectable_pooled",
    "exact_j",
    "half_width",
    "hedges_g",
    "hodges_lehmann",
    "holm",
    "item_rest",
    "krippendorff_alpha",
    "mann_whitney",
    "mean_interval",
    "means_apart",
    "needed",
    "omega_total",
    "pooled",
    "proportion",
    "shares_apart",
    "smcc",
    "weighted_kappa",
    "welch",
    "wilcoxon",
]
