"""Whether a record holds together: spans equal the text, cells have sources, nothing dangles.

Checks what the program relies on: a fault is a fault of the program, of the disk or of somebody's
hand, and never of a report. Stretches of documents and of events are looked at, and then what is
merged, type by type (`dateline.store.remade`), by all cores (`dateline.store.pieces`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, func, select

from dateline.children import cores
from dateline.errors import RecordError
from dateline.record.decisions import Decision, identified
from dateline.record.entry import Unspoken
from dateline.store import Store, lines, remade
from dateline.store import faults as astray
from dateline.store.pieces import Fault as Found
from dateline.store.pieces import Piece, looked
from dateline.store.sql import SqlStore
from dateline.store.tables import commitments, documents, events, silences, statements, told
from dateline.text.canonical import document_id
from dateline.types import Commitment, Document, Failure, Statement

_SOME = 200
_STRETCH = 5000  # documents, or events, of a piece
_ALONE = 20_000  # statements up to which starting processes costs more than it saves
_document = msgspec.json.Decoder(Document).decode
_failures = msgspec.json.Decoder(tuple[Failure, ...]).decode
_statement = msgspec.json.Decoder(Statement).decode
_commitment = msgspec.json.Decoder(Commitment).decode


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What does not hold, and of what: ``what`` is a document, statement, event and so on."""

    what: str
    id: str
    message: str


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """How much was looked at, and what does not hold."""

    documents: int
    statements: int
    commitments: int
    silences: int
    events: int
    decisions: int
    faults: tuple[Fault, ...]


def verified(store: Store, said: Callable[[str], None] = lambda _: None) -> Verified:
    """Look at everything in a record, as it stands now; ``said`` is told how far it is."""
    if not isinstance(store, SqlStore):
        raise RecordError(f"nothing to verify in {store.name}")
    with store.reading():  # what cannot be read is told so
        if not store.merged():
            store.settle(wait=False)
    with store.snapshot() as now, now.reading() as connection:
        said("looking at the database")
        made = now.decisions()
        back = select(func.count()).select_from(told).where(told.c.back.is_not(None))
        held = _count(connection, statements)
        found = list(_found(now, held, said))
        found += _decisions(connection, made)
        return Verified(
            documents=_count(connection, documents),
            statements=held + connection.execute(back).scalar_one(),
            commitments=_count(connection, commitments),
            silences=_count(connection, silences),
            events=_count(connection, events),
            decisions=len(made),
            faults=tuple(Fault(what=w, id=id, message=m) for w, id, m in sorted(found)),
        )


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _found(now: SqlStore, held: int, said: Callable[[str], None]) -> Iterator[Found]:
    """What the pieces show that a record falls into: of a large one all cores look at them."""
    few = held < _ALONE
    with now.reading() as connection:
        pieces = [Piece("the database", held / 20, _file)]
        for name, column, look in (
            ("documents", documents.c.id, _read), ("events", events.c.number, _events),
        ):  # fmt: skip
            every = list(connection.execute(select(column).order_by(column)).scalars())
            for some in lines.parts(every, _STRETCH):
                size = held / 10 * len(some) / len(every)
                pieces.append(Piece(name, size, partial(look, some[0], some[-1])))
        if now.merged():
            pieces += remade.pieces(connection, whole=few)
    # the longest first, so that no process is left with one at the end
    pieces.sort(key=lambda piece: -piece.size)
    yield from looked(now, pieces, said, 1 if few else cores())


def _file(now: SqlStore) -> list[Found]:
    return [("record", now.name, message) for message in now.faults()]


def _events(first: int, last: int, now: SqlStore) -> list[Found]:
    """What the columns of a stretch of events say."""
    with now.reading() as connection:
        asked = select(events.c.number).where(events.c.number.between(first, last))
        numbers = connection.execute(asked).scalars().all()
        return [
            ("record", now.name, message)
            for some in lines.parts(numbers)
            for message in astray.of_events(connection, some)
        ]


def _read(first: str, last: str, now: SqlStore) -> list[Found]:
    """What was read from a stretch of documents."""
    with now.reading() as connection:
        asked = select(documents.c.id).where(documents.c.id.between(first, last))
        every = list(connection.execute(asked.order_by(documents.c.id)).scalars())
        return [
            one
            for some in lines.parts(every, _SOME)
            for one in _of_documents(connection, some, now.name)
        ]


