"""The record kept: what every store offers, and where it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import msgspec

from dateline.record.decisions import Decision, Removal, Withdrawal
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.types import Document, Failure, Reading, RecordEvent, Versions

if TYPE_CHECKING:
    from dateline.store.answers import Page


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of the record; ``None`` asks nothing.

    ``actor`` and ``place`` are parts of an id or name, ``country`` alpha-3, of an actor or the
    place; ``from_`` and ``to`` ISO dates that the event's bounds must touch; ``as_of`` leaves out
    documents published later; ``status`` is of the event or commitment;
    ``text`` are words that a sentence must have, in any order.
    """

    actor: str | None = None
    country: str | None = None
    type: str | None = None
    place: str | None = None
    status: str | None = None
    text: str | None = None
    from_: str | None = None
    to: str | None = None
    as_of: str | None = None


def versions_key(versions: Versions) -> str:
    """The versions as one text, to tell readings of different programs apart."""
    return f"{versions.program} | {versions.model} | {versions.gazetteer}"


class Store(Protocol):
    """A record: documents with all that was read from them. Adding is all or nothing."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...

    @property
    def name(self) -> str:
        """How the record is called to people."""
        ...

    def version(self) -> str:
        """A text that differs whenever the record differs."""
        ...

    def snapshot(self) -> AbstractContextManager[Store]:
        """The record as it stands now, to be read several times while others write."""
        ...

    def add(self, reading: Reading) -> bool:
        """Put a reading in; ``False`` where the same reading of the document is already there."""
        ...

    def remove(self, removal: Removal) -> None:
        """Take a document out with all that was read from it, and keep that it was.

        A ``UsageError`` where there is none such. Decisions about it stay.
        """
        ...

    def removals(self) -> list[Removal]:
        """What was taken out, in order of time; some may be there again."""
        ...

    def find(self, document: str) -> tuple[Document, str] | None:
        """The document, and the key of the versions that read it."""
        ...

    def documents(self, as_of: str | None = None) -> Iterator[tuple[Document, list[Failure]]]:
        """The documents in order of publication."""
        ...

    def search(self, query: Query, offset: int, most: int, *, newest: bool = True) -> Page[str]:
        """The ids of the documents that hold what is looked for, and how many there are.

        ``query.text`` has words, which a word of the title or the text must begin with, and runs
        of words between quotation marks; ``from_``, ``to`` and ``as_of`` are of the publication.
        """
        ...

    def entries(self, query: Query) -> list[Entry]:
        """The statements that the query asks for."""
        ...

    def commitments(self, as_of: str | None = None) -> list[Kept]:
        """The commitments as they were read; following them is not the store's."""
        ...

    def silences(self, as_of: str | None = None) -> list[Unspoken]:
        """The silences as they were read."""
        ...

    def copies(self, as_of: str | None = None) -> dict[str, str]:
        """Near copies: each document that has one, with the id that its family goes by."""
        ...

    def faults(self) -> Iterator[str]:
        """What is wrong with the store itself, a line each; nothing where all is well."""
        ...

    def homes(self) -> dict[str, str]:
        """Which statement told first of the event that a statement tells of, as far as known."""
        ...

    def accounts(self) -> dict[str, RecordEvent] | None:
        """The events as they are kept, by id; ``None`` where not all is merged."""
        ...

    def settle(self, *, wait: bool = True) -> bool:
        """Merge what is not merged yet; ``False`` where somebody writes and nobody waits for it."""
        ...

    def merged(self) -> bool:
        """Whether all is merged that the record holds."""
        ...

    def decide(self, decision: Decision) -> None:
        """Keep a decision."""
        ...

    def withdraw(self, decision: str, withdrawal: Withdrawal) -> None:
        """Keep that a decision no longer counts; a ``UsageError`` where there is none such."""
        ...

    def decisions(self) -> list[Decision]:
        """Every decision in order of time, the withdrawn ones with who withdrew them."""
        ...


def is_address(where: str) -> bool:
    """Whether a record's name is a server's address rather than a file."""
    return "://" in where


def open_store(where: Path | str, *, create: bool) -> Store:
    """The record in a file, or at ``postgresql://…``; a ``RecordError`` where there is none."""
    from dateline.store.sql import SqlStore

    return SqlStore.open(where, create=create)
