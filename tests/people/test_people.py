"""Accounts, sessions and tokens: who gets in, for how long, and what is kept of them."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dateline.errors import RecordError, UsageError
from dateline.people import people_path
from dateline.people.store import IDLE, LONGEST, People

GOOD = "quiet-otters-river-9"
OTHER = "seven lanterns over Lomé"


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 12, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, length: timedelta) -> None:
        self.now += length


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[People]:
    with People(tmp_path / "people.db", create=True, clock=clock) as people:
        yield people


def test_the_file_stands_beside_the_record_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = people_path(tmp_path / "story.db")
    assert path.name == "story.people.db"
    with pytest.raises(RecordError, match="nobody has an account"):
        People(path)
    People(path, create=True).__exit__()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with People(path) as again:
        assert again.accounts() == []


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (text)")
    with pytest.raises(RecordError, match="not a file of Dateline's people"):
        People(path)


def test_a_password_lets_in_and_is_not_kept(people: People, tmp_path: Path) -> None:
    people.add("Ann", "analyst", GOOD)
    found = people.check("ANN", GOOD)
    assert found is not None
    assert (found.name, found.role) == ("ann", "analyst")
    for name, password in (("ann", GOOD + "x"), ("ann", ""), ("bob", GOOD), ("'; --", GOOD)):
        assert people.check(name, password) is None
    held = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert GOOD.encode() not in held
    assert b"$argon2id$" in held


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "12 characters at least"), ("password1234", "will not do"), ("a" * 201, "at most"),
     ("annannannann", "will not do"), ("dateline1234", "will not do")],
)  # fmt: skip
def test_a_weak_password_is_refused(people: People, password: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        people.add("ann", "reader", password)
    assert people.accounts() == []


@pytest.mark.parametrize(
    "password",
    ["quiet otters by the river", "ყვავილები მდინარეზე", "🦦🦦 otters?? §§ river", "q" * 3 + GOOD],
)
def test_a_password_may_have_any_characters_and_all_of_them_count(
    people: People, password: str
) -> None:
    people.add("ann", "reader", password)
    assert people.check("ann", password) is not None
    for other in (password[:-1], password.upper(), f"{password} "):
        assert people.check("ann", other) is None


@pytest.mark.parametrize("name", ["", "a b", "ann;", "-ann", "ä", "a" * 41])
def test_a_name_is_plain(people: People, name: str) -> None:
    with pytest.raises(UsageError, match="not a name for an account"):
        people.add(name, "reader", GOOD)


def test_a_session_ends_when_left_unused_or_old(people: People, clock: Clock) -> None:
    people.add("ann", "reader", GOOD)
    left, idle = people.enter("ann", "Firefox"), people.enter("ann", "Firefox")
    assert people.in_session(left) == people.in_session(idle) != None  # noqa: E711
    people.leave(left)
    assert people.in_session(left) is None
    assert people.in_session("") is None
    clock.on(IDLE - timedelta(minutes=1))
    assert people.in_session(idle) is not None
    clock.on(IDLE + timedelta(minutes=1))
    assert people.in_session(idle) is None
    used = people.enter("ann", "Firefox")
    for _ in range(int(LONGEST / timedelta(hours=10)) + 1):
        clock.on(timedelta(hours=10))
        seen = people.in_session(used)
    assert seen is None


def test_another_password_ends_the_other_sessions(people: People) -> None:
    people.add("ann", "reader", GOOD)
    here, there = people.enter("ann", "here"), people.enter("ann", "there")
    people.set_password("ann", OTHER, keep=here)
    assert people.in_session(here) is not None
    assert people.in_session(there) is None
    assert people.check("ann", GOOD) is None
    assert people.check("ann", OTHER) is not None


def test_a_role_counts_at_once_and_the_last_admin_stays(people: People) -> None:
    people.add("ann", "admin", GOOD)
    people.add("bob", "analyst", OTHER)
    key = people.enter("bob", "")
    people.set_role("bob", "reader")
    found = people.in_session(key)
    assert found is not None
    assert found.role == "reader"
    with pytest.raises(UsageError, match="last admin"):
        people.set_role("ann", "reader")
    with pytest.raises(UsageError, match="last admin"):
        people.remove("ann")
    token, _ = people.new_token("bob", "nightly", "reader")
    people.remove("bob")
    assert people.in_session(key) is None
    assert people.with_token(token) is None
    with pytest.raises(UsageError, match="no such account"):
        people.set_role("bob", "admin")


def test_a_token_does_no_more_than_its_owner_and_ends(people: People, clock: Clock) -> None:
    people.add("ann", "analyst", GOOD)
    key, made = people.new_token("ann", "nightly", "admin", 30)
    assert made.role == "analyst"
    found = people.with_token(key)
    assert found is not None
    assert found.role == "analyst"
    people.set_role("ann", "reader")
    found = people.with_token(key)
    assert found is not None
    assert found.role == "reader"
    assert people.with_token(made.id) is None
    assert people.tokens("ann")[0].used is not None
    with pytest.raises(UsageError, match="no such token"):
        people.revoke(made.id, "bob")
    clock.on(timedelta(days=31))
    assert people.with_token(key) is None
    people.revoke(made.id)
    assert people.tokens() == []


def test_keys_are_not_kept(people: People, tmp_path: Path) -> None:
    people.add("ann", "reader", GOOD)
    keys = [people.enter("ann", ""), people.new_token("ann", "x", "reader")[0]]
    held = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert not [k for k in keys if k.encode() in held]
    assert len({*keys, people.enter("ann", "")}) == 3


def test_what_was_done_is_only_added(people: People) -> None:
    for number in range(3):
        people.note("ann", "decision: reject", str(number), "127.0.0.1")
    found, total = people.acts(limit=2)
    assert total == 3
    assert [a.about for a in found] == ["2", "1"]
    assert (found[0].who, found[0].origin) == ("ann", "127.0.0.1")
