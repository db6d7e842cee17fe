"""Who may read a record and who may change it: accounts, sessions, tokens, and what was done.

They are kept in a file of their own beside the record, so that a record can be handed on without
the people who worked on it. Passwords are kept as Argon2id hashes, sessions and tokens as SHA-256
of what their holder has: none of them can be read back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import msgspec

Role = Literal["reader", "analyst", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who can come in; ``created`` is UTC, ISO 8601."""

    name: str
    role: Role
    created: str


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that someone came in with; ``id`` is a short form of its hash, to end it by."""

    id: str
    person: str
    created: str
    seen: str
    agent: str


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A key to the API that a program holds for somebody; ``expires`` and ``used`` are UTC.

    ``role`` is the most that it may do: never more than its owner may.
    """

    id: str
    person: str
    label: str
    role: Role
    created: str
    expires: str
    used: str | None


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody did, or tried: ``origin`` is the address that it came from."""

    number: int
    at: str
    who: str
    act: str
    about: str
    origin: str | None


def may(role: Role | None, needed: Role) -> bool:
    """Whether a role may do what another one is needed for."""
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


def least(one: Role, other: Role) -> Role:
    """The role that may do less."""
    return min(one, other, key=ROLES.index)


def people_path(record: Path) -> Path:
    """Where the people of a record are kept: ``story.db`` has ``story.people.db`` beside it."""
    return record.with_name(f"{record.stem}.people{record.suffix or '.db'}")
