"""``dateline user``: accounts from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dateline.cli.main import app
from dateline.people.store import People

GOOD = "quiet-otters-river-9\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_RECORD", str(tmp_path / "story.db"))
    return tmp_path / "story.people.db"


def run(*arguments: str, input: str = GOOD) -> Result:
    return CliRunner().invoke(app, ["user", *arguments], input=input)


def test_from_an_account_to_a_token_and_back(path: Path) -> None:
    assert run("add", "Ann", "--role", "admin", "--password-stdin").stdout == "ann is an admin\n"
    assert run("add", "bob", "--password-stdin").stdout == "bob is a reader\n"
    assert run("role", "bob", "analyst").stdout == "bob is an analyst\n"
    assert [line.split("\t")[:2] for line in run("list").stdout.splitlines()] == [
        ["ann", "admin"],
        ["bob", "analyst"],
    ]
    key = run("token", "bob", "--label", "nightly", "--role", "analyst").stdout.strip()
    listed = run("tokens").stdout
    assert "nightly" in listed
    assert key not in listed
    with People(path) as people:
        assert people.with_token(key) is not None
    run("revoke", listed.split("\t")[0])
    assert run("tokens").stdout == ""
    assert run("password", "bob", "--password-stdin", input="another-lantern-77\n").exit_code == 0
    assert run("remove", "bob").stdout == "bob is gone\n"
    done = [line.split("\t")[2] for line in run("log").stdout.splitlines()]
    assert done == ["account removed", "password set", "token revoked", "token made",
                    "role given", "account made", "account made"]  # fmt: skip


def test_a_password_is_asked_twice_and_not_shown(path: Path) -> None:
    result = run("add", "ann", input=GOOD * 2)
    assert result.exit_code == 0
    assert GOOD.strip() not in result.output
    assert run("add", "bob", input=f"{GOOD}something-else-1\n").exit_code != 0


def test_what_was_typed_does_not_act_on_the_terminal(path: Path) -> None:
    run("add", "ann", "--password-stdin")
    with People(path) as people:
        people.note("\x1b[2Jeve", "login refused", "\x9b31m")
    assert "\x1b" not in run("log").stdout
    assert "\x9b" not in run("log").stdout


def test_without_a_file_it_is_said(path: Path) -> None:
    result = run("list")
    assert "nobody has an account" in str(result.exception)
