"""What benchmarks write down: each part stands until it is measured again."""

from __future__ import annotations

from dataclasses import replace

from benchmarks import results
from benchmarks.figures import Figure

RATIO = Figure("publish", "against a plain read", 0.9, "x", 10_000_000, 0.8, 1.25, 5, target=1.0)


def test_a_target_is_met_on_its_own_side():
    assert RATIO.met is True
    assert replace(RATIO, value=1.01).met is False
    assert replace(RATIO, within="at least").met is False
    assert replace(RATIO, target=None).met is None


def test_a_line_says_what_was_found_and_what_should_be():
    assert results.verdict(RATIO) == (
        "      met  publish: against a plain read at 10,000,000 answers: 0.9 x "
        "(target: at most 1 x)"
    )
    assert results.table([RATIO])[2] == (
        "| against a plain read | 10,000,000 | 0.9 x | 0.8 to 1.25 x | 5 | at most 1 x | yes |"
    )


def test_what_is_not_measured_again_stays(tmp_path):
    path = tmp_path / "RESULTS.md"
    pages = Figure("pages", "script time", 45.0, "ms", note="of a warm server")
    results.write({"publish": results.section("publish", "How long?", [RATIO])}, path)
    results.write({"pages": results.section("pages", "How quick?", [pages])}, path)
    both = path.read_text(encoding="utf-8")
    assert both.index("## pages") < both.index("- script time: of a warm server")
    assert both.index("- script time: of a warm server") < both.index("## publish")
    slower = replace(RATIO, value=1.3)
    results.write({"publish": results.section("publish", "How long?", [slower])}, path)
    again = path.read_text(encoding="utf-8")
    assert "| 0.9 x |" in both
    assert "| 0.9 x |" not in again
    assert "| 1.3 x |" in again
    assert again.split("## publish")[0] == both.split("## publish")[0]
    results.write({}, path)
    assert path.read_text(encoding="utf-8") == again
