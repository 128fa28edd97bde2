"""A map's TOML to a SurveyMap, or every fault with its key; a hostile file only gives faults."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from bridgeboard.mapping.map_rules import broken
from bridgeboard.mapping.map_text import MOST_FAULTS, settings_in
from bridgeboard.mapping.survey_map import (
    PERSON_FIELDS,
    FromColumn,
    ItemColumn,
    NewSite,
    NewWave,
    RespondentRule,
    RowsLeftOut,
    SiteRule,
    SurveyMap,
    WaveRule,
)
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted

#: A map of a thousand columns takes some 100,000 characters.
LARGEST_MAP = 1_000_000

_TOP = (
    "name",
    "kind",
    "table",
    "provenance",
    "left_out",
    "confirmed",
    "respondent",
    "site",
    "wave",
)
_TOP = (*_TOP, *PERSON_FIELDS, "rows_left_out", "answers", "values", "new_sites", "new_waves")


def read(text: str, file: str) -> SurveyMap | list[Problem]:
    """The map, or what is wrong with it. Never raises for what is in the text."""
    settings = settings_in(text, file, LARGEST_MAP)
    if isinstance(settings, Problem):
        return [settings]
    reading = _Reading(file)
    survey_map = reading.survey_map(settings)
    if not reading.problems:
        reading.problems += [_problem(file, *fault) for fault in broken(survey_map)]
    return reading.problems[:MOST_FAULTS] or survey_map


def _problem(file: str, key: str, found: str, expected: str, mend: str) -> Problem:
    return Problem(
        file=file, column=key or None, rule="map", found=found, expected=expected, mend=mend
    )


class _Reading:
    """One reading of one map: the faults so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def survey_map(self, top: Mapping[str, Any]) -> SurveyMap:
        self._keys(top, _TOP, "")
        for key in ("name", "kind"):
            if key not in top:
                self._fault(key, "", "a map says its " + key, f'Add {key} = "...".')
        return SurveyMap(
            name=self._text(top, "name") or "",
            kind=self._text(top, "kind") or "",
            table=self._text(top, "table") or "",
            respondent=self._rule(RespondentRule, top, "respondent", truths=("by_row",)),
            site=self._rule(SiteRule, top, "site"),
            wave=self._rule(WaveRule, top, "wave", truths=("per_column",)),
            people={
                name: self._rule(FromColumn, top, name, needed=("column",))
                for name in PERSON_FIELDS
                if name in top
            },
            provenance=self._text(top, "provenance") or "collected",
            answers=tuple(self._answers(top)),
            values=self._values(top),
            left_out=self._texts(top, "left_out"),
            confirmed=self._texts(top, "confirmed"),
            rows_left_out=tuple(
                RowsLeftOut(
                    self._text(block, "column", f"rows_left_out.{n}") or "",
                    self._texts(block, "values", f"rows_left_out.{n}"),
                )
                for n, block in self._blocks(top, "rows_left_out", ("column", "values"))
            ),
            new_sites=tuple(self._new_sites(top)),
            new_waves=tuple(self._new_waves(top)),
        )

    def _rule(
        self,
        rule: type,
        top: Mapping[str, Any],
        name: str,
        truths: tuple[str, ...] = (),
        needed: tuple[str, ...] = (),
    ) -> Any:
        names = tuple(rule.__dataclass_fields__)
        section = self._section(top, name)
        self._keys(section, names, name)
        given: dict[str, Any] = {}
        for key in names:
            if key in section:
                ask = self._truth if key in truths else self._text
                given[key] = ask(section, key, name)
            elif key in needed:
                self._fault(f"{name}.{key}", "", "this must be given", f'Add {key} = "...".')
                given[key] = ""
        return rule(**{key: value for key, value in given.items() if value is not None})

    def _answers(self, top: Mapping[str, Any]) -> list[ItemColumn]:
        found = []
        keys = ("instrument", "wave", "values", "items", "ticks")
        for n, block in self._blocks(top, "answers", keys):
            at = f"answers.{n}"
            instrument = self._text(block, "instrument", at)
            if instrument is None:
                self._fault(f"{at}.instrument", "", "this must be given", "Name the instrument.")
            wave, values = self._text(block, "wave", at), self._text(block, "values", at)
            for item_id, columns in self._section(block, "items", at).items():
                names = columns if isinstance(columns, list) else [columns]
                for column in names:
                    if isinstance(column, str):
                        found.append(ItemColumn(column, instrument or "", item_id, values, wave))
                    else:
                        expected = "it must be a column's name, or a list of them"
                        key = f"{at}.items.{item_id}"
                        self._fault(key, _kind(column), expected, "Use quotation marks.")
            ticks = self._section(block, "ticks", at)
            for item_id in ticks:
                columns = self._section(ticks, item_id, f"{at}.ticks")
                for column, tick in columns.items():
                    if isinstance(tick, int | str) and not isinstance(tick, bool):
                        found.append(
                            ItemColumn(column, instrument or "", item_id, None, wave, tick)
                        )
                    else:
                        expected = "a ticked column means a number or a state"
                        key = f"{at}.ticks.{item_id}"
                        self._fault(key, _kind(tick), expected, "Write the number.")
        return found

    def _values(self, top: Mapping[str, Any]) -> dict[str, dict[str, int | str]]:
        named = self._section(top, "values")
        found: dict[str, dict[str, int | str]] = {}
        for name in named:
            found[name] = {}
            for value, meaning in self._section(named, name, "values").items():
                if isinstance(meaning, int | str) and not isinstance(meaning, bool):
                    found[name][value] = meaning
                else:
                    self._fault(f"values.{name}.{value}", _kind(meaning), "it must be a whole "
                                "number, or text in quotation marks", "Write it so.")  # fmt: skip
        return found

    def _new_sites(self, top: Mapping[str, Any]) -> list[NewSite]:
        named = self._section(top, "new_sites")
        found = []
        for site_id in named:
            at = f"new_sites.{site_id}"
            section = self._section(named, site_id, "new_sites")
            self._keys(section, ("site_name", "country_iso3", "setting"), at)
            found.append(
                NewSite(
                    site_id,
                    self._text(section, "site_name", at) or site_id,
                    self._text(section, "country_iso3", at) or "",
                    self._text(section, "setting", at) or "unknown",
                )
            )
        return found

    def _new_waves(self, top: Mapping[str, Any]) -> list[NewWave]:
        named = self._section(top, "new_waves")
        found = []
        for place, wave_id in enumerate(named, start=1):
            at = f"new_waves.{wave_id}"
            section = self._section(named, wave_id, "new_waves")
            self._keys(section, ("label", "order", "from_on", "to_on"), at)
            order = section.get("order", place)
            if isinstance(order, bool) or not isinstance(order, int) or not 1 <= order <= 99:
                self._fault(f"{at}.order", _kind(order), "it must be a whole number from 1 to 99",
                            "1 is the first wave.")  # fmt: skip
                order = place
            found.append(
                NewWave(
                    wave_id,
                    self._text(section, "label", at) or wave_id,
                    order,
                    self._day(section, "from_on", at),
                    self._day(section, "to_on", at),
                )
            )
        return found

    def _keys(self, section: Mapping[str, Any], known: tuple[str, ...], at: str) -> None:
        for key in section:
            if key not in known:
                near = get_close_matches(key[:60], known, n=1)
                self._fault(_path(at, key), "this key", "a map has none of this name here",
                            f"Did you mean {near[0]}?" if near
                            else f"Known are {listed(known)}.")  # fmt: skip

    def _text(self, section: Mapping[str, Any], key: str, at: str = "") -> str | None:
        value = section.get(key)
        if value is None or isinstance(value, str):
            return value
        self._fault(_path(at, key), _kind(value), "it must be text in quotation marks",
                    f'Write {key} = "...".')  # fmt: skip
        return None

    def _texts(self, section: Mapping[str, Any], key: str, at: str = "") -> tuple[str, ...]:
        value = section.get(key, [])
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self._fault(_path(at, key), _kind(value), "it must be a list of texts",
                    f'Write {key} = ["one", "two"].')  # fmt: skip
        return ()

    def _truth(self, section: Mapping[str, Any], key: str, at: str) -> bool | None:
        value = section.get(key)
        if isinstance(value, bool):
            return value
        self._fault(_path(at, key), _kind(value), "it must be true or false", f"Mend {key}.")
        return None

    def _day(self, section: Mapping[str, Any], key: str, at: str) -> date | None:
        value = section.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._fault(_path(at, key), _kind(value), "it must be a day without quotation marks",
                    f"Write {key} = 2026-03-31.")  # fmt: skip
        return None

    def _section(self, section: Mapping[str, Any], key: str, at: str = "") -> Mapping[str, Any]:
        value = section.get(key, {})
        if isinstance(value, dict):
            return value
        self._fault(_path(at, key), _kind(value), "it must be a section of its own",
                    f"Write [{_path(at, key)}] and its lines below.")  # fmt: skip
        return {}

    def _blocks(
        self, top: Mapping[str, Any], key: str, known: tuple[str, ...]
    ) -> list[tuple[int, Mapping[str, Any]]]:
        value = top.get(key, [])
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            for n, block in enumerate(value, start=1):
                self._keys(block, known, f"{key}.{n}")
            return list(enumerate(value, start=1))
        self._fault(key, _kind(value), "it must be sections of their own",
                    f"Write [[{key}]] above each.")  # fmt: skip
        return []

    def _fault(self, key: str, found: str, expected: str, mend: str) -> None:
        if len(self.problems) < MOST_FAULTS:
            self.problems.append(_problem(self.file, key[:120], found, expected, mend))


def _path(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        # A number of a million digits takes Python minutes to write out.
        return str(value) if value.bit_length() < 200 else "a very long number"
    if isinstance(value, dict | list):
        return "a section" if isinstance(value, dict) else "a list"
    return quoted(str(value)) if isinstance(value, float | date) else "something else"
