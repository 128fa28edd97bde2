"""The visitors of benchmarks keep a page as a browser does, and what rises is found."""

import numpy as np
import pytest

from benchmarks.sessions_tree import Node, NoSuchPlace, Tree
from benchmarks.soak import line


def _block(run, fragment=""):
    return Node("flex_container", run, fragment, "main", is_block=True)


def _text(run, fragment=""):
    return Node("markdown", run, fragment, "main")


def _page():
    """A block with a text and a part that runs alone, which has two texts."""
    tree = Tree()
    tree.put([0, 0], _block("first"))
    tree.put([0, 0, 0], _text("first"))
    tree.put([0, 0, 1], _block("first", "part"))
    tree.put([0, 0, 1, 0], _text("first", "part"))
    tree.put([0, 0, 1, 1], _text("first", "part"))
    tree.clear("first", ())
    return tree


def _kinds(tree):
    return [[one.kind for one in block.children] for block in tree.roots[0].children]


def test_a_place_that_is_not_there_is_refused():
    tree = _page()
    for path in ([0, 2], [0, 0, 3], [0, 0, 0, 0], [0, 0, 1, 2, 0]):
        with pytest.raises(NoSuchPlace):
            tree.put(path, _text("first"))


def test_what_a_run_did_not_draw_again_goes_when_it_ends():
    tree = _page()
    tree.put([0, 0], _block("second"))
    tree.put([0, 0, 0], _text("second"))
    assert _kinds(tree) == [["markdown", "flex_container"]]
    tree.clear("second", ())
    assert _kinds(tree) == [["markdown"]]


def test_a_part_that_runs_alone_leaves_the_rest():
    tree = _page()
    tree.put([0, 0, 1], _block("second", "part"))
    tree.put([0, 0, 1, 0], _text("second", "part"))
    tree.clear("second", ["part"])
    assert _kinds(tree) == [["markdown", "flex_container"]]
    assert len(tree.roots[0].children[0].children[1].children) == 1


def test_what_stays_the_same_does_not_rise():
    found = line([7.0] * 20, 40)
    assert (found.rise, found.lower, found.upper, found.mean) == (0, 0, 0, 7)


def test_a_straight_rise_is_found_as_it_is():
    found = line([3.0 + 2 * place for place in range(20)], 40)
    assert (found.rise, found.lower, found.upper) == pytest.approx((80, 80, 80))


@pytest.mark.parametrize("alike", [0.0, 0.6])
def test_nine_of_ten_intervals_at_the_least_hold_the_true_rise(alike):
    """Also where each count is much like the one before; 300 drawn soaks of 20 counts."""
    chance, held = np.random.default_rng(5), 0
    for _ in range(300):
        noise = np.zeros(40)
        for place in range(1, 40):
            noise[place] = alike * noise[place - 1] + chance.normal()
        found = line(list(noise[20:] + 0.5 * np.arange(20)), 40)
        held += found.lower <= 20 <= found.upper
    assert held >= 270
