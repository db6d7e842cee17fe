"""All commitments and silences of a record followed anew, type by type of what bears on them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, delete, func, insert, or_, select, true, union

from dateline.record.bearing import kind_of, placed
from dateline.record.entry import Entry
from dateline.record.follow import Watch
from dateline.record.stands import found_under
from dateline.store import altered as changes
from dateline.store import borne, following, lines, saying
from dateline.store.meeting import Told, by_columns
from dateline.store.roles import where
from dateline.store.tables import (
    alterations,
    altered,
    commitments,
    deciding,
    deeds,
    documents,
    followed,
    followings,
    roles,
    silences,
    standings,
    statements,
    told,
    unfollowed,
    watches,
)
from dateline.store.watchers import Watcher
from dateline.types import Place, Published, Statement

_AT_ONCE, _DOCUMENTS = 2000, 200
_FEW = 20_000  # statements that are held
_COUNTRY = 3  # letters of the code of a country
_decoded = msgspec.json.Decoder(Statement).decode


def refollow(connection: Connection) -> None:
    """Follow everything anew, in the transaction of the connection."""
    for table in (
        followings, unfollowed, watches, standings, alterations, altered, followed, deeds, roles,
    ):  # fmt: skip
        connection.execute(delete(table))
    saying.choose(connection)
    known = _Known(connection)
    every = known.of(None)
    while some := dict(islice(every, 10 * _AT_ONCE)):
        following.keep_deeds(connection, some)
    changes.fill(connection)
    made = list(_own(connection, known.find))
    waiting: dict[str, list[tuple[str, Watcher]]] = defaultdict(list)
    for one in made:
        for key, day in one.asked():
            waiting[key].append((day, one))
    for kind in sorted({key.split()[1] for key in waiting}):
        of = {key: some for key, some in waiting.items() if key.split()[1] == kind}
        _meet(of, known.of(kind))
    changes.link(made)
    last = 0
    for start in range(0, len(made), _AT_ONCE):
        last = following.keep(connection, made[start : start + _AT_ONCE], last)
    connection.execute(insert(followings), {"made": following.made()})


class _Known:
    """The statements as decided: of a small record held, of others read whenever they are asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ruled = self._decided()
        every = connection.execute(select(func.count()).select_from(told)).scalar_one()
        self._held = dict(self._read(None)) if every <= _FEW else None
        self._by: dict[str, dict[Any, list[int]]] = {}

    def of(self, kind: str | None) -> Iterator[tuple[int, Entry]]:
        """The statements (of a type), with their numbers, and in their order."""
        if self._held is None:
            return self._read(kind)
        some = self._held.items()
        return ((n, e) for n, e in some if kind in {None, e.statement.event.type})

    def find(self, column: Column[Any], values: Iterable[Any]) -> dict[int, Entry]:
        """Those that have one of the values in a column of ``told``, as `lines.told_by` does."""
        if self._held is None:
            return lines.told_by(self._connection, column, values)
        if column.name not in self._by:
            by = self._by[column.name] = defaultdict(list)
            for number, entry in self._held.items():
                by[_VALUES[column.name](number, entry)].append(number)
        numbers = (n for value in values for n in self._by[column.name].get(value, ()))
        return {number: self._held[number] for number in numbers}

    def _decided(self) -> dict[int, Entry | None]:
        """The statements that people changed or keep, as decided, by number."""
        asked = select(told.c.number)
        asked = asked.where(or_(told.c.decided.is_not(None), told.c.back.is_not(None)))
        numbers = self._connection.execute(asked).scalars().all()
        found = lines.lines(self._connection, told.c.number, numbers)
        return {line.number: line.decided for line in found}

    def _read(self, kind: str | None) -> Iterator[tuple[int, Entry]]:
        for number, entry in self._ruled.items():
            if entry is not None and kind in {None, entry.statement.event.type}:
                yield number, entry
        asked = (
            select(
                statements.c.number, statements.c.document, statements.c.data,
                documents.c.published_from, documents.c.published_to,
            )
            .join(documents)
            .where(true() if kind is None else statements.c.type == kind)
            .order_by(statements.c.number)
            .execution_options(yield_per=_AT_ONCE)
        )  # fmt: skip
        for number, document, data, first, last in self._connection.execute(asked):
            if number not in self._ruled:
                yield number, Entry(document, Published(from_=first, to=last), _decoded(data))


_VALUES: dict[str, Callable[[int, Entry], Any]] = {
    "number": lambda number, _: number,
    "statement": lambda _, entry: entry.statement.id,
    "document": lambda _, entry: entry.document,
}


