"""sites, waves and the reference tables: what a programme is, in its own words."""

import polars as pl
import pytest

from bridgeboard import disclosure
from bridgeboard.measures import answer
from bridgeboard.measures.reference import reference_rows, reference_tables
from bridgeboard.measures.sites import sites
from bridgeboard.measures.waves import REPORTED, waves
from bridgeboard.problems import Refusal


def test_sites_stand_in_their_files_order_with_country_and_alias(upsides):
    rows = sites(upsides)
    assert rows["site_id"].to_list() == ["ULM", "UKE", "BU", "DS", "BGU", "AD", "PUN"]
    pune = rows.row(by_predicate=pl.col("site_id") == "PUN", named=True)
    assert (pune["country"], pune["alias_name"], pune["comparable_across_waves"]) == (
        "India",
        "Ahmedabad",
        "no",
    )
    assert rows["source_label"].null_count() == 0


def test_a_country_that_the_world_bank_does_not_list_is_named_by_its_code(published):
    rows = sites(published({"sites": [{"site_id": "a", "country_iso3": "VAT"}]}))
    assert rows["country"].to_list() == ["VAT"]


def test_waves_carry_the_totals_that_the_papers_report(upsides):
    rows = waves(upsides)
    assert rows.select("wave_id", "reported_n", "reported_female", "reported_male").rows() == [
        ("pre", 35, 20, None),
        ("post", 25, 19, 6),
    ]
    assert rows["reported_age_mean"].to_list() == [37.0, None]


def test_totals_of_a_small_wave_are_hidden_together(published):
    wave = {"wave_id": "pre", "label": "Before", "order": 1, "reported_n": 7, "reported_female": 4}
    shared = disclosure.shown(answer("waves", published({"waves": [wave]})), "shareable").frame
    assert shared.select(REPORTED).row(0) == (None,) * len(REPORTED)
    assert shared["hidden"][0].startswith("hidden: fewer than 10 people")


def test_reference_tables_are_counted_with_what_is_not_verified(upsides):
    rows = {row["table"]: row for row in reference_tables(upsides).to_dicts()}
    assert rows["cfir_constructs"]["n"] == 67
    assert rows["cfir_2009"]["n_unverified"] == (
        reference_rows(upsides, "cfir_2009")["verification"].eq("not verified").sum()
    )
    assert rows["influences"]["n"] == rows["influences"]["n_unverified"] == 8


def test_a_reference_table_that_is_none_is_refused_with_those_there_are(upsides):
    with pytest.raises(Refusal, match="cfir_constructs, cfir_2009"):
        reference_rows(upsides, "statements; DROP TABLE sites")
