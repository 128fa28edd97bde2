"""What a page can offer to choose from: ids and names, in the order of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown
    from bridgeboard.instruments import Instrument, Scale


def waves(shown: Shown) -> dict[str, str]:
    """Waves that the answer has rows for, in time."""
    rows = shown.frame.filter(pl.col("wave_id").is_not_null()).sort("wave_order")
    return _named(rows.select("wave_id", "wave_label").unique(maintain_order=True).iter_rows())


def has_any(shown: Shown) -> bool:
    """Is there a row with anything in it? Some frames have one for each site, on record or not."""
    frame = shown.frame
    if "n_on_record" in frame.columns:
        return bool((frame["n_on_record"] > 0).any())
    if "reference_wage" in frame.columns:
        return bool((frame["status"] == "reported").any())
    return frame.height > 0


def later_waves(shown: Shown) -> dict[str, str]:
    """The same, the latest first: what changed last is asked for first."""
    return dict(reversed(waves(shown).items()))


def sites(shown: Shown, wave_id: str | None = None) -> dict[str, str]:
    """Sites that the answer has rows for, at a wave if one is given."""
    rows = shown.frame.filter(pl.col("site_id").is_not_null())
    if wave_id:
        rows = rows.filter(pl.col("wave_id") == wave_id)
    return _named(rows.select("site_id", "site_name").unique(maintain_order=True).iter_rows())


def has_total(shown: Shown) -> bool:
    """Are all sites together among the rows? Not where sites are chosen."""
    return bool(shown.frame["is_total"].any())


def themes(shown: Shown, wave_id: str) -> dict[str, str]:
    """Themes of a wave in the order of the codebook."""
    rows = shown.frame.filter(pl.col("wave_id") == wave_id).sort("theme_order")
    return _named(rows.select("theme_id", "theme_label").unique(maintain_order=True).iter_rows())


def within(shown: Shown, theme_id: str | None) -> tuple[str, ...]:
    """The theme and all themes under it; nothing for no theme."""
    if theme_id is None:
        return ()
    parents = dict(shown.frame.select("theme_id", "parent_id").unique().iter_rows())
    found = [theme_id]
    for parent in found:
        found += [theme for theme, above in parents.items() if above == parent]
    return tuple(found)


def above(shown: Shown, theme_id: str | None) -> tuple[str, ...]:
    """The theme and all themes above it."""
    parents = dict(shown.frame.select("theme_id", "parent_id").unique().iter_rows())
    found = []
    while theme_id is not None and theme_id not in found:
        found.append(theme_id)
        theme_id = parents.get(theme_id)
    return tuple(found)


def factors(shown: Shown, first: str) -> dict[str, str]:
    """Factors that facts are about, `first` before the others if there is such a fact."""
    rows = shown.frame.select("factor", "factor_label").unique().sort("factor_label")
    named = dict(rows.iter_rows())
    return {**({first: named[first]} if first in named else {}), **named}


def overdue_steps(steps: Shown) -> dict[str, str]:
    """Overdue steps of the measure `milestones` by site and name, the longest overdue first."""
    late = steps.frame.filter(status="overdue").sort(
        "days_late", descending=True, maintain_order=True
    )
    return _named(
        (f"{site_id}|{milestone}", f"{site_name}: {milestone}")
        for site_id, site_name, milestone in late.select(
            "site_id", "site_name", "milestone"
        ).iter_rows()
    )


def scales(shown: Shown, instrument_id: str) -> dict[str, str]:
    """Scales of an instrument, in its order."""
    rows = shown.frame.filter(pl.col("instrument_id") == instrument_id).sort("scale_order")
    return _named(rows.select("scale_id", "scale_label").unique(maintain_order=True).iter_rows())


def instruments(found: Iterable[Instrument]) -> dict[str, str]:
    """Instruments by their short names."""
    return _named((one.instrument_id, one.short_name) for one in found)


def parts(instrument: Instrument) -> dict[str, str]:
    """Scales that divide the instrument: those that hold no other scale's items."""
    held = {
        whole.scale_id
        for whole in instrument.scales
        for part in instrument.scales
        if set(part.item_ids) < set(whole.item_ids)
    }
    return {one.scale_id: one.label for one in instrument.scales if one.scale_id not in held}


def items(instrument: Instrument, scale_id: str | None) -> tuple[str, ...]:
    """The items of a scale; all of an instrument where no scale is chosen."""
    return instrument.scale(scale_id).item_ids if scale_id else instrument.item_ids


