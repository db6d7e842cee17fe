"""Faults that only the database itself shows: broken pages, rows that lead nowhere, columns astray.

Columns beside ``data`` say again what stands there, so that the database can filter by them: where
the two differ, filters and what is shown differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from dateline.store.rows import actor_rows, document_row, statement_row
from dateline.store.tables import actors, documents, statements
from dateline.types import Document, Failure, Statement

_INDEXED = (
    (statements, "SELECT count(*) FROM statement_words_docsize"),
    (documents, "SELECT count(*) FROM document_words_docsize"),
)


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong with the tables of a record, a line each."""
    if connection.dialect.name == "sqlite":
        yield from _sqlite(connection)
    yield from _documents(connection)
    yield from _statements(connection)


def _sqlite(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    for table, row, to, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} leads to nothing in {to}"
    for table, asked in _INDEXED:
        held = connection.execute(select(func.count()).select_from(table)).scalar()
        found = connection.exec_driver_sql(asked).scalar()
        if held != found:
            yield f"the full-text index has {found} {table.name}, the record {held}"


def _documents(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(documents)).mappings():
        document = msgspec.json.decode(row["data"], type=Document)
        failures = msgspec.json.decode(row["failures"], type=tuple[Failure, ...])
        for name in _astray(row, document_row(document, failures, row["versions"])):
            yield f"document {row['id']}: the column {name} says something else than the document"
        if row["number"] is None:
            yield f"document {row['id']}: has no number, and cannot be found by its words"


def _statements(connection: Connection) -> Iterator[str]:
    named: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for row in connection.execute(select(actors)).mappings():
        named[row["statement"]].add(tuple(row.values()))
    for row in connection.execute(select(statements)).mappings():
        statement = msgspec.json.decode(row["data"], type=Statement)
        for name in _astray(row, statement_row(row["document"], statement)):
            yield f"statement {row['id']}: the column {name} says something else than it does"
        if row["number"] is None:
            yield f"statement {row['id']}: has no number, and cannot be found by its words"
        if {tuple(r.values()) for r in actor_rows(statement)} != named[row["id"]]:
            yield f"statement {row['id']}: the table of actors names others than it does"


def _astray(row: Any, said: dict[str, Any]) -> list[str]:
    return [name for name, value in said.items() if row[name] != value and name != "data"]
