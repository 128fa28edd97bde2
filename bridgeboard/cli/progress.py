"""How far a command is, on stderr: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from bridgeboard.pace import Pace

#: Where stderr is no terminal a line is written so often, in seconds; quick commands write none.
LINE_EACH = 5.0

Said = Callable[[float, str], None]


@contextlib.contextmanager
def shown(prefix: str) -> Iterator[Said]:
    """said(share, words): the share done, 0 to 1, what is being done, and the time left."""
    if sys.stderr.isatty():
        with _bar(prefix) as said:
            yield said
    else:
        yield _lines(prefix)


@contextlib.contextmanager
def _bar(prefix: str) -> Iterator[Said]:
    from tqdm import tqdm

    pace = Pace()
    # A terminal may have 80 columns.
    form = "{desc:<60.60} {percentage:3.0f} % |{bar:11}|"
    with tqdm(total=1.0, bar_format=form, leave=False, file=sys.stderr) as bar:

        def said(share: float, words: str) -> None:
            bar.set_description_str(prefix + pace.said(share, words), refresh=False)
            bar.update(share - bar.n)

        yield said


def _lines(prefix: str, pace: Pace | None = None) -> Said:
    pace = pace or Pace()
    said_at = 0.0

    def said(share: float, words: str) -> None:
        nonlocal said_at
        if pace.elapsed - said_at >= LINE_EACH:
            said_at = pace.elapsed
            line = f"{prefix}{share * 100:.0f} %, {pace.said(share, words)}"
            print(line, file=sys.stderr, flush=True)  # noqa: T201

    return said
