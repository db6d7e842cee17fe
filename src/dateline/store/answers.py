"""What the record answers with: rows of lists, and one thing with its grounds. Frozen structs.

They encode as JSON as they are.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from dateline.record.conflicts import Conflict
from dateline.record.decisions import Decision
from dateline.types import (
    Actor,
    Commitment,
    Document,
    Failure,
    Place,
    Published,
    RecordEvent,
    Silence,
    Span,
    Stance,
    Statement,
    Time,
)

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """Some of what was found: ``total`` in all, ``items`` from number ``offset`` on."""

    items: tuple[T, ...]
    total: int
    offset: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """A document in short."""

    id: str
    title: str | None
    publisher: str | None
    source: str | None
    published: Published


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event, with the sentence that told of it first.

    ``checked`` where a person decided something about it, ``decided`` what: "accept",
    "correct mode", "same".
    """

    event: RecordEvent
    document: About
    sentence: Span
    modality: str
    background: bool
    checked: bool
    decided: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.id


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of an event, as decided, with its document.

    ``read`` is what the machine read, where a person decided otherwise.
    """

    statement: Statement
    document: About
    decisions: tuple[str, ...]
    read: Statement | None = None


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An event with all that it rests on; decisions include the withdrawn ones."""

    event: RecordEvent
    told: tuple[Telling, ...]
    silences: tuple[SilenceRow, ...]
    decisions: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...] = ()


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one party says of an event, or that it is silent (``speaker`` is who was silent)."""

    event: str
    type: str
    mode: str | None
    status: str
    time: Time | None
    place: Place | None
    speaker: Actor
    stance: Stance | str
    evidence: tuple[str, ...]
    said: str | None
    statement: str | None
    sentence: Span
    document: About


class CommitmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment as it stands on the day asked for; ``days`` left, negative when over.

    ``decided`` is what people decided about it.
    """

    commitment: Commitment
    document: About
    days: int | None
    decided: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The commitment's id."""
        return self.commitment.id


class SilenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A silence, the matter of it, and the statement that ended it, if one did.

    ``decided`` is what people decided about it.
    """

    id: str
    silence: Silence
    document: About
    matter: Statement | None
    ended: Telling | None
    decided: tuple[str, ...] = ()


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A document without its text; ``statements`` counts what was read from it."""

    document: About
    characters: int
    sentences: int
    statements: int
    failures: tuple[Failure, ...]


class DocumentAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its text and all that was read from it."""

    document: Document
    failures: tuple[Failure, ...]
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    silences: tuple[Silence, ...]
