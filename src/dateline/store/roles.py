"""Who does, suffers and says what, in columns: each statement's filters, and its actors by number.

Counting actors looks at every statement that a query asks for, up to all of a record: columns of
2,048 statements at a time are read as arrays, those alone that are asked for, as narrow as their
values are, with actors, places and types by their numbers in ``terms``. A statement's part is found
by its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select

from dateline.export.rows import names
from dateline.record.bearing import told_as
from dateline.record.entry import Entry
from dateline.store.tables import roles
from dateline.store.terms import Term, numbers_of
from dateline.types import Actor, Place, Precision, Statement

DID, SUFFERED, SAID = range(3)
TYPE, PLACE, ACTOR = "type", "where", "mention"
PART = 2048  # statements of a part
_WIDTHS = (np.int8, np.int16, np.int32)
_FEW = 50  # parts up to which they are read one by one
_HEAD = 4  # bytes before a column: how wide its values are
_COLUMNS = ("number", "type", "place", "first", "last", "out", "says", "count")
# What is told of an act by a statement (`dateline.record.bearing.told_as`).
SAYS = {"denied": 0, "less": 1, "ongoing": 2, "done": 3}
_NAMES = (*_COLUMNS, "role", "actor")
_NONE = -1
Numbers = NDArray[np.signedinteger[Any]]
_EMPTY: Numbers = np.empty(0, np.int32)


class Mention(msgspec.Struct, frozen=True, array_like=True):
    """An actor as it is met: its id, how it is called in a count and in a filter, whose side."""

    id: str | None
    called: str
    name: str
    country: str | None
    sector: str | None


class Where(msgspec.Struct, frozen=True, array_like=True):
    """A place by all that tells it from others."""

    name: str
    country: str | None
    geonames: int | None = None
    precision: Precision | None = None

    @property
    def place(self) -> Place:
        """The place, of no words."""
        return Place(
            start=0, end=0, text="", name=self.name, country=self.country,
            geonames=self.geonames, precision=self.precision,
        )  # fmt: skip


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


def read(connection: Connection) -> Columns:
    """The columns of all statements."""

    def column(name: str) -> Numbers:
        asked = select(roles.c.data).where(roles.c.name == name).order_by(roles.c.part)
        return _joined(connection.execute(asked).scalars().all())

    return Columns(column)


def _joined(parts: Iterable[bytes]) -> Numbers:
    return np.concatenate([_unpacked(data) for data in parts] or [_EMPTY])


def _unpacked(data: bytes) -> Numbers:
    return np.frombuffer(data, dtype=f"<i{data[0]}", offset=_HEAD)


def _packed(column: Numbers) -> bytes:
    least, most = int(column.min(initial=0)), int(column.max(initial=0))
    width = next(w for w in _WIDTHS if np.iinfo(w).min <= least and most <= np.iinfo(w).max)
    data = column.astype(np.dtype(width).newbyteorder("<"))
    return data.itemsize.to_bytes(_HEAD, "little") + data.tobytes()


class Some:
    """The columns of some statements, each read once; of all, where these are in many parts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._every = cache(read(connection).__getattr__)
        self._held: dict[tuple[str, int], Numbers] = {}

    def of(self, numbers: Numbers, name: str) -> Numbers:
        """A column of statements that are kept, by their numbers in any order."""
        wanted = np.unique(numbers // PART).tolist()
        column = self._every if len(wanted) > _FEW else partial(self._joined, wanted)
        found: Numbers = column(name)[np.searchsorted(column("number"), numbers)]
        return found

    def _joined(self, wanted: Sequence[int], name: str) -> Numbers:
        missing = [part for part in wanted if (name, part) not in self._held]
        if missing:
            mine = select(roles.c.part, roles.c.data).where(roles.c.name == name)
            for part, data in self._connection.execute(mine.where(roles.c.part.in_(missing))):
                self._held[name, part] = _unpacked(data)
        return np.concatenate([self._held[name, part] for part in wanted] or [_EMPTY])


def put(connection: Connection, entries: Mapping[int, Entry]) -> None:
    """Put statements in, as decided, in place of those of their numbers."""
    made = {number: list(_terms(entries[number].statement)) for number in sorted(entries)}
    known = numbers_of(connection, {term for found in made.values() for _, term in found})
    near: dict[int, list[tuple[list[int], list[tuple[int, int]]]]] = defaultdict(list)
    for number, terms_ in made.items():
        of = {role: known[term] for role, term in terms_ if isinstance(role, str)}
        met = [(role, known[term]) for role, term in terms_ if isinstance(role, int)]
        entry, time = entries[number], entries[number].statement.time
        row = [
            number, of[TYPE], of.get(PLACE, _NONE), day(time.from_ if time else None),
            day(time.to if time else None), day(entry.published.from_), SAYS[told_as(entry)],
            len(met),
        ]  # fmt: skip
        near[number // PART].append((row, met))
    for part, some in near.items():
        columns = zip(_COLUMNS, zip(*(row for row, _ in some), strict=True), strict=True)
        fresh = {name: np.array(column, dtype=np.int32) for name, column in columns}
        mentions = [one for _, met in some for one in met]
        for name, place in (("role", 0), ("actor", 1)):
            fresh[name] = np.array([one[place] for one in mentions], dtype=np.int32)
        _keep(connection, part, _with(_held(connection, part), fresh))


def drop(connection: Connection, numbers: Iterable[int]) -> None:
    """Take statements out."""
    near: dict[int, set[int]] = defaultdict(set)
    for number in numbers:
        near[number // PART].add(number)
    for part, gone in near.items():
        _keep(connection, part, _without(_held(connection, part), [*gone]))


Held = dict[str, Numbers]


def _held(connection: Connection, part: int) -> Held:
    """The columns of a part by name."""
    asked = select(roles.c.name, roles.c.data).where(roles.c.part == part)
    found = {name: _unpacked(data) for name, data in connection.execute(asked)}
    return {name: found.get(name, _EMPTY) for name in _NAMES}


def _without(held: Held, numbers: Sequence[int] | Numbers) -> Held:
    mask = ~np.isin(held["number"], numbers)
    theirs = np.repeat(mask, held["count"])
    return {n: column[mask if n in _COLUMNS else theirs] for n, column in held.items()}


def _with(held: Held, fresh: Held) -> Held:
    """Statements with others among them, in the order of their numbers."""
    rest = _without(held, fresh["number"])
    every = {name: np.concatenate([rest[name], fresh[name]]) for name in _NAMES}
    order = np.argsort(every["number"], kind="stable")
    count = every["count"]
    # where the actors of each begin now, and where they are to
    start, many = (np.cumsum(count) - count)[order], count[order]
    theirs = np.repeat(start - (np.cumsum(many) - many), many) + np.arange(many.sum())
    return {n: column[order if n in _COLUMNS else theirs] for n, column in every.items()}


def _keep(connection: Connection, part: int, held: Held) -> None:
    connection.execute(delete(roles).where(roles.c.part == part))
    if len(held["number"]):
        rows = [{"part": part, "name": name, "data": _packed(held[name])} for name in _NAMES]
        connection.execute(insert(roles), rows)


def _terms(statement: Statement) -> Iterator[tuple[Any, Term]]:
    """The type, the place, and the actors of a statement, each with its role."""
    yield TYPE, (TYPE, statement.event.type)
    place, speaker = statement.place, statement.attribution.speaker
    if place is not None:
        yield PLACE, (PLACE, _text(where(place)))
    for role, actors in (
        (DID, statement.actors),
        (SUFFERED, statement.recipients),
        (SAID, (speaker,) if speaker is not None else ()),
    ):
        for actor, name in zip(actors, names(actors), strict=True):
            yield role, (ACTOR, _text(_mention(actor, name)))


def where(place: Place) -> Where:
    """A place without its words."""
    return Where(place.name, place.country, place.geonames, place.precision)


def _mention(actor: Actor, name: str) -> Mention:
    called = actor.name or (name if actor.id is not None else "")
    return Mention(actor.id, called, actor.name or actor.text, actor.country, actor.sector)


def _text(value: Mention | Where) -> str:
    return msgspec.json.encode(value).decode()


def day(text: str | None) -> int:
    """A day as a number that is ordered as days are, -1 where there is none."""
    return _NONE if text is None else int(text.replace("-", ""))


__all__ = ["ACTOR", "DID", "PLACE", "SAID", "SUFFERED", "TYPE", "Columns", "drop", "put", "read"]
