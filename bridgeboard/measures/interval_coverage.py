"""How often 95 % intervals hold the truth, in words and tables: a section of docs/measures.md."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

Row = Mapping[str, str]

#: A method whose 95 % intervals hold the truth less or more often than this falls short, or is
#: wider than it need be.
_LEAST, _MOST = 93.0, 97.0

_TITLE = "## How often 95 % intervals hold the truth"

_HEAD = (
    "The share of 95 % intervals, in %, that hold the truth in {programmes} programmes simulated "
    "from the demonstration's model, whose true effects are known exactly, with {sizes} people at "
    "each wave of a site. The scales are the whole questionnaire (total, 12 items) and its "
    "coarsest part (roles, 2 items). Figures outside {least:.0f} to {most:.0f} % are bold. By "
    "`python -m benchmarks.coverage`; `docs/interval_coverage.csv` has the mean widths and the "
    "range over single sites too."
)

#: Why a method falls outside; by the beginning of its name.
_REASONS = {
    "Hodges-Lehmann": "scores move in steps, and both ends of the interval belong to it: it is "
    "wider than it need be. Under 6 pairs there is no 95 % interval at all.",
    "Pooled shift": "where sites happen to agree the wider of two intervals is taken, so that "
    "nobody reads them as surer than their people allow; it then holds the truth more often than "
    "it says.",
    "For comparison: pooled, points, each": "with five people at a wave a site's own standard "
    "error is a rough guess, and a site whose few people happen to agree weighs too much. That is "
    "why one spread between people is used for all sites, unless each has 50 people or more.",
    "Prediction interval": "where sites differ little beside the noise of each, the spread between "
    "them is often found to be 0 though it is not, and then the interval is too narrow. A new site "
    "may lie further away than it says.",
    "Tau squared, standardised": "a site's variance grows with its own g, which hides some of the "
    "spread.",
    "For comparison: pooled, ": "as if the spread between sites were known: too narrow with few "
    "sites. That is why it is not used.",
}


def section(rows: Sequence[Row]) -> str:
    """The section in Markdown; empty without rows.

    In: rows of docs/interval_coverage.csv: method, scale, n_a_side, n_sites, programmes, coverage
        (empty where there was no interval), mean_width, note.
    """
    if not rows:
        return ""
    sizes = _distinct(rows, "n_a_side")
    words = _HEAD.format(
        programmes=f"{int(rows[0]['programmes']):,}",
        sizes=f"{', '.join(sizes[:-1])} and {sizes[-1]}",
        least=_LEAST,
        most=_MOST,
    )
    single = [row for row in rows if row["n_sites"] == "1"]
    several = [row for row in rows if row["n_sites"] != "1"]
    return "\n".join(
        [
            _TITLE,
            "",
            textwrap.fill(words, 100),
            "",
            *_table("One site", single),
            *_table("Several sites", several),
            *_outside(rows),
        ]
    )


def _table(title: str, rows: Sequence[Row]) -> list[str]:
    """One line per method and scale, one column per number of sites and people."""
    shapes = list(dict.fromkeys((row["n_sites"], row["n_a_side"]) for row in rows))
    shapes.sort(key=lambda shape: (int(shape[0]), int(shape[1])))
    cells = {
        (row["method"], row["scale"], row["n_sites"], row["n_a_side"]): _figure(row) for row in rows
    }
    heads = [f"n = {n}" if n_sites == "1" else f"{n_sites} sites, n = {n}" for n_sites, n in shapes]
    lines = [
        f"| {title} | scale | {' | '.join(heads)} |",
        "|---|---|" + "---:|" * len(shapes),
    ]
    for method in _distinct(rows, "method"):
        for scale in _distinct(rows, "scale"):
            found = [cells.get((method, scale, *shape), "") for shape in shapes]
            lines.append(f"| {method} | {scale} | {' | '.join(found)} |")
    return [*lines, ""]


def _outside(rows: Sequence[Row]) -> list[str]:
    """A line per method that falls outside, with its own range and why."""
    lines = []
    for method in _distinct(rows, "method"):
        figures = [float(row["coverage"]) for row in rows if _is_outside(row, method)]
        if not figures:
            continue
        low, high = min(figures), max(figures)
        span = f"{low:.1f} %" if low == high else f"{low:.1f} to {high:.1f} %"
        reason = next((why for name, why in _REASONS.items() if method.startswith(name)), "")
        line = f"- {method}, {span}: {reason}" if reason else f"- {method}, {span}."
        lines.append(textwrap.fill(line, 100, subsequent_indent="  "))
    if not lines:
        return [f"All lie within {_LEAST:.0f} to {_MOST:.0f} %.", ""]
    return [f"Outside {_LEAST:.0f} to {_MOST:.0f} %:", "", *lines, ""]


def _is_outside(row: Row, method: str) -> bool:
    if row["method"] != method or not row["coverage"]:
        return False
    return not _LEAST <= float(row["coverage"]) <= _MOST


def _figure(row: Row) -> str:
    if not row["coverage"]:
        return "no interval"
    return f"**{row['coverage']}**" if _is_outside(row, row["method"]) else row["coverage"]


def _distinct(rows: Sequence[Row], column: str) -> list[str]:
    return list(dict.fromkeys(row[column] for row in rows))
