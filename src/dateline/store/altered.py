"""What later reports change of commitments, kept beside what is followed.

``alterations`` are the commitments that tell of a change, under the keys of those that it may be
of (`dateline.record.altering`), ``altered`` which of these it is of. Where one comes, goes or turns
out otherwise, the reports of those on the other side are followed anew, and no others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from dateline.record import altering
from dateline.record.entry import Alteration, Before, Kept
from dateline.store import lines
from dateline.store.ledgers import Ledgers, ledgers_of
from dateline.store.placing import hashed
from dateline.store.tables import (
    alterations,
    altered,
    commitments,
    deciding,
    documents,
    followed,
    watches,
)
from dateline.store.watchers import Followed, Watcher
from dateline.types import Force

_AT_ONCE, _DOCUMENTS = 2000, 200
_encode = msgspec.json.encode
_change = msgspec.json.Decoder(Alteration).decode
_before = msgspec.json.Decoder(Before).decode
_followed = msgspec.json.Decoder(Followed).decode


class _Told(msgspec.Struct):
    """The part of a commitment that tells whether it may be a change."""

    force: Force


_told = msgspec.json.Decoder(_Told).decode


@dataclass(frozen=True, slots=True)
class Links:
    """What documents change (by the id of the change), and what changes theirs, with its document.

    The second by the ids of the change and of what it changes.
    """

    changes: Mapping[str, bytes]
    changed: Mapping[tuple[str, str], tuple[bytes, str]]


def links(connection: Connection, some: Iterable[str]) -> Links:
    """Those of documents, as kept."""
    changes: dict[str, bytes] = {}
    changed: dict[tuple[str, str], tuple[bytes, str]] = {}
    for ids in lines.parts(some):
        asked = select(alterations.c.id, alterations.c.data)
        for id, data in connection.execute(asked.where(alterations.c.document.in_(ids))):
            changes[id] = data
        of = select(altered.c.id, followed.c.id, altered.c.data, altered.c.document).join(
            followed, followed.c.number == altered.c.number
        )
        for id, mine, data, document in connection.execute(of.where(followed.c.document.in_(ids))):
            changed[id, mine] = data, document
    return Links(changes, changed)


def touched(connection: Connection, some: Iterable[str], before: Links) -> set[str]:
    """The documents to be followed anew since some were: on the other side of what differs now."""
    now = links(connection, some)
    found = {
        document
        for key in before.changed.keys() | now.changed.keys()
        if (one := before.changed.get(key)) != (other := now.changed.get(key))
        for _, document in filter(None, (one, other))
    }
    differ = [
        data
        for id in before.changes.keys() | now.changes.keys()
        if (was := before.changes.get(id)) != (new := now.changes.get(id))
        for data in filter(None, (was, new))
    ]
    found |= _waiting(connection, map(_change, differ))
    return set(lines.values_of(connection, documents.c.id, documents.c.id, found))


def _waiting(connection: Connection, some: Iterable[Alteration]) -> set[str]:
    """The documents of commitments that changes may be of."""
    under: dict[int, list[Alteration]] = defaultdict(list)
    for change in some:
        for key in altering.keys(change.commitment):
            under[hashed(key)].append(change)
    met: dict[int, list[Alteration]] = defaultdict(list)
    for keys in lines.parts(under):
        asked = select(watches.c.key, watches.c.number).where(watches.c.key.in_(keys))
        for key, number in connection.execute(asked):
            met[number] += under[key]
    found: set[str] = set()
    for numbers in lines.parts(met):
        asked = select(followed.c.number, followed.c.document, followed.c.out, followed.c.data)
        for row in connection.execute(asked.where(followed.c.number.in_(numbers))):
            kept = _followed(row.data).kept
            if kept is not None and any(
                altering.bears_on(change, kept, row.out) for change in met[row.number]
            ):
                found.add(row.document)
    return found


def put(connection: Connection, held: Mapping[str, Ledgers]) -> None:
    """Keep the changes that documents tell of."""
    rows: dict[tuple[int, str], dict[str, Any]] = {}
    for document, mine in held.items():
        for kept in mine.commitments.held:
            change = altering.alteration(kept, mine.published[document])
            if change is None:
                continue
            for key in altering.keys(kept.commitment):
                id = kept.commitment.id
                rows[hashed(key), id] = {
                    "key": hashed(key), "id": id, "document": document, "data": _encode(change),
                }  # fmt: skip
    if rows:
        connection.execute(insert(alterations), [rows[key] for key in sorted(rows)])


def fill(connection: Connection) -> None:
    """Keep the changes that all documents tell of."""
    asked = select(commitments.c.document, commitments.c.data)
    rows = connection.execute(asked.execution_options(yield_per=_AT_ONCE))
    some = {document for document, data in rows if altering.may_change(_told(data).force)}
    some |= set(connection.execute(select(deciding.c.document)).scalars())
    there = lines.values_of(connection, documents.c.id, documents.c.id, some)
    for ids in lines.parts(sorted(there), _DOCUMENTS):
        put(connection, ledgers_of(connection, ids))


def take(connection: Connection, document: str) -> None:
    """Let go of the changes that a document tells of."""
    lines.forget(connection, alterations.c.document, [document])


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Let go of what changes commitments, by their numbers."""
    lines.forget(connection, altered.c.number, numbers)


