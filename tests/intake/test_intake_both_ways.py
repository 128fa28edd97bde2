"""Long files are judged in DuckDB, short ones in memory: both refuse the same, in the same words.

BRIDGEBOARD_EXAMPLES=5000 tries so many random programmes; a dozen by default.
"""

import os
import random

import duckdb
import polars as pl
import pytest

from bridgeboard.intake import accept
from bridgeboard.intake.staged import CODES
from bridgeboard.readers import long_file, records, sweep

EXAMPLES = int(os.environ.get("BRIDGEBOARD_EXAMPLES", "12"))
SEED = int(os.environ.get("BRIDGEBOARD_SEED", "1"))

#: A cell of a column is drawn from the first tuple, and now and then from the second.
CELLS = {
    "respondents": {
        "respondent_id": (
            (),
            (
                "r1",
                "r2",
                " r1",
                "r 1",
                "",
                "a@b.org",
                "0049 170 1234567",
                "ä",
                "#N/A",
                "Ã¼",
                "r\n1",
            ),
        ),
        "site_id": (("a", "b"), ("c", "A", "", " a ", "a\u2003", "gone", "Ã¤")),
        "wave_id": (("pre", "post"), ("Pre", "", "later")),
        "person_code": ((), ("p1", "p1", "p2", "", "p 1", "x@y.org", "123456789")),
        "profession": (
            ("nurse", "", "psychiatrist"),
            ("me@home.org", "n" * 81, "nâ€™s", "#REF!", 'said "so"', "nurse\xa0", "a,b", "a;b"),
        ),
        "gender": (("female", "male", ""), ("Female", "f", "fem", "woman")),
        "years_experience": (
            ("3", "0", "10.5", ""),
            ("3,5", "1.234", "1,234", "-1", "71", "ten", "1e1", "+4", "0.0", "1 000", "٣", "nan"),
        ),
        "prior_peer_support": (("yes", "no", "unknown", ""), ("maybe", "YES")),
        "provenance": (("collected",), ("", "simulated", "invented")),
    },
    "answers": {
        "respondent_id": ((), ("r1", "r2", "r1 ", "R1", "", "nobody", "nobody", "r999", "#N/A")),
        "instrument_id": (("psa12",), ("psa12", "aim", "aim", "PSA12", "", "rsa", "nothing", "Ã¼")),
        "item_id": ((), ("b1", "b2", "a1", "a2", "b 1", "", "zz", "zz", "B1")),
        "value": (
            ("1", "2", "3", "4", "5"),
            ("", "0", "6", "3.0", "3,00", "+3", "3.5", " 4", "many", "-101", "1001", "1e0", "٣"),
        ),
        "state": (("answered",), ("not_applicable", "missing", "", "Answered", "dont_know", "n/a")),
    },
}
#: Cells of files with a row a respondent that are now and then drawn in place of a level.
ODD_ANSWERS = (
    *("", "", "not_applicable", "dont_know", "missing", "0", "6", "3.0", "3,00", "+3", "3.5", " 4"),
    *("many", "-101", "-102", "1001", "1e0", "٣", "Missing", "answered", "n/a", "#REF!", "32000"),
    "99999999999",
)
ITEMS = ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4", "r1", "r2", "t1", "t2")
ASKED = {
    "psa12": ITEMS,
    "aim": ("a1", "a2", "a3", "a4"),
    "mine": ("a1", "m2"),
    "rsa": ("i1", "i2", "i3"),
}
OTHERS = {
    "sites.csv": "site_id,site_name,country_iso3,setting,comparable_across_waves,provenance\n"
    "a,A,DEU,unknown,yes,collected\nb,B,DEU,unknown,yes,collected\n"
    "gone,G,D,unknown,yes,collected\n",
    "waves.csv": "wave_id,label,order,date_precision\npre,Pre,1,unknown\npost,Post,2,unknown\n",
}
#: A second version of an instrument, so that somebody may answer both.
OWN = """
instrument_id = "mine"
version_of = "aim"
name = "Mine"
short_name = "Mine"
citation = "None."
licence = "ours"
licence_note = "Ours."
own = true
validated = false
verified = []
unverified = []
[responses]
minimum = 1
maximum = 3
levels = [{ value = 1, label = "no" }, { value = 2, label = "so" }, { value = 3, label = "yes" }]
[[items]]
item_id = "a1"
label = "One"
scale_id = "total"
[[items]]
item_id = "m2"
label = "Two"
scale_id = "total"
[[scales]]
scale_id = "total"
label = "Total"
item_ids = ["a1", "m2"]
method = "mean"
higher_is = "better"
share_needed = 0.5
[[worked_examples]]
says = "The mean of 1 and 3 is 2."
answers = { a1 = 1, m2 = 3 }
scores = { total = 2.0 }
"""


