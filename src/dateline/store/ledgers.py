"""The commitments and silences of one document, as the standing decisions leave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, select

from dateline.record import ledger
from dateline.record.decisions import Decision
from dateline.record.entry import Kept, Unspoken
from dateline.record.ledger import Ledger
from dateline.store import lines
from dateline.store.rulings import standing_on_each
from dateline.store.tables import commitments, documents, silences, told
from dateline.types import Commitment, Published

_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_OUT = select(documents.c.id, documents.c.published_from, documents.c.published_to).where(
    documents.c.id.in_(_SOME)
)
_PROMISED = (
    select(commitments.c.document, commitments.c.data)
    .where(commitments.c.document.in_(_SOME))
    .order_by(commitments.c.document, commitments.c.start, commitments.c.id)
)  # fmt: skip
_decoded = msgspec.json.Decoder(Commitment).decode


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The commitments and silences of a document, when that came out, and what was decided."""

    commitments: Ledger[Kept]
    silences: Ledger[Unspoken]
    published: dict[str, Published]
    decisions: list[Decision]


def ledgers(connection: Connection, document: str, until: str | None = None) -> Ledgers:
    """Those of a document, as known on the day ``until``."""
    return ledgers_of(connection, [document], until)[document]


def ledgers_of(
    connection: Connection, some: Iterable[str], until: str | None = None
) -> dict[str, Ledgers]:
    """Those of documents, by document."""
    wanted = list(some)
    read = _read(connection, wanted)
    silent: dict[str, list[Unspoken]] = defaultdict(list)
    published: dict[str, Published] = {}
    for ids in lines.parts(wanted):
        for one in lines.unspoken(connection, silences.c.document.in_(ids)):
            silent[one.document].append(one)
        for row in connection.execute(_OUT, {"some": ids}):
            published[row.id] = Published(from_=row.published_from, to=row.published_to)
    decided = standing_on_each(connection, wanted)
    led = {
        i for held in (read, silent) for many in held.values() for one in many for i in leads(one)
    }
    led |= {i for made in decided.values() for one in made for i in anchored(one)}
    there = _there(connection, wanted, led, until)
    found: dict[str, Ledgers] = {}
    for document in wanted:
        out, made = {document: published[document]}, decided.get(document, [])
        found[document] = Ledgers(
            ledger.commitments(read.get(document, ()), made, out, there),
            ledger.silences(silent.get(document, ()), made, out, there),
            out,
            made,
        )
    return found


def leads(one: Kept | Unspoken | None) -> set[str]:
    """The statements that a commitment or silence leads to, by id."""
    if isinstance(one, Kept):
        promise = one.commitment
        return {*promise.because, *(one.rests or ()), *filter(None, (promise.basis,))}
    if one is None:
        return set()
    return {*(one.ends or ()), *filter(None, (one.silence.about,))}


def _read(connection: Connection, some: Iterable[str]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = defaultdict(list)
    for ids in lines.parts(some):
        for document, data in connection.execute(_PROMISED, {"some": ids}):
            found[document].append(Kept(document, _decoded(data)))
    return found


def anchored(made: Decision) -> set[str]:
    """The statements that what a decision keeps leads to."""
    kept: list[Kept | Unspoken] = [Kept(p.document, p.commitment) for p in made.promised]
    kept += [Unspoken(u.document, Published(), u.silence) for u in made.unsaid]
    return {i for one in kept for i in leads(one)}


def _there(
    connection: Connection, some: Iterable[str], ids: Iterable[str], until: str | None
) -> frozenset[str]:
    """Which statements are in the record: those of documents, and of these ids."""
    found = set(lines.values_of(connection, told.c.statement, told.c.document, some))
    for values in lines.parts(set(ids) - found):
        asked = select(told.c.statement).where(told.c.statement.in_(values))
        if until is not None:
            asked = asked.join(documents, documents.c.id == told.c.document)
            asked = asked.where(documents.c.published_from <= until)
        found |= set(connection.execute(asked).scalars())
    return frozenset(found)
