"""What people decided about the record, and what is left for them to look at."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from itertools import islice
from weakref import WeakKeyDictionary

import msgspec

from dateline.record.decisions import CELLS, Decision
from dateline.record.doubt import Doubt, doubt, most_doubtful
from dateline.store.doubtful import near_to
from dateline.types import RecordEvent
from dateline.web.asked import Asked
from dateline.web.queries import EventRow, Found
from dateline.web.snapshot import Snapshot

NEAR = 6
_JUDGED = frozenset({"accept", "reject"})


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """The decisions about something, the latest first, and events that may be the same as it."""

    decisions: tuple[Decision, ...]
    near: tuple[EventRow, ...] = ()
    cells: tuple[str, ...] = CELLS


class Doubtful(msgspec.Struct, frozen=True, kw_only=True):
    """An event that nobody judged yet: how doubtful, why, and which events may be the same."""

    row: EventRow
    doubt: Doubt
    near: tuple[EventRow, ...]


class Review:
    """What is left to look at, by doubt; computed once for a state of the record."""

    def __init__(self) -> None:
        self._orders: WeakKeyDictionary[Snapshot, list[tuple[int, Doubt]]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def waiting(self, known: Snapshot, asked: Asked) -> Found[Doubtful]:
        """The events asked for that nobody accepted or rejected, the most doubtful first."""
        wanted = set(known.columns.found(asked).tolist())
        order = [(number, why) for number, why in self._ordered(known) if number in wanted]
        first = (asked.page - 1) * asked.size
        items = tuple(
            Doubtful(row=known.row(number), doubt=why, near=self.near(known, known.events[number]))
            for number, why in order[first : first + asked.size]
        )
        return Found(items=items, total=len(order), page=asked.page, size=asked.size)

    def near(self, known: Snapshot, event: RecordEvent) -> tuple[EventRow, ...]:
        """Events that may be the same as one: of its type, close in time, with a party or place."""
        around = ((n, known.events[n]) for n in known.columns.around(event).tolist())
        near = (n for n, other in around if other.id != event.id and near_to(event, other))
        return tuple(map(known.row, islice(near, NEAR)))

    def of_event(self, known: Snapshot, event: RecordEvent) -> Judged:
        """What was decided about an event, and what may be the same."""
        return Judged(
            decisions=about(known.decisions, event.statements), near=self.near(known, event)
        )

    def _ordered(self, known: Snapshot) -> list[tuple[int, Doubt]]:
        with self._lock:
            if known not in self._orders:
                judged = judged_in(known.decisions)
                rows = (
                    (n, e, doubt(e, [known.entries[i].statement for i in e.statements]))
                    for n, e in enumerate(known.events)
                    if judged.isdisjoint(e.statements)
                )
                self._orders[known] = most_doubtful(rows)
            return self._orders[known]


def judged_in(decisions: Iterable[Decision]) -> frozenset[str]:
    """The statements that somebody accepted or rejected, and nobody withdrew it."""
    return frozenset(
        i for d in decisions if d.withdrawn is None and d.kind in _JUDGED for i in d.statements
    )


def about(decisions: Iterable[Decision], statements: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions about any of the statements, the latest first, the withdrawn ones too."""
    wanted = set(statements)
    found = [d for d in decisions if not wanted.isdisjoint((*d.statements, *d.others))]
    return tuple(sorted(found, key=lambda d: (d.at, d.id), reverse=True))


def in_document(decisions: Iterable[Decision], document: str) -> tuple[Decision, ...]:
    """The decisions about what was read from a document, the latest first."""
    found = [d for d in decisions if document in d.documents]
    return tuple(sorted(found, key=lambda d: (d.at, d.id), reverse=True))
