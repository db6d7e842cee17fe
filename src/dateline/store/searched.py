"""Full-text search over whole documents, by the database's own index."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from dateline.store import Query
from dateline.store.answers import Page
from dateline.store.asked import holds, known, published
from dateline.store.tables import documents
from dateline.store.words import Run, runs


def documents_with(
    connection: Connection, query: Query, offset: int, most: int, *, newest: bool
) -> Page[str]:
    """The ids of the documents that hold all that is looked for, by day of publication.

    Those without a date come last. Nothing is found where nothing is looked for.
    """
    said = runs(query.text or "")
    if not said:
        return Page(items=(), total=0, offset=offset)
    dialect = connection.dialect.name
    found = published(known(_holding(select(documents.c.id), said, dialect), query.as_of), query)
    day, key = documents.c.published_from, documents.c.id
    order = (day.desc(), key.desc()) if newest else (day, key)
    asked = found.add_columns(func.count().over()).order_by(day.is_(None), *order)
    rows = connection.execute(asked.offset(offset).limit(most)).all()
    if rows or not offset:
        return Page(items=tuple(r[0] for r in rows), total=rows[0][1] if rows else 0, offset=offset)
    total = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    return Page(items=(), total=total, offset=offset)


def _holding(asked: Select[Any], said: tuple[Run, ...], dialect: str) -> Select[Any]:
    """All words by the index; words that are to follow each other are then looked for as such."""
    asked = asked.where(holds(documents, dict.fromkeys(w for run in said for w in run), dialect))
    for run in (run for run in said if len(run) > 1):
        asked = asked.where((" " + documents.c.words).contains(f" {' '.join(run)}"))
    return asked
