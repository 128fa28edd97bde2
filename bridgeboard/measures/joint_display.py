"""The rows of a joint display: what each source says of a subject, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from bridgeboard.measures.bearing import Subject
from bridgeboard.measures.proposals import OF_THE_SITE
from bridgeboard.measures.rated import joined
from bridgeboard.measures.rating_side import RatingSide
from bridgeboard.measures.survey_side import NUMBERS, SurveySide
from bridgeboard.measures.verdicts import judged, statements_reading

_SIDES = {"for": "positive", "against": "negative", "mixed": "mixed"}

_DIRECTIONS = ("supports", "hinders")
#: In place of a side: what doesn't speak of the site.
_ELSEWHERE = "elsewhere"

NOT_COMPARABLE = "This site is not the same place at both waves."


@dataclass(frozen=True, slots=True)
class Counted:
    """Statements or facts at one place, by side or direction, and where they come from."""

    n: dict[str | None, int]
    provenance: list[str]


_NONE = Counted({}, [])

#: kind, subject_id, site_id, wave_id
Place = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Display:
    """All that a programme's sources say, ready to be laid side by side.

    sites: site_id and comparable; waves: the columns of COMPARISON, one wave as from and to.
    """

    survey: SurveySide
    rated: RatingSide
    said: dict[Place, Counted]
    facts: dict[tuple[str, str, str], Counted]
    sites: list[dict[str, Any]]
    waves: list[dict[str, Any]]

    def rows(self, subject: Subject, place: int) -> Iterator[dict[str, Any]]:
        """The rows of one subject, at every site and wave, and over every two waves."""
        asked = self.survey.asked(subject.items)
        same = {
            "subject_kind": subject.kind,
            "subject_id": subject.subject_id,
            "subject_label": subject.label,
            "subject_group": subject.group,
            "subject_order": place,
        }
        for site in self.sites:
            site_id = site["site_id"]
            counts = {
                wave["to_wave_id"]: self._counts(subject, site_id, wave["to_wave_id"])
                for wave in self.waves
            }
            for wave in self.waves:
                two = wave["from_wave_id"], wave["to_wave_id"]
                row = same | wave | self._row(subject, site_id, two, counts)
                row |= self.survey.said(asked, site_id, two)
                row["about"] = "one wave" if two[0] == two[1] else "two waves"
                row["status"] = "ok"
                if two[0] != two[1] and site["comparable"] == "no":
                    row |= dict.fromkeys(NUMBERS)
                    row |= {"survey_reason": NOT_COMPARABLE, "status": "not comparable"}
                    row["rating_steps"] = None
                row["provenance"] = self._provenance(subject, asked, site_id, two)
                yield row | judged(row)

    def _row(
        self,
        subject: Subject,
        site_id: str,
        waves: tuple[str, str],
        counts: dict[str, dict[str, int]],
    ) -> dict[str, Any]:
        """What is counted and rated."""
        before, after = (counts[wave] for wave in waves)
        row: dict[str, Any] = {"site_id": site_id}
        row |= {f"{name}_to": n for name, n in after.items() if name != "n_of_all_sites"}
        row["n_of_all_sites"] = after["n_of_all_sites"]
        if waves[0] != waves[1]:
            row |= {f"{name}_from": n for name, n in before.items() if name != "n_of_all_sites"}
        row["statements_reading"] = statements_reading(
            after["n_for"], after["n_against"], after["n_mixed"]
        )
        speak = row["statements_reading"] is not None
        return row | self.rated.said(subject, site_id, waves, statements_speak=speak)

    def _counts(self, subject: Subject, site_id: str, wave: str) -> dict[str, int]:
        said = self.said.get((subject.kind, subject.subject_id, site_id, wave), _NONE).n
        facts = [self.facts.get((factor, site_id, wave), _NONE).n for factor in subject.factors]
        found = {f"n_{word}": said.get(side, 0) for word, side in _SIDES.items()}
        found["n_of_all_sites"] = said.get(_ELSEWHERE, 0)
        for word in _DIRECTIONS:
            found[f"n_{word}"] = sum(one.get(word, 0) for one in facts)
        known = found["n_supports"] + found["n_hinders"]
        found["n_other"] = sum(sum(one.values()) for one in facts) - known
        return found

    def _provenance(
        self, subject: Subject, asked: list[Any], site_id: str, waves: tuple[str, str]
    ) -> str | None:
        words = [*self.survey.provenance(asked, site_id, waves)]
        words += self.rated.provenance(subject, site_id, waves)
        for wave in waves:
            said = self.said.get((subject.kind, subject.subject_id, site_id, wave), _NONE)
            words += said.provenance
            for factor in subject.factors:
                words += self.facts.get((factor, site_id, wave), _NONE).provenance
        return joined(sorted(set(words)), ", ")


def counted_statements(said: pl.DataFrame) -> dict[Place, Counted]:
    """statements_on_subjects, counted: those that speak of their site by side, others apart."""
    of_site = pl.col("scope").is_in(OF_THE_SITE)
    side = pl.when(of_site).then("side").otherwise(pl.lit(_ELSEWHERE))
    return _counted(said, ["kind", "subject_id", "site_id", "wave_id"], side)


def counted_facts(facts: pl.DataFrame) -> dict[tuple[str, str, str], Counted]:
    """Context facts, counted by factor, site, wave and direction."""
    return _counted(facts, ["factor", "site_id", "wave_id"], pl.col("direction"))


def _counted(frame: pl.DataFrame, where: list[str], side: pl.Expr) -> dict[Any, Counted]:
    found: dict[Any, Counted] = {}
    rows = frame.group_by([*where, side.alias("_side"), "provenance"]).agg(pl.len())
    for *key, word, provenance, n in rows.iter_rows():
        at = found.setdefault(tuple(key), Counted({}, []))
        at.n[word] = at.n.get(word, 0) + n
        at.provenance.append(provenance)
    return found
