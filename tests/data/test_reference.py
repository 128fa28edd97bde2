"""The reference tables: complete, unique, sourced, and joined to each other without a gap."""

import csv
import re
from datetime import date

import polars as pl
import pytest

from bridgeboard.charts.figures import strategies
from bridgeboard.instruments import registry
from bridgeboard.intake import accept_reference
from bridgeboard.settings import DATA, REFERENCE
from schemas._table import key
from schemas.tables import REFERENCE_TABLES

#: Read off the World Bank's history for the five countries of the founding programme.
FOUNDING_INCOME = {
    "DEU": ["high"] * 8,
    "ISR": ["high"] * 8,
    "IND": ["lower-middle"] * 8,
    "TZA": ["low"] * 3 + ["lower-middle"] * 5,
    "UGA": ["low"] * 8,
}


@pytest.fixture(scope="module")
def tables():
    return accept_reference()


def split(cell):
    return [part for part in (cell or "").split("; ") if part]


def test_cfir_2022_has_48_constructs_and_19_subconstructs(tables):
    constructs = tables["cfir_constructs"]
    assert constructs["subconstruct"].is_null().sum() == 48
    assert constructs["subconstruct"].is_not_null().sum() == 19


def test_cfir_2009_has_41_rows_with_ids_by_domain_and_letter(tables):
    ids = tables["cfir_2009"]["construct_id"].to_list()
    assert len(ids) == 41
    assert all(re.fullmatch(r"2009-(I|II|III|IV|V)-[A-H][1-6]?", construct) for construct in ids)


def test_barriers_and_strategies_can_be_named_by_name(tables):
    assert tables["cfir_2009"]["construct"].is_unique().all()
    assert tables["eric_strategies"]["strategy"].is_unique().all()


def test_there_are_73_strategies_in_nine_clusters_of_the_published_sizes(tables):
    sizes = tables["eric_strategies"].group_by("cluster_number").len().sort("cluster_number")
    assert sizes["len"].to_list() == [10, 4, 4, 17, 11, 5, 5, 9, 8]
    assert tables["eric_strategies"]["order"].to_list() == list(range(1, 74))


def test_389_pairs_of_barrier_and_strategy_331_with_a_percentage(tables):
    pairs = tables["cfir_eric"]
    assert pairs.height == 389
    assert pairs["percent"].is_not_null().sum() == 331


def test_a_percentage_and_its_level_say_the_same(tables):
    for row in tables["cfir_eric"].iter_rows(named=True):
        if row["percent"] is not None:
            level = 1 if row["percent"] >= 50 else 2 if row["percent"] >= 20 else None
            assert row["level"] == level, row


def test_a_pair_without_percentage_and_level_says_what_is_known(tables):
    for row in tables["cfir_eric"].iter_rows(named=True):
        if row["percent"] is None and row["level"] is None:
            assert "at least 20 %" in row["source"], row
            assert row["percent_at_least"] == 20, row
        else:
            assert row["percent_at_least"] is None, row
    assert tables["cfir_eric"]["percent_at_least"].is_not_null().sum() == 29


def test_there_are_eight_influences(tables):
    assert tables["influences"].sort("order")["influence_id"].to_list() == [
        "organisational_culture",
        "psw_training",
        "role_definition",
        "staff_willingness",
        "resources",
        "financial_arrangements",
        "psw_wellbeing",
        "peer_network",
    ]


def test_the_founding_countries_have_their_income_groups_in_all_forty_years(tables):
    groups = tables["income_groups"]
    found = {
        country: groups.filter(country_iso3=country)
        .filter(groups.filter(country_iso3=country)["fiscal_year"].is_between(2018, 2025))
        .sort("fiscal_year")["income_level"]
        .to_list()
        for country in FOUNDING_INCOME
    }
    assert found == FOUNDING_INCOME


def test_tanzania_is_low_in_fiscal_year_2020_and_lower_middle_from_july_2020(tables):
    tanzania = tables["income_groups"].filter(country_iso3="TZA").sort("from_on")
    on = dict(zip(tanzania["from_on"].to_list(), tanzania["income_level"].to_list(), strict=True))
    assert on[date(2019, 7, 1)] == "low"
    assert on[date(2020, 7, 1)] == "lower-middle"
    assert set(tanzania.filter(fiscal_year=2020)["income_level"]) == {"low"}


def test_a_fiscal_year_begins_on_the_first_of_july_of_the_year_before(tables):
    groups = tables["income_groups"]
    assert groups["from_on"].to_list() == [date(y - 1, 7, 1) for y in groups["fiscal_year"]]


def test_every_economy_has_an_income_group_in_nearly_every_year(tables):
    groups = tables["income_groups"]
    assert groups["country_iso3"].n_unique() == 218
    years = groups.group_by("country_iso3").len()
    short = years.filter(years["len"] < 11)
    assert set(short["country_iso3"]) == {"VEN", "VGB", "GIB", "NRU"}


