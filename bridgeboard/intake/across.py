"""What must hold between tables, beyond that every name leads somewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from bridgeboard.intake.keys import Same
from bridgeboard.intake.working import (
    MOST_SITES,
    SHOWN_ROWS,
    Say,
    Words,
    Working,
    listed_shortly,
    rows_in_words,
)
from bridgeboard.readers.quoting import quoted

ONE_SITE = "one site per person"


def check_across(works: Mapping[str, Working]) -> None:
    """Statements fit their focus group; a person stays at a site; waves follow each other."""
    if "statements" in works and "focus_groups" in works:
        _check_groups(works["statements"], works["focus_groups"])
    if "respondents" in works:
        _check_persons(works["respondents"])
    if "waves" in works:
        _check_wave_dates(works["waves"])


def _check_groups(statements: Working, groups: Working) -> None:
    held = groups.good().select("group_id", of_site="site_id", of_wave="wave_id")
    said = (
        statements.typed.select("group_id", "site_id", "wave_id")
        .with_row_index("place")
        .join(held, on="group_id", how="inner", maintain_order="left")
    )
    for column, of_group in (("site_id", "of_site"), ("wave_id", "of_wave")):
        off = said.filter(pl.col(column) != pl.col(of_group))
        expected = dict(off.select("place", of_group).iter_rows())

        def words(place: int, column: str = column, expected: dict[int, str] = expected) -> Words:
            group = quoted(statements.typed["group_id"][place])
            return Words(
                statements.cell(place, column),
                f"the focus group {group} has {column} {quoted(expected[place])}",
                f"Mend {column} or group_id; leave group_id empty if no one group said it.",
            )

        statements.report(
            off["place"].to_numpy(), column=column, rule=f"{column} of the group", words=words
        )


def _check_persons(respondents: Working) -> None:
    persons = (
        respondents.typed.with_row_index("place")
        .filter(pl.Series(~respondents.refused))
        .drop_nulls("person_code")
        .group_by("person_code", maintain_order=True)
        .agg("place", pl.col("site_id").unique(maintain_order=True))
        .filter(pl.col("site_id").list.len() > 1)
    )
    facts = {
        places[0]: Same(places[:SHOWN_ROWS], len(places), sites[:MOST_SITES])
        for _, places, sites in persons.iter_rows()
    }
    respondents.report(
        list(facts),
        column="person_code",
        rule=ONE_SITE,
        words=person_words(respondents, facts.__getitem__),
        severity="doubtful",
    )


def person_words(respondents: Working, same: Callable[[int], Same]) -> Say:
    """What to say of a person at several sites. In: same: all of the person's rows."""

    def words(place: int) -> Words:
        all_of_it = same(place)
        rows = rows_in_words([respondents.row(other) for other in all_of_it.few], all_of_it.n)
        return Words(
            respondents.cell(place, "person_code"),
            f"{rows} give this person the sites {listed_shortly(all_of_it.sites)}",
            "Nothing needs to be done if the person moved; else mend the code or the site.",
        )

    return words


def _check_wave_dates(waves: Working) -> None:
    for column, is_later, mend in (
        ("from_on", "which begins later", "Mend the order or the dates."),
        ("months_since_start", "which has more months", "Mend the order or the months."),
    ):
        dated = (
            waves.typed.with_row_index("place")
            .filter(pl.Series(~waves.refused))
            .drop_nulls(["order", column])
            .sort("order")
            .with_columns(before=pl.col(column).shift(1), wave_before=pl.col("wave_id").shift(1))
            .filter(pl.col(column) < pl.col("before"))
        )
        earlier = dict(dated.select("place", "wave_before").iter_rows())

        def words(
            place: int,
            column: str = column,
            is_later: str = is_later,
            mend: str = mend,
            earlier: dict[int, str] = earlier,
        ) -> Words:
            return Words(
                waves.cell(place, column),
                f"by its order this wave follows {quoted(earlier[place])}, {is_later}",
                mend,
            )

        waves.report(
            sorted(earlier), column=column, rule="waves in order", words=words, severity="doubtful"
        )
