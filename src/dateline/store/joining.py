"""What reports tell, let bear on what others promise or are silent on, or taken from it again.

Each is held only against the statements that stand under its keys, but for those of which it is
known unread that they change nothing (`dateline.store.borne.passed_over`), and what tells how it
stands is read only where one of them bears on it. What stands as it stood is not told again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import (
    BindParameter,
    Connection,
    Table,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from dateline.record.bearing import kind_of
from dateline.record.entry import Entry
from dateline.record.stands import NEVER, found_under, named, sentence
from dateline.store import borne, lines
from dateline.store.borne import Columns
from dateline.store.lines import Told
from dateline.store.placing import hashed
from dateline.store.roles import day
from dateline.store.seeking import Seeker
from dateline.store.tables import followed, standings, told, watches
from dateline.store.watchers import Followed, Watcher

Met = tuple[Watcher, Any, Told]
Order = dict[int, tuple[str, str]]
_AT_ONCE = 500
_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_SHORT = select(
    followed.c.number, followed.c.document, followed.c.data, followed.c.known, followed.c.out,
    followed.c.telling,
).where(followed.c.number.in_(_SOME))  # fmt: skip
_TELLING = select(followed.c.number, followed.c.telling).where(followed.c.number.in_(_SOME))
_TIED = select(told.c.number, told.c.document, told.c.statement).where(told.c.number.in_(_SOME))
_WAITING = select(watches.c.key, watches.c.number, watches.c.led).where(
    watches.c.key.in_(_SOME),
    or_(
        watches.c.led,
        watches.c.upto >= bindparam("low"),
        watches.c.sorts.bitwise_and(bindparam("sort")) == 0,
    ),
)
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
        left = [(one, row, found) for one, row, found in some if one.number not in added]
        _fill(connection, {one: row.telling for one, row, _ in left}, {})
        for one, _, found in left:
            for number, entry in found.items():
                one.add(number, entry)
        _keep(connection, [one for one, _, _ in left])
    return anew


def leave(connection: Connection, entries: Told, document: str) -> set[str]:
    """Take what a report tells from what it bears on; the documents to be followed anew.

    What ended a silence is looked for anew, and so is all that bears on what others change, or on
    what was not known on every day.
    """
    waiting, anew = _waiting(connection, entries)
    undated = {n for n, entry in entries.items() if entry.published.from_ is None}
    seeker = Seeker(connection, entries)
    for numbers in lines.parts(sorted(waiting), _AT_ONCE):
        every = connection.execute(_TELLING, {"some": numbers})
        told_of = [row.number for row in every if not entries.keys().isdisjoint(_told(row))]
        rows = connection.execute(_SHORT, {"some": told_of}).all()
        left: dict[Watcher, bytes] = {}
        for one, row in _made(connection, [row for row in rows if row.document != document]):
            open_ = not undated.isdisjoint(_told(row))
            if one.data.kept is None or not one.plain or open_:
                anew.add(one.of.document)
            else:
                left[one] = row.telling
        _fill(connection, left, entries)
        for one in left:
            seeker.replace(one)
        _keep(connection, left)
    return anew


def _told(row: Any) -> list[int]:
    return borne.unpacked(row.telling)


def _unaltered(some: Iterable[Met], anew: set[str]) -> list[Met]:
    """Those of which it is told beforehand what changes them; all else is told anew."""
    found: list[Met] = []
    for one, row, entries in some:
        if not one.plain:
            anew.add(one.of.document)
        else:
            found.append((one, row, entries))
    return found


def _waiting(connection: Connection, entries: Told) -> tuple[dict[int, set[int]], set[str]]:
    """Those that wait under keys of statements, by number with these, and what leads to one.

    Of the latter the documents: they are made anew. Those that pass a statement over are left out.
    """
    seen: dict[tuple[int, int], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for number, entry in entries.items():
        keys = seen[borne.sight(entry)]
        for key, _ in under(entry):
            keys[key].add(number)
        keys[hashed(named(entry.statement.id))].add(number)
    found: dict[int, set[int]] = defaultdict(set)
    anew: set[int] = set()
    for (low, sort), keys in seen.items():
        for some in lines.parts(keys):
            asked = {"some": some, "low": low, "sort": sort}
            for key, number, led in connection.execute(_WAITING, asked):
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
        every = connection.execute(_SHORT, {"some": numbers})
        rows = [row for row in every if row.document not in but]
        taken: list[Met] = [
            (one, row, {n: entries[n] for n in waiting[one.number] if one.takes(entries[n])})
            for one, row in _made(connection, rows)
        ]
        if some := [met for met in taken if met[2]]:
            yield some


def _added(connection: Connection, some: Iterable[Met]) -> set[int]:
    """Let statements bear on promises that stand as they stood: the numbers of these.

    What changes then are columns, of which enough is kept: no statement is read.
    """
    fresh = [
        (one, row, found) for one, row, found in some
        if one.data.kept is not None and kind_of(one.data.kept.commitment) != "refrain"
    ]  # fmt: skip
    order = _order(connection, [row for _, row, _ in fresh], [found for *_, found in fresh])
    rows: list[dict[str, Any]] = []
    over: list[Watcher] = []
    added: set[int] = set()
    for one, row, found in fresh:
        made = _with_more(row, one, found, order)
        if made is None:
            continue
        added.add(one.number)
        if made != {"telling": row.telling, "known": row.known}:
            rows.append({"of": one.number, **made})
            if one.took(row.telling) != one.took(made["telling"]):
                over.append(one)
    _update(connection, followed, rows)
    _pass_over(connection, over)
    return added


def _order(connection: Connection, held: Iterable[Any], fresh: Iterable[Told]) -> Order:
    """In which order statements come that were told on the days of new ones: documents and ids."""
    every = {number: entry for found in fresh for number, entry in found.items()}
    order = {n: (entry.document, entry.statement.id) for n, entry in every.items()}
    days = list({day(entry.said) for entry in every.values()})
    tied: set[int] = set()
    for row in held:
        some = borne.listed(row.telling)
        tied.update(some[borne.NUMBER][np.isin(some[borne.SAID], days)].tolist())
    for numbers in lines.parts(tied - order.keys()):
        for number, document, id in connection.execute(_TIED, {"some": numbers}):
            order[number] = document, id
    return order


def _with_more(row: Any, one: Watcher, fresh: Told, order: Order) -> dict[str, Any] | None:
    """The columns of a promise on which more bears; ``None`` where it may stand otherwise so."""
    kept = one.data.kept
    if kept is None:
        return None
    promise = kept.commitment
    held = borne.listed(row.telling)
    more = (borne.row(number, entry, promise) for number, entry in fresh.items())
    every = _merged(held, more, order)
    before, now = (
        some[borne.NUMBER, borne.turns(some, promise.due)].tolist() for some in (held, every)
    )
    if before != now:
        return None
    undated = any(entry.published.from_ is None for entry in fresh.values())
    telling = every[:, borne.kept(every, promise.due)]
    return {"telling": borne.in_rows(telling), "known": NEVER if undated else row.known}


def _merged(held: Columns, more: Iterable[borne.Row], order: Order) -> Columns:
    """Rows with others among them, each once, in the order in which they were told."""
    every = {row[borne.NUMBER]: row for row in (*map(tuple, held.T.tolist()), *more)}
    none = ("", "")
    said = sorted(every.values(), key=lambda r: (r[borne.SAID], order.get(r[borne.NUMBER], none)))
    return borne.columns(said)


def _fill(connection: Connection, some: Mapping[Watcher, bytes], gone: Told) -> None:
    """Read what tells how they stand; some of that may be ``gone``."""
    needs = {number for data in some.values() for number in borne.unpacked(data)}
    entries = {**lines.told_by(connection, told.c.number, needs - gone.keys()), **gone}
    for one, data in some.items():
        one.took(data)
        one.fill({n: entries[n] for n in borne.unpacked(data) if n in entries})


def _made(connection: Connection, rows: Iterable[Any]) -> list[tuple[Watcher, Any]]:
    """Those of rows, without what bears on them."""
    every = [(row, _decoded(row.data)) for row in rows]
    on = {data.unspoken.silence.about for _, data in every if data.unspoken is not None}
    about = lines.told_by(connection, told.c.statement, on - {None})
    matters = {entry.statement.id: entry for entry in about.values()}
    return [
        (
            Watcher(
                data, row.known, number=row.number, out=row.out,
                matter=matters.get(data.unspoken.silence.about or "") if data.unspoken else None,
            ),
            row,
        )
        for row, data in every
    ]  # fmt: skip


def _keep(connection: Connection, some: Iterable[Watcher]) -> None:
    """Keep what bears on them now, and how they stand where that is another way."""
    rows: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    over: list[Watcher] = []
    otherwise: list[int] = []
    for one in some:
        row, stood = one.changed()
        rows.append({"of": one.number, **row})
        if one.over != one.was:
            over.append(one)
        if stood is not None:
            otherwise.append(one.number)
            days += stood
    _update(connection, followed, rows)
    _pass_over(connection, over)
    lines.forget(connection, standings.c.number, otherwise)
    if days:
        connection.execute(insert(standings), days)


def _pass_over(connection: Connection, some: Iterable[Watcher]) -> None:
    """Keep what is passed over by them."""
    rows = [{"of": one.number, "upto": one.over[0], "sorts": one.over[1]} for one in some]
    _update(connection, watches, rows)


def _update(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Put columns of rows in, ``of`` telling by number which: of all the same columns."""
    if rows:
        mine = update(table).where(table.c.number == bindparam("of"))
        connection.execute(mine.values({n: bindparam(n) for n in rows[0] if n != "of"}), rows)
