"""What of a reading goes into which columns, and the rows put in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, insert, select

from dateline.store import near, versions_key
from dateline.store.tables import actors, commitments, documents, silences, statements
from dateline.store.words import words
from dateline.types import Document, Failure, Reading, Statement

_encode = msgspec.json.encode
# A document's words in PostgreSQL's index take at most 1 MB, each but once.
_MOST = 250_000


def put(connection: Connection, reading: Reading) -> None:
    """Put the rows of a reading in."""
    document = reading.document
    row = document_row(document, reading.failures, versions_key(reading.versions))
    connection.execute(insert(documents), {"number": _last(connection, documents) + 1, **row})
    near.keep(connection, document.id, document.text)
    last = _last(connection, statements)
    _insert_all(
        connection,
        statements,
        [
            {"number": number, **statement_row(document.id, s)}
            for number, s in enumerate(reading.statements, last + 1)
        ],
    )
    _insert_all(connection, actors, [row for s in reading.statements for row in actor_rows(s)])
    _insert_all(
        connection,
        commitments,
        [
            {
                "id": c.id, "document": document.id, "start": c.action.start,
                "end": c.action.end, "data": _encode(c),
            }
            for c in reading.commitments
        ],
    )  # fmt: skip
    _insert_all(
        connection,
        silences,
        [
            {
                "document": document.id, "number": number, "start": s.sentence.start,
                "end": s.sentence.end, "data": _encode(s), "about": s.about,
            }
            for number, s in enumerate(reading.silences)
        ],
    )  # fmt: skip


def _last(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.c.number))).scalar() or 0


def _insert_all(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def document_row(
    document: Document, failures: tuple[Failure, ...], versions: str
) -> dict[str, Any]:
    """The columns of a document, but its number."""
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "publisher": document.publisher,
        "published_from": document.published.from_,
        "published_to": document.published.to,
        "versions": versions,
        "failures": _encode(failures),
        "data": _encode(document),
        "words": document_words(document.title, document.text),
    }


def document_words(title: str | None, text: str) -> str:
    """The words of a document's title and text: what the index can hold of them."""
    return " ".join([*words(title or ""), *words(text)])[:_MOST]


def statement_row(document: str, statement: Statement) -> dict[str, Any]:
    """The columns of a statement, but its number."""
    time, place = statement.time, statement.place
    return {
        "id": statement.id,
        "document": document,
        "start": statement.sentence.start,
        "end": statement.sentence.end,
        "type": statement.event.type,
        "modality": statement.modality,
        "background": statement.background,
        "time_from": time.from_ if time else None,
        "time_to": time.to if time else None,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "words": " ".join(words(statement.sentence.text)),
        "data": _encode(statement),
    }


def actor_rows(statement: Statement) -> Iterator[dict[str, Any]]:
    """The columns of everyone whom a statement names."""
    speaker = statement.attribution.speaker
    roles = (
        ("actor", statement.actors),
        ("recipient", statement.recipients),
        ("speaker", (speaker,) if speaker is not None else ()),
    )
    for role, named in roles:
        for number, actor in enumerate(named):
            yield {
                "statement": statement.id,
                "role": role,
                "number": number,
                "actor": actor.id,
                "name": actor.name or actor.text,
                "country": actor.country,
                "sector": actor.sector,
            }
