"""What each question costs: from marts, against one scan of the answers, and against pandas.

python -m benchmarks.measures [ANSWERS ...]     such as 10000 1000000 (the default); 10000000 too

A programme is published once. Then in turns, each in a process of its own and timed after its
imports: the measure's frame, from the snapshot's marts; a bare scan in DuckDB of the columns of the
wide table that it would need; and pandas on the wide table in memory, with what people would write
(reading it is not counted). Ratios are of CPU seconds, for other programs may use the machine.

Core measures are scores by site and wave, the agreement of items (alpha), and the shift. shift
answers for every scale, two waves and site, linked or not, with eight statistics. Pandas does the
same with SciPy, but for what neither has: no Hodges-Lehmann estimate, and approximate intervals of
g where ours are exact. A second row is for linked people's means and Wilcoxon's test alone.

A spike's 36 times pandas is not reached at 10^7 answers: pandas, with all people in memory already,
takes some 5 s for shift, ours some 0.4 s for 720 rows of estimates. Ours hardly grows with answers,
as it reads how many people have each score; pandas grows with them. For the same reason 3 times a
scan of the columns is met only where there is as much to scan as to estimate: a scan is 0.02 s.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.publish import write_programme
from bridgeboard.intake import accept
from bridgeboard.measures import MEASURES
from bridgeboard.settings import PROJECT
from bridgeboard.store import Store
from bridgeboard.store.shelf import Shelf

SIZES, ROUNDS = (10_000, 1_000_000), 3
#: By measure: what a scan of its columns is, and the same in pandas.
CORE = {"score": "scores", "reliability": "agreement of items", "shift": "shift"}
SECONDS, SCANS, PANDAS = 0.5, 3.0, 36.0

_CPU = """
import json, resource, sys, time
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
def timed(what):
    begun, at = cpu(), time.perf_counter()
    what()
    return {"cpu": cpu() - begun, "wall": time.perf_counter() - at}
"""
_OURS = (
    _CPU
    + """
from pathlib import Path
import numpy, scipy.stats
from bridgeboard.access import WHOLE
from bridgeboard.measures import MEASURES
from bridgeboard.store import Snapshot
from bridgeboard.store.records import SnapshotRecord
from bridgeboard.store.snapshot import Served
name, path = sys.argv[1:]
record = SnapshotRecord.unknown("benchmark", "20260101T000000000Z-00000000", True, None)
snapshot = Snapshot(Served(Path(path), record, None), WHOLE)
snapshot.instruments, snapshot.programme
import datetime
given = (snapshot, datetime.date(2026, 1, 1)) if MEASURES[name].dated else (snapshot,)
print(json.dumps(timed(lambda: MEASURES[name].compute(*given))))
"""
)
_SCAN = (
    _CPU
    + """
import duckdb
name, path = sys.argv[1:]
con = duckdb.connect(path, read_only=True, config={"threads": "2"})
con.execute("SET enable_progress_bar = false")
items = [f"sum({item})" for item in "b1 b2 b3 b4 c1 c2 c3 c4 r1 r2 t1 t2".split()]
columns = {"reliability": ["wave_id"], "shift": ["site_id", "wave_id", "person_code"]}
columns = columns.get(name, ["site_id", "wave_id"])
people = f"SELECT {', '.join(f'count({column})' for column in columns)} FROM respondents"
def read():
    con.execute(f"SELECT {', '.join(items)} FROM cells_psa12").fetchall()
    con.execute(people).fetchall()
print(json.dumps(timed(read)))
"""
)
_PANDAS = (
    _CPU
    + """
import duckdb, numpy, pandas
from itertools import combinations
from scipy.stats import mannwhitneyu, rankdata, sem, t, ttest_ind, wilcoxon
name, path = sys.argv[1:]
con = duckdb.connect(path, read_only=True)
con.execute("SET enable_progress_bar = false")
wide = con.execute(
    "SELECT w.*, r.person_code FROM answers_psa12 w JOIN respondents r USING (respondent_id)"
).df()
items = "b1 b2 b3 b4 c1 c2 c3 c4 r1 r2 t1 t2".split()
scales = {"total": (items, 9), "b": (items[:4], 3), "c": (items[4:8], 3), "r": (items[8:10], 2),
          "t": (items[10:], 2)}
def scored():
    turned = wide[items].astype("float64")
    turned[items[4:8]] = 6 - turned[items[4:8]]
    found = wide[["site_id", "wave_id", "person_code"]].copy()
    for scale, (of, needed) in scales.items():
        found[scale] = turned[of].mean(axis=1).where(turned[of].notna().sum(axis=1) >= needed)
    return turned, found
def score():
    scored()[1].groupby(["site_id", "wave_id"], observed=True)[list(scales)].agg(
        ["count", "mean", "std"]
    )
def reliability():
    turned, _ = scored()
    for scale, (of, _) in scales.items():
        for _, rows in wide.groupby("wave_id", observed=True):
            cov = turned.loc[rows.index, of].dropna().cov().to_numpy()
            len(of) / (len(of) - 1) * (1 - cov.trace() / cov.sum())
