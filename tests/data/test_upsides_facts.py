"""What the founding papers say, read through our own store and measures, fact by fact.

"Only" means: the only sites that the text names for it.
"""

from datetime import date

import polars as pl
import pytest

from bridgeboard.measures import answer

#: Scopes in which the source ties a statement to the site itself.
NAMED = ["site", "multi_site", "ref_only", "implied"]


@pytest.fixture(scope="module")
def statements(upsides):
    return answer("statements", upsides).frame


@pytest.fixture(scope="module")
def themes(upsides):
    return answer("themes", upsides).frame


@pytest.fixture(scope="module")
def context(upsides):
    return answer("context", upsides).frame


@pytest.fixture(scope="module")
def facts(upsides):
    return answer("facts", upsides).frame


@pytest.fixture(scope="module")
def coverage(upsides):
    return answer("coverage", upsides).frame


@pytest.fixture(scope="module")
def sites(upsides):
    rows = upsides.query("SELECT * FROM sites").iter_rows(named=True)
    return {row["site_id"]: row for row in rows}


@pytest.fixture(scope="module")
def waves(upsides):
    rows = upsides.query("SELECT * FROM waves").iter_rows(named=True)
    return {row["wave_id"]: row for row in rows}


def at_lines(frame, lines):
    """The rows that were read from these lines of the paper's text."""
    return frame.filter(pl.col("source_location").str.ends_with(f" {lines} of the text"))


def named_sites(statements, theme, wave="pre", **only):
    """The sites that the source itself ties to a theme."""
    rows = statements.filter(pl.col("scope").is_in(NAMED), theme_id=theme, wave_id=wave, **only)
    return set(rows["site_id"])


def reporting(themes, theme, wave="pre", count="n"):
    """The sites with a statement on the theme itself, in the measure's matrix."""
    rows = themes.filter(pl.col("site_id").is_not_null(), theme_id=theme, wave_id=wave)
    return set(rows.filter(pl.col(count) > 0)["site_id"])


def places(context, factor, direction, wave="pre"):
    """The sites where the measure gives a factor this direction."""
    rows = context.filter(pl.col("site_id").is_not_null(), factor=factor, wave_id=wave)
    return set(rows.filter(direction=direction)["site_id"])


def groups_held(coverage, wave):
    rows = coverage.filter(pl.col("is_total"), wave_id=wave, evidence="focus_groups")
    return rows["n"].item(), rows["n_people"].item()


def references(frame):
    return [ref for cell in frame["transcript_refs"].drop_nulls() for ref in cell.split("; ")]


def test_01_before_there_were_6_groups_and_35_people_of_whom_20_women_aged_22_to_63(
    coverage, waves
):
    assert groups_held(coverage, "pre")[0] == 6
    pre = waves["pre"]
    assert (pre["reported_n"], pre["reported_female"]) == (35, 20)
    assert pre["reported_age_mean"] == 37
    assert (pre["reported_age_min"], pre["reported_age_max"]) == (22, 63)


def test_02_after_about_18_months_there_were_6_groups_and_25_people_19_women_and_6_men(
    coverage, waves
):
    assert groups_held(coverage, "post")[0] == 6
    post = waves["post"]
    assert (post["reported_n"], post["reported_female"], post["reported_male"]) == (25, 19, 6)
    assert (post["months_since_start"], post["months_are_approximate"]) == (18, True)


def test_03_the_first_groups_ran_from_november_2019_to_january_2020_for_45_to_120_minutes(
    upsides, waves
):
    pre = waves["pre"]
    assert (pre["from_on"], pre["to_on"]) == (date(2019, 11, 1), date(2020, 1, 31))
    assert pre["date_precision"] == "month"
    assert (pre["reported_minutes_min"], pre["reported_minutes_max"]) == (45, 120)
    held = upsides.query("SELECT DISTINCT held_in FROM focus_groups WHERE wave_id = 'pre'")
    assert held["held_in"].to_list() == ["2019-11/2020-01"]


def test_04_no_group_has_a_size_and_men_before_are_not_counted(upsides, coverage, waves):
    sizes = upsides.query("SELECT n_participants FROM focus_groups")["n_participants"]
    assert len(sizes) == 12
    assert sizes.is_null().all()
    assert groups_held(coverage, "pre") == (6, None)
    assert groups_held(coverage, "post") == (6, None)
    assert waves["pre"]["reported_male"] is None


