"""Sign-ins that ended stay ended, and where nobody can tell, nobody gets in."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bridgeboard.access import sign_ins
from bridgeboard.access.admission import ALL, NotAdmitted, admitted, key_of_email, key_of_person
from bridgeboard.access.rules import Rules

NOW = 1_800_000_000.0
CLAIMS = {"is_logged_in": True, "iss": "https://id.example.org", "sub": "one"} | {
    "email": "one@example.org",
    "email_verified": True,
    "iat": NOW - 60,
    "exp": NOW + 600,
}
RULES = Rules(people=[{"email": "one@example.org", "role": "team"}])


def _is_in(root: Path, **other: object) -> bool:
    try:
        admitted({**CLAIMS, **other}, RULES, sign_ins.ended(root), NOW)
    except NotAdmitted:
        return False
    return True


def test_whoever_signs_out_is_out_with_every_copy_and_nobody_else_is(tmp_path: Path):
    assert _is_in(tmp_path)
    sign_ins.end(tmp_path, [key_of_person(CLAIMS)], CLAIMS["iat"])
    assert not _is_in(tmp_path)
    assert not _is_in(tmp_path, iat=CLAIMS["iat"] - 1)
    assert _is_in(tmp_path, iat=CLAIMS["iat"] + 1)
    assert _is_in(tmp_path, sub="two")
    assert _is_in(tmp_path, iss="https://other.example.org")


def test_an_earlier_end_never_takes_back_a_later_one(tmp_path: Path):
    now = time.time()
    sign_ins.end(tmp_path, [ALL], now)
    sign_ins.end(tmp_path, [ALL], now - 1000)
    assert sign_ins.ended(tmp_path) == {ALL: now}


def test_a_damaged_list_signs_out_everybody_who_came_before(tmp_path: Path):
    sign_ins.end(tmp_path, [key_of_email("somebody@example.org")], NOW)
    assert _is_in(tmp_path)
    file = tmp_path / "access" / "ended.json"
    file.write_bytes(file.read_bytes().replace(b"content", b"c0ntent"))
    os.utime(file, (NOW, NOW))
    assert not _is_in(tmp_path)
    assert _is_in(tmp_path, iat=NOW + 1)


@pytest.mark.skipif(os.name == "nt", reason="a link to itself needs rights there")
def test_where_the_list_cannot_be_looked_at_nobody_is_in(tmp_path: Path):
    (tmp_path / "access").symlink_to("access")
    assert sign_ins.ended(tmp_path)[ALL] > NOW
    assert not _is_in(tmp_path)
