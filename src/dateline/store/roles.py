"""Who does, suffers and says what, in columns: each statement's filters, and its actors by number.

Counting actors looks at every statement that a query asks for, up to all of a record: columns of
4,096 statements at a time are read as arrays, with actors, places and types by their numbers in
``terms``. A statement's part is found by its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select

from dateline.export.rows import names
from dateline.record.entry import Entry
from dateline.store.saying import PART
from dateline.store.tables import roles
from dateline.store.terms import Term, numbers_of
from dateline.types import Actor, Statement

DID, SUFFERED, SAID = range(3)
TYPE, PLACE, ACTOR = "type", "where", "mention"
_COLUMNS = ("number", "type", "place", "first", "last", "out", "count")
_NAMES = frozenset({*_COLUMNS, "role", "actor"})
_NONE = -1
Numbers = NDArray[np.int32]
_EMPTY: Numbers = np.empty(0, np.int32)


class Mention(msgspec.Struct, frozen=True, array_like=True):
    """An actor as it is met: its id, how it is called in a count and in a filter, whose side."""

    id: str | None
    called: str
    name: str
    country: str | None
    sector: str | None


class Where(msgspec.Struct, frozen=True, array_like=True):
    """A place as it is asked for."""

    name: str
    country: str | None


class Columns:
    """The columns of statements: one value each, and ``role`` and ``actor`` of ``count`` actors.

    ``of`` tells of which statement each actor is. Each is put together once it is asked for.
    """

    def __init__(self, column: Callable[[str], Numbers]) -> None:
        self._column = column

    def __getattr__(self, name: str) -> Numbers:
        """A column."""
        if name == "of":
            found: Numbers = np.repeat(np.arange(len(self.number), dtype=np.int32), self.count)
        elif name in _NAMES:
            found = self._column(name)
        else:
            raise AttributeError(name)
        setattr(self, name, found)
        return found

    def only(self, mask: NDArray[np.bool_]) -> Columns:
        """Those of some of the statements."""
        theirs = cache(lambda: np.repeat(mask, self.count))

        def column(name: str) -> Numbers:
            found: Numbers = getattr(self, name)[mask if name in _COLUMNS else theirs()]
            return found

        return Columns(column)


def _split(data: bytes) -> dict[str, Numbers]:
    every = np.frombuffer(data, dtype="<i4")
    size, many = int(every[0]), int(every[1])
    found = {n: every[2 + i * size : 2 + (i + 1) * size] for i, n in enumerate(_COLUMNS)}
    rest = 2 + len(_COLUMNS) * size
    return {**found, "role": every[rest : rest + many], "actor": every[rest + many :]}


def read(connection: Connection) -> Columns:
    """The columns of all statements."""
    asked = select(roles.c.data).order_by(roles.c.part)
    parts = [_split(data) for data in connection.execute(asked).scalars()]
    return Columns(lambda name: np.concatenate([one[name] for one in parts] or [_EMPTY]))


def put(connection: Connection, entries: Mapping[int, Entry]) -> None:
    """Put statements in, as decided, in place of those of their numbers."""
    made = {number: list(_terms(entry.statement)) for number, entry in entries.items()}
    known = numbers_of(connection, {term for found in made.values() for _, term in found})
    parts: dict[int, dict[int, tuple[list[int], list[tuple[int, int]]]]] = defaultdict(dict)
    for number, entry in entries.items():
        of = {role: known[term] for role, term in made[number] if isinstance(role, str)}
        met = [(role, known[term]) for role, term in made[number] if isinstance(role, int)]
        time = entry.statement.time
        row = [
            number, of[TYPE], of.get(PLACE, _NONE), day(time.from_ if time else None),
            day(time.to if time else None), day(entry.published.from_), len(met),
        ]  # fmt: skip
        parts[number // PART][number] = row, met
    for part, fresh in parts.items():
        held = _held(connection, part)
        _keep(connection, part, held | fresh)


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Take statements out."""
    parts: dict[int, set[int]] = defaultdict(set)
    for number in numbers:
        parts[number // PART].add(number)
    for part, gone in parts.items():
        held = _held(connection, part)
        _keep(connection, part, {n: row for n, row in held.items() if n not in gone})


Held = dict[int, tuple[list[int], list[tuple[int, int]]]]


def _held(connection: Connection, part: int) -> Held:
    data = connection.execute(select(roles.c.data).where(roles.c.part == part)).scalar()
    if data is None:
        return {}
    columns = _split(data)
    values = zip(*(columns[name].tolist() for name in _COLUMNS), strict=True)
    met = iter(zip(columns["role"].tolist(), columns["actor"].tolist(), strict=True))
    return {row[0]: (list(row), [next(met) for _ in range(row[-1])]) for row in values}


def _keep(connection: Connection, part: int, held: Held) -> None:
    connection.execute(delete(roles).where(roles.c.part == part))
    if not held:
        return
    some = [held[number] for number in sorted(held)]
    columns = [[row[n] for row, _ in some] for n in range(len(_COLUMNS))]
    met = [one for _, found in some for one in found]
    every = [
        [len(some), len(met)], *columns, [role for role, _ in met], [actor for _, actor in met],
    ]  # fmt: skip
    data = np.concatenate([np.array(one, dtype="<i4") for one in every]).tobytes()
    connection.execute(insert(roles), {"part": part, "data": data})


def _terms(statement: Statement) -> Iterator[tuple[Any, Term]]:
    """The type, the place, and the actors of a statement, each with its role."""
    yield TYPE, (TYPE, statement.event.type)
    place, speaker = statement.place, statement.attribution.speaker
    if place is not None:
        yield PLACE, (PLACE, _text(Where(place.name, place.country)))
    for role, actors in (
        (DID, statement.actors),
        (SUFFERED, statement.recipients),
        (SAID, (speaker,) if speaker is not None else ()),
    ):
        for actor, name in zip(actors, names(actors), strict=True):
            yield role, (ACTOR, _text(_mention(actor, name)))


def _mention(actor: Actor, name: str) -> Mention:
    called = actor.name or (name if actor.id is not None else "")
    return Mention(actor.id, called, actor.name or actor.text, actor.country, actor.sector)


def _text(value: Mention | Where) -> str:
    return msgspec.json.encode(value).decode()


def day(text: str | None) -> int:
    """A day as a number that is ordered as days are, -1 where there is none."""
    return _NONE if text is None else int(text.replace("-", ""))


__all__ = ["ACTOR", "DID", "PLACE", "SAID", "SUFFERED", "TYPE", "Columns", "drop", "put", "read"]
