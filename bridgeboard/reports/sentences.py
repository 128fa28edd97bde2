"""What a report says about itself: filters, view, n, snapshot, day, provenance and rules."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING

from bridgeboard import __version__
from bridgeboard.charts import options
from bridgeboard.charts import words as chart_words
from bridgeboard.charts.tables import methods as tables
from bridgeboard.measures import MEASURES
from bridgeboard.measures.readiness_rule import RULE
from bridgeboard.reports import words
from bridgeboard.reports.report import Report, Section, Terms

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument
    from bridgeboard.reports.answers import Answers
    from schemas.programme import Source

#: What numbers depend on, besides ourselves.
_STANDS_ON = ("duckdb", "polars", "numpy", "scipy")


def report(answers: Answers, kind: str, subject: str, sections: Iterable[Section]) -> Report:
    """The sections, with all that every report says about itself."""
    sections = tuple(sections)
    subject = chart_words.isolated(subject)
    k = answers.snapshot.programme.k
    view = words.VIEWS[answers.view].format(k=k)
    mark = f"{words.SIMULATED} " if "simulated" in _provenance(answers) else ""
    return Report(
        title=words.TITLE.format(subject=subject, kind=words.KINDS[kind]),
        kind=words.KINDS[kind],
        banner=mark + view + _own(answers),
        about=_about(answers, f"{subject}: {words.KINDS[kind]}"),
        sections=sections,
        methods=_methods(answers),
        sources=_sources(answers),
        answers=answers.used,
    )


def _own(answers: Answers) -> str:
    """Of a programme seen at some sites only: which these are."""
    if answers.snapshot.sight.sites is None:
        return ""
    names = answers("sites", sites=(), income_levels=()).frame["site_name"]
    return words.OWN_SITES.format(sites=", ".join(names))


def _about(answers: Answers, what: str) -> Terms:
    programme, record = answers.snapshot.programme, answers.snapshot.record
    means = words.SHAREABLE_MEANS if answers.view == "shareable" else words.TEAM_MEANS
    kinds = [chart_words.PROVENANCES[one] for one in _provenance(answers)]
    said = {
        "programme": f"{programme.name}. {programme.description}".strip(),
        "what": what,
        "view": f"{words.VIEWS[answers.view].format(k=programme.k)} {means.format(k=programme.k)}",
        "filters": _filters(answers),
        "n": words.N.format(
            sites=chart_words.count(len(answers.sites), "site"),
            waves=chart_words.count(answers("waves").frame.height, "wave"),
        ),
        "snapshot": words.SNAPSHOT.format(
            id=record.snapshot_id,
            at=f"{record.published_at:%Y-%m-%d %H:%M}",
            files=chart_words.count(len(record.files), "file"),
        ),
        "made": words.MADE.format(day=answers.day.isoformat()),
        "provenance": chart_words.sentence(", ".join(kinds)) or chart_words.NOT_LOADED,
        "decisions": _decided(answers),
        "rules": words.RULES.format(
            k=programme.k,
            minimum=programme.minimum_n,
            basis=words.BASES[answers.income_basis],
            targets=_targets(answers),
        ),
        "instruments": "; ".join(map(_instrument, answers.snapshot.instruments.values()))
        or words.NO_INSTRUMENT,
        "versions": ", ".join(f"{name} {number}" for name, number in versions()),
    }
    return tuple((words.ABOUT_TERMS[name], text) for name, text in said.items())


def _decided(answers: Answers) -> str:
    if answers.view != "team":
        return words.DECISIONS_SHARED
    kept = answers.kept
    decided = words.DECISIONS[bool(kept.version)].format(version=kept.version)
    return " ".join(part for part in (decided, kept.trouble) if part)


def versions() -> list[tuple[str, str]]:
    """Name and version of Bridgeboard, Python and what numbers depend on."""
    ours = [("Bridgeboard", __version__), ("Python", platform.python_version())]
    return ours + [(name, version(name)) for name in _STANDS_ON]


def _provenance(answers: Answers) -> tuple[str, ...]:
    found = {one for shown in answers.used for one in shown.answer.provenance}
    return tuple(one for one in chart_words.PROVENANCES if one in found)


def _filters(answers: Answers) -> str:
    waves = options.waves(answers("waves"))
    names = {
        "sites": [answers.sites.get(site, site) for site in answers.filters.sites],
        "income_levels": [
            chart_words.INCOMES.get(level, level) for level in answers.filters.income_levels
        ],
        "waves": [waves.get(wave, wave) for wave in answers.filters.waves],
    }
    said = [words.FILTERS[name].format(", ".join(found)) for name, found in names.items() if found]
    return "; ".join(said) or words.NO_FILTER


def _targets(answers: Answers) -> str:
    own = answers.snapshot.programme.targets
    return words.TARGETS[not own].format(names=", ".join(own))


def _instrument(instrument: Instrument) -> str:
    """The instrument, with digits that change whenever one of its rules does."""
    rules = asdict(instrument)
    del rules["source"]  # where the file lies changes no rule
    known = json.dumps(rules, sort_keys=True).encode()
    return words.INSTRUMENT.format(
        name=instrument.short_name,
        id=instrument.instrument_id,
        checksum=hashlib.sha256(known).hexdigest()[:8],
    )


def _methods(answers: Answers) -> Terms:
    """Each measure that was used, in full; then how a state of readiness comes about."""
    used = dict.fromkeys(shown.answer.measure.name for shown in answers.used)
    told = []
    for name in used:
        said, terms = tables.explained(MEASURES[name])
        parts = [said, *(f"{term}: {text}" for term, text in terms if term != "Raises")]
        told.append((MEASURES[name].title, " ".join(part for part in parts if part)))
    if "readiness" in used:
        told.append((words.ABOUT_TERMS["rules"], RULE))
    return tuple(told)


def _sources(answers: Answers) -> tuple[str, ...]:
    programme, record = answers.snapshot.programme, answers.snapshot.record
    cited = [_cited(source) for source in programme.sources.values()] or [words.NO_SOURCES]
    # Whoever can guess a small file could check the guess by what it hashes to.
    is_team = answers.view == "team" and answers.snapshot.sight.sites is None
    files = [f"{one.name} {one.sha256[:16]}" if is_team else one.name for one in record.files]
    return (*cited, f"{words.FILES[answers.view]}: {'; '.join(files)}")


def _cited(source: Source) -> str:
    doi = f"doi:{source.doi}" if source.doi else source.url or ""
    return " ".join(part for part in (f"{source.label}: {source.citation}", doi) if part)
