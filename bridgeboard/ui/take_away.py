"""What a card gives to take away: its picture as PNG and SVG, its table as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from bridgeboard.ui import words
from bridgeboard.ui.choice import current_choice
from bridgeboard.ui.csv_file import csv_bytes, file_name
from bridgeboard.ui.escape import html_text
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.kept_file import kept_file
from bridgeboard.ui.xlsx_file import xlsx_bytes

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = (
    ("csv", words.CSV, "text/csv", csv_bytes),
    ("xlsx", words.XLSX, _XLSX, xlsx_bytes),
)


@fragment
def take_away(
    frame: pl.DataFrame, title: str, key: str, notes: Sequence[str], *, has_picture: bool
) -> None:
    """A button that opens what the card with this key gives; until then nothing is written.

    has_picture: the card has a drawing. Its picture is made in the reader's own browser, of what
    stands there (assets/pictures), so it needs no network and holds nothing that isn't shown.
    """
    opened = st.popover(
        words.TAKE_AWAY,
        type="tertiary",
        icon=":material/download:",
        key=f"{key}-take",
        on_change="rerun",
    )
    if not opened.open:
        return
    choice = current_choice()
    filters, snapshot = choice.filters, choice.snapshot
    where = (
        words.filtered(filters.sites, filters.income_levels, filters.waves),
        words.exported(
            snapshot.programme.name, choice.view, snapshot.snapshot_id, snapshot.sight.sites
        ),
    )
    named = (choice.programme_id, title, choice.view)
    with opened:
        if has_picture:
            name = file_name(*named, ending="")
            st.html(_picture_buttons(key, name, [line for line in where if line]))
        said = tuple(line for line in (*notes, *where) if line)
        with st.container(horizontal=True, key=f"{key}-files"):
            for ending, label, mime, write in _KINDS:
                st.download_button(
                    label,
                    data=kept_file(write, frame, said),
                    file_name=file_name(*named, ending=f".{ending}"),
                    mime=mime,
                    key=f"{key}-{ending}",
                    on_click="ignore",
                    help=words.FILE_HELP[ending],
                )


def _picture_buttons(key: str, name: str, where: Sequence[str]) -> str:
    """Two buttons that assets/pictures/press.js listens to, and where it says that it failed."""
    said = html_text("\n".join(where))
    of_card = f'data-card="{html_text(key)}-card" data-name="{html_text(name)}" data-said="{said}"'
    buttons = "".join(
        f'<button type="button" data-picture="{kind}" {of_card}>{label}</button>'
        for kind, label in (("png", words.PNG), ("svg", words.SVG))
    )
    status = f'<p role="status" data-failed="{html_text(words.NO_PICTURE)}"></p>'
    return (
        f'<div class="pictures">{buttons}{status}</div>'
        f'<p class="no-pictures">{words.PICTURES_NEED_SERVER}</p>'
    )
