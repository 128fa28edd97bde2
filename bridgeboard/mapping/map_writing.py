"""A survey's map as TOML: short, in the order in which a person asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from bridgeboard.mapping.survey_map import PERSON_FIELDS, ItemColumn

if TYPE_CHECKING:
    from bridgeboard.mapping.survey_map import SurveyMap

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def written(survey_map: SurveyMap, remarks: Iterable[str] = ()) -> str:
    """The map as TOML that reads back to the same map."""
    lines = ["# What the columns of this file mean. How to change it: docs/maps.md"]
    lines += [f"# Open: {_one_line(remark)}" for remark in remarks]
    lines += ["", *_pairs({"name": survey_map.name, "kind": survey_map.kind})]
    lines += _pairs({"table": survey_map.table}) if survey_map.table else []
    lines += _pairs({"provenance": survey_map.provenance})
    for name in ("left_out", "confirmed"):
        columns = getattr(survey_map, name)
        if columns:
            lines += [f"{name} = [", *(f"    {_text(column)}," for column in columns), "]"]
    respondent = survey_map.respondent
    for name, rule in (
        ("respondent", respondent),
        ("site", survey_map.site),
        ("wave", survey_map.wave),
        *((name, survey_map.people[name]) for name in PERSON_FIELDS if name in survey_map.people),
    ):
        lines += ["", f"[{name}]", *_pairs(_given(rule))]
    for rows in survey_map.rows_left_out:
        lines += ["", "[[rows_left_out]]", *_pairs(_given(rows))]
    lines += _answers(survey_map.answers)
    for name, values in survey_map.values.items():
        lines += ["", f"[values.{_key(name)}]", *_pairs(values)]
    for site in survey_map.new_sites:
        given = _given(site, without="site_id") | {"country_iso3": site.country_iso3}
        lines += ["", f"[new_sites.{_key(site.site_id)}]", *_pairs(given)]
    for wave in survey_map.new_waves:
        lines += ["", f"[new_waves.{_key(wave.wave_id)}]", *_pairs(_given(wave, without="wave_id"))]
    return "\n".join(lines) + "\n"


def _answers(answers: Iterable[ItemColumn]) -> list[str]:
    """A block for each instrument, wave and value map; in it, item = column."""
    blocks: dict[tuple[str, str | None, str | None, bool], dict[str, Any]] = {}
    for one in answers:
        ticked = one.tick is not None
        key = (one.instrument_id, one.wave_id, None if ticked else one.values, ticked)
        items = blocks.setdefault(key, {})
        if ticked:
            items.setdefault(one.item_id, {})[one.column] = one.tick
        else:
            items.setdefault(one.item_id, []).append(one.column)
    lines = []
    for (instrument_id, wave_id, values, ticked), items in blocks.items():
        about = {"instrument": instrument_id, "wave": wave_id, "values": values}
        lines += ["", "[[answers]]"]
        lines += _pairs({name: value for name, value in about.items() if value is not None})
        if ticked:
            for item_id, columns in items.items():
                lines += ["", f"[answers.ticks.{_key(item_id)}]", *_pairs(columns)]
        else:
            lines += ["", "[answers.items]"]
            lines += _pairs({i: c[0] if len(c) == 1 else c for i, c in items.items()})
    return lines


def _given(rule: Any, without: str = "") -> dict[str, Any]:
    """What a rule says; what it leaves open or as usual is not written."""
    found = {name: getattr(rule, name) for name in rule.__dataclass_fields__ if name != without}
    return {name: value for name, value in found.items() if value not in (None, False, "")} | {
        # An empty name of a site or wave is a gap that a person fills in.
        name: value
        for name, value in found.items()
        if name == "always" and value == ""
    }


def _pairs(pairs: Mapping[str, Any]) -> list[str]:
    return [f"{_key(name)} = {_value(value)}" for name, value in pairs.items()]


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return _text(value)


def _text(text: str) -> str:
    # JSON's text in quotation marks is TOML's, but for one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)
