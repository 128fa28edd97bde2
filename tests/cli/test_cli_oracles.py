"""Published results, through files and the command line: what others printed comes out again."""

import json
import subprocess
import sys

import pytest

from bridgeboard.cli import main
from bridgeboard.settings import PROJECT
from tests.measures.surveys import instrument_file, waves
from tests.statistics.test_statistics_reliability import ATTITUDE

#: Hours of sleep gained with either of two drugs by the same ten people, in tenths: Student 1908,
#: as in R's sleep.
SLEEP = (
    [7, -16, -2, -12, -1, 34, 37, 8, 0, 20],
    [19, 8, 11, 1, -1, 44, 55, 16, 46, 34],
)

#: Depression factor scores of nine patients at two visits, in thousandths: Hollander & Wolfe 1973,
#: as in R's help page of wilcox.test.
DEPRESSION = (
    [1830, 500, 1620, 2480, 1680, 1880, 1550, 3060, 1300],
    [878, 647, 598, 2050, 1060, 1290, 1060, 3140, 1290],
)

#: Of the tests of R's effsize: control and treatment.
CLIFF = ([10, 20, 30, 40, 40, 50], [10, 10, 20, 20, 20, 30, 30, 30, 40, 50])

#: Twenty students' answers to 14 items, 1 to 5; and the percentages of the five levels as published
#: with them (mass and MathAnxiety of R's likert).
MASS = (
    ("25544544513441522435", (10, 15, 10, 35, 30)),
    ("51145224452425343353", (10, 20, 20, 25, 25)),
    ("35555555534353454445", (0, 0, 20, 25, 55)),
    ("41223113253215224151", (30, 30, 15, 10, 15)),
    ("24443554224352454415", (5, 20, 10, 40, 25)),
    ("41233125454314134242", (20, 20, 20, 30, 10)),
    ("41234114453311144241", (35, 10, 15, 35, 5)),
    ("51334535454425244444", (5, 10, 15, 45, 25)),
    ("51224214453315134242", (20, 25, 15, 25, 15)),
    ("44231323311241522334", (20, 25, 30, 20, 5)),
    ("51224214453315134341", (25, 15, 20, 25, 15)),
    ("14331442311241512313", (35, 15, 25, 20, 5)),
    ("24332443311241522335", (15, 25, 30, 20, 10)),
    ("41234124254415245343", (15, 20, 15, 35, 15)),
)

#: Effects and standard errors of 23 studies of practice facilitation, in hundredths: Baskerville,
#: Liddy & Hogg 2012, as in R's metadat.
BASKERVILLE = [
    *((101, 52), (82, 46), (59, 23), (44, 18), (84, 29), (73, 29), (112, 36), (4, 37), (24, 15)),
    *((32, 40), (104, 32), (131, 57), (59, 29), (66, 19), (62, 31), (47, 27), (108, 32), (98, 32)),
    *((26, 18), (39, 18), (60, 31), (94, 53), (11, 27)),
]


class Files:
    """Rows of respondents and answers, as a programme writes them."""

    def __init__(self):
        self.tables = {"respondents": [], "answers": [], "waves": waves("Before", "After")}

    def add(self, instrument, site, wave, each, coded=False):
        """Respondents of one site and wave, with their answers in the instrument's order."""
        for n, values in enumerate(each):
            who = f"r{len(self.tables['respondents'])}"
            self.tables["respondents"].append(
                {
                    "respondent_id": who,
                    "site_id": site,
                    "wave_id": wave,
                    "person_code": f"{site}-{n}" if coded else None,
                }
            )
            self.tables["answers"] += [
                {
                    "respondent_id": who,
                    "instrument_id": instrument,
                    "item_id": f"i{item}",
                    "value": int(value),
                }
                for item, value in enumerate(values, 1)
            ]


def items(n):
    return {f"i{item}": False for item in range(1, n + 1)}


def in_parts(number):
    """The number as a sum of four parts of 999 at most."""
    parts = []
    for _ in range(4):
        parts.append(min(number, 999))
        number -= parts[-1]
    return parts


