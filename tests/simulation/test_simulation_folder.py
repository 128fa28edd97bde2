"""The demonstration: the same bytes each time, accepted whole, and with the mess of real life."""

import csv
import tomllib
from pathlib import Path

import polars as pl
import pytest

from bridgeboard.instruments import registry, scores
from bridgeboard.intake import accept
from bridgeboard.problems import Refusal
from bridgeboard.settings import DATA, REFERENCE
from bridgeboard.simulation import demonstration, scaled, simulate
from schemas.tables import PROGRAMME_TABLES

SHIPPED = DATA / "demonstration"

#: All but what experts said of real strategies, which nobody should make up.
SIMULATED = [name for name in PROGRAMME_TABLES if name != "strategy_endorsements"]


@pytest.fixture(scope="module")
def accepted():
    return accept(SHIPPED)


@pytest.fixture(scope="module")
def tables(accepted):
    return accepted.tables


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_committed_files_are_made_again_byte_for_byte(tmp_path):
    n_rows = simulate(tmp_path / "again", demonstration())
    made, shipped = files(tmp_path / "again"), files(SHIPPED)
    assert list(made) == list(shipped)
    assert [name for name in made if made[name] != shipped[name]] == []
    assert list(n_rows) == SIMULATED


def test_another_seed_makes_other_rows_and_the_same_shape(tmp_path):
    simulate(tmp_path, demonstration(7))
    made, shipped = files(tmp_path), files(SHIPPED)
    assert list(made) == list(shipped)
    same = [name for name in made if made[name] == shipped[name]]
    assert same == ["sites.csv", "themes.csv", "waves.csv"]
    assert accept(tmp_path).problems == []


def test_not_one_row_is_refused_or_doubtful(accepted):
    assert accepted.problems == []
    assert accepted.publishable
    assert accepted.programme.name == "Demonstration (simulated)"
    assert accepted.programme.provenance == "simulated"
    assert accepted.programme.cannot_tell
    assert "invented" in accepted.programme.description
    assert all(len(accepted.tables[name]) for name in SIMULATED)


def test_every_row_says_that_it_is_simulated(tables):
    without = set()
    for name in SIMULATED:
        frame = tables[name]
        if "provenance" in frame.columns:
            assert frame["provenance"].unique().to_list() == ["simulated"], name
        else:
            without.add(name)
        if "source" in frame.columns:
            assert frame["source"].unique().to_list() == ["simulation"], name
    assert without == {"waves", "answers", "themes"}


def test_no_real_place_has_an_invented_number(tables):
    sites = tables["sites"]
    for column in ("city", "latitude", "longitude"):
        assert sites[column].null_count() == len(sites)
    assert sites["note"].str.starts_with("Invented site").all()


def test_twelve_sites_in_eight_countries_over_four_waves(tables):
    assert len(tables["sites"]) == 12
    assert tables["sites"]["country_iso3"].n_unique() == 8
    assert tables["waves"].sort("order")["months_since_start"].to_list() == [-2, 6, 12, 18]


def test_all_four_income_levels_occur_at_the_first_wave_and_one_country_changes(tables):
    groups = pl.read_csv(REFERENCE / "income_groups.csv", try_parse_dates=True).sort("from_on")
    at_wave = (
        tables["sites"]
        .join(tables["waves"].select("wave_id", "order", on="from_on"), how="cross")
        .sort("on")
        .join_asof(groups, left_on="on", right_on="from_on", by="country_iso3")
    )
    assert at_wave["income_level"].null_count() == 0
    first = at_wave.filter(pl.col("order") == 1)
    assert set(first["income_level"]) == {"low", "lower-middle", "upper-middle", "high"}
    # What sites reported at the start is what the World Bank said then.
    assert (first["income_level"] == first["income_as_reported"]).all()
    changing = at_wave.group_by("country_iso3").agg(pl.col("income_level").n_unique())
    assert changing.filter(pl.col("income_level") > 1)["country_iso3"].to_list() == ["ZMB"]


def test_five_to_thirty_people_answer_but_for_one_small_site_and_one_that_left(tables):
    size = tables["respondents"].group_by("site_id", "wave_id").len()
    small = size.filter(pl.col("site_id") == "quiet-shore")
    assert small["len"].to_list() == [4, 4, 4, 4]
    others = size.filter(pl.col("site_id") != "quiet-shore")
    assert others["len"].is_between(5, 30).all()
    waves = size.group_by("site_id").agg(pl.col("wave_id"))
    left = waves.filter(pl.col("wave_id").list.len() < 4)
    assert left.rows() == [("hillcrest", ["before"])]