def write(folder, chance):
    """A random programme; how bad it is is random too."""
    folder.mkdir(parents=True)
    wrong = chance.choice([0, 0, 0.01, 0.01, 0.05, 0.3])
    used = chance.choice(
        [["psa12"], ["psa12", "aim"], ["psa12", "aim", "mine"], ["aim", "rsa"], []]
    )
    (folder / "programme.toml").write_text(
        'id = "p"\nname = "P"\nprovenance = "collected"\n'
        f"instruments = [{', '.join(repr(one) for one in used)}]\n".replace("'", '"')
        if chance.random() < 0.97
        else 'id = "p"\n'
    )
    (folder / "instruments").mkdir()
    (folder / "instruments" / "mine.toml").write_text(OWN)
    for file, text in OTHERS.items():
        if chance.random() < 0.98:
            (folder / file).write_text(text)
    people = [f"r{n}" for n in range(1, chance.choice([2, 5, 30, 600]))]
    rows = [
        {
            "respondent_id": who,
            "person_code": chance.choice([f"p{n // 2}", ""]),
            "wave_id": ("pre", "post")[n % 2],
            "site_id": "ab"[n // 2 % 2],
        }
        for n, who in enumerate(people)
    ]
    if chance.random() < 0.95:
        write_table(folder, "respondents", rows, wrong, chance)
    few = people[: chance.choice([2, 40])]
    if chance.random() < 0.5:
        write_wide(folder, few, used, wrong, chance)
        if chance.random() < 0.95:
            return
    rows = [
        {"respondent_id": who, "instrument_id": instrument, "item_id": item}
        for who in few
        for instrument in (used or ["psa12"])
        if chance.random() < 0.7
        for item in ASKED[instrument][: chance.choice([2, 12])]
        if chance.random() < 0.9
    ]
    for row in rows:
        if row["instrument_id"] == "mine":
            row["value"] = chance.choice("123")
        if chance.random() < 0.05:
            row |= {"value": "", "state": chance.choice(list(CODES))}
    if chance.random() < 0.97:
        write_table(folder, "answers", rows, wrong, chance)


def write_wide(folder, people, used, wrong, chance):
    """The answers as a file an instrument, with a row a respondent."""
    wanted = [one for one in (*used, chance.choice(["rsa", "foo"])) if chance.random() < 0.9]
    for instrument in wanted if wrong else used:
        few = [who for who in people if chance.random() < 0.9]
        levels = "123" if instrument == "mine" else "12345"
        items = ASKED.get(instrument, ("i1", "i2"))
        cells = dict.fromkeys(items, ((*levels, *levels, "", "missing"), ODD_ANSWERS))
        cells = {"respondent_id": CELLS["answers"]["respondent_id"], **cells}
        rows = [{"respondent_id": who} for who in few]
        if wrong and chance.random() < 0.1:
            rows = []
        write_table(folder, f"answers_{instrument}", rows, wrong, chance, cells)


def write_table(folder, table, rows, wrong, chance, cells_of=None):
    """The table as one of the ways in which programs write CSV, with some of it wrong."""
    cells_of = cells_of or CELLS[table]
    columns = [name for name in cells_of if chance.random() > 0.2 * wrong]
    if chance.random() < 0.1 + wrong:
        chance.shuffle(columns)
    if chance.random() < 0.1:
        columns.insert(chance.randrange(len(columns) + 1), chance.choice(["remark", "", "item id"]))
    drawn = []
    for row in rows:
        cells = []
        for column in columns:
            usual, odd = cells_of.get(column, (("",), ("x", "")))
            cell = row.get(column) if column in row else chance.choice(usual or ("r1",))
            cells.append(chance.choice(odd) if chance.random() < wrong / 3 else cell)
        drawn.append(cells)
    for _ in range(chance.choice([0, 0, 0, 1, 30]) if wrong else 0):
        if drawn:
            again = list(chance.choice(drawn))
            again[chance.randrange(len(again))] = chance.choice(chance.choice(drawn))
            drawn.insert(chance.randrange(len(drawn) + 1), again)
    for _ in range(chance.choice([0, 0, 1, 25]) if wrong > 0.02 else 0):
        width = chance.choice([0, 1, len(columns) - 1, len(columns) + 1, len(columns)])
        drawn.insert(chance.randrange(len(drawn) + 1), [chance.choice(["", "x"])] * width)
    delimiter = chance.choice([",", ",", ",", ";", "\t"])
    end = chance.choice(["\n", "\n", "\n", "\r\n", "\r\n", "\r"])
    all_quoted = chance.random() < 0.1
    lines = [
        delimiter.join(as_cell(cell, delimiter, all_quoted) for cell in cells)
        for cells in [columns, *drawn]
    ]
    data = (end.join(lines) + chance.choice([end, end, end, "", end * 3])).encode()
    if chance.random() < 0.1:
        data = b"\xef\xbb\xbf" + data
    if chance.random() < 0.05:
        data = f"sep={delimiter}\r\n".encode() + data
    if chance.random() < 0.02:
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice([b"\xff", b"\0", b'"', b"\xe4"]) + data[place:]
    (folder / f"{table}.csv").write_bytes(data)


def as_cell(cell, delimiter, quoted):
    """The cell with quotation marks where it needs them."""
    if quoted or any(mark in cell for mark in (delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def good_rows(accepted):
    """The good rows of respondents and answers, wherever they are."""
    if accepted.staged is None:
        answers = accepted.tables["answers"].join(
            accepted.tables["respondents"].select("respondent_id").with_row_index("place"),
            on="respondent_id",
        )
        found = {
            (place, instrument, item): CODES[state] if value is None else value
            for place, instrument, item, value, state in answers.select(
                "place", "instrument_id", "item_id", "value", "state"
            ).iter_rows()
        }
        return accepted.tables["respondents"].rows(), found
    with duckdb.connect(str(accepted.staged.path), read_only=True) as con:
        people = con.sql("SELECT * FROM respondents ORDER BY place").pl()
        assert people["place"].to_list() == list(range(len(people)))
        people = people.drop("place").with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
        found = {}
        for instrument, table in accepted.staged.cells.items():
            wide = con.sql(f'SELECT * FROM "{table}"').pl()
            assert wide["place"].is_unique().all()
            for row in wide.iter_rows(named=True):
                place = row.pop("place")
                assert any(cell is not None for cell in row.values())
                found |= {
                    (place, instrument, item): cell
                    for item, cell in row.items()
                    if cell is not None
                }
    return people.rows(), found


def assert_alike(folder):
    """Nothing differs between the two ways."""
    in_memory, staged = accept(folder, long_from=None), accept(folder, long_from=0)
    assert in_memory.staged is None
    assert [p.sentence() for p in staged.problems] == [p.sentence() for p in in_memory.problems]
    assert staged.problems == in_memory.problems
    assert staged.n_read == in_memory.n_read
    assert staged.n_refused == in_memory.n_refused
    assert staged.files == in_memory.files
    assert sorted(staged.refused_at.rows(), key=str) == sorted(in_memory.refused_at.rows(), key=str)
    if staged.staged is None:
        return
    assert staged.height("answers") == in_memory.height("answers")
    assert staged.height("respondents") == in_memory.height("respondents")
    people, answers = good_rows(staged)
    wanted, cells = good_rows(in_memory)
    assert people == wanted
    if staged.programme is not None:
        assert answers == cells
    staged.staged.close()
    assert not staged.staged.path.parent.exists()


@pytest.fixture
def small_steps(monkeypatch):
    """Files of tests are small; so are the steps in which they are read."""

    def set_steps(chance):
        monkeypatch.setattr(long_file, "PART", chance.choice([64, 1000, 1 << 22]))
        monkeypatch.setattr(sweep, "SLICE", chance.choice([61, 1 << 22]))
        monkeypatch.setattr(records, "_BATCH", chance.choice([7, 5000]))

    return set_steps


@pytest.mark.parametrize("nth", range(EXAMPLES))
def test_a_random_programme_is_judged_alike_both_ways(nth, tmp_path, small_steps):
    chance = random.Random(f"{SEED} {nth}")
    small_steps(chance)
    write(tmp_path / "p", chance)
    assert_alike(tmp_path / "p")
