"""Words that stand on charts and in their tables, in one place, ready to be translated."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

SIMULATED = "Simulated data"
SITE = "Site"
WAVE = "Wave"
ALL_SITES = "All sites"
NO_SITE = "No site named"
NOT_REPORTED = "not reported"
NOT_LOADED = "nothing loaded"
NOT_ENOUGH = "not enough data"
NO_ANSWERS = "no answers"
NO_SCORE = "answers, but too few for a score"
ANY_TIME = "no wave named"

ROSE = "rose"
FELL = "fell"
NO_CLEAR_CHANGE = "no clear change"
NO_STANDARDISED = "everybody has the same score: there is no spread to measure a shift by"
#: Why a shift is not there, where its row gives no sentence of its own.
STATUSES = {
    "not enough data": NOT_ENOUGH,
    "no answers": NO_ANSWERS,
    "not comparable": "not the same place at both waves, so not compared",
    "not asked": "not asked at both waves",
    "no sites": "no site can be compared",
    "one site": "one site only: its own row says all there is",
}
DESIGNS = {
    "unpaired": "everybody who answered at each wave, mostly different people",
    "paired": "only people who are known to have answered at both waves",
}
BETTER_OR_WORSE = {"better": "higher is better", "worse": "higher is worse"}

STANCES = {"benefit": "benefit", "concern": "concern", "mixed": "mixed", "neutral": "neutral"}
DIRECTIONS = {
    "supports": "supports",
    "hinders": "hinders",
    "mixed": "mixed",
    "unknown": "direction not said",
    "not reported": "not reported",
}
INCOMES = {
    "low": "Low income",
    "lower-middle": "Lower-middle income",
    "upper-middle": "Upper-middle income",
    "high": "High income",
}
INCOME_UNKNOWN = "Income level not dated"
BASES = {
    "employed": "employed",
    "hourly": "paid by the hour",
    "stipend": "stipend",
    "expenses": "expenses only",
    "unpaid": "unpaid",
    "unknown": "unknown",
}
PER = {
    "hour": "an hour",
    "session": "a session",
    "day": "a day",
    "week": "a week",
    "month": "a month",
    "year": "a year",
}
PROVENANCES = {
    "published": "published evidence",
    "collected": "collected data",
    "simulated": "simulated data",
}
UNANSWERED = {
    "not_applicable": "not applicable",
    "dont_know": "don't know",
    "missing": "missing",
}

KINDS = {
    "quote": "a participant, quoted in the source",
    "summary": "participants, as the authors report",
    "interpretation": "the authors' own reading, not an opinion of mental health workers",
    "record": "a record",
}
SCOPES = {
    "site": "the source names this site",
    "multi_site": "the source names several sites",
    "ref_only": "site known from the transcript's label only",
    "implied": "site understood from the paragraph",
    "income_group": "said of all sites of an income group",
    "all_sites": "said of all sites",
    "pooled": "said of mental health workers in general",
    "unspecified_subset": "said of “some”, sites not named",
    "programme": "said of the programme as a whole",
}


#: From a scale as long as this on, a hundredth of a point says nothing.
_LONG_SCALE = 10


def number(value: float, places: int = 1) -> str:
    """A number as every chart writes it: 1 234.5, with a real minus, and no minus before a 0."""
    written = f"{value:,.{places}f}".replace(",", "\u202f")
    return written.lstrip("-") if not written.strip("-0.") else written.replace("-", "−")


def signed(value: float, places: int = 1) -> str:
    """A difference: +0.31, −0.20, 0.00."""
    written = number(value, places)
    return f"+{written}" if value > 0 and written.strip("0.") else written


def places(minimum: float, maximum: float) -> int:
    """How many decimals scores and shifts of a scale have: two, or one on a long scale."""
    return 2 if maximum - minimum <= _LONG_SCALE else 1


def count(n: int, one: str, many: str | None = None) -> str:
    """How many of what: 1 site, 2 sites."""
    return f"{number(n, 0)} {one if n == 1 else many or one + 's'}"


def end(value: float) -> str:
    """An end of a scale: without decimals where it has none."""
    return number(value, 0 if float(value).is_integer() else 1)


def percent(share: float) -> str:
    """A share of 1 as a percentage without decimals."""
    return f"{share * 100:.0f} %"


def interval(lower: float, upper: float, places: int = 1) -> str:
    """Both ends of an interval."""
    return f"{number(lower, places)} to {number(upper, places)}"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names as a sentence has them: A, B and C; or A, B and 7 more."""
    if not names:
        return "none"
    if len(names) > most:
        return ", ".join(names[: most - 1]) + f" and {len(names) - most + 1} more"
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def sentence(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text with a small letter first, to stand within a sentence."""
    return text[:1].lower() + text[1:]


def isolated(name: str) -> str:
    """A name that keeps its own direction among numbers: Hebrew or Arabic in an English line."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name):
        return f"\u2068{name}\u2069"
    return name