def test_most_people_are_new_at_each_wave_and_some_can_be_followed(tables):
    who = tables["respondents"]
    first, last = (
        who.filter(pl.col("wave_id") == wave).drop_nulls("person_code")
        for wave in ("before", "m12")
    )
    pairs = first.join(last, on=["person_code", "site_id"]).group_by("site_id").len()
    assert pairs["len"].max() >= 3
    assert pairs["len"].sum() < 0.5 * len(first)
    # Nobody works at two sites.
    sites = who.drop_nulls("person_code").group_by("person_code").agg(pl.col("site_id").n_unique())
    assert sites["site_id"].max() == 1
    assert who["person_code"].null_count() > 0


def test_surveys_have_the_mess_of_real_life(tables):
    truth = tomllib.loads((SHIPPED / "TRUTH.toml").read_text(encoding="utf-8"))
    answers = tables["answers"]
    for instrument_id in ("psa12", "pcat"):
        states = answers.filter(pl.col("instrument_id") == instrument_id)["state"].unique()
        assert set(states) == {"answered", "missing", "dont_know", "not_applicable"}
    wide = answers.filter(pl.col("instrument_id") == "psa12").pivot(
        "item_id", index="respondent_id", values="value"
    )
    scored = scores(wide, registry()["psa12"])
    total = scored.filter(pl.col("scale_id") == "total")["score"]
    assert 0 < total.null_count() < 0.15 * len(total)
    # One person ticks the same number all the way, concerns included.
    items = registry()["psa12"].item_ids
    straight = wide.drop_nulls().filter(pl.concat_list(items).list.n_unique() == 1)
    assert set(truth["straight_liners"]) <= set(straight["respondent_id"])
    assert len(truth["straight_liners"]) == 1
    assert tables["respondents"]["profession"].null_count() > 0
    # Items that have no row at all.
    n_rows = answers.group_by("respondent_id", "instrument_id").len()
    assert n_rows.filter(pl.col("instrument_id") == "psa12")["len"].unique().sort().to_list() == [
        8,
        12,
    ]


def test_groups_have_four_to_eight_people_and_statements_vary(tables):
    assert tables["focus_groups"]["n_participants"].is_between(4, 8).all()
    statements = tables["statements"]
    assert set(statements["release"]) == {"team", "shareable"}
    assert set(statements["stance"]) == {"benefit", "concern", "mixed", "neutral"}
    assert set(statements["kind"]) == {"quote", "summary", "interpretation"}
    assert statements["text"].n_unique() > 0.6 * statements["statement_id"].n_unique()
    assert statements["site_id"].null_count() > 0
    assert "multi_site" in statements["scope"].to_list()
    assert not statements["text"].str.contains(r"[{}+]").any()


def test_statements_in_other_languages_carry_their_meaning(tables):
    scripts = {
        "ISR": r"\p{Hebrew}",
        "IND": r"\p{Gujarati}",
        "KEN": "Anaelewa|Hatujui|Tunafanya",
        "DEU": "Sie versteht|Uns ist|Wir arbeiten",
    }
    statements = tables["statements"].join(tables["sites"], on="site_id")
    for country, script in scripts.items():
        written = statements.filter(pl.col("text").str.contains(script))
        assert set(written["country_iso3"]) == {country}
        assert written["note"].str.starts_with("In English: ").all()


def test_nothing_is_said_of_psws_at_work_before_they_are(tables):
    before = tables["statements"].filter(pl.col("wave_id") == "before")["text"]
    assert not before.str.contains("since PSWs came|Since tasks were|trust came with").any()
    facts = tables["context"].filter(pl.col("wave_id") == "before")["factor"]
    assert {"supervision", "payment_of_psws", "communication"}.isdisjoint(facts)


def test_ratings_hold_all_four_states_by_two_raters_and_their_consensus(tables):
    ratings = tables["ratings"]
    assert set(ratings["state"]) == {"rated", "mixed", "missing", "not_applicable"}
    assert set(ratings["rater"]) == {"rater-1", "rater-2", "consensus"}
    assert ratings["rating"].min() == -2
    assert ratings["rating"].max() == 2
    assert ratings.filter(pl.col("state") == "mixed")["rating"].null_count() > 0
    wide = ratings.pivot("rater", index=["site_id", "wave_id", "construct_id"], values="rating")
    both = wide.drop_nulls(["rater-1", "rater-2"])
    agree = (both["rater-1"] == both["rater-2"]).mean()
    assert 0.4 < agree < 0.9


def test_payments_change_and_some_are_unpaid_unknown_or_not_on_record(tables):
    payments = tables["payments"]
    assert set(payments["basis"]) == {
        "employed",
        "hourly",
        "stipend",
        "expenses",
        "unpaid",
        "unknown",
    }
    assert payments.group_by("site_id").len()["len"].max() == 2
    assert payments["site_id"].n_unique() == 11
    assert payments["n_psw"].max() >= 10


