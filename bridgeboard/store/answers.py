"""Instruments and their answers, as tables."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import polars as pl

from bridgeboard.instruments import Instrument, score_expression, to_json
from bridgeboard.problems import Refusal
from bridgeboard.store.breakdown import breakdown, score_counts
from bridgeboard.store.comparisons import compared
from bridgeboard.store.counting import Scores, coded
from bridgeboard.store.families import Answered, families, family_of
from bridgeboard.store.item_sums import item_sums
from bridgeboard.store.people import ATTRIBUTES, people
from bridgeboard.store.quality import Quality
from bridgeboard.store.sql import identifier, script
from bridgeboard.store.tables import create_enum
from bridgeboard.store.wide import Arranged, arranged

#: Columns of a wide table that are not items.
_OTHERS = ("respondent_id", "site_id", "wave_id", "n_not_applicable", "n_dont_know", "n_missing")


def create_instruments(con: duckdb.DuckDBPyConnection, instruments: dict[str, Instrument]) -> None:
    """The tables instruments and instrument_items, and ENUMs of their ids in order.

    Raises: Refusal where two names would be one column or table in the store.
    """
    used = list(instruments.values())
    _refuse_same("instruments", [instrument.table for instrument in used], "")
    for instrument in used:
        _refuse_same(
            "items", [*_OTHERS, *instrument.item_ids], f" of instrument {instrument.instrument_id}"
        )
    create_enum(con, "instruments.instrument_id", [i.instrument_id for i in used])
    create_enum(con, "instruments.item_id", [item for i in used for item in i.item_ids])
    create_enum(con, "instruments.scale_id", [s.scale_id for i in used for s in i.scales])
    create_enum(con, "breakdown.attribute", list(ATTRIBUTES))
    con.execute(
        'CREATE TABLE instruments (instrument_id "instruments.instrument_id", '
        "answers_table VARCHAR, definition VARCHAR)"
    )
    con.execute(
        'CREATE TABLE instrument_items (instrument_id "instruments.instrument_id", '
        'item_id "instruments.item_id", item_order BIGINT)'
    )
    for instrument in used:
        con.execute(
            "INSERT INTO instruments VALUES ($1, $2, $3)",
            [instrument.instrument_id, instrument.table, to_json(instrument)],
        )
        for order, item_id in enumerate(instrument.item_ids, start=1):
            con.execute(
                "INSERT INTO instrument_items VALUES ($1, $2, $3)",
                [instrument.instrument_id, item_id, order],
            )


def arrange(
    con: duckdb.DuckDBPyConnection,
    respondents: pl.DataFrame,
    waves: pl.DataFrame,
    answers: pl.DataFrame,
    instruments: dict[str, Instrument],
    said: Callable[[float, str], None],
) -> None:
    """One wide table per instrument, and the tables of survey_marts.sql.

    said: called with the share done, 0 to 1, and words.
    """
    con.execute(script("survey_marts.sql"))
    everybody = people(respondents, waves)
    quality = Quality(respondents.select("site_id", "wave_id"))
    n_rows = n_done = 0
    for family in families(instruments):
        answered, scores = [], []
        for instrument in family:
            said(n_done / len(instruments), f"Arranging answers of {instrument.short_name}")
            done = arranged(answers, respondents, instrument)
            n_rows += done.n_rows
            n_done += 1
            _create_wide(con, instrument, done.wide)
            quality.add(instrument, done)
            answered.append(_answered(instrument, done))
            scores.append(_scores(answered[-1]))
            for table, frame in (
                ("answer_counts", done.counts),
                ("started", done.started),
                ("mart_scores", score_counts(answered[-1], scores[-1], everybody)),
                ("mart_breakdown", breakdown(answered[-1], scores[-1], everybody)),
                ("mart_item_sums", item_sums(answered[-1], everybody)),
                ("unanswered", done.unanswered),
            ):
                which = pl.repeat(instrument.instrument_id, frame.height, eager=True)
                _insert(con, table, frame.insert_column(0, which.alias("instrument_id")))
        both = compared(family_of(answered, everybody.wave.codes), scores[0], everybody)
        _insert(con, "mart_comparisons", both.comparisons)
        _insert(con, "mart_common_scores", both.common)
        _insert(con, "mart_pairs", both.pairs)
    _insert(con, "mart_quality", quality.counts())
    if n_rows != answers.height:
        raise AssertionError(f"{answers.height - n_rows} answers are of no instrument in use")


def _answered(instrument: Instrument, done: Arranged) -> Answered:
    items = done.wide.select(instrument.item_ids)
    any_item = items.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return Answered(instrument, items.filter(any_item), done.places[any_item.to_numpy()])


def _scores(given: Answered) -> dict[str, Scores]:
    """Each scale's scores; a scale at a time, for the memory's sake."""
    return {
        scale.scale_id: coded(
            given.items.select(score_expression(scale, given.instrument).alias("score"))["score"]
        )
        for scale in given.instrument.scales
    }


def _insert(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    con.register("incoming", frame)
    con.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    con.unregister("incoming")


def _create_wide(
    con: duckdb.DuckDBPyConnection, instrument: Instrument, wide: pl.DataFrame
) -> None:
    con.register("incoming", wide)
    con.execute(
        f"""
        CREATE TABLE {identifier(instrument.table)} AS
        SELECT * REPLACE (site_id::"sites.site_id" AS site_id, wave_id::"waves.wave_id" AS wave_id)
        FROM incoming
        """
    )
    con.unregister("incoming")


def _refuse_same(what: str, names: list[str], where: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        # SQL names don't tell small letters from capitals.
        folded = name.casefold()
        if folded in seen:
            raise Refusal(
                f"The {what} “{seen[folded]}” and “{name}”{where} can't be told apart in the "
                "store: give one of them another id."
            )
        seen[folded] = name
