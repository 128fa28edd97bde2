"""A cluster that speaks Spark Connect: Sail, or Apache Spark itself."""

from __future__ import annotations

import contextlib
import re
import secrets
import socket
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import grpc
import polars as pl
from pyarrow import fs

from bridgeboard.cluster.spark_sql import plain, spark
from bridgeboard.durable import sha256_of
from bridgeboard.problems import Refusal
from bridgeboard.readers import FileRead

with warnings.catch_warnings():
    # It warns of the version of pandas, through which nothing goes here.
    warnings.simplefilter("ignore")
    from pyspark.errors import AnalysisException, PySparkException
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

T = TypeVar("T")

PORT = 15_002
_PATIENCE_S = 10.0
#: A server that doesn't answer is asked again for some seconds; PySpark would for ten minutes.
_RETRIES = {"max_retries": 4, "max_backoff": 5_000}
_FORMATS = ("csv", "parquet")
#: Where a machine was lost, what it did is asked for again after so many seconds: clusters miss one
#: after up to two minutes, and then start another.
_WAITS_S = (2, 5, 10, 30, 60, 60)
_LOST = re.compile(
    r"connection|transport|unavailable|timed out|time ?out|heartbeat|broken pipe|\breset\b"
    r"|\blost\b|executor|worker \S+ (is|was|not|has)|cancell?ed",
    re.IGNORECASE,
)
#: Longer words of a cluster are a stack trace.
_LONGEST = 300


class _Lost(Refusal):
    """A machine of the cluster was lost, and with it what it was doing."""


