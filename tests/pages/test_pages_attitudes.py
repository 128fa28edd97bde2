"""Attitudes: did they move, and how sure is that; or honest words where that can't be said."""

from __future__ import annotations

import html
import json
import re
from collections import Counter

import polars as pl
import pytest

from bridgeboard import disclosure, measures
from bridgeboard.ui.page_words import attitudes as words
from tests.measures.surveys import instrument_file
from tests.pages.conftest import errors, figures, plotly, table, texts

PAGE = "change/attitudes"
ROLES = {"instrument": "psa12", "scale": "roles"}


def _headline(running) -> str:
    """The one large sentence."""
    bodies = [element.proto.body for element in running.main.get("html")]
    (found,) = [body for body in bodies if 'class="headline"' in body]
    return html.unescape(re.sub(r"<[^>]+>", "", found))


def _titles(running) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", header.value) for header in running.main.header]


def _forest(running) -> list[str]:
    """What stands on the first drawing, text by text."""
    return [text["text"] for text in plotly(running)[0]["layout"]["annotations"]]


def _tables(groups: dict[tuple[str, str], list[int]], codes: bool = False, items=("r1", "r2")):
    """Tables in which people at (site, wave) tick a level at every item; codes: the i-th person of
    a site is the same at each wave."""
    respondents, answers = [], []
    for (site, wave), levels in groups.items():
        for i, level in enumerate(levels):
            name = f"{site}-{wave}-{i}"
            row = {"respondent_id": name, "site_id": site, "wave_id": wave}
            respondents.append(row | ({"person_code": f"{site}{i}"} if codes else {}))
            asked = items[wave] if isinstance(items, dict) else items
            answers += [
                {"respondent_id": name, "instrument_id": "psa12", "item_id": item, "value": level}
                for item in asked
            ]
    waves = dict.fromkeys(wave for _, wave in groups)
    return {
        "waves": [{"wave_id": w, "label": w.title(), "order": n} for n, w in enumerate(waves, 1)],
        "respondents": respondents,
        "answers": answers,
    }


@pytest.fixture
def attitudes(app, published, store_folder):
    """The page over a programme of dict rows: attitudes(tables, **link)."""

    def opened(tables, **link):
        published(tables)
        running = app(store_folder, PAGE, **(ROLES | link))
        assert errors(running) == []
        return running

    return opened


# The answer, at once


