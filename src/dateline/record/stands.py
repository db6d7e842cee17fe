"""How a commitment stands from which day on, and where what can bear on it is looked for. Pure.

What is told of a commitment changes how it stands on the day that it is told; after the last such
day only the calendar does, on few days that are known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import msgspec

from dateline.record.bearing import kind_of
from dateline.record.entry import Entry, Unspoken
from dateline.record.follow import Watch, Watched
from dateline.record.spoken import on_it
from dateline.record.telling import turning
from dateline.types import Actor, Commitment, CommitmentStatus, Compliance, Force, Span, Timing

_LEFT, _STRUCK, _BLAMED = "RETREAT", "ASSAULT", "ACCUSE"
NEVER = "9999-99-99"


class Stand(msgspec.Struct, frozen=True):
    """How a commitment stands from a day on, to the day before another."""

    since: str
    until: str
    timing: Timing
    compliance: Compliance
    force: Force
    status: CommitmentStatus


def stands(one: Watched) -> tuple[Stand, ...]:
    """How it stands on each day, whatever is told of it later; some of what bears on it may do."""
    turns, due = turning(one.versions, one.bearing), one.commitment.due
    few = replace(one, bearing=tuple(turns))
    days = {"", *(e.said or "" for e in turns), *(s.since for s in one.says if s.since is not None)}
    if due is not None:
        days |= {day for day in (due.from_, due.to) if day is not None}
        days |= {_next(due.to)} if due.to is not None else set()
    found: list[Stand] = []
    for day in sorted(days, reverse=True):
        until = found[-1].since if found else NEVER
        stand = _stand(few.on(day), day, until)
        if found and _as(found[-1]) == _as(stand):
            stand = msgspec.structs.replace(stand, until=found.pop().until)
        found.append(stand)
    return tuple(reversed(found))


def _as(one: Stand) -> tuple[str, str, str, str]:
    return one.timing, one.compliance, one.force, one.status


def _stand(one: Commitment, since: str, until: str) -> Stand:
    return Stand(since, until, one.timing, one.compliance, one.force, one.status)


def _next(day: str) -> str:
    """The day after; of the last of all, itself."""
    try:
        return (date.fromisoformat(day) + timedelta(1)).isoformat()
    except (ValueError, OverflowError):
        return day


def asked(one: Watch) -> Iterator[str]:
    """The keys under which what can bear on a commitment is found beside its own reports."""
    if one.named is not None:
        return
    kind, of = kind_of(one.commitment), one.of
    if kind == "refrain":
        yield from _keys("acts", _STRUCK, of.by)
        yield from _keys("suffers", _BLAMED, of.by)
    elif kind == "stay":
        yield from _keys("acts", _LEFT, of.by)
    elif of.action.type is not None:
        yield from _keys("acts", of.action.type, of.by)


def asked_of(unspoken: Unspoken, matter: Entry | None) -> Iterator[str]:
    """The keys under which what can end a silence is found."""
    if matter is not None and unspoken.ends is None:
        for kind in on_it(matter.statement.event.type):
            yield from _keys("speaks", kind, (unspoken.silence.party,))


def since(commitment: Commitment) -> str:
    """The day from which on what is told may bear on a commitment."""
    start = commitment.begins or commitment.made
    return (start.from_ if start is not None else None) or ""


def found_under(entry: Entry) -> Iterator[tuple[str, str]]:
    """The keys that a statement is found under, each with its last day or, of speaking, the first.

    Of an act that is when it was over, of what is said when the report came out.
    """
    statement = entry.statement
    kind, time, speaker = statement.event.type, statement.time, statement.attribution.speaker
    over = (time.to if time is not None else None) or "9999"
    for key in _keys("acts", kind, statement.actors):
        yield key, over
    for key in _keys("suffers", kind, statement.recipients if kind == _BLAMED else ()):
        yield key, over
    for key in _keys("speaks", kind, (speaker,) if speaker is not None else ()):
        yield key, entry.published.from_ or ""


def sentence(span: Span) -> str:
    """The key of a sentence at its place."""
    return f"sentence {span.start} {span.end} {span.text}"


def named(statement: str) -> str:
    """The key of a statement that is led to."""
    return f"statement {statement}"


def _keys(role: str, kind: str, parties: Iterable[Actor]) -> Iterator[str]:
    for party in sorted({k for p in parties for k in (p.id, p.country) if k is not None}):
        yield f"{role} {kind} {party}"
