"""A codebook beside the coded documents of its project: its codes and descriptions join them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bridgeboard.collected.code_tree import BETWEEN, CodeTree
from bridgeboard.collected.coding import Coding
from bridgeboard.collected.survey import Survey
from bridgeboard.readers.quoting import grouped, quoted


def with_codebooks(found: Sequence[Survey | Coding]) -> list[Survey | Coding]:
    """The same, with each codebook taken into the one coding that it describes.

    A codebook is of a coding if it has at least half of its codes. Where it is of none, or of
    several, it stays by itself.
    """
    joined = list(found)
    for book in found:
        if not _is_codebook(book):
            continue
        known = {code.code for code in book.codes}
        places = [place for place, one in enumerate(joined) if _is_of(one, known)]
        if len(places) == 1:
            joined[places[0]] = _joined(joined[places[0]], book)
            joined = [one for one in joined if one is not book]
    return joined


def _is_codebook(one: Survey | Coding) -> bool:
    return isinstance(one, Coding) and bool(one.codes) and not one.documents


def _is_of(one: Survey | Coding, known: set[str]) -> bool:
    if not isinstance(one, Coding) or not one.documents:
        return False
    own = {code.code for code in one.codes}
    return bool(own) and 2 * len(own & known) >= len(own)


def _joined(coding: Survey | Coding, book: Survey | Coding) -> Coding:
    assert isinstance(coding, Coding)
    assert isinstance(book, Coding)
    tree = CodeTree({code.code: code for code in coding.codes})
    for code in book.codes:
        tree.add(code.code.split(BETWEEN), code.description)
    more = len(tree.codes) - len(coding.codes)
    said = f"The codebook {quoted(book.file)} belongs to it"
    if more:
        said += f": {grouped(more)} {'code' if more == 1 else 'codes'} more, not coded yet"
    return replace(
        coding,
        codes=tree.in_order(),
        said=(*coding.said, f"{said}."),
        left_out=(*coding.left_out, *book.left_out),
        problems=(*coding.problems, *book.problems),
    )
