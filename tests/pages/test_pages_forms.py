"""Forms to collect with, on the page that plans the next wave."""

from __future__ import annotations

from bridgeboard.forms import FORM_KINDS
from bridgeboard.ui.page_words import forms as words
from tests.pages.conftest import errors, texts

PAGE = "change/plan"


def offered(running):
    """The one file that is offered."""
    (found,) = [one for one in running.download_button if one.key == "form-download"]
    return found


def choose(running, label, value):
    """The app after a choice."""
    next(one for one in running.selectbox if one.label == label).select(value).run()
    assert errors(running) == []
    return running


def test_every_kind_of_form_is_offered_at_once_and_named_for_what_it_is(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    assert errors(running) == []
    assert words.TITLE in texts(running)
    assert list(words.KINDS) == list(words.HOW) == list(FORM_KINDS)
    for kind in FORM_KINDS:
        choose(running, words.KIND, kind)
        name = f"demonstration_psa12_form_{kind}{FORM_KINDS[kind].ending}"
        assert name in offered(running).label.replace("\\", "")
        assert words.HOW[kind] in texts(running)


def test_only_redcap_is_asked_where_its_waves_are(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    assert words.WAVES not in [one.label for one in running.selectbox]
    choose(running, words.KIND, "redcap")
    before = offered(running).proto.url
    choose(running, words.WAVES, "events")
    assert offered(running).proto.url != before


def test_a_programme_without_answers_can_take_a_form_for_any_instrument(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    assert errors(running) == []
    picker = running.multiselect(key="form-instruments-upsides")
    picker.set_value(["oric", "rsa"]).run()
    assert errors(running) == []
    assert "upsides_oric_rsa_form_xlsform.xlsx" in offered(running).label.replace("\\", "")
    assert "Only those who hold a licence or permission for ORIC may do so." in texts(running)
    picker.set_value([]).run()
    assert words.NONE_CHOSEN in texts(running)
