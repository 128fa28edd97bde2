"""Statistics: pure functions on numbers. Imports nothing of ours."""

from bridgeboard.statistics.mean import MeanInterval, mean_interval

__all__ = ["MeanInterval", "mean_interval"]
