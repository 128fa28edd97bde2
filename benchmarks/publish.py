"""What publishing costs, against DuckDB's plain read of the same file and what people would write.

python -m benchmarks.publish [ANSWERS ...]      such as 10000 1000000 10000000 (the default)

In turns, so that both suffer the same machine: reading, checking and publishing a programme with so
many answers (a long CSV), against read_csv + CREATE TABLE AS of that CSV into a new file. Each is a
process of its own, timed after its imports, on the clock and in CPU seconds of all its threads; the
median of the ratios counts. 100000000 takes a file of 3 GB, and is only run if named.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.figures import Figure
from bridgeboard.settings import PROJECT

SIZES = (10_000, 1_000_000, 10_000_000)
ROUNDS = 5
#: DuckDB's limit while rows are checked and marts made, and what Python and its packages take.
TARGET_MB = 400 + 150
#: From this size on targets hold: DuckDB's own read takes seconds. Below, our start counts most.
LARGE = 10_000_000
SITES, WAVES, ITEMS = (
    12,
    4,
    ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4", "r1", "r2", "t1", "t2"),
)
PROFESSIONS = ("nurse", "psychiatrist", "psychologist", "social worker", "")
GENDERS, BEFORE = ("female", "male", "other", ""), ("yes", "no", "unknown", "")

PUBLISH = """
import json, sys, time
from pathlib import Path
import bridgeboard.store.publishing
from bridgeboard.intake import accept
from bridgeboard.store import Store
start, cpu = time.perf_counter(), time.process_time()
accepted = accept(Path(sys.argv[1]))
checked, checked_cpu = time.perf_counter(), time.process_time()
assert not accepted.refused, accepted.problems[0]
Store(Path(sys.argv[2])).publish(accepted, by="benchmark")
print(json.dumps({"check": checked - start, "check cpu": checked_cpu - cpu,
    "all": time.perf_counter() - start, "cpu": time.process_time() - cpu}))
"""
CHECK = """
import json, sys, time
from pathlib import Path
from bridgeboard.intake import accept
start, cpu = time.perf_counter(), time.process_time()
accepted = accept(Path(sys.argv[1]))
n = sum(accepted.n_refused.values())
print(json.dumps({"all": time.perf_counter() - start, "cpu": time.process_time() - cpu,
    "refused": n, "problems": sum(1 + one.also for one in accepted.problems)}))
"""
BASELINE = """
import json, sys, time
import duckdb
start, cpu = time.perf_counter(), time.process_time()
with duckdb.connect(sys.argv[2]) as con:
    con.execute("SET enable_progress_bar = false")
    con.execute("CREATE TABLE answers AS SELECT * FROM read_csv($1)", [sys.argv[1]])
