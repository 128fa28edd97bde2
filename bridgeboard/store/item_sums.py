"""What reliability needs of the items: sums, squares and products, exact."""

from __future__ import annotations

import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument, turned
from bridgeboard.store.families import Answered
from bridgeboard.store.people import People

SCHEMA = {
    "scale_id": pl.String,
    "wave_id": pl.String,
    "n_complete": pl.Int64,
    "item_a": pl.String,
    "item_b": pl.String,
    "sum_a": pl.Int64,
    "sum_b": pl.Int64,
    "sum_ab": pl.Int64,
}
#: Rows multiplied at a time, so that a million respondents take megabytes.
_SLICE = 1 << 16


def item_sums(given: Answered, people: People) -> pl.DataFrame:
    """Sums of items and of their products over respondents who answered every asked item.

    Out: per scale and wave one row for each two of the items that anybody answered at that wave,
         an item with itself included, in the instrument's order; none where fewer than two were
         asked.
    """
    instrument = given.instrument
    wave = people.wave.codes[given.places]
    rows = []
    for number in np.unique(wave).tolist():
        answers = given.items.filter(pl.Series(wave == number))
        asked = [i for i in instrument.item_ids if answers[i].null_count() < answers.height]
        for scale in instrument.scales:
            items = [item_id for item_id in asked if item_id in scale.item_ids]
            if len(items) >= 2:
                n, sums, products = _summed(answers.select(items).drop_nulls(), instrument)
                which = scale.scale_id, people.wave.texts[number], n
                rows += [
                    (*which, a, b, int(sums[i]), int(sums[j]), int(products[i, j]))
                    for i, a in enumerate(items)
                    for j, b in enumerate(items[i:], start=i)
                ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _summed(complete: pl.DataFrame, instrument: Instrument) -> tuple[int, np.ndarray, np.ndarray]:
    n_items = complete.width
    sums, products = np.zeros(n_items), np.zeros((n_items, n_items))
    for part in complete.iter_slices(_SLICE):
        # Whole numbers up to 2^53 are exact as floats, which numpy multiplies much faster.
        values = part.to_numpy().astype(np.float64)
        for at, item_id in enumerate(complete.columns):
            if instrument.item(item_id).reversed:
                values[:, at] = turned(values[:, at], instrument)
        sums += values.sum(axis=0)
        products += values.T @ values
    return complete.height, sums.astype(np.int64), products.astype(np.int64)