def test_05_germany_and_israel_are_called_high_india_middle_uganda_and_tanzania_low(upsides):
    income = answer("income", upsides).frame.filter(wave_id="pre")
    called = dict(income.select("site_id", "income_as_reported").iter_rows())
    assert {site for site, level in called.items() if level == "high"} == {"ULM", "UKE", "BGU"}
    assert {site for site, level in called.items() if level == "low"} == {"BU", "DS"}
    assert called["AD"] == "middle"
    assert called.get("PUN") is None


def test_06_role_clarity_is_needed_at_ulm_butabika_ahmedabad_and_dar_es_salaam_only(
    statements, themes
):
    assert named_sites(statements, "T3.1", stance="concern") - {"BGU"} == {"ULM", "BU", "AD", "DS"}
    several = statements.filter(scope="multi_site", theme_id="T3.1", stance="concern")
    assert set(several["site_id"]) == {"ULM", "BU", "AD", "DS"}
    assert reporting(themes, "T3.1", count="n_concern") == {"ULM", "BU", "AD", "DS", "BGU"}


def test_07_be_er_shevas_one_concern_for_clear_roles_is_a_minority_view_and_hamburg_has_none(
    statements, themes
):
    concerns = statements.filter(theme_id="T3.1", stance="concern")
    assert concerns.filter(site_id="BGU")["transcript_refs"].to_list() == ["BGU 167"]
    assert concerns.filter(site_id="UKE").is_empty()
    at_hamburg = themes.filter(theme_id="T3.1", site_id="UKE", wave_id="pre")
    assert at_hamburg["n_concern"].item() == 0
    assert at_hamburg["n_neutral"].item() > 0


def test_08_role_ambiguity_is_accepted_at_be_er_sheva_only_and_by_part_of_the_group(
    statements, themes
):
    assert reporting(themes, "T3.2") == {"BGU"}
    rows = statements.filter(theme_id="T3.2", site_id="BGU")
    assert rows.filter(stance="mixed").height > 0
    assert rows.filter(stance="concern").height > 0


def test_09_new_against_established_roles_and_rivalry_with_ex_in_are_hamburgs_only(
    statements, themes, context
):
    assert reporting(themes, "T3.3") == {"UKE"}
    assert "UKE 35" in references(statements.filter(theme_id="T3.3", site_id="UKE"))
    assert places(context, "competing_programme", "hinders") == {"UKE"}


def test_10_bridging_is_reported_by_butabika_dar_es_salaam_and_ahmedabad_only(themes):
    assert reporting(themes, "T1.1.3") == {"BU", "DS", "AD"}
    assert reporting(themes, "T1.1.3", count="n_named") == {"BU", "DS", "AD"}


def test_11_ahmedabad_links_patient_and_hospital_butabika_and_dar_es_salaam_serve_both(
    sites, statements
):
    settings = {site: row["setting"] for site, row in sites.items()}
    assert settings.pop("AD") == "hospital"
    assert (settings.pop("BU"), settings.pop("DS")) == ("both", "both")
    assert set(settings.values()) == {"unknown"}
    bridging = statements.filter(theme_id="T1.1.3", site_id="AD", kind="quote")
    assert references(bridging) == ["AD 117"]


def test_12_support_with_medication_is_a_topic_at_dar_es_salaam_and_butabika_not_ahmedabad(
    statements, context
):
    topic = at_lines(statements, "466-467")
    assert set(topic["theme_id"]) == {"T1.1.2"}
    assert set(topic["site_id"]) == {"DS", "BU"}
    assert places(context, "medication_focus", "unknown") == {"DS", "BU"}


def test_13_guidance_through_administration_is_ahmedabads_with_five_references(statements):
    rows = at_lines(statements, "482-486")
    assert rows["site_id"].to_list() == ["AD"]
    assert len(references(rows)) == 5


def test_14_gains_for_psws_are_reported_by_butabika_dar_es_salaam_and_ahmedabad_only(themes):
    assert reporting(themes, "T1.2") == {"BU", "DS", "AD"}


def test_15_lighter_work_is_told_at_dar_es_salaam_and_ulm_before_and_in_africa_after(
    statements, themes
):
    before = at_lines(statements, "572-574").filter(theme_id="T1.3")
    assert dict(before.select("site_id", "transcript_refs").iter_rows()) == {
        "DS": "DS 77",
        "ULM": "Ulm 102",
    }
    assert reporting(themes, "P3.2", wave="post") == {"BU", "DS"}


def test_16_one_participant_at_be_er_sheva_fears_overload(statements):
    rows = at_lines(statements, "668-669")
    assert rows.select("site_id", "transcript_refs").rows() == [("BGU", "BGU 129")]
    assert rows["strength"].to_list() == ["one participant"]


