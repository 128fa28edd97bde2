"""Earlier respondents in place of new ones: by SQL as by frames."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import polars as pl
import pytest

from bridgeboard.intake import Accepted
from bridgeboard.store import build, slicing
from bridgeboard.store.mixing import Mix, Unfit
from tests.store.random_survey import MORE, accepted, programme, staged, with_reasons
from tests.store.test_survey_sql import REFERENCE, built, compare


def changed(given: Accepted, chance: Random) -> Accepted:
    """A later state: some people fewer, some answers others, a word that was not there before."""
    respondents, answers = given.tables["respondents"], given.tables["answers"]
    stay = pl.Series([chance.random() < 0.8 for _ in range(respondents.height)], dtype=pl.Boolean)
    respondents = respondents.filter(stay).with_columns(profession=pl.lit("midwife"))
    answers = answers.join(respondents, on="respondent_id", how="semi", maintain_order="left")
    gone = pl.Series([chance.random() < 0.3 for _ in range(answers.height)], dtype=pl.Boolean)
    answers = answers.with_columns(
        value=pl.when(~gone).then("value"),
        state=pl.when(gone).then(pl.lit("dont_know")).otherwise("state"),
    )
    later = given.tables | {"respondents": respondents, "answers": answers}
    return replace(given, tables=later)


def mixed(new: Accepted, old: Accepted, places: list[tuple[str, str | None]]) -> Accepted:
    """The same by frames; a row that says "missing" is one that was left out, in earlier rows."""

    def inside(frame: pl.DataFrame) -> pl.DataFrame:
        chosen = [
            any(row["wave_id"] == wave and site in (None, row["site_id"]) for wave, site in places)
            for row in frame.to_dicts()
        ]
        return frame.filter(pl.Series(chosen, dtype=pl.Boolean))

    kept, after = inside(old.tables["respondents"]), new.tables["respondents"]
    out = after.join(inside(after), on="respondent_id", how="anti", maintain_order="left")
    parts = ((new, out), (old, kept))
    answers = pl.concat(
        one.tables["answers"].join(who, on="respondent_id", how="semi") for one, who in parts
    )
    tables = new.tables | {"respondents": pl.concat([out, kept]), "answers": answers}
    return replace(new, tables=tables)


@pytest.mark.parametrize("seed", range(2))
def test_a_mix_is_what_its_frames_would_have_given(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicing, "SLICE", 4)
    chance = Random(seed)
    old = accepted(with_reasons(programme(chance, MORE), chance), MORE)
    new = changed(old, chance)
    waves = old.tables["waves"]["wave_id"].to_list()
    places = [(waves[0], old.tables["sites"]["site_id"][0]), (waves[-1], None)][: 1 + seed % 2]
    build.build(tmp_path / "old.duckdb", old, REFERENCE, lambda share, words: None)
    mix = Mix(tmp_path / "old.duckdb", old.instruments, tuple(places))
    expected = mixed(new, old, places)
    compare(expected, built(new, mix))
    compare(expected, built(staged(new, tmp_path / "staged.duckdb"), mix))


def test_earlier_rows_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    chance = Random(1)
    old = accepted(with_reasons(programme(chance, MORE), chance), MORE)
    build.build(tmp_path / "old.duckdb", old, REFERENCE, lambda share, words: None)
    wave = old.tables["respondents"]["wave_id"][0]
    mix = Mix(tmp_path / "old.duckdb", old.instruments, ((wave, None),))
    people, waves = old.tables["respondents"], old.tables["waves"]
    moved = people.with_columns(
        wave_id=pl.when(pl.col("wave_id") == wave).then(pl.lit("new")).otherwise("wave_id")
    )
    later = pl.concat([waves, waves.head(1).with_columns(wave_id=pl.lit("new"))])
    fewer = waves.filter(pl.col("wave_id") != wave)
    for tables in (
        # Whoever stays as they were is there at another wave, too; the wave is no more.
        {"respondents": moved, "waves": later},
        {"respondents": people.clear(), "answers": old.tables["answers"].clear(), "waves": fewer},
    ):
        with pytest.raises(Unfit):
            built(replace(old, tables=old.tables | tables), mix)
    # Answers that no instrument in use has.
    less = {name: one for name, one in MORE.items() if name != "longer"}
    nobody = {"respondents": people.clear(), "answers": old.tables["answers"].clear()}
    with pytest.raises(Unfit):
        built(replace(old, instruments=less, tables=old.tables | nobody), mix)