def numbers(folder):
    """Write what measures of two waves are held against; its tables and instruments."""
    ranges = {"sleep": (-16, 55), "cliff": (10, 50), "facilitation": (-77, 730)}
    for name, (minimum, maximum) in ranges.items():
        instrument_file(folder, name, items(1), minimum, maximum, scale=name)
    instrument_file(
        folder, "depression", items(4), 0, 999, needed=4, scale="depression", method="sum"
    )
    files = Files()
    for name, data in (("sleep", SLEEP), ("cliff", CLIFF)):
        for wave, each in zip(("before", "after"), data, strict=True):
            files.add(name, name, wave, [[x] for x in each], coded=name == "sleep")
    for wave, each in zip(("before", "after"), DEPRESSION, strict=True):
        files.add("depression", "depression", wave, [in_parts(x) for x in each], coded=True)
    # Nobody differs before; after, 50 people stand 7 standard errors above and below the effect:
    # the difference of means has the variance (50 / 49) (7 se)^2 / 50 = se^2. 200 is added to all,
    # as no item goes below -100.
    for n, (effect, se) in enumerate(BASKERVILLE):
        files.add("facilitation", f"study{n}", "before", [[200]] * 50)
        after = [[200 + effect + 7 * se], [200 + effect - 7 * se]] * 25
        files.add("facilitation", f"study{n}", "after", after)
    return files.tables, [*ranges, "depression"]


def questionnaires(folder):
    """Write what measures of one wave are held against; its tables and instruments."""
    instrument_file(folder, "attitude", items(7), 0, 100, needed=7, scale="attitude")
    instrument_file(folder, "mass", items(14), 1, 5, scale="mass")
    files = Files()
    files.add("attitude", "attitude", "before", ATTITUDE)
    files.add("mass", "mass", "before", zip(*(answers for answers, _ in MASS), strict=True))
    return files.tables, ["attitude", "mass"]