def test_milestones_have_eight_stages_some_late_some_open(tables):
    milestones = tables["milestones"]
    assert milestones["stage"].n_unique() == 8
    phases = milestones["stage"].str.split(" ").list.first()
    assert set(phases) == {"Preparation", "Implementation", "Sustainment"}
    assert 0 < milestones["done_on"].null_count() < 0.5 * len(milestones)
    assert (milestones["done_on"] > milestones["planned_on"]).any()
    assert (milestones["done_on"] <= milestones["planned_on"]).any()


def test_half_of_the_sites_that_held_the_wave_after_a_year_did_well(tables):
    outcomes = tables["outcomes"].sort("value")
    assert len(outcomes) == 11
    assert "hillcrest" not in outcomes["site_id"].to_list()
    assert outcomes["group"].to_list() == ["low"] * 6 + ["high"] * 5
    assert outcomes["value"].n_unique() > 5
    assert outcomes["on_wave"].unique().to_list() == ["m12"]


def test_what_the_eight_influences_ask_for_is_there(tables):
    influences = pl.read_csv(REFERENCE / "influences.csv")

    def listed(column: str) -> set[str]:
        cells = influences[column].drop_nulls().str.split(";").explode()
        return set(cells.str.strip_chars()) - {""}

    assert listed("milestones") <= set(tables["milestones"]["milestone"])
    assert set(tables["context"]["factor"]) == listed("context_factors")
    tree = {theme for theme in listed("themes") if theme.startswith("T")}
    assert tree <= set(tables["themes"]["theme_id"])


def test_the_truth_beside_it_speaks_of_the_waves_that_were_held(tables):
    held = set(tables["respondents"].select("site_id", "wave_id").unique().rows())
    scored = pl.read_csv(SHIPPED / "truth" / "scores.csv")
    assert set(scored.select("site_id", "wave_id").unique().rows()) == held
    assert len(scored) == len(held) * 5
    shifts = pl.read_csv(SHIPPED / "truth" / "shifts.csv")
    joined = shifts.join(
        scored,
        left_on=["site_id", "to_wave_id", "scale_id"],
        right_on=["site_id", "wave_id", "scale_id"],
    ).join(
        scored,
        left_on=["site_id", "from_wave_id", "scale_id"],
        right_on=["site_id", "wave_id", "scale_id"],
        suffix="_before",
    )
    assert len(joined) == len(shifts) == 11 * 3 * 5
    assert (joined["mean"] - joined["mean_before"] - joined["shift"]).abs().max() < 2e-6


def test_attitudes_truly_rise_at_most_sites_and_fall_at_one():
    shifts = pl.read_csv(SHIPPED / "truth" / "shifts.csv")
    total = shifts.filter(pl.col("to_wave_id") == "m18", pl.col("scale_id") == "total")
    assert total.filter(pl.col("shift") < -0.1)["site_id"].to_list() == ["lakeside"]
    assert len(total.filter(pl.col("shift") > 0.1)) == 9


def test_a_bigger_programme_has_the_sizes_asked_for(tmp_path):
    simulate(tmp_path, scaled(14, 6, seed=5))
    accepted = accept(tmp_path)
    assert accepted.problems == []
    assert accepted.programme.id == "simulated"
    sites = accepted.tables["sites"]
    assert len(sites) == sites["site_name"].n_unique() == 14
    size = accepted.tables["respondents"].group_by("site_id", "wave_id").len()["len"]
    assert size.to_list() == [6] * 14 * 4


def test_a_programme_of_one_person_is_accepted(tmp_path):
    simulate(tmp_path, scaled(1, 1))
    assert accept(tmp_path).problems == []


def test_a_simulation_is_written_over_and_nothing_else_is(tmp_path):
    folder = tmp_path / "mine"
    simulate(folder, scaled(1, 1))
    (folder / "instruments").mkdir()
    simulate(folder, scaled(2, 1))
    with (folder / "sites.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 2
    assert (folder / "instruments").is_dir()
    # Half of an earlier attempt is no obstacle either.
    (folder / "programme.toml").unlink()
    simulate(folder, scaled(1, 1))
    assert (folder / "programme.toml").exists()


@pytest.mark.parametrize(
    "content", ['id = "north"\nname = "North"\nprovenance = "collected"\n', "not = toml =", None]
)
def test_a_folder_with_something_else_is_left_alone(tmp_path, content):
    if content is not None:
        (tmp_path / "programme.toml").write_text(content)
        (tmp_path / "TRUTH.toml").write_text("")
    (tmp_path / "sites.csv").write_text("site_id\nreal\n")
    before = files(tmp_path)
    with pytest.raises(Refusal, match="name an empty or a new folder"):
        simulate(tmp_path, scaled(1, 1))
    assert files(tmp_path) == before


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="is a file"):
        simulate(tmp_path / "file", scaled(1, 1))
    with pytest.raises(Refusal, match="can't be written"):
        simulate(tmp_path / "file" / "below", scaled(1, 1))