def item_names(instrument: Instrument) -> dict[str, str]:
    """Items of an instrument by our own short labels, in its order."""
    return _named((one.item_id, one.label) for one in instrument.items)


def asked_of_all(found: Iterable[Instrument]) -> dict[str, str]:
    """Instruments that a page offers: versions of another one are shown together with it."""
    return instruments(one for one in found if one.version_of is None)


def versions(
    found: Iterable[Instrument], instrument: Instrument, scale_id: str | None
) -> tuple[Instrument, ...]:
    """The instrument, and after it its other versions that have this scale too."""
    others = (one for one in found if one.version_of == instrument.instrument_id)
    return (instrument, *(one for one in others if not scale_id or scale_id in scales_of(one)))


def scales_of(instrument: Instrument) -> dict[str, str]:
    """Scales of an instrument, in its order."""
    return _named((scale.scale_id, scale.label) for scale in instrument.scales)


def compared(shift: Shown, instrument_id: str, scale_id: str) -> dict[str, dict[str, str]]:
    """Earlier waves, each with the later waves that some site can be compared with, in time.

    The names of all of them: wave_names().
    """
    rows = shift.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (~pl.col("status").is_in(["no answers", "not asked"])).fill_null(True)
    ).sort("from_wave_order", "to_wave_order")
    found: dict[str, dict[str, str]] = {}
    columns = ("from_wave_id", "to_wave_id", "to_wave_label")
    for earlier, later, label in rows.select(columns).unique(maintain_order=True).iter_rows():
        found.setdefault(earlier, {})[later] = label
    return found


def answered(score: Shown, versions: Iterable[Instrument], scale_id: str) -> dict[str, str]:
    """Waves at which anybody answered the scale in one of its versions, in time."""
    rows = score.frame.filter(
        pl.col("instrument_id").is_in([one.instrument_id for one in versions])
        & (pl.col("scale_id") == scale_id)
        & (pl.col("status") != "no answers").fill_null(True)
    ).sort("wave_order")
    return _named(rows.select("wave_id", "wave_label").unique(maintain_order=True).iter_rows())


def asked_at(distribution: Shown, instrument_id: str) -> dict[str, str]:
    """Waves at which anybody was asked an instrument's items, in time."""
    rows = distribution.frame.filter(pl.col("instrument_id") == instrument_id).sort("wave_order")
    return _named(rows.select("wave_id", "wave_label").unique(maintain_order=True).iter_rows())


def wave_names(shift: Shown) -> dict[str, str]:
    """Names of all waves that are compared with another one, in time."""
    ends = [
        shift.frame.select(
            wave_id=f"{end}_wave_id", wave_label=f"{end}_wave_label", order=f"{end}_wave_order"
        )
        for end in ("from", "to")
    ]
    rows = pl.concat(ends).unique().sort("order")
    return _named(rows.select("wave_id", "wave_label").iter_rows())


def flows(
    moved: Shown, instrument_id: str, scale_id: str, from_wave_id: str, to_wave_id: str
) -> bool:
    """Can anybody be followed between the two waves?"""
    rows = moved.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("from_wave_id") == from_wave_id)
        & (pl.col("to_wave_id") == to_wave_id)
    )
    return rows.height > 0


def shifts_to_plan(instrument: Instrument, scale: Scale) -> tuple[float, float, float, float]:
    """What to offer for a shift to plan for: the first, the least, the most, and the step.

    The first is an eighth of the scale's range, half a point from 1 to 5; nothing says that it is a
    shift that matters.
    """
    low, high = instrument.score_range(scale)
    step = 0.1 if high - low <= 10 else 1.0
    return (round((high - low) / 8 / step) * step, step, (high - low) / 2, step)


def has_pairs(
    shift: Shown, instrument_id: str, scale_id: str, from_wave_id: str, to_wave_id: str
) -> bool:
    """Is there a site where the same people can be compared?"""
    rows = shift.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("from_wave_id") == from_wave_id)
        & (pl.col("to_wave_id") == to_wave_id)
        & (pl.col("design") == "paired")
    )
    return rows["value"].count() > 0


def _named(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names by id; where two share a name, the id tells them apart."""
    listed = list(pairs)
    times = Counter(name for _, name in listed)
    return {key: name if times[name] == 1 else f"{name} ({key})" for key, name in listed}
