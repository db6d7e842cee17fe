"""The events of a merged record as they were known on an earlier day, without reading all of it.

What came out first is never regrouped for what came out later (`dateline.record.matching`): an
event that no near copy and no decision joined, and whose statements were all known by then, stood
as it stands now, but for who was silent later. The others are made anew from what was known: in
order of the first day that any statement of them says, so that a list goes no further than asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, and_, false, func, select, tuple_, union_all

from dateline.record.entry import Entry, Unspoken
from dateline.record.matching import arrival
from dateline.record.merge import event_of, on_matters, order
from dateline.record.regroup import regrouped
from dateline.record.stands import NEVER
from dateline.store import Query, Store, accounts, lines, listing, near
from dateline.store.listing import Asked, Found, Listed
from dateline.store.rulings import about
from dateline.store.sql import SqlStore
from dateline.store.tables import events, regroupings, told

_LEAST, _MOST = 64, 512
_START = ""
_END = "~"  # after every day
Key = tuple[str, str, str]


def listed(store: Store, query: Query, *, limit: int = 0, spoken_of: bool = False) -> Listed | None:
    """The events asked for on the day of a query, as `dateline.store.listing.listed` has today's.

    ``None`` where not all is merged and somebody else writes.
    """
    if query.as_of is None or not isinstance(store, SqlStore):
        return None
    if not store.merged() and not store.settle(wait=False):
        return None
    with store.reading() as connection:
        past = Past(connection, query.as_of)
        every = past.found(query, limit)
        some = list(islice((f for f in every if not spoken_of or f.spoken_of), limit or None))
        ids = [i for one in some for i in one.event.statements]
        return listing.told_of(connection, some, past.silences(ids))


class Past:
    """The events of a record on a day."""

    def __init__(self, connection: Connection, day: str) -> None:
        self._connection, self._day = connection, day
        self.settled: ColumnElement[bool] = and_(events.c.known_last <= day, events.c.whole)

    def knows(self, entry: Entry) -> bool:
        """Whether a statement was known on the day."""
        return max(entry.published.from_ or NEVER, entry.said or NEVER) <= self._day

    def silences(self, ids: Iterable[str]) -> list[Unspoken]:
        """The silences on statements that were known."""
        some = about(self._connection, ids)
        return [u for u in some if (u.published.from_ or NEVER) <= self._day]

    def found(self, query: Query, limit: int = 0) -> Iterator[Found]:
        """The events asked for in order of time; ``limit`` tells how many will be wanted."""
        asked = Asked(self._connection, replace(query, status=None))
        status = query.status
        also = () if status is None else (events.c.status == status,)
        for one in self.meant(asked, *also, limit=limit):
            if status is None or one.event.status == status:
                yield one

    def meant(
        self, asked: Asked, *also: ColumnElement[bool], limit: int = 0
    ) -> Iterator[Found]:  # fmt: skip
        """Those that what is asked means, in order; ``also`` is asked of settled ones alone."""
        for one in self._in_order(asked, max(_LEAST, min(limit, _MOST)), also):
            if asked.fits(one):
                yield one

    def _in_order(
        self, asked: Asked, size: int, also: Sequence[ColumnElement[bool]]
    ) -> Iterator[Found]:
        stood = self._stood(asked, size, also)
        others = self._others(asked.conditions, size)
        heap: list[tuple[Key, int, Found]] = []
        seen: set[str] = set()
        upto = _START
        first = next(stood, None)
        while True:
            at = None if first is None else order(first.event)
            ahead = heap[0][0] if heap else None
            least = min((key for key in (at, ahead) if key is not None), default=None)
            if upto != _END and (least is None or least[0] >= upto):
                upto, made = next(others, (_END, []))
                for one in made:
                    heappush(heap, (order(one.event), len(seen) + len(heap), one))
                continue
            if least is None:
                return
            if least == ahead:
                one = heappop(heap)[-1]
            elif first is not None:
                one, first = first, next(stood, None)
            if one.event.id not in seen:
                seen.add(one.event.id)
                yield one

    def _stood(
        self, asked: Asked, size: int, also: Sequence[ColumnElement[bool]]
    ) -> Iterator[Found]:
        """The events that stood as they stand, in order of time."""
        for numbers in asked.numbers(self._connection, size, self.settled, *also):
            yield from self.stood(numbers)

    def stood(self, numbers: list[int]) -> Iterator[Found]:
        """Settled events, but for who was silent later."""
        some = listing.held(self._connection, numbers)
        on = about(self._connection, [i for one in some for i in one.event.statements])
        late = {u.silence.about for u in on if (u.published.from_ or NEVER) > self._day}
        known = on_matters(u for u in on if (u.published.from_ or NEVER) <= self._day)
        for one in some:
            if late.isdisjoint(one.event.statements):
                yield one
            else:
                yield Found(one.number, event_of(one.told, known, {}), one.told)

    def _others(
        self, conditions: Sequence[ColumnElement[bool]], size: int
    ) -> Iterator[tuple[str, list[Found]]]:
        """The other events, some at a time, each time with the day that those left begin on.

        Those that people joined or parted come first: what becomes of one is known from all alone.
        """
        asked = self._unsettled().where(*conditions)
        some = self._ruled(asked)
        starts = func.coalesce(events.c.starts, "9999")
        asked = asked.add_columns(starts.label("starts"))
        asked = asked.order_by(starts, events.c.number)
        after: tuple[Any, ...] | None = None
        made = self.made(some)
        while True:
            more = asked if after is None else asked.where(tuple_(starts, events.c.number) > after)
            rows = self._connection.execute(more.limit(size)).all()
            made += self.made([row.number for row in rows])
            if len(rows) < size:
                yield _END, made
                return
            after = rows[-1].starts, rows[-1].number
            yield rows[-1].starts, made
            made, size = [], min(2 * size, _MOST)

    def _ruled(self, asked: Any) -> list[int]:
        """Those of the others that people joined or parted."""
        by = regroupings.c.statement == told.c.statement
        named = select(told.c.event).join(regroupings, by).where(told.c.event.is_not(None))
        found: list[int] = []
        for some in lines.parts(self._connection.execute(named).scalars()):
            found += self._connection.execute(asked.where(events.c.number.in_(some))).scalars()
        return found

    def _unsettled(self) -> Any:
        """The events known on the day of which more was told later, or that are not whole."""
        known = select(events.c.number).where(events.c.known_first <= self._day)
        lasting = known.where(
            events.c.known_first < events.c.known_last, events.c.known_last > self._day
        )
        apart = known.where(events.c.whole == false())
        return select(events.c.number).where(events.c.number.in_(union_all(lasting, apart)))

    def unsettled(self, conditions: Sequence[ColumnElement[bool]]) -> Iterator[Found]:
        """All the other events, in no order."""
        asked = self._unsettled().where(*conditions)
        numbers = list(self._connection.execute(asked).scalars())
        seen: set[str] = set()
        for some in lines.parts(numbers, _MOST):
            for one in self.made(some):
                if one.event.id not in seen:
                    seen.add(one.event.id)
                    yield one

    def made(self, numbers: Iterable[int]) -> list[Found]:
        """What events, with all that people joined with them, were on the day."""
        homes = lines.values_of(self._connection, told.c.home, told.c.event, numbers)
        return self.of_groups(set(homes))

    def of_groups(self, homes: set[str]) -> list[Found]:
        """The events of groups of statements on the day."""
        if not homes:
            return []
        every, decisions = accounts.together(self._connection, homes)
        groups: dict[str, list[Entry]] = defaultdict(list)
        number = {}
        for line in every:
            if line.decided is not None and self.knows(line.decided):
                groups[line.home].append(line.decided)
                number[line.id] = line.number
        silences = on_matters(self.silences(number))
        copied = near.family(
            self._connection, {e.document for g in groups.values() for e in g}, self._day
        )
        found = []
        for group in regrouped(groups.values(), decisions):
            if group:
                event = event_of(group, silences, copied)
                entries = tuple(sorted(group, key=arrival))
                found.append(Found(number[event.statements[0]], event, entries))
        return found
