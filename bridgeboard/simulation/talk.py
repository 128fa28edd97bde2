"""Focus groups, the codebook, and statements."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from bridgeboard.simulation.draws import Draws
from bridgeboard.simulation.latent import Array
from bridgeboard.simulation.phrases import (
    BLOCK_OF_THEME,
    CLAUSES,
    OPENINGS,
    OTHER_LANGUAGES,
    OVER_SITES,
    PERSONS,
    PLACES,
    THEMES,
    TIMES,
)
from bridgeboard.simulation.plan import GROUPS, SOURCE, STARTED_ON, TALK, Plan, SitePlan, WavePlan

Row = dict[str, Any]

CONSTRUCTS = {theme_id: (construct, role) for theme_id, _, _, construct, role in THEMES}
MAPPING = "our mapping of the coding tree"
VALENCE = {"benefit": "positive", "concern": "negative", "mixed": "mixed"}
ONCE_AT_WORK = "+"
KINDS = ("quote", "summary", "interpretation")
SHAREABLE = {"quote": 0.4, "summary": 0.75, "interpretation": 0.9}


def themes() -> list[Row]:
    """The codebook: the founding study's tree with our own short labels."""
    return [
        {
            "theme_id": theme_id,
            "parent_id": parent_id,
            "label": label,
            "order": order,
            "tree": "demonstration",
            "construct_id": construct,
            "construct_role_id": role,
            "mapping_basis": MAPPING,
            "source": SOURCE,
        }
        for order, (theme_id, parent_id, label, construct, role) in enumerate(THEMES, start=1)
    ]


def focus_groups(plan: Plan) -> list[Row]:
    """A group of MHWs at each site and wave with groups; others at some."""
    rows: list[Row] = []
    for place, site in enumerate(plan.sites):
        draws = Draws(plan.seed, GROUPS, place)
        for wave in plan.held(site):
            if not wave.has_groups:
                continue
            for stakeholder, share in _stakeholders(wave):
                if draws.chance(share):
                    rows.append(_group(site, wave, stakeholder, draws))
    return rows


def _stakeholders(wave: WavePlan) -> tuple[tuple[str, float], ...]:
    if wave.months < 0:
        return (("MHW", 1.0), ("key informant", 0.25))
    if wave.months < 18:
        return (("MHW", 0.6), ("PSW", 0.4), ("service user", 0.3))
    return (("MHW", 1.0), ("PSW", 0.5))


def _group(site: SitePlan, wave: WavePlan, stakeholder: str, draws: Draws) -> Row:
    held_on = _day_in(wave, draws)
    short = stakeholder.lower().replace(" ", "-")
    return {
        "group_id": f"{site.site_id}-{wave.wave_id}-{short}",
        "site_id": site.site_id,
        "wave_id": wave.wave_id,
        "held_in": held_on.isoformat() if draws.chance(0.7) else held_on.isoformat()[:7],
        "stakeholder": stakeholder,
        "n_participants": draws.between(4, 8),
        "language": site.country.language,
        "minutes": 5 * draws.between(10, 22) if draws.chance(0.85) else None,
        "non_participants_present": "an assistant" if draws.chance(0.2) else None,
        "transcript_label": f"{site.name}, {wave.label}, {stakeholder}",
        "provenance": "simulated",
        "source": SOURCE,
    }


def _day_in(wave: WavePlan, draws: Draws) -> date:
    return wave.from_on + timedelta(days=draws.between(0, (wave.to_on - wave.from_on).days))


def statements(plan: Plan, groups: list[Row], levels: Array) -> list[Row]:
    """What the groups said, coded; and a few statements on several sites, or on none by name.

    levels: of PSA-12, (site, wave, block): where attitudes are better, more is said in favour.
    """
    sites = {site.site_id: place for place, site in enumerate(plan.sites)}
    waves = {wave.wave_id: place for place, wave in enumerate(plan.waves)}
    spoken: list[list[Row]] = []
    for group in groups:
        place, wave = sites[group["site_id"]], waves[group["wave_id"]]
        draws = Draws(plan.seed, TALK, place, wave, len(group["stakeholder"]))
        said = _said(group, plan.sites[place], levels[place, wave], draws)
        spoken.extend([row] for row in said)
    for wave in plan.waves:
        if wave.has_groups:
            spoken.extend(_over_sites(plan, wave))
    width = max(4, len(str(len(spoken))))
    return [
        {"statement_id": f"s{number:0{width}d}"} | row
        for number, rows in enumerate(spoken, start=1)
        for row in rows
    ]


