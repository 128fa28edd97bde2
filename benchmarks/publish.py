"""How long publishing takes, as a ratio to what DuckDB needs to read the same file.

python -m benchmarks.publish [ANSWERS ...]      such as 10000 100000 1000000 (the default)

In one run and in turns, so that both suffer the same machine: reading, checking and publishing a
programme with so many answers (a long CSV), against read_csv + CREATE TABLE AS of that CSV into a
new file. Each is a process of its own, timed after its imports. The median of the ratios counts.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bridgeboard.settings import PROJECT

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 5
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
start = time.perf_counter()
accepted = accept(Path(sys.argv[1]))
checked = time.perf_counter()
assert not accepted.refused, accepted.problems[0]
Store(Path(sys.argv[2])).publish(accepted, by="benchmark")
print(json.dumps({"check": checked - start, "all": time.perf_counter() - start}))
"""
BASELINE = """
import json, sys, time
import duckdb
start = time.perf_counter()
with duckdb.connect(sys.argv[2]) as con:
    con.execute("SET enable_progress_bar = false")
    con.execute("CREATE TABLE answers AS SELECT * FROM read_csv($1)", [sys.argv[1]])
print(json.dumps({"all": time.perf_counter() - start}))
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


def main(sizes: list[int]) -> None:
    """Print one line per size."""
    print("answers     check s  publish s  duckdb s  ratio (min to max)   peak MB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "programme"
            write_programme(folder, size)
            ours, theirs = [], []
            for turn in range(ROUNDS):
                ours.append(timed(PUBLISH, folder, Path(place) / f"store{turn}"))
                theirs.append(
                    timed(BASELINE, folder / "answers.csv", Path(place) / f"plain{turn}.duckdb")
                )
        ratios = [a["all"] / b["all"] for a, b in zip(ours, theirs, strict=True)]
        check = statistics.median(run["check"] for run in ours)
        whole = statistics.median(run["all"] for run in ours)
        plain = statistics.median(run["all"] for run in theirs)
        peak = max(run["MB"] for run in ours)
        print(
            f"{size:>10,}  {check:>7.2f}  {whole - check:>9.2f}  {plain:>8.2f}  "
            f"{statistics.median(ratios):>5.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            f"  {peak:>8.0f}"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
