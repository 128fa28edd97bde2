"""Where and when rows were answered: guessed from what the tool says of its columns, then from
names, then from values."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import polars as pl

from bridgeboard.collected import Field, SurveyTable
from bridgeboard.mapping.days import days
from bridgeboard.mapping.fitting import offered, values_of
from bridgeboard.mapping.guessed_roles import Roles, named, role_of
from bridgeboard.mapping.guessing_names import tokens
from bridgeboard.mapping.guessing_waves import GuessedWaves, guessed_waves
from bridgeboard.mapping.known import Known
from bridgeboard.mapping.survey_map import LEFT_OUT, NewSite, SiteRule, WaveRule
from bridgeboard.readers.quoting import quoted

_SITES = ("siteid", "site", "centre", "center", "clinic", "hospital", "facility", "location",
          "service", "standort", "zentrum", "klinik", "centro", "lieu", "kituo")  # fmt: skip
_WAVES = ("waveid", "wave", "timepoint", "time", "visit", "phase", "round", "event", "period",
          "zeitpunkt", "messzeitpunkt", "erhebungszeitpunkt", "welle", "erhebungswelle", "erhebung",
          "vague", "onda", "ola", "measurement", "occasion", "assessment", "prepost")  # fmt: skip
_DAYS = ("answeredon", "date", "surveydate", "today", "completedon", "datum", "fecha", "submitted")
#: More different values than these name no sites or waves.
MOST_SITES, MOST_WAVES = 200, 20


def guess_site(
    roles: Roles, table: SurveyTable, free: Sequence[Field], known: Known, file: str
) -> None:
    group = role_of(free, "data_group")
    if group is not None and not values_of(table, group.column):
        group = None
    # What is called as our own column is, as on our forms, says more than a group of users does.
    own = [(one, f"its name is {one.column}") for one in named(free, _SITES[:1], roles)]
    candidates = [*own, *([(group, "the tool groups records by it")] if group else [])]
    candidates += [(one, f"its name is {one.column}") for one in named(free, _SITES, roles)]
    for one, why in candidates:
        cells = list(dict.fromkeys([*offered(table, one), *values_of(table, one.column)]))
        if not cells or len(cells) > MOST_SITES:
            continue
        _site_column(roles, one, cells, known, why)
        return
    ids = {"".join(tokens(name)): site.site_id for site in known.sites
           for name in (site.site_id, site.site_name)}  # fmt: skip
    in_name = {ids[word] for word in tokens(file) if word in ids}
    if len(known.sites) == 1:
        roles.site = SiteRule(always=known.sites[0].site_id)
        roles.said.append("All rows are of the programme's only site.")
    elif len(in_name) == 1:
        roles.site = SiteRule(always=in_name.pop())
        roles.said.append(f"All rows are of the site that the file's name has: "
                          f"{roles.site.always}.")  # fmt: skip
    else:
        roles.site = SiteRule(always="")
        roles.open.append("No column tells the site: say which one, or that all rows are of one.")


def _site_column(roles: Roles, one: Field, cells: Sequence[str], known: Known, why: str) -> None:
    names = {
        plain_name: site.site_id
        for site in reversed(known.sites)
        for plain_name in map(_plain_site, (*site.aliases, site.site_name, site.site_id))
    }
    values: dict[str, int | str] = {}
    unclear = []
    for cell in cells:
        label = one.choices.get(cell, cell)
        site = names.get(_plain_site(cell)) or names.get(_plain_site(label))
        if site is not None:
            values[cell] = site
        elif not known.sites:
            site_id = re.sub(r"[^a-z0-9]+", "-", " ".join(tokens(label))).strip("-")[:60]
            site_id = site_id or f"site-{len(roles.new_sites) + 1}"
            if site_id not in {new.site_id for new in roles.new_sites}:
                roles.new_sites.append(NewSite(site_id, label))
                roles.open.append(f"Say in which country {label} is: country_iso3 in "
                                  f"[new_sites.{site_id}].")  # fmt: skip
            values[cell] = site_id
        else:
            unclear.append(cell)
    roles.site = SiteRule(column=one.column, values="sites")
    roles.values["sites"] = values
    roles.why[one.column] = ("the site", why, 0.9)
    for cell in unclear:
        values[cell] = ""
        roles.open.append(f"Say which site {quoted(cell)} is, in [values.sites].")


def _plain_site(name: str) -> str:
    return "".join(tokens(name))


def guess_wave(
    roles: Roles,
    table: SurveyTable,
    free: Sequence[Field],
    known: Known,
    file: str,
    taken: Collection[str],
    of_items: GuessedWaves | None,
) -> None:
    if of_items is not None:
        roles.wave = WaveRule(per_column=True)
        roles.new_waves += of_items.new
        roles.said.append("Waves stand side by side: one row is a respondent at each of them.")
        return
    event = role_of(free, "event")
    repeat = role_of(free, "repeat")
    candidates = [(event, "the tool says so")] if event else []
    candidates += [(one, f"its name is {one.column}") for one in named(free, _WAVES, roles)]
    if repeat is not None and len(values_of(table, repeat.column)) > 1:
        candidates.append((repeat, "the tool counts repeats in it"))
    for one, why in candidates:
        cells = values_of(table, one.column)
        if one is not event and len(cells) < 2 and one.role != "question":
            continue
        if not cells or len(cells) > MOST_WAVES:
            continue
        _wave_column(roles, table, one, cells, known, taken, why)
        return
    moment = guessed_waves([re.sub(r"\.[a-z]+$", "", file.casefold())], known)
    if moment.waves:
        roles.wave = WaveRule(always=next(iter(moment.waves.values())))
        roles.new_waves += moment.new
        roles.said.append(f"All rows are of the wave that the file's name tells: "
                          f"{roles.wave.always}.")  # fmt: skip
        return
    for one in [*named(free, _DAYS, roles), *(f for f in free if f.role == "submitted")]:
        if _all_in_waves(table, one, known):
            roles.wave = WaveRule(date=one.column)
            why = "all its days lie within the programme's waves"
            roles.why[one.column] = ("the wave", why, 0.9)
            return
    roles.wave = WaveRule(always="")
    roles.open.append("Nothing tells the wave: say which column, or that all rows are of one.")


def _wave_column(
    roles: Roles,
    table: SurveyTable,
    one: Field,
    cells: list[str],
    known: Known,
    taken: Collection[str],
    why: str,
) -> None:
    offers = [cell for cell in offered(table, one) if cell not in cells]
    labels = [one.choices.get(cell, cell) for cell in [*cells, *offers]]
    found = guessed_waves([*cells, *offers], known, labels)
    answered = {
        cell for (cell,) in table.frame.filter(_answered(taken)).select(one.column).unique().rows()
    }
    values: dict[str, int | str] = dict(found.waves)
    for cell in found.unclear:
        if cell in cells and cell not in answered:
            values[cell] = LEFT_OUT
        elif cell in cells:
            values[cell] = ""
            roles.open.append(f"Say which wave {quoted(cell)} is, in [values.waves].")
    used = set(values.values())
    roles.new_waves += [wave for wave in found.new if wave.wave_id in used]
    roles.wave = WaveRule(column=one.column, values="waves")
    roles.values["waves"] = values
    roles.why[one.column] = ("the wave", why, 0.9)


def _answered(taken: Collection[str]) -> pl.Expr:
    """Rows with an answer to an item; all, where no item is known."""
    return pl.any_horizontal(pl.lit(not taken), *(pl.col(c).is_not_null() for c in taken))


def date_new_waves(roles: Roles, table: SurveyTable, free: Sequence[Field]) -> None:
    """Give each new wave the first day on which somebody answered; the last is not known yet."""
    dated = [*(f for f in free if f.role == "submitted"), *named(free, _DAYS, roles)]
    found = [(one, days(table.frame[one.column])) for one in dated]
    found = [(one, day) for one, day in found if day.is_not_null().any()]
    if not found or roles.wave.per_column or roles.wave.date is not None:
        return
    by = roles.wave.column
    means = roles.values.get("waves", {})
    wave = table.frame[by].replace_strict(means, default=None, return_dtype=pl.String) if by else (
        pl.repeat(roles.wave.always, len(table.frame), dtype=pl.String, eager=True)
    )  # fmt: skip
    first = pl.DataFrame({"wave": wave, "day": found[0][1]}).group_by("wave").agg(pl.min("day"))
    day_of = dict(first.iter_rows())
    roles.new_waves[:] = [replace(one, from_on=day_of.get(one.wave_id)) for one in roles.new_waves]


def _all_in_waves(table: SurveyTable, one: Field, known: Known) -> bool:
    cells = table.frame[one.column].drop_nulls()
    found = days(cells).drop_nulls()
    spans = [(w.from_on, w.to_on) for w in known.waves if w.from_on and w.to_on]
    return (
        len(found) > 0
        and len(found) == len(cells)
        and all(any(f <= day <= t for f, t in spans) for day in found.unique())
    )
