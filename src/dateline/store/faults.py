"""Faults that only the database itself shows: broken pages, rows that lead nowhere, columns astray.

Columns beside ``data`` say again what stands there, so that the database can filter by them: where
the two differ, filters and what is shown differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from dateline.record.cells import of_event, of_statement
from dateline.record.entry import Entry
from dateline.store.accounts import decoded
from dateline.store.accounts import row as event_row
from dateline.store.lines import lines, parts
from dateline.store.rows import actor_rows, document_row, statement_row
from dateline.store.tables import (
    accounts,
    actors,
    documents,
    events,
    postings,
    statements,
    terms,
    told,
)
from dateline.types import Document, Failure, Statement

# What an event takes over from the statements that tell of it, as it stands there.
_TAKEN = frozenset(
    {"type", "mode", "contexts", "actors", "recipients", "place", "time", "quantities"}
)
_AT_ONCE = 200
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
    yield from _events(connection)


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
    asked = select(documents).execution_options(yield_per=_AT_ONCE)
    for row in connection.execute(asked).mappings():
        document = msgspec.json.decode(row["data"], type=Document)
        failures = msgspec.json.decode(row["failures"], type=tuple[Failure, ...])
        for name in _astray(row, document_row(document, failures, row["versions"])):
            yield f"document {row['id']}: the column {name} says something else than the document"
        if row["number"] is None:
            yield f"document {row['id']}: has no number, and cannot be found by its words"


def _statements(connection: Connection) -> Iterator[str]:
    ids = connection.execute(select(statements.c.id).order_by(statements.c.id)).scalars().all()
    for some in parts(ids):
        yield from _some_statements(connection, some)


def _some_statements(connection: Connection, some: Sequence[str]) -> Iterator[str]:
    named: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for row in connection.execute(select(actors).where(actors.c.statement.in_(some))).mappings():
        named[row["statement"]].add(tuple(row.values()))
    for row in connection.execute(select(statements).where(statements.c.id.in_(some))).mappings():
        statement = msgspec.json.decode(row["data"], type=Statement)
        for name in _astray(row, statement_row(row["document"], statement)):
            yield f"statement {row['id']}: the column {name} says something else than it does"
        if row["number"] is None:
            yield f"statement {row['id']}: has no number, and cannot be found by its words"
        if {tuple(r.values()) for r in actor_rows(statement)} != named[row["id"]]:
            yield f"statement {row['id']}: the table of actors names others than it does"


def _events(connection: Connection) -> Iterator[str]:
    """Events that are filtered otherwise than what they are made from says."""
    numbers = connection.execute(select(events.c.number).order_by(events.c.number)).scalars().all()
    for some in parts(numbers):
        groups: dict[int | None, list[Entry]] = defaultdict(list)
        for line in lines(connection, told.c.event, some):
            if line.decided is not None:
                groups[line.event].append(line.decided)
        asked = (
            select(events, accounts.c.data)
            .join(accounts, accounts.c.number == events.c.number, isouter=True)
            .where(events.c.number.in_(some))
        )
        named: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for event, kind, word in connection.execute(
            select(postings.c.event, terms.c.kind, terms.c.word)
            .join(terms, terms.c.number == postings.c.term)
            .where(postings.c.event.in_(some))
        ):
            named[event].add((kind, word))
        for held in connection.execute(asked).mappings():
            group = groups[held["number"]]
            if held["data"] is None or not group:
                yield f"event {held['id']}: nothing is told of it"
                continue
            event = decoded(held["data"])
            given = {(c.name, c.key) for e in group for c in of_statement(e.statement)}
            for cell in of_event(event):
                if cell.name in _TAKEN and (cell.name, cell.key) not in given:
                    yield f"event {held['id']}: no statement gives {cell.name} {cell.label}"
            made = event_row(event, group, regrouped=not held["whole"])
            for name in _astray(held, made.columns):
                yield f"event {held['id']}: the column {name} says something else than it does"
            if named[held["number"]] != set(made.terms):
                yield f"event {held['id']}: is found by other words than it has"


def _astray(row: Any, said: dict[str, Any]) -> list[str]:
    return [name for name, value in said.items() if row[name] != value and name != "data"]
