"""The statements of a record in columns: which of them have what is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.record.entry import Entry
from dateline.types import Actor, Time
from dateline.web.asked import Asked

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
Fits = Callable[[str], bool]


class Sayings:
    """Columns over statements, in the order of the events of the whole record."""

    def __init__(self, told: Sequence[Entry]) -> None:
        self.told = told
        statements = [e.statement for e in told]
        self._first, self._last = days([s.time for s in statements])
        self._types = _listed((s.event.type,) for s in statements)
        self._places = _listed((s.place.name.casefold(),) if s.place else () for s in statements)
        self._actors = _listed(_called(_involved(e)) for e in told)
        self._countries = _listed(
            {a.country for a in _involved(e)} | ({e.statement.place.country}
            if e.statement.place else set()) for e in told
        )  # fmt: skip
        self._words = [s.sentence.text.casefold() for s in statements]
        self.spoken: Mask = np.array(
            [s.attribution.speaker is not None for s in statements], dtype=bool
        )

    def asked_for(self, asked: Asked) -> Mask | None:
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
            day = number_of(asked.from_)
            masks.append((self._last >= day) | ((self._last == 0) & (self._first > 0)))
        if asked.to is not None:
            start = np.where(self._first > 0, self._first, self._last)
            masks.append((start > 0) & (start <= number_of(asked.to)))
        return np.logical_and.reduce(masks) if masks else None

    def _mask(self, listed: dict[str, Numbers], fits: Fits) -> Mask:
        found = np.zeros(len(self.told), dtype=bool)
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
            for number, text in enumerate(self._words)
            if first in text and all(part in text for part in others)
        ]


def days(times: Sequence[Time | None]) -> tuple[Numbers, Numbers]:
    """The first and last days of times, 0 where they have none."""
    first = [number_of(t.from_) if t and t.from_ else 0 for t in times]
    last = [number_of(t.to) if t and t.to else 0 for t in times]
    return np.array(first, dtype=np.int32), np.array(last, dtype=np.int32)


def number_of(day: str) -> int:
    """A day as a number: 20240612."""
    return int(day.replace("-", "")[:8])


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
