"""What a browser keeps of a page: blocks and elements, put and cleared as Streamlit's page does.

Written after Streamlit 1.67's own script (SetNodeByDeltaPath, ClearStaleNodes), so that a message
for a place that isn't there is found here as it would be in a browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any


class NoSuchPlace(Exception):
    """A message for a place that the page doesn't have: "Bad delta path index" in a browser."""


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a block with children; widget: the id of the control that it is, if any."""

    kind: str
    run: str
    fragment: str
    script: str
    is_block: bool = False
    widget: str = ""
    children: list[Node] = field(default_factory=list)


class Tree:
    """The four parts of a page: main, sidebar, event and bottom."""

    def __init__(self) -> None:
        self.roots = [Node("root", "", "", "", is_block=True) for _ in range(4)]

    def put(self, path: Sequence[int], node: Node) -> None:
        """Put a node at this place. Raises: NoSuchPlace."""
        siblings, block = self.roots, None
        for depth, index in enumerate(path):
            if index > len(siblings):
                raise NoSuchPlace(
                    f"index {index} of {len(siblings)} at depth {depth} of {list(path)}"
                )
            if depth == len(path) - 1:
                break
            if index == len(siblings) or not siblings[index].is_block:
                raise NoSuchPlace(f"no block at depth {depth} of {list(path)}")
            block = siblings[index]
            block.run = node.run
            siblings = block.children
        index = path[-1]
        if index == len(siblings):
            siblings.append(node)
            return
        there = siblings[index]
        if node.is_block and there.is_block and there.kind == node.kind:
            node.children = there.children
        siblings[index] = node

    def clear(self, run: str, fragments: Sequence[str]) -> None:
        """Take away what the run that has just ended did not put again."""
        for root in self.roots:
            if fragments:
                root.children = list(_of_fragments(root.children, run, fragments, ""))
            else:
                _of_whole(root, run)

    def keep_main(self, script: str) -> None:
        """Keep what the main script drew: another page was asked for."""
        for root in self.roots:
            _only(root, script)

    def widgets(self) -> set[str]:
        """The ids of all controls on the page."""
        found: set[str] = set()
        rest = list(self.roots)
        while rest:
            node = rest.pop()
            if node.widget:
                found.add(node.widget)
            rest.extend(node.children)
        return found


def _of_whole(block: Node, run: str) -> None:
    block.children = [node for node in block.children if node.run == run]
    for node in block.children:
        if node.is_block:
            _of_whole(node, run)


def _of_fragments(
    nodes: list[Node], run: str, fragments: Sequence[str], inside: str
) -> Iterator[Node]:
    for node in nodes:
        if not node.is_block:
            if not node.fragment or not inside or node.run == run:
                yield node
            continue
        if inside and node.run != run:
            continue
        is_own = node.fragment in fragments and node.run == run
        within = node.fragment if is_own else inside
        kept = list(_of_fragments(node.children, run, fragments, within))
        if len(kept) != len(node.children):
            node.children, node.run = kept, run
        yield node


def _only(block: Node, script: str) -> None:
    block.children = [node for node in block.children if node.script == script]
    for node in block.children:
        _only(node, script)


def widget_of(element: Any) -> str:
    """The id of the control that an element or block is; empty if it is none."""
    kind = element.WhichOneof("type")
    return getattr(getattr(element, kind), "id", "") if kind else ""
