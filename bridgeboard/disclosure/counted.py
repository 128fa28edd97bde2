"""What is counted in a snapshot, and what the shareable view shows of it: to compare two."""

from __future__ import annotations

import copy
import threading

import polars as pl

from bridgeboard.disclosure.groups import hidden_groups
from bridgeboard.measures import answer
from bridgeboard.store import Snapshot

#: Everything that pages know of respondents are these counts of people. One row: a number of people
#: of one site and wave of whom the same value is known; `of` is what is counted, `counts` whether
#: they are among those whom a shown number rests on, `also` a second wave that they answered at.
_COUNTS = """
SELECT 'item' AS kind, concat_ws('|', instrument_id, item_id) AS "of", instrument_id, site_id,
       wave_id, NULL AS also, concat_ws(':', state, value) AS value, n, state = 'answered' AS counts
FROM mart_distribution
UNION ALL
SELECT 'scale', concat_ws('|', instrument_id, scale_id), instrument_id, site_id, wave_id, NULL,
       score::VARCHAR, n, score IS NOT NULL
FROM mart_scores
UNION ALL
SELECT 'common', concat_ws('|', instrument_id, scale_id, from_wave_id, to_wave_id), instrument_id,
       site_id, wave_id, NULL, score::VARCHAR, n, score IS NOT NULL
FROM mart_common_scores
UNION ALL
SELECT 'pairs', concat_ws('|', instrument_id, scale_id, from_wave_id), instrument_id, site_id,
       to_wave_id, from_wave_id, concat_ws(':', score_from, score_to), n, true
FROM mart_pairs
UNION ALL
SELECT 'code', 'code', NULL, site_id, wave_id, NULL, 'with', n_with_code, true
FROM mart_person_codes
UNION ALL
SELECT 'code', 'code', NULL, site_id, wave_id, NULL, 'without', n - n_with_code, true
FROM mart_person_codes
"""

#: What people said of themselves, which is shown of all sites together only.
_SAID = """
SELECT concat_ws('|', instrument_id, scale_id, attribute) AS "of", site_id, wave_id, category,
       score::VARCHAR AS value, n, score IS NOT NULL AS counts
FROM mart_breakdown
"""

#: Of all sites together only: who answered every item of a scale.
_COMPLETE = """
SELECT DISTINCT concat_ws('|', 'complete', instrument_id, scale_id) AS "of", wave_id, n_complete
FROM mart_item_sums
"""

OF = ["kind", "of", "wave_id"]
SITE = [*OF, "site_id"]
#: The frames of a side; each has a wave_id.
_FRAMES = ("counts", "said", "complete", "levels", "hidden", "without_total")

#: What was counted in files that were looked at, the last ones last: a publish compares the new one
#: with each that is kept.
_sides: dict[tuple[str, int, int, int], Side] = {}
#: Ten that are kept, the new one and its edition, for two programmes; and rows of all of them
#: together, which are some 30 MB.
_SIDES_AT_MOST, _ROWS_AT_MOST = 24, 200_000
_lock = threading.Lock()


def counted(snapshot: Snapshot) -> Side:
    """What is counted in the snapshot, once per state of its file while there is room."""
    stat = snapshot.path.stat()
    file = (snapshot.key, stat.st_size, stat.st_mtime_ns, stat.st_ino)
    with _lock:
        found = _sides.pop(file, None)
    found = found or Side(snapshot)
    with _lock:
        _sides[file] = found
        while (
            len(_sides) > _SIDES_AT_MOST
            or sum(one.height for one in _sides.values()) > _ROWS_AT_MOST
        ):
            del _sides[next(iter(_sides))]
    return found


class Side:
    """One of the two: its counts, which groups it shows, and the scopes that its totals are of."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.counts = _asked(snapshot, _COUNTS)
        self.said = _asked(snapshot, _SAID)
        about = answer("coverage", snapshot)
        self.k = about.k
        self.complete = snapshot.query(_COMPLETE)
        self.levels = about.income.drop_nulls("income_level").select(
            "site_id",
            "wave_id",
            scope=pl.concat_str("basis", "income_level", separator="|"),
        )
        hidden = hidden_groups(about.people, about.k)
        self.hidden = _of_survey(hidden.groups)
        self.without_total = _of_survey(hidden.totals)

    @property
    def waves(self) -> set[str]:
        """The waves at which anybody is counted."""
        return set(self.counts["wave_id"])

    @property
    def height(self) -> int:
        """Rows of all that was counted."""
        return sum(getattr(self, name).height for name in _FRAMES)

    def is_same_as(self, other: Side) -> bool:
        """Is the very same counted and shown in both? False may also mean: in another order."""
        return self.k == other.k and all(
            getattr(self, name).equals(getattr(other, name)) for name in _FRAMES
        )

    def with_wave_called(self, new: str, instead_of: str) -> Side:
        """The same where one wave has another id. What names two waves keeps its names."""
        other = copy.copy(self)
        for name in _FRAMES:
            frame = getattr(self, name)
            renamed = frame.with_columns(pl.col("wave_id").replace(instead_of, new))
            setattr(other, name, renamed)
        return other

    def sizes(self, k: int) -> pl.DataFrame:
        """kind, of, wave_id, site_id, n, shown: who is counted in each group."""
        groups = self.counts.group_by(*SITE, "instrument_id").agg(
            n=pl.col("n").filter("counts").sum()
        )
        flagged = groups.join(
            self.hidden.with_columns(_hidden=True),
            on=["instrument_id", "wave_id", "site_id"],
            how="left",
        )
        return flagged.select(*SITE, "n", shown=(pl.col("n") >= k) & pl.col("_hidden").is_null())

    def in_scopes(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows once for all sites together and once for each income level of their site."""
        everywhere = frame.with_columns(scope=pl.lit("all"))
        by_level = frame.join(self.levels, on=["site_id", "wave_id"])
        return pl.concat([everywhere, by_level.select(everywhere.columns)])


def _asked(snapshot: Snapshot, sql: str) -> pl.DataFrame:
    return snapshot.query(sql).with_columns(
        pl.col("value").fill_null("none"), pl.col("n").cast(pl.Int64)
    )


def _of_survey(hidden: pl.DataFrame) -> pl.DataFrame:
    surveys = hidden.filter(pl.col("evidence").str.starts_with("survey:"))
    return surveys.with_columns(instrument_id=pl.col("evidence").str.strip_prefix("survey:")).drop(
        "evidence"
    )
