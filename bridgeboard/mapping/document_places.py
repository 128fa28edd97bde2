"""Where, when and with whom a document was recorded, as its name and its variables tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bridgeboard.collected.coding import Document
from bridgeboard.mapping.known import Known
from bridgeboard.readers.quoting import quoted

_BEFORE = ("pre", "before", "baseline", "t0", "vor", "vorher", "antes")
_AFTER = ("post", "after", "follow up", "followup", "endline", "nach", "nachher", "después")
_STAKEHOLDERS = {
    "MHW": ("mhw", "mhws", "mental health worker", "mental health workers", "staff", "clinicians",
            "clinician", "professionals", "nurses", "team"),
    "PSW": ("psw", "psws", "peer", "peers", "peer support worker", "peer support workers"),
    "service user": ("service user", "service users", "su", "patient", "patients", "client",
                     "clients", "user", "users"),
    "key informant": ("key informant", "key informants", "manager", "managers", "leader",
                      "leaders", "stakeholder"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What was found, "" if nothing, and why."""

    value: str
    why: str


def phrase(text: str) -> str:
    """The words of a text in small letters, with a blank before and after each."""
    # FG2 is two words, and so is Lakeside01.
    apart = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", text.casefold())
    return " " + " ".join(re.findall(r"[^\W_]+", apart)) + " "


def site_of(document: Document, known: Known) -> Told:
    """The one site whose id, name or other name stands in it; the only one of the programme."""
    names = {site.site_id: (site.site_id, site.site_name, *site.aliases) for site in known.sites}
    told = _told(document, names)
    if told is None and len(known.sites) == 1:
        return Told(known.sites[0].site_id, "the programme has no other site")
    return told or Told("", "no site of the programme stands in its name or variables")


def wave_of(document: Document, known: Known) -> Told:
    """The one wave whose id or label stands in it, or before and after; the only one."""
    waves = known.waves
    names = {wave.wave_id: (wave.wave_id, wave.label) for wave in waves}
    told = _told(document, names)
    if told is None and len(waves) == 2:
        # With more than two waves, "after" may be any but the first.
        told = _told(document, {waves[0].wave_id: _BEFORE, waves[1].wave_id: _AFTER})
    elif told is None and len(waves) > 2:
        told = _told(document, {waves[0].wave_id: _BEFORE})
    if told is None and len(waves) == 1:
        return Told(waves[0].wave_id, "the programme has no other wave")
    return told or Told("", "no wave of the programme stands in its name or variables")


def stakeholder_of(document: Document) -> Told:
    """Who took part, by words such as staff, PSW or patients."""
    found = _told(document, _STAKEHOLDERS)
    return found or Told("", "who took part does not stand in its name or variables")


def _told(document: Document, names: dict[str, Iterable[str]] | dict[str, tuple[str, ...]]) -> (
    Told | None
):  # fmt: skip
    """The one of names that the document's variables tell, else its name; the longest words win."""
    texts = [(value, f"its {title} is {quoted(value)}") for title, value in
             document.variables.items()]  # fmt: skip
    texts.append((document.document, ""))
    for text, where in texts:
        words = phrase(text)
        found: dict[str, str] = {}
        for key, known in names.items():
            inside = [name for name in known if name and phrase(name) in words]
            if inside:
                found[key] = max(inside, key=len)
        longest = max(map(len, found.values()), default=0)
        best = [key for key, name in found.items() if len(name) == longest]
        if len(best) == 1:
            return Told(best[0], where or f"{quoted(found[best[0]])} stands in its name")
    return None
