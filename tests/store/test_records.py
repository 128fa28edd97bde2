"""What is written down about a snapshot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bridgeboard import LAYOUT
from bridgeboard.store import records
from bridgeboard.store.records import SNAPSHOT_ID, Manifest, PublishedFile, next_snapshot_id

NOW = datetime(2026, 3, 1, 14, 5, 6, 789_000, tzinfo=UTC)


def test_an_id_says_when_and_what() -> None:
    assert next_snapshot_id(NOW, "1234567890ab", None) == "20260301T140506789Z-12345678"


@given(
    steps=st.lists(
        st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)), max_size=20
    )
)
def test_ids_sort_in_the_order_of_publishing_whatever_the_clock_does(steps: list) -> None:
    ids: list[str] = []
    for step in steps:
        ids.append(next_snapshot_id(NOW + step, "f" * 64, ids[-1] if ids else None))
        assert SNAPSHOT_ID.fullmatch(ids[-1])
    assert ids == sorted(ids)
    assert len(ids) == len(set(ids))


def test_the_time_in_an_id_is_the_time_it_was_made() -> None:
    assert records.published_at(next_snapshot_id(NOW, "0" * 64, None)) == NOW


def test_a_manifest_comes_back_from_json_as_it_was() -> None:
    manifest = Manifest(
        layout=LAYOUT,
        programme="upsides",
        name="UPSIDES",
        snapshot_id="20260301T140506789Z-12345678",
        published_at=NOW,
        by="רות",
        replaces=None,
        files=(PublishedFile("sites.csv", "ab", 7, 900),),
        n_rows={"sites": 7},
        n_read={"sites": 8},
        n_refused={"sites": 1},
        n_doubtful=2,
        sha256="cd",
        bytes=4096,
        versions=records.versions(),
    )
    assert Manifest.from_json(manifest.as_json()) == manifest
    record = manifest.record(is_current=True, damage=None)
    assert (record.n_refused, record.is_damaged, record.by) == (1, False, "רות")


def test_a_moment_is_written_in_utc() -> None:
    assert records.moment(NOW.astimezone(None)) == "2026-03-01 14:05 UTC"