def linked():
    _, found = scored()
    coded = found.dropna(subset="person_code")
    for before, after in combinations(sorted(wide["wave_id"].unique()), 2):
        both = coded[coded.wave_id == before].merge(
            coded[coded.wave_id == after], on=["person_code", "site_id"]
        )
        for _, rows in both.groupby("site_id", observed=True):
            for scale in scales:
                pair = rows[[f"{scale}_x", f"{scale}_y"]].dropna()
                change = pair[f"{scale}_y"] - pair[f"{scale}_x"]
                change.mean(), change.std(), wilcoxon(change[change != 0], method="approx")
def shift():
    _, found = scored()
    found["site_id"], found["wave_id"] = found["site_id"].astype(str), found["wave_id"].astype(str)
    coded = found.dropna(subset="person_code")
    at = {of: rows for of, rows in found.groupby(["site_id", "wave_id"])}
    waves, sites = sorted(found["wave_id"].unique()), sorted(found["site_id"].unique())
    for before, after in combinations(waves, 2):
        both = coded[coded.wave_id == before].merge(
            coded[coded.wave_id == after], on=["person_code", "site_id"]
        )
        for site in sites:
            pairs = both[both.site_id == site]
            for scale in scales:
                unpaired(at[site, before][scale].dropna(), at[site, after][scale].dropna())
                paired(pairs[[f"{scale}_x", f"{scale}_y"]].dropna().to_numpy())
def mean_of(values):
    return t.interval(0.95, len(values) - 1, values.mean(), sem(values))
def approximate(value, variance):
    return value, value - 1.96 * variance**0.5, value + 1.96 * variance**0.5
def unpaired(one, other):
    n, m = len(one), len(other)
    mean_of(one), mean_of(other)
    ttest_ind(other, one, equal_var=False).confidence_interval()
    sd = (((n - 1) * one.var() + (m - 1) * other.var()) / (n + m - 2)) ** 0.5
    g = (1 - 3 / (4 * (n + m) - 9)) * (other.mean() - one.mean()) / sd
    approximate(g, 1 / n + 1 / m + g * g / (2 * (n + m)))
    test = mannwhitneyu(other, one, method="asymptotic")
    delta = 2 * test.statistic / (n * m) - 1
    ranks = rankdata(numpy.concatenate([one, other]))
    above = (ranks[n:] - rankdata(other)) * 2 / n - 1
    below = 1 - (ranks[:n] - rankdata(one)) * 2 / m
    return delta, above.var(ddof=1) / m + below.var(ddof=1) / n
def paired(pairs):
    change = pairs[:, 1] - pairs[:, 0]
    n = len(change)
    if n < 3:
        return
    mean_of(pairs[:, 0]), mean_of(pairs[:, 1]), mean_of(change)
    g = (1 - 3 / (4 * n - 5)) * change.mean() / change.std(ddof=1)
    approximate(g, 1 / n + g * g / (2 * n))
    wilcoxon(change[change != 0], method="approx", correction=True)
what = {"score": score, "reliability": reliability, "shift": shift, "linked": linked}
print(json.dumps(timed(what[name])))
"""
)


def timed(code: str, *arguments: str) -> dict[str, float]:
    """CPU and wall seconds that the code reports from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def figures(sizes: Sequence[int], rounds: int = ROUNDS) -> Iterator[Figure]:
    """Seconds and ratios of the core measures, then the slowest of all others."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_programme(folder / "programme", size)
            store = Store(folder / "store")
            record = store.publish(accept(folder / "programme"), by="benchmark")
            path = str(Shelf(store.root, record.programme).database(record.snapshot_id))
            for name in CORE:
                yield from _core(name, path, size, rounds)
            others = {
                name: timed(_OURS, name, path)["cpu"] for name in MEASURES if name not in CORE
            }
        for name, seconds in sorted(others.items(), key=lambda one: -one[1])[:3]:
            yield Figure("measures", f"{name}, one of the slowest others", seconds, "s CPU", size)


def _core(name: str, path: str, size: int, rounds: int) -> Iterator[Figure]:
    asked = [(_OURS, name), (_SCAN, name), (_PANDAS, name)]
    if name == "shift":
        asked += [(_PANDAS, "linked")]
    turns = [[timed(code, what, path)["cpu"] for code, what in asked] for _ in range(rounds)]
    said = CORE[name]
    large = size >= 10_000_000
    seconds = [ours for ours, *_ in turns]
    scans, pandas = ([turn[0] / turn[1] for turn in turns], [turn[2] / turn[0] for turn in turns])
    rows = [
        (f"{said}, from marts", seconds, "s CPU", SECONDS, "at most"),
        (f"{said}, against a scan of its columns", scans, "x", SCANS, "at most"),
        (f"{said}, times faster than pandas", pandas, "x", PANDAS, "at least"),
    ]
    if name == "shift":
        linked = [turn[3] / turn[0] for turn in turns]
        what = "all of shift, times faster than pandas for linked people's Wilcoxon alone"
        rows.append((what, linked, "x", None, "at least"))
    for what, values, unit, target, within in rows:
        yield Figure(
            "measures",
            what,
            statistics.median(values),
            unit,
            size,
            low=min(values),
            high=max(values),
            rounds=rounds,
            target=target if large else None,
            within=within,
        )


def main(sizes: Sequence[int]) -> None:
    """Print a line for each figure."""
    for figure in figures(sizes):
        print(f"{figure.size:>11,}  {figure.what:<72} {figure.value:>9.3f} {figure.unit}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
