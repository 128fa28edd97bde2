"""A page is layout and words: whatever it shows could be had in a notebook without Streamlit."""

import ast

import pytest

from bridgeboard.settings import PROJECT

PAGES = sorted((PROJECT / "pages").rglob("*.py"))
#: Blocks of a page that have a module of their own.
UI = PROJECT / "bridgeboard" / "ui"
SECTIONS = sorted(
    path
    for page in (
        "attitude",
        "cfir",
        "changed",
        "compare",
        "form",
        "history",
        "load",
        "milestone",
        "one_site",
        "payment",
        "quality",
        "report",
        "readiness",
        "release",
        "together",
    )
    for path in UI.glob(f"{page}_*.py")
)
#: What computes, and what reads data by itself.
NEVER_IMPORTED = {"polars", "plotly", "duckdb", "numpy", "pandas", "scipy", "statistics", "math"}
NEVER_CALLED = {
    "agg",
    "filter",
    "group_by",
    "join",
    "max",
    "mean",
    "median",
    "min",
    "query",
    "select",
    "sort",
    "sql",
    "sum",
    "unique",
    "with_columns",
}


def _imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def _called(tree: ast.Module) -> set[str]:
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        for function in called
    }


def test_there_are_the_pages_of_the_menu_and_no_others():
    assert [page.relative_to(PROJECT / "pages").as_posix() for page in PAGES] == [
        "about/methods.py",
        "change/attitudes.py",
        "change/cfir.py",
        "change/focus_groups.py",
        "change/plan.py",
        "change/together.py",
        "compare/context.py",
        "compare/sites_and_income.py",
        "data/history.py",
        "data/load.py",
        "data/quality.py",
        "sites/actions.py",
        "sites/one_site.py",
        "sites/overview.py",
        "sites/readiness.py",
    ]


@pytest.mark.parametrize("page", PAGES + SECTIONS, ids=lambda page: page.stem)
def test_a_page_computes_nothing(page):
    tree = ast.parse(page.read_text(encoding="utf-8"))
    assert not _imported(tree) & NEVER_IMPORTED
    assert not _called(tree) & NEVER_CALLED


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_its_words_in_one_place_and_is_short(page):
    source = page.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 100
    tree = ast.parse(source)
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    ]
    docstrings = [
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef)
    ]
    assert [text for text in said if text not in docstrings] == []
