"""Maps of exports saved by name: what stands, who saved it, and nothing overwritten."""

from __future__ import annotations

import pytest

from bridgeboard.decisions import Conflict
from bridgeboard.problems import Refusal

TOML = 'name = "baseline"\nkind = "redcap"\n\n[wave]\nalways = "pre"'


def test_a_map_is_saved_changed_and_withdrawn_and_all_is_remembered(decisions):
    assert decisions.saved_maps().is_empty()
    first = decisions.save_map("Baseline", "redcap", TOML, "Ana")
    assert (first.map_name, first.kind, first.toml, first.by) == ("Baseline", "redcap", TOML, "Ana")
    second = decisions.save_map("Baseline", "redcap", TOML + "\n# more", "Ben", first.version)
    decisions.save_map("Another", "xlsx", TOML, "Ana")
    assert decisions.saved_maps()["map_name"].to_list() == ["Another", "Baseline"]
    decisions.withdraw_map("Baseline", second.version, "Ben")
    assert decisions.saved_maps()["map_name"].to_list() == ["Another"]
    history = decisions.map_history("Baseline")
    assert history["event"].to_list() == ["saved", "saved", "withdrawn"]
    # A name that was taken away can be given again.
    assert decisions.save_map("Baseline", "redcap", TOML, "Cleo").version == 4


def test_the_second_of_two_people_is_told_and_keeps_what_they_wrote(decisions):
    decisions.save_map("Baseline", "redcap", TOML, "Ana")
    with pytest.raises(Conflict, match="Ana saved this meanwhile"):
        decisions.save_map("Baseline", "redcap", TOML + "\n# other", "Ben")
    assert decisions.saved_maps()["toml"].to_list() == [TOML]
    assert decisions.map_history()["event"].to_list() == ["saved", "not saved"]


def test_the_same_map_is_not_written_twice(decisions):
    decisions.save_map("Baseline", "redcap", TOML, "Ana")
    decisions.save_map("Baseline", "redcap", TOML, "Ben")
    assert decisions.map_history().height == 1


@pytest.mark.parametrize(
    ("name", "toml", "said"),
    [
        (" ", TOML, "Say the name of the map"),
        ("x" * 81, TOML, "The name of the map is too long"),
        ("Baseline", "a\0", "The map has a character"),
        ("Baseline", "#" * 1_000_001, "The map is too long"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(decisions, name, toml, said):
    with pytest.raises(Refusal, match=said):
        decisions.save_map(name, "redcap", toml, "Ana")
    assert decisions.saved_maps().is_empty()
