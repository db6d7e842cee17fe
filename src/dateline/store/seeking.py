"""What bears on a commitment, or ends a silence, of all that is told under its keys.

Much may stand there: it is read in the order in which it came out, without what can be seen from
columns to change nothing (`dateline.store.borne.passed_over`), and what is at another place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice, takewhile

import msgspec
import numpy as np
from sqlalchemy import Connection, bindparam, select, tuple_

from dateline.record import telling
from dateline.record.bearing import confirms, kind_of, placed
from dateline.record.entry import Entry
from dateline.record.spoken import on_it
from dateline.record.stands import NEVER
from dateline.store import borne, lines, roles
from dateline.store.lines import Told
from dateline.store.placing import hashed
from dateline.store.roles import Numbers, Where, day
from dateline.store.tables import deeds, terms, told
from dateline.store.watchers import Watcher
from dateline.types import Commitment, Place

_AT_ONCE, _AHEAD = 100, 500
_LATER = select(deeds.c.number).where(
    deeds.c.key == bindparam("key"), deeds.c.day >= bindparam("day")
)
_NEXT = (
    select(deeds.c.day, deeds.c.number)
    .where(
        deeds.c.key == bindparam("key"),
        tuple_(deeds.c.day, deeds.c.number) > tuple_(bindparam("day"), bindparam("number")),
    )
    .order_by(deeds.c.day, deeds.c.number)
    .limit(_AHEAD)
)
_where = msgspec.json.Decoder(Where).decode
Enough = Callable[[int], bool]
_OUT, _LOW, _SORT = 1, 2, 3  # rows beside the numbers


class Seeker:
    """Finds what bears on commitments and silences; ``gone`` are statements that do no more."""

    def __init__(self, connection: Connection, gone: Told | None = None) -> None:
        self._connection, self._gone = connection, {} if gone is None else gone
        self._columns = roles.Some(connection)
        self._places: dict[int, Place] = {}

    def meet(self, one: Watcher, until: str | None = None) -> None:
        """Let all that is told bear on one, or what was known on a day; not its own reports'."""
        if one.data.unspoken is not None:
            self._hear(one, until or NEVER)
            return
        pending = self._in_sight(self._near(one, one.telling))
        if until is not None:
            out = pending[_OUT]
            pending = pending[:, (out >= 0) & (out <= day(until))]
        self._read(one, pending)

    def _hear(self, one: Watcher, until: str) -> None:
        """Find who ended a silence: the first who speaks on its matter."""
        told_under = [self._later(hashed(key), since) for key, since in one.asked()]
        some = takewhile(lambda each: each[0] <= until, merge(*told_under))
        while part := list(islice(some, _AHEAD)):
            ended = min((e.said or "" for e in one.telling.values()), default=NEVER)
            if part[0][0] > ended:  # none of them was told before
                return
            fresh = sorted({n for _, n in part} - self._gone.keys())
            numbers = self._there(one, np.array(fresh, dtype=np.int32))
            for few in lines.parts(numbers.tolist()):
                for number, entry in lines.told_by(self._connection, told.c.number, few).items():
                    if one.takes(entry):
                        one.add(number, entry)

    def _later(self, key: int, day: str) -> Iterator[tuple[str, int]]:
        """What stands under a key from a day on, in order."""
        number = -(2**31)
        while True:
            asked = {"key": key, "day": day, "number": number}
            rows = self._connection.execute(_NEXT, asked).all()
            yield from ((row.day, row.number) for row in rows)
            if len(rows) < _AHEAD:
                return
            day, number = rows[-1]

    def replace(self, one: Watcher) -> None:
        """Let go of what is gone, and take what is needed in its place."""
        held, kept = one.telling, one.data.kept
        one.telling = {n: e for n, e in held.items() if n not in self._gone}
        if kept is None or len(held) < telling.MOST:  # there is no more that bears on it
            return
        promise = kept.commitment
        needed = [held[n] for n in held.keys() & self._gone.keys() & one.turns]

        def enough(until: int) -> bool:
            return _enough(promise, needed, one.telling.values(), until)

        self._read(one, self._in_sight(self._near(one, held)), enough)

    def _near(self, one: Watcher, held: Mapping[int, Entry]) -> Numbers:
        """The numbers of what may bear on one beside what does, in order."""
        found: set[int] = set()
        for key, since in one.asked():
            asked = {"key": hashed(key), "day": since}
            found.update(self._connection.execute(_LATER, asked).scalars().all())
        some = sorted(found - held.keys() - self._gone.keys())
        return self._there(one, np.array(some, dtype=np.int32))

    def _there(self, one: Watcher, numbers: Numbers) -> Numbers:
        """Those of statements that are not told of another place; all of its own reports."""
        there, named, home = _place(one)
        if there is None or not len(numbers):
            return numbers
        at = self._columns.of(numbers, "place")
        every = np.unique(at).tolist()
        self._know(every)
        fits = [n for n in every if placed(there, self._places.get(n), named=named)]
        own = lines.values_of(self._connection, told.c.number, told.c.document, home)
        found: Numbers = numbers[np.isin(at, fits) | np.isin(numbers, own)]
        return found

    def _know(self, wanted: Iterable[int]) -> None:
        for some in lines.parts(n for n in wanted if n >= 0 and n not in self._places):
            asked = select(terms.c.number, terms.c.word).where(terms.c.number.in_(some))
            for number, word in self._connection.execute(asked):
                self._places[number] = _where(word).place

    def _in_sight(self, numbers: Numbers) -> Numbers:
        """Statements in the order in which they came out, with that day and their `borne.sight`."""
        out, first, last, says = (
            self._columns.of(numbers, name).astype(np.int32)
            for name in ("out", "first", "last", "says")
        )
        low = np.minimum(out, np.where(first < 0, borne.LAST, first))
        low = np.minimum(low, np.where(last < 0, borne.LAST, last))
        sort = np.left_shift(1, borne.place(says, last < 0, first < 0))
        every: Numbers = np.stack([numbers, out, low, sort])
        return every[:, np.argsort(out, kind="stable")]

    def _read(self, one: Watcher, pending: Numbers, enough: Enough = lambda _: False) -> None:
        """Read what is needed of statements in order, until there is enough of it."""
        while pending.shape[1]:
            some, pending = pending[0, :_AT_ONCE].tolist(), pending[:, _AT_ONCE:]
            for number, entry in lines.told_by(self._connection, told.c.number, some).items():
                if one.takes(entry):
                    one.add(number, entry)
            if not pending.shape[1] or enough(int(pending[_OUT, 0])):
                return
            one.prune()
            upto, sorts = one.over
            pending = pending[:, (pending[_LOW] <= upto) | ((pending[_SORT] & sorts) == 0)]


def _place(one: Watcher) -> tuple[Place | None, bool, Iterable[str]]:
    """The place of which what bears on one must be told, whether it must say one, and its reports.

    What answers a demand is of any place.
    """
    if one.watching is not None:
        return one.there, True, one.watching.home
    matter = one.matter
    if matter is None or len(on_it(matter.statement.event.type)) > 1:
        return None, False, ()
    return matter.statement.place, False, (one.of.document,)


def _enough(one: Commitment, needed: Sequence[Entry], every: Iterable[Entry], until: int) -> bool:
    """Whether what is told before a day, of which all is found, takes the place of what is gone."""
    found = [e for e in every if day(e.said) < until]
    if len(found) < telling.MOST:
        return False
    if kind_of(one) == "refrain" and any(confirms(one, e) for e in found):
        return True  # nothing changes it after that
    sorts = {telling.sort(one, e) for e in found}
    return all(telling.sort(one, e) in sorts for e in needed)
