"""Where the evidence behind a reason of readiness stands: another page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridgeboard.ui.here import there_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from bridgeboard.charts.readings.readiness import Told
    from bridgeboard.ui.choice import Choice


def evidence_links(choice: Choice, site_id: str) -> Callable[[Told], str]:
    """Addresses of the pages that show what a reason at this site rests on; "" where none does."""
    instruments = choice.snapshot.instruments

    def link(told: Told) -> str:
        if told.kind == "survey":
            instrument, _, own = told.ref.partition(":")
            if instrument not in instruments or not told.wave_id:
                return ""
            scales = {scale.scale_id for scale in instruments[instrument].scales}
            look = {"scale": own} if own in scales else {"look": "statements"}
            at = {"site": site_id, "at": site_id}
            return there_with("attitudes", instrument=instrument, **at, **look)
        if told.kind == "rating":
            if not told.ref:
                return ""
            construct = told.ref.split("; ")[0]
            at = {"show": told.wave_id, "at": site_id, "construct": construct, "read": "first"}
            return there_with("cfir", **at)
        if told.kind == "statement":
            at = {"at_wave": told.wave_id, "at": site_id, "read": "first"}
            return there_with("focus-groups", **at)
        if told.kind == "fact" and told.wave_id:
            return there_with("context-and-payment", at_wave=told.wave_id, site=site_id)
        if told.kind == "payment":
            return there_with("context-and-payment", site=site_id)
        if told.kind == "milestone":
            return there_with("actions", site=site_id, at=site_id) + "#milestones"
        return ""

    return link
