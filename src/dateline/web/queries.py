"""What the page and the API ask of a record: one protocol, and the rows that it answers with."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar, runtime_checkable

import msgspec

from dateline.types import (
    Commitment,
    Document,
    EventStatus,
    EvidenceKind,
    Failure,
    Modality,
    Place,
    Published,
    RecordEvent,
    Silence,
    Stance,
    Statement,
    Time,
)
from dateline.web.asked import Asked

T = TypeVar("T")


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen row, built by keyword."""


class Told(_Row, frozen=True, kw_only=True):
    """The sentence that a row rests on, and the document where it stands.

    ``start`` and ``end`` are offsets into the document's text; ``said`` the last day on which it
    can have been said; ``statement`` the statement's id, ``None`` for a silence.
    """

    document: str
    title: str | None
    publisher: str | None
    said: str | None
    start: int
    end: int
    text: str
    statement: str | None = None


class Word(_Row, frozen=True, kw_only=True):
    """What one party says of an event, or that it says nothing: ``stance`` is then ``silent``."""

    party: str | None
    name: str
    country: str | None
    stance: Stance | str
    evidence: tuple[EvidenceKind, ...]
    told: Told


class EventRow(_Row, frozen=True, kw_only=True):
    """An event in a list: with who says what of it, and the sentence that told of it first."""

    event: RecordEvent
    modality: Modality
    background: bool
    words: tuple[Word, ...]
    told: Told


class Cell(_Row, frozen=True, kw_only=True):
    """A value of an event and the statements that say it."""

    name: str
    value: str
    told: tuple[Told, ...]


class EventFull(_Row, frozen=True, kw_only=True):
    """One event with all that is behind it."""

    row: EventRow
    statements: tuple[tuple[Told, Statement], ...]
    cells: tuple[Cell, ...]
    commitments: tuple[LedgerRow, ...]


class LedgerRow(_Row, frozen=True, kw_only=True):
    """A commitment as it stands on the day asked, with its first sentence."""

    commitment: Commitment
    days: int | None
    told: Told
    because: tuple[Told, ...]


class SilenceRow(_Row, frozen=True, kw_only=True):
    """Who has not spoken, on what, and what ended it where something did."""

    id: str
    silence: Silence
    name: str
    published: Published
    matter: Told | None
    event: str | None
    ended: Told | None
    told: Told


class Source(_Row, frozen=True, kw_only=True):
    """A document in a list, without its text."""

    id: str
    title: str
    publisher: str | None
    author: str | None
    source: str | None
    published: Published
    characters: int
    sentences: int
    repeats: int
    failures: int
    statements: int


class DocumentFull(_Row, frozen=True, kw_only=True):
    """A document with all that was read from it, and the events that it is a source of."""

    document: Document
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    silences: tuple[Silence, ...]
    failures: tuple[Failure, ...]
    events: dict[str, str]


class ActorRow(_Row, frozen=True, kw_only=True):
    """An actor in a list, with how often it did, suffered, said and promised."""

    id: str
    name: str
    country: str | None
    sector: str | None
    did: int
    suffered: int
    said: int
    promised: int


class Tie(_Row, frozen=True, kw_only=True):
    """An actor met in the same events: how often, by quad class (1 to 4)."""

    id: str
    name: str
    quads: tuple[int, int, int, int]


class Link(_Row, frozen=True, kw_only=True):
    """Two of those met who meet each other in the same events, by quad class (1 to 4)."""

    one: str
    other: str
    quads: tuple[int, int, int, int]


class ActorFull(_Row, frozen=True, kw_only=True):
    """An actor with what it did, suffered, said, promised, and with whom.

    Of ``did``, ``suffered``, ``said`` and ``promised`` the newest some hundred; ``totals`` counts
    all of each. ``links`` are between those of ``ties``.
    """

    row: ActorRow
    did: tuple[EventRow, ...]
    suffered: tuple[EventRow, ...]
    said: tuple[tuple[EventRow, Word], ...]
    promised: tuple[LedgerRow, ...]
    totals: tuple[int, int, int, int]
    ties: tuple[Tie, ...]
    links: tuple[Link, ...]


