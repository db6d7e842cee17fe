"""What follows from events for a view: counts over time, cells and their grounds, changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from dateline.export.rows import amount, kind, name_of
from dateline.types import RecordEvent, Statement
from dateline.web.columns import Columns
from dateline.web.kinds import quad
from dateline.web.queries import Bin, Cell, Change, Link, Tie, Told
from dateline.web.said import when
from dateline.web.sayings import Numbers
from dateline.web.snapshot import Snapshot

# Of an event with a crowd, not every pair is a link.
_MEETING = 30


def binned(columns: Columns, found: Numbers) -> tuple[Bin, ...]:
    """The events by the period in which they began; those without a first day are left out."""
    timed = found[columns.timed[found]]
    if not len(timed):
        return ()
    days = columns.start[timed]
    years = days // 10_000
    by_month = int(years.max()) - int(years.min()) < 8
    periods = days // 100 if by_month else years
    known, at = np.unique(periods, return_inverse=True)
    counts = np.bincount(at * 4 + columns.quad[timed] - 1, minlength=4 * len(known))
    return tuple(
        Bin(
            period=_period(period, by_month=by_month),
            quads=four(counts[4 * n : 4 * n + 4].tolist()),
        )
        for n, period in enumerate(known.tolist())
    )


def _period(number: int, *, by_month: bool) -> str:
    return f"{number // 100:04}-{number % 100:02}" if by_month else f"{number:04}"


def cells(statements: Sequence[tuple[Told, Statement]]) -> tuple[Cell, ...]:
    """Each value that statements give an event, with those that give it."""
    found: dict[tuple[str, str], list[Told]] = {}
    for told, statement in statements:
        values = [
            ("what", kind(statement.event.type, statement.event.mode)),
            *(("who", name_of(a)) for a in statement.actors),
            *(("to whom", name_of(a)) for a in statement.recipients),
            *(("where", p.name) for p in (statement.place,) if p),
            *(("when", when(t)) for t in (statement.time,) if t and t.edtf),
            *(("how many", amount(q)) for q in statement.quantities),
            ("told as", statement.modality),
        ]
        for name, value in values:
            found.setdefault((name, value), []).append(told)
    order = ["what", "who", "to whom", "where", "when", "how many", "told as"]
    keys = sorted(found, key=lambda k: order.index(k[0]))
    return tuple(Cell(name=n, value=v, told=tuple(found[n, v])) for n, v in keys)


def ties(
    key: str, events: Iterable[RecordEvent], called: Mapping[str, str]
) -> tuple[tuple[Tie, ...], tuple[Link, ...]]:
    """Whom an actor meets in its events, the most often met first, and who of them meet there."""
    found: dict[str, list[int]] = {}
    pairs: dict[tuple[str, str], list[int]] = {}
    for event in events:
        met = {a.id for a in (*event.actors, *event.recipients)} | set(event.parties)
        others = sorted(other for other in met if other is not None and other != key)
        class_ = quad(event.type, event.mode) - 1
        for other in others:
            found.setdefault(other, [0, 0, 0, 0])[class_] += 1
        for pair in combinations(others[:_MEETING], 2):
            pairs.setdefault(pair, [0, 0, 0, 0])[class_] += 1
    order = sorted(found.items(), key=lambda item: (-sum(item[1]), item[0]))
    return (
        tuple(Tie(id=i, name=called.get(i, i), quads=four(q)) for i, q in order),
        tuple(Link(one=a, other=b, quads=four(q)) for (a, b), q in sorted(pairs.items())),
    )


def changed(before: Snapshot, after: Snapshot) -> list[int]:
    """The numbers of the events that are new, that stand otherwise, or of which more is told."""
    return [number for number in after.unlike(before) if _differs(before, after, number)]


def _differs(before: Snapshot, after: Snapshot, number: int) -> bool:
    was, fresh = _before(before, after.events[number])
    return bool(fresh) or was is None or _otherwise(was, after.events[number])


def _before(before: Snapshot, event: RecordEvent) -> tuple[RecordEvent | None, list[str]]:
    """What an event was before, the first of several, and its statements that were not known."""
    homes = {key: before.number(key) for key in event.statements}
    known = (before.events[n] for n in homes.values() if n is not None)
    return min(known, key=lambda e: e.id, default=None), [k for k, n in homes.items() if n is None]


def _otherwise(was: RecordEvent, now: RecordEvent) -> bool:
    return was.status != now.status or was.time != now.time


def change(before: Snapshot, after: Snapshot, number: int) -> Change:
    """How one of the events that `changed` differs."""
    was, fresh = _before(before, after.events[number])
    other = was if was is not None and _otherwise(was, after.events[number]) else None
    return Change(
        kind="new" if was is None else "changed" if other else "told again",
        row=after.row(number),
        status_before=other.status if other else None,
        time_before=other.time if other else None,
        new=tuple(told for key in fresh if (told := after.told_by(key)) is not None),
    )


def four(counts: Sequence[int]) -> tuple[int, int, int, int]:
    """Counts of the four quad classes."""
    return (counts[0], counts[1], counts[2], counts[3])
