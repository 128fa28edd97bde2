"""Who was given which file is remembered as long as it may matter, and no longer.

That Streamlit's runtime still looks as it is read here is tried by tests/browser/test_own_files.py.
"""

from bridgeboard.ui.server.live_sessions import Holders, are_files_watched


def test_a_file_is_of_all_who_were_given_it_and_for_whom():
    holders = Holders("viewer")
    holders.note("file", "one", "somebody")
    holders.note("file", "two", None)
    assert holders.given("file") == {("one", "somebody"), ("two", None)}
    assert holders.of("file") == {"one", "two"}
    assert holders.of("another") == frozenset()


def test_of_many_only_those_are_kept_that_are_still_there():
    holders = Holders("viewer")
    for n in range(50):
        holders.note("file", str(n), "somebody")
    holders.forget("file", lambda _: False)
    assert len(holders.of("file")) == 50
    holders.note("file", "50", "somebody")
    holders.forget("file", lambda session: session in ("7", "50"))
    assert holders.of("file") == {"7", "50"}


def test_where_no_server_runs_nothing_is_amiss():
    assert are_files_watched()
