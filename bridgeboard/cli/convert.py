"""convert: exports of other tools into a programme's folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bridgeboard.problems import Problem, Refusal, summed_up
from bridgeboard.readers.quoting import grouped, listed, quoted

if TYPE_CHECKING:
    from bridgeboard.cli.conversions import Drafted
    from bridgeboard.collected import Coding, DroppedFile, Survey
    from bridgeboard.mapping.merging import Merged


def add(commands: argparse._SubParsersAction) -> None:
    """Put this command into the help page."""
    command = commands.add_parser(
        "convert",
        help="exports of other tools into a programme's folder",
        description="Read exports (REDCap, KoboToolbox, Qualtrics, SPSS, Excel, MAXQDA, ...) by a "
        "map of their columns, and merge them into FOLDER. Without --map one is guessed; where it "
        "leaves something open, finish the file that --save-map writes. Nothing is written to "
        "FOLDER if anything is refused.",
    )
    command.add_argument("files", metavar="FILE", type=Path, nargs="+")
    command.add_argument("--as", dest="kind", metavar="KIND", help="what kind of export it is")
    command.add_argument("--map", metavar="MAP.toml", type=Path, help="the map to read them by")
    command.add_argument(
        "--save-map", metavar="MAP.toml", type=Path, help="write the map that was used or guessed"
    )
    command.add_argument(
        "--confirm",
        metavar="COLUMN",
        nargs="+",
        action="extend",
        default=[],
        help="columns that name nobody, though they look so",
    )
    command.add_argument("--encoding", metavar="E", help="of files of text that are not UTF-8")
    command.add_argument(
        "--wave", metavar="W", help="all rows are of this wave, where each wave is a file"
    )
    command.add_argument(
        "--take-out",
        action="store_true",
        help="take out rows of the programme that the files should have and have not",
    )
    command.add_argument("--to", metavar="FOLDER", type=Path, required=True, dest="folder")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Convert; 0 when the folder holds it, 1 with the folder unchanged if anything is refused."""
    # Here, since every command's module is imported for the help page.
    from bridgeboard.cli.conversions import drafted, read_map
    from bridgeboard.collected.recognition import collect
    from bridgeboard.instruments import registry
    from bridgeboard.mapping import programme_folder

    survey_map = None if options.map is None else read_map(options.map)
    confirmed = {*options.confirm, *getattr(survey_map, "confirmed", ())}
    collected = collect(*_recognised(options), confirmed)
    _tell_collected(collected)
    before = programme_folder.tables_of(options.folder)
    instruments = registry(options.folder if options.folder.is_dir() else None)
    drafts = [
        drafted(one, survey_map, instruments, before, options.wave, tuple(options.confirm))
        for one in collected
    ]
    if options.save_map is not None:
        _save_map(options.save_map, drafts)
    if _tell_open(drafts, options):
        return 1
    problems = [problem for draft in drafts for problem in draft.problems]
    _tell(problems)
    if any(problem.severity == "refused" for problem in problems):
        _stop("Nothing was changed.")
        return 1
    conversions = [draft.converted for draft in drafts]
    programme_folder.keep_one_shape(options.folder, instruments.values(), conversions)
    steps = programme_folder.all_merged(before, conversions, options.take_out)
    for draft, step in zip(drafts, steps, strict=True):
        _tell_changes(draft, step)
    tables = steps[-1].tables
    provenance = drafts[0].provenance
    programme = programme_folder.programme_text(options.folder, tables, provenance)
    new, old = programme_folder.problems_then(options.folder, tables, programme)
    _tell([*new, *old])
    if new:
        _stop(f"Nothing was changed: {options.folder} could not be published so.")
        return 1
    if options.folder.exists() and all(step.nothing_changes for step in steps):
        print(f"{options.folder} holds all of it already.")  # noqa: T201
        return 0
    changed = {
        name: frame
        for name, frame in tables.items()
        if name not in before or not frame.equals(before[name])
    }
    programme_folder.write(options.folder, changed, programme)
    print(f"Written to {options.folder}. Publish it: python -m bridgeboard publish "  # noqa: T201
          f"{options.folder}")  # fmt: skip
    return 0