class Bin(_Row, frozen=True, kw_only=True):
    """How many events of each quad class (1 to 4) began in a period (``2024``, ``2024-06``)."""

    period: str
    quads: tuple[int, int, int, int]


class Spot(_Row, frozen=True, kw_only=True):
    """Events at one place: ``event`` leads to one that stands alone there."""

    place: Place
    count: int
    quads: tuple[int, int, int, int]
    event: str | None


class Excerpt(_Row, frozen=True, kw_only=True):
    """A stretch of a document that holds words looked for, with the event that it tells of, if any.

    ``marks`` are where they are in ``text``.
    """

    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    event: str | None = None
    type: str | None = None
    modality: Modality | None = None


class Hit(_Row, frozen=True, kw_only=True):
    """A document found by the words of its title and text; ``marks`` are where in the title."""

    document: str
    title: str
    marks: tuple[tuple[int, int], ...]
    publisher: str | None
    said: str | None
    excerpts: tuple[Excerpt, ...]


class Change(_Row, frozen=True, kw_only=True):
    """What is known of an event on one day and was not, or was otherwise, on another."""

    kind: str
    row: EventRow
    status_before: EventStatus | None = None
    time_before: Time | None = None
    new: tuple[Told, ...] = ()


class Found(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of what was found, and how much there is in all."""

    items: tuple[T, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


@runtime_checkable
class Queries(Protocol):
    """A record as the page and the API read it. An unknown id answers ``None``."""

    def warm(self) -> None:
        """Compute what the first page needs, and beside the first answers what others need."""
        ...

    def version(self) -> str:
        """A text that differs whenever the record differs."""
        ...

    def days(self, as_of: str | None = None) -> tuple[tuple[str, int], ...]:
        """The days on which documents came out, with how many did, in order."""
        ...

    def events(self, asked: Asked) -> Found[EventRow]:
        """The events asked for, the newest first unless asked otherwise."""
        ...

    def counts(self, asked: Asked) -> tuple[Bin, ...]:
        """How many of them began when."""
        ...

    def spots(self, asked: Asked) -> tuple[Spot, ...]:
        """Where they were, as far as that is known."""
        ...

    def tray(self, asked: Asked) -> tuple[Found[EventRow], Found[EventRow]]:
        """Those without a place that has coordinates, and those without a time."""
        ...

    def event(self, key: str, as_of: str | None = None) -> EventFull | None:
        """One event, by its id or that of a statement which tells of it."""
        ...

    def claims(self, asked: Asked) -> Found[EventRow]:
        """The events that somebody speaks of, or keeps silent on."""
        ...

    def commitments(self, asked: Asked) -> Found[LedgerRow]:
        """The ledger, by due day."""
        ...

    def standings(self, asked: Asked) -> tuple[tuple[str, int], ...]:
        """How many of the commitments asked for, whatever their status, stand how."""
        ...

    def silences(self, asked: Asked) -> Found[SilenceRow]:
        """Who has not spoken."""
        ...

    def sources(self, asked: Asked) -> Found[Source]:
        """The documents, the newest first."""
        ...

    def document(self, key: str) -> DocumentFull | None:
        """One document."""
        ...

    def actors(self, asked: Asked) -> Found[ActorRow]:
        """The actors, the most often met first."""
        ...

    def actor(self, key: str, as_of: str | None = None) -> ActorFull | None:
        """One actor."""
        ...

    def search(self, asked: Asked) -> Found[Hit]:
        """The documents whose title and text hold all of ``asked.words``."""
        ...

    def changes(self, asked: Asked, since: str, until: str) -> Found[Change]:
        """What the documents that came out after ``since``, up to ``until``, changed."""
        ...
