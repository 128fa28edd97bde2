"""The joint display as a table for a paper: every number, every reading, and how it was judged."""

from __future__ import annotations

import polars as pl

_COLUMNS = {
    "Site": "site_name",
    "About": "about",
    "From": "from_wave_label",
    "To": "to_wave_label",
    "Months": "months",
    "Kind": "subject_kind",
    "Subject": "subject_label",
    "Group": "subject_group",
    "Verdict": "verdict",
    "Survey of": "survey_of",
    "Survey reading": "survey_reading",
    "Shift or mean": "value",
    "Lower": "lower",
    "Upper": "upper",
    "Scale from": "minimum",
    "Scale to": "maximum",
    "People before": "n_from",
    "People after": "n_to",
    "Survey in words": "survey",
    "Why no survey": "survey_reason",
    "Ratings reading": "rating_reading",
    "Ratings before": "rating_from",
    "Ratings after": "rating_to",
    "Steps": "rating_steps",
    "Accepted from": "accepted_from",
    "Proposed, not counted": "proposed",
    "Statements reading": "statements_reading",
    "For before": "n_for_from",
    "Against before": "n_against_from",
    "Mixed before": "n_mixed_from",
    "For after": "n_for_to",
    "Against after": "n_against_to",
    "Mixed after": "n_mixed_to",
    "Of all sites or none by name, not counted": "n_of_all_sites",
    "Supports before": "n_supports_from",
    "Hinders before": "n_hinders_from",
    "Other facts before": "n_other_from",
    "Supports after": "n_supports_to",
    "Hinders after": "n_hinders_to",
    "Other facts after": "n_other_to",
    "Sources that speak": "n_speaking",
    "Sources that point": "n_pointing",
    "Sources": "sources",
    "Each source in words": "sentence",
    "Rule": "rule",
    "Comparison": "status",
    "Provenance": "provenance",
    "Hidden": "hidden",
}
#: A site of which a source says nothing is empty there, not 0: nothing reported is no count.
_COUNTS = (
    ("n_for_from", "n_against_from", "n_mixed_from"),
    ("n_for_to", "n_against_to", "n_mixed_to"),
    ("n_supports_from", "n_hinders_from", "n_other_from"),
    ("n_supports_to", "n_hinders_to", "n_other_to"),
)


def joint_display(frame: pl.DataFrame) -> pl.DataFrame:
    """All columns of the rows, under names that a reader of a paper understands.

    Missing: counts of a source that says nothing at a wave are empty, never 0.
    """
    for group in _COUNTS:
        reported = pl.sum_horizontal(group) > 0
        frame = frame.with_columns(pl.when(reported).then(name).alias(name) for name in group)
    return frame.select(pl.col(name).alias(label) for label, name in _COLUMNS.items())
