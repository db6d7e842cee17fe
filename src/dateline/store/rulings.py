"""What decisions make of the statements of one document, kept so that not all are looked at.

A decision about statements of several documents is in each of them about its own alone
(`dateline.record.ruled`): whether one comes back, or which one stands for it now, follows from its
document and the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select

from dateline.record import ledger
from dateline.record.decisions import Decision, standing
from dateline.record.entry import Entry, Unspoken
from dateline.record.regroup import JOINS
from dateline.record.ruled import ruled
from dateline.store.lines import parts, read, unspoken
from dateline.store.tables import (
    deciding,
    decisions,
    documents,
    matters,
    regroupings,
    silences,
    withdrawals,
)
from dateline.types import Published

_OUT = select(documents.c.published_from, documents.c.published_to)
_STANDING = (
    select(deciding.c.document, decisions.c.data)
    .join(decisions, decisions.c.id == deciding.c.decision)
    .join(withdrawals, withdrawals.c.decision == decisions.c.id, isouter=True)
    .where(
        deciding.c.document.in_(bindparam("some", expanding=True)),
        withdrawals.c.decision.is_(None),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruling:
    """The statements of a document: ``all`` that are told of, of which those ``back`` came back.

    ``decided`` has those that people changed or (``None``) rejected; ``silences`` are those that
    people decided about as these are now, ``None`` of a document where they did about none;
    ``matters`` are the statements that its silences were or are on, where that may have changed.
    """

    document: str
    all: tuple[Entry, ...]
    back: frozenset[str] = frozenset()
    decided: Mapping[str, Entry | None] = field(default_factory=dict)
    silences: tuple[Unspoken, ...] | None = None
    matters: frozenset[str] = frozenset()


def note(connection: Connection, made: Decision) -> None:
    """Keep which documents a decision is about."""
    rows = [{"decision": made.id, "document": d} for d in sorted(made.documents)]
    if rows:
        connection.execute(insert(deciding), rows)


def documents_of(connection: Connection, decision: str) -> list[str]:
    """The documents that a decision is about."""
    asked = select(deciding.c.document).where(deciding.c.decision == decision)
    return list(connection.execute(asked.order_by(deciding.c.document)).scalars())


def ruling(
    connection: Connection, document: str, published: Published, known: list[Entry]
) -> Ruling:
    """What the standing decisions make of a document, its regroupings kept anew."""
    connection.execute(delete(regroupings).where(regroupings.c.document == document))
    found, rows = looked_up(connection, document, published, known)
    if rows:
        connection.execute(insert(regroupings), rows)
    on = frozenset(_matters(connection, document, found.silences))
    return replace(found, matters=on)


def looked_up(
    connection: Connection, document: str, published: Published, known: list[Entry]
) -> tuple[Ruling, list[dict[str, Any]]]:
    """What `ruling` finds, but for matters, and the rows of regroupings; nothing is kept."""
    made = standing_on(connection, document)
    if not made:
        return Ruling(document, tuple(known)), []
    found = ruled(known, made, {document: published})
    rows = [
        row
        for old, new in zip(made, found.decisions, strict=True)
        for row in _regrouped(old, new, document)
    ]
    now = {e.statement.id: e for e in found.entries}
    changed = {
        e.statement.id: now.get(e.statement.id)
        for e in found.all
        if now.get(e.statement.id) is not e
    }
    back = frozenset(e.statement.id for e in found.all[found.read :])
    silent = _silences(connection, document, published, found.all, made)
    return Ruling(document, found.all, back, changed, silent), rows


def about(connection: Connection, some: Iterable[str]) -> list[Unspoken]:
    """The silences on statements, as decided."""
    found: list[Unspoken] = []
    wanted = set(some)
    ruled_on: set[str] = set()
    for ids in parts(wanted):
        without = silences.c.document.not_in(select(matters.c.document))
        found += unspoken(connection, silences.c.about.in_(ids) & without)
        asked = select(matters.c.document).where(matters.c.statement.in_(ids))
        ruled_on |= set(connection.execute(asked).scalars())
    for document in sorted(ruled_on):
        known = read(connection, document)
        row = connection.execute(_OUT.where(documents.c.id == document)).one()
        published = Published(from_=row.published_from, to=row.published_to)
        made = standing_on(connection, document)
        every = ruled(known, made, {document: published}).all
        held = _silences(connection, document, published, every, made) or ()
        found += [u for u in held if u.silence.about in wanted]
    return found


def _silences(
    connection: Connection,
    document: str,
    published: Published,
    known: Iterable[Entry],
    made: Sequence[Decision],
) -> tuple[Unspoken, ...] | None:
    """The silences of a document as decided; ``None`` where nobody decided about one."""
    if not any(one.silences for one in made):
        return None
    held = list(unspoken(connection, silences.c.document == document))
    told = [e.statement.id for e in known]
    return ledger.silences(held, made, {document: published}, told).held


def _matters(connection: Connection, document: str, silent: Iterable[Unspoken] | None) -> set[str]:
    """Keep what decided silences are on; what they or others were on before, too."""
    mine = matters.c.document == document
    old = set(connection.execute(select(matters.c.statement).where(mine)).scalars())
    if not old and silent is None:
        return set()
    connection.execute(delete(matters).where(mine))
    new: set[str] = set()
    if silent is not None:
        new = {u.silence.about or "" for u in silent}
        rows = [{"document": document, "statement": i} for i in sorted({*new, ""})]
        connection.execute(insert(matters), rows)
    read_ = select(silences.c.about).where(silences.c.document == document)
    first = {i for i in connection.execute(read_).scalars() if i is not None}
    return (old | new | first) - {""}


def grouping(connection: Connection, made: Iterable[str]) -> list[Decision]:
    """Decisions that join or part, about the statements by the ids that these have now."""
    sides: dict[str, tuple[set[str], set[str]]] = {}
    heads: dict[str, Decision] = {}
    for some in parts(made):
        asked = (
            select(regroupings, decisions.c.data)
            .join(decisions, decisions.c.id == regroupings.c.decision)
            .where(regroupings.c.decision.in_(some))
        )
        for row in connection.execute(asked):
            if row.decision not in heads:
                heads[row.decision] = msgspec.json.decode(row.data, type=Decision)
            sides.setdefault(row.decision, (set(), set()))[row.others].add(row.statement)
    return [
        msgspec.structs.replace(
            head, statements=tuple(sorted(sides[id][0])), others=tuple(sorted(sides[id][1]))
        )
        for id, head in heads.items()
    ]


def standing_on(connection: Connection, document: str) -> list[Decision]:
    """The standing decisions about a document, in order of time."""
    return standing_on_each(connection, [document]).get(document, [])


def standing_on_each(connection: Connection, some: Iterable[str]) -> dict[str, list[Decision]]:
    """The standing decisions about documents, in order of time, by document."""
    found: dict[str, list[Decision]] = {}
    for ids in parts(some):
        for document, data in connection.execute(_STANDING, {"some": ids}):
            found.setdefault(document, []).append(msgspec.json.decode(data, type=Decision))
    return {document: standing(made) for document, made in found.items()}


def _regrouped(old: Decision, new: Decision, document: str) -> Iterator[dict[str, Any]]:
    """The statements of a document that a decision joins or parts, by the ids they have now."""
    if old.kind not in JOINS:
        return
    now = {
        was.statement.id: anchor.statement.id
        for was, anchor in zip(old.anchors, new.anchors, strict=True)
        if was.document == document
    }
    for others, ids in ((False, old.statements), (True, old.others)):
        for id in sorted({now[i] for i in ids if i in now}):
            yield {
                "decision": old.id, "statement": id, "others": others, "document": document,
            }  # fmt: skip
