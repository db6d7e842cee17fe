"""The events of a merged record that a query asks for, in order of time, without reading all of it.

Where few events can be meant by a filter these are looked at; where many can, events are looked at
in order of time until there are enough. What a query asks of a statement (`dateline.store.filters`)
is asked of those of the events that are left, as decided, so that what is found is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    TextClause,
    and_,
    column,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from dateline.record.entry import Entry, Unspoken
from dateline.record.matching import arrival
from dateline.store import Query, Store, decided, lines, saying
from dateline.store.accounts import decoded
from dateline.store.asked import numbers_of
from dateline.store.filters import asked_for
from dateline.store.rulings import about
from dateline.store.sql import SqlStore
from dateline.store.tables import (
    accounts,
    deciding,
    events,
    postings,
    statements,
    terms,
    told,
)
from dateline.store.words import words
from dateline.types import RecordEvent

# Up to so many events that a filter can mean all of them are sorted.
_FEW = 30_000
# The same of statements with the words asked for, where another filter leaves few already.
_FEWER = 5_000
# Words that one in so many statements has are asked of each event.
_OFTEN = 8
_LEAST, _MOST = 64, 512
_SORTED = 2000  # of those that are sorted so many at once


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the statements that tell of it, as decided, in order of arrival."""

    number: int
    event: RecordEvent
    told: tuple[Entry, ...]

    @property
    def spoken_of(self) -> bool:
        """Whether somebody speaks of it, or is silent on it."""
        return bool(self.event.parties) or any(e.statement.attribution.speaker for e in self.told)


def found(connection: Connection, query: Query, limit: int = 0) -> Iterator[Found]:
    """The events asked for in order of time; ``limit`` tells how many will be wanted."""
    yield from meant(connection, Asked(connection, query), limit)


def meant(connection: Connection, asked: Asked, limit: int = 0) -> Iterator[Found]:
    """Those that what is asked means."""
    for numbers in asked.numbers(connection, limit):
        for one in held(connection, numbers):
            if asked.fits(one):
                yield one


@dataclass(frozen=True, slots=True)
class Listed:
    """Events in order of time, with the statements that tell of them and the silences on them.

    ``decided`` tells by an event's id what people decided about it.
    """

    events: list[RecordEvent]
    entries: list[Entry]
    unspoken: list[Unspoken]
    decided: dict[str, list[str]]


def listed(store: Store, query: Query, *, limit: int = 0, spoken_of: bool = False) -> Listed | None:
    """So many of the events asked for (0: all), of a record that is merged or can be at once.

    ``spoken_of``: those alone that somebody speaks of, or is silent on. ``None`` where not all is
    merged and somebody else writes, and where the record of an earlier day is asked for.
    """
    if query.as_of is not None or not isinstance(store, SqlStore):
        return None
    if not store.merged() and not store.settle(wait=False):
        return None
    with store.reading() as connection:
        every = found(connection, query, limit)
        some = list(islice((f for f in every if not spoken_of or f.spoken_of), limit or None))
        on = about(connection, [i for one in some for i in one.event.statements])
        return told_of(connection, some, on)


def told_of(connection: Connection, some: Sequence[Found], on: Iterable[Unspoken]) -> Listed:
    """Events as a list, with the silences on them."""
    return Listed(
        events=[one.event for one in some],
        entries=[entry for one in some for entry in one.told],
        unspoken=sorted(on, key=lambda u: (u.document, u.silence.sentence.start)),
        decided=marks(connection, some),
    )


def marks(connection: Connection, some: Iterable[Found]) -> dict[str, list[str]]:
    """What people decided about events, by their ids: "accept", "correct mode", each once."""
    every = list(some)
    made = decided.made(connection, {e.document for one in every for e in one.told})
    return {one.event.id: list(decided.words(made, one.event.statements)) for one in every}