def keep(connection: Connection, made: Iterable[Watcher]) -> None:
    """Keep which changes bear on commitments that are kept."""
    rows = [
        {
            "number": one.number, "id": change.commitment.id, "document": change.document,
            "data": _encode(altering.before(kept, kept.out)),
        }
        for one in made
        if (kept := one.data.kept) is not None and kept.altered and kept.out is not None
        for change in one.changes()
    ]  # fmt: skip
    if rows:
        connection.execute(insert(altered), rows)


def attached(
    connection: Connection, held: Mapping[str, Ledgers], until: str | None = None
) -> dict[str, tuple[Kept, ...]]:
    """The commitments of documents with what may change them, and what they change.

    ``until``: by the changes that were known on that day.
    """
    every = [kept for mine in held.values() for kept in mine.commitments.held]
    keys = {hashed(key) for kept in every for key in altering.keys(kept.commitment)}
    under: dict[int, list[Alteration]] = defaultdict(list)
    for some in lines.parts(keys):
        asked = select(alterations.c.key, alterations.c.data).where(alterations.c.key.in_(some))
        for key, data in connection.execute(asked):
            under[key].append(_change(data))
    earlier: dict[str, list[Before]] = defaultdict(list)
    for ids in lines.parts(
        k.commitment.id for k in every if altering.may_change(altering.force(k))
    ):
        asked = select(altered.c.id, altered.c.data).where(altered.c.id.in_(ids))
        for id, data in connection.execute(asked):
            earlier[id].append(_before(data))

    def near(kept: Kept) -> Iterator[Alteration]:
        for key in altering.keys(kept.commitment):
            yield from (c for c in under.get(hashed(key), ()) if until is None or c.out <= until)

    return {
        document: tuple(
            altering.pointing(
                altering.met(kept, mine.published[document].from_, near(kept)),
                earlier.get(kept.commitment.id, ()),
            )
            for kept in mine.commitments.held
        )
        for document, mine in held.items()
    }


def link(made: Iterable[Watcher]) -> None:
    """Let changes among those in work point to what they change."""
    every = list(made)
    earlier: dict[str, list[Before]] = defaultdict(list)
    for one in every:
        kept = one.data.kept
        for change in one.changes():
            if kept is not None and kept.out is not None:
                earlier[change.commitment.id].append(altering.before(kept, kept.out))
    for one in every:
        kept = one.data.kept
        if kept is not None and kept.commitment.id in earlier:
            one.point(altering.pointing(kept, earlier[kept.commitment.id]))
