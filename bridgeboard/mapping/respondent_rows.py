"""Rows of an export to respondents: one for each person and wave, whoever stands in several rows
put together, whoever stands twice refused."""

from __future__ import annotations

import polars as pl

from bridgeboard.mapping.row_problems import RowProblems
from bridgeboard.mapping.survey_map import PERSON_FIELDS, SurveyMap
from bridgeboard.readers.quoting import listed, quoted

#: As schemas/_table.py has it.
_IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
_TEST = r"(?i)^test(?:[\s_-]|\d|$)"


def respondents_of(
    rows: pl.DataFrame, answers: pl.DataFrame, survey_map: SurveyMap, problems: RowProblems
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables respondents and answers, of the rows that can be placed."""
    items = _with_items(answers.filter(pl.col("state").is_not_null()), survey_map)
    people = _at_waves(rows, answers, survey_map)
    people = _placed(people, survey_map, problems)
    people = _identified(people, survey_map, problems)
    people = _once(people, items, survey_map, problems)
    of_row = people.select("row", "wave_id", "respondent_id")
    joined = items.drop("wave_id") if not survey_map.wave.per_column else items
    on = ["row", "wave_id"] if survey_map.wave.per_column else ["row"]
    placed = joined.join(of_row, on=on, how="inner", maintain_order="left")
    order = people.select("respondent_id").unique(maintain_order=True).with_row_index("_order")
    placed = placed.join(order, on="respondent_id", how="left").sort("_order", "place")
    return _respondents(people, survey_map), placed.select(
        "respondent_id",
        "instrument_id",
        "item_id",
        pl.col("value").cast(pl.String),
        "state",
    )


def _with_items(answers: pl.DataFrame, survey_map: SurveyMap) -> pl.DataFrame:
    order = list(dict.fromkeys((o.instrument_id, o.item_id) for o in survey_map.answers))
    items = pl.DataFrame(
        [
            (n, o.instrument_id, o.item_id, o.wave_id, order.index((o.instrument_id, o.item_id)))
            for n, o in enumerate(survey_map.answers)
        ],
        schema={
            "item": pl.Int32,
            "instrument_id": pl.String,
            "item_id": pl.String,
            "wave_id": pl.String,
            "place": pl.Int32,
        },
        orient="row",
    )
    return answers.join(items, on="item", how="left", maintain_order="left")


def _at_waves(rows: pl.DataFrame, answers: pl.DataFrame, survey_map: SurveyMap) -> pl.DataFrame:
    """A row per file row and wave: where waves stand side by side, those that were answered."""
    if not survey_map.wave.per_column:
        return rows
    waves = pl.DataFrame(
        [(n, one.wave_id) for n, one in enumerate(survey_map.answers)],
        schema={"item": pl.Int32, "wave_id": pl.String},
        orient="row",
    )
    asked = answers.select("row", "item").join(waves, on="item").select("row", "wave_id").unique()
    order = {wave: n for n, wave in enumerate(dict.fromkeys(waves["wave_id"]))}
    asked = asked.with_columns(_n=pl.col("wave_id").replace_strict(order, return_dtype=pl.Int32))
    return rows.drop("wave_id").join(asked, on="row").sort("row", "_n").drop("_n")


def _placed(people: pl.DataFrame, survey_map: SurveyMap, problems: RowProblems) -> pl.DataFrame:
    """Those that have a site and a wave."""
    for name, what, rule in (
        ("site_id", "site", survey_map.site),
        ("wave_id", "wave", survey_map.wave),
    ):
        raw, column = f"raw_{name}", rule.column or getattr(rule, "date", None)
        by_date = getattr(rule, "date", None) is not None
        lost = people.filter(pl.col(name).is_null())
        expected = f"the map does not say which {what} that is"
        mend = f"Add the value to the map, or write {what} left_out for it."
        if by_date:
            expected = "it must be a day within one of the programme's waves"
            mend = "Mend the wave's from_on and to_on, or the day."

        def words(
            row: dict, raw: str = raw, what: str = what, expected: str = expected, mend: str = mend
        ) -> tuple[str, str, str]:
            if row[raw] is None:
                return "", f"somebody who answered must have a {what}", f"Fill in the {what}."
            return quoted(row[raw]), expected, mend

        problems.report(lost.unique("row", maintain_order=True), f"known {what}", words, column)
        people = people.filter(pl.col(name).is_not_null())
    return people


def _identified(people: pl.DataFrame, survey_map: SurveyMap, problems: RowProblems) -> pl.DataFrame:
    """Those with a respondent_id, and person_code where the map gives one."""
    who = survey_map.respondent
    column = who.record or who.id
    if column is not None:
        problems.report(
            people.filter(pl.col("record").is_null()).unique("row", maintain_order=True),
            "respondent",
            lambda _: ("", "somebody who answered must have an id", "Fill it in."),
            column,
        )
        people = people.filter(pl.col("record").is_not_null())
        problems.report(
            people.filter(pl.col("record").str.contains(_TEST)).unique("row", maintain_order=True),
            "test row",
            lambda row: (
                quoted(row["record"]),
                "this looks like a test",
                "Delete it in the tool, or name it under [[rows_left_out]] in the map.",
            ),
            column,
            "doubtful",
        )
    prefix = pl.lit(who.prefix)
    # Spaces and the like are part of many tools' ids, and of none of ours.
    cleaned = _clean(pl.col("record"))
    if who.by_row:
        made = pl.format("{}-{}-{}", "site_id", "wave_id", "row")
    elif who.id is not None and not survey_map.wave.per_column:
        made = pl.concat_str(prefix, cleaned)
    else:
        made = pl.concat_str(prefix, cleaned, pl.lit("-"), "wave_id")
    code = pl.concat_str(prefix, _clean(pl.col("code")))
    people = people.with_columns(respondent_id=made, person_code=code)
    for name, raw, named in (
        ("respondent_id", "record", column),
        ("person_code", "code", who.person_code),
    ):
        good = pl.col(name).str.contains(_IDENTIFIER).fill_null(name == "person_code")

        def words(row: dict, raw: str = raw) -> tuple[str, str, str]:
            return (
                # Whatever makes an e-mail address is not repeated.
                "an e-mail address" if "@" in (row[raw] or "") else quoted(row[raw]),
                "an id is made of letters a to z, digits, and . _ -",
                "Take another column for it, or mend the ids in the tool.",
            )

        problems.report(
            people.filter(~good).unique("row", maintain_order=True), "identifier", words, named
        )
        people = people.filter(good)
    return people


def _clean(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace_all(r"[\s:/\\,;#+]+", "-").str.strip_chars_start("-")


def _once(
    people: pl.DataFrame, items: pl.DataFrame, survey_map: SurveyMap, problems: RowProblems
) -> pl.DataFrame:
    """Those that stand once at a wave; all rows of one who doesn't are refused."""
    on = ["row", "wave_id"] if survey_map.wave.per_column else ["row"]
    of_row = people.select(*on, "respondent_id")
    of_items = items.join(of_row, on=on, how="inner", maintain_order="left")
    twice = of_items.filter(pl.len().over("respondent_id", "instrument_id", "item_id") > 1).unique(
        "respondent_id", maintain_order=True
    )
    two_places = people.filter(
        (pl.col("site_id").n_unique().over("respondent_id") > 1)
        | (pl.col("wave_id").n_unique().over("respondent_id") > 1)
        | (pl.col("record").n_unique().over("respondent_id") > 1)
    )
    two_codes = people.filter(
        pl.col("person_code").is_not_null()
        & (pl.col("respondent_id").n_unique().over("person_code", "wave_id") > 1)
    )
    bad = pl.concat(
        [frame.select("respondent_id") for frame in (twice, two_places, two_codes)]
    ).unique()
    if survey_map.answers == () and len(people):
        repeated = people.filter(pl.len().over("respondent_id") > 1).select("respondent_id")
        bad = pl.concat([bad, repeated]).unique()
    refused = people.join(bad, on="respondent_id", how="semi", maintain_order="left")
    rows = (
        refused.group_by(
            pl.coalesce(pl.col("person_code") + pl.lit(" ") + pl.col("wave_id"), "respondent_id"),
            maintain_order=True,
        )
        .agg(pl.col("row"), pl.col("record").first(), pl.col("wave_id").first())
        .with_columns(rows=pl.col("row"), row=pl.col("row").list.last())
    )

    def words(row: dict) -> tuple[str, str, str]:
        numbers = list(dict.fromkeys(str(number) for number in row["rows"]))[:5]
        found = f"{quoted(row['record'])} in rows {listed(numbers)}"
        if len(numbers) == 1:
            found = "two answers to one item"
        return (
            found,
            "a person may answer once at a wave",
            "Keep one of them in the tool; or is this column no id, or the wave another?",
        )

    who = survey_map.respondent
    problems.report(rows, "once at a wave", words, who.record or who.id)
    return people.join(bad, on="respondent_id", how="anti", maintain_order="left")


def _respondents(people: pl.DataFrame, survey_map: SurveyMap) -> pl.DataFrame:
    """One row each, with the columns that the map knows; of several rows the first filled cell."""
    names = ["site_id", "wave_id"]
    names += ["person_code"] if survey_map.respondent.person_code else []
    names += [name for name in PERSON_FIELDS if name in survey_map.people]
    return (
        people.group_by("respondent_id", maintain_order=True)
        .agg(pl.col(name).drop_nulls().first() for name in names)
        .with_columns(pl.lit(survey_map.provenance).alias("provenance"))
    )
