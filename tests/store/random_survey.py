"""Random small programmes: versions of instruments, people who come back, move, or leave things."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import polars as pl

from bridgeboard.instruments import Instrument, Item, Scale
from bridgeboard.intake import Accepted
from bridgeboard.intake.id_order import ID_ORDER, ids_in_order
from bridgeboard.intake.staged import CODES, Staged
from bridgeboard.intake.streaming.staging import respondent_types
from schemas.programme import Programme
from schemas.tables import PROGRAMME_TABLES

Rows = list[dict[str, Any]]
PERSONS = ("p1", "p2", "p3", "p4", "p5")
YEARS = (None, 0, 1.99, 2, 4.5, 5, 9.9, 10, 40)


def instrument(
    instrument_id: str,
    minimum: int,
    maximum: int,
    items: str,
    reversed_items: str,
    scales: tuple[Scale, ...] = (),
    version_of: str | None = None,
) -> Instrument:
    """An instrument whose items have one letter each."""
    return Instrument(
        instrument_id=instrument_id,
        name=instrument_id,
        short_name=instrument_id,
        citation="none",
        licence="none",
        licence_note="none",
        own=True,
        validated=False,
        minimum=minimum,
        maximum=maximum,
        levels=(),
        items=tuple(Item(i, i, reversed=i in reversed_items) for i in items),
        source=Path("none"),
        scales=scales,
        version_of=version_of,
    )


def scale(scale_id: str, items: str, method: str, needed: int, needs: tuple = ()) -> Scale:
    """A scale of items of one letter each."""
    return Scale(scale_id, scale_id, tuple(items), method, "better", needed, needs)


#: Scales of both kinds, one that needs another, and one whose items no other scale has; a version
#: on whose range whole numbers stay whole, with another item reversed and one item more; one on
#: whose range they don't, with few items; and an instrument of its own.
INSTRUMENTS = {
    i.instrument_id: i
    for i in (
        instrument("fine", 0, 10, "ab", "b", version_of="base"),
        instrument(
            "base",
            1,
            5,
            "abcde",
            "b",
            (
                scale("mean", "abc", "mean", 2),
                scale("sum", "cabd", "sum", 3, ("mean",)),
                scale("needy", "e", "mean", 1, ("mean",)),
            ),
        ),
        instrument("other", 1, 3, "xy", "", (scale("xy", "xy", "mean", 1),)),
        instrument("from0", 0, 4, "dcbaz", "bc", (scale("z", "za", "sum", 2),), "base"),
    )
}
#: Two that are long enough for answers to be alike, and short of answers to choose from; one
#: without scales, whose items are called as columns are; one that nobody answers.
MORE = INSTRUMENTS | {
    i.instrument_id: i
    for i in (
        instrument("long", 0, 1, "abcdefghij", "", (scale("all", "abcdefghij", "sum", 8),)),
        instrument("longer", -1, 0, "abcdefghijk", "a", (scale("few", "ab", "mean", 1),)),
        replace(
            instrument("odd-names", 1, 2, "ab", ""),
            items=tuple(Item(i, i) for i in ("t0", "n0", "score", "i1", "profession")),
        ),
        instrument("unused", 1, 5, "ab", "", (scale("none", "ab", "mean", 1),)),
    )
}


def programme(chance: Random, instruments: dict[str, Instrument] = INSTRUMENTS) -> dict[str, Rows]:
    """Up to two sites and three waves; persons who come back, change site, or leave things out."""
    sites = ["b", "a"][: chance.randint(1, 2)]
    orders = dict(zip(["w1", "w2", "w3"], chance.sample([1, 2, 3], 3), strict=True))
    waves = list(orders)[: chance.choice([1, 2, 3, 3])]
    share_asked, share_answered = chance.choice([0.6, 0.9, 1]), chance.choice([0, 0.7, 0.9, 1])
    share_odd = chance.choice([0, 0, 0.3])
    home = {person: chance.choice(sites) for person in PERSONS}
    usually = ["other", *(name for name in instruments if name not in INSTRUMENTS)]
    respondents, answers = [], []
    for wave in waves:
        asked = {
            name: [i for i in instruments[name].item_ids if chance.random() < share_asked]
            for name in instruments
            if name != "unused"
        }
        # Mostly one instrument a wave, or there would be no comparison without versions.
        usual = chance.choice(["base", "base", "from0", "fine"])
        for person in chance.sample([*PERSONS, None, None], chance.randint(1, 7)):
            who, moved = f"r{len(respondents)}", chance.random() < 0.2
            respondents.append(
                {
                    "respondent_id": who,
                    "site_id": chance.choice(sites) if moved or person is None else home[person],
                    "wave_id": wave,
                    "person_code": person,
                    "profession": chance.choice([None, "nurse", "Nurse"]),
                    "gender": chance.choice([None, "female", "undisclosed"]),
                    "years_experience": chance.choice(YEARS),
                    "prior_peer_support": chance.choice([None, "yes", "unknown"]),
                    "provenance": "collected",
                }
            )
            others = [name for name in asked if chance.random() < share_odd]
            for name in sorted({usual, *usually, *others} & set(asked)):
                low, high = instruments[name].minimum, instruments[name].maximum
                for item_id in asked[name]:
                    is_answered = chance.random() < share_answered
                    answers.append(
                        {
                            "respondent_id": who,
                            "instrument_id": name,
                            "item_id": item_id,
                            "value": chance.randint(low, high) if is_answered else None,
                            "state": "answered" if is_answered else "missing",
                        }
                    )
    return {
        "sites": [{"site_id": s} for s in sites],
        "waves": [{"wave_id": w, "order": orders[w]} for w in waves],
        "respondents": respondents,
        "answers": answers,
    }


def with_reasons(rows: dict[str, Rows], chance: Random) -> dict[str, Rows]:
    """The same programme with reasons for cells without an answer, words, and in any order."""
    answers = [
        one
        if one["state"] == "answered"
        else {**one, "state": chance.choice(["missing", "not_applicable", "dont_know"])}
        for one in rows["answers"]
    ]
    people = [
        {
            **one,
            "provenance": chance.choice(["collected", "simulated"]),
            "profession": chance.choice([one["profession"], "not said", "Krankenpflege, “B”"]),
        }
        for one in rows["respondents"]
    ]
    return rows | {
        "respondents": chance.sample(people, len(people)),
        "answers": chance.sample(answers, len(answers)),
    }


def accepted(rows: dict[str, Rows], instruments: dict[str, Instrument] = INSTRUMENTS) -> Accepted:
    """The rows as intake would have accepted them."""
    tables = {}
    for name, model in PROGRAMME_TABLES.items():
        schema = {c: s.dtype.type for c, s in model.to_schema().columns.items()}
        whole = [{c: row.get(c) for c in schema} for row in rows.get(name, [])]
        tables[name] = pl.DataFrame(whole, schema=schema)
    return Accepted(
        programme=Programme(id="test", name="Test", provenance="simulated"),
        folder=Path(),
        tables=tables,
        instruments=instruments,
        problems=[],
    )


def staged(given: Accepted, path: Path) -> Accepted:
    """The same, with respondents and answers in a staging file."""
    tables = dict(given.tables)
    types = respondent_types(
        {
            place.split(".")[1]: ids_in_order(place, tables[place.split(".")[0]])
            for place in ID_ORDER
        }
    )
    typed = ", ".join(f"{column}::{of} AS {column}" for column, of in types.items())
    respondents, answers = tables.pop("respondents"), tables.pop("answers")
    named = respondents.select("respondent_id").with_row_index("place")
    cells = {}
    with duckdb.connect(str(path)) as con:
        con.register("people", respondents.with_row_index("place"))
        con.execute(f"CREATE TABLE respondents AS SELECT place::INT AS place, {typed} FROM people")
        for number, one in enumerate(given.instruments.values()):
            cells[one.instrument_id] = f"cells_{number}"
            columns = "".join(f', "{i}" SMALLINT' for i in one.item_ids)
            con.execute(f"CREATE TABLE cells_{number} (place INTEGER{columns})")
            by_place: dict[int, dict[str, int]] = {}
            part = answers.filter(pl.col("instrument_id") == one.instrument_id)
            for row in part.join(named, on="respondent_id").iter_rows(named=True):
                cell = row["value"] if row["state"] == "answered" else CODES[row["state"]]
                by_place.setdefault(row["place"], {})[row["item_id"]] = cell
            for place in sorted(by_place):
                values = [by_place[place].get(i) for i in one.item_ids]
                marks = ", ".join("?" * (1 + len(values)))
                con.execute(f"INSERT INTO cells_{number} VALUES ({marks})", [place, *values])
    n_rows = {"respondents": respondents.height, "answers": answers.height}
    return replace(given, tables=tables, staged=Staged(path, n_rows, cells, path.unlink))
