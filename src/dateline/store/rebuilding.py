"""All of a record merged anew: a small one at once, others type by type by all cores.

Statements of two types never tell of one event unless a person joined them, so that a type can be
merged by itself: what is in memory at a time are the statements of the types in work. Where all are
merged at once, what is compared of two documents is made once. The groups that people joined or
parted come last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, insert, make_url, select, true

from dateline.children import cores, started
from dateline.record.copies import families
from dateline.record.entry import Entry, Unspoken
from dateline.record.matching import Group, Matcher, arrival, blocks, clusters
from dateline.record.merge import event_of, on_matters
from dateline.store import accounts, lines, near
from dateline.store.engines import postgres_engine, reading_of, sqlite_engine
from dateline.store.placing import hashed
from dateline.store.rulings import Ruling, ruling
from dateline.store.tables import accounts as account_rows
from dateline.store.tables import blocks as block_rows
from dateline.store.tables import (
    deciding,
    documents,
    events,
    loose,
    matters,
    merges,
    postings,
    profiles,
    regroupings,
    statements,
    terms,
    told,
)
from dateline.types import Published, Statement

_encode = msgspec.json.encode
_ALONE = 20_000  # statements up to which starting processes costs more than it saves
_AT_ONCE = 2000


@dataclass(slots=True)
class Decided:
    """What decisions make of the statements of one type.

    ``back`` are those that they keep, with their numbers; ``now`` those that they change or
    (``None``) reject; ``named`` those that they join or part; ``kept`` are those that they keep
    of all types, by document, and ``silences`` all of documents where they are about some.
    """

    back: list[tuple[int, Entry]] = field(default_factory=list)
    now: dict[str, Entry | None] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    kept: lines.Back = field(default_factory=dict)
    silences: dict[str, tuple[Unspoken, ...]] = field(default_factory=dict)


class Part(NamedTuple):
    """What the statements of one type are merged into: rows, but for the numbers of events."""

    told: list[tuple[int, str, str, str, str]]
    blocks: list[tuple[int, int]]
    events: list[bytes]


def rebuild(connection: Connection, made: str) -> None:
    """Merge everything anew, in the transaction of the connection."""
    for table in (told, profiles, block_rows, postings, terms, account_rows, events, regroupings,
                  loose, matters, merges):  # fmt: skip
        connection.execute(delete(table))
    rulings = _rulings(connection)
    counted = connection.execute(
        select(statements.c.type, func.count())
        .group_by(statements.c.type)
        .order_by(func.count().desc(), statements.c.type)
    ).all()
    named = set(connection.execute(select(regroupings.c.statement)).scalars())
    decided = decided_of(rulings, [kind for kind, _ in counted], named)
    number = 0
    every = sum(count for _, count in counted)
    for kind, part in _parts(connection, decided, every):
        number = _keep(connection, part, decided[kind], number)
    homes = {line.home for line in lines.lines(connection, told.c.statement, sorted(named))}
    accounts.renew(connection, homes, ())
    connection.execute(insert(merges), {"made": made})


def _rulings(connection: Connection) -> list[Ruling]:
    """What decisions make of each document that they are about."""
    asked = (
        select(documents.c.id, documents.c.published_from, documents.c.published_to)
        .join(deciding, deciding.c.document == documents.c.id)
        .distinct()
        .order_by(documents.c.id)
    )
    return [
        ruling(connection, id, Published(from_=first, to=last), lines.read(connection, id))
        for id, first, last in connection.execute(asked).all()
    ]


def decided_of(
    rulings: Iterable[Ruling], kinds: Iterable[str], named: Collection[str]
) -> dict[str, Decided]:
    """What decisions make of the statements, by type as these were read, the largest first."""
    found = {kind: Decided() for kind in kinds}
    number = 0
    kept: lines.Back = {}
    silent: dict[str, tuple[Unspoken, ...]] = {}
    for one in rulings:
        if one.silences is not None:
            silent[one.document] = one.silences
        for entry in one.all:
            of = found.setdefault(entry.statement.event.type, Decided())
            id = entry.statement.id
            if id in one.back:
                number -= 1
                of.back.append((number, entry))
                kept.setdefault(entry.document, []).append(entry.statement)
            if id in one.decided:
                of.now[id] = one.decided[id]
            if id in named:
                of.named.add(id)
    for of in found.values():
        of.kept, of.silences = kept, silent
    return found


def _parts(
    connection: Connection, decided: Mapping[str, Decided], every: int
) -> Iterator[tuple[str, Part]]:
    """Each type with what it is merged into."""
    workers = min(cores(), len(decided))
    if every < _ALONE or workers < 2:
        yield from merged(connection, decided, whole=True).items()
        return
    address = connection.engine.url.render_as_string(hide_password=False)
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=started) as pool:
        ahead: deque[tuple[str, Future[Part]]] = deque()
        for kind, one in decided.items():
            ahead.append((kind, pool.submit(_elsewhere, address, kind, one)))
            if len(ahead) > workers:
                first, done = ahead.popleft()
                yield first, done.result()
        while ahead:
            first, done = ahead.popleft()
            yield first, done.result()


def _elsewhere(address: str, kind: str, decided: Decided) -> Part:
    """Merge the statements of a type in a process of its own."""
    url = make_url(address)
    sqlite = url.get_backend_name() == "sqlite"
    engine = sqlite_engine(Path(url.database or "")) if sqlite else postgres_engine(address)
    try:
        with reading_of(engine).connect() as connection:
            return merged(connection, {kind: decided}, whole=False)[kind]
    finally:
        engine.dispose()


def merged(
    connection: Connection, decided: Mapping[str, Decided], *, whole: bool
) -> dict[str, Part]:
    """Merge the statements of types; whether these are the ``whole`` record."""
    numbers: dict[str, int] = {}
    known: list[Entry] = []
    for kind, one in decided.items():
        known += _entries(connection, kind, numbers)
        for number, entry in one.back:
            numbers[entry.statement.id] = number
            known.append(entry)
    known.sort(key=arrival)
    matcher, found = Matcher(), {kind: Part([], [], []) for kind in decided}
    for cluster in clusters(known, None if whole else _sentences(connection, known, decided)):
        matcher.add(cluster)
        number = numbers[cluster.key]
        found[cluster.type].blocks.extend((hashed(key), number) for key in blocks(cluster))
    for group in matcher.groups:
        home = group[0]
        found[home.type].told.extend(
            (numbers[e.statement.id], e.statement.id, e.document, cluster.key, home.key)
            for cluster in group
            for e in cluster.entries
        )
    _tell(connection, matcher.groups, decided, found)
    return found


def _sentences(
    connection: Connection, known: Iterable[Entry], decided: Mapping[str, Decided]
) -> lines.Sentences:
    """The sentences of documents of which not all statements are known."""
    kept = next((one.kept for one in decided.values()), {})
    return lines.Sentences(connection, [e.document for e in known], kept)


def _tell(
    connection: Connection,
    groups: Iterable[Group],
    decided: Mapping[str, Decided],
    found: Mapping[str, Part],
) -> None:
    """Put to each type the events that its groups are, as decided; the groups are used up."""
    copies = families(near.pairs(connection, None))
    silent = next((one.silences for one in decided.values()), {})
    on = on_matters(
        [
            *(u for u in lines.unspoken(connection, true()) if u.document not in silent),
            *(u for held in silent.values() for u in held),
        ]
    )
    for group in groups:
        kind = group[0].type
        one = decided[kind]
        ids = [e.statement.id for cluster in group for e in cluster.entries]
        if not one.named.isdisjoint(ids):
            continue
        every = (one.now.get(e.statement.id, e) for c in group for e in c.entries)
        now = [entry for entry in every if entry is not None]
        group.clear()
        if now:
            event = event_of(now, on, copies)
            found[kind].events.append(_encode(accounts.row(event, now, regrouped=False)))


def _entries(connection: Connection, kind: str, numbers: dict[str, int]) -> list[Entry]:
    """The statements of a type as they were read; their numbers are added by id."""
    asked = (
        select(
            statements.c.number, statements.c.document, statements.c.data,
            documents.c.published_from, documents.c.published_to,
        )
        .join(documents)
        .where(statements.c.type == kind)
        .execution_options(yield_per=_AT_ONCE)
    )  # fmt: skip
    known: list[Entry] = []
    out: dict[tuple[str, str | None, str | None], tuple[str, Published]] = {}
    decoder = msgspec.json.Decoder(Statement)
    for number, document, data, first, last in connection.execute(asked):
        key = document, first, last
        if key not in out:
            out[key] = document, Published(from_=first, to=last)
        statement = decoder.decode(data)
        numbers[statement.id] = number
        known.append(Entry(*out[key], statement))
    return known


def _keep(connection: Connection, part: Part, decided: Decided, number: int) -> int:
    """Keep what the statements of a type are merged into; the last number of an event."""
    back = {e.statement.id: _encode(e.statement) for _, e in decided.back}
    now = {
        id: _encode(None if entry is None else entry.statement) for id, entry in decided.now.items()
    }
    home: dict[str, int] = {}
    for rows in lines.parts(part.events, _AT_ONCE):
        made = [msgspec.json.decode(data, type=accounts.Row) for data in rows]
        accounts.keep(connection, list(enumerate(made, number + 1)))
        for one in made:
            number += 1
            home.update((id, number) for id in one.event.statements)
    for some in lines.parts(sorted(part.told), _AT_ONCE):
        connection.execute(
            insert(told),
            [
                {
                    "number": of, "statement": id, "document": document, "cluster": cluster,
                    "home": first, "event": home.get(id), "back": back.get(id),
                    "decided": now.get(id),
                }
                for of, id, document, cluster, first in some
            ],
        )  # fmt: skip
    for keys in lines.parts(sorted(part.blocks), _AT_ONCE):
        connection.execute(insert(block_rows), [{"key": k, "number": n} for k, n in keys])
    return number
