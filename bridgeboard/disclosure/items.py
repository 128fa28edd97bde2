"""What the shareable view hides of single items: of answers, and of reasons for giving none."""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.tables import width

_ITEM = ["instrument_id", "item_id", "wave_id"]
_PLACE = [*_ITEM, "site_id", "is_total"]


def hidden_items(frame: pl.DataFrame, is_hidden: pl.Series, k: int) -> pl.DataFrame:
    """Which further rows of the distribution to hide, given those that are hidden already.

    In:  the distribution frame, and per row whether its item is hidden at this site and wave.
    Out: one row per row of the frame: `item`, hide all its numbers; `reasons`, hide how many gave
         no answer for which reason.

    An item whose hidden sites could be worked out from "All sites" loses that total, and no site
    loses anything: what one measure hides of a site another one might show. Fewer than k people
    who gave no answer are themselves a small group, so their reasons are hidden, but not how many
    they are: that is n_asked - n, it is no answer, and hiding it would hide every item that
    somebody left out.
    """
    rows = frame.with_columns(_hidden=is_hidden).with_row_index("_row")
    answered = pl.col("state") == "answered"
    item = _hidden_totals(rows.filter(answered), k)
    item = rows.select(
        "_row",
        item=pl.col("is_total")
        & pl.struct(_ITEM).is_in(item.select(pl.struct(_ITEM)).to_series().implode()),
    )
    rows = rows.join(item, on="_row", maintain_order="left")
    reasons = _hidden_reasons(rows.filter(~answered), k)
    return rows.join(reasons, on="_row", how="left", maintain_order="left").select(
        "item", pl.col("reasons").fill_null(False)
    )


def _hidden_totals(rows: pl.DataFrame, k: int) -> pl.DataFrame:
    """instrument_id, item_id, wave_id of totals that would reveal a hidden site's answers.

    What is left of the total for the hidden sites must be a group of k or more (hence two sites or
    more), not all at one level. A site whose n_asked is shown and whose n is not is known to have n
    below k; of sites where both are hidden only is known how many they asked in all.
    """
    hidden = rows.filter(pl.col("_hidden") & ~pl.col("is_total") & (pl.col("n_asked") > 0))
    by_level = hidden.group_by(*_ITEM, "level").agg(pl.col("n_level").sum())
    by_level = by_level.group_by(_ITEM).agg(at_one_level=pl.col("n_level").max())
    known = pl.col("_known_asked")
    left = (
        hidden.group_by([*_ITEM, "site_id"])
        .agg(pl.col("n", "n_asked", "_known_asked").first())
        .group_by(_ITEM)
        .agg(
            n=pl.col("n").sum(),
            known=known.sum().cast(pl.Int64),
            asked_unknown=pl.col("n_asked").filter(~known).sum(),
        )
    )
    n, most = pl.col("n"), k - 1
    others = (pl.col("known") - 1) * most + pl.col("asked_unknown")
    span = pl.min_horizontal(n, pl.lit(most)) - pl.max_horizontal(n - others, pl.lit(0))
    safe = (n >= k) & ((pl.col("known") == 0) | (span >= width(k))) & (pl.col("at_one_level") < n)
    return left.join(by_level, on=_ITEM).filter(~safe).select(_ITEM)


def _hidden_reasons(rows: pl.DataFrame, k: int) -> pl.DataFrame:
    """_row, reasons: the rows of states without an answer that are hidden."""
    none = pl.col("n_asked") - pl.col("n")
    rows = rows.with_columns(
        _none=none,
        reasons=pl.col("_hidden") | pl.col("item") | ((none > 0) & (none < k)),
    )
    # What "All sites" leaves over for the sites whose reasons are hidden.
    left = rows.filter(pl.col("reasons") & ~pl.col("is_total") & (pl.col("_none") > 0))
    of_item = left.group_by([*_ITEM, "site_id"]).agg(pl.col("_none").first())
    of_item = of_item.group_by(_ITEM).agg(_sites=pl.len(), _people=pl.col("_none").sum())
    largest = left.group_by(*_ITEM, "state").agg(pl.col("n_level").sum())
    largest = largest.group_by(_ITEM).agg(_largest=pl.col("n_level").max())
    unsafe = of_item.join(largest, on=_ITEM).filter(
        (pl.col("_sites") < 2) | (pl.col("_people") < k) | (pl.col("_largest") == pl.col("_people"))
    )
    return rows.join(unsafe.select(*_ITEM, _unsafe=True), on=_ITEM, how="left").select(
        "_row",
        reasons=pl.col("reasons") | (pl.col("is_total") & pl.col("_unsafe").fill_null(False)),
    )
