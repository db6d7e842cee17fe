"""Signatures of documents and near copies, kept so that a new document costs its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Select, bindparam, delete, insert, select

from dateline.record.copies import MADE, Pair, Signature, families, near, signature
from dateline.store.lines import parts
from dateline.store.tables import bands, copies, documents, signatures

_MET = select(signatures.c.document, signatures.c.size, signatures.c.data).where(
    signatures.c.number.in_(
        select(bands.c.number).where(bands.c.key.in_(bindparam("bands", expanding=True)))
    ),
    signatures.c.made == MADE,
)


def keep(connection: Connection, document: str, text: str) -> None:
    """Keep the signature of a document, and which of those kept it is a near copy of."""
    made = signature(text)
    alike = [
        sorted((document, other))
        for other, size, data in connection.execute(_MET, {"bands": list(made.bands)})
        if near(made, Signature(size, data))
    ]
    row = {"document": document, "made": MADE, "size": made.size, "data": made.values}
    number = connection.execute(insert(signatures), row).inserted_primary_key
    if number is not None:
        rows: list[dict[str, Any]] = [{"key": key, "number": number[0]} for key in set(made.bands)]
        connection.execute(insert(bands), rows)
    if alike:
        connection.execute(insert(copies), [{"one": a, "other": b} for a, b in alike])


def forget(connection: Connection, document: str) -> None:
    """Forget the signature of a document that is about to be taken out."""
    asked = select(signatures.c.number, signatures.c.size, signatures.c.data).where(
        signatures.c.document == document
    )
    for number, size, data in connection.execute(asked).all():
        mine = bands.c.number == number
        connection.execute(delete(bands).where(mine, bands.c.key.in_(Signature(size, data).bands)))


def pairs(connection: Connection, as_of: str | None) -> list[Pair]:
    """The near copies among the documents known on ``as_of``."""
    asked = _known(select(copies.c.one, copies.c.other), as_of)
    return [Pair(one, other) for one, other in connection.execute(asked)]


def family(connection: Connection, some: Iterable[str], as_of: str | None = None) -> dict[str, str]:
    """The families of near copies that documents are of, by ways of others (known then) too."""
    found: dict[tuple[str, str], Pair] = {}
    held: set[str] = set()
    wanted = set(some)
    while fresh := wanted - held:
        held |= fresh
        for ids in parts(fresh):
            for side in (copies.c.one, copies.c.other):
                for one, other in connection.execute(_with(side, as_of), {"some": ids}):
                    found[one, other] = Pair(one, other)
                    wanted |= {one, other}
    return families(found.values())


@lru_cache(64)
def _with(side: Column[str], as_of: str | None) -> Select[Any]:
    """The pairs of which one, at a side, is among some."""
    asked = select(copies.c.one, copies.c.other)
    return _known(asked.where(side.in_(bindparam("some", expanding=True))), as_of)


def _known(asked: Select[Any], as_of: str | None) -> Select[Any]:
    """Leave out the pairs of which one was not known on the day."""
    if as_of is not None:
        for side in (copies.c.one, copies.c.other):
            about = documents.alias()
            asked = asked.join(about, about.c.id == side).where(about.c.published_from <= as_of)
    return asked


def fill(connection: Connection) -> None:
    """Keep the signatures of all documents of a record that has none yet."""
    asked = select(documents.c.id).order_by(documents.c.id)
    for document in connection.execute(asked).scalars().all():
        data = connection.execute(
            select(documents.c.data).where(documents.c.id == document)
        ).scalar_one()
        keep(connection, document, msgspec.json.decode(data, type=_Text).text)


class _Text(msgspec.Struct):
    """The part of a document that its signature is made from."""

    text: str
