"""Simulated programmes: invented rows whose true values are known."""

from bridgeboard.simulation.folder import simulate
from bridgeboard.simulation.plan import SEED, Plan, demonstration, scaled

__all__ = ["SEED", "Plan", "demonstration", "scaled", "simulate"]
