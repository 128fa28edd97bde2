"""The two instruments' parameters: invented, chosen to look like small real surveys."""

from __future__ import annotations

from functools import cache

from bridgeboard.instruments import registry
from bridgeboard.simulation.latent import Model, Spread

#: Purposes within the stream of sites; each instrument's levels are drawn apart.
PSA12_SITES, PCAT_SITES = 1, 2


@cache
def psa12() -> Model:
    """PSA-12: four blocks, one a subscale; roles are unclear at first and gain most."""
    instrument = registry()["psa12"]
    blocks = ("expected_benefits", "concerns", "roles", "collaboration")
    easiness = {
        "b1": 0.9, "b2": 0.4, "b3": 0.2, "b4": -0.7,
        "c1": -0.2, "c2": 0.5, "c3": 0.3, "c4": -0.6,
        "r1": -0.2, "r2": 0.1,
        "t1": -0.1, "t2": 0.3,
    }  # fmt: skip
    return Model(
        instrument=instrument,
        thresholds=(-2.6, -0.9, 0.5, 2.4),
        easiness=tuple(easiness[item_id] for item_id in instrument.item_ids),
        blocks=blocks,
        block=tuple(blocks.index(item.scale_id or "") for item in instrument.items),
        level=(0.7, 0.1, -0.5, 0.3),
        shift=(0.35, 0.45, 0.9, 0.6),
        bent=0.9,
    )


@cache
def pcat() -> Model:
    """pCAT: one block an item, since no scale ties them together; more apart than PSA-12."""
    instrument = registry()["pcat"]
    level = (0.3, 0.4, -0.6, 0.2, 0.3, -0.1, -0.4, -0.3, -0.9, -0.8, 0.1, 0.5, -0.1, 0.4)
    shift = (0.3, 0.4, 0.3, 0.3, 0.4, 0.5, 0.6, 0.1, 0.2, 0.1, -0.2, 0.4, 0.5, 0.3)
    return Model(
        instrument=instrument,
        thresholds=(-1.7, -0.5, 0.5, 1.7),
        easiness=(0.0,) * len(instrument.items),
        blocks=instrument.item_ids,
        block=tuple(range(len(instrument.items))),
        level=level,
        shift=shift,
        bent=0.5,
        spread=Spread(level_shared=0.4, level_own=0.5, shift_shared=0.3, shift_own=0.3),
    )
