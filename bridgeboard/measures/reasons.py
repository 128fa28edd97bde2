"""Why a shift at a site can't be given, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to compare: one site, one scale, two waves.

    partner: the place that stands for the same site at another wave, if there is one.
    asked_from, asked_to: did anybody in the programme answer the instrument at that wave?
    n_items: items in common to the two waves.
    """

    site_name: str
    partner: str | None
    comparable: str
    instrument_name: str
    scale_label: str
    from_label: str
    to_label: str
    asked_from: bool
    asked_to: bool
    n_items: int
    n_asked_from: int
    n_asked_to: int
    minimum: int

    def outcome(self, n_from: int, n_to: int, *, is_paired: bool) -> tuple[str, str | None]:
        """The status, and the reason in a sentence; ok and None if a shift can be computed.

        In: how many have a score at each wave, or the pairs twice.
        """
        if self.comparable == "no":
            return "not comparable", self._not_comparable()
        if not (self.asked_from and self.asked_to and self.n_items):
            return "not asked", self._not_asked()
        if not (self.n_asked_from and self.n_asked_to):
            return "no answers", self._no_answers()
        if min(n_from, n_to) < self.minimum:
            few = self._too_few_pairs(n_from) if is_paired else self._too_few(n_from, n_to)
            return "not enough data", few
        return "ok", None

    def _not_comparable(self) -> str:
        if self.partner:
            return (
                f"{self.site_name} and {self.partner} are two places: "
                "their waves must not be compared."
            )
        return f"{self.site_name} stands for two places: its waves must not be compared."

    def _not_asked(self) -> str:
        missing = [
            label
            for label, asked in ((self.from_label, self.asked_from), (self.to_label, self.asked_to))
            if not asked
        ]
        if missing:
            return f"{self.instrument_name} was not asked at {' or at '.join(missing)}."
        return f"No item of {self.scale_label} was asked at both {self.from_label} and " + (
            f"{self.to_label}."
        )

    def _no_answers(self) -> str:
        missing = [
            label
            for label, n in ((self.from_label, self.n_asked_from), (self.to_label, self.n_asked_to))
            if not n
        ]
        sentence = f"Nobody answered at {' or at '.join(missing)}"
        if self.partner:
            return f"{sentence}; {self.partner} counts as a site of its own."
        return f"{sentence}."

    def _too_few(self, n_from: int, n_to: int) -> str:
        few = [
            (label, n)
            for label, n in ((self.from_label, n_from), (self.to_label, n_to))
            if n < self.minimum
        ]
        (label, n), *others = few
        sentence = f"{_people(n)} {'has' if n < 2 else 'have'} a score at {label}"
        for other, m in others:
            sentence += f" and {_people(m).lower()} at {other}"
        return f"{sentence}: at least {self.minimum} are needed."

    def _too_few_pairs(self, n: int) -> str:
        if not n:
            return (
                f"No person code links a score at {self.from_label} with one at {self.to_label}, "
                "so there are no pairs."
            )
        return (
            f"{_people(n)} {'has' if n < 2 else 'have'} a score at both "
            f"{self.from_label} and {self.to_label}: at least {self.minimum} are needed."
        )


def no_interval(before: list[float], after: list[float], *, is_paired: bool) -> str:
    """Why there is a value and no interval: nobody differs from the others."""
    if len({*before, *after}) == 1:
        return "Everyone has the same score at both waves, so there is no interval."
    if is_paired:
        return "Everyone's score changed by the same amount, so there is no interval."
    return "At each wave everyone has the same score, so there is no interval."


def _people(n: int) -> str:
    if n == 0:
        return "Nobody"
    return "1 person" if n == 1 else f"{n} people"
