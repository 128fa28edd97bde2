"""What a disk holds after a power cut: told from a trace of everything that a process wrote.

Until a file is flushed (fsync), what was written to it may be lost; until its folder is, its name.
The worst that a disk may do is played here, not what most disks do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bridgeboard import durable

#: What strace must follow. SQLite maps one file into memory (-shm), which it makes anew.
CALLS = (
    "openat,creat,write,pwrite64,writev,pwritev,ftruncate,truncate,fsync,fdatasync,sync_file_range,"
    "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,"
    "copy_file_range,sendfile,fallocate"
)
COMMAND = ("strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}")

_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_CALL = re.compile(r"(?P<name>\w+)\((?P<given>.*)\) += (?P<result>-?\d+)")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN_FILE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(eq=False)
class File:
    """Bytes: as written, and as flushed (None: never)."""

    written: bytearray = field(default_factory=bytearray)
    flushed: bytes | None = None


@dataclass(eq=False)
class Folder:
    """Names: as given, and as flushed."""

    written: dict[str, File | Folder] = field(default_factory=dict)
    flushed: dict[str, File | Folder] = field(default_factory=dict)


#: A whole folder: bytes by path, None for a folder.
State = dict[str, bytes | None]


class Disk:
    """One folder on a disk that forgets what was not flushed. With deaf, it never flushes files."""

    def __init__(self, root: Path, deaf: bool = False) -> None:
        self.root, self.deaf = PurePosixPath(root), deaf
        self.top = Folder()
        self.said = 0
        self._at: dict[int, int] = {}

    def states(self) -> dict[str, State]:
        """What may be left if the power goes now, each by its digest."""
        found = [
            dict(_walked(self.top, PurePosixPath(), names, content))
            for names, content in (("flushed", "none"), ("written", "none"), ("written", "half"))
        ]
        return {_digest(state): state for state in found}

    def play(self, trace: Path) -> Iterator[str]:
        """Do what the trace says, call by call; gives the names of calls that changed something."""
        begun: dict[str, str] = {}
        for line in trace.read_text(encoding="ascii").splitlines():
            pid, rest = _LINE.fullmatch(line).group("pid", "rest")
            if rest.endswith("<unfinished ...>"):
                begun[pid] = rest.removesuffix("<unfinished ...>")
                continue
            if rest.startswith("<... "):
                rest = begun.pop(pid) + rest.partition("resumed>")[2]
            call = _CALL.match(rest)
            if call and int(call["result"]) >= 0 and self._do(call):
                yield call["name"]

    def _do(self, call: re.Match[str]) -> bool:
        name, given, result = call["name"], call["given"], int(call["result"])
        texts = [_bytes(text) for text in _HEX.findall(_OPEN_FILE.sub("", given))]
        opened = _OPEN_FILE.match(given)
        number = int(opened[1]) if opened else -1
        if name == "write" and number == 1:
            self.said += 1
            return True
        path = _bytes(opened[2]).decode() if opened else ""
        if name in ("openat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir"):
            path = texts[0].decode()
        place = PurePosixPath(path)
        if self.root not in place.parents and place != self.root:
            return False
        if name == "openat":
            return self._open(place, given, result)
        if name == "mkdir":
            self._folder(place).written[place.name] = Folder()
        elif name in ("unlink", "unlinkat"):
            del self._folder(place).written[place.name]
        elif name in ("rename", "renameat", "renameat2"):
            target = PurePosixPath(texts[1].decode())
            self._folder(target).written[target.name] = self._folder(place).written.pop(place.name)
        elif name in ("fsync", "fdatasync"):
            self._flush(self._node(place))
        elif name in ("write", "pwrite64"):
            data = texts[0][:result]
            at = self._at[number] if name == "write" else int(given.rpartition(", ")[2])
            self._write(place, at, data)
            self._at[number] = self._at.get(number, 0) + (len(data) if name == "write" else 0)
        elif name == "ftruncate":
            file, size = self._node(place), int(given.rpartition(", ")[2])
            file.written[:] = file.written[:size].ljust(size, b"\0")
        else:
            raise AssertionError(f"nobody taught this disk {name}")
        return True

    def _open(self, place: PurePosixPath, given: str, number: int) -> bool:
        if "O_DIRECTORY" in given or place == self.root:
            return False
        names = self._folder(place).written
        made = place.name not in names
        if made:
            assert "O_CREAT" in given, given
            names[place.name] = File()
        node = names[place.name]
        if isinstance(node, File):
            if "O_TRUNC" in given:
                node.written.clear()
            self._at[number] = len(node.written) if "O_APPEND" in given else 0
        return made or "O_TRUNC" in given

    def _write(self, place: PurePosixPath, at: int, data: bytes) -> None:
        file = self._node(place)
        file.written.extend(b"\0" * (at - len(file.written)))
        file.written[at : at + len(data)] = data

    def _flush(self, node: File | Folder) -> None:
        if isinstance(node, Folder):
            node.flushed = dict(node.written)
        elif not self.deaf:
            node.flushed = bytes(node.written)

    def _folder(self, place: PurePosixPath) -> Folder:
        return self._node(place.parent)

    def _node(self, place: PurePosixPath) -> File | Folder:
        node: File | Folder = self.top
        for name in place.relative_to(self.root).parts:
            node = node.written[name]
        return node


def laid_out(state: State, root: Path) -> None:
    """Write the state into an empty folder."""
    for path, content in state.items():
        place = root / path
        if content is None:
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def _walked(
    folder: Folder, under: PurePosixPath, names: str, content: str
) -> Iterator[tuple[str, bytes | None]]:
    yield str(under), None
    for name, node in getattr(folder, names).items():
        if isinstance(node, Folder):
            yield from _walked(node, under / name, names, content)
        elif not name.endswith("-shm"):
            yield str(under / name), _left(node, content)


def _left(file: File, content: str) -> bytes:
    if file.flushed is not None and file.flushed == file.written:
        return file.flushed
    if content == "half":
        before = file.flushed or b""
        half = (len(before) + len(file.written)) // 2
        return bytes(file.written[:half])
    return file.flushed or b""


def _digest(state: State) -> str:
    """Unfinished files don't count: nobody reads them."""
    digest = hashlib.sha256()
    for path, content in sorted(state.items()):
        if durable.UNFINISHED not in path:
            written = b"a folder" if content is None else hashlib.sha256(content).digest()
            digest.update(path.encode() + b"\0" + written)
    return digest.hexdigest()


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
