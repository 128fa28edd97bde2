"""The warm-up reads what is there, and never stops a server from starting."""

from __future__ import annotations

import duckdb
import pytest

from bridgeboard.access import WHOLE
from bridgeboard.ui import answers, snapshots
from bridgeboard.ui.warm_up import warm_up


def test_it_reads_every_programme_without_a_word(shipped, monkeypatch, caplog):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(shipped))
    warm_up()
    assert caplog.text == ""


def test_a_store_without_a_programme_is_no_trouble(store_folder, monkeypatch, caplog):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    warm_up()
    assert caplog.text == ""


@pytest.mark.parametrize("content", [b"", b"broken"])
def test_a_broken_snapshot_is_logged_and_nothing_more(
    published, store_folder, monkeypatch, caplog, content
):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    published().path.write_bytes(content)
    warm_up()
    assert "No snapshot of “test” can be read" in caplog.text


def test_whoever_asks_first_gets_what_the_warm_up_kept(published, store_folder, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    ticked = {"instrument_id": "psa12", "item_id": "b1", "value": 4}
    respondents = [{"respondent_id": wave, "wave_id": wave} for wave in ("pre", "post")]
    published(
        {
            "waves": [{"wave_id": "pre"}, {"wave_id": "post"}],
            "respondents": respondents,
            "answers": [{"respondent_id": wave} | ticked for wave in ("pre", "post")],
        }
    )
    warm_up()
    snapshot = snapshots.opened("test", WHOLE, "team")
    # Nothing more can be computed from it.
    snapshot.close()
    for measure in ("score", "shift", "pooled_shift", "detectable"):
        assert answers.computed(snapshot, measure).frame.height > 0
    with pytest.raises(duckdb.Error):
        answers.computed(snapshot, "breakdown")
