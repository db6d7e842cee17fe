"""What changes that later reports tell do to a commitment that was open then. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec.structs import replace

from dateline.record.altering import OVER, in_order, resizes
from dateline.record.bearing import NEWS, kind_of
from dateline.record.entry import Alteration, Kept
from dateline.resolve.edtf import add_duration
from dateline.types import Commitment, CommitmentStatus, Force, Time

# What is told of after so many days is another promise, where nothing says until when it holds.
_FRESH = timedelta(days=366)
_SETTLED = frozenset({"kept", "kept early", "kept late", "ended early", "withdrawn", "expired"})
Status = Callable[[Commitment, Force | None, Alteration, str], CommitmentStatus]


@dataclass(frozen=True, slots=True)
class Altered:
    """A commitment as changes left it, its force then (``None``: its own), and these changes.

    ``was`` is the commitment before each of them.
    """

    commitment: Commitment
    force: Force | None = None
    by: tuple[Alteration, ...] = ()
    was: tuple[Commitment, ...] = ()


def altered(kept: Kept, status: Status) -> Altered:
    """A commitment with the changes that it was open to, in the order in which they were told.

    ``status`` tells how it stood on a day, before a change.
    """
    now, told = kept.commitment, None
    last, by, was, ended = kept.out, list[Alteration](), list[Commitment](), False
    for change in sorted(kept.altered, key=in_order):
        day = _made_on(change)
        if ended or last is None or not _runs(now, last, day):
            continue
        if kind_of(now) != "refrain" and status(now, told, change, day) in _SETTLED:
            continue
        new = _with(now, change, own=kept, by=by)
        if new is None:
            continue
        was.append(now)
        now, by, last = new, [*by, change], max(last, change.said)
        told, ended = change.commitment.force, change.commitment.force in OVER
    return Altered(now, told, tuple(by), tuple(was))


def _made_on(change: Alteration) -> str:
    """The day on which a change was made, or the first on which a report tells it as news."""
    made = change.commitment.made
    first, last = _made_in(change.commitment, change.out)
    return last if made is not None and made.from_ is not None else first


def _made_in(one: Commitment, out: str) -> tuple[str, str]:
    """The first and last day on which it can have been made, by its report."""
    made = one.made
    if made is not None and made.from_ is not None and made.to is not None:
        return min(made.from_, out), min(made.to, out)
    return _later(out, -NEWS), out


def _runs(now: Commitment, last: str, day: str) -> bool:
    """Whether it was not over by a day: an act that is overdue is not for a year."""
    end = now.due.to if now.due is not None else None
    if end is None:
        return day <= _later(last, _FRESH)
    return day <= (_later(end, _FRESH) if kind_of(now) == "act" else end)


def _later(day: str, length: timedelta) -> str:
    """A day so much later; of the last of all, itself."""
    try:
        return (date.fromisoformat(day) + length).isoformat()
    except OverflowError:
        return day


def _with(
    now: Commitment, change: Alteration, *, own: Kept, by: Sequence[Alteration]
) -> Commitment | None:
    """It with one change more; as it is where that was told already, ``None`` where it is none."""
    other = change.commitment
    if other.force not in {"extended", "amended"}:
        if other.force == "expired" and (now.due is None or now.due.to is None):
            return replace(now, due=_elsewhere(other.due))
        return now
    if other.force == "amended" and resizes(other):
        return now  # another amount of it, by the same day
    told = [_made_in(c.commitment, c.out) for c in by if c.commitment.force == other.force]
    if own.commitment.force == other.force and own.out is not None:
        told.append(_made_in(own.commitment, own.out))
    ending, added = _end(change)
    if ending is not None:
        ends = now.due.to if now.due is not None else None
        sooner = other.force == "extended" and ends is not None and (ending.to or "") < ends
        return None if sooner else replace(now, due=_elsewhere(ending))
    if added is None:
        return now if told else replace(now, due=None)
    first, last = _made_in(other, change.out)
    half = _length(added, first) / 2  # nobody prolongs a thing twice in so short a time
    if any(first < _later(end, half) and start < _later(last, half) for start, end in told):
        return now
    return replace(now, due=add_duration(now.due, added) if now.due is not None else None)


def _elsewhere(time: Time | None) -> Time | None:
    """A time that another report says: its words stand there."""
    if time is None:
        return None
    return Time(edtf=time.edtf, from_=time.from_, to=time.to, basis="inherited")


def _end(change: Alteration) -> tuple[Time | None, str | None]:
    """The new end that a change tells, or what it adds to the old one."""
    one = change.commitment
    if one.due is None or one.term is None:
        return one.due, one.term
    today = Time(edtf=change.said, from_=change.said, to=change.said, basis="document")
    starts = [t for t in (one.begins, one.made, today) if t is not None and t.from_ is not None]
    ends = [end for t in starts if (end := add_duration(t, one.term)) is not None]
    added = any((end.from_, end.to) == (one.due.from_, one.due.to) for end in ends)
    return (None, one.term) if added else (one.due, None)


def _length(term: str, day: str) -> timedelta:
    end = add_duration(Time(edtf=day, from_=day, to=day, basis="document"), term)
    if end is None or end.to is None:
        return NEWS
    return date.fromisoformat(end.to) - date.fromisoformat(day)


def lasting(kept: Kept) -> Time | None:
    """Until when an abstention lasts, with all changes: whether it was open no statement tells."""
    found = altered(kept, lambda *_: "pending")
    if found.force not in OVER or not found.by:
        return found.commitment.due
    day = _made_on(found.by[-1])
    return Time(edtf=day, from_=day, to=day, basis="inferred")
