"""Whether a record holds together: spans equal the text, cells have sources, nothing dangles.

Checks what the program relies on: a fault is a fault of the program, of the disk or of somebody's
hand, and never of a report. Some documents at a time are looked at, and then what is merged, type
by type (`dateline.store.remade`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, select

from dateline.errors import RecordError
from dateline.record.decisions import Decision, identified
from dateline.record.entry import Unspoken
from dateline.store import Store, lines, remade
from dateline.store.sql import SqlStore
from dateline.store.tables import commitments, documents, silences, statements, told
from dateline.text.canonical import document_id
from dateline.types import Commitment, Document, Statement

_SOME = 200
_document = msgspec.json.Decoder(Document).decode
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
        faults = [_fault("record", now.name, message) for message in now.faults()]
        made = now.decisions()
        faults += _read(connection, said)
        if now.merged():
            faults += [_fault(*one) for one in remade.faults(connection, said)]
        faults += _decisions(connection, made)
        back = select(func.count()).select_from(told).where(told.c.back.is_not(None))
        return Verified(
            documents=_count(connection, documents),
            statements=_count(connection, statements) + connection.execute(back).scalar_one(),
            commitments=_count(connection, commitments),
            silences=_count(connection, silences),
            events=remade.count(connection),
            decisions=len(made),
            faults=tuple(faults),
        )


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _read(connection: Connection, said: Callable[[str], None]) -> Iterator[Fault]:
    """What was read, document by document."""
    every = list(connection.execute(select(documents.c.id).order_by(documents.c.id)).scalars())
    for number, some in enumerate(lines.parts(every, _SOME)):
        said(f"{number * _SOME:,} of {len(every):,} documents")
        held = _texts(connection, some)
        yield from _documents(held.values())
        values: list[tuple[str, str, str, object]] = []
        leads: list[tuple[str, str, set[str]]] = []
        for document, data in _of(connection, statements, some):
            one = _statement(data)
            values.append((document, "statement", one.id, one))
        for document, data in _of(connection, commitments, some):
            promise = _commitment(data)
            values.append((document, "commitment", promise.id, promise))
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


def _of(connection: Connection, table: Table, some: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """What was read from documents, in order."""
    asked = select(table.c.document, table.c.data).where(table.c.document.in_(some))
    for row in connection.execute(asked.order_by(table.c.document, table.c.start, table.c.id)):
        yield row.document, row.data


def _fault(what: str, id: str, message: str) -> Fault:
    return Fault(what=what, id=id, message=message)


def _documents(documents: Iterable[Document]) -> Iterator[Fault]:
    for one in documents:
        if one.id != document_id(one.text):
            yield _fault("document", one.id, "its id is not that of its text")
        if one.characters != len(one.text):
            yield _fault("document", one.id, "its text has another length")
        for repeat in one.repeats:
            if not 0 <= repeat.start <= repeat.end <= len(one.text):
                yield _fault("document", one.id, "a repeat lies outside its text")
        if one.place is not None:
            yield from _spans({one.id: one}, [(one.id, "document", one.id, one.place)])


def _spans(
    documents: dict[str, Document], values: Iterable[tuple[str, str, str, object]]
) -> Iterator[Fault]:
    """Every stretch of text that a value names, held against the text."""
    for document, what, id, value in values:
        text = documents[document].text if document in documents else None
        if text is None:
            yield _fault(what, id, f"there is no document {document}")
            continue
        for start, end, words in _stretches(msgspec.to_builtins(value)):
            if text[start:end] != words:
                yield _fault(what, id, f"the text at {start}-{end} is not “{words[:40]}”")


def _stretches(value: Any) -> Iterator[tuple[int, int, str]]:
    if isinstance(value, dict):
        start, end, words = value.get("start"), value.get("end"), value.get("text")
        if start is not None and end is not None and words is not None:
            yield start, end, words
    if isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _stretches(part)


def _leading(connection: Connection, leads: Iterable[tuple[str, str, set[str]]]) -> Iterator[Fault]:
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
            yield _fault(what, one, f"there is no statement {id}")


def _decisions(connection: Connection, made: Iterable[Decision]) -> Iterator[Fault]:
    every = iter(made)
    while some := list(islice(every, _SOME)):
        held = _texts(connection, {id for one in some for id in one.documents})
        for one in some:
            yield from _decision(one, held)


def _decision(made: Decision, held: dict[str, Document]) -> Iterator[Fault]:
    """What a decision was made on: kept whole, and in the text as it was."""
    if identified(made).id != made.id:
        yield _fault("decision", made.id, "its id is not that of what it says")
    for sort, ids, kept in (
        ("statement", {*made.statements, *made.others}, {a.statement.id for a in made.anchors}),
        ("commitment", {*made.commitments}, {p.commitment.id for p in made.promised}),
        ("silence", {*made.silences}, {u.id for u in made.unsaid}),
    ):
        for id in sorted(ids - kept):
            yield _fault("decision", made.id, f"keeps nothing of {sort} {id}")
    anchors = (
        *((a.document, a.statement) for a in made.anchors),
        *((p.document, p.commitment) for p in made.promised),
        *((u.document, u.silence) for u in made.unsaid),
    )
    yield from _spans(
        held, ((key, "decision", made.id, stood) for key, stood in anchors if key in held)
    )
