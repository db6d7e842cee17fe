"""What of all that bears on a commitment tells how it stands, and is named for it. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from dateline.record.bearing import confirms, denies, kind_of, says
from dateline.record.entry import Entry
from dateline.types import Actor, Commitment

T = TypeVar("T")

# So many that bear on a commitment are named for it, beside those that tell how it stands.
MOST = 20


def in_order(entry: Entry) -> tuple[str, str, str]:
    """The order in which it was told."""
    return entry.said or "", entry.document, entry.statement.id


def shown(one: Commitment, bearing: Sequence[Entry]) -> Sequence[Entry]:
    """Those of many that bear on a commitment that are named: the first, and what tells most.

    ``bearing`` are all, in order. Of an abstention whose breach nobody confirms, where all tell
    how it stands, these are the first and the last.
    """
    if len(bearing) <= MOST:
        return bearing
    some = essential(one, bearing)
    ends = bearing[-1:] if len(some) == len(bearing) else some
    ids = {e.statement.id for e in (*bearing[:MOST], *ends)}
    return [e for e in bearing if e.statement.id in ids]


def kept(one: Commitment, bearing: Iterable[Entry]) -> list[Entry]:
    """As few as tell how it stands once settled, and name what is shown."""
    every = sorted(bearing, key=in_order)
    return list({e.statement.id: e for e in (*every[:MOST], *essential(one, every))}.values())


def essential(one: Commitment, every: Sequence[Entry]) -> Sequence[Entry]:
    """As few of those that bear on a commitment, in order, as tell how it stands once settled."""
    if kind_of(one) == "refrain":
        first = next((e for e in every if confirms(one, e)), None)
        return every if first is None else [first]
    found = {says(one, e): e for e in every}
    picked = [*found.values(), *every[-1:]]
    times = [(e, e.statement.time) for e in every]
    ends = [(t.to, e) for e, t in times if t is not None and t.to]
    begins = [(t.from_, e) for e, t in times if t is not None and t.from_]
    over = [(t.to if t is not None else e.said, e) for e, t in times]
    picked += [min(ends, key=_day)[1]] if ends else []
    picked += [max(begins, key=_day)[1]] if begins else []
    known = [(day, e) for day, e in over if day is not None]
    picked += [min(known, key=_day)[1]] if known else []
    return list({e.statement.id: e for e in picked}.values())


def turning(one: Commitment, every: Iterable[Entry]) -> list[Entry]:
    """Those of all that bear on a commitment, in order, that can change how it stands.

    That is the first of each sort: one more that tells the same changes nothing on any day, and
    nothing does after a breach that is confirmed.
    """
    refrain = kind_of(one) == "refrain"
    found: dict[Hashable, Entry] = {}
    for entry in every:
        found.setdefault(_breach(one, entry) if refrain else _deed(one, entry), entry)
        if refrain and confirms(one, entry):
            break
    return list(found.values())


def _breach(one: Commitment, entry: Entry) -> Hashable:
    """What is told of a breach, but for when and in which words."""
    statement = entry.statement
    speaker = statement.attribution.speaker
    return (
        confirms(one, entry), denies(entry), statement.event.type, _sides(statement.actors),
        _sides(statement.recipients), _sides(() if speaker is None else (speaker,)),
    )  # fmt: skip


def _sides(actors: tuple[Actor, ...]) -> Hashable:
    return tuple((a.id, a.country, a.sector) for a in actors)


def _deed(one: Commitment, entry: Entry) -> Hashable:
    """What is told of an act, and whether that was before or after it was due."""
    time, due = entry.statement.time, one.due
    first, last = (due.from_, due.to) if due is not None else (None, None)
    begins, ends = (time.from_, time.to) if time is not None else (None, None)
    over = ends if time is not None else entry.said
    return (
        says(one, entry), ends is None, _before(ends, first), _before(last, begins),
        _before(over, first),
    )  # fmt: skip


def _before(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one < other


def shown_kept(one: Commitment, known: Sequence[T]) -> Sequence[T]:
    """Of those `kept` that are known on a day, in order, the ones that are `shown`."""
    if kind_of(one) == "refrain" and len(known) > MOST + 1:  # nobody confirms a breach
        return (*known[:MOST], known[-1])
    return known


def _day(told: tuple[str | None, Entry]) -> str:
    return told[0] or ""
