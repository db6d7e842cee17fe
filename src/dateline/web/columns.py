"""The record in columns: filters, counts and places without a look at every row.

Statements and events are numbered in the order of the events. A day is a number (20240612), 0
where it is not known. An event is found where one of its statements has all that is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.record.entry import Entry
from dateline.types import Actor, Place, RecordEvent, Time
from dateline.web.asked import SIZE, STATUSES, Asked
from dateline.web.kinds import quad

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Fits = Callable[[str], bool]
_NEVER = 99_999_999
_HELD = 64


class Columns:
    """Columns over the events and their statements."""

    def __init__(self, events: Sequence[RecordEvent], entries: Mapping[str, Entry]) -> None:
        self.events = events
        self.statements: list[Entry] = [entries[key] for e in events for key in e.statements]
        self.event_of = np.repeat(
            np.arange(len(events), dtype=np.int32), [len(e.statements) for e in events]
        )
        self._held: dict[Asked, Numbers] = {}
        self._of_events(events)
        self._of_statements()

    def _of_events(self, events: Sequence[RecordEvent]) -> None:
        first, last = _days([e.time for e in events])
        self.start: Numbers = np.where(first > 0, first, last)
        self.timed: Mask = self.start > 0
        self.quad: Numbers = np.array([quad(e.type, e.mode) for e in events], dtype=np.int32)
        self.status: Numbers = np.array([STATUSES.index(e.status) for e in events], dtype=np.int32)
        self.places: list[Place] = []
        self.place: Numbers = np.array(list(self._place_codes(events)), dtype=np.int32)
        self.oldest: Numbers = np.arange(len(events), dtype=np.int32)
        self.newest: Numbers = _newest(self.timed, first, last)
        self.silent: Mask = np.array(
            [any(p.stance == "silent" for p in e.parties.values()) for e in events], dtype=bool
        )

    def _place_codes(self, events: Sequence[RecordEvent]) -> Iterator[int]:
        """The number of the place on the map where an event was, -1 where it has none."""
        codes: dict[tuple[object, ...], int] = {}
        for event in events:
            place = event.place
            if place is None or place.lat is None or place.lon is None:
                yield -1
                continue
            key = (place.geonames or place.name, place.precision)
            if key not in codes:
                codes[key] = len(self.places)
                self.places.append(place)
            yield codes[key]

    def _of_statements(self) -> None:
        told = [e.statement for e in self.statements]
        self._first, self._last = _days([s.time for s in told])
        self._types = _listed((s.event.type,) for s in told)
        self._places = _listed((s.place.name.casefold(),) if s.place else () for s in told)
        self._actors = _listed(_called(_involved(e)) for e in self.statements)
        self._countries = _listed(
            {a.country for a in _involved(e)} | ({e.statement.place.country}
            if e.statement.place else set()) for e in self.statements
        )  # fmt: skip
        self.words = [s.sentence.text.casefold() for s in told]
        spoken = np.array([s.attribution.speaker is not None for s in told], dtype=bool)
        self.voiced: Mask = self.silent.copy()
        self.voiced[self.event_of[spoken]] = True

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
        order = self.newest if asked.order == "newest" else self.oldest
        told = self._told(asked)
        if told is not None:
            events = np.zeros(len(self.events), dtype=bool)
            events[self.event_of[told]] = True
            order = order[events[order]]
        if asked.words is not None:
            events = np.zeros(len(self.events), dtype=bool)
            events[self.event_of[self.holding(asked.words)]] = True
            order = order[events[order]]
        if asked.status is not None:
            code = STATUSES.index(asked.status) if asked.status in STATUSES else -1
            order = order[self.status[order] == code]
        return order

    def _told(self, asked: Asked) -> Mask | None:
        """The statements that have all that is asked; ``None`` where nothing is."""
        masks = []
        if asked.type is not None:
            masks.append(self._mask(self._types, lambda key: key == asked.type))
        if asked.country is not None:
            masks.append(self._mask(self._countries, lambda key: key == asked.country))
        if asked.place is not None:
            place = asked.place.casefold()
            masks.append(self._mask(self._places, lambda key: place in key))
        if asked.actor is not None:
            actor = asked.actor.casefold()
            masks.append(self._mask(self._actors, lambda key: actor in key))
        if asked.from_ is not None:
            day = _number(asked.from_)
            masks.append((self._last >= day) | ((self._last == 0) & (self._first > 0)))
        if asked.to is not None:
            start = np.where(self._first > 0, self._first, self._last)
            masks.append((start > 0) & (start <= _number(asked.to)))
        return np.logical_and.reduce(masks) if masks else None

    def _mask(self, listed: dict[str, Numbers], fits: Fits) -> Mask:
        found = np.zeros(len(self.statements), dtype=bool)
        for key, numbers in listed.items():
            if fits(key):
                found[numbers] = True
        return found

    def holding(self, words: str) -> list[int]:
        """The statements whose sentence holds all the words."""
        parts = words.casefold().split()
        if not parts:
            return []
        first, *others = parts
        return [
            number
            for number, text in enumerate(self.words)
            if first in text and all(part in text for part in others)
        ]

    def spots(self, found: Numbers) -> Iterator[tuple[Place, tuple[int, ...], int]]:
        """Each place on the map with its events by quad class, and the first of those asked for."""
        placed = found[self.place[found] >= 0]
        codes = self.place[placed]
        counts = np.bincount(codes * 4 + self.quad[placed] - 1, minlength=4 * len(self.places))
        known, at = np.unique(codes, return_index=True)
        for code, number in zip(known.tolist(), placed[at].tolist(), strict=True):
            yield self.places[code], tuple(counts[4 * code : 4 * code + 4].tolist()), number


def _days(times: Sequence[Time | None]) -> tuple[Numbers, Numbers]:
    first = [_number(t.from_) if t and t.from_ else 0 for t in times]
    last = [_number(t.to) if t and t.to else 0 for t in times]
    return np.array(first, dtype=np.int32), np.array(last, dtype=np.int32)


def _number(day: str) -> int:
    return int(day.replace("-", "")[:8])


def _newest(timed: Mask, first: Numbers, last: Numbers) -> Numbers:
    """By last day and then first day, the latest first; those without a time come last."""
    end = np.where(last > 0, last, first)
    order = np.lexsort((-first, np.where(timed, -end, _NEVER)))
    return order.astype(np.int32)


def _involved(entry: Entry) -> list[Actor]:
    statement = entry.statement
    speaker = statement.attribution.speaker
    return [*statement.actors, *statement.recipients, *((speaker,) if speaker else ())]


def _called(actors: Iterable[Actor]) -> set[str | None]:
    """What a part of an actor is looked for in: its id or its name."""
    return {
        text for a in actors for text in ((a.id or "").casefold(), (a.name or a.text).casefold())
    }


def _listed(keys: Iterable[Iterable[str | None]]) -> dict[str, Numbers]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, mine in enumerate(keys):
        for key in mine:
            if key:
                found[key].append(number)
    return {key: np.array(numbers, dtype=np.int32) for key, numbers in found.items()}
