"""What people decided about the statements, commitments and silences of some documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, select

from dateline.record.decisions import Decision, Withdrawal
from dateline.record.ruled import ruled
from dateline.store.ledgers import ledgers
from dateline.store.lines import parts, read
from dateline.store.tables import deciding, decisions, withdrawals

Made = list[tuple[frozenset[str], Decision]]


def made(connection: Connection, some: Iterable[str]) -> Made:
    """The decisions about documents in order of time, the withdrawn ones too.

    Each with the ids, now and when it was made, of what it is about.
    """
    on: dict[str, set[str]] = defaultdict(set)
    for ids in parts(some):
        asked = select(deciding.c.document, deciding.c.decision).where(deciding.c.document.in_(ids))
        found = connection.execute(asked).all()
        on |= {decision: set() for _, decision in found if decision not in on}
        for document in sorted({row.document for row in found}):
            _now(connection, document, on)
    return [
        (frozenset((*on[one.id], *one.about, *one.others)), one) for one in every(connection, on)
    ]


def _now(connection: Connection, document: str, on: dict[str, set[str]]) -> None:
    """Count in what standing decisions about a document are about now."""
    kept = ledgers(connection, document)
    entries = read(connection, document)
    for one in ruled(entries, kept.decisions, kept.published).decisions:
        on[one.id].update(one.statements, one.others)
    for led in (kept.commitments.on, kept.silences.on):
        for id, ids in led.items():
            on[id].update(ids)


def every(connection: Connection, ids: Iterable[str]) -> list[Decision]:
    """Decisions by id, in order of time, the withdrawn ones with who withdrew them."""
    found = []
    for some in parts(ids):
        asked = (
            select(decisions.c.data, withdrawals.c.data)
            .join(withdrawals, isouter=True)
            .where(decisions.c.id.in_(some))
        )
        for data, gone in connection.execute(asked):
            decision = msgspec.json.decode(data, type=Decision)
            if gone is not None:
                decision = replace(decision, withdrawn=msgspec.json.decode(gone, type=Withdrawal))
            found.append(decision)
    return sorted(found, key=lambda one: (one.at, one.id))


def words(known: Made, ids: Collection[str]) -> tuple[str, ...]:
    """What people decided about any of those of the ids: "accept", "correct mode"; each once."""
    kinds = (
        f"{one.kind} {one.cell}" if one.cell else one.kind
        for on, one in known
        if one.withdrawn is None and not on.isdisjoint(ids)
    )
    return tuple(dict.fromkeys(kinds))
