"""What the events of a record were on an earlier day, without merging it all again. Pure.

What came out first is never regrouped for what came out later (`dateline.record.matching`), so an
event whose statements, silences and near copies were all known by then stood as it stands now.
Made anew are only those that something later touched, and those that people joined or parted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dateline.record.decisions import Decision
from dateline.record.entry import Entry, Unspoken
from dateline.record.matching import matched
from dateline.record.merge import event_of, on_matters, order
from dateline.record.regroup import JOINS, regrouped
from dateline.types import Published, RecordEvent

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]
_NEVER = "9999"


@dataclass(frozen=True, slots=True, eq=False)
class Then:
    """The events of an earlier day, in order of time.

    ``taken`` tells for each its number among the events of today, -1 where it was made anew; ``at``
    for each statement of the record the number of its event, -1 where it was not known.
    """

    events: tuple[RecordEvent, ...]
    taken: Numbers
    at: Numbers


class Earlier:
    """The events of a record, ready to be put back to any day.

    ``documents`` are all of the record; the rest is what `dateline.record.merge` made ``events``
    of, with the homes that it was given. ``told`` are the statements in order of events, ``number``
    tells where one stands there and ``event_of`` the number of its event.
    """

    def __init__(
        self,
        events: Sequence[RecordEvent],
        entries: Mapping[str, Entry],
        documents: Mapping[str, Published],
        unspoken: Iterable[Unspoken],
        *,
        decisions: Iterable[Decision],
        copies: Mapping[str, str],
        homes: Mapping[str, str],
    ) -> None:
        self.events = events
        self.told = [entries[key] for e in events for key in e.statements]
        self.number = {entry.statement.id: n for n, entry in enumerate(self.told)}
        self.sizes = np.array([len(e.statements) for e in events], dtype=np.int32)
        self.event_of: Numbers = np.repeat(np.arange(len(events), dtype=np.int32), self.sizes)
        self._silences = on_matters(unspoken)
        self._of_documents(documents, copies)
        self._of_decisions(decisions, homes)

    def _of_documents(self, documents: Mapping[str, Published], copies: Mapping[str, str]) -> None:
        """When each document came out, and which family of near copies it is of."""
        self._documents = {key: n for n, key in enumerate(documents)}
        published = documents.values()
        self._first = np.array([p.from_ or _NEVER for p in published], dtype="U10")
        self._said = np.array([p.to or p.from_ or _NEVER for p in published], dtype="U10")
        self._source: Numbers = np.array(
            [self._documents[e.document] for e in self.told], dtype=np.int32
        )
        families: dict[str, int] = {}
        self._family: Numbers = np.full(len(documents), -1, dtype=np.int32)
        for key, family in copies.items():
            if key in self._documents:
                self._family[self._documents[key]] = families.setdefault(family, len(families))
        on = [
            (self.event_of[self.number[about]], self._documents[u.document])
            for about, silences in self._silences.items()
            if about in self.number
            for u in silences
        ]
        self._silent: Numbers = np.array(on, dtype=np.int32).reshape(-1, 2)

    def _of_decisions(self, decisions: Iterable[Decision], homes: Mapping[str, str]) -> None:
        """The statements of all that people joined or parted."""
        self._joins = tuple(d for d in decisions if d.kind in JOINS)
        named = {homes.get(i, i) for d in self._joins for i in (*d.statements, *d.others)}
        parted = [
            n for n, e in enumerate(self.told if named else ())
            if homes.get(e.statement.id, e.statement.id) in named
        ]  # fmt: skip
        self._parted: Numbers = np.array(parted, dtype=np.int32)
        self._homes = {
            key: homes.get(key, key) for key in (self.told[n].statement.id for n in parted)
        }

    def on(self, day: str, copies: Mapping[str, str]) -> Then | None:
        """The events as they were known on a day, and the near copies among its documents.

        ``None`` where only merging can tell: a document without a first day is known on none, and
        may stand before others all the same.
        """
        known = self._first <= day
        out = self._said <= day
        if np.any(out & ~known):
            return None
        mask: Mask = (known & out)[self._source]
        counts = np.bincount(self.event_of[mask], minlength=len(self.events))
        touched = self._touched(known)
        kept = (counts == self.sizes) & ~touched
        anew = (counts > 0) & ~kept
        apart = self.event_of[self._parted]
        kept[apart] = anew[apart] = False
        groups = [
            [self.told[n] for n in numbers if mask[n]]
            for numbers in map(self._statements, np.flatnonzero(anew).tolist())
        ]
        groups += self._regrouped(mask)
        silences = self._known_silences(groups, known)
        made = sorted((event_of(group, silences, copies) for group in groups), key=order)
        return self._then(np.flatnonzero(kept), made)

    def _statements(self, event: int) -> range:
        first = int(self._starts[event])
        return range(first, first + int(self.sizes[event]))

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.cumsum(self.sizes) - self.sizes

    def _touched(self, known: Mask) -> Mask:
        """The events on which somebody was silent later, or whose sources have later copies."""
        found = np.zeros(len(self.events), dtype=bool)
        events, documents = self._silent.T
        found[events[~known[documents]]] = True
        copied = self._family >= 0
        if np.any(copied & ~known):
            later = np.unique(self._family[copied & ~known])
            found[self.event_of[np.isin(self._family, later)[self._source]]] = True
        return found

    def _regrouped(self, mask: Mask) -> list[list[Entry]]:
        known = [self.told[n] for n in self._parted.tolist() if mask[n]]
        return regrouped(matched(known, self._homes), self._joins) if known else []

    def _known_silences(
        self, groups: Iterable[Iterable[Entry]], known: Mask
    ) -> dict[str, list[Unspoken]]:
        return {
            key: [u for u in self._silences[key] if known[self._documents[u.document]]]
            for group in groups
            for key in (e.statement.id for e in group)
            if key in self._silences
        }

    def _then(self, kept: NDArray[np.int64], made: list[RecordEvent]) -> Then:
        """Those taken over and those made anew, in order of time."""
        places = [bisect_left(self.events, order(e), key=order) - 0.5 for e in made]
        sequence = np.argsort(np.concatenate([kept, places]), kind="stable")
        taken = np.concatenate([kept, np.full(len(made), -1)])[sequence].astype(np.int32)
        fresh = iter(made)
        events = tuple(self.events[n] if n >= 0 else next(fresh) for n in taken.tolist())
        now = np.full(len(self.events) + 1, -1, dtype=np.int32)
        now[taken] = np.arange(len(taken), dtype=np.int32)
        now[-1] = -1
        at: Numbers = now[self.event_of]
        for n in np.flatnonzero(taken < 0).tolist():
            at[[self.number[key] for key in events[n].statements]] = n
        return Then(events, taken, at)
