"""No error takes a word of what it was reading into a log."""

from __future__ import annotations

import io
import logging
import threading

import pytest

from bridgeboard.problems import Refusal
from bridgeboard.ui.server.wordless_errors import tell_no_words, told

SECRET = "They laugh at us."


@pytest.fixture
def log():
    """What a logger with a plain formatter writes, once no words are told."""
    before, hook = logging.getLogRecordFactory(), threading.excepthook
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logging.getLogger("bridgeboard").addHandler(handler)
    tell_no_words()
    yield out
    logging.getLogger("bridgeboard").removeHandler(handler)
    logging.setLogRecordFactory(before)
    threading.excepthook = hook


def _fail():
    try:
        float(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


def test_an_error_says_its_kind_and_where_it_arose(log):
    try:
        _fail()
    except KeyError:
        logging.getLogger("bridgeboard.test").exception("Uncaught")
    said = log.getvalue()
    assert SECRET not in said
    assert said.startswith("ERROR Uncaught\n")
    first, last = said.split("which led to")
    assert "in _fail\nValueError (its words are not logged)" in first
    assert "test_wordless_errors.py, line" in last
    assert last.endswith("in _fail\nKeyError (its words are not logged)\n")


@pytest.mark.parametrize(
    "given",
    [
        ("Stopped: %s", Refusal(SECRET)),
        ("Stopped: %(why)s", {"why": Refusal(SECRET)}),
        (Refusal(SECRET),),
    ],
)
def test_an_error_in_a_message_is_its_kind(log, given):
    logging.getLogger("bridgeboard.test").warning(*given)
    assert SECRET not in log.getvalue()
    assert "bridgeboard.problems.Refusal" in log.getvalue()


def test_a_thread_that_ends_by_an_error_tells_no_words(log):
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    assert "A thread ended by an error" in log.getvalue()
    assert "KeyError" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_errors_that_are_their_own_cause_end():
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__cause__, second.__cause__ = second, first
    assert told(first).count("not logged") == 2


def test_other_messages_stay_as_they_are(log):
    logging.getLogger("bridgeboard.test").warning("%d of %s", 3, "four")
    assert log.getvalue() == "WARNING 3 of four\n"
