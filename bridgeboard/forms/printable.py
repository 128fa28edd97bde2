"""A form on paper: one HTML file without a script, for A4, with boxes to tick."""

from __future__ import annotations

from html import escape
from pathlib import Path

from bridgeboard.forms import words
from bridgeboard.forms.csv_form import RESPONDENT
from bridgeboard.forms.form import Choice, Form, Question, Section

_STYLE = Path(__file__).with_name("printable.css")
#: More choices than this make a question of its own a line to write on.
_MOST_BOXES = 24


def printable(form: Form) -> bytes:
    """The page. Whichever way a text runs, it stands right; nothing is fetched, nothing runs.

    Out: beside each question its column's name, and in each box its code, for whoever types it in.
    """
    side = "rtl" if form.right_to_left else "ltr"
    # The language is the instrument's own and not known; the words around it are English.
    parts = [
        f'<!doctype html><html lang="en" dir="{side}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(form.title)}</title><style>{_STYLE.read_text(encoding='utf-8')}</style>"
        f'</head><body><main><header><h1 dir="auto">{escape(form.title)}</h1>'
        f'<p class="sheet"><span dir="auto">{words.RESPONDENT}</span>'
        f'<span class="write"></span><code dir="ltr">{RESPONDENT}</code></p></header>'
    ]
    for section in form.sections:
        parts.append(f'<section><h2 dir="auto">{escape(section.title)}</h2>')
        parts += [f'<p class="note" dir="auto">{escape(note)}</p>' for note in section.notes]
        parts += [_grid(section)] if section.is_grid else [_single(q) for q in section.questions]
        parts.append("</section>")
    parts.append(f'<footer dir="auto">{words.PAPER_LINE}</footer></main></body></html>')
    return "".join(parts).encode()


def _single(question: Question) -> str:
    label = f'<span class="question" dir="auto">{escape(question.label)}</span>'
    name = f'<code dir="ltr">{question.name}</code>'
    note = f'<p class="note" dir="auto">{escape(question.note)}</p>' if question.note else ""
    if question.takes == "one" and len(question.choices) <= _MOST_BOXES:
        boxes = "".join(
            f'<li>{_box()}<span dir="auto">{escape(choice.label)}</span>{_code(choice)}</li>'
            for choice in question.choices
        )
        return f'<div class="single"><p>{label}{name}</p>{note}<ul>{boxes}</ul></div>'
    length = "long" if question.takes in ("text", "one") else "short"
    return (
        f'<div class="single"><p>{label}<span class="write {length}"></span>{name}</p>{note}</div>'
    )


def _grid(section: Section) -> str:
    choices = section.questions[0].choices
    head = "".join(f'<th scope="col" dir="auto">{escape(one.label)}</th>' for one in choices)
    rows = "".join(
        f'<tr><th scope="row" dir="auto">{escape(question.label)} '
        f'<code dir="ltr">{question.name}</code></th>'
        + "".join(f"<td>{_box()}<small>{escape(one.code)}</small></td>" for one in choices)
        + "</tr>"
        for question in section.questions
    )
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="'
        f'{escape(section.title)}"><table><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _box() -> str:
    return '<span class="box" aria-hidden="true"></span>'


def _code(choice: Choice) -> str:
    same = choice.code == choice.label
    return "" if same else f'<code dir="ltr">{escape(choice.code)}</code>'
