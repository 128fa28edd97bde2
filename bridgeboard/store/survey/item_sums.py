"""What reliability needs of the items: sums, squares and products, exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from bridgeboard.instruments import Instrument
from bridgeboard.store.sql import identifier, literal
from bridgeboard.store.survey.scoring import places_of
from bridgeboard.store.survey.shared_items import Asked
from bridgeboard.store.survey.step import Rows, Step, given, item


def item_sums(instrument: Instrument, asked: Asked) -> list[Step]:
    """mart_item_sums: per scale and wave over those who answered every item asked there.

    An item is asked where anybody answered it. A step for each scale and set of asked items; its
    SQL gives a row a wave, which becomes a row for each two of the items, an item with itself
    included, in the instrument's order. None where fewer than two were asked.
    """
    found = []
    for scale in instrument.scales:
        items_at = {}
        for wave in asked.waves:
            known = asked.items.get((instrument.instrument_id, wave), frozenset())
            items_at[wave] = tuple(
                i for i in instrument.item_ids if i in known and i in scale.item_ids
            )
        waves = sorted((w for w in asked.waves if len(items_at[w]) > 1), key=items_at.__getitem__)
        for items, some in groupby(waves, key=items_at.__getitem__):
            which = instrument.instrument_id, scale.scale_id
            sql = _sums(instrument, items, list(some))
            found.append(Step("mart_item_sums", sql, "counts", _unfolded(*which, items)))
    return found


def _sums(instrument: Instrument, items: Sequence[str], waves: Sequence[str]) -> str:
    turn = instrument.minimum + instrument.maximum
    places = places_of(instrument)
    values = [
        f"{turn} - {item(places[i])}" if instrument.item(i).reversed else item(places[i])
        for i in items
    ]
    columns = ", ".join(f"CAST({one} AS INTEGER) AS v{at}" for at, one in enumerate(values))
    complete = " AND ".join(f"{item(places[i])} IS NOT NULL" for i in items)
    at_waves = ", ".join(literal(wave) for wave in waves)
    sums = [f"sum(v{a})" for a in range(len(items))]
    sums += [f"sum(v{a} * v{b})" for a in range(len(items)) for b in range(a, len(items))]
    # Whoever answered none of these items at the wave is not here, but the row of the wave must be.
    return (
        f"SELECT w.wave_id, count(v0), {', '.join(sums)}\n"
        f"FROM (SELECT wave_id FROM wave_orders WHERE wave_id IN ({at_waves})) w\n"
        f"LEFT JOIN (SELECT wave_id, {columns} FROM {identifier(given(instrument))}\n"
        f"WHERE {complete}) v ON v.wave_id = w.wave_id\nGROUP BY w.wave_id"
    )


def _unfolded(instrument_id: str, scale_id: str, items: Sequence[str]) -> Callable[[Rows], Rows]:
    def unfold(rows: Rows) -> Rows:
        found = []
        for wave_id, n, *sums in rows:
            products = iter(sums[len(items) :])
            found += [
                (
                    instrument_id,
                    scale_id,
                    wave_id,
                    n,
                    items[a],
                    items[b],
                    sums[a] or 0,
                    sums[b] or 0,
                    next(products) or 0,
                )
                for a in range(len(items))
                for b in range(a, len(items))
            ]
        return found

    return unfold