print(json.dumps({"all": time.perf_counter() - start, "cpu": time.process_time() - cpu}))
"""
PANDAS = """
import json, sqlite3, sys, time
from pathlib import Path
import pandas as pd
import pandera.pandas as pa
folder = Path(sys.argv[1])
items = "b1 b2 b3 b4 c1 c2 c3 c4 r1 r2 t1 t2".split()
states = ["answered", "not_applicable", "dont_know", "missing"]
start, cpu = time.perf_counter(), time.process_time()
code = pa.Check.str_matches(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
sites, waves, respondents, answers = (
    pd.read_csv(folder / f"{name}.csv") for name in ("sites", "waves", "respondents", "answers")
)
respondents = pa.DataFrameSchema({
    "respondent_id": pa.Column(str, code, unique=True),
    "site_id": pa.Column(str, pa.Check.isin(sites["site_id"])),
    "wave_id": pa.Column(str, pa.Check.isin(waves["wave_id"])),
    "person_code": pa.Column(str, code, nullable=True),
    "profession": pa.Column(str, pa.Check.str_length(max_value=80), nullable=True),
    "gender": pa.Column(
        str, pa.Check.isin(["female", "male", "other", "undisclosed"]), nullable=True),
    "years_experience": pa.Column(float, pa.Check.in_range(0, 70), nullable=True, coerce=True),
    "prior_peer_support": pa.Column(str, pa.Check.isin(["yes", "no", "unknown"]), nullable=True),
    "provenance": pa.Column(str, pa.Check.isin(["published", "collected", "simulated"])),
}).validate(respondents, lazy=True)
coded = respondents.dropna(subset="person_code")
assert not coded.duplicated(["person_code", "wave_id"]).any()
assert (coded.groupby("person_code")["site_id"].nunique() == 1).all()
answers = pa.DataFrameSchema(
    {
        "respondent_id": pa.Column(str, pa.Check.isin(respondents["respondent_id"])),
        "instrument_id": pa.Column(str, pa.Check.isin(["psa12"])),
        "item_id": pa.Column(str, pa.Check.isin(items)),
        "value": pa.Column(float, pa.Check.isin([1, 2, 3, 4, 5]), nullable=True, coerce=True),
        "state": pa.Column(str, pa.Check.isin(states)),
    },
    checks=pa.Check(lambda rows: (rows["state"] == "answered") == rows["value"].notna()),
    unique=["respondent_id", "instrument_id", "item_id"],
).validate(answers, lazy=True)
wide = answers.pivot(index="respondent_id", columns="item_id", values="value").reset_index()
with sqlite3.connect(sys.argv[2]) as con:
    respondents.to_sql("respondents", con, index=False)
    answers.to_sql("answers", con, index=False)
    wide.to_sql("answers_psa12", con, index=False)
print(json.dumps({"all": time.perf_counter() - start, "cpu": time.process_time() - cpu}))
"""


def write_programme(folder: Path, n_answers: int) -> None:
    """A programme's folder with so many answers, 5 % of them not applicable; always the same.

    Half of the people come back at later waves, at the same site, so that waves are linked.
    """
    chance = random.Random(1)
    sites = [f"site{n}" for n in range(SITES)]
    waves = [f"wave{n}" for n in range(WAVES)]
    folder.mkdir()
    (folder / "programme.toml").write_text(
        'id = "benchmark"\nname = "Benchmark"\nprovenance = "simulated"\ninstruments = ["psa12"]\n'
    )
    _write(
        folder / "sites.csv",
        "site_id,site_name,country_iso3,setting,comparable_across_waves,provenance",
        (f"{site},{site},DEU,unknown,yes,simulated" for site in sites),
    )
    _write(
        folder / "waves.csv",
        "wave_id,label,order,date_precision",
        (f"{wave},{wave},{n},unknown" for n, wave in enumerate(waves, 1)),
    )
    people = [f"r{n:07}" for n in range(n_answers // len(ITEMS))]
    _write(
        folder / "respondents.csv",
        "respondent_id,site_id,wave_id,person_code,profession,gender,years_experience,"
        "prior_peer_support,provenance",
        (
            f"{who},{sites[n // WAVES % SITES]},{waves[n % WAVES]},"
            f"{f'p{n // WAVES}' if chance.random() < 0.5 else ''},{chance.choice(PROFESSIONS)},"
            f"{chance.choice(GENDERS)},{chance.randint(0, 30)},{chance.choice(BEFORE)},simulated"
            for n, who in enumerate(people)
        ),
    )
    _write(
        folder / "answers.csv",
        "respondent_id,instrument_id,item_id,value,state",
        (
            f"{who},psa12,{item},{chance.randint(1, 5)},answered"
            if chance.random() < 0.95
            else f"{who},psa12,{item},,not_applicable"
            for who in people
            for item in ITEMS
        ),
    )


def _write(path: Path, heading: str, lines) -> None:  # noqa: ANN001
    with path.open("w", encoding="utf-8") as file:
        file.write(heading + "\n")
        file.writelines(line + "\n" for line in lines)


def write_wrong(folder: Path, clean: Path) -> int:
    """The same programme with one answer in ten wrong, in ten ways; gives how many."""
    folder.mkdir()
    for file in clean.iterdir():
        if file.name != "answers.csv":
            (folder / file.name).write_bytes(file.read_bytes())
    wrong = 0
    with (clean / "answers.csv").open() as source, (folder / "answers.csv").open("w") as file:
        file.write(next(source))
        for n, line in enumerate(source):
            if n % 10 == 0:
                line = _wrong(line, n // 10)
                wrong += 1
            file.write(line)
    return wrong


def _wrong(line: str, nth: int) -> str:
    who, instrument, item, value, state = line.rstrip("\n").split(",")
    return {
        0: f"{who},{instrument},{item},7,{state}\n",
        1: f"{who},{instrument},{item},many,{state}\n",
        2: f"{who},{instrument},{item},{value},Answered\n",
        3: f"nobody{nth % 5000},{instrument},{item},{value},{state}\n",
        4: f"{who},{instrument},zz,{value},{state}\n",
        5: line + line,
        6: f"{who},psa-12,{item},{value},{state}\n",
        7: f"{who},{instrument},{item},3,missing\n",
        8: f"{who},{instrument},{item},{value},{state},x\n",
        9: f"{who},{instrument},,{value},{state}\n",
    }[nth % 10]


def write_wide(folder: Path, clean: Path) -> None:
    """The same programme with a row a respondent, as survey tools give answers."""
    folder.mkdir()
    for file in clean.iterdir():
        if file.name != "answers.csv":
            (folder / file.name).write_bytes(file.read_bytes())
    with (clean / "answers.csv").open() as source:
        next(source)
        rows = (line.rstrip("\n").split(",") for line in source)
        _write(
            folder / "answers_psa12.csv",
            "respondent_id," + ",".join(ITEMS),
            (
                ",".join([answers[0][0], *(value or state for *_, value, state in answers)])
                for answers in batched(rows, len(ITEMS))
            ),
        )


def batched(rows: Iterator[list[str]], n: int) -> Iterator[list[list[str]]]:
    """So many rows at a time."""
    while some := list(islice(rows, n)):
        yield some


def timed(code: str, *arguments: Path) -> dict[str, float]:
    """Seconds that the code reports from a process of its own, and its peak memory in MB."""
    watched = code + (
        "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", watched, *map(str, arguments)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, kilobytes = done.stdout.splitlines()
    return {**json.loads(seconds), "MB": int(kilobytes) / 1024}


Runs = list[dict[str, float]]


def figures(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Iterator[Figure]:
    """For each size: publishing against DuckDB and pandas, peak memory, growth, a wide file, and a
    file with very many problems."""
    cost: tuple[int, float] | None = None
    for size in sorted(sizes):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_programme(folder / "programme", size)
            n_rounds = rounds if size < LARGE else max(1, rounds - 2) if size == LARGE else 1
            ours, plain = _in_turns(folder, n_rounds)
            yield from _against_duckdb(size, ours, plain)
            now = (size, statistics.median(run["cpu"] for run in ours))
            if cost is not None:
                grown = now[1] / cost[1]
                what = f"CPU time, of {now[0] // cost[0]} x the answers"
                yield Figure("publish", what, grown, "x", size, rounds=n_rounds)
            cost = now
            if size <= LARGE:
                yield _against_pandas(size, folder, ours, 1 if size == LARGE else min(rounds, 3))
                yield from _wrong_ones(size, folder, ours)
            yield from _wide(size, folder, plain, 1 if size == LARGE else min(rounds, 3))


def _in_turns(folder: Path, rounds: int) -> tuple[Runs, Runs]:
    ours, plain = [], []
    for turn in range(rounds):
        ours.append(timed(PUBLISH, folder / "programme", folder / f"store{turn}"))
        file = folder / "programme" / "answers.csv"
        plain.append(timed(BASELINE, file, folder / f"plain{turn}.duckdb"))
        (folder / f"plain{turn}.duckdb").unlink()
    return ours, plain


def _against_duckdb(size: int, ours: Runs, plain: Runs) -> Iterator[Figure]:
    against = "against read_csv + CREATE TABLE AS in DuckDB"
    target = 1.0 if size >= LARGE else None
    yield _ratio(f"publish {against}, on the clock", "all", ours, plain, size, target=target)
    yield _ratio(f"publish {against}, CPU time", "cpu", ours, plain, size)
    alone = f"reading, all rules and the pivot, without marts, {against}"
    yield _ratio(f"{alone}, on the clock", "check", ours, plain, size, target=target)
    yield _ratio(f"{alone}, CPU time", "check cpu", ours, plain, size)
    seconds = [run["all"] for run in ours]
    yield _median("publish, on the clock", seconds, "s", size)
    peak = [run["MB"] for run in ours]
    yield _median("peak memory of publishing", peak, "MB", size, target=TARGET_MB)


def _against_pandas(size: int, folder: Path, ours: Runs, rounds: int) -> Figure:
    theirs = []
    for turn in range(rounds):
        theirs.append(timed(PANDAS, folder / "programme", folder / f"pandas{turn}.sqlite"))
        (folder / f"pandas{turn}.sqlite").unlink()
    return _ratio(
        "pandas + pandera + SQLite against publish, on the clock",
        "all",
        theirs,
        ours[:rounds],
        size,
        target=5.0 if size >= LARGE else None,
        within="at least",
        note=f"pandas' own peak memory was {theirs[0]['MB']:.0f} MB",
    )


def _wrong_ones(size: int, folder: Path, ours: Runs) -> Iterator[Figure]:
    wrong = write_wrong(folder / "wrong", folder / "programme")
    run = timed(CHECK, folder / "wrong")
    what = f"check of a file with {wrong:,} wrong rows"
    note = f"{run['refused']:,.0f} rows refused, {run['problems']:,.0f} problems counted"
    yield Figure("publish", f"{what}, on the clock", run["all"], "s", size, note=note)
    yield Figure("publish", f"{what}, CPU time", run["cpu"], "s", size)
    yield Figure("publish", f"peak memory, {what}", run["MB"], "MB", size, target=TARGET_MB)


def _wide(size: int, folder: Path, plain: Runs, rounds: int) -> Iterator[Figure]:
    write_wide(folder / "wide", folder / "programme")
    stores = [folder / f"wide_store{turn}" for turn in range(rounds)]
    runs = [timed(PUBLISH, folder / "wide", store) for store in stores]
    two = [_plain_two(folder / "wide", folder / "two.duckdb") for _ in range(rounds)]
    (folder / "wide" / "answers_psa12.csv").unlink()
    people = [timed(CHECK, folder / "wide") for _ in range(rounds)]
    against = "against DuckDB's read of the long one"
    target = 0.3 if size >= LARGE else None
    theirs = plain[:rounds]
    yield _ratio(f"publish a wide CSV {against}, on the clock", "all", runs, theirs, size)
    what = f"reading and checking a wide CSV {against}"
    yield _ratio(f"{what}, on the clock", "check", runs, theirs, size, target=target)
    yield _ratio(f"{what}, CPU time", "check cpu", runs, theirs, size)
    what = f"DuckDB's plain read of the wide CSV and of respondents.csv {against}"
    yield _ratio(f"{what}, on the clock", "all", two, theirs, size)
    yield _ratio(f"{what}, CPU time", "cpu", two, theirs, size)
    what = f"reading and checking respondents.csv alone {against}"
    yield _ratio(f"{what}, on the clock", "all", people, theirs, size)
    yield _ratio(f"{what}, CPU time", "cpu", people, theirs, size)
    yield _median("peak memory, wide CSV", [run["MB"] for run in runs], "MB", size)


def _plain_two(folder: Path, database: Path) -> dict[str, float]:
    """What DuckDB takes to read the two files that the wide programme has."""
    runs = []
    for name in ("answers_psa12.csv", "respondents.csv"):
        runs.append(timed(BASELINE, folder / name, database))
        database.unlink()
    return {of: sum(run[of] for run in runs) for of in ("all", "cpu")}


def _ratio(what: str, of: str, ours: Runs, theirs: Runs, size: int, **more: object) -> Figure:
    other = "cpu" if "cpu" in of else "all"
    ratios = [one[of] / another[other] for one, another in zip(ours, theirs, strict=False)]
    return _median(what, ratios, "x", size, **more)


def _median(what: str, values: Sequence[float], unit: str, size: int, **more: object) -> Figure:
    return Figure(
        "publish",
        what,
        statistics.median(values),
        unit,
        size,
        min(values),
        max(values),
        len(values),
        **more,
    )


def main(sizes: Sequence[int]) -> None:
    """Print a line for each figure."""
    for figure in figures(sizes):
        met = {True: "met", False: "MISSED", None: ""}[figure.met]
        print(
            f"{figure.size:>11,}  {figure.value:>9.2f} {figure.unit:<2}  "
            f"{figure.low or 0:>8.2f} to {figure.high or 0:>8.2f}  {met:<6} {figure.what}"
            + (f" ({figure.note})" if figure.note else ""),
            flush=True,
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