def _recognised(options: argparse.Namespace) -> tuple[list[DroppedFile], dict[str, str]]:
    """The files, and the kinds that were chosen; prints what each was recognised as."""
    from bridgeboard.collected import DroppedFile
    from bridgeboard.collected.dropped_file import LARGEST_EXPORT
    from bridgeboard.collected.kinds import KINDS
    from bridgeboard.collected.recognition import recognised

    names = {kind.name: kind for kind in KINDS}
    if options.kind is not None and options.kind not in names:
        raise Refusal(f"There is no kind {options.kind!r}: choose among {', '.join(names)}.")
    files = []
    for path in options.files:
        try:
            if path.stat().st_size > LARGEST_EXPORT:
                raise Refusal(
                    f"{path} is larger than {grouped(LARGEST_EXPORT)} bytes: export one wave or "
                    "one instrument at a time."
                )
            files.append(DroppedFile(path.name, path.read_bytes(), options.encoding))
        except OSError as error:
            raise Refusal(f"{path} can't be read ({error.strerror}).") from error
    twice = {file.name for file in files if [f.name for f in files].count(file.name) > 1}
    if twice:
        raise Refusal(f"Two files are called {listed(sorted(twice))}: rename one.")
    first = recognised(files)
    # A dictionary or a form beside the data stays what it is.
    helpers = {r.file.name for r in first if r.kind is not None and r.kind.read is None}
    if len(files) == 1:
        helpers = set()
    kinds = {f.name: options.kind for f in files if options.kind and f.name not in helpers}
    for one in recognised(files, kinds) if kinds else first:
        label = "nothing that is read here" if one.kind is None else one.kind.label
        print(f"{one.file.name}: {label}, since {one.why}")  # noqa: T201
    return files, kinds


def _tell_collected(collected: Sequence[Survey | Coding]) -> None:
    if not collected:
        raise Refusal("None of the files holds data that needs a map: name an export.")
    for one in collected:
        for sentence in one.said:
            print(f"{one.file}: {sentence}")  # noqa: T201
        if one.left_out:
            whats = listed([quoted(left.what) for left in one.left_out[:10]])
            more = f" and {len(one.left_out) - 10} more" if len(one.left_out) > 10 else ""
            print(f"{one.file}: left out, as they may name people: {whats}{more}.")  # noqa: T201


def _save_map(path: Path, drafts: Sequence[Drafted]) -> None:
    if len(drafts) != 1:
        raise Refusal("A map is saved for one export at a time: name one file of data.")
    try:
        path.write_text(drafts[0].map_text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Refusal(f"{path} can't be written ({error.strerror}).") from error
    print(f"The map is in {path}.")  # noqa: T201


def _tell_open(drafts: Sequence[Drafted], options: argparse.Namespace) -> bool:
    """Print what a person must say first; is there anything?"""
    found = False
    for draft in drafts:
        for sentence in draft.said:
            print(f"{draft.file}: {sentence}")  # noqa: T201
        for sentence in draft.open:
            _stop(f"{draft.file}: {sentence}")
            found = True
    if found:
        where = options.save_map or options.map
        how = (
            f"Finish {where}, and do it again with --map {where}."
            if where is not None
            else "Write the map to a file with --save-map MAP.toml, finish it there, and do it "
            "again with --map MAP.toml."
        )
        _stop(f"Nothing was changed. {how}")
    return found


def _tell(problems: Sequence[Problem]) -> None:
    for problem in summed_up(problems):
        mark = "Refused" if problem.severity == "refused" else "Doubtful"
        _stop(f"{mark}: {problem.sentence()}")


def _tell_changes(draft: Drafted, step: Merged) -> None:
    counted = f"{grouped(draft.converted.n_rows)} rows read"
    if draft.converted.n_left_out:
        counted += f", {grouped(draft.converted.n_left_out)} left out by the map"
    if draft.converted.n_empty:
        counted += f", {grouped(draft.converted.n_empty)} without an answer"
    if draft.converted.n_rows:
        print(f"{draft.file}: {counted}.")  # noqa: T201
    for name, change in step.changes.items():
        words = [
            f"{grouped(n)} {what}"
            for n, what in (
                (len(change.new), "new"),
                (len(change.changed), "changed"),
                (change.same, "the same"),
            )
            if n
        ]
        if len(change.gone):
            done = "taken out" if step.taken_out else "kept (take them out with --take-out)"
            words.append(f"{grouped(len(change.gone))} no longer in the file, {done}")
        print(f"{name}: {', '.join(words) or 'none'}.")  # noqa: T201


def _stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201
