"""REFI-QDA projects (.qdpx, .qde): codes, documents and which code stands where.

Transcripts are not read: neither the archive's sources nor words that stand in the project file.
A position tells one passage from another; its words are kept only where somebody asked for them
and the program itself wrote them whole as the passage's name, as ATLAS.ti does with short ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from bridgeboard.collected.code_tree import arranged
from bridgeboard.collected.coding import Coding, Document
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.passages import Passages
from bridgeboard.collected.people import names_people
from bridgeboard.collected.qda_archive import (
    has_project,
    is_archive,
    project_pieces,
    too_many_members,
)
from bridgeboard.collected.qda_xml import Odd, read, root_of
from bridgeboard.collected.refi_elements import Project
from bridgeboard.collected.refi_words import PROGRAMS, codes_said, refused

_PIECE = 1 << 20


def read_project(
    dropped: DroppedFile,
    beside: Sequence[tuple[str, DroppedFile]] = (),
    with_quotes: bool = False,
) -> Coding:
    """Codes, documents and coded passages of a project.

    Missing: no codebook or no coded passage is no error, and is said.
    """
    if dropped.too_large is not None:
        return Coding(kind="refi-qda", file=dropped.name, problems=(dropped.too_large,))
    project = Project()
    try:
        read(_pieces(dropped.data), project)
        if project.root != "Project":
            raise Odd(
                "XML that is no project",
                "a REFI-QDA project begins with Project",
                "Export the project once more, as REFI-QDA.",
            )
    except Odd as odd:
        problem = refused(dropped.name, odd)
        return Coding(kind="refi-qda", file=dropped.name, problems=(problem,))
    return _coding(project, dropped.name, with_quotes)


def root_of_project(dropped: DroppedFile) -> str | None:
    """The namespace if the file is a project file alone (.qde), or "" for an archive of one."""
    if is_archive(dropped.data):
        return "" if has_project(dropped.data) else None
    root = root_of(dropped.data)
    if root is None or root[1] != "Project" or "qda" not in root[0].lower():
        return None
    return root[0]


def _pieces(data: bytes) -> Iterable[bytes]:
    if is_archive(data):
        too_many_members(data)
        return project_pieces(data)
    return (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))


def _coding(project: Project, file: str, with_quotes: bool) -> Coding:
    tree, paths = arranged(project.entries.values(), dots="taguette" in project.origin.casefold())
    names = _told_apart(project.sources)
    passages, unknown = Passages(), 0
    # ATLAS.ti writes a passage of a PDF twice: as areas of pages, and as text beside them.
    as_text = {(source, code, at.name) for source, code, _, at in project.codings if not at.area}
    for source, code, coder, at in project.codings:
        if code not in paths:
            unknown += 1
        elif not (at.area and (source, code, at.name) in as_text):
            passages.add(
                names[source],
                paths[code],
                at.key,
                place=at.place,
                coder=passages.coder(coder),
                quote=at.words if with_quotes else None,
            )
    documents, personal = _documents(project, names)
    segments = passages.frame()
    program = next((name for name in PROGRAMS if name.casefold() in project.origin.casefold()), "")
    said = [f"A project of {program}." if program else "A project."]
    said += codes_said(len(tree.codes), len(documents), segments)
    if unknown:
        said.append(f"{unknown} codings name a code that the codebook doesn't have: left out.")
    if with_quotes and len(segments):
        n = segments["quote"].count()
        said.append(
            f"{n} of {len(segments)} coded passages come with their words; those of the others "
            "stand in transcripts only, which are not read."
        )
    left_out = [LeftOut("the transcripts and recordings", "only codings are read")]
    if passages.left_out() or project.n_users:
        left_out.append(LeftOut("names of users and coders", "they name people"))
    if project.homes:
        left_out.append(LeftOut("the folder it was kept in", "such a path often holds a name"))
    left_out += [LeftOut(f"the variable {name}", "it may name people") for name in personal]
    return Coding(
        kind="refi-qda",
        file=file,
        codes=tree.in_order(),
        documents=documents,
        segments=segments,
        said=tuple(said),
        left_out=tuple(left_out),
    )


def _told_apart(sources: dict[str, str]) -> dict[str, str]:
    """Names of documents by key; of the same name, the second is called "name (2)"."""
    names: dict[str, str] = {}
    taken: dict[str, int] = {}
    for key, name in sources.items():
        taken[name] = taken.get(name, 0) + 1
        names[key] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return names


def _documents(project: Project, names: dict[str, str]) -> tuple[tuple[Document, ...], list[str]]:
    personal: dict[str, None] = {}
    documents = []
    for key, name in names.items():
        kept = {}
        for variable, values in project.values.get(key, {}).items():
            title = project.variables.get(variable, "")
            if names_people(title, values):
                personal[title] = None
            elif title:
                kept[title] = "; ".join(values)
        documents.append(Document(name, kept))
    return tuple(documents), list(personal)


def seen_project(dropped: DroppedFile) -> Likeness | None:
    """A .qdpx, or the project file out of one."""
    found = root_of_project(dropped)
    if found is not None:
        what = "an archive with a project file (.qde)" if found == "" else f"XML of {found}"
        return Likeness(1.0, f"it is {what}")
    if dropped.name.lower().endswith((".qdpx", ".qde")):
        return Likeness(0.6, "its name ends as those of REFI-QDA projects do")
    return None


KINDS = (
    Kind(
        name="refi-qda",
        label="REFI-QDA project (MAXQDA, NVivo, ATLAS.ti, QualCoder)",
        seen=seen_project,
        read=read_project,
        quotes=partial(read_project, with_quotes=True),
    ),
)
