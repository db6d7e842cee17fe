"""The commitments and silences of one document, as the standing decisions leave them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from dateline.record import ledger
from dateline.record.decisions import Decision
from dateline.record.entry import Kept, Unspoken
from dateline.record.ledger import Ledger
from dateline.store import lines
from dateline.store.rulings import standing_on
from dateline.store.tables import commitments, documents, silences, told
from dateline.types import Commitment, Published


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The commitments and silences of a document, when that came out, and what was decided."""

    commitments: Ledger[Kept]
    silences: Ledger[Unspoken]
    published: dict[str, Published]
    decisions: list[Decision]


def ledgers(connection: Connection, document: str, until: str | None = None) -> Ledgers:
    """Those of a document, as known on the day ``until``."""
    read = _read(connection, document)
    silent = list(lines.unspoken(connection, silences.c.document == document))
    decided = standing_on(connection, document)
    out = select(documents.c.published_from, documents.c.published_to)
    row = connection.execute(out.where(documents.c.id == document)).one()
    published = {document: Published(from_=row.published_from, to=row.published_to)}
    every: list[Kept | Unspoken] = [*read, *silent]
    led = {i for one in every for i in leads(one)}
    led |= {i for made in decided for i in anchored(made)}
    there = _there(connection, document, led, until)
    return Ledgers(
        ledger.commitments(read, decided, published, there),
        ledger.silences(silent, decided, published, there),
        published,
        decided,
    )


def leads(one: Kept | Unspoken | None) -> set[str]:
    """The statements that a commitment or silence leads to, by id."""
    if isinstance(one, Kept):
        promise = one.commitment
        return {*promise.because, *(one.rests or ()), *filter(None, (promise.basis,))}
    if one is None:
        return set()
    return {*(one.ends or ()), *filter(None, (one.silence.about,))}


def _read(connection: Connection, document: str) -> list[Kept]:
    asked = select(commitments.c.data).where(commitments.c.document == document)
    found = connection.execute(asked.order_by(commitments.c.start, commitments.c.id)).scalars()
    return [Kept(document, msgspec.json.decode(data, type=Commitment)) for data in found]


def anchored(made: Decision) -> set[str]:
    """The statements that what a decision keeps leads to."""
    kept: list[Kept | Unspoken] = [Kept(p.document, p.commitment) for p in made.promised]
    kept += [Unspoken(u.document, Published(), u.silence) for u in made.unsaid]
    return {i for one in kept for i in leads(one)}


def _there(
    connection: Connection, document: str, ids: Iterable[str], until: str | None
) -> set[str]:
    """Which statements are in the record: those of a document, and of these ids."""
    mine = select(told.c.statement).where(told.c.document == document)
    found = set(connection.execute(mine).scalars())
    for some in lines.parts(ids):
        asked = select(told.c.statement).where(told.c.statement.in_(some))
        if until is not None:
            asked = asked.join(documents, documents.c.id == told.c.document)
            asked = asked.where(documents.c.published_from <= until)
        found |= set(connection.execute(asked).scalars())
    return found
