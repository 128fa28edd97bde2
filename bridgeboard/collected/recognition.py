"""What dropped files are, told from their content, and all that they hold, read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bridgeboard.collected.codebooks import with_codebooks
from bridgeboard.collected.coding import Coding
from bridgeboard.collected.companions import companions_of
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.endings import wrong_ending
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.kinds import KINDS
from bridgeboard.collected.personal import freed
from bridgeboard.collected.survey import Survey
from bridgeboard.collected.unreadable import reason
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import quoted

_AS_GUESSED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Recognised:
    """What a file is taken for.

    kind:     None if nothing here reads it; `problems` then holds the reason.
    why:      in words that complete "REDCap export, since ...", or the reason itself.
    others:   kinds that it is a little like too, to choose from, the likeliest first.
    problems: about the file as a whole: its ending, its encoding, or why it can't be read.
    """

    file: DroppedFile
    kind: Kind | None
    why: str
    others: tuple[Kind, ...] = ()
    problems: tuple[Problem, ...] = ()


def recognised(
    files: Sequence[DroppedFile], chosen: Mapping[str, str] = _AS_GUESSED
) -> list[Recognised]:
    """The kind of each file, in the order of the files.

    chosen: file name to the name of the kind that a person chose in place of what was guessed.
    """
    return [_recognised(file, chosen.get(file.name)) for file in files]


def collect(
    files: Sequence[DroppedFile],
    chosen: Mapping[str, str] = _AS_GUESSED,
    confirmed: Collection[str] = (),
    with_quotes: bool = False,
) -> list[Survey | Coding]:
    """All that the files hold, one Survey or Coding for each file of data, freed of people.

    chosen:      as for `recognised`.
    confirmed:   columns of which a person said that they name nobody.
    with_quotes: the words of coded segments too, from kinds that have them.
    Out: a file that can't be read, and one that only helps others and has none to help, is a
        Survey without tables whose problems say so. Tables and settings of Bridgeboard's own are
        not in it: they need no map. A codebook beside its coding is part of that.
    """
    found = recognised(files, chosen)
    helpers = [(r.kind.name, r.file) for r in found if r.kind is not None and r.kind.read is None]
    needed = {name for kind in KINDS for name in kind.helped_by}
    data = [(r.kind, r.file) for r in found if r.kind is not None and r.kind.read is not None]
    many = {kind.name for kind in KINDS if kind.many}
    helping = companions_of(data, [helper for helper in helpers if helper[0] in needed], many)
    place = 0
    results: list[Survey | Coding] = []
    for one in found:
        if one.kind is None:
            results.append(Survey("unknown", one.file.name, problems=one.problems))
        elif one.kind.read is not None:
            problems = (*_about_ending(one), *helping.problems[place])
            read = _read(one, helping.companions[place], with_quotes)
            results.append(freed(_with(read, problems), confirmed))
            place += 1
        elif one.kind.name in needed and one.file in helping.alone:
            results.append(_alone(one, found))
    return with_codebooks(results)


def _read(
    one: Recognised, companions: Sequence[tuple[str, DroppedFile]], with_quotes: bool
) -> Survey | Coding:
    assert one.kind is not None
    assert one.kind.read is not None
    if with_quotes and one.kind.quotes is not None:
        return one.kind.quotes(one.file, companions)
    return one.kind.read(one.file, companions)


def _with(read: Survey | Coding, problems: tuple[Problem, ...]) -> Survey | Coding:
    return replace(read, problems=(*problems, *read.problems)) if problems else read


def _about_ending(one: Recognised) -> tuple[Problem, ...]:
    # What keeps a file from being read its reader says itself.
    return tuple(problem for problem in one.problems if problem.severity == "doubtful")


def _recognised(file: DroppedFile, chosen: str | None) -> Recognised:
    if file.too_large is not None:
        return _unread(file, file.too_large)
    if not file.data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return _unread(file, reason(file))
    likenesses = [(kind, likeness) for kind in KINDS if (likeness := kind.seen(file)) is not None]
    # Of two that are equally like it the one listed first: sorting keeps their order.
    likenesses.sort(key=lambda pair: -pair[1].sure)
    if chosen is not None:
        return _as_chosen(file, chosen, likenesses)
    if not likenesses:
        return _unread(file, reason(file))
    (kind, likeness), *others = likenesses
    return Recognised(
        file, kind, likeness.why, tuple(other for other, _ in others), _about(file, kind)
    )


def _as_chosen(
    file: DroppedFile, chosen: str, likenesses: list[tuple[Kind, Likeness]]
) -> Recognised:
    kind = next((kind for kind in KINDS if kind.name == chosen), None)
    if kind is None:
        names = ", ".join(kind.name for kind in KINDS)
        problem = Problem(
            file=file.name,
            rule="kind of file",
            found=f"the kind {quoted(chosen)}",
            expected="there is no kind of file of this name",
            mend=f"Known are {names}.",
        )
        return _unread(file, problem)
    others = tuple(other for other, _ in likenesses if other is not kind)
    return Recognised(file, kind, "you chose it", others, _about(file, kind))


def _about(file: DroppedFile, kind: Kind) -> tuple[Problem, ...]:
    ending = wrong_ending(file)
    text = file.text if file.is_text else None
    # XML is no table of text, and is not meant to be one.
    unread = text if isinstance(text, Problem) and text.rule != "text file" else None
    return tuple(problem for problem in (ending, unread) if problem is not None)


def _unread(file: DroppedFile, problem: Problem) -> Recognised:
    return Recognised(file, None, f"{problem.found or 'nothing in it'}", problems=(problem,))


def _alone(one: Recognised, found: Sequence[Recognised]) -> Survey:
    assert one.kind is not None
    helped = [kind.label for kind in KINDS if one.kind.name in kind.helped_by]
    with_data = any(r.kind is not None and one.kind.name in r.kind.helped_by for r in found)
    problem = Problem(
        file=one.file.name,
        rule="file of data",
        severity="doubtful",
        found=f"{one.kind.label} that fits none of the files of data"
        if with_data
        else f"{one.kind.label} without its file of data",
        expected="it holds no answers: it only explains those of another file",
        mend=f"Drop it together with what it explains ({' or '.join(helped)}).",
    )
    return Survey(one.kind.name, one.file.name, problems=(problem,))
