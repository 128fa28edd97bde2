"""A table with its files, on a page where no programme may be published yet."""

from __future__ import annotations

import polars as pl
import streamlit as st

from bridgeboard.ui import words
from bridgeboard.ui.csv_file import csv_bytes, file_name
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.kept_file import kept_file
from bridgeboard.ui.xlsx_file import xlsx_bytes

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = (("csv", words.CSV, "text/csv", csv_bytes), ("xlsx", words.XLSX, _XLSX, xlsx_bytes))
_ROW_PIXELS, _MOST_ROWS = 35, 14


def shown_table(frame: pl.DataFrame, title: str, alt: str, key: str) -> None:
    """A table with two files, also where no programme is published yet to name in them."""
    with st.container(border=True, key=f"{key}-card"):
        st.header(markdown(title), anchor=False)
        height = (min(frame.height, _MOST_ROWS) + 1) * _ROW_PIXELS + 3
        st.dataframe(frame, hide_index=True, alt=alt, height=height)
        with st.container(horizontal=True):
            for ending, label, mime, write in _FILES:
                st.download_button(
                    label,
                    data=kept_file(write, frame, (title,)),
                    file_name=file_name(title, ending=f".{ending}"),
                    mime=mime,
                    key=f"{key}-{ending}",
                    on_click="ignore",
                )
