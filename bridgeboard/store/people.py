"""Respondents as small numbers, so that millions of them are counted without text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

#: What a breakdown says of a respondent whose cell is empty.
NOT_SAID = "not said"
#: Years in mental health work, as a breakdown words them: each up to, not with, the next one's.
EXPERIENCE = (
    (0, "under 2 years"),
    (2, "2 to under 5 years"),
    (5, "5 to under 10 years"),
    (10, "10 years or more"),
)
ATTRIBUTES = ("profession", "experience", "prior_peer_support", "gender")


@dataclass(frozen=True, slots=True)
class Coded:
    """A text per respondent, each as its place among the texts that occur."""

    texts: tuple[str, ...]
    codes: np.ndarray

    def named(self, codes: np.ndarray) -> pl.Series:
        """The texts of these codes."""
        return pl.Series(self.texts, dtype=pl.String).gather(codes)


@dataclass(frozen=True, slots=True)
class People:
    """All respondents, in their file's order.

    site, wave: waves in order of time.
    attributes: by name, for the breakdown.
    place_of: for each wave and person code, the respondent's place; -1 where there is none.
    """

    site: Coded
    wave: Coded
    attributes: dict[str, Coded]
    place_of: np.ndarray

    def linked(self, from_wave: int, to_wave: int) -> tuple[np.ndarray, np.ndarray]:
        """The places, at the two waves, of everybody with one code and site at both."""
        before, after = self.place_of[from_wave], self.place_of[to_wave]
        both = (before >= 0) & (after >= 0)
        before, after = before[both], after[both]
        stayed = self.site.codes[before] == self.site.codes[after]
        return before[stayed], after[stayed]


def people(respondents: pl.DataFrame, waves: pl.DataFrame) -> People:
    """The respondents' sites, waves, attributes and links.

    In: accepted respondents and waves.
    """
    in_order = waves.sort("order", maintain_order=True)["wave_id"].to_list()
    wave = _coded(respondents["wave_id"], in_order)
    person = _coded(respondents["person_code"])
    place_of = np.full((len(in_order), len(person.texts)), -1, dtype=np.int32)
    has_code = np.flatnonzero(person.codes >= 0)
    place_of[wave.codes[has_code], person.codes[has_code]] = has_code
    if np.count_nonzero(place_of >= 0) != has_code.size:
        raise AssertionError("a person is twice in a wave; intake should have refused it")
    return People(
        site=_coded(respondents["site_id"]),
        wave=wave,
        attributes={
            name: _coded(
                (_experience(respondents) if name == "experience" else respondents[name])
                .cast(pl.String)
                .fill_null(NOT_SAID)
            )
            for name in ATTRIBUTES
        },
        place_of=place_of,
    )


def _coded(texts: pl.Series, known: Sequence[str] | None = None) -> Coded:
    if known is None:
        known = texts.drop_nulls().unique(maintain_order=True).to_list()
    codes = texts.cast(pl.Enum(known)).to_physical().cast(pl.Int32).fill_null(-1)
    return Coded(tuple(known), codes.to_numpy())


def _experience(respondents: pl.DataFrame) -> pl.Series:
    years = respondents["years_experience"]
    words = pl.Series([words for _, words in EXPERIENCE])
    starts = np.array([start for start, _ in EXPERIENCE])
    at = np.searchsorted(starts, years.fill_null(0).to_numpy(), side="right") - 1
    return pl.select(pl.when(years.is_not_null()).then(words.gather(at))).to_series()
