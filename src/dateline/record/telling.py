"""What of all that bears on a commitment tells how it stands, and is named for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from dateline.record.bearing import confirms, kind_of, says
from dateline.record.entry import Entry
from dateline.types import Commitment

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


def shown_kept(one: Commitment, known: Sequence[T]) -> Sequence[T]:
    """Of those `kept` that are known on a day, in order, the ones that are `shown`."""
    if kind_of(one) == "refrain" and len(known) > MOST + 1:  # nobody confirms a breach
        return (*known[:MOST], known[-1])
    return known


def _day(told: tuple[str | None, Entry]) -> str:
    return told[0] or ""
