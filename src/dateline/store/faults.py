"""Faults that only the database itself shows: broken pages, rows that lead nowhere, columns astray.

Columns beside ``data`` say again what stands there, so that the database can filter by them: where
the two differ, filters and what is shown differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from dateline.record.cells import of_event, of_statement
from dateline.record.entry import Entry
from dateline.store.accounts import decoded
from dateline.store.accounts import row as event_row
from dateline.store.lines import lines
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
_INDEXED = (
    (statements, "SELECT count(*) FROM statement_words_docsize"),
    (documents, "SELECT count(*) FROM document_words_docsize"),
)


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong with the file of a record, a line each; a server sees to that itself."""
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    for table, row, to, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} leads to nothing in {to}"
    for of, asked in _INDEXED:
        held = connection.execute(select(func.count()).select_from(of)).scalar()
        found = connection.exec_driver_sql(asked).scalar()
        if held != found:
            yield f"the full-text index has {found} {of.name}, the record {held}"


def of_document(
    row: RowMapping, document: Document, failures: tuple[Failure, ...]
) -> Iterator[str]:
    """What the columns of a document say otherwise than it does."""
    for name in _astray(row, document_row(document, failures, row["versions"])):
        yield f"document {row['id']}: the column {name} says something else than the document"
    if row["number"] is None:
        yield f"document {row['id']}: has no number, and cannot be found by its words"


def of_statements(
    connection: Connection, some: Iterable[tuple[RowMapping, Statement]]
) -> Iterator[str]:
    """What the columns of statements, and the table of actors, say otherwise than these do."""
    held = [(row, statement) for row, statement in some]
    named: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    asked = select(actors).where(actors.c.statement.in_([row["id"] for row, _ in held]))
    for one in connection.execute(asked):
        named[one.statement].add(tuple(one))
    for row, statement in held:
        for name in _astray(row, statement_row(row["document"], statement)):
            yield f"statement {row['id']}: the column {name} says something else than it does"
        if row["number"] is None:
            yield f"statement {row['id']}: has no number, and cannot be found by its words"
        if {tuple(r.values()) for r in actor_rows(statement)} != named[row["id"]]:
            yield f"statement {row['id']}: the table of actors names others than it does"


def of_events(connection: Connection, some: Sequence[int]) -> Iterator[str]:
    """Events, by number, that are filtered otherwise than what they are made from says."""
    groups: dict[int | None, list[Entry]] = defaultdict(list)
    for line in lines(connection, told.c.event, some):
        if line.decided is not None:
            groups[line.event].append(line.decided)
    named: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for event, kind, word in connection.execute(
        select(postings.c.event, terms.c.kind, terms.c.word)
        .join(terms, terms.c.number == postings.c.term)
        .where(postings.c.event.in_(some))
    ):
        named[event].add((kind, word))
    asked = (
        select(events, accounts.c.data)
        .join(accounts, accounts.c.number == events.c.number, isouter=True)
        .where(events.c.number.in_(some))
    )
    for held in connection.execute(asked).mappings():
        yield from _of_event(held, groups[held["number"]], named[held["number"]])


def _of_event(held: RowMapping, group: list[Entry], named: set[tuple[str, str]]) -> Iterator[str]:
    if held["data"] is None or not group:
        yield f"event {held['id']}: nothing is told of it"
        return
    event = decoded(held["data"])
    given = {(c.name, c.key) for e in group for c in of_statement(e.statement)}
    for cell in of_event(event):
        if cell.name in _TAKEN and (cell.name, cell.key) not in given:
            yield f"event {held['id']}: no statement gives {cell.name} {cell.label}"
    made = event_row(event, group, regrouped=not held["whole"])
    for name in _astray(held, made.columns):
        yield f"event {held['id']}: the column {name} says something else than it does"
    if named != set(made.terms):
        yield f"event {held['id']}: is found by other words than it has"


def _astray(row: RowMapping, said: dict[str, Any]) -> list[str]:
    return [name for name, value in said.items() if row[name] != value and name != "data"]
