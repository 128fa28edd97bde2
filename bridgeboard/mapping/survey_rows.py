"""The rows of an export: whose, when and where each is, and what it says of the person."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from bridgeboard.collected import SurveyTable
from bridgeboard.mapping.days import days
from bridgeboard.mapping.known import Known
from bridgeboard.mapping.row_problems import RowProblems
from bridgeboard.mapping.survey_map import LEFT_OUT, PERSON_FIELDS, SurveyMap
from bridgeboard.mapping.value_lookup import plain, plain_keys
from bridgeboard.readers.quoting import quoted

#: What a person is asked once and carries to their other rows: tools ask it at one event only.
ASKED_ONCE = ("site_id", "profession", "gender", "prior_peer_support")
_WORDS = {
    "gender": ("female", "male", "other", "undisclosed"),
    "prior_peer_support": ("yes", "no", "unknown"),
}
_LONGEST_PROFESSION = 80
_MOST_YEARS = 70


def rows_of(table: SurveyTable, survey_map: SurveyMap, known: Known) -> pl.DataFrame:
    """A row for each row of the file that the map doesn't leave out.

    Out: row, record, code, site_id, wave_id, the person's fields as mapped; and beside each of
        them raw_<name>, the cell if it could not be mapped, else null.
    """
    frame = table.frame.with_columns(table.rows.cast(pl.Int64).alias("row"))
    for rule in survey_map.rows_left_out:
        cells = frame[rule.column]
        unwanted = {plain(value) for value in rule.values}
        named = [cell for cell in cells.drop_nulls().unique() if plain(cell) in unwanted]
        frame = frame.filter(~pl.col(rule.column).is_in(named).fill_null(False))
    who = survey_map.respondent
    record = who.record or who.id
    found = frame.select(
        pl.col("row"),
        _cell(record, "record"),
        _cell(who.person_code, "code"),
        *_placed(frame, "site_id", survey_map.site.always, survey_map.site.column,
                 _site_lookup(survey_map, known)),
        *_when(frame, survey_map, known),
        *(
            column
            for name in PERSON_FIELDS
            for column in _placed(
                frame, name, None,
                survey_map.people[name].column if name in survey_map.people else None,
                _person_lookup(survey_map, name),
            )
        ),
    )  # fmt: skip
    # Before rows are left out: who enrols is often asked at an event that is no wave.
    found = _carried(found, "code" if who.person_code else "record" if who.record else None)
    left_out = (pl.col("site_id") == LEFT_OUT) | (pl.col("wave_id") == LEFT_OUT)
    return found.filter(~left_out.fill_null(False))


def _cell(column: str | None, name: str) -> pl.Expr:
    if column is None:
        return pl.lit(None, pl.String).alias(name)
    cell = pl.col(column).str.strip_chars()
    return pl.when(cell != "").then(cell).alias(name)


def _placed(
    frame: pl.DataFrame,
    name: str,
    always: str | None,
    column: str | None,
    lookup: Callable[[str], str | None],
) -> list[pl.Expr]:
    raw = f"raw_{name}"
    if column is None:
        return [pl.lit(always, pl.String).alias(name), pl.lit(None, pl.String).alias(raw)]
    # Looked up once for each different cell, not for each row.
    cells = frame[column].drop_nulls().unique(maintain_order=True)
    meant = {cell: lookup(cell) for cell in cells if cell.strip()}
    known = {cell: value for cell, value in meant.items() if value is not None}
    unknown = [cell for cell, value in meant.items() if value is None]
    value = (
        pl.col(column).replace_strict(known, default=None, return_dtype=pl.String)
        if known
        else pl.lit(None, pl.String)
    )
    return [
        pl.when(value != "").then(value).alias(name),
        pl.when(pl.col(column).is_in(unknown)).then(column).alias(raw),
    ]


def _when(frame: pl.DataFrame, survey_map: SurveyMap, known: Known) -> list[pl.Expr]:
    rule = survey_map.wave
    if rule.date is None:
        return _placed(frame, "wave_id", rule.always, rule.column, _wave_lookup(survey_map, known))
    spans = [(w.wave_id, w.from_on, w.to_on) for w in (*known.waves, *survey_map.new_waves)]
    day = days(frame[rule.date])
    wave = pl.lit(None, pl.String)
    for wave_id, from_on, to_on in reversed(spans):
        if from_on is not None or to_on is not None:
            inside = day.is_not_null()
            if from_on is not None:
                inside &= day >= from_on
            if to_on is not None:
                inside &= day <= to_on
            wave = pl.when(pl.lit(inside)).then(pl.lit(wave_id)).otherwise(wave)
    raw = pl.when(wave.is_null()).then(_cell(rule.date, "cell"))
    return [wave.alias("wave_id"), raw.alias("raw_wave_id")]


def _ids_lookup(
    survey_map: SurveyMap, values: str | None, ids: frozenset[str]
) -> Callable[[str], str | None]:
    named = plain_keys(survey_map.values.get(values or "", {}))
    own = {plain(one): one for one in ids}

    def lookup(cell: str) -> str | None:
        found = plain(cell)
        if values is not None:
            return None if found not in named else str(named[found])
        return own.get(found)

    return lookup


def _site_lookup(survey_map: SurveyMap, known: Known) -> Callable[[str], str | None]:
    ids = known.site_ids | {site.site_id for site in survey_map.new_sites}
    return _ids_lookup(survey_map, survey_map.site.values, ids)


def _wave_lookup(survey_map: SurveyMap, known: Known) -> Callable[[str], str | None]:
    ids = known.wave_ids | {wave.wave_id for wave in survey_map.new_waves}
    return _ids_lookup(survey_map, survey_map.wave.values, ids)


def _person_lookup(survey_map: SurveyMap, name: str) -> Callable[[str], str | None]:
    rule = survey_map.people.get(name)
    values = rule.values if rule else None
    named = None if values is None else plain_keys(survey_map.values.get(values, {}))

    def lookup(cell: str) -> str | None:
        if named is not None:
            meant = named.get(plain(cell))
            if meant is None:
                return None
            # "missing" and the like: the person's field stays empty.
            cell = "" if str(meant) in ("missing", "not_applicable") else str(meant)
        if not cell.strip():
            return ""
        return _allowed(name, cell.strip())

    return lookup


def _allowed(name: str, cell: str) -> str | None:
    if name in _WORDS:
        word = plain(cell)
        return word if word in _WORDS[name] else None
    if name == "years_experience":
        try:
            years = float(cell.replace(",", "."))
        except ValueError:
            return None
        return f"{years:g}" if 0 <= years <= _MOST_YEARS else None
    return cell if len(cell) <= _LONGEST_PROFESSION else None


def _carried(rows: pl.DataFrame, by: str | None) -> pl.DataFrame:
    if by is None:
        return rows
    return rows.with_columns(
        pl.when(
            pl.col(by).is_null() | pl.col(name).is_not_null() | pl.col(f"raw_{name}").is_not_null()
        )
        .then(pl.col(name))
        .otherwise(pl.col(name).drop_nulls().first().over(by))
        .alias(name)
        for name in ASKED_ONCE
    )


def report_fields(rows: pl.DataFrame, survey_map: SurveyMap, problems: RowProblems) -> None:
    """Report each cell of a person's field that could not be mapped; the field stays empty."""
    for name, rule in survey_map.people.items():
        raw = f"raw_{name}"
        expected = {
            "years_experience": f"it must be a number of years from 0 to {_MOST_YEARS}",
            "profession": f"a profession has {_LONGEST_PROFESSION} characters at most",
        }.get(name, f"it must be one of {', '.join(_WORDS.get(name, ()))}")
        if rule.values is not None:
            expected = f"the map does not say what that means ([values.{rule.values}])"

        def words(row: dict, raw: str = raw, expected: str = expected) -> tuple[str, str, str]:
            return quoted(row[raw]), expected, "Add the value to the map, or mend the cell."

        problems.report(rows.filter(pl.col(raw).is_not_null()), "known value", words, rule.column)