def test_upsides_has_no_survey_and_says_what_to_load(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    said = texts(running)
    assert "No survey answers are loaded for UPSIDES" in said
    assert "respondents.csv (respondent_id, site_id, wave_id, provenance)" in said
    for command in ("templates", "check", "publish"):
        assert f"python -m bridgeboard {command} FOLDER" in said
    assert "print no survey scores" in said
    assert plotly(running) == []


def test_the_answer_comes_first_with_its_interval_and_what_it_rests_on(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration")
    pooled = measures.answer("pooled_shift", demonstration).frame.filter(
        pl.col("is_total") & (pl.col("from_wave_id") == "before") & (pl.col("to_wave_id") == "m18")
    )
    (row,) = pooled.filter(
        (pl.col("scale_id") == "total")
        & (pl.col("design") == "unpaired")
        & (pl.col("metric") == "points")
    ).to_dicts()
    said = _headline(running)
    for number in (row["value"], row["lower"], row["upper"]):
        assert f"{abs(number):.2f}" in said
    assert "from Before to 18 months" in said
    rests = texts(running)
    assert f"{row['n_from']} at Before and {row['n_to']} at 18 months" in rests
    assert "Not compared: Hillcrest. Nobody answered at 18 months." in rests
    assert (
        "Not known whether the site is the same at both waves, but compared: Palm Garden" in rests
    )
    for beside in ("Cronbach's alpha", "answered every item", "An own instrument, not validated"):
        assert beside in rests


def test_one_chosen_site_is_spoken_of_by_name(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration", site="lakeside")
    shift = measures.answer("shift", demonstration).frame.filter(
        (pl.col("site_id") == "lakeside")
        & (pl.col("scale_id") == "total")
        & (pl.col("design") == "unpaired")
        & (pl.col("from_wave_id") == "before")
        & (pl.col("to_wave_id") == "m18")
    )
    said = _headline(running)
    assert said.startswith("At Lakeside ")
    assert f"{abs(shift['value'][0]):.2f}" in said
    assert f"{shift['n_from'][0]} and {shift['n_to'][0]} people" in said


def test_sites_stand_in_the_order_of_their_table_and_never_by_size(app, shipped, demonstration):
    sites = measures.answer("sites", demonstration).frame["site_name"].to_list()
    for scale in ("total", "roles"):
        said = _forest(app(shipped, PAGE, programme="demonstration", scale=scale))
        assert [text for text in said if text in sites] == sites


def test_the_focus_groups_are_one_click_away_with_the_theme_chosen(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", scale="roles", view="shareable")
    (body,) = [e.proto.body for e in running.main.get("html") if "focus-groups?" in e.proto.body]
    address = html.unescape(re.search(r'href="([^"]+)"', body)[1])
    assert "Focus groups" in body
    theme = re.search(r"theme=([^&]+)", address)[1]
    assert "view=Shareable" in address
    led = app(shipped, "change/focus_groups", programme="demonstration", theme=theme, read="first")
    assert errors(led) == []
    assert led.selectbox(key="theme").value == theme
    assert list(led.warning) == []


def test_each_statistic_is_read_in_plain_words_with_this_results_numbers(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", site="lakeside")
    (meaning,) = [e for e in running.main.expander if e.label == words.MEANING]
    said = "\n".join(element.proto.body for element in meaning.get("html"))
    for term in ("95 % interval", "Hedges&#x27; g", "Cliff&#x27;s delta", "p of the rank test"):
        assert term in said
    assert "At Lakeside" in said


# The controls, and their part of the address


def test_at_first_the_first_wave_is_compared_with_the_last(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    assert running.selectbox(key="from").value == "before"
    assert running.selectbox(key="to").value == "m18"
    assert running.segmented_control(key="design").value == "unpaired"
    assert running.segmented_control(key="units").value == "points"


def test_changing_one_choice_leaves_the_others(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", to="m12", units="standardised")
    running.selectbox(key="scale").set_value("collaboration").run()
    running.segmented_control(key="design").set_value("paired").run()
    running.segmented_control(key="look").set_value("who").run()
    running.selectbox(key="by").set_value("gender").run()
    running.selectbox(key="from").set_value("m06").run()
    assert errors(running) == []
    chosen = {key: running.selectbox(key=key).value for key in ("scale", "from", "to", "by")}
    assert chosen == {"scale": "collaboration", "from": "m06", "to": "m12", "by": "gender"}
    held = {key: running.segmented_control(key=key).value for key in ("design", "units", "look")}
    assert held == {"design": "paired", "units": "standardised", "look": "who"}
    assert "6 months to 12 months" in _titles(running)[0]
    assert any("standard deviations (SMCC)" in json.dumps(one) for one in plotly(running))


def test_a_later_wave_that_is_no_longer_later_gives_way(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", to="m06")
    running.selectbox(key="from").set_value("m12").run()
    assert errors(running) == []
    assert running.selectbox(key="to").value == "m18"


def test_a_link_that_asks_for_the_impossible_says_so_and_shows_the_rest(app, shipped):
    running = app(
        shipped, PAGE, programme="demonstration", scale="happiness", to="m06", look="everything"
    )
    assert errors(running) == []
    said = [warning.value for warning in running.warning]
    assert [label in one for label, one in zip(("Scale", "Look closer"), said, strict=True)]
    assert running.selectbox(key="scale").value == "total"
    assert running.selectbox(key="to").value == "m06"


def test_waves_chosen_in_the_sidebar_are_the_waves_to_choose_from(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", wave=["m06", "m12", "m18"])
    assert running.selectbox(key="from").options == ["6 months", "12 months"]
    two = app(shipped, PAGE, programme="demonstration", wave=["m06", "m18"])
    assert "6 months to 18 months" in _titles(two)[0]
    assert [box.key for box in two.main.selectbox] == ["instrument", "scale"]
    one = app(shipped, PAGE, programme="demonstration", wave="m06")
    assert errors(one) == []
    assert words.ONE_CHOSEN in texts(one)
    assert "headline" not in texts(one)


# A closer look


@pytest.mark.parametrize("view", ["team", "shareable"])
def test_every_closer_look_is_drawn_and_only_the_chosen_one(app, shipped, view):
    running = app(shipped, PAGE, programme="demonstration", view=view)
    titles = {}
    for look in words.SECTIONS:
        running.segmented_control(key="look").set_value(look).run()
        assert errors(running) == []
        titles[look] = tuple(_titles(running))
    at = {look: found.index(words.LOOK_CLOSER) for look, found in titles.items()}
    drawn = {look: found[at[look] + 1 :] for look, found in titles.items()}
    assert all(drawn.values())
    assert len(set(drawn.values())) == len(words.SECTIONS)
    assert len({found[: at[look]] for look, found in titles.items()}) == 1


def test_every_respondent_is_a_point_for_the_team_and_nobody_when_shared(
    app, shipped, demonstration
):
    shift = measures.answer("shift", demonstration).frame.filter(
        (pl.col("scale_id") == "total")
        & (pl.col("design") == "unpaired")
        & (pl.col("from_wave_id") == "before")
        & (pl.col("to_wave_id") == "m18")
    )
    points = [score for end in ("from", "to") for score in shift[f"points_{end}"].explode()]
    points = [score for score in points if score is not None]

    def dots(view: str) -> Counter:
        running = app(shipped, PAGE, programme="demonstration", view=view)
        traces = [t for t in plotly(running)[1]["data"] if "markers" in t["mode"]]
        return Counter(x for trace in traces for x in trace["x"] if x is not None)

    # As long as figures have them.
    points = [float(f"{score:.8g}") for score in points]
    assert Counter(points) <= dots("team")
    # What is left are two means a site.
    assert 0 < dots("shareable").total() <= 2 * shift.height


def test_the_bars_of_a_site_are_its_answers_at_the_two_waves(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration", look="statements", at="lakeside")
    frame = disclosure.shown(measures.answer("distribution", demonstration), "team").frame
    here = table(running, "Item", "Answer")
    assert set(here["Site"]) == {"Lakeside"}
    assert here["Wave"].unique(maintain_order=True).to_list() == ["Before", "18 months"]
    first = here["Item"][0]
    expected = frame.filter(
        (pl.col("site_id") == "lakeside")
        & (pl.col("item_label") == first)
        & pl.col("wave_id").is_in(["before", "m18"])
    )
    shown = here.filter(pl.col("Item") == first)
    assert shown["People"].to_list() == expected["n_level"].to_list()
    assert shown["Share"].to_list() == expected["share"].to_list()


def test_scores_at_each_wave_are_still_there(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration", look="scores", view="shareable")
    scores = table(running, "Mean", "SD")
    assert scores["Wave"].n_unique() == 4
    assert scores["n"].drop_nulls().filter(scores["n"].drop_nulls() > 0).min() >= 10
    assert "Single respondents are not shown in this view." in texts(running)


def test_an_instrument_without_scales_is_shown_item_by_item(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", instrument="pcat")
    assert errors(running) == []
    assert "has no scale score: each item stands for itself" in texts(running)
    assert len(plotly(running)) == 1
    assert table(running, "Item", "Answer")["Item"].n_unique() == 14


# Edges


def test_one_wave_says_what_a_shift_needs_and_shows_the_wave(attitudes):
    running = attitudes(_tables({("a", "pre"): [2, 3, 4], ("b", "pre"): [3]}))
    said = texts(running)
    assert "There is no shift to show yet: Clear roles has answers at one wave only (Pre)." in said
    assert "Collect a second wave" in said
    assert list(running.segmented_control(key="look").options) == [
        words.SECTIONS[look] for look in ("statements", "who", "scores", "data")
    ]
    running.segmented_control(key="look").set_value("scores").run()
    assert table(running, "Mean")["n"].to_list() == [3, 1]


def test_two_waves_at_different_sites_are_no_shift(attitudes):
    running = attitudes(_tables({("a", "pre"): [2, 3, 4], ("b", "post"): [3, 4, 5]}))
    assert words.NONE_IN_COMMON in texts(running)
    assert "headline" not in texts(running)


@pytest.mark.parametrize("n", [1, 2, 4])
def test_so_few_people_have_a_shift_from_three_on(attitudes, n):
    levels = [2, 4, 3, 5][:n]
    running = attitudes(_tables({("a", "pre"): levels, ("a", "post"): levels[::-1]}))
    said = _headline(running)
    if n < 3:
        assert f"{n} {'person has' if n == 1 else 'people have'} a score" in said
        assert "at least 3 are needed" in said
    else:
        assert "It can't be said whether" not in said
        assert "4 people at each wave" in said
    for look in ("statements", "moved", "who", "scores", "data"):
        running.segmented_control(key="look").set_value(look).run()
        assert errors(running) == []


def test_people_in_both_waves_can_be_followed(attitudes):
    groups = {("a", "pre"): [2, 3, 4, 2], ("a", "post"): [4, 4, 5, 3]}
    running = attitudes(_tables(groups, codes=True), design="paired", look="moved")
    assert "4 people at both waves" in _headline(running)
    assert any("who moved?" in title for title in _titles(running))
    running = attitudes(_tables(groups), look="moved")
    assert [control.key for control in running.main.segmented_control] == ["units", "look"]
    said = texts(running)
    assert "Nobody can be followed from Pre to Post." in said
    assert "person_code" in said


def test_items_that_were_asked_at_one_wave_only_are_named_and_left_out(attitudes):
    groups = {("a", "pre"): [2, 3, 4], ("a", "post"): [3, 4, 5]}
    items = {"pre": ("b1", "b2", "b3", "b4"), "post": ("b1", "b2", "b3")}
    running = attitudes(_tables(groups, items=items), scale="expected_benefits")
    assert "3 of 4 were asked at both waves, and only they count" in texts(running)
    assert "PSWs make my own work better or lighter" in texts(running)


def test_another_version_of_an_instrument_is_compared_and_named(
    app, published, store_folder, tmp_path
):
    items = {"x": False, "y": False}
    for name, least, of in (("mood", 1, None), ("from0", 0, "mood")):
        most = least + 4
        instrument_file(tmp_path / "programme", name, items, least, most, version_of=of)
    tables = _tables({("a", "pre"): [1, 2, 3], ("a", "post"): [1, 2, 4]}, items=("x", "y"))
    for answer in tables["answers"]:
        answer["instrument_id"] = "from0" if "post" in answer["respondent_id"] else "mood"
    published(tables)
    running = app(store_folder, PAGE)
    assert errors(running) == []
    assert "(95 % interval" in _headline(running)
    assert "Versions: Mood; From0 were used" in texts(running)
    assert [box.key for box in running.main.selectbox] == []
    for look in ("statements", "moved", "who", "scores", "data"):
        running.segmented_control(key="look").set_value(look).run()
        assert errors(running) == []
    running.segmented_control(key="look").set_value("scores").run()
    assert sum("how do scores stand" in title for title in _titles(running)) == 2


def test_reversed_items_that_nobody_turned_are_remarked_on(attitudes):
    levels = [1, 2, 3, 4, 5, 2, 4]
    tables = _tables({("a", "pre"): levels, ("a", "post"): levels}, items=("c1", "c2", "c3", "c4"))
    for answer in tables["answers"]:
        if answer["item_id"] == "c1":
            answer["value"] = 6 - answer["value"]
    running = attitudes(tables, scale="concerns")
    # Beside the score, whichever closer look is chosen.
    said = html.unescape(re.sub(r"<[^>]+>", "", texts(running)))
    assert "at Pre and Post. It runs against the other items" in said
    assert "Only 7 people answered every item at Pre: it may be chance." in said


def test_answers_that_do_not_apply_are_counted_beside_the_score(attitudes):
    tables = _tables({("a", "pre"): [2, 3, 4, 3], ("a", "post"): [3, 4, 5, 2]})
    for answer in tables["answers"]:
        if answer["item_id"] == "r2" and not answer["respondent_id"].endswith("0"):
            answer |= {"value": None, "state": "not_applicable"}
    running = attitudes(tables, look="data")
    assert "because it does not apply" in texts(running)
    assert "found that it does not apply" in "\n".join([texts(running), *figures(running)])


def test_everything_missing_leaves_words(attitudes):
    tables = _tables({("a", "pre"): [2, 3, 4], ("a", "post"): [3, 4, 5]})
    for answer in tables["answers"]:
        answer |= {"value": None, "state": "missing"}
    running = attitudes(tables)
    said = texts(running)
    assert "There is no shift to show yet: Clear roles has answers at no wave." in said
    assert words.NOBODY_ANSWERED in said
    for look in ("who", "scores", "data"):
        running.segmented_control(key="look").set_value(look).run()
        assert errors(running) == []


def test_filters_that_fit_nobody_leave_words(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", site="Hillcrest")
    assert errors(running) == []
    assert "Nobody answered at 18 months" in texts(running)
    nobody = app(shipped, PAGE, programme="demonstration", site="Lakeside", income="low")
    assert errors(nobody) == []
    assert words.FILTERED in texts(nobody)
    assert plotly(nobody) == []
