"""The joint display: what survey, ratings, statements and context say, and whether they agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from bridgeboard.charts import html_matrix, joint, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.html_matrix import Cell, Mark, Matrix, Row
from bridgeboard.charts.joint import Laid
from bridgeboard.charts.readings import joint as reading
from bridgeboard.charts.readings import joint_row as said_of
from bridgeboard.charts.tables.joint_display import joint_display

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Gives the address of a row's evidence in one source, or nothing.
Link = Callable[[dict[str, Any], str], str]

_WORDS = {
    "title": "{about}, {when}: do the sources say the same?",
    "corner": {"site": "Subject", "subject": "Site"},
    "survey": {True: "Survey shift", False: "Survey mean"},
    "ratings": "CFIR ratings",
    "statements": "Statements",
    "context": "Context (not weighed)",
    "verdict": "Verdict",
    "opener": "Show how it came about",
    "how": "How it came about",
    "n": "{rows}; {speaking} with a source that speaks",
    "unit": "survey in points of its scale, ratings −2 to +2, statements and facts counted",
    "hidden": "hidden",
    "no_survey": {
        "hidden": "hidden",
        "few": "too few answers",
        "nobody": "nobody answered",
        "not comparable": "not compared",
        "no item": "no item asked",
    },
    "not_rated": "not rated",
    "proposed": "proposed only",
    "not_counted": "not counted",
    "elsewhere": "not of this site by name",
    "no_side": "no side reported",
    "not_compared": "not compared",
    "legend": {
        "▲": "better, facilitator, for, supports",
        "▼": "worse, barrier, against, hinders",
        "◆": "mixed",
        "○": "no direction",
        "·": "not reported in this source, which is not “absent”",
    },
}
#: With more ratings than these in a cell, they stand below with the names of their constructs.
_MOST_RATINGS = 3
_WIDTHS = (21, 18, 19, 15, 13, 14)


def together(
    shown: Shown,
    laid: Laid,
    *,
    verdicts: Sequence[str] = (),
    link: Link | None = None,
    dark: bool = False,
) -> Chart:
    """One site with its subjects, or one subject over sites, each with what every source says.

    In:      the measure `together`, and those of its rows that charts.joint.rows lays side by side;
             verdicts: draw only rows with one of these; link: see Link.
    Missing: where a source says nothing it is a middle dot: not reported there, never "absent".
             Rows of a site about which nothing is said anywhere are named below the drawing; the
             table has them all.
    """
    colours = style.palette(dark)
    by, every = laid.by, laid.frame.to_dicts()
    listed = [row for row in every if not verdicts or row["verdict"] in verdicts]
    nothing = [row for row in listed if by == "site" and joint.says_nothing(row)]
    nothing = nothing if len(nothing) < len(listed) else []
    drawn = [row for row in listed if row not in nothing]
    first = drawn[0] if drawn else {}
    two = bool(first) and joint.is_two(first)
    alt = reading.headline(laid)
    matrix = Matrix(
        name=alt,
        corner=_WORDS["corner"][by],
        columns=(
            _WORDS["survey"][two],
            _WORDS["ratings"],
            _WORDS["statements"],
            _WORDS["context"],
            _WORDS["verdict"],
        ),
        rows=[part for row in drawn for part in _rows(row, by, link, colours)],
        legend=[(shape, colours.ink, said) for shape, said in _WORDS["legend"].items()],
        opener=_WORDS["opener"],
        stamp=provenance.mark(shown),
        widths=_WIDTHS,
    )
    about = first.get("site_name" if by == "site" else "subject_label", "")
    return Chart(
        title=_WORDS["title"].format(about=about, when=words.lowered(reading.when(first)))
        if first
        else alt,
        figure=html_matrix.drawn(matrix, colours) if drawn else None,
        alt=alt,
        n_text=_WORDS["n"].format(
            rows=words.count(len(listed), *reading.COUNTED[by]),
            speaking=sum(row["n_speaking"] > 0 for row in listed),
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=joint_display(laid.frame),
        notes=(*reading.notes(nothing), *shown.notes),
    )


def _rows(row: dict[str, Any], by: str, link: Link | None, colours: style.Palette) -> list[Row]:
    """The row itself, and under it how its verdict came about."""
    cells = [
        cell(row, link(row, source) if link else "", colours) for source, cell in _CELLS.items()
    ]
    label = row["subject_label"] if by == "site" else row["site_name"]
    group = row["subject_group"] if by == "site" and row["subject_kind"] == "construct" else None
    return [
        Row(label, (*cells, _verdict(row, colours)), under=group or ""),
        Row(_WORDS["how"], _details(row), depth=1),
    ]


def _survey(row: dict[str, Any], link: str, colours: style.Palette) -> Cell:
    read = row["survey_reading"]
    if not read:
        return _absent(_WORDS["no_survey"][said_of.why_no_survey(row)], colours)
    number = said_of.parts(row) if row["value"] is None else said_of.number(row)
    return Cell(
        big=f"{said_of.SHAPES[read]} {said_of.READINGS[read]}",
        lines=(number, said_of.people(row)),
        spoken=f"{said_of.READINGS[read]}, {row['survey']}",
        link=link,
    )


def _ratings(row: dict[str, Any], link: str, colours: style.Palette) -> Cell:
    rated, read = joint.ratings(row), row["rating_reading"]
    if joint.hides_ratings(row):
        return _absent(_WORDS["hidden"], colours)
    if not rated:
        return _absent(_WORDS["proposed" if row["proposed"] else "not_rated"], colours, link)
    named = read or _WORDS["not_counted"]
    few = len(rated) <= _MOST_RATINGS
    return Cell(
        big=f"{said_of.SHAPES.get(read, '○')} {named}",
        lines=(said_of.rating_pairs(row) if few else said_of.constructs(len(rated)),),
        spoken=f"{named}, {'; '.join(said_of.rating_lines(row))}",
        link=link,
    )


def _statements(row: dict[str, Any], link: str, colours: style.Palette) -> Cell:
    counts = said_of.counted(row, ("for", "against", "mixed"))
    if not counts:
        if row["n_of_all_sites"]:
            return _absent(_WORDS["elsewhere"], colours, link)
        return _absent(_WORDS["no_side"], colours)
    read = row["statements_reading"]
    big = f"{said_of.SHAPES[read]} {read}" if read else said_of.NOT_LATER
    spoken = said_of.counted_in_words(row, ("for", "against", "mixed"))
    said = f"{read}; {spoken}" if read else spoken
    return Cell(big=big, lines=(counts,), spoken=said, link=link)


def _context(row: dict[str, Any], link: str, colours: style.Palette) -> Cell:
    counts = said_of.counted(row, ("supports", "hinders", "other"))
    if not counts:
        return _absent(words.NOT_REPORTED, colours)
    spoken = said_of.counted_in_words(row, ("supports", "hinders", "other"))
    return Cell(big=counts, spoken=spoken, link=link)


def _verdict(row: dict[str, Any], colours: style.Palette) -> Cell:
    verdict = row["verdict"]
    if verdict is None:
        return _absent(_WORDS["not_compared"], colours)
    shape, direction = reading.VERDICTS[verdict].shape, said_of.direction(row)
    strong = verdict in ("converge", "diverge")
    mark = Mark(shape, colours.ink if strong else colours.muted)
    said = f"{verdict}{', ' + direction if direction else ''}"
    return Cell(
        marks=(mark,),
        lines=(said,),
        spoken=said,
        tint=style.TINT_MOST if verdict == "diverge" else 0.0,
    )


def _details(row: dict[str, Any]) -> tuple[Cell, ...]:
    return tuple(
        Cell(lines=("", *lines)) if lines else Cell()
        for lines in (
            said_of.survey_lines(row),
            said_of.rating_lines(row),
            said_of.statement_lines(row),
            said_of.context_lines(row),
            [row["rule"]] if row["rule"] else [],
        )
    )


def _absent(said: str, colours: style.Palette, link: str = "") -> Cell:
    """A source that says nothing here; its words say so, never that there is nothing."""
    return Cell(
        marks=(Mark(style.ABSENT, colours.muted),),
        lines=(said,),
        spoken=said,
        absent=True,
        link=link,
    )


_CELLS: dict[str, Callable[[dict[str, Any], str, style.Palette], Cell]] = {
    "survey": _survey,
    "ratings": _ratings,
    "statements": _statements,
    "context": _context,
}
