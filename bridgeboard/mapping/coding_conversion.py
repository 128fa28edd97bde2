"""A coding to rows of ours: focus groups, themes and statements.

A coded passage is one statement for each theme, however many coders coded it so and however many of
their codes mean the theme with the same stance. Where only counts are given, a count of 3 becomes
three statements: measures count statements, so a table of counts then says the same as the
project that it was made from, row by row, and replaces it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from bridgeboard.collected.coding import Coding
from bridgeboard.mapping.coding_ids import document_stem, statement_id
from bridgeboard.mapping.coding_known import KnownCoding, KnownGroup, KnownTheme
from bridgeboard.mapping.coding_map import CodeRule, CodingMap, DocumentRule
from bridgeboard.mapping.converted import Converted
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import quoted

GROUPS = ("group_id", "site_id", "wave_id", "held_in", "stakeholder", "transcript_label",
          "provenance", "source")  # fmt: skip
THEMES = ("theme_id", "parent_id", "label", "order", "tree", "construct_id", "mapping_basis",
          "source")  # fmt: skip
STATEMENTS = (
    "statement_id", "group_id", "site_id", "wave_id", "theme_id", "stance", "kind", "scope", "text",
    "construct_id", "valence", "mapping_basis", "release", "provenance", "source",
    "source_location", "note",
)  # fmt: skip

#: What a theme's `mapping_basis` says where its construct was found by its name.
BASIS = "the code has the name of the CFIR 2022 construct"
_VALENCE = {"benefit": "positive", "concern": "negative", "mixed": "mixed"}
#: As the schema of statements has it.
_LONGEST = 5_000

Row = dict[str, str | None]


def converted(coding_map: CodingMap, coding: Coding, known: KnownCoding) -> Converted:
    """Focus groups, themes and statements as text.

    Words that were not asked for are not invented: the text of such a statement says so, and its
    kind is summary, as it is the team's report of what was said. Every statement is for the team.
    """
    conversion = _Conversion(coding_map, coding, known)
    return conversion.converted()


@dataclass
class _Statement:
    """A passage under one theme, with all that coded it so."""

    row: Row
    coders: set[int] = field(default_factory=set)


class _Conversion:
    """One conversion: rows and problems so far."""

    def __init__(self, coding_map: CodingMap, coding: Coding, known: KnownCoding) -> None:
        self.map, self.coding, self.known = coding_map, coding, known
        self.problems: list[Problem] = list(coding.problems)
        self.groups: dict[str, KnownGroup] = {group.group_id: group for group in known.groups}
        self.themes: dict[str, KnownTheme] = {theme.theme_id: theme for theme in known.themes}
        self.codes = {rule.code: rule for rule in coding_map.codes}
        self.documents = {rule.document: rule for rule in coding_map.documents}
        self.stances = coding_map.stances()
        self.n_left_out = 0
        #: Documents of which it was said already why they can't be placed.
        self.not_placed: set[str] = set()

    def converted(self) -> Converted:
        groups = list(self._new_groups())
        themes = list(self._new_themes())
        statements = [self._with_coders(one) for one in self._statements()]
        stems = tuple(
            f"{document_stem(name)}."
            for name in {*self.documents, *(one.document for one in self.coding.documents)}
        )
        ids = frozenset(one["statement_id"] or "" for one in statements)
        ours = {one for one in self.known.statement_ids if one.startswith(stems)}
        return Converted(
            tables={
                "focus_groups": _frame(groups, GROUPS),
                "themes": _frame(themes, THEMES),
                "statements": _frame(statements, STATEMENTS),
            },
            problems=tuple(self.problems),
            scope={"statements": {"statement_id": ids | ours}} if stems else {},
            n_rows=len(self.coding.segments),
            n_left_out=self.n_left_out,
        )

    def _new_groups(self) -> Iterator[Row]:
        made: dict[str, DocumentRule] = {}
        for n, rule in enumerate(self.map.documents, start=1):
            if rule.leave_out or not rule.is_new:
                continue
            at = f"documents.{n}"
            lacking = [one for one in ("site", "wave", "stakeholder") if not getattr(rule, one)]
            if lacking:
                found = f"it is still open for {quoted(rule.document)}"
                mend = "Fill it in, or leave the document out."
                self._fault(f"{at}.{lacking[0]}", "", found, mend)
                self.not_placed.add(rule.document)
                continue
            places = self.known.places
            for key, found, ids in (
                ("site", rule.site, places.site_ids),
                ("wave", rule.wave, places.wave_ids),
            ):
                if found not in ids:
                    mend = f"Add it to {key}s first, or name one that exists."
                    self._fault(
                        f"{at}.{key}", quoted(found), f"the programme has no such {key}", mend
                    )
            if rule.site not in places.site_ids or rule.wave not in places.wave_ids:
                self.not_placed.add(rule.document)
                continue
            first = made.setdefault(rule.group, rule)
            if (first.site, first.wave) != (rule.site, rule.wave):
                expected = "another document of the map has this group at another site or wave"
                self._fault(f"{at}.group", quoted(rule.group), expected, "Name two groups.")
                self.not_placed.add(rule.document)
                continue
            self.groups[rule.group] = KnownGroup(rule.group, rule.site or "", rule.wave or "")
            if first is rule:
                yield {
                    "group_id": rule.group,
                    "site_id": rule.site,
                    "wave_id": rule.wave,
                    "held_in": rule.held_in,
                    "stakeholder": rule.stakeholder,
                    "transcript_label": rule.document,
                    "provenance": self.map.provenance,
                    "source": self.map.source,
                }

    def _new_themes(self) -> Iterator[Row]:
        new = {rule.theme: rule for rule in reversed(self.map.codes)
               if rule.label is not None and not rule.leave_out}  # fmt: skip
        order = max((theme.order for theme in self.known.themes), default=0)
        for n, rule in enumerate(self.map.codes, start=1):
            if new.get(rule.theme) is not rule or rule.leave_out:
                continue
            old = self.themes.get(rule.theme)
            under = rule.under
            if under is not None and under not in self.themes and under not in new:
                expected = "there is no such theme, so this one stands at the top"
                mend = "Name a theme of the programme or of this map, or take the line away."
                self._fault(f"codes.{n}.under", quoted(under), expected, mend, "doubtful")
                under = None
            order += old is None
            above = self.themes.get(under) if under else None
            tree = above.tree if above else self.map.tree or self.map.name
            basis = BASIS if rule.construct else None
            self.themes[rule.theme] = KnownTheme(
                rule.theme, rule.label or "", under, old.order if old else order, tree,
                rule.construct, basis,
            )  # fmt: skip
            yield {
                "theme_id": rule.theme,
                "parent_id": under,
                "label": rule.label,
                # A place in the codebook that a person changed stays as it is.
                "order": str((old.order or order) if old else order),
                "tree": tree,
                "construct_id": rule.construct,
                "mapping_basis": basis,
                "source": self.map.source,
            }

    def _statements(self) -> list[_Statement]:
        made: dict[tuple[object, ...], _Statement] = {}
        numbers: Counter[tuple[str, str]] = Counter()
        unknown: Counter[tuple[str, str, int | None]] = Counter()
        passages: dict[tuple[object, ...], int] = {}
        rows = self.coding.segments.sort(
            "document", "segment", nulls_last=True, maintain_order=True
        )
        for one in rows.iter_rows(named=True):
            document, code = self.documents.get(one["document"]), self.codes.get(one["code"])
            if document is None or code is None:
                what = "documents" if document is None else "codes"
                unknown[what, one["document" if document is None else "code"], None] += one["n"]
                continue
            if document.leave_out or code.leave_out or document.document in self.not_placed:
                self.n_left_out += 1
                continue
            group, theme = self.groups.get(document.group), self.themes.get(code.theme)
            if group is None or theme is None:
                unknown[
                    "groups" if group is None else "themes",
                    document.group if group is None else code.theme,
                    one["row"],
                ] += one["n"]
                continue
            stance = self.stances[code.code]
            for _ in range(one["n"]):
                segment = one["segment"]
                passage = (one["document"], one["code"], segment)
                if segment is None or passage not in passages:
                    numbers[one["document"], one["code"]] += 1
                    passages[passage] = numbers[one["document"], one["code"]]
                number = passages[passage]
                key = (
                    (one["document"], segment, theme.theme_id, stance)
                    if segment is not None
                    else (*passage, number)
                )
                if key not in made:
                    made[key] = _Statement(
                        self._row(one, document, code, group, theme, stance, number)
                    )
                if one["coder"] is not None:
                    made[key].coders.add(one["coder"])
                if one["quote"] and made[key].row["kind"] != "quote":
                    made[key].row |= {"kind": "quote", "text": one["quote"][:_LONGEST]}
        self._unknown(unknown)
        return list(made.values())

    def _row(
        self, one: dict, document: DocumentRule, code: CodeRule, group: KnownGroup,
        theme: KnownTheme, stance: str, number: int,
    ) -> Row:  # fmt: skip
        return {
            "statement_id": statement_id(document.document, code.code, number),
            "group_id": group.group_id,
            "site_id": group.site_id,
            "wave_id": group.wave_id,
            "theme_id": theme.theme_id,
            "stance": stance,
            "kind": "summary",
            "scope": "site",
            "text": f'A passage of {group.group_id} was coded "{code.code}" (no. {number}). '
            "Its words were not loaded.",
            "construct_id": theme.construct_id,
            "valence": _VALENCE.get(stance) if theme.construct_id else None,
            "mapping_basis": theme.mapping_basis if theme.construct_id else None,
            "release": "team",
            "provenance": self.map.provenance,
            "source": self.map.source,
            "source_location": f"passage {number} of those coded {code.code}"[:500],
        }

    def _with_coders(self, one: _Statement) -> Row:
        n = len(one.coders)
        return one.row | {"note": f"Coded so by {n} coders." if n > 1 else None}

    def _unknown(self, unknown: Counter[tuple[str, str, int | None]]) -> None:
        words = {
            "documents": ("a document", "the map doesn't say which focus group it is"),
            "codes": ("a code", "the map doesn't say which theme it is"),
            "groups": ("a group", "there is no such focus group"),
            "themes": ("a theme", "there is no such theme"),
        }
        for (what, name, row), n in unknown.items():
            kind, expected = words[what]
            passages = "1 coded passage" if n == 1 else f"{n} coded passages"
            self.problems.append(
                Problem(
                    file=self.coding.file,
                    row=row,
                    rule="map",
                    found=f"{kind} called {quoted(name)} with {passages}",
                    expected=f"{expected}: left out",
                    mend="Add it to the map, or leave it out there.",
                )
            )

    def _fault(
        self,
        key: str,
        found: str,
        expected: str,
        mend: str,
        severity: Literal["refused", "doubtful"] = "refused",
    ) -> None:
        self.problems.append(
            Problem(
                file=f"the map {self.map.name}",
                column=key,
                rule="map",
                found=found,
                expected=expected,
                mend=mend,
                severity=severity,
            )
        )


def _frame(rows: list[Row], columns: tuple[str, ...]) -> pl.DataFrame:
    cells = [[row.get(column) for column in columns] for row in rows]
    return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")
