"""python -m bridgeboard docs: pages that come from the code are current."""

from bridgeboard.cli import main
from bridgeboard.cli.docs import PAGES


def test_the_committed_pages_are_current():
    assert main(["docs", "--check"]) == 0


def test_pages_are_written_where_they_are_missing_or_stale(tmp_path, capsys):
    assert main(["docs", "--to", str(tmp_path), "--check"]) == 1
    assert "Run python -m bridgeboard docs and commit." in capsys.readouterr().err
    assert main(["docs", "--to", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"Written: {page}" for page in PAGES]
    assert main(["docs", "--to", str(tmp_path), "--check"]) == 0
    page = tmp_path / next(iter(PAGES))
    page.write_text("old", encoding="utf-8")
    assert main(["docs", "--to", str(tmp_path), "--check"]) == 1
    assert "Stale in docs: tables.md." in capsys.readouterr().err
    assert main(["docs", "--to", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Written: docs/tables.md\n"
