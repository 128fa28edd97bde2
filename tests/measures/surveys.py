"""Programmes whose scores are what a test says: own instruments, and a row per respondent."""

from pathlib import Path
from typing import Any

import polars as pl

#: {(site, wave): [score or (score, person_code)]}
Scores = dict[tuple[str, str], list]


def instrument_file(
    folder: Path,
    name: str = "mood",
    items: dict[str, bool] | None = None,
    minimum: int = 0,
    maximum: int = 60,
    needed: int = 1,
    version_of: str | None = None,
    scale: str = "mood",
    method: str = "mean",
) -> None:
    """Write an instrument with one scale of these items ({item: reversed?})."""
    items = {"m": False} if items is None else items
    lines = [
        f'instrument_id = "{name}"',
        f'name = "Own {name}"',
        f'short_name = "{name.title()}"',
        'citation = "Our team."',
        'licence = "ours"',
        'licence_note = "May be shown."',
        "own = true",
        "validated = false",
        'unverified = ["Nobody has tried it."]',
        *([f'version_of = "{version_of}"'] if version_of else []),
        "[responses]",
        f"minimum = {minimum}",
        f"maximum = {maximum}",
        f"levels = [{', '.join(_level(v) for v in range(minimum, maximum + 1))}]",
    ]
    for item, is_reversed in items.items():
        lines += [
            "[[items]]",
            f'item_id = "{item}"',
            f'label = "Item {item}"',
            f'scale_id = "{scale}"',
            f"reversed = {str(is_reversed).lower()}",
        ]
    ids = ", ".join(f'"{item}"' for item in items)
    highest = float(maximum * (len(items) if method == "sum" else 1))
    answers = ", ".join(f"{item} = {minimum if r else maximum}" for item, r in items.items())
    lines += [
        "[[scales]]",
        f'scale_id = "{scale}"',
        f'label = "{scale.title()}"',
        f"item_ids = [{ids}]",
        f'method = "{method}"',
        'higher_is = "better"',
        f"items_needed = {needed}",
        "[[worked_examples]]",
        'says = "As high as it goes."',
        f"answers = {{ {answers} }}",
        f"scores = {{ {scale} = {highest} }}",
    ]
    path = folder / "instruments" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _level(value: int) -> str:
    return f'{{ value = {value}, label = "{value}" }}'


def people(scores: Scores, instrument: str = "mood", item: str = "m") -> dict[str, list]:
    """Tables of respondents with these scores at one item; None: they left it out.

    Sites and waves stand in the order in which they are named; a person may have a code.
    """
    respondents, answers = [], []
    for (site, wave), each in scores.items():
        for one in each:
            value, code = one if isinstance(one, tuple) else (one, None)
            who = f"r{len(respondents)}"
            respondents.append(
                {"respondent_id": who, "site_id": site, "wave_id": wave, "person_code": code}
            )
            answers.append(
                {
                    "respondent_id": who,
                    "instrument_id": instrument,
                    "item_id": item,
                    "value": value,
                }
            )
    return {"respondents": respondents, "answers": answers}


def linked(before: list, after: list, start: int = 0) -> tuple[list, list]:
    """The same people at two waves, as `people` takes them."""
    codes = [f"p{start + n}" for n in range(len(before))]
    return list(zip(before, codes, strict=True)), list(zip(after, codes, strict=True))


def waves(*labels: str) -> list[dict]:
    """Rows of waves in this order, six months apart; ids are labels in lower case."""
    return [
        {"wave_id": label.lower(), "label": label, "order": n, "months_since_start": 6 * n - 6}
        for n, label in enumerate(labels, 1)
    ]


def row(frame: pl.DataFrame, site: str = "a", design: str = "unpaired", **where: Any) -> dict:
    """The one row of shift of this site and design, and of what else is asked."""
    found = frame.filter(pl.col("site_id") == site, pl.col("design") == design)
    for name, value in where.items():
        found = found.filter(pl.col(name) == value)
    assert found.height == 1
    return found.row(0, named=True)
