"""How far a command is: rate and time left, in a line now and then where there is no terminal."""

import pytest

from bridgeboard.cli import progress
from bridgeboard.pace import Pace, rate


class Clock:
    """Seconds that a test sets."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.mark.parametrize(
    ("seconds", "share", "left"),
    [
        (1, 0.5, ""),  # too early to tell
        (10, 0.01, ""),
        (10, 1.0, ""),
        (10, 0.5, "10 s left"),
        (10, 0.999, "1 s left"),
        (60, 0.1, "9 min left"),
        (3600, 0.1, "9 h left"),
    ],
)
def test_the_time_left_goes_by_the_share_done(clock, seconds, share, left):
    pace = Pace(clock)
    clock.now += seconds
    assert pace.left(share) == left
    assert pace.said(share, "Checking") == (f"Checking, {left}" if left else "Checking")


@pytest.mark.parametrize(
    ("rows", "seconds", "said"),
    [(3_216_000, 1, "3 200 000 rows/s"), (90, 1, "90 rows/s"), (7, 1, "7 rows/s"), (9, 0.1, "")],
)
def test_a_rate_has_two_digits(rows, seconds, said):
    assert rate(rows, seconds).replace("\u202f", " ") == said


def test_without_a_terminal_there_is_a_line_each_five_seconds_at_most(clock, capsys):
    said = progress._lines("north: ", Pace(clock))
    for _ in range(12):
        clock.now += 1
        said((clock.now - 100) / 20, "Checking answers")
    assert capsys.readouterr().err.splitlines() == [
        "north: 25 %, Checking answers, 15 s left",
        "north: 50 %, Checking answers, 10 s left",
    ]


def test_quick_commands_say_nothing_without_a_terminal(capsys):
    with progress.shown("north: ") as said:
        said(0.5, "Checking answers")
    assert capsys.readouterr() == ("", "")
