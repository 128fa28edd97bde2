"""Words of what changed, on Overview and One site."""

from datetime import datetime

from bridgeboard.store import SnapshotRecord

TITLE = "What changed since the last publish?"
FIRST = "Nothing was published before, or it is no longer kept: there is nothing to compare with."
NOTHING = "Nothing that these pages show changed since {at}, when {by} published."
SINCE = "Since {at}, when {by} published:"
UNREADABLE = "What was published on {at} can't be compared: {damage}."

SINCE_WAVE = "What changed since the last wave?"
NOTHING_MOVED = "No state of readiness that is shown moved from “{before}” to “{now}”."
MOVED = "Readiness, from “{before}” to “{now}”:"
ONE_WAVE = "There is one wave only: nothing to compare with."


def since(record: SnapshotRecord, is_new: bool) -> str:
    """Since when, and who had published then."""
    form = SINCE if is_new else NOTHING
    return form.format(at=_moment(record.published_at), by=record.by)


def unreadable(record: SnapshotRecord) -> str:
    """Which publish can't be compared, and why."""
    return UNREADABLE.format(at=_moment(record.published_at), damage=record.damage)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