@pytest.fixture(scope="module")
def store(tmp_path_factory, write_programme):
    """A store with both programmes, which the command line uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIDGEBOARD_STORE", str(tmp_path_factory.mktemp("store")))
        for written in (numbers, questionnaires):
            folder = tmp_path_factory.mktemp(written.__name__)
            tables, instruments = written(folder)
            about = {"id": written.__name__, "instruments": instruments}
            write_programme(folder, tables, about)
            assert main(["publish", str(folder)]) == 0
        yield


@pytest.fixture
def measured(store, capsys):
    """measured(programme, name, *options, column=value) -> rows that the command line prints."""

    def measure(programme, name, *options, **where):
        command = ["measure", name, "--programme", programme, "--format", "json", *options]
        assert main(command) == 0
        out = capsys.readouterr()
        assert out.err == ""
        return [
            row
            for row in json.loads(out.out)["rows"]
            if all(row[column] == value for column, value in where.items())
        ]

    return measure


def test_sleep_paired_as_in_metafor_and_r(measured):
    (found,) = measured("numbers", "shift", site_id="sleep", instrument_id="sleep", design="paired")
    assert found["n_pairs"] == 10
    # metafor, measure "SMCC".
    assert found["g"] == pytest.approx(1.173925, abs=5e-7)
    assert found["g_variance"] == pytest.approx(0.168905, abs=5e-7)
    # wilcox.test, one zero and ties.
    assert found["p"] == pytest.approx(0.009090698, abs=5e-10)
    assert (
        found["test"]
        == "Wilcoxon, normal approximation, ties corrected, those without change left out"
    )
    # t.test, paired: mean difference 1.58, 0.7001142 to 2.4598858.
    assert [found[c] / 10 for c in ("value", "lower", "upper")] == pytest.approx(
        [1.58, 0.7001142, 2.4598858], abs=5e-8
    )


def test_sleep_unpaired_as_in_r(measured):
    (found,) = measured(
        "numbers", "shift", site_id="sleep", instrument_id="sleep", design="unpaired"
    )
    # t.test: Welch, -0.2054832 to 3.3654832.
    assert [found[c] / 10 for c in ("value", "lower", "upper")] == pytest.approx(
        [1.58, -0.2054832, 3.3654832], abs=5e-8
    )
    assert found["reading"] == "no clear change"


def test_sleep_scores_as_in_r(measured):
    rows = measured("numbers", "score", site_id="sleep", instrument_id="sleep")
    found = {row["wave_id"]: row for row in rows}
    # mean and sd of the two groups.
    for wave, mean, sd in (("before", 0.75, 1.789010), ("after", 2.33, 2.002249)):
        assert found[wave]["value"] / 10 == pytest.approx(mean)
        assert found[wave]["sd"] / 10 == pytest.approx(sd, abs=5e-7)


def test_depression_as_in_hollander_and_wolfe(measured):
    (found,) = measured(
        "numbers", "shift", site_id="depression", instrument_id="depression", design="paired"
    )
    # R's help page: V 40, p .01953125 one-sided; pseudomedian .46, .010 to .786; a fall.
    assert found["p"] == 0.0390625
    assert found["test"] == "Wilcoxon, exact"
    assert [found[c] / 1000 for c in ("hl", "hl_lower", "hl_upper")] == pytest.approx(
        [-0.46, -0.786, -0.01]
    )
    assert found["points_from"] == sorted(DEPRESSION[0])


def test_dominance_as_in_effsize(measured):
    (found,) = measured(
        "numbers", "shift", site_id="cliff", instrument_id="cliff", design="unpaired"
    )
    assert found["delta"] == pytest.approx(-0.25)


def test_practice_facilitation_as_in_metafor(measured):
    each = measured(
        "numbers", "shift", instrument_id="facilitation", design="unpaired", status="ok"
    )
    assert [(row["value"], row["se"]) for row in each] == [
        pytest.approx(study) for study in BASKERVILLE
    ]
    (found,) = measured(
        "numbers",
        "pooled_shift",
        instrument_id="facilitation",
        design="unpaired",
        metric="points",
        is_total=True,
    )
    assert found["n_sites"] == 23
    # rma with REML and Hartung-Knapp and a threshold of 1e-12; as it comes, its iteration stops at
    # the sixth digit: 0.559964, 0.427427 to 0.692502, tau2 0.020481, I2 22.4387.
    published = {
        "value": 0.55996422,
        "lower": 0.42742639,
        "upper": 0.69250206,
        "se": 0.06390836,
        "prediction_lower": 0.23492379,
        "prediction_upper": 0.88500465,
    }
    for name, number in published.items():
        assert found[name] / 100 == pytest.approx(number, abs=1e-8), name
    assert found["tau2"] / 100**2 == pytest.approx(0.02048036, abs=1e-8)
    assert found["i2"] == pytest.approx(22.43855587, abs=1e-6)
    assert found["q"] == pytest.approx(27.55177, abs=5e-6)
    assert found["q_degrees"] == 22
    assert found["q_p"] == pytest.approx(0.191, abs=5e-4)


def test_attitude_as_in_psych(measured):
    (found,) = measured("questionnaires", "reliability", instrument_id="attitude", wave_id="before")
    assert found["n"] == 30
    for name, number in (("value", 0.843143), ("standardised", 0.839084), ("average_r", 0.426907)):
        assert found[name] == pytest.approx(number, abs=5e-7), name
    assert [found["lower"], found["upper"]] == pytest.approx([0.7394, 0.9158], abs=5e-5)
    each = measured("questionnaires", "item_fit", instrument_id="attitude", wave_id="before")
    rest, without = zip(*((row["value"], row["alpha_without"]) for row in each), strict=True)
    assert rest == pytest.approx([0.671, 0.742, 0.561, 0.714, 0.786, 0.265, 0.461], abs=5e-4)
    assert without == pytest.approx([0.810, 0.797, 0.828, 0.803, 0.795, 0.864, 0.840], abs=5e-4)


def test_percentages_as_published_with_likert(measured):
    rows = measured(
        "questionnaires",
        "distribution",
        site_id="mass",
        instrument_id="mass",
        wave_id="before",
        state="answered",
    )
    found = {(row["item_id"], row["level"]): row["share"] for row in rows}
    assert len(found) == 14 * 5
    for item, (_, percentages) in enumerate(MASS, 1):
        for level, percentage in enumerate(percentages, 1):
            assert found[f"i{item}", level] == pytest.approx(percentage / 100)


def test_another_process_prints_the_same(measured):
    command = ["measure", "shift", "--programme", "numbers", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "bridgeboard", *command], capture_output=True, text=True, cwd=PROJECT
    )
    assert done.stderr == ""
    assert json.loads(done.stdout)["rows"] == measured("numbers", "shift")


def test_a_choice_of_waves_takes_comparisons_between_them(measured):
    chosen = {(): 8, ("before",): 0, ("before", "after"): 8}
    for waves_of, n in chosen.items():
        options = ["--wave", *waves_of] if waves_of else []
        assert len(measured("numbers", "shift", "--site", "sleep", *options)) == n
