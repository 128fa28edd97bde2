"""The context of the sites, and how PSWs are paid."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from bridgeboard.simulation.draws import Draws
from bridgeboard.simulation.latent import Array
from bridgeboard.simulation.plan import CONTEXT, PAYMENTS, SOURCE, STARTED_ON, Plan, SitePlan

Row = dict[str, Any]

#: For each factor of the eight influences, what a site may be like.
FINDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "hierarchy": {
        "supports": ("Anybody may speak first in team meetings.",),
        "hinders": ("Decisions are made above the team and passed down.",),
        "mixed": ("The ward is open, the management above it is not.",),
    },
    "stigma": {
        "supports": ("Staff speak of recovery when they speak of service users.",),
        "hinders": ("Former service users are not greeted in the corridor.",),
        "mixed": ("Younger staff look forward to PSWs, some older colleagues do not.",),
    },
    "culture": {
        "supports": ("The service asks service users before it changes anything.",),
        "hinders": ("Mistakes are not talked about.",),
    },
    "mutual_trust": {
        "supports": ("Staff and PSWs hand over to each other without forms.",),
        "hinders": ("Two incidents were kept from the PSWs.",),
        "mixed": ("Trust depends on who is on duty.",),
    },
    "service_flexibility": {
        "supports": ("Hours and places of work can be arranged one by one.",),
        "hinders": ("Rosters are fixed for three months.",),
    },
    "top_down_rollout": {
        "hinders": ("The team learned of the programme by circular.",),
        "supports": ("The team asked for the programme itself.",),
    },
    "competing_programme": {
        "hinders": ("A second helper programme looks for the same people.",),
        "unknown": ("Another programme is planned; its start is not known.",),
    },
    "training": {
        "supports": ("A refresher takes place each quarter.",),
        "hinders": ("Training was shortened for lack of trainers.",),
        "mixed": ("Core training was complete, the part on crises was left out.",),
    },
    "knowledge_of_peer_support": {
        "supports": ("All staff had an hour with a PSW before the start.",),
        "hinders": ("Half of the staff had not heard of peer support.",),
        "unknown": ("What staff know about peer support was not asked.",),
    },
    "role_clarity": {
        "supports": ("A written role description hangs in the staff room.",),
        "hinders": ("There is no role description.",),
        "mixed": ("A role description exists; few have read it.",),
    },
    "prior_experience": {
        "supports": ("PSWs worked here before this programme.",),
        "mixed": ("An earlier attempt ended after half a year.",),
        "unknown": ("Earlier experience is not on record.",),
    },
    "tradition_movement": {
        "supports": ("A service users' association meets in the building.",),
        "hinders": ("There is no service users' association nearby.",),
    },
    "resources": {
        "supports": ("A room and a phone are set aside for PSWs.",),
        "hinders": ("PSWs share one chair in the staff room.",),
        "mixed": ("There is a room, but no money for travel.",),
    },
    "workload": {
        "supports": ("Each MHW cares for fewer service users than a year ago.",),
        "hinders": ("Each MHW cares for more service users than planned.",),
    },
    "payment_of_psws": {
        "supports": ("PSWs are paid on the same day as staff.",),
        "hinders": ("Payments to PSWs came late.",),
        "unknown": ("How PSWs are paid was not told.",),
    },
    "supervision": {
        "supports": ("PSWs have supervision each month.",),
        "hinders": ("Supervision fell out for two months.",),
        "mixed": ("Supervision takes place, in the PSWs' own time.",),
    },
    "staff_continuity": {
        "supports": ("The contact person has stayed since the start.",),
        "hinders": ("Three contact persons left one after the other.",),
    },
    "communication": {
        "supports": ("PSWs are on the team's mailing list.",),
        "hinders": ("PSWs hear of changes from service users.",),
        "mixed": ("Written news reaches PSWs, spoken news does not.",),
    },
}

#: What a site can be like before there are PSWs.
BEFORE = (
    "hierarchy",
    "stigma",
    "culture",
    "service_flexibility",
    "top_down_rollout",
    "competing_programme",
    "knowledge_of_peer_support",
    "role_clarity",
    "prior_experience",
    "tradition_movement",
    "resources",
    "workload",
)

#: Service users per MHW, given with workload.
WORKLOAD = {"supports": (8, 20), "hinders": (25, 60)}

#: How payment goes on at the sites, one after the other: from the start, and from 2024 on.
PATTERNS: tuple[tuple[str, ...], ...] = (
    ("employed",),
    ("hourly", "hourly"),
    ("expenses", "employed"),
    ("stipend", "employed"),
    ("unknown",),
    ("stipend",),
    ("unpaid", "stipend"),
    ("hourly",),
    ("stipend", "stipend"),
    ("employed", "employed"),
    (),
    ("unpaid",),
)
FROM_ON = (STARTED_ON, date(2024, 1, 1))

#: Of the reference wage a month, and what the amount is per.
AMOUNTS: dict[str, tuple[float, float, str]] = {
    "employed": (0.75, 1.0, "month"),
    "stipend": (0.2, 0.45, "month"),
    "hourly": (0.6 / 160, 1.0 / 160, "hour"),
    "expenses": (0.004, 0.008, "session"),
}


def context(plan: Plan, levels: Array) -> list[Row]:
    """Facts about each site, first and last; and two about the programme as a whole.

    levels: of PSA-12, (site, wave, block): where attitudes are better, more facts support.
    """
    rows: list[Row] = []
    for place, site in enumerate(plan.sites):
        held = plan.held(site)
        for wave in {wave.wave_id: wave for wave in (held[0], held[-1])}.values():
            number = plan.waves.index(wave)
            draws = Draws(plan.seed, CONTEXT, place, number)
            favour = float(1 / (1 + np.exp(-1.5 * levels[place, number].mean())))
            possible = BEFORE if wave.months < 0 else tuple(FINDINGS)
            factors = draws.some(possible, draws.between(7, 11))
            rows.extend(_fact(site, wave.wave_id, one, round(favour, 9), draws) for one in factors)
    for wave, finding in (
        (plan.waves[0], "One coordinator works for all sites."),
        (plan.waves[-1], "The grant that pays for the programme ends within a year."),
    ):
        direction = "supports" if wave is plan.waves[0] else "hinders"
        fact = {"factor": "resources", "finding": finding, "direction": direction}
        rows.append(
            {"site_id": None, "wave_id": wave.wave_id, "scope": "programme", "kind": "record"}
            | fact
        )
    width = max(4, len(str(len(rows))))
    return [
        {"fact_id": f"c{number:0{width}d}", "provenance": "simulated", "source": SOURCE} | row
        for number, row in enumerate(rows, start=1)
    ]


def _fact(site: SitePlan, wave_id: str, factor: str, favour: float, draws: Draws) -> Row:
    found = FINDINGS[factor]
    weights = {"supports": favour, "hinders": 1 - favour, "mixed": 0.2, "unknown": 0.15}
    direction = draws.one(tuple(found), [weights[one] for one in found])
    row: Row = {
        "site_id": site.site_id,
        "wave_id": wave_id,
        "factor": factor,
        "finding": draws.one(found[direction]),
        "direction": direction,
        "scope": "site",
        "kind": draws.one(("summary", "record", "interpretation"), (5, 4, 1)),
    }
    if factor == "workload":
        row |= {"value": draws.between(*WORKLOAD[direction]), "unit": "service users per MHW"}
    return row


def payments(plan: Plan) -> list[Row]:
    """How PSWs are paid at each site over time; one site in twelve has no row at all."""
    rows: list[Row] = []
    for place, site in enumerate(plan.sites):
        draws = Draws(plan.seed, PAYMENTS, place)
        n_psw = draws.between(2, 14)
        wage = _rounded(site.country.monthly_wage * (0.9 + 0.2 * float(draws.uniform(1)[0])))
        place_in_range = float(draws.uniform(1)[0])
        pattern = PATTERNS[place % len(PATTERNS)]
        for year, (from_on, basis) in enumerate(zip(FROM_ON, pattern, strict=False)):
            row: Row = {
                "site_id": site.site_id,
                "from_on": from_on.isoformat(),
                "basis": basis,
                "reference_wage": _money(wage),
                "n_psw": n_psw,
                "provenance": "simulated",
                "source": SOURCE,
                "note": "Invented.",
            }
            if basis in AMOUNTS:
                low, high, per = AMOUNTS[basis]
                share = (low + (high - low) * place_in_range) * 1.05**year
                amount = _rounded(wage * share)
                row |= {"amount": _money(amount), "currency": site.country.currency, "per": per}
                row["payer"] = draws.one(("health service", "programme's grant", "municipality"))
            if basis == "unknown":
                row |= {"reference_wage": None, "n_psw": None}
            rows.append(row)
            n_psw = max(1, n_psw + draws.between(-2, 3))
    return rows


def _rounded(amount: float) -> float:
    """The amount to two figures, as invented money should be told."""
    return round(amount, 1 - int(np.floor(np.log10(amount))))


def _money(amount: float) -> str:
    """As text: no decimals from 10 on, two below."""
    return f"{amount:.0f}" if amount >= 10 else f"{amount:.2f}"
