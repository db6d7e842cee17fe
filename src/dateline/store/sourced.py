"""The documents of a record that a query asks for, with what they are copies or versions of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from dateline.record.copies import Relation, relations
from dateline.store import Query, Store, lines, near
from dateline.store.asked import known, published
from dateline.store.sql import SqlStore
from dateline.store.tables import documents
from dateline.types import Document, Failure


@dataclass(frozen=True, slots=True)
class Sourced:
    """Documents in order of publication, each with its failures; near copies by the later's id."""

    documents: list[tuple[Document, list[Failure]]]
    relations: Mapping[str, tuple[str, Relation]]


def sourced(store: Store, query: Query, limit: int = 0) -> Sourced:
    """The documents that came out in the time asked for, the first ones (0: all)."""
    if not isinstance(store, SqlStore):
        raise TypeError(f"not a record in SQL: {store.name}")
    first = documents.c.published_from
    asked = known(select(documents.c.data, documents.c.failures), query.as_of)
    asked = published(asked, query)
    with store.reading() as connection:
        found: list[tuple[Document, list[Failure]]] = []
        for dated in (first.is_not(None), first.is_(None)):  # one after the other, by the index
            if limit and len(found) == limit:
                break
            some = asked.where(dated).order_by(first, documents.c.id)
            found += [
                (_document(data), msgspec.json.decode(failures, type=list[Failure]))
                for data, failures in connection.execute(
                    some.limit(limit - len(found) if limit else None)
                )
            ]
        family = near.family(connection, {d.id for d, _ in found}, query.as_of)
        others = family.keys() - {d.id for d, _ in found}
        every = [*(d for d, _ in found), *_documents(connection, others)]
        return Sourced(found, relations(every, family))


_document = msgspec.json.Decoder(Document).decode


def _documents(connection: Connection, ids: Iterable[str]) -> list[Document]:
    return [*map(_document, lines.values_of(connection, documents.c.data, documents.c.id, ids))]
