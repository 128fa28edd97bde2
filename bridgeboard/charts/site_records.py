"""What is compared at sites from records, not from samples of people: pay, and steps done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridgeboard.charts import words
from bridgeboard.charts.by_income import AtSite
from bridgeboard.charts.site_values import SiteValues

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "pay": "Pay of PSWs as a share of the site's reference wage",
    "steps": "Steps of implementation that are done",
    "unit_pay": "% of the site's own reference wage; no conversion between currencies",
    "unit_steps": "% of the steps on record",
    "n_pay": "latest payment on record at each site",
    "n_steps": "steps on record, read on {day}",
    "hourly": "paid {per}: hours worked aren't known, so there is no share of a wage",
    "no_pay": "no amount is on record",
    "no_wage": "no reference wage is on record",
    "no_payment": "no payment is on record",
    "no_steps": "no step is on record",
    "no_interval": "These are records, not samples of people: they have no interval.",
    "of": "{n} of {all}",
}


def pay(shown: Shown) -> SiteValues:
    """The latest pay of each site's PSWs as a share of its reference wage. In: `payment`.

    Missing: not paid by the month, no wage to compare with, hidden, or nothing on record.
    """
    latest: dict[str, dict[str, Any]] = {}
    for row in shown.frame.to_dicts():
        latest[row["site_id"]] = row
    return SiteValues(
        kind="pay",
        what=_WORDS["pay"],
        sites=tuple(map(_pay, latest.values())),
        low=0.0,
        high=1.0,
        places=0,
        percent=True,
        unit=_WORDS["unit_pay"],
        n_text=_WORDS["n_pay"],
        shown=shown,
        notes=(_WORDS["no_interval"], *shown.notes),
        samples=False,
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


def steps(shown: Shown) -> SiteValues:
    """The share of each site's steps on record that are done. In: `stages`."""
    rows = shown.frame.filter("is_all_stages").to_dicts()
    sites = []
    for row in rows:
        if row["share_done"] is None:
            sites.append(AtSite(row["site_id"], row["site_name"], why=_WORDS["no_steps"]))
            continue
        of = _WORDS["of"].format(n=row["n_done"], all=row["n_on_record"])
        share = words.percent(row["share_done"])
        sites.append(
            AtSite(
                row["site_id"], row["site_name"], row["share_done"], None, None, f"{share}: {of}"
            )
        )
    return SiteValues(
        kind="steps",
        what=_WORDS["steps"],
        sites=tuple(sites),
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
