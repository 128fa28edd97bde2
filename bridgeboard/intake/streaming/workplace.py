"""Where long tables are checked: a DuckDB file beside the one that is handed on, both bounded."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from bridgeboard.intake.streaming.sql import literal

#: Whatever the size of the files; what doesn't fit goes to the disk. Python and its packages take
#: 160 MB, and DuckDB some 150 MB beyond its limit: all of it stays below 550 MB.
MEMORY_LIMIT = "230MB"
#: How often the share done is asked for, in seconds.
_TICK = 0.1

STAGED = "staged"


class Workplace:
    """One connection to a file of its own, with the file to be handed on attached to it.

    After done() or drop() nothing of it is left but, after done(), the file to be handed on.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bridgeboard-long-"))
        try:
            self._con = duckdb.connect(
                str(self.folder / "working.duckdb"),
                config={
                    "memory_limit": MEMORY_LIMIT,
                    "threads": str(min(4, os.cpu_count() or 1)),
                    "temp_directory": str(self.folder / "spill"),
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                },
            )
            # DuckDB would draw its own bar on stdout; it counts only while it thinks it does.
            self._con.execute("SET enable_progress_bar = true")
            self._con.execute("SET enable_progress_bar_print = false")
            self._con.execute("SET progress_bar_time = 0")
            # What is in the working file is of no use once it is closed.
            self._con.execute("PRAGMA disable_checkpoint_on_shutdown")
            self._con.execute(f"ATTACH {literal(str(self._staged()))} AS {STAGED}")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def run(self, sql: str, said: Callable[[float], None] | None = None) -> None:
        """Do this. In: said: called now and then with the share done, by the thread that calls."""
        if said is None:
            self._con.execute(sql).fetchall()
            return
        failed: list[BaseException] = []

        def work() -> None:
            try:
                self._con.execute(sql).fetchall()
            except BaseException as error:  # handed to the caller below
                failed.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(_TICK)
                share = self._con.query_progress()
                if share > 0:
                    said(min(share / 100, 1.0))
        except BaseException:
            self._con.interrupt()
            raise
        finally:
            thread.join()
        if failed:
            raise failed[0]

    def rows(self, sql: str, parameters: list[object] | None = None) -> list[tuple]:
        """The few rows of an answer."""
        return self._con.execute(sql, parameters or []).fetchall()

    def number(self, sql: str) -> int:
        """The one number of an answer; 0 if it is null."""
        return self._con.execute(sql).fetchall()[0][0] or 0

    def frame(self, sql: str) -> pl.DataFrame:
        """The few rows of an answer, as a frame."""
        return self._con.sql(sql).pl()

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Add the frame's rows to a table, by position."""
        self._con.register("incoming", frame)
        self._con.execute(f"INSERT INTO {table} SELECT * FROM incoming").fetchall()
        self._con.unregister("incoming")

    def done(self) -> Path:
        """The file to be handed on, closed; the caller has to remove it and its folder."""
        self._con.execute(f"CHECKPOINT {STAGED}").fetchall()
        self._con.execute(f"DETACH {STAGED}")
        self._con.close()
        for path in self.folder.iterdir():
            if path != self._staged():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return self._staged()

    def drop(self) -> None:
        """Leave nothing of it."""
        self._con.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _staged(self) -> Path:
        return self.folder / "staged.duckdb"
