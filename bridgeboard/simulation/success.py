"""What the simulated programme calls doing well: how many service users a site reached."""

from __future__ import annotations

from statistics import median
from typing import Any

from bridgeboard.simulation.draws import Draws
from bridgeboard.simulation.latent import Array
from bridgeboard.simulation.plan import OUTCOMES, SOURCE, Plan, WavePlan

OUTCOME = "Service users met by a PSW in the first year"
#: The wave at which the first year is over.
AFTER_MONTHS = 12


def outcomes(plan: Plan, levels: Array) -> list[dict[str, Any]]:
    """One row per site that held the wave after a year: its number, and high above the median.

    levels: of PSA-12, (site, wave, block): where attitudes are better, more people are met.
    """
    met: dict[str, int] = {}
    wave = _after_a_year(plan)
    for place, site in enumerate(plan.sites):
        if wave is None or wave not in plan.held(site):
            continue
        attitude = float(levels[place, plan.waves.index(wave)].mean())
        chance = float(Draws(plan.seed, OUTCOMES, place).bell(1)[0])
        met[site.site_id] = max(3, round(34 + 16 * attitude + 8 * chance))
    middle = median(met.values()) if met else 0
    return [
        {
            "site_id": site_id,
            "outcome": OUTCOME,
            "group": "high" if number > middle else "low",
            "value": number,
            "unit": "service users",
            "on_wave": wave.wave_id if wave else None,
            "source": SOURCE,
            "provenance": "simulated",
            "note": None,
        }
        for site_id, number in met.items()
    ]


def _after_a_year(plan: Plan) -> WavePlan | None:
    return next((wave for wave in plan.waves if wave.months == AFTER_MONTHS), None)