def _said(group: Row, site: SitePlan, level: Array, draws: Draws) -> list[Row]:
    theme_ids = draws.some(tuple(CLAUSES), draws.between(6, 9))
    at_work = date.fromisoformat(f"{group['held_in']}-01"[:10]) >= STARTED_ON
    rows = []
    for theme_id in theme_ids:
        stance, clause = _clause(theme_id, site, level, at_work, draws)
        kind = draws.one(KINDS, (5, 4, 1))
        text = draws.one(OPENINGS[kind]).format(clause=clause)
        rows.append(_statement(group, theme_id, stance, kind, _sentence(text), draws))
    native = OTHER_LANGUAGES.get(site.country.language, ())
    if native and at_work and draws.chance(0.8):
        theme_id, stance, text, meaning = draws.one(native)
        row = _statement(group, theme_id, stance, "quote", text, draws)
        rows.append(row | {"note": f"In English: {meaning}"})
    return rows


def _clause(
    theme_id: str, site: SitePlan, level: Array, at_work: bool, draws: Draws
) -> tuple[str, str]:
    """Stance and words on a theme; the better the site's level, the more in favour."""
    said = {
        stance: [words for words in clauses if at_work or not words.startswith(ONCE_AT_WORK)]
        for stance, clauses in CLAUSES[theme_id].items()
    }
    stances = [stance for stance, clauses in said.items() if clauses]
    favour = float(1 / (1 + np.exp(-2 * level[BLOCK_OF_THEME[theme_id[:2]]])))
    weights = {"benefit": favour, "concern": 1 - favour, "mixed": 0.15, "neutral": 0.1}
    stance = draws.one(stances, [round(weights[one], 9) for one in stances])
    words = draws.one(said[stance]).removeprefix(ONCE_AT_WORK)
    return stance, words.format(
        person=draws.one(PERSONS), place=draws.one(PLACES[site.setting]), time=draws.one(TIMES)
    )


def _statement(group: Row, theme_id: str, stance: str, kind: str, text: str, draws: Draws) -> Row:
    construct, role = CONSTRUCTS[theme_id]
    reference = f"{group['transcript_label']} {draws.between(1, 240)}"
    valence = VALENCE.get(stance)
    return {
        "group_id": group["group_id"],
        "site_id": group["site_id"],
        "wave_id": group["wave_id"],
        "theme_id": theme_id,
        "stance": stance,
        "kind": kind,
        "scope": "site",
        "text": text,
        "transcript_refs": None if kind == "interpretation" else reference,
        "construct_id": construct,
        "construct_role_id": role,
        "valence": valence,
        "mapping_basis": MAPPING,
        "release": "shareable" if draws.chance(SHAREABLE[kind]) else "team",
        "provenance": "simulated",
        "source": SOURCE,
    }


def _over_sites(plan: Plan, wave: WavePlan) -> list[list[Row]]:
    """Two statements that name some of the sites, and one that names none: each a list of rows."""
    held = [site for site in plan.sites if wave.wave_id in site.people]
    draws = Draws(plan.seed, TALK, plan.waves.index(wave))
    group = {
        "group_id": None,
        "site_id": None,
        "wave_id": wave.wave_id,
        "transcript_label": "Joint analysis",
    }
    spoken = []
    for theme_id, stance, clause in OVER_SITES:
        text = f"Groups at more than one site said that {clause}."
        row = _statement(group, theme_id, stance, "summary", text, draws)
        named = draws.some(held, draws.between(2, 4))
        scope = "multi_site" if len(named) > 1 else "site"
        spoken.append([row | {"site_id": site.site_id, "scope": scope} for site in named])
    text = "Over all groups, trust was said to need time more than rules."
    row = _statement(group, "T4.3", "neutral", "interpretation", text, draws)
    return [*spoken, [row | {"scope": "pooled"}]]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
