"""Where long tables are checked: a DuckDB file beside the one that is handed on, both bounded."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from bridgeboard.intake.streaming.own_folder import OwnFolder
from bridgeboard.intake.streaming.sql import literal

#: Whatever the size of the files; what doesn't fit goes to the disk. Python and its packages take
#: 160 MB, and DuckDB some 150 MB beyond its limit: all of it stays below 550 MB.
MEMORY_LIMIT = "230MB"
#: How often the share done is asked for, in seconds.
_TICK = 0.1

STAGED = "staged"
#: Bytes of a block of the file that is handed on: in smaller ones DuckDB can't pack whole numbers,
#: and of larger ones small tables leave more empty.
BLOCK = 32_768


class Running:
    """A statement that runs in a thread of its own."""

    def __init__(self, con: duckdb.DuckDBPyConnection, sql: str) -> None:
        self._con = con
        self._failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._work, args=(sql,))
        self._thread.start()

    def _work(self, sql: str) -> None:
        try:
            self._con.execute(sql).fetchall()
        except BaseException as error:  # handed to whoever waits
            self._failed.append(error)

    def wait(self, said: Callable[[float], None]) -> None:
        """Until it is done. In: said: called now and then with the share done, by this thread.

        Raises: what the statement raises.
        """
        try:
            while self._thread.is_alive():
                self._thread.join(_TICK)
                share = self._con.query_progress()
                if share > 0:
                    said(min(share / 100, 1.0))
        except BaseException:
            self.stop()
            raise
        if self._failed:
            raise self._failed[0]

    def stop(self) -> None:
        """Whether it is done or not."""
        while self._thread.is_alive():
            # A statement that has not begun yet would not notice.
            self._con.interrupt()
            self._thread.join(_TICK)


class Workplace:
    """One connection to a file of its own, with the file to be handed on attached to it.

    After done() or drop() nothing of it is left but, after done(), the file to be handed on.
    """

    def __init__(self) -> None:
        self._running: list[Running] = []
        self._besides: list[duckdb.DuckDBPyConnection] = []
        self.own = OwnFolder()
        self.folder = self.own.path
        try:
            self._con = duckdb.connect(
                str(self.folder / "working.duckdb"),
                config={
                    "memory_limit": MEMORY_LIMIT,
                    "threads": str(min(4, os.cpu_count() or 1)),
                    "temp_directory": str(self.folder / "spill"),
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    # Memory is given back soon: what comes next needs it.
                    "allocator_flush_threshold": "8MB",
                    "allocator_bulk_deallocation_flush_threshold": "16MB",
                    # Parts of tables aren't written again to be one part fewer.
                    "max_vacuum_tasks": "0",
                },
            )
            _count(self._con)
            # What is in the working file is of no use once it is closed.
            self._con.execute("PRAGMA disable_checkpoint_on_shutdown")
            self._con.execute(
                f"ATTACH {literal(str(self._staged()))} AS {STAGED} (BLOCK_SIZE {BLOCK})"
            )
        except BaseException:
            self.own.close()
            raise

    def run(self, sql: str, said: Callable[[float], None] | None = None) -> None:
        """Do this. In: said: called now and then with the share done, by the thread that calls."""
        if said is None:
            self._con.execute(sql).fetchall()
        else:
            Running(self._con, sql).wait(said)

    def beside(self) -> Workplace:
        """The same place for what is done at the same time; what is temporary is its own."""
        other = copy.copy(self)
        other._con = self._con.cursor()
        _count(other._con)
        self._besides.append(other._con)
        return other

    def start(self, sql: str) -> Running:
        """Do this while something else is done beside it."""
        running = Running(self._con, sql)
        self._running.append(running)
        return running

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
        """The file to be handed on, closed; the caller has to close own, its folder."""
        self._con.execute(f"CHECKPOINT {STAGED}").fetchall()
        self._con.execute(f"DETACH {STAGED}")
        self._close()
        self.own.keep_only(self._staged())
        return self._staged()

    def drop(self) -> None:
        """Leave nothing of it."""
        for running in self._running:
            running.stop()
        self._close()
        self.own.close()

    def _close(self) -> None:
        for con in (*self._besides, self._con):
            con.close()

    def _staged(self) -> Path:
        return self.folder / "staged.duckdb"


def _count(con: duckdb.DuckDBPyConnection) -> None:
    """Let it say how far it is: DuckDB counts only while it thinks that it draws its own bar."""
    con.execute("SET enable_progress_bar = true")
    con.execute("SET enable_progress_bar_print = false")
    con.execute("SET progress_bar_time = 0")
