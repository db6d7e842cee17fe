"""Statements of one type held against the many promises of such acts, by columns.

Whether a statement of another report bears on a promise of an act depends on days, and on what is
alike in many: so each sort of statement is asked about once for a promise, and the rest is a
comparison of columns. What is found is what `dateline.record.bearing` finds one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dateline.record import telling
from dateline.record.bearing import alike, could_be_told, kind_of, yet_to_come
from dateline.record.entry import Entry
from dateline.record.stands import NEVER
from dateline.store import borne
from dateline.store.borne import Columns
from dateline.store.roles import day
from dateline.store.watchers import Watcher
from dateline.types import Commitment

Numbers = NDArray[np.int32]
_LAST = 99_999_999


def by_columns(one: Watcher) -> bool:
    """Whether it is a promise of an act or a stay, of which no part of its amount is told.

    None that others change: when it was due then depends on what is told of it.
    """
    watching = one.watching
    if watching is None or watching.named is not None or watching.kept.altered:
        return False
    quantity = watching.commitment.action.quantity
    return kind_of(watching.of) != "refrain" and (quantity is None or quantity.min is None)


@dataclass(slots=True)
class _Under:
    """What is told under one key, in order of the day on which it was over."""

    over: Numbers
    at: Numbers
    sorts: list[int]


@dataclass
class Told:
    """The statements of a type that are waited for."""

    _entries: list[Entry] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _at: dict[int, int] = field(default_factory=dict)
    _under: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def put(self, key: str, over: str, number: int, entry: Entry) -> None:
        """Hold a statement under a key; nothing is found before all are held."""
        at = self._at.setdefault(number, len(self._entries))
        if at == len(self._entries):
            self._entries.append(entry)
            self._numbers.append(number)
        self._under[key].append((_LAST if over == "9999" else day(over or None), at))

    def meet(self, one: Watcher, waits: Iterable[tuple[str, str]]) -> None:
        """Let what bears on a promise do, of what is told under its keys from a day on."""
        watching = one.watching
        if watching is None or not self._entries:
            return
        first = day(could_be_told(watching.of))
        home = [self._documents[d] for d in watching.home if d in self._documents]
        found: list[Numbers] = []
        for key, since in waits:
            under = self._found.get(key)
            if under is None:
                continue
            at = under.at[np.searchsorted(under.over, day(since or None)) :]
            near = np.isin(self._document[at], home)
            for number in at[near].tolist():
                if one.takes(self._entries[number]):
                    one.add(self._numbers[number], self._entries[number])
            fits = ((self._out[at] < 0) | (self._out[at] >= first)) & ~self._to_come[at]
            found.append(at[fits & ~near & self._alike(watching.of, under)[self._sort[at]]])
        taken = np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)
        if len(taken):
            one.telling |= self._telling(watching.commitment, taken)
            if self._undated[taken].any():
                one.known = NEVER

    def _alike(self, of: Commitment, under: _Under) -> NDArray[np.bool_]:
        """Which of the sorts under a key tell of the act promised."""
        table = np.zeros(len(self._sorts), dtype=bool)
        table[[n for n in under.sorts if alike(of, self._sorts[n].statement, away=True)]] = True
        return table

    def _telling(self, one: Commitment, taken: Numbers) -> dict[int, Entry]:
        """Those of many that tell how it stands, and that are named (`dateline.record.telling`)."""
        every = taken[np.argsort(self._rank[taken])]
        told = self._columns[:, every]
        picked = every[borne.kept(told, one.due)].tolist()
        return {self._numbers[n]: self._entries[n] for n in picked}

    @cached_property
    def _found(self) -> dict[str, _Under]:
        found: dict[str, _Under] = {}
        for key, held in self._under.items():
            held.sort()
            over, at = np.array(held, dtype=np.int32).T
            found[key] = _Under(over, at, np.unique(self._sort[at]).tolist())
        return found

    @cached_property
    def _columns(self) -> Columns:
        """Of each statement what is kept of those that bear on a promise of no amount."""
        each = zip(self._numbers, self._entries, strict=True)
        return borne.columns(borne.row(number, entry) for number, entry in each)

    @cached_property
    def _rank(self) -> Numbers:
        """The places of the statements in the order in which they were told."""
        order = sorted(range(len(self._entries)), key=lambda n: telling.in_order(self._entries[n]))
        rank: Numbers = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank

    @cached_property
    def _out(self) -> Numbers:
        return np.array([day(e.published.to) for e in self._entries], dtype=np.int32)

    @cached_property
    def _to_come(self) -> NDArray[np.bool_]:
        return np.array([yet_to_come(e) for e in self._entries], dtype=bool)

    @cached_property
    def _undated(self) -> NDArray[np.bool_]:
        return np.array([e.published.from_ is None for e in self._entries], dtype=bool)

    @cached_property
    def _documents(self) -> dict[str, int]:
        return {d: n for n, d in enumerate(dict.fromkeys(e.document for e in self._entries))}

    @cached_property
    def _document(self) -> Numbers:
        return np.array([self._documents[e.document] for e in self._entries], dtype=np.int32)

    @cached_property
    def _sorts(self) -> list[Entry]:
        """One statement of each sort, of which `alike` says the same."""
        return list({_sort(e): e for e in self._entries}.values())

    @cached_property
    def _sort(self) -> Numbers:
        numbers = {_sort(e): n for n, e in enumerate(self._sorts)}
        return np.array([numbers[_sort(e)] for e in self._entries], dtype=np.int32)


def _sort(entry: Entry) -> Hashable:
    """What of a statement tells whether it is of an act promised, whenever that was."""
    statement, place = entry.statement, entry.statement.place
    return (
        statement.modality,
        statement.event.mode,
        None if place is None else (place.name, place.country, place.geonames, place.precision),
        tuple((a.id, a.country, a.sector) for a in statement.actors),
    )
