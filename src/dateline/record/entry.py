"""What the record is computed from: statements with the document that makes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from dateline.types import Actor, Commitment, Published, Reading, Silence, Statement


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement, the document that makes it and when that came out."""

    document: str
    published: Published
    statement: Statement

    @property
    def said(self) -> str | None:
        """The last day on which it can have been said."""
        return self.published.to or self.published.from_


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A silence with its document; ``ends`` are the statements that a person says ended it.

    ``None`` leaves it to `dateline.record.spoken`, an empty tuple says that it did not end.
    ``named`` is the id of a silence whose party was corrected.
    """

    document: str
    published: Published
    silence: Silence
    ends: tuple[str, ...] | None = None
    named: str | None = None

    @property
    def id(self) -> str:
        """What it goes by: the same whenever the document is read."""
        party, start = self.silence.party, self.silence.sentence.start
        key = f"{self.document} {start} {party.start} {party.end}"
        return self.named or hashlib.sha256(key.encode()).hexdigest()[:20]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of how a commitment stands, from a day on (``None``: on every day)."""

    cell: str
    value: str
    since: str | None = None


class Alteration(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment that tells of a change of others, with its document and when that came out."""

    document: str
    out: str
    said: str
    commitment: Commitment


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment that a later one changes: where it was told first, and its own statement."""

    out: str
    document: str
    start: int
    id: str
    because: tuple[str, ...]


class Kept(msgspec.Struct, frozen=True):
    """A commitment with the document that it is from.

    ``rests`` are the statements that a person says bear on it, ``None`` where nobody did;
    ``says`` what people say of how it stands. ``altered`` are the changes that other reports tell
    and that may bear on it, ``out`` the day of its own where there are any, ``alters`` is what it
    changes itself (`dateline.record.altering`).
    """

    document: str
    commitment: Commitment
    rests: tuple[str, ...] | None = None
    says: tuple[Said, ...] = ()
    altered: tuple[Alteration, ...] = ()
    alters: Before | None = None
    out: str | None = None


def entries(reading: Reading) -> tuple[Entry, ...]:
    """The statements of a reading."""
    document = reading.document
    return tuple(Entry(document.id, document.published, s) for s in reading.statements)


def unspoken(reading: Reading) -> tuple[Unspoken, ...]:
    """The silences of a reading."""
    document = reading.document
    return tuple(Unspoken(document.id, document.published, s) for s in reading.silences)


def same_party(one: Actor, other: Actor) -> bool:
    """Whether two actors are the same or one is part of the other's side.

    A state's government and its forces are one side; armed groups are their own.
    """
    if one.id is not None and one.id == other.id:
        return True
    if one.country is None or one.country != other.country:
        return False
    state = {"GOV", "MIL", "COP", "SPY", None}
    if one.sector in state and other.sector in state:
        return True
    return one.sector == other.sector and (one.id is None or other.id is None)