def test_17_wrong_advice_is_feared_at_ulm_and_dar_es_salaam_only(statements):
    assert set(at_lines(statements, "615-619").filter(theme_id="T2.1.2")["site_id"]) == {
        "ULM",
        "DS",
    }


def test_18_a_negative_role_model_is_feared_at_ulm_butabika_and_be_er_sheva(statements, themes):
    rows = statements.filter(pl.col("site_id").is_not_null(), theme_id="T2.1.1", stance="concern")
    assert dict(rows.select("site_id", "transcript_refs").iter_rows()) == {
        "ULM": "Ulm 127; Ulm 237",
        "BU": "BU 39",
        "BGU": "BGU 73",
    }
    assert reporting(themes, "T2.1.1") == {"ULM", "BU", "BGU"}


def test_19_harm_to_reputation_is_feared_at_ulm_and_dar_es_salaam_only(statements):
    rows = at_lines(statements, "651-655").filter(theme_id="T2.3", stance="concern")
    assert set(rows["site_id"]) == {"ULM", "DS"}


def test_20_low_pay_traps_psws_at_ahmedabad_and_hamburg_and_pay_is_unequal_at_hamburg(
    statements, facts
):
    trapped = at_lines(statements, "645-649").filter(theme_id="T2.2", stance="concern")
    assert dict(trapped.select("site_id", "transcript_refs").iter_rows()) == {
        "AD": "AD 303",
        "UKE": "UKE 17",
    }
    unequal = at_lines(statements, "781-785").filter(theme_id="T3.3", stance="concern")
    assert set(unequal["site_id"]) == {"UKE"}
    hinders = facts.filter(pl.col("site_id").is_not_null(), direction="hinders")
    assert set(hinders.filter(factor="payment_of_psws")["site_id"]) == {"AD", "UKE"}


def test_21_supporters_at_three_sites_equals_at_two_trust_and_commitment_at_ulm(themes):
    assert reporting(themes, "T4.1") == {"BU", "DS", "AD"}
    assert reporting(themes, "T4.2") == {"BGU", "UKE"}
    assert reporting(themes, "T4.3") == {"ULM"}


def test_22_stigma_is_a_barrier_at_be_er_sheva_and_lessened_at_butabika_and_dar_es_salaam(context):
    assert places(context, "stigma", "hinders") == {"BGU"}
    assert places(context, "stigma", "supports") == {"BU", "DS"}


def test_23_peer_support_dates_from_2015_in_india_and_2011_in_uganda_and_no_other_year_is_given(
    facts,
):
    started = facts.filter(pl.col("value").is_not_null())
    assert dict(started.select("site_id", "value").iter_rows()) == {"AD": 2015, "BU": 2011}
    assert set(started["factor"]) == {"prior_experience"}
    assert set(started["unit"]) == {"year"}
    tanzania = facts.filter(factor="prior_experience", site_id="DS")
    assert tanzania["finding"].to_list() == ["Tanzania: HIV care only, none in mental health"]


def test_24_ties_to_a_movement_are_strong_at_hamburg_and_be_er_sheva_and_absent_at_ulm(
    context, facts
):
    assert places(context, "tradition_movement", "supports") == {"UKE", "BGU"}
    assert places(context, "tradition_movement", "hinders") == {"ULM"}
    ties = facts.filter(factor="tradition_movement", direction="supports")
    assert ties["finding"].str.contains("strong ties").all()
    at_ulm = facts.filter(factor="tradition_movement", site_id="ULM")
    assert at_ulm["finding"].str.contains("no tie to local activists").any()
    assert places(context, "top_down_rollout", "hinders") == {"ULM"}
    assert context.filter(factor="top_down_rollout", direction="supports").is_empty()


def test_25_the_indian_site_is_ahmedabad_before_and_pune_after_and_after_names_two_sites_only(
    sites, statements, themes, coverage
):
    assert sites["PUN"]["alias_of"] == "AD"
    assert {s for s, row in sites.items() if row["comparable_across_waves"] == "no"} == {
        "AD",
        "PUN",
    }
    assert {s for s, row in sites.items() if row["country_iso3"] == "IND"} == {"AD", "PUN"}
    groups = coverage.filter(pl.col("site_id").is_in(["AD", "PUN"]), evidence="focus_groups")
    held = groups.filter(pl.col("n") > 0).select("site_id", "wave_id").rows()
    assert sorted(held) == [("AD", "pre"), ("PUN", "post")]
    assert set(statements.filter(wave_id="post")["site_id"].drop_nulls()) == {"BU", "DS"}
    after = themes.filter(pl.col("site_id").is_not_null(), wave_id="post", status="reported")
    assert set(after["site_id"]) == {"BU", "DS"}