def test_a_country_has_one_name(tables):
    names = tables["income_groups"].select("country_iso3", "country").unique()
    assert names["country_iso3"].is_unique().all()
    assert names["country"].is_unique().all()


@pytest.mark.parametrize("name", REFERENCE_TABLES)
def test_no_two_rows_share_a_key(tables, name):
    assert not tables[name].select(key(REFERENCE_TABLES[name])).is_duplicated().any()


@pytest.mark.parametrize("name", [n for n in REFERENCE_TABLES if n != "influences"])
def test_every_row_names_its_source(tables, name):
    assert (tables[name]["source"].str.len_chars() > 10).all()


def test_every_influence_says_whose_mapping_it_is(tables):
    assert tables["influences"]["basis"].str.contains("our mapping").all()


def test_sources_make_sense_to_an_outsider(tables):
    words = re.compile(r"stored|file id|from_memory|as above|commit \w{7}", re.IGNORECASE)
    for frame in tables.values():
        for column in frame.select(pl.col(pl.String)).iter_columns():
            assert not [cell for cell in column.drop_nulls() if words.search(cell)]


def test_a_link_that_nobody_read_is_not_verified(tables):
    for name in ("cfir_constructs", "cfir_2009"):
        frame = tables[name]
        unread = frame["mapping_verification"].str.contains("not read|partly|cut off")
        assert not (unread & frame["verified"]).any()
        assert (frame["verified"] | unread).all()


def test_labels_of_constructs_are_unique(tables):
    assert tables["cfir_constructs"]["label"].is_unique().all()
    assert tables["cfir_2009"]["construct"].is_unique().all()


def test_links_between_the_editions_of_cfir_lead_somewhere(tables):
    new, old = tables["cfir_constructs"], tables["cfir_2009"]
    forward = {link for cell in old["successors_2022"] for link in split(cell)}
    back = {link for cell in new["constructs_2009"] for link in split(cell)}
    assert forward
    assert forward <= set(new["construct_id"])
    assert back
    assert back <= set(old["construct"])
    assert set(old["parent"].drop_nulls()) <= set(old["construct"])


def test_barriers_and_strategies_are_constructs_and_strategies(tables):
    pairs = tables["cfir_eric"]
    assert set(pairs["barrier_2009"]) <= set(tables["cfir_2009"]["construct"])
    assert set(pairs["strategy"]) <= set(tables["eric_strategies"]["strategy"])


def test_every_construct_and_role_that_an_influence_names_is_in_cfir(tables):
    labels = set(tables["cfir_constructs"]["label"])
    named = [c for cell in tables["influences"]["cfir_2022_constructs"] for c in split(cell)]
    for construct in named:
        match = re.fullmatch(r"(.+?)(?: \((.+)\))?", construct)
        assert set(match.groups()) - {None} <= labels, construct
    assert len(named) > 20


@pytest.mark.parametrize(
    ("column", "instrument"), [("psa12_items", "psa12"), ("pcat_items", "pcat")]
)
def test_every_item_that_an_influence_names_is_in_its_instrument(tables, column, instrument):
    items = {item.item_id for item in registry()[instrument].items}
    named = {item for cell in tables["influences"][column] for item in split(cell)}
    assert named
    assert named <= items


def test_every_theme_and_context_factor_of_an_influence_occurs_in_the_founding_evidence(tables):
    def column(table, name):
        with (DATA / "upsides" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return {row[name] for row in csv.DictReader(file)}

    influences = tables["influences"]
    assert {t for c in influences["themes"] for t in split(c)} <= column("themes", "theme_id")
    factors = {f for c in influences["context_factors"] for f in split(c)}
    assert factors <= column("context", "factor")


def test_the_land_is_one_small_path_that_stays_on_the_globe():
    path = (REFERENCE / "land.svgpath").read_text(encoding="utf-8").strip()
    assert len(path) <= 40_000
    assert re.fullmatch(r"[Mlz0-9.\- ]+", path)
    points = 0
    for ring in path.split("M")[1:]:
        numbers = [round(float(n) * 10) for n in re.findall(r"-?(?:\d+\.\d|\d+|\.\d)", ring)]
        x = y = 0
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            assert -1800 <= x <= 1800
            assert -840 <= y <= 600
            points += 1
    assert points > 3_000


def test_files_have_unix_line_ends_and_no_byte_order_mark():
    for file in [*REFERENCE.glob("*.csv"), *(DATA / "upsides").glob("*.csv")]:
        content = file.read_bytes()
        assert b"\r" not in content, file
        assert not content.startswith(b"\xef\xbb\xbf"), file
        assert content.endswith(b"\n"), file
        content.decode("utf-8")


def test_as_many_endorsements_are_held_as_the_strategies_say(tables):
    held = tables["cfir_eric"].filter(
        pl.col("level").is_not_null() | pl.col("percent_at_least").is_not_null()
    )
    assert f"{held.height} are held" in strategies._WORDS["not_all"]
