"""What reports tell, let bear on what others promise or are silent on, or taken from it again.

Each is held only against the statements that stand under its keys, and read with all that bears on
it only where one of them does. What stands as it stood is not told again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from dateline.record.entry import Entry
from dateline.record.stands import found_under, named, sentence
from dateline.store import lines
from dateline.store.borne import Borne
from dateline.store.placing import hashed
from dateline.store.tables import followed, standings, told, watches
from dateline.store.watchers import Followed, Watcher, unpacked

Told = Mapping[int, Entry]
_AT_ONCE = 500
_SHORT = (
    followed.c.number, followed.c.document, followed.c.data, followed.c.known, followed.c.out
)  # fmt: skip
_decoded = msgspec.json.Decoder(Followed).decode


def under(entry: Entry) -> Iterable[tuple[int, str]]:
    """The keys that a statement is found under, each with the day from which that matters."""
    found = [(hashed(key), day) for key, day in found_under(entry)]
    return [*found, (hashed(sentence(entry.statement.sentence)), "")]


def join(connection: Connection, entries: Told, but: Collection[str]) -> set[str]:
    """Let what reports tell bear on what others promise; the documents to be followed anew.

    ``but`` are reports whose own commitments and silences are made anew in any case.
    """
    waiting, anew = _waiting(connection, entries)
    for fresh in _taken(connection, waiting, entries, but):
        changed: list[Watcher] = []
        for one in _watchers(connection, fresh):
            for number, entry in fresh[one.number].items():
                one.add(number, entry)
            changed.append(one)
        _keep(connection, changed)
    return anew


def leave(connection: Connection, entries: Told, document: str) -> set[str]:
    """Take what a report tells from what it bears on; the documents to be followed anew.

    What ended a silence is looked for anew.
    """
    waiting, anew = _waiting(connection, entries)
    for gone in _taken(connection, waiting, entries, {document}):
        changed: list[Watcher] = []
        for one in _watchers(connection, gone):
            numbers = one.bearing.numbers & {*gone[one.number]}
            if not numbers:
                continue
            if one.data.unspoken is not None:
                anew.add(one.of.document)
                continue
            one.bearing.drop(numbers)
            if not one.needs.isdisjoint(numbers):
                left = one.bearing.numbers
                one.clear()
                for number, entry in lines.told_by(connection, told.c.number, left).items():
                    one.add(number, entry)
            changed.append(one)
        _keep(connection, changed)
    return anew


def _waiting(connection: Connection, entries: Told) -> tuple[dict[int, set[int]], set[str]]:
    """Those that wait under keys of statements, by number with these, and what leads to one.

    Of the latter the documents: they are made anew.
    """
    keys: dict[int, set[int]] = defaultdict(set)
    for number, entry in entries.items():
        for key, _ in under(entry):
            keys[key].add(number)
        keys[hashed(named(entry.statement.id))].add(number)
    found: dict[int, set[int]] = defaultdict(set)
    anew: set[int] = set()
    for some in lines.parts(keys):
        asked = select(watches.c.key, watches.c.number, watches.c.led)
        for key, number, led in connection.execute(asked.where(watches.c.key.in_(some))):
            if led:
                anew.add(number)
            else:
                found[number] |= keys[key]
    homes = lines.values_of(connection, followed.c.document, followed.c.number, anew)
    return {n: some for n, some in found.items() if n not in anew}, set(homes)


def _taken(
    connection: Connection, waiting: Mapping[int, set[int]], entries: Told, but: Collection[str]
) -> Iterator[dict[int, Told]]:
    """By number those on which some of what they wait for bears, with that; some at a time."""
    for numbers in lines.parts(sorted(waiting), _AT_ONCE):
        asked = select(*_SHORT).where(followed.c.number.in_(numbers))
        rows = [row for row in connection.execute(asked) if row.document not in but]
        some = (
            (one.number, {n: entries[n] for n in waiting[one.number] if one.takes(entries[n])})
            for one in _made(connection, rows)
        )
        taken: dict[int, Told] = {number: found for number, found in some if found}
        if taken:
            yield taken


def _watchers(connection: Connection, numbers: Iterable[int]) -> list[Watcher]:
    """Those of the numbers, with all that bears on them."""
    some = [
        row
        for part in lines.parts(numbers)
        for row in connection.execute(select(followed).where(followed.c.number.in_(part)))
    ]
    rows = {row.number: row for row in some}
    found = _made(connection, some)
    for one in found:
        row = rows[one.number]
        one.bearing = Borne(row.bearing)
        one.turns = frozenset(unpacked(row.turning))
        one.needs = one.turns | {*unpacked(row.telling)}
    entries = lines.told_by(connection, told.c.number, {n for one in found for n in one.needs})
    for one in found:
        one.telling = {n: entries[n] for n in one.needs if n in entries}
    return found


def _made(connection: Connection, rows: Iterable[Any]) -> list[Watcher]:
    """Those of rows, without what bears on them."""
    every = [(row, _decoded(row.data)) for row in rows]
    on = {data.unspoken.silence.about for _, data in every if data.unspoken is not None}
    about = lines.told_by(connection, told.c.statement, on - {None})
    matters = {entry.statement.id: entry for entry in about.values()}
    return [
        Watcher(
            data, row.known, number=row.number, out=row.out,
            matter=matters.get(data.unspoken.silence.about or "") if data.unspoken else None,
        )
        for row, data in every
    ]  # fmt: skip


def _keep(connection: Connection, some: Iterable[Watcher]) -> None:
    """Keep what bears on them now, and how they stand where that is another way."""
    rows: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    otherwise: list[int] = []
    for one in some:
        row, stood = one.changed()
        rows.append({"of": one.number, **row})
        if stood is not None:
            otherwise.append(one.number)
            days += stood
    if rows:
        mine = update(followed).where(followed.c.number == bindparam("of"))
        connection.execute(mine.values({name: bindparam(name) for name in _CHANGING}), rows)
    for numbers in lines.parts(otherwise):
        connection.execute(delete(standings).where(standings.c.number.in_(numbers)))
    if days:
        connection.execute(insert(standings), days)


_CHANGING = ("bearing", "telling", "turning", "settled", "known")
