"""What follows from events for a view: counts over time, cells and their grounds, changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from dateline.export.rows import amount, kind, name_of
from dateline.types import Statement, Time
from dateline.web.queries import Bin, Cell, Change, EventRow, Link, Tie, Told
from dateline.web.said import when
from dateline.web.snapshot import Snapshot, quad


def binned(rows: Sequence[EventRow]) -> tuple[Bin, ...]:
    """The events by the period in which they began; those without a first day are left out."""
    starts = [
        (b[0] or b[1], quad(r.event.type, r.event.mode))
        for r in rows
        if (b := bounds(r.event.time))
    ]
    years = {day[:4] for day, _ in starts if day}
    if not years:
        return ()
    low, high = int(min(years)), int(max(years))
    length = 7 if high - low < 8 else 4
    found: dict[str, list[int]] = {}
    for day, class_ in starts:
        if day:
            found.setdefault(day[:length], [0, 0, 0, 0])[class_ - 1] += 1
    return tuple(Bin(period=p, quads=four(q)) for p, q in sorted(found.items()))


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
    key: str, rows: Iterable[EventRow], called: dict[str, str]
) -> tuple[tuple[Tie, ...], tuple[Link, ...]]:
    """Whom an actor meets in its events, the most often met first, and who of them meet there."""
    found: dict[str, list[int]] = {}
    pairs: dict[tuple[str, str], list[int]] = {}
    for row in {r.event.id: r for r in rows}.values():
        met = {a.id for a in (*row.event.actors, *row.event.recipients)}
        met |= {w.party for w in row.words}
        others = sorted(other for other in met if other is not None and other != key)
        class_ = quad(row.event.type, row.event.mode) - 1
        for other in others:
            found.setdefault(other, [0, 0, 0, 0])[class_] += 1
        for pair in combinations(others, 2):
            pairs.setdefault(pair, [0, 0, 0, 0])[class_] += 1
    order = sorted(found.items(), key=lambda item: (-sum(item[1]), item[0]))
    return (
        tuple(Tie(id=i, name=called.get(i, i), quads=four(q)) for i, q in order),
        tuple(Link(one=a, other=b, quads=four(q)) for (a, b), q in sorted(pairs.items())),
    )


def changes(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Events that are new, that stand otherwise, or of which more is told."""
    found = []
    for row in after.rows:
        known = {before.home[i] for i in row.event.statements if i in before.home}
        fresh = [i for i in row.event.statements if i not in before.home]
        told = tuple(t for i in fresh if (t := after.told_by(i)) is not None)
        if not known:
            found.append(Change(kind="new", row=row, new=told))
            continue
        was = before.by_id[min(known)].event
        if was.status != row.event.status or was.time != row.event.time:
            found.append(
                Change(
                    kind="changed",
                    row=row,
                    status_before=was.status,
                    time_before=was.time,
                    new=told,
                )
            )
        elif fresh:
            found.append(Change(kind="told again", row=row, new=told))
    return tuple(found)


def four(counts: Sequence[int]) -> tuple[int, int, int, int]:
    """Counts of the four quad classes."""
    return (counts[0], counts[1], counts[2], counts[3])


def bounds(time: Time | None) -> tuple[str | None, str | None] | None:
    """The first and last day of a time; `None` where it has neither."""
    if time is None or (time.from_ is None and time.to is None):
        return None
    return time.from_, time.to
