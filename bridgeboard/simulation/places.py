"""Sites and waves as tables."""

from __future__ import annotations

from typing import Any

from bridgeboard.simulation.plan import SOURCE, Plan

Row = dict[str, Any]


def sites(plan: Plan) -> list[Row]:
    """One row per site. No town and no coordinates: an invented site stands nowhere."""
    return [
        {
            "site_id": site.site_id,
            "site_name": site.name,
            "country_iso3": site.country.iso3,
            "setting": site.setting,
            "comparable_across_waves": site.comparable,
            "income_as_reported": site.country.income_as_reported,
            "provenance": "simulated",
            "source": SOURCE,
            "note": site.note,
        }
        for site in plan.sites
    ]


def waves(plan: Plan) -> list[Row]:
    """One row per wave."""
    return [
        {
            "wave_id": wave.wave_id,
            "label": wave.label,
            "order": order,
            "from_on": wave.from_on.isoformat(),
            "to_on": wave.to_on.isoformat(),
            "date_precision": "day",
            "months_since_start": wave.months,
            "months_are_approximate": False,
            "source": SOURCE,
        }
        for order, wave in enumerate(plan.waves, start=1)
    ]
