"""The command line writes to whatever reads it."""

import os
import subprocess
import sys
from pathlib import Path

from bridgeboard.settings import DATA, PROJECT

COMMAND = [sys.executable, "-m", "bridgeboard"]


def test_a_reader_that_has_seen_enough_is_no_error(upsides, shipped_store) -> None:
    measure = [*COMMAND, "measure", "facts", "--programme", upsides.programme.id]
    store = os.environ | {"BRIDGEBOARD_STORE": str(shipped_store.root)}
    with subprocess.Popen(
        measure, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=store
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_console_without_a_character_still_gets_the_text(tmp_path: Path) -> None:
    settings = (DATA / "demonstration" / "programme.toml").read_text(encoding="utf-8")
    (tmp_path / "programme.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "sites.csv").write_text("site_id\n" + "é\n", encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "check", str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert done.stderr == b""
    assert b"0 doubtful" in done.stdout
