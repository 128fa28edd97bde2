"""Publish, list, roll back, open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bridgeboard.access import Sight
from bridgeboard.problems import Refusal
from bridgeboard.store.disk import said_plainly
from bridgeboard.store.records import SnapshotRecord, moment
from bridgeboard.store.shelf import PROGRAMME_ID, Shelf
from bridgeboard.store.snapshot import Served, Snapshot

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted
    from bridgeboard.store.editions import MustWait

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was published before a snapshot.

    served:     the newest of them that can be read; None if there is none.
    unreadable: those between the two, newest first, each with its damage.
    """

    served: Served | None
    unreadable: tuple[SnapshotRecord, ...]


class Store:
    """All published snapshots of all programmes, under one folder.

    Readers never wait and never see half: a snapshot is one file that no one writes to any more,
    and which one is served is one small file that is replaced in one step.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def programmes(self) -> list[str]:
        """The ids of the programmes that have a snapshot, in alphabetical order."""
        try:
            names = sorted(path.name for path in self.root.iterdir() if path.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Refusal(f"The store {self.root} can't be read: {error.strerror}.") from error
        return [
            name
            for name in names
            if PROGRAMME_ID.fullmatch(name) and Shelf(self.root, name).pointer().kept
        ]

    def snapshots(self, programme: str) -> list[SnapshotRecord]:
        """The programme's snapshots that are kept, newest first. Raises: Refusal if unknown."""
        shelf = self._known(programme)
        pointer = shelf.pointer()
        return [shelf.record(i, is_current=i == pointer.current) for i in pointer.kept]

    def history(self, programme: str) -> list[dict[str, Any]]:
        """Who published or rolled back what and when, oldest first. Raises: Refusal."""
        return self._known(programme).history()

    def publish(
        self,
        accepted: Accepted,
        by: str,
        accept_good: bool = False,
        progress: Progress | None = None,
        must_wait: MustWait | None = None,
    ) -> SnapshotRecord:
        """Make the accepted rows the snapshot that is served from now on.

        In:     progress is called with the share done, 0 to 1, and words; must_wait tells which
                changes the shareable view may not show yet (disclosure.editions.must_wait). Without
                it the shareable view shows all of them.
        Raises: Refusal if rows were refused (unless accept_good), if there is too little to
                publish, or if the disk is full; the snapshot served before stays.
        """
        # Only publishing needs Pandera and the schemas; pages open snapshots without them.
        from bridgeboard.store.publishing import publish

        return publish(self.root, accepted, _name(by), accept_good, progress or _silent, must_wait)

    def roll_back(self, programme: str, snapshot_id: str, by: str) -> SnapshotRecord:
        """Serve a kept snapshot again. Raises: Refusal if it isn't kept or is damaged."""
        by = _name(by)
        shelf = self._known(programme)
        undone = f"“{programme}” was not rolled back"
        with said_plainly(shelf.folder, undone), shelf.writing():
            pointer = shelf.pointer()
            if snapshot_id not in pointer.kept:
                raise Refusal(
                    f"“{programme}” has no snapshot “{snapshot_id}”; it has: "
                    f"{', '.join(pointer.kept)}."
                )
            record = shelf.record(snapshot_id, is_current=True)
            if record.is_damaged:
                raise Refusal(
                    f"Snapshot {snapshot_id} can't be served: {record.damage}. Choose another."
                )
            if snapshot_id == pointer.current and pointer.trouble is None:
                raise Refusal(f"Snapshot {snapshot_id} is the one that is served already.")
            shelf.begin_history(by)
            shelf.mend_history()
            shelf.point(snapshot_id, pointer.kept, "rolled back", by, datetime.now(UTC))
        return record

    def served(self, programme: str, shareable: bool = False) -> Served:
        """Which snapshot is served now; cheap, so that a page can ask at every rerun.

        In:     shareable: as those outside of the team may see it, without changes that wait.
        If the snapshot pointed to is damaged, the newest good one before it is served, else the
        newest good one, with a warning that says so.
        Raises: Refusal if the programme is unknown or none of its snapshots is good.
        """
        shelf = self._known(programme)
        pointer = shelf.pointer()
        older = [i for i in pointer.kept if i < pointer.current]
        newer = [i for i in pointer.kept if i > pointer.current]
        troubles = []
        if pointer.trouble is not None:
            troubles.append(f"The file that says which snapshot is served {pointer.trouble}.")
        for snapshot_id in (pointer.current, *older, *newer):
            is_current = snapshot_id == pointer.current
            found = shelf.served(snapshot_id, is_current=is_current, shareable=shareable)
            if isinstance(found, Served):
                return replace(found, warning=_warning(troubles, found.record))
            troubles.append(f"Snapshot {snapshot_id} is not served: {found}.")
        raise Refusal(
            f"No snapshot of “{programme}” can be read. {' '.join(troubles)} "
            "Publish its folder again."
        )

    def open(self, programme: str, sight: Sight, shareable: bool = False) -> Snapshot:
        """The snapshot that is served now, open for questions; shareable as for `served`.

        In:     sight: what whoever asks may see; changes that wait are seen in the team view only.
        Raises: Refusal if the programme is unknown or none of its snapshots is good.
        """
        return Snapshot(self.served(programme, shareable or "team" not in sight.views), sight)

    def earlier(self, programme: str, snapshot_id: str, shareable: bool = False) -> Earlier:
        """What was published before this snapshot, in time, whatever was rolled back since.

        In:     shareable: as those outside of the team may see it.

        As cheap as served: a page can ask at every rerun.
        Raises: Refusal if the programme is unknown.
        """
        shelf = self._known(programme)
        pointer = shelf.pointer()
        unreadable = []
        for older in (i for i in pointer.kept if i < snapshot_id):
            found = shelf.served(older, is_current=False, shareable=shareable)
            if isinstance(found, Served):
                return Earlier(found, tuple(unreadable))
            unreadable.append(replace(shelf.record(older, is_current=False), damage=found))
        return Earlier(None, tuple(unreadable))

    def _known(self, programme: str) -> Shelf:
        if PROGRAMME_ID.fullmatch(programme):
            shelf = Shelf(self.root, programme)
            pointer = shelf.pointer()
            if pointer.kept:
                return shelf
            if pointer.trouble is not None:
                raise Refusal(
                    f"No snapshot of “{programme}” can be read: the file that says which one is "
                    f"served {pointer.trouble}, and there is no other. Publish its folder again."
                )
        known = self.programmes()
        if not known:
            raise Refusal(
                f"The store {self.root} has no programme yet: publish a programme's folder first, "
                "with python -m bridgeboard publish FOLDER."
            )
        raise Refusal(f"The store has no programme “{programme}”; it has: {', '.join(known)}.")


def _name(by: str) -> str:
    name = " ".join(by.split())
    if not name or len(name) > 80:
        raise Refusal("Say who publishes, in 1 to 80 characters.")
    return name


def _silent(share: float, words: str) -> None:
    pass


def _warning(troubles: list[str], record: SnapshotRecord) -> str | None:
    if not troubles:
        return None
    shown = f"Shown is what {record.by} published on {moment(record.published_at)}."
    return " ".join([*troubles, shown, "Publish again to mend this."])