def _own(connection: Connection, find: following.Find) -> Iterator[Watcher]:
    """All commitments and silences, with what their own reports tell."""
    asked = union(
        select(commitments.c.document), select(silences.c.document), select(deciding.c.document)
    )
    there = select(documents.c.id).where(documents.c.id.in_(asked)).order_by(documents.c.id)
    for some in lines.parts(connection.execute(there).scalars().all(), _DOCUMENTS):
        told_in = following.by_document(some, find(told.c.document, some))
        yield from following.own_of(connection, told_in, find=find)


# The day from which it matters, the number, the statement, and its `borne.sight`.
_Held = tuple[str, int, Entry, int, int]


@dataclass(slots=True)
class _Under:
    """What is told under one key: by place, in order of the day from which it matters."""

    places: dict[Place | None, list[_Held]] = field(default_factory=lambda: defaultdict(list))
    # The first day on which what is told at a place from there on began.
    _begins: dict[Place | None, list[str]] = field(default_factory=dict)

    def put(self, day: str, number: int, entry: Entry) -> None:
        """Hold a statement."""
        held = day, number, entry, *borne.sight(entry)
        place = entry.statement.place
        self.places[where(place).place if place is not None else None].append(held)

    def sort(self) -> None:
        """Put what is held in order; nothing is found before."""
        for place, some in self.places.items():
            some.sort(key=lambda one: one[:2])
            back = accumulate((_begins(entry) for _, _, entry, *_ in reversed(some)), min)
            self._begins[place] = [*back][::-1]

    def after(self, one: Watcher, since: str) -> Iterator[tuple[int, Entry]]:
        """What may bear on one from a day on: of an act promised for a place, what is told there.

        But what is passed over. What its own reports tell of other places was looked at before, and
        what ended a silence is the first that does.
        """
        watching, there = one.watching, one.there
        last = _last(watching) if watching is not None else None
        for place, some in self.places.items():
            if there is not None and not placed(there, place, named=True):
                continue
            end = len(some) if last is None else bisect_right(self._begins[place], last)
            for day, number, entry, low, sort in islice(some, bisect_left(some, (since,)), end):
                upto, sorts = one.over
                if low > upto and sort & sorts:
                    continue
                if watching is None:
                    if one.telling and day > min(e.said or "" for e in one.telling.values()):
                        break
                elif last is not None and _begins(entry) > last:
                    continue
                yield number, entry


def _last(watching: Watch) -> str | None:
    """The day after which no act breaks an abstention."""
    due = watching.of.due
    return due.to if due is not None and kind_of(watching.commitment) == "refrain" else None


def _begins(entry: Entry) -> str:
    """The first day of what a statement tells as done; a charge is of what was done before."""
    if entry.statement.event.type == "ACCUSE":
        return ""
    time = entry.statement.time
    return (time.from_ if time is not None else None) or entry.said or ""


def _meet(
    waiting: dict[str, list[tuple[str, Watcher]]], entries: Iterable[tuple[int, Entry]]
) -> None:
    """Hold the statements of a type against those that wait for them."""
    told = Told()
    columns: dict[Watcher, list[tuple[str, str]]] = defaultdict(list)
    single: dict[str, list[tuple[str, Watcher]]] = defaultdict(list)
    for key, some in waiting.items():
        for since, one in some:
            if by_columns(one):
                columns[one].append((key, since))
            else:
                single[key].append((since, one))
    keys = {key for waits in columns.values() for key, _ in waits}
    found: dict[str, _Under] = defaultdict(_Under)
    for number, entry in entries:
        for key, day in found_under(entry):
            if key in single:
                found[key].put(day, number, entry)
            if key in keys:
                told.put(key, day, number, entry)
    for one, waits in columns.items():
        told.meet(one, waits)
    for key, under in found.items():
        _meet_singly(key, under, single[key])


def _meet_singly(key: str, under: _Under, waiting: Iterable[tuple[str, Watcher]]) -> None:
    """Hold what is told under a key against those that wait for it, statement by statement."""
    under.sort()
    for since, one in waiting:
        ids = _other_keys(key, one)
        for number, entry in under.after(one, since):
            if ids.isdisjoint(a.id for a in entry.statement.actors) and one.takes(entry):
                one.add(number, entry)


def _other_keys(key: str, one: Watcher) -> frozenset[str | None]:
    """The ids by which what is found by an act and its country is found too."""
    role, _, party = key.split(" ", 2)
    if role != "acts" or one.watching is None or len(party) != _COUNTRY:
        return frozenset()
    return frozenset(a.id for a in one.watching.of.by if a.id not in {None, party})


__all__ = ["refollow"]
