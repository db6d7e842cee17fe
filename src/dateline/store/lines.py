"""Statements with what is kept of the event that they tell of: rows of ``told``, with their values.

What merging needs of a document beside its statements is when it came out, which stands in columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Select,
    bindparam,
    delete,
    select,
)

from dateline.record.entry import Entry, Unspoken
from dateline.record.matching import arrival
from dateline.store.tables import documents, silences, statements, told
from dateline.types import Published, Silence, Statement

T = TypeVar("T")
Back = dict[str, list[Statement]]
Told = Mapping[int, Entry]
_SOME = 900
_AHEAD = 200
# What came in last is near to what comes next, and is read again and again.
_decoded = lru_cache(4096)(msgspec.json.Decoder(Statement).decode)
_ruled = msgspec.json.Decoder(Statement | None).decode


@dataclass(slots=True, eq=False)
class Line:
    """A statement as it was read (or as a decision brought it back), and as decided.

    ``decided`` is ``None`` where a person rejected it; ``event`` the number of its event.
    """

    number: int
    cluster: str
    home: str
    event: int | None
    read: Entry
    decided: Entry | None
    back: bool = False

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.read.statement.id


_ASKED = (
    select(
        told.c.number, told.c.cluster, told.c.home, told.c.event, told.c.document, told.c.back,
        told.c.decided, statements.c.data, documents.c.published_from, documents.c.published_to,
    )
    .select_from(
        told.join(documents, documents.c.id == told.c.document).join(
            statements, statements.c.id == told.c.statement, isouter=True
        )
    )
)  # fmt: skip

_READ = (
    select(statements.c.data, documents.c.published_from, documents.c.published_to)
    .join(documents)
    .where(statements.c.document == bindparam("document"))
)
_BACK = select(told.c.document, told.c.back).where(
    told.c.document.in_(bindparam("some", expanding=True)), told.c.back.is_not(None)
)
_SAID = select(statements.c.document, statements.c.data).where(
    statements.c.document.in_(bindparam("some", expanding=True))
)


def lines(
    connection: Connection, column: Column[Any], values: Iterable[Any], until: str | None = None
) -> Iterator[Line]:
    """The lines that have one of the values in a column of ``told``.

    Where a day is given, of the documents that were known on it. One whose statement is gone, which
    `dateline verify` tells of, is left out.
    """
    asked = _of(column) if until is None else _until(column)
    for some in parts(values):
        for row in connection.execute(asked, {"some": some, "until": until}).all():
            number, cluster, home, event, document, back, decided, data, first, last = row
            if data is None and back is None:
                continue
            out = Published(from_=first, to=last)
            read = Entry(document, out, _decoded(data if back is None else back))
            now: Entry | None = read
            if decided is not None:
                statement = _ruled(decided)
                now = None if statement is None else Entry(document, out, statement)
            yield Line(number, cluster, home, event, read, now, back is not None)


# What is asked again and again is put together once: that takes as long as asking.
@cache
def _of(column: Column[Any]) -> Select[Any]:
    return _ASKED.where(column.in_(bindparam("some", expanding=True)))


@cache
def _until(column: Column[Any]) -> Select[Any]:
    return _of(column).where(documents.c.published_from <= bindparam("until"))


@cache
def _values(wanted: Column[Any], by: Column[Any]) -> Select[Any]:
    return select(wanted).where(by.in_(bindparam("some", expanding=True)), wanted.is_not(None))


def told_by(
    connection: Connection, column: Column[Any], values: Iterable[Any], until: str | None = None
) -> dict[int, Entry]:
    """Statements as decided, by number; of documents known on the day ``until``."""
    found = lines(connection, column, values, until)
    return {line.number: line.decided for line in found if line.decided is not None}


def read(connection: Connection, document: str) -> list[Entry]:
    """The statements of a document as they were read, in order."""
    found = [
        Entry(document, Published(from_=first, to=last), _decoded(data))
        for data, first, last in connection.execute(_READ, {"document": document})
    ]
    return sorted(found, key=arrival)


def unspoken(connection: Connection, asked: ColumnElement[bool]) -> Iterator[Unspoken]:
    """Silences as they were read, in order."""
    every = (
        select(
            silences.c.document, silences.c.data, documents.c.published_from,
            documents.c.published_to,
        )
        .join(documents)
        .where(asked)
        .order_by(silences.c.document, silences.c.start, silences.c.number)
    )  # fmt: skip
    for document, data, first, last in connection.execute(every):
        out = Published(from_=first, to=last)
        yield Unspoken(document, out, msgspec.json.decode(data, type=Silence))


class _Said(msgspec.Struct):
    """The part of a statement that a document's words are counted from."""

    id: str
    sentence: _Text


class _Text(msgspec.Struct):
    start: int
    text: str


_said = msgspec.json.Decoder(_Said).decode


def brought_back(connection: Connection, some: Iterable[str]) -> Back:
    """The statements of documents that only decisions keep."""
    found: Back = {}
    for ids in parts(some):
        for document, data in connection.execute(_BACK, {"some": ids}):
            found.setdefault(document, []).append(_decoded(data))
    return found


def sentences(connection: Connection, some: Iterable[str], back: Back) -> dict[str, list[str]]:
    """The sentences of documents that tell of events, in order, each once."""
    found: dict[str, list[_Said | Statement]] = {d: [*back.get(d, ())] for d in some}
    for ids in parts(found):
        for document, data in connection.execute(_SAID, {"some": ids}):
            found[document].append(_said(data))
    return {document: list(_once(said)) for document, said in found.items()}


def _once(said: list[_Said | Statement]) -> dict[str, None]:
    said.sort(key=lambda s: (s.sentence.start, s.id))
    return dict.fromkeys(s.sentence.text for s in said)


class Sentences:
    """The sentences of documents that are asked for in about the order given: some ahead."""

    def __init__(self, connection: Connection, order: Iterable[str], back: Back) -> None:
        self._connection, self._back = connection, back
        self._ahead = parts(order, _AHEAD)
        self._left = set(order)
        self._held: dict[str, list[str]] = {}

    def __call__(self, document: str) -> list[str]:
        """The sentences of a document."""
        while document in self._left:
            some = next(self._ahead)
            self._left.difference_update(some)
            for old in list(self._held)[: -2 * _AHEAD]:
                del self._held[old]
            self._held |= sentences(self._connection, some, self._back)
        if document not in self._held:
            return sentences(self._connection, [document], self._back)[document]
        return self._held[document]


@cache
def _deleted(column: Column[Any]) -> Delete:
    return delete(column.table).where(column.in_(bindparam("some", expanding=True)))


def forget(connection: Connection, column: Column[Any], values: Iterable[Any]) -> None:
    """Delete the rows that have one of the values in a column."""
    for some in parts(values):
        connection.execute(_deleted(column), {"some": some})


def values_of(connection: Connection, wanted: Any, by: Any, values: Iterable[Any]) -> list[Any]:
    """What rows have in a column, of those that have one of the values in another; but none."""
    found: list[Any] = []
    for some in parts(values):
        found += connection.execute(_values(wanted, by), {"some": some}).scalars()
    return found


def parts(values: Iterable[T], size: int = _SOME) -> Iterator[Sequence[T]]:
    """Values in as many at a time as one question can hold."""
    every = list(dict.fromkeys(values))
    for start in range(0, len(every), size):
        yield every[start : start + size]
