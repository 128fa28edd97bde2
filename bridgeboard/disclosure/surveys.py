"""Hidden groups of surveys, with an instrument and its versions as one."""

from __future__ import annotations

from dataclasses import dataclass

from bridgeboard.disclosure.groups import hidden_groups
from bridgeboard.measures.measure import Answer

_SURVEY = "survey:"


@dataclass(frozen=True, slots=True)
class Surveys:
    """What is hidden of the surveys of an instrument and its versions.

    groups: instrument, site, wave: anybody is asked there, and one of the versions is hidden.
    totals: instrument, wave: the total over all sites is hidden of one of the versions.
    asked:  instrument, site, wave of groups in which anybody was asked.
    """

    groups: frozenset[tuple[str, str, str]]
    totals: frozenset[tuple[str, str]]
    asked: frozenset[tuple[str, str, str]]


def surveys(answer: Answer) -> Surveys:
    """The hidden groups, by the instrument that a version is a version of.

    Who answered a version counts with the instrument in a comparison. If only the version were
    hidden, its people would be what is left of both together.
    """
    hidden = hidden_groups(answer.people, answer.k)

    def base(evidence: str) -> str:
        instrument_id = evidence.removeprefix(_SURVEY)
        return answer.bases.get(instrument_id, instrument_id)

    of_surveys = [row for row in hidden.groups.iter_rows() if row[0].startswith(_SURVEY)]
    totals = [row for row in hidden.totals.iter_rows() if row[0].startswith(_SURVEY)]
    columns = ("evidence", "site_id", "wave_id", "n_asked")
    people = answer.people.select(columns).iter_rows() if answer.people.width else ()
    return Surveys(
        groups=frozenset((base(evidence), site, wave) for evidence, site, wave in of_surveys),
        totals=frozenset((base(evidence), wave) for evidence, wave in totals),
        asked=frozenset(
            (base(evidence), site, wave)
            for evidence, site, wave, n in people
            if n and evidence.startswith(_SURVEY)
        ),
    )
