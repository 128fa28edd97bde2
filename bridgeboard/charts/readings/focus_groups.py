"""What the focus groups say about what a scale asks about, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import options, words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown
    from bridgeboard.instruments import Instrument, Scale

_STANCES = ("benefit", "concern", "mixed", "neutral")
_WORDS = {
    "unmapped": "The items of “{scale}” are not mapped to a theme of the focus groups.",
    "none": "No focus groups are loaded for {first} or {last}.",
    "no_theme": "The focus groups have no theme for the items of “{scale}”.",
    "one": "Focus groups{where} on the same theme, “{theme}”: {at_first}; {at_last}.",
    "several": "Focus groups{where} on the same themes, statements at {first} and at {last}: "
    "{themes}.",
    "some": "Focus groups on the same theme, “{theme}”: reported at {at_first} and {at_last}.",
    "sites": "{n} of the {all} chosen sites at {wave}",
    "at": "{n} at {wave}{stances}",
    "stances": " ({stances})",
    "nothing": "nothing loaded at {wave}",
    "not_reported": "not reported at {wave}",
    "none_released": "nothing released at {wave}",
    "hidden": "hidden at {wave}",
    "where": " at {site}",
    "theme": "“{theme}” {first} and {last}",
    "no_number": "–",
    "benefit": ("benefit", "benefits"),
    "concern": ("concern", "concerns"),
    "mixed": ("mixed", "mixed"),
    "neutral": ("neutral", "neutral"),
}


def focus_group_line(
    themes: Shown,
    instrument: Instrument,
    scale: Scale,
    from_wave_id: str,
    to_wave_id: str,
    labels: tuple[str, str],
) -> tuple[str, str | None]:
    """What was said about the scale's theme at both waves, and that theme, to lead there.

    In:      the measure `themes`; the items' themes as the instrument maps them; the waves' names,
             since waves without a focus group are not in the answer. The theme is the
             lowest one that has all of them under it; where there is none (a scale over several
             main themes), the main themes are listed and no theme is given.
    Unit:    statements, not people.
    Missing: no mapping, no focus group, nothing reported or released: each in its own words.
    """
    frame = themes.frame
    first, last = (words.isolated(label) for label in labels)
    known = set(frame["theme_id"].to_list())
    asked = [instrument.item(item).theme_id for item in scale.item_ids]
    mapped = [theme for theme in asked if theme in known]
    if not any(asked):
        return _WORDS["unmapped"].format(scale=scale.label), None
    waves = (from_wave_id, to_wave_id)
    if frame.filter(pl.col("wave_id").is_in(list(waves))).is_empty():
        return _WORDS["none"].format(first=first, last=last), None
    if not mapped:
        return _WORDS["no_theme"].format(scale=scale.label), None
    above = [options.above(themes, theme) for theme in dict.fromkeys(mapped)]
    shared = [theme for theme in above[0] if all(theme in others for others in above)]
    if shared:
        return _one_theme(frame, shared[0], waves, (first, last)), shared[0]
    mains = list(dict.fromkeys(others[-1] for others in above))
    return _several(frame, mains, waves, (first, last)), None


def _one_theme(
    frame: pl.DataFrame, theme: str, waves: tuple[str, str], labels: tuple[str, str]
) -> str:
    rows = frame.filter(pl.col("theme_id") == theme)
    label = rows["theme_label"][0]
    place, where = _place(frame)
    if place is None:
        told = [_sites(rows, wave, name) for wave, name in zip(waves, labels, strict=True)]
        return _WORDS["some"].format(theme=label, at_first=told[0], at_last=told[1])
    told = [
        _at(_row(rows.filter(place), wave), name) for wave, name in zip(waves, labels, strict=True)
    ]
    return _WORDS["one"].format(theme=label, where=where, at_first=told[0], at_last=told[1])


def _several(
    frame: pl.DataFrame, mains: list[str], waves: tuple[str, str], labels: tuple[str, str]
) -> str:
    place, where = _place(frame)
    parts = []
    for theme in mains:
        rows = frame.filter(pl.col("theme_id") == theme)
        here = rows if place is None else rows.filter(place)
        numbers = [_number(here, wave, whole=place is not None) for wave in waves]
        parts.append(
            _WORDS["theme"].format(theme=rows["theme_label"][0], first=numbers[0], last=numbers[1])
        )
    said = _WORDS["several"].format(
        where=where, first=labels[0], last=labels[1], themes=words.listed(parts, most=12)
    )
    if place is None:
        said = said.replace("statements at", "chosen sites that reported them at")
    return said


def _place(frame: pl.DataFrame) -> tuple[pl.Expr | None, str]:
    """All sites together where they are shown, else the one chosen site; None for several.

    A statement can name several sites: their numbers can't be added.
    """
    if frame["is_total"].any():
        return pl.col("is_total"), ""
    sites = frame.filter(pl.col("site_id").is_not_null())
    ids = sites["site_id"].unique().to_list()
    if len(ids) == 1:
        return pl.col("site_id") == ids[0], _WORDS["where"].format(
            site=words.isolated(sites["site_name"][0])
        )
    return None, ""


def _row(rows: pl.DataFrame, wave: str) -> dict[str, Any] | None:
    found = rows.filter(pl.col("wave_id") == wave).to_dicts()
    return found[0] if found else None


def _number(rows: pl.DataFrame, wave: str, whole: bool) -> str:
    here = rows.filter(pl.col("wave_id") == wave)
    if here.is_empty():
        return _WORDS["no_number"]
    if not whole:
        return words.number(int((here["n_incl"].fill_null(0) > 0).sum()), 0)
    n = here["n_incl"][0]
    return _WORDS["no_number"] if n is None else words.number(n, 0)


def _sites(rows: pl.DataFrame, wave: str, label: str) -> str:
    here = rows.filter((pl.col("wave_id") == wave) & pl.col("site_id").is_not_null())
    n = int((here["n_incl"].fill_null(0) > 0).sum())
    return _WORDS["sites"].format(n=n, all=here["site_id"].n_unique(), wave=label)


def _at(row: dict[str, Any] | None, wave: str) -> str:
    """How many statements at a wave, and of which stance."""
    if row is None:
        return _WORDS["nothing"].format(wave=wave)
    if row["hidden"] or row["n_incl"] is None:
        return _WORDS["hidden"].format(wave=wave)
    if not row["n_incl"]:
        none = "none_released" if row["status"] == "none released" else "not_reported"
        return _WORDS[none].format(wave=wave)
    stances = [
        words.count(row[f"n_incl_{stance}"], *_WORDS[stance])
        for stance in _STANCES
        if row[f"n_incl_{stance}"]
    ]
    told = _WORDS["stances"].format(stances=", ".join(stances)) if stances else ""
    n = words.count(row["n_incl"], "statement")
    return _WORDS["at"].format(n=n, wave=wave, stances=told)
