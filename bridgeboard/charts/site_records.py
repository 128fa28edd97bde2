"""What is compared at sites from records, not from samples of people: pay, and steps done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words
from bridgeboard.charts.by_income import AtSite
from bridgeboard.charts.site_values import Series, SiteValues

if TYPE_CHECKING:
    from datetime import date

    from bridgeboard.disclosure import Shown

_WORDS = {
    "pay": "Pay of PSWs as a share of the site's reference wage",
    "steps": "Steps of implementation that are done",
    "unit_pay": "% of the site's own reference wage; no conversion between currencies",
    "unit_steps": "% of the steps on record",
    "n_pay": "latest payment on record at each site",
    "n_pay_on": "the payment on record on each day",
    "n_steps": "steps on record, read on {day}",
    "hourly": "paid {per}: hours worked aren't known, so there is no share of a wage",
    "no_pay": "no amount is on record",
    "no_wage": "no reference wage is on record",
    "no_payment": "no payment is on record",
    "no_steps": "no step is on record",
    "no_interval": "These are records, not samples of people: they have no interval, and no mean "
    "over sites is estimated from them.",
    "pay_on": "Pay on the first day of each wave.",
    "undated": "Waves without a date are left out: {waves}.",
    "not_yet": "no payment was on record on {day}",
    "of": "{n} of {all}",
}


def pay(shown: Shown, on: date | None = None) -> SiteValues:
    """The latest pay of each site's PSWs as a share of its reference wage. In: `payment`.

    on:      as it was on a day; None for the latest on record.
    Missing: not paid by the month, no wage to compare with, hidden, or nothing on record.
    """
    latest: dict[str, AtSite] = {}
    for row in shown.frame.to_dicts():
        if on is None or row["from_on"] is None or row["from_on"] <= on:
            latest[row["site_id"]] = _pay(row)
        else:
            why = _WORDS["not_yet"].format(day=f"{on:%Y-%m-%d}")
            latest.setdefault(row["site_id"], AtSite(row["site_id"], row["site_name"], why=why))
    return SiteValues(
        kind="pay",
        what=_WORDS["pay"],
        sites=tuple(latest.values()),
        low=0.0,
        high=1.0,
        places=0,
        percent=True,
        unit=_WORDS["unit_pay"],
        n_text=_WORDS["n_pay" if on is None else "n_pay_on"],
        shown=shown,
        notes=(_WORDS["no_interval"], *shown.notes),
        samples=False,
    )


def pay_over_waves(shown: Shown, waves: Shown) -> Series:
    """Pay as it was on the first day of each wave that has a date. In: `payment`, `waves`."""
    rows = waves.frame.sort("wave_order").to_dicts()
    dated = [row for row in rows if row["from_on"] is not None]
    undated = [words.isolated(row["wave_label"]) for row in rows if row["from_on"] is None]
    said = [_WORDS["pay_on"]]
    if undated:
        said.append(_WORDS["undated"].format(waves=words.listed(undated, 12)))
    values = [pay(shown, row["from_on"]) for row in dated]
    return Series(
        what=_WORDS["pay"],
        values=tuple(replace(one, notes=(*said, *one.notes)) for one in values),
        names=tuple(row["wave_label"] for row in dated),
    )


def _pay(row: dict[str, Any]) -> AtSite:
    basis = words.BASES[row["basis"]]
    if row["pay_ratio"] is not None and not row["hidden"]:
        share = words.percent(row["pay_ratio"])
        return AtSite(
            row["site_id"], row["site_name"], row["pay_ratio"], None, None, f"{share}, {basis}"
        )
    if row["hidden"]:
        why = row["hidden"]
    elif row["basis"] in ("unpaid", "expenses"):
        why = basis
    elif row["status"] != "reported":
        why = _WORDS["no_payment"]
    elif row["per"] in ("hour", "session", "day"):
        why = _WORDS["hourly"].format(per=words.PER[row["per"]])
    else:
        why = _WORDS["no_pay" if row["amount"] is None else "no_wage"]
    return AtSite(row["site_id"], row["site_name"], why=why)


def steps(shown: Shown, stage: str | None = None) -> SiteValues:
    """The share of each site's steps on record that are done. In: `stages`.

    stage: of this stage; None for all of them.
    """
    if stage is None:
        rows = shown.frame.filter("is_all_stages").to_dicts()
    else:
        rows = shown.frame.filter(~pl.col("is_all_stages") & (pl.col("stage") == stage)).to_dicts()
    return SiteValues(
        kind="steps",
        what=_WORDS["steps"],
        sites=tuple(map(_steps, rows)),
        low=0.0,
        high=1.0,
        places=0,
        percent=True,
        unit=_WORDS["unit_steps"],
        n_text=_WORDS["n_steps"].format(day=f"{shown.answer.day:%Y-%m-%d}"),
        shown=shown,
        notes=(_WORDS["no_interval"], *shown.notes),
        samples=False,
    )


def steps_by_stage(shown: Shown) -> Series:
    """The same of each stage, in order. In: `stages`."""
    rows = shown.frame.filter(~pl.col("is_all_stages")).sort("stage_order", maintain_order=True)
    names = tuple(rows["stage"].unique(maintain_order=True))
    return Series(
        what=_WORDS["steps"],
        values=tuple(steps(shown, one) for one in names),
        names=names,
        along="stages",
    )


def _steps(row: dict[str, Any]) -> AtSite:
    if row["share_done"] is None:
        return AtSite(row["site_id"], row["site_name"], why=_WORDS["no_steps"])
    of = _WORDS["of"].format(n=row["n_done"], all=row["n_on_record"])
    said = f"{words.percent(row['share_done'])}: {of}"
    return AtSite(row["site_id"], row["site_name"], row["share_done"], None, None, said)
