"""The data dictionary: what each table and column takes, written from the schemas."""

from __future__ import annotations

import inspect
import json
from typing import Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bridgeboard.intake.rules import Rule, rules_of
from bridgeboard.readers.quoting import listed
from schemas._table import Table, key
from schemas.programme import Programme, RatingMatrix, Source, Stage, Target
from schemas.tables import PROGRAMME_TABLES, REFERENCE_TABLES

_INTRODUCTION = """\
# Tables

Written by `python -m bridgeboard docs` from the models in `schemas/`; change those, not this page.

A programme is a folder with `programme.toml` and one CSV file per table, or one XLSX workbook with
one sheet per table. Only `sites` and `waves` must be there. The first row holds the headings, in
any order, with spaces, hyphens and capitals as you like (`Site ID` is `site_id`).

- **Files** are UTF-8, with cells apart by comma, semicolon or tab.
- **Empty cells** mean "not known"; spaces around a cell don't count; empty rows are left out.
- **Dates** are `2020-01-31` or `31.01.2020`; with slashes only where the day is over 12.
- **Numbers** have a decimal point or a decimal comma and no thousands separators.
- **True or false** is `true` or `false`; `yes` and `no` are read too.
- **Short names** (site_id and the like) have 64 characters or less: letters a to z, digits, and
  `. _ -` after the first; no spaces.
- **Rows are refused, never silently changed**, and so are all rows that share a key or that name a
  row which is refused or not there. `python -m bridgeboard check FOLDER` says which and why.
"""


def document() -> str:
    """The page docs/tables.md."""
    parts = [_INTRODUCTION, "## What a programme brings\n"]
    parts += [_table(name, model) for name, model in PROGRAMME_TABLES.items()]
    parts += [_settings()]
    parts += [
        "## What Bridgeboard ships\n",
        "Reference tables in `data/reference`; a programme's rows may refer to them.\n",
    ]
    parts += [_table(name, model) for name, model in REFERENCE_TABLES.items()]
    return "\n".join(parts)


def _table(name: str, model: type[Table]) -> str:
    first, *rest = inspect.getdoc(model).split("\n\n")
    lines = [f"### {name}", "", f"One row is {_lower(' '.join(first.split()))}", ""]
    for paragraph in rest:
        lines += [" ".join(paragraph.split()), ""]
    lines += [f"Key: {listed([f'`{column}`' for column in key(model)])}.", ""]
    lines += [f"- {sentence}" for sentence in _further_rules(model)]
    if lines[-1]:
        lines.append("")
    lines += [
        "| column | what it says | must be | filled in | refers to |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(rule) for rule in rules_of(model).values()]
    return "\n".join([*lines, ""])


def _further_rules(model: type[Table]) -> list[str]:
    metadata = model.Config.metadata
    sentences = [
        f"No two rows may share {listed([f'`{column}`' for column in columns])}"
        + (", unless one of them is empty." if _any_nullable(model, columns) else ".")
        for columns in metadata.get("also_unique", ())
    ]
    for column, constants in metadata.get("constant_within", {}).items():
        same = listed([f"`{constant}`" for constant in constants])
        sentences.append(f"Rows that share `{column}` must agree in {same}.")
    for check in model.to_schema().checks:
        expected = check.error.rpartition(": ")[0]
        sentences.append(f"{expected[:1].upper()}{expected[1:]}.")
    return sentences


def _any_nullable(model: type[Table], columns: list[str]) -> bool:
    return any(rules_of(model)[column].nullable for column in columns)


def _row(rule: Rule) -> str:
    says = rule.description + (f" ({rule.unit})" if rule.unit else "")
    filled = "may be empty" if rule.nullable else "always"
    cells = [f"`{rule.name}`", says, rule.expected, filled, _target(rule)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _target(rule: Rule) -> str:
    target = rule.refers_to or ""
    if target == "sources":
        return "`[sources]` of programme.toml"
    if target == "instruments":
        return "an instrument that programme.toml lists"
    if target == "reference:constructs_by_framework":
        return "`cfir_2009.construct_id` or `cfir_constructs.construct_id`, by `framework`"
    return f"`{target.removeprefix('reference:')}`" if target else ""


def _settings() -> str:
    lines = [
        "## programme.toml",
        "",
        "What a programme decides about itself. Only settings without a default must be given.",
        "",
    ]
    for title, model in (
        ("", Programme),
        ("[sources.ID]", Source),
        ("[targets.INFLUENCE]", Target),
        ("[[stages]]", Stage),
        ("[[rating_matrices]]", RatingMatrix),
    ):
        if title:
            lines += [f"### {title}", "", *_first_sentence(model), ""]
        lines += ["| setting | what it says | must be | default |", "|---|---|---|---|"]
        for name, field in model.model_fields.items():
            default = "" if field.is_required() else _toml(field.default)
            cells = [f"`{name}`", field.description or "", setting_form(field), default]
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def _first_sentence(model: type[BaseModel]) -> list[str]:
    return [" ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())]


def setting_form(field: FieldInfo) -> str:
    """What a setting must be, in words."""
    kinds = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    options = [part for part in get_args(field.annotation) if part is not type(None)]
    if words := [kind for kind in (field.annotation, *options) if get_origin(kind) is Literal]:
        chosen = listed(get_args(words[0]), "or")
        return f"a list of {chosen}" if get_origin(field.annotation) is list else f"one of {chosen}"
    if get_origin(field.annotation) is list:
        return "a list of texts" if options == [str] else "sections, see below"
    if get_origin(field.annotation) is dict:
        return "pairs of texts" if options == [str, str] else "sections, see below"
    kind = kinds[options[0] if options else field.annotation]
    bounds = {
        name: getattr(rule, name)
        for rule in field.metadata
        for name in ("ge", "le")
        if getattr(rule, name, None) is not None
    }
    return f"{kind} from {bounds['ge']} to {bounds['le']}" if len(bounds) == 2 else kind


def _toml(default: object) -> str:
    if default is None:
        return "none"
    return f"`{json.dumps(default)}`"


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
