"""How PSWs are paid at each site, from when, and how that compares with the site's wage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "How are PSWs paid, and since when?",
    "corner": "Site",
    "first": "First",
    "then": "Then",
    "from": "from {day}",
    "monthly": "{amount} {currency} a month",
    "amount": "{amount} {currency} {per}",
    "ratio": "{ratio} of the site's reference wage",
    "psw": "PSW",
    "psws": "PSWs",
    "payer": "paid by {payer}",
    "alt": "Payment is on record for {known} of {sites}; the latest: {bases}.",
    "none": "No source says how PSWs are paid ({sites}).",
    "now": "{basis} at {n}",
    "n": "{known} of {sites} with a payment record",
    "unit": "amount a month in the site's own currency; no conversion between currencies",
}


def payment(shown: Shown, *, dark: bool = False) -> Chart:
    """Site by site, one cell for each way of paying in turn: basis, since when, how much.

    In:      the measure `payment`. Missing: not reported is said in words, and isn't "unpaid".
    """
    colours = style.palette(dark)
    periods: dict[str, list[dict[str, Any]]] = {}
    names: dict[str, str] = {}
    for row in shown.frame.to_dicts():
        names[row["site_id"]] = row["site_name"]
        periods.setdefault(row["site_id"], []).append(row)
    most = max((len(rows) for rows in periods.values()), default=1)
    alt = _reading(periods)
    known = sum(any(map(_is_known, rows)) for rows in periods.values())
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"],
        columns=[_WORDS["first"], *[_WORDS["then"]] * (most - 1)],
        rows=[
            Row(
                names[site],
                tuple(_cell(rows[i] if i < len(rows) else None, colours) for i in range(most)),
            )
            for site, rows in periods.items()
        ],
        legend=[
            (style.BASIS_SHAPES[basis], colours.ink, word) for basis, word in words.BASES.items()
        ],
        stamp=provenance.mark(shown),
        cell_pixels=150,
    )
    sites = words.count(len(periods), "site")
    labels = [row["source_label"] or "" for rows in periods.values() for row in rows]
    return Chart(
        title=_WORDS["title"],
        figure=html_matrix.drawn(matrix, colours) if known else None,
        alt=alt,
        n_text=_WORDS["n"].format(known=known, sites=sites),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown, *labels),
        provenance_mark=provenance.mark(shown),
        table=_table(shown.frame),
        notes=shown.notes,
    )


def _is_known(row: dict[str, Any]) -> bool:
    return row["status"] != words.NOT_REPORTED


def _cell(row: dict[str, Any] | None, colours: style.Palette) -> Cell:
    if row is None:
        return Cell(absent=True)
    if not _is_known(row):
        return Cell(
            marks=(Mark(f"· {words.NOT_REPORTED}", colours.muted),),
            spoken=words.NOT_REPORTED,
        )
    parts = [_WORDS["from"].format(day=f"{row['from_on']:%Y-%m-%d}")] if row["from_on"] else []
    if row["hidden"]:
        parts.append(row["hidden"])
    else:
        if row["monthly_amount"] is not None:
            parts.append(_amount("monthly", row["monthly_amount"], row))
        elif row["amount"] is not None:
            parts.append(_amount("amount", row["amount"], row))
        if row["pay_ratio"] is not None:
            parts.append(_WORDS["ratio"].format(ratio=words.percent(row["pay_ratio"])))
        if row["n_psw"] is not None:
            parts.append(words.count(row["n_psw"], _WORDS["psw"], _WORDS["psws"]))
    if row["payer"]:
        parts.append(_WORDS["payer"].format(payer=row["payer"]))
    basis = words.BASES[row["basis"]]
    return Cell(
        big=f"{style.BASIS_SHAPES[row['basis']]} {basis}",
        lines=("", *parts),
        spoken=", ".join([basis, *parts]),
    )


def _amount(which: str, amount: float, row: dict[str, Any]) -> str:
    places = 0 if float(amount).is_integer() else 2
    return _WORDS[which].format(
        amount=words.number(amount, places),
        currency=row["currency"],
        per=words.PER[row["per"]],
    )


def _reading(periods: dict[str, list[dict[str, Any]]]) -> str:
    sites = words.count(len(periods), "site")
    last = [rows[-1]["basis"] for rows in periods.values() if _is_known(rows[-1])]
    if not last:
        return _WORDS["none"].format(sites=sites)
    bases = [
        _WORDS["now"].format(basis=word, n=words.count(last.count(basis), "site"))
        for basis, word in words.BASES.items()
        if basis in last
    ]
    return _WORDS["alt"].format(known=len(last), sites=sites, bases=words.listed(bases))


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        From=pl.col("from_on"),
        Basis=pl.col("basis").replace_strict(words.BASES),
        Amount=pl.col("amount"),
        Currency=pl.col("currency"),
        Per=pl.col("per"),
        Monthly=pl.col("monthly_amount"),
        **{
            "Reference wage": pl.col("reference_wage"),
            "Share of wage": pl.col("pay_ratio"),
            "PSWs": pl.col("n_psw"),
        },
        Payer=pl.col("payer"),
        Source=pl.col("source_label"),
        Status=pl.coalesce("hidden", "status"),
    )