class Engine:
    """One session on a cluster.

    address: without what may follow it, such as a token: it stands in messages and snapshots.
    scratch: a folder that every machine of the cluster reads and writes, for what is computed once
        and read several times. It is removed at the end.
    waiting: told in words why it takes longer.
    Raises: Refusal, here and in all that is asked of it, where the cluster can't do it.
    """

    def __init__(self, address: str, place: str, scratch: str | None = None) -> None:
        self.address = _reachable(address)
        self.place = place.rstrip("/")
        self.scratch = f"{(scratch or place).rstrip('/')}/.bridgeboard-{secrets.token_hex(6)}"
        self.left: str | None = None
        self.waiting: Callable[[str], None] = lambda words: None
        self._kept = False
        self._files: dict[str, str] = {}
        with _plainly(self.address, "it was asked for a session"):
            self._session = _connected(address)
            self.version = self._session.version

    def read(self, table: str) -> list[str] | None:
        """Give the table's file its name as a view; its columns; None if there is no such file.

        Cells of a CSV file are text; of a Parquet file, what they are.
        """
        for kind in _FORMATS:
            path = f"{self.place}/{table}.{kind}"
            with _plainly(self.address, f"{path} was read"), _absent_allowed():
                frame = self._file(kind, path)
                # Spark says that there is no such file; Sail, that it has no columns.
                if columns := list(frame.columns):
                    frame.createOrReplaceTempView(plain(table))
                    self._files[table] = path
                    return columns
        return None

    def view(self, name: str, sql: str) -> None:
        """Name a question; it is answered where it is asked."""
        with _plainly(self.address, f"{name} was prepared"):
            self._session.sql(spark(sql)).createOrReplaceTempView(plain(name))

    def keep(self, name: str, sql: str) -> None:
        """Answer a question once, for all that read it: on the cluster's disks, not here."""
        self._kept = True

        def answered(attempt: int) -> None:
            # Each time elsewhere: what a worker left that died is no answer.
            path = f"{self.scratch}/{plain(name)}_{attempt}"
            frame = self._session.sql(spark(sql))
            frame.write.parquet(path)
            kept = self._session.read.parquet(path)
            # Of an answer without rows there may be no file that tells its columns.
            (kept if kept.columns else frame).createOrReplaceTempView(plain(name))

        self._until_answered(f"{name} was counted", answered)

    def rows(self, sql: str) -> pl.DataFrame:
        """The answer, here."""
        return self._until_answered(
            "it counted", lambda _: pl.DataFrame(self._session.sql(spark(sql)).toArrow())
        )

    def give(self, name: str, frame: pl.DataFrame) -> None:
        """Name a small table that is here, so that questions there can read it."""
        with _plainly(self.address, f"{name} was sent there"):
            given = self._session.createDataFrame(frame.to_arrow())
            given.createOrReplaceTempView(plain(name))

    def file(self, table: str) -> str:
        """The name of the file that the table was read from."""
        return self._files[table].rpartition("/")[2]

    def remembered(self, table: str, rows: int) -> FileRead:
        """What a snapshot remembers of it: of a file that isn't on this machine no SHA-256."""
        path = Path(self._files[table])
        if not path.is_file():
            return FileRead(self.file(table), "", rows, 0)
        return FileRead(self.file(table), sha256_of(path), rows, path.stat().st_size)

    def close(self) -> None:
        """End the session and remove what was kept; left is the place, where that can't be done."""
        try:
            _reachable(self.address)
        except Refusal:
            # Nobody is left to be told, and telling would be tried for long.
            self._session.release_session_on_close = False
        with contextlib.suppress(Exception):
            self._session.stop()
        if self._kept and not _removed(self.scratch):
            self.left = self.scratch

    def _until_answered(self, doing: str, ask: Callable[[int], T]) -> T:
        """Ask again where a machine of the cluster was lost, until it has found another."""
        for attempt, wait in enumerate(_WAITS_S):
            try:
                with _plainly(self.address, doing):
                    return ask(attempt)
            except _Lost:
                _reachable(self.address)
                self.waiting(f"A machine of the cluster was lost: asking again in {wait} s")
                time.sleep(wait)
        with _plainly(self.address, doing):
            return ask(len(_WAITS_S))

    def _file(self, kind: str, path: str) -> DataFrame:
        reader = self._session.read
        if kind == "parquet":
            return reader.parquet(path)
        # "" within quotation marks is an empty cell too; "" inside of a cell is one quotation mark.
        # Of a row with too many or too few cells nobody knows which is which.
        reader = reader.options(header=True, escape='"', emptyValue="", nullValue="")
        return reader.option("mode", "FAILFAST").csv(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _reachable(address: str) -> str:
    """The address without parameters. Raises: Refusal where nobody listens: Spark's client would
    try for minutes."""
    plain_address = address.partition("/;")[0]
    try:
        parts = urlsplit(plain_address)
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        host = None
    if host is None or parts.scheme != "sc":
        raise Refusal(f"“{plain_address}” is no address of a cluster: write sc://HOST:PORT.")
    try:
        socket.create_connection((host, port), timeout=_PATIENCE_S).close()
    except OSError as error:
        raise Refusal(
            f"No cluster answers at {plain_address} ({error.strerror or error}). Start one, or "
            "mend the address."
        ) from error
    return plain_address


def _connected(address: str) -> SparkSession:
    session = SparkSession.builder.remote(address).create()
    session.client.set_retry_policies([DefaultPolicy(**_RETRIES)])
    return session


@contextlib.contextmanager
def _plainly(address: str, doing: str) -> Iterator[None]:
    """Say in a sentence what a cluster says in a hundred lines."""
    try:
        with warnings.catch_warnings():
            # That it has given up, which is said below.
            warnings.simplefilter("ignore")
            yield
    except (PySparkException, grpc.RpcError) as error:
        words = _words(error)
        is_lost = not isinstance(error, AnalysisException) and _LOST.search(words)
        raise (_Lost if is_lost else Refusal)(
            f"The cluster at {address} stopped while {doing}: {words} Nothing was "
            "published; once the cluster is well, publish again."
        ) from error


@contextlib.contextmanager
def _absent_allowed() -> Iterator[None]:
    """Go on if there is no such file."""
    try:
        yield
    except AnalysisException as error:
        if not _is_absent(error):
            raise


def _is_absent(error: Any) -> bool:
    said = str(error).lower()
    return "path_not_found" in said or "does not exist" in said or "not found" in said


def _words(error: Exception) -> str:
    said = getattr(error, "details", None)
    text = str(said() if callable(said) else error).strip()
    first = text.splitlines()[0] if text else type(error).__name__
    return first[:_LONGEST].rstrip(".") + "."


def _removed(place: str) -> bool:
    """Remove the folder, where this machine can reach it too."""
    try:
        system, path = fs.FileSystem.from_uri(place)
        if system.get_file_info(path).type != fs.FileType.NotFound:
            system.delete_dir(path)
    except Exception:
        return False
    return True
