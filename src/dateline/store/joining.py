"""What reports tell, let bear on what others promise or are silent on, or taken from it again.

Each is held only against the statements that stand under its keys, and read with all that bears on
it only where one of them does. What stands as it stood is not told again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from dateline.record.bearing import kind_of
from dateline.record.entry import Entry
from dateline.record.stands import NEVER, found_under, named, sentence
from dateline.store import borne, lines
from dateline.store.borne import Borne, Columns
from dateline.store.placing import hashed
from dateline.store.roles import day
from dateline.store.tables import followed, standings, told, watches
from dateline.store.watchers import Followed, Watcher, unpacked

Told = Mapping[int, Entry]
Met = tuple[Watcher, Told]
Order = dict[int, tuple[str, str]]
_AT_ONCE = 500
_SHORT = (
    followed.c.number, followed.c.document, followed.c.data, followed.c.known, followed.c.out
)  # fmt: skip
_LONG = (
    followed.c.number, followed.c.bearing, followed.c.telling, followed.c.turning,
    followed.c.settled, followed.c.known,
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
    for every in _taken(connection, waiting, entries, but):
        some = _unaltered(every, anew)
        added = _added(connection, some)
        left = {one: found for one, found in some if one.number not in added}
        _fill(connection, left)
        for one, found in left.items():
            for number, entry in found.items():
                one.add(number, entry)
        _keep(connection, left)
    return anew


def leave(connection: Connection, entries: Told, document: str) -> set[str]:
    """Take what a report tells from what it bears on; the documents to be followed anew.

    What ended a silence is looked for anew.
    """
    waiting, anew = _waiting(connection, entries)
    for every in _taken(connection, waiting, entries, {document}):
        some = _unaltered(every, anew)
        _fill(connection, (one for one, _ in some))
        changed: list[Watcher] = []
        for one, found in some:
            numbers = one.bearing.numbers & found.keys()
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


def _unaltered(some: Iterable[Met], anew: set[str]) -> list[Met]:
    """Those that others do not change; whether the others were open then is told anew."""
    found: list[Met] = []
    for one, entries in some:
        if one.data.kept is not None and one.data.kept.altered:
            anew.add(one.of.document)
        else:
            found.append((one, entries))
    return found


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
) -> Iterator[list[Met]]:
    """Those on which some of what they wait for bears, with that; some at a time."""
    for numbers in lines.parts(sorted(waiting), _AT_ONCE):
        asked = select(*_SHORT).where(followed.c.number.in_(numbers))
        rows = [row for row in connection.execute(asked) if row.document not in but]
        taken: list[Met] = [
            (one, {n: entries[n] for n in waiting[one.number] if one.takes(entries[n])})
            for one in _made(connection, rows)
        ]
        if some := [(one, found) for one, found in taken if found]:
            yield some


def _added(connection: Connection, some: Iterable[Met]) -> set[int]:
    """Let statements bear on promises that stand as they stood: the numbers of these.

    What changes then are columns, of which enough is kept beside them: nothing else is read.
    """
    fresh = {
        one.number: (one, found) for one, found in some
        if one.data.kept is not None and kind_of(one.data.kept.commitment) != "refrain"
    }  # fmt: skip
    rows: list[dict[str, Any]] = []
    for numbers in lines.parts(fresh):
        held = connection.execute(select(*_LONG).where(followed.c.number.in_(numbers))).all()
        order = _order(connection, held, [fresh[row.number][1] for row in held])
        found = (_with_more(row, *fresh[row.number], order) for row in held)
        rows += [row for row in found if row is not None]
    _update(connection, rows)
    return {row["of"] for row in rows}


def _order(connection: Connection, held: Iterable[Any], fresh: Iterable[Told]) -> Order:
    """In which order statements come that were told on the days of new ones: documents and ids."""
    every = {number: entry for found in fresh for number, entry in found.items()}
    order = {n: (entry.document, entry.statement.id) for n, entry in every.items()}
    days = list({day(entry.said) for entry in every.values()})
    tied: set[int] = set()
    for data in (data for row in held for data in (row.telling, row.turning)):
        some = borne.listed(data)
        tied.update(some[borne.NUMBER][np.isin(some[borne.SAID], days)].tolist())
    for numbers in lines.parts(tied - order.keys()):
        asked = select(told.c.number, told.c.document, told.c.statement)
        for number, document, id in connection.execute(asked.where(told.c.number.in_(numbers))):
            order[number] = document, id
    return order


def _with_more(row: Any, one: Watcher, fresh: Told, order: Order) -> dict[str, Any] | None:
    """The columns of a promise on which more bears; ``None`` where it may stand otherwise so."""
    kept = one.data.kept
    if kept is None:
        return None
    promise = kept.commitment
    more = [borne.row(number, entry, promise) for number, entry in fresh.items()]
    turning = _merged(borne.listed(row.turning), more, order)
    turns = turning[borne.NUMBER, borne.turns(turning, promise.due)]
    if turns.tolist() != borne.listed(row.turning)[borne.NUMBER].tolist():
        return None
    telling = _merged(borne.listed(row.telling), more, order)
    last = fresh.get(int(telling[borne.NUMBER, -1]))
    undated = any(entry.published.from_ is None for entry in fresh.values())
    return {
        "of": row.number, "bearing": borne.added(row.bearing, more),
        "telling": borne.in_rows(telling[:, borne.kept(telling)]),
        "settled": row.settled if last is None else last.said or "",
        "known": NEVER if undated else row.known,
    }  # fmt: skip


def _merged(held: Columns, more: Iterable[borne.Row], order: Order) -> Columns:
    """Rows with others among them, each once, in the order in which they were told."""
    every = {row[borne.NUMBER]: row for row in (*map(tuple, held.T.tolist()), *more)}
    none = ("", "")
    said = sorted(every.values(), key=lambda r: (r[borne.SAID], order.get(r[borne.NUMBER], none)))
    return borne.columns(said)


def _fill(connection: Connection, some: Iterable[Watcher]) -> None:
    """Read what bears on them."""
    watchers = {one.number: one for one in some}
    asked = select(*_LONG)
    for numbers in lines.parts(watchers):
        for row in connection.execute(asked.where(followed.c.number.in_(numbers))):
            one = watchers[row.number]
            one.bearing = Borne(row.bearing)
            one.turns = frozenset(unpacked(row.turning))
            one.needs = one.turns | {*unpacked(row.telling)}
    needs = {number for one in watchers.values() for number in one.needs}
    entries = lines.told_by(connection, told.c.number, needs)
    for one in watchers.values():
        one.telling = {n: entries[n] for n in one.needs if n in entries}


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
    _update(connection, rows)
    for numbers in lines.parts(otherwise):
        connection.execute(delete(standings).where(standings.c.number.in_(numbers)))
    if days:
        connection.execute(insert(standings), days)


def _update(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put columns of rows of ``followed`` in, ``of`` telling which: of all the same columns."""
    if rows:
        mine = update(followed).where(followed.c.number == bindparam("of"))
        connection.execute(mine.values({n: bindparam(n) for n in rows[0] if n != "of"}), rows)