def _of_documents(connection: Connection, some: Iterable[str], name: str) -> Iterator[Found]:
    held: dict[str, Document] = {}
    for row in connection.execute(select(documents).where(documents.c.id.in_(some))).mappings():
        held[row["id"]] = _document(row["data"])
        for message in astray.of_document(row, held[row["id"]], _failures(row["failures"])):
            yield "record", name, message
    yield from _documents(held.values())
    values: list[tuple[str, str, str, object]] = []
    leads: list[tuple[str, str, set[str]]] = []
    told = [(row, _statement(row["data"])) for row in _of(connection, statements, some)]
    for part in lines.parts(told):
        for message in astray.of_statements(connection, part):
            yield "record", name, message
    values += [(row["document"], "statement", one.id, one) for row, one in told]
    for row in _of(connection, commitments, some):
        promise = _commitment(row["data"])
        values.append((row["document"], "commitment", promise.id, promise))
        leads.append(("commitment", promise.id, {*promise.because, promise.basis or ""}))
    for unspoken in lines.unspoken(connection, silences.c.document.in_(some)):
        values.append((unspoken.document, "silence", unspoken.id, unspoken.silence))
        leads.append(_matter(unspoken))
    yield from _spans(held, values)
    yield from _leading(connection, leads)


def _matter(unspoken: Unspoken) -> tuple[str, str, set[str]]:
    return "silence", unspoken.id, {unspoken.silence.about or ""}


def _texts(connection: Connection, some: Iterable[str]) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for ids in lines.parts(some):
        asked = select(documents.c.id, documents.c.data).where(documents.c.id.in_(ids))
        found |= {id: _document(data) for id, data in connection.execute(asked)}
    return found


def _of(connection: Connection, table: Table, some: Iterable[str]) -> Iterator[RowMapping]:
    """The rows of what was read from documents, in order."""
    asked = select(table).where(table.c.document.in_(some))
    found = connection.execute(asked.order_by(table.c.document, table.c.start, table.c.id))
    yield from found.mappings()


def _documents(documents: Iterable[Document]) -> Iterator[Found]:
    for one in documents:
        if one.id != document_id(one.text):
            yield "document", one.id, "its id is not that of its text"
        if one.characters != len(one.text):
            yield "document", one.id, "its text has another length"
        for repeat in one.repeats:
            if not 0 <= repeat.start <= repeat.end <= len(one.text):
                yield "document", one.id, "a repeat lies outside its text"
        if one.place is not None:
            yield from _spans({one.id: one}, [(one.id, "document", one.id, one.place)])


def _spans(
    documents: dict[str, Document], values: Iterable[tuple[str, str, str, object]]
) -> Iterator[Found]:
    """Every stretch of text that a value names, held against the text."""
    for document, what, id, value in values:
        text = documents[document].text if document in documents else None
        if text is None:
            yield what, id, f"there is no document {document}"
            continue
        for start, end, words in _stretches(msgspec.to_builtins(value)):
            if text[start:end] != words:
                yield what, id, f"the text at {start}-{end} is not “{words[:40]}”"


def _stretches(value: Any) -> Iterator[tuple[int, int, str]]:
    if isinstance(value, dict):
        start, end, words = value.get("start"), value.get("end"), value.get("text")
        if start is not None and end is not None and words is not None:
            yield start, end, words
    if isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _stretches(part)


def _leading(connection: Connection, leads: Iterable[tuple[str, str, set[str]]]) -> Iterator[Found]:
    """Statements that commitments and silences lead to."""
    every = list(leads)
    wanted = {id for _, _, ids in every for id in ids} - {""}
    there: set[str] = set()
    for some in lines.parts(wanted):
        for column in (statements.c.id, told.c.statement):
            asked = select(column).where(column.in_(some))
            if column is told.c.statement:
                asked = asked.where(told.c.back.is_not(None))
            there |= set(connection.execute(asked).scalars())
    for what, one, ids in every:
        for id in sorted(ids - there - {""}):
            yield what, one, f"there is no statement {id}"


def _decisions(connection: Connection, made: Iterable[Decision]) -> Iterator[Found]:
    every = iter(made)
    while some := list(islice(every, _SOME)):
        held = _texts(connection, {id for one in some for id in one.documents})
        for one in some:
            yield from _decision(one, held)


def _decision(made: Decision, held: dict[str, Document]) -> Iterator[Found]:
    """What a decision was made on: kept whole, and in the text as it was."""
    if identified(made).id != made.id:
        yield "decision", made.id, "its id is not that of what it says"
    for sort, ids, kept in (
        ("statement", {*made.statements, *made.others}, {a.statement.id for a in made.anchors}),
        ("commitment", {*made.commitments}, {p.commitment.id for p in made.promised}),
        ("silence", {*made.silences}, {u.id for u in made.unsaid}),
    ):
        for id in sorted(ids - kept):
            yield "decision", made.id, f"keeps nothing of {sort} {id}"
    anchors = (
        *((a.document, a.statement) for a in made.anchors),
        *((p.document, p.commitment) for p in made.promised),
        *((u.document, u.silence) for u in made.unsaid),
    )
    yield from _spans(
        held, ((key, "decision", made.id, stood) for key, stood in anchors if key in held)
    )
