"""All kinds of files that are recognised, in the order in which they are tried."""

from __future__ import annotations

from bridgeboard.collected import (
    code_matrix,
    coded_segments,
    excel,
    odk,
    ours,
    plain_csv,
    qualcoder,
    qualtrics,
    redcap,
    redcap_dictionary,
    redcap_events,
    refi_codebook,
    refi_project,
    spss,
    surveymonkey,
    taguette,
    xlsform,
)
from bridgeboard.collected.kind import Kind

KINDS: tuple[Kind, ...] = (
    *ours.KINDS,
    *spss.KINDS,
    *qualtrics.KINDS,
    *surveymonkey.KINDS,
    *redcap_dictionary.KINDS,
    *redcap_events.KINDS,
    *redcap.KINDS,
    *xlsform.KINDS,
    *odk.KINDS,
    *refi_project.KINDS,
    *refi_codebook.KINDS,
    *qualcoder.KINDS,
    *taguette.KINDS,
    *coded_segments.KINDS,
    *code_matrix.KINDS,
    *plain_csv.KINDS,
    *excel.KINDS,
)
