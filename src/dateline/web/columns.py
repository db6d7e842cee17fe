"""The record in columns: filters, counts and places without a look at every row.

Events are numbered in order of time. A day is a number (20240612), 0 where it is not known. An
event is found where one of its statements has all that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Self, get_args

import numpy as np

from dateline.record.earlier import Then
from dateline.types import EventType, Place, RecordEvent
from dateline.web.asked import SIZE, STATUSES, Asked
from dateline.web.kinds import quad
from dateline.web.sayings import Mask, Numbers, Sayings, days

TYPES: tuple[str, ...] = get_args(EventType)
_NEVER = 99_999_999
_HELD = 64


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of events, a column each; ``place`` is -1 where there is none on the map."""

    first: Numbers
    last: Numbers
    type: Numbers
    quad: Numbers
    status: Numbers
    place: Numbers
    silent: Mask

    @classmethod
    def of(cls, events: Sequence[RecordEvent], codes: dict[tuple[object, ...], int]) -> Self:
        """The cells of some events; ``codes`` of places grow."""
        first, last = days([e.time for e in events])
        return cls(
            first,
            last,
            np.array([TYPES.index(e.type) for e in events], dtype=np.int32),
            np.array([quad(e.type, e.mode) for e in events], dtype=np.int32),
            np.array([STATUSES.index(e.status) for e in events], dtype=np.int32),
            np.array([_code(e.place, codes) for e in events], dtype=np.int32),
            np.array(
                [any(p.stance == "silent" for p in e.parties.values()) for e in events], dtype=bool
            ),
        )

    def cut(self, taken: Numbers, fresh: Cells) -> Self:
        """Those of the numbers ``taken``, and ``fresh`` ones where that is -1."""
        new = taken < 0
        columns = []
        for column in fields(self):
            cut = getattr(self, column.name)[taken]
            cut[new] = getattr(fresh, column.name)
            columns.append(cut)
        return type(self)(*columns)


def _code(place: Place | None, codes: dict[tuple[object, ...], int]) -> int:
    """The number of the place on the map where an event was, -1 where it has none."""
    if place is None or place.lat is None or place.lon is None:
        return -1
    return codes.setdefault((place.geonames or place.name, place.precision), len(codes))


class Columns:
    """Columns over the events, and over their statements, of which ``at`` tells the event.

    Statements are numbered as in ``sayings``; ``at`` is -1 for those that are of no event here.
    """

    def __init__(
        self,
        events: Sequence[RecordEvent],
        sayings: Sayings,
        at: Numbers,
        cells: Cells | None = None,
        codes: dict[tuple[object, ...], int] | None = None,
    ) -> None:
        self.events, self.sayings, self.at = events, sayings, at
        self._codes = {} if codes is None else codes
        self._cells = Cells.of(events, self._codes) if cells is None else cells
        cells = self._cells
        self.start: Numbers = np.where(cells.first > 0, cells.first, cells.last)
        self.timed: Mask = self.start > 0
        self.quad, self.place = cells.quad, cells.place
        self._oldest: Numbers = np.arange(len(events), dtype=np.int32)
        self.newest: Numbers = _newest(self.timed, cells.first, cells.last)
        self.voiced: Mask = cells.silent | self._of(sayings.spoken)
        self._held: dict[Asked, Numbers] = {}

    def cut(self, then: Then) -> Columns:
        """The columns of an earlier day."""
        codes = dict(self._codes)
        fresh = [then.events[n] for n in np.flatnonzero(then.taken < 0).tolist()]
        cells = self._cells.cut(then.taken, Cells.of(fresh, codes))
        return Columns(then.events, self.sayings, then.at, cells, codes)

    def found(self, asked: Asked) -> Numbers:
        """The numbers of the events asked for, in the order asked for.

        The last answers are held: a page asks for its list, its counts, its map and its tray.
        """
        key = asked.with_(size=SIZE, map=None)
        found = self._held.get(key)
        if found is None:
            found = self._found(key)
            if len(self._held) >= _HELD:
                self._held.clear()
            self._held[key] = found
        return found

    def _found(self, asked: Asked) -> Numbers:
        order = self.newest if asked.order == "newest" else self._oldest
        told = self.sayings.asked_for(asked)
        if told is not None:
            order = order[self._of(told)[order]]
        if asked.words is not None:
            order = order[self._of(self.sayings.holding(asked.words))[order]]
        if asked.status is not None:
            code = STATUSES.index(asked.status) if asked.status in STATUSES else -1
            order = order[self._cells.status[order] == code]
        return order

    def _of(self, told: Mask | list[int]) -> Mask:
        """The events that statements tell of."""
        found = np.zeros(len(self.events) + 1, dtype=bool)  # the last for those of no event
        found[self.at[told]] = True
        return found[:-1]

    def holding(self, words: str) -> list[int]:
        """The statements of these events whose sentence holds all the words."""
        return [n for n in self.sayings.holding(words) if self.at[n] >= 0]

    def around(self, event: RecordEvent) -> Numbers:
        """The events of the same type whose time may touch that of one."""
        cells, ends = self._cells, np.where(self._cells.last > 0, self._cells.last, _NEVER)
        (first,), (last,) = days([event.time])
        near = (cells.first <= (last or _NEVER)) & (ends >= first)
        near &= cells.type == TYPES.index(event.type)
        return np.flatnonzero(near).astype(np.int32)

    def spots(self, found: Numbers) -> Iterator[tuple[Place, tuple[int, ...], int]]:
        """Each place on the map with its events by quad class, and the first of those asked for.

        In order of the first event at each, whose place stands for all of them.
        """
        placed = found[self.place[found] >= 0]
        codes = self.place[placed]
        counts = np.bincount(codes * 4 + self.quad[placed] - 1, minlength=4 * len(self._codes))
        known, at = np.unique(codes, return_index=True)
        rows = sorted(zip(self._stands_for[known].tolist(), known.tolist(),
                          placed[at].tolist(), strict=True))  # fmt: skip
        for first, code, number in rows:
            if (place := self.events[first].place) is not None:
                yield place, tuple(counts[4 * code : 4 * code + 4].tolist()), number

    @cached_property
    def _stands_for(self) -> Numbers:
        """For each place the first event there."""
        known, first = np.unique(self.place, return_index=True)
        found = np.zeros(len(self._codes), dtype=np.int32)
        found[known[known >= 0]] = first[known >= 0]
        return found


def _newest(timed: Mask, first: Numbers, last: Numbers) -> Numbers:
    """By last day and then first day, the latest first; those without a time come last."""
    end = np.where(last > 0, last, first)
    order = np.lexsort((-first, np.where(timed, -end, _NEVER)))
    return order.astype(np.int32)
