"""Which statements tell of one event, kept so that not all is matched at each look."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, insert, select

from dateline.record.matching import MADE
from dateline.store.tables import documents, homes, statements

# Statements without a home are matched when they are looked at; from so many on they are settled.
_MANY, _SHARE = 500, 0.05
_AT_ONCE = 5000


def held(connection: Connection) -> dict[str, str]:
    """The homes that were found by the matching of this program."""
    asked = select(homes.c.statement, homes.c.home).where(homes.c.made == MADE)
    return {row.statement: row.home for row in connection.execute(asked)}


def wanted(connection: Connection) -> bool:
    """Whether so many statements have no home that finding it should not be put off."""
    known = connection.execute(select(func.count()).where(homes.c.made == MADE)).scalar_one()
    every = connection.execute(select(func.count()).select_from(statements)).scalar_one()
    return every - known > max(_MANY, _SHARE * every)


def keep(connection: Connection, found: Mapping[str, str]) -> None:
    """Keep homes in place of those kept."""
    connection.execute(delete(homes))
    rows = [{"statement": s, "home": h, "made": MADE} for s, h in found.items()]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(insert(homes), rows[start : start + _AT_ONCE])


def forget(connection: Connection, document: str) -> None:
    """Forget what may rest on a document that is about to be taken out: all that came out later."""
    said = func.coalesce(documents.c.published_to, documents.c.published_from, "9999")
    since = select(said).where(documents.c.id == document).scalar_subquery()
    later = select(statements.c.id).join(documents).where(said >= since)
    connection.execute(delete(homes).where(homes.c.statement.in_(later)))
