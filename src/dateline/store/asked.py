"""What a query asks of the tables; `dateline.store.filters` asks the same of one statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, cast, func, or_, select, text
from sqlalchemy.dialects.postgresql import TSQUERY

from dateline.store import Query
from dateline.store.tables import actors, documents, statements
from dateline.store.words import words


def known(asked: Select[Any], as_of: str | None) -> Select[Any]:
    """Leave out the documents published after the day."""
    return asked if as_of is None else asked.where(documents.c.published_from <= as_of)


def published(asked: Select[Any], query: Query) -> Select[Any]:
    """Leave out the documents whose day of publication does not touch the days asked for."""
    return touching(asked, query, documents.c.published_from, documents.c.published_to)


def touching(
    asked: Select[Any], query: Query, first: ColumnElement[Any], last: ColumnElement[Any]
) -> Select[Any]:
    """Leave out the rows whose days, of which one bound may be unknown, are none asked for."""
    if query.from_ is not None or query.to is not None:
        asked = asked.where(or_(first.is_not(None), last.is_not(None)))
    if query.from_ is not None:
        asked = asked.where(func.coalesce(last, "9999") >= query.from_)
    if query.to is not None:
        asked = asked.where(func.coalesce(first, "0000") <= query.to)
    return asked


def filtered(asked: Select[Any], query: Query, dialect: str) -> Select[Any]:
    """Leave out the statements that the query does not ask for."""
    if query.type is not None:
        asked = asked.where(statements.c.type == query.type.upper())
    if query.place is not None:
        asked = asked.where(
            func.lower(statements.c.place).contains(query.place.lower(), autoescape=True)
        )
    if said := words(query.text or ""):
        asked = asked.where(holds(statements, said, dialect))
    if query.from_ is not None:
        open_end = statements.c.time_to.is_(None) & statements.c.time_from.is_not(None)
        asked = asked.where((statements.c.time_to >= query.from_) | open_end)
    if query.to is not None:
        asked = asked.where(func.coalesce(statements.c.time_from, statements.c.time_to) <= query.to)
    named = []
    if query.actor is not None:
        part = query.actor.lower()
        named.append(
            func.lower(actors.c.actor).contains(part, autoescape=True)
            | func.lower(actors.c.name).contains(part, autoescape=True)
        )
    if query.country is not None:
        asked = asked.where(
            or_(
                statements.c.country == query.country.upper(),
                statements.c.id.in_(
                    select(actors.c.statement).where(actors.c.country == query.country.upper())
                ),
            )
        )
    for condition in named:
        asked = asked.where(statements.c.id.in_(select(actors.c.statement).where(condition)))
    return asked


_FTS = {
    "statements": text("SELECT rowid FROM statement_words WHERE statement_words MATCH :said"),
    "documents": text("SELECT rowid FROM document_words WHERE document_words MATCH :said"),
}


def holds(table: Table, said: Iterable[str], dialect: str) -> Any:
    """That a row has words which begin so, by the index of the database."""
    if dialect == "sqlite":
        match = " ".join(f'"{word}"*' for word in said)
        return table.c.number.in_(_FTS[table.name].bindparams(said=match))
    match = " & ".join(f"'{word}':*" for word in said)
    held = func.array_to_tsvector(func.string_to_array(table.c.words, " "))
    return held.op("@@")(cast(match, TSQUERY))


def numbers_of(said: Iterable[str], dialect: str) -> Any:
    """The numbers of the statements whose sentences have words which begin so."""
    if dialect == "sqlite":
        return _FTS["statements"].bindparams(said=" ".join(f'"{word}"*' for word in said))
    return select(statements.c.number).where(holds(statements, said, dialect))
