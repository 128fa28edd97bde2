"""What a site lacks of what people say: answers to surveys, person codes, focus groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bridgeboard.measures.comparisons import families
from bridgeboard.measures.looked import Looked
from bridgeboard.measures.missing import Missing, told
from bridgeboard.measures.release import STATEMENT_RELEASED

#: n: who answered any item, 0 where people were asked and nobody did.
_SURVEYS = """
SELECT a.instrument_id, a.site_id, a.wave_id, coalesce(c.n, 0)::BIGINT AS n
FROM (SELECT DISTINCT instrument_id, site_id, wave_id FROM mart_distribution) a
LEFT JOIN mart_coverage c ON c.evidence = 'survey:' || a.instrument_id::VARCHAR
  AND c.site_id = a.site_id AND c.wave_id = a.wave_id
ORDER BY ALL
"""
_GROUPS = f"""
SELECT g.site_id, g.wave_id, EXISTS (
    FROM statements s WHERE s.site_id = g.site_id AND s.wave_id = g.wave_id
      AND (NOT $released OR s.{STATEMENT_RELEASED})
) AS is_told
FROM (SELECT DISTINCT site_id, wave_id FROM focus_groups) g ORDER BY ALL
"""
_CODES = "SELECT site_id, wave_id, n, n - n_with_code AS n_without FROM mart_person_codes"

_WORDS = {
    "few": "{n} answered {short} at “{wave}”, fewer than the {minimum} that an answer needs.",
    "ask_more": "Ask {minimum} MHWs or more at the next wave, or enter late answers to this one.",
    "ask_next": "Enter answers of that wave that came late; it can't be asked again. Ask {minimum} "
    "MHWs or more at the next wave.",
    "not_asked": "{short} was asked elsewhere at “{wave}”, and this site has no answers.",
    "ask": "Ask {minimum} MHWs or more at the next wave, or enter what was answered at this one "
    "(answers.csv).",
    "of_survey": "what {short} says at “{wave}”, and how that moved (Attitudes)",
    "of_items": "what {short} says at “{wave}” (CFIR)",
    "no_group": "Other sites held a focus group at “{wave}”, and none is on record here.",
    "hold": "Hold one, or enter it if it was held (focus_groups.csv, statements.csv).",
    "of_group": "what people say at “{wave}” (Focus groups, Together)",
    "untold": "A focus group was held at {waves}, and no statement{released} names this site.",
    "code": "Write what was said into statements.csv, each with its theme.",
    "codes": "Without a person code: {counts}.",
    "put_codes": "Let each person make up a code that stays the same at all waves, never a name, "
    "and write it into respondents.csv.",
    "of_codes": "how the same people changed, from which whoever has no code is left out "
    "(Attitudes)",
}


def surveys(at: Looked) -> Iterator[Missing]:
    """Surveys with fewer answers than one needs, and those asked elsewhere at the last wave only.

    For sharing only the latter, and only where nobody was asked at all.
    """
    answered: dict[tuple[str, str, str], int] = {}
    base_of = {
        member.instrument_id: base
        for base, members in families(at.snapshot).items()
        for member in members
    }
    for instrument, site, wave, n in at.snapshot.query(_SURVEYS).iter_rows():
        key = base_of[instrument], site, wave
        answered[key] = answered.get(key, 0) + n
    for (base, site, wave), n in answered.items():
        if site in at.sites and 0 < n < at.minimum and not at.released:
            yield _few(at, base, site, wave, n)
    held = {
        (base, site)
        for (base, site, wave), n in answered.items()
        if wave == at.last and (n > 0 or at.released)
    }
    for base in dict.fromkeys(base for base, _ in sorted(held)):
        for site in at.sites:
            if (base, site) not in held:
                yield _not_asked(at, base, site)


def _few(at: Looked, base: str, site: str, wave: str, n: int) -> Missing:
    is_last = wave == at.last
    said = _survey_words(at, base, wave) | {"n": n}
    return Missing(
        site_id=site,
        thing=f"survey:{base}" + ("" if is_last else f":{wave}"),
        kind="survey",
        priority=2 if is_last else 3,
        what=_WORDS["few"].format(**said),
        how=_WORDS["ask_more" if is_last else "ask_next"].format(**said),
        source="answers.csv",
        needed_for=(_needed_for(at, base).format(**said),),
    )


def _not_asked(at: Looked, base: str, site: str) -> Missing:
    said = _survey_words(at, base, at.last)
    return Missing(
        site_id=site,
        thing=f"survey:{base}",
        kind="survey",
        priority=2,
        what=_WORDS["not_asked"].format(**said),
        how=_WORDS["ask"].format(**said),
        source="answers.csv",
        needed_for=(_needed_for(at, base).format(**said),),
    )


def _survey_words(at: Looked, base: str, wave: str) -> dict[str, Any]:
    short = at.snapshot.instruments[base].short_name
    return {"short": short, "wave": at.labels[wave], "minimum": at.minimum}


def respondents(at: Looked) -> Iterator[Missing]:
    """People whom no code links with their other waves; never for sharing: it counts people."""
    if at.released:
        return
    rows = at.snapshot.query(_CODES).to_dicts()
    for site in at.sites:
        without = {row["wave_id"]: row for row in rows if row["site_id"] == site}
        counts = [
            f"{row['n_without']} of {row['n']} at “{label}”"
            for wave, label in at.labels.items()
            if (row := without.get(wave)) and row["n_without"]
        ]
        if counts:
            yield Missing(
                site_id=site,
                thing="person_code",
                kind="respondents",
                priority=3,
                what=_WORDS["codes"].format(counts=", ".join(counts)),
                how=_WORDS["put_codes"],
                source="respondents.csv",
                needed_for=(_WORDS["of_codes"],),
            )


def focus_groups(at: Looked) -> Iterator[Missing]:
    """Groups that other sites held at the last wave, and groups of which nothing is written."""
    rows = at.snapshot.query(_GROUPS, {"released": at.released}).to_dicts()
    held = {row["site_id"] for row in rows if row["wave_id"] == at.last}
    said = {"wave": at.labels[at.last]}
    for site in at.sites if held else ():
        if site not in held:
            yield Missing(
                site_id=site,
                thing="focus group",
                kind="focus group",
                priority=2,
                what=_WORDS["no_group"].format(**said),
                how=_WORDS["hold"],
                source="focus_groups.csv",
                needed_for=(_WORDS["of_group"].format(**said),),
            )
    for site in at.sites:
        of_site = {row["wave_id"] for row in rows if row["site_id"] == site and not row["is_told"]}
        untold = [label for wave, label in at.labels.items() if wave in of_site]
        if untold:
            named = told([f"“{label}”" for label in untold])
            yield Missing(
                site_id=site,
                thing="statements",
                kind="statements",
                priority=2,
                what=_WORDS["untold"].format(
                    waves=named, released=" that was released" if at.released else ""
                ),
                how=_WORDS["code"],
                source="statements.csv",
                needed_for=(_WORDS["of_group"].format(wave="”, “".join(untold)),),
            )


def _needed_for(at: Looked, base: str) -> str:
    """An instrument without scales says something item by item, each a construct."""
    return _WORDS["of_survey" if at.snapshot.instruments[base].scales else "of_items"]