class Asked:
    """What a query asks, as conditions on events and as a question to each of those left."""

    def __init__(self, connection: Connection, query: Query) -> None:
        self._connection, self._query = connection, query
        self.conditions: list[ColumnElement[bool]] = []
        self._sorted = False
        named = (query.actor, query.country, query.place, words(query.text or ""))
        times = (query.from_, query.to)
        self.of_statements = any(named) or times != (None, None)
        if query.type is not None:
            self.conditions.append(events.c.type.in_((query.type.upper(), "*")))
        if query.status is not None:
            self.conditions.append(events.c.status == query.status)
        if query.from_ is not None:
            self.conditions.append(events.c.ends >= query.from_)
        if query.to is not None:
            self.conditions.append(events.c.starts <= query.to)
        self._named()

    def numbers(
        self, connection: Connection, limit: int, *also: ColumnElement[bool]
    ) -> Iterator[list[int]]:
        """The events that may be meant, in order of time, some at a time, and more each time.

        ``also`` are conditions more. What is sorted is asked for no oftener than needed.
        """
        size = max(_LEAST, min(limit, _MOST))
        after: tuple[str, str, str] | None = None
        rows: list[Any] = []
        whole = False
        while True:
            if len(rows) < size and not whole:
                most = _SORTED if self._sorted else size - len(rows)
                more = connection.execute(self._next(after, most, *also)).all()
                rows, whole = [*rows, *more], len(more) < most
            some, rows = rows[:size], rows[size:]
            if some:
                yield [row.number for row in some]
                after = (rows or some)[-1][1:]
            if whole and not rows:
                return
            size = min(2 * size, _MOST)

    def _next(
        self, after: tuple[str, str, str] | None, limit: int, *also: ColumnElement[bool]
    ) -> Select[Any]:
        order: tuple[Any, ...] = (events.c.first, events.c.last, events.c.id)
        if self._sorted:  # by itself: not by the index of all events
            order = (events.c.first + "", events.c.last, events.c.id)
        asked = select(events.c.number, *order).where(*self.conditions, *also)
        if after is not None:
            asked = asked.where(tuple_(*order) > after)
        return asked.order_by(*order).limit(limit)

    def fits(self, one: Found) -> bool:
        """Whether a statement of the event is asked for."""
        query = self._query
        if not self.of_statements and (query.type is None or one.event.type == query.type.upper()):
            return True
        return any(asked_for(entry, query) for entry in one.told)

    def _named(self) -> None:
        """Conditions by what events are found by."""
        query = self._query
        for kind, word, part in (
            ("actor", (query.actor or "").lower(), True),
            ("place", (query.place or "").lower(), True),
            ("country", (query.country or "").upper(), False),
        ):
            if not word:
                continue
            term = terms.c.word.contains(word, autoescape=True) if part else terms.c.word == word
            named = (
                select(postings.c.event)
                .join(terms, terms.c.number == postings.c.term)
                .where(terms.c.kind == kind, term)
            )
            self.narrow(named)
        if said := words(query.text or ""):
            self._saying(said)

    def narrow(self, named: Select[Any]) -> None:
        """One condition more: the event is among those that postings name."""
        if self._few(named):
            self.conditions.append(events.c.number.in_(named))
        else:
            self.conditions.append(exists(named.where(postings.c.event == events.c.number)))

    def _saying(self, said: list[str]) -> None:
        """Conditions by words: events of the sentences that have them, where those are not many."""
        asked = numbers_of(said, self._connection.dialect.name)
        most = _FEWER if self._sorted else _FEW
        if self._said_often(said, most):
            return  # each event is asked
        if self._connection.execute(_counted(asked, most + 1)).scalar_one() > most:
            return
        # the sentences of statements that people changed or keep may stand in no index
        people = and_(
            told.c.document.in_(select(deciding.c.document)),
            or_(told.c.decided.is_not(None), told.c.back.is_not(None)),
        )
        holding = (
            select(told.c.event).where(one, told.c.event.is_not(None))
            for one in (people, told.c.number.in_(asked))
        )
        self._sorted = True
        self.conditions.append(or_(*(events.c.number.in_(some) for some in holding)))

    def _said_often(self, said: list[str], most: int) -> bool:
        """Whether it is known that so many statements have words, or so large a share of all."""
        known = saying.common(self._connection, said)
        if known.keys() != {*said}:
            return False
        last = self._connection.execute(select(func.max(statements.c.number))).scalar() or 0
        return saying.shared(self._connection, known.values()) > min(most, last // _OFTEN)

    def _few(self, named: Select[Any]) -> bool:
        """Whether so few events can be meant that all may be looked at."""
        some = named.limit(_FEW + 1).subquery()
        number = self._connection.execute(select(func.count()).select_from(some)).scalar_one()
        few = number <= _FEW
        self._sorted = self._sorted or few
        return few


def _counted(asked: Any, most: int) -> Select[Any]:
    """How many statements a question finds, at most so many."""
    if isinstance(asked, TextClause):
        asked = select(asked.columns(column("rowid")).subquery())
    return select(func.count()).select_from(asked.limit(most).subquery())


def held(connection: Connection, numbers: list[int]) -> list[Found]:
    """Events with their statements, in the order of the numbers."""
    groups: dict[int, list[Entry]] = defaultdict(list)
    for line in lines.lines(connection, told.c.event, numbers):
        if line.event is not None and line.decided is not None:
            groups[line.event].append(line.decided)
    data: dict[int, bytes] = {}
    for some in lines.parts(numbers):
        asked = select(accounts.c.number, accounts.c.data).where(accounts.c.number.in_(some))
        data |= {row.number: row.data for row in connection.execute(asked)}
    return [
        Found(n, decoded(data[n]), tuple(sorted(groups[n], key=arrival)))
        for n in numbers
        if n in data
    ]
