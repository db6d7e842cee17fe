"""When what a headline tells happened: as the report below it says."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec.structs

from dateline.analysis import Analysis
from dateline.types import Actor, Statement, Time

# The first sentences under a headline tell its news again.
_LEAD = 2


def dated_by_lead(analysis: Analysis, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, those of headlines without a time with that of the same act in the lead."""
    heads = [s.span for s in analysis.sentences if s.headline]
    lead = [s.span for s in analysis.sentences if not s.headline][:_LEAD]
    told = [s for s in statements if s.sentence in lead and _day(s) is not None]
    return tuple(_dated(s, told) if s.sentence in heads and _open(s) else s for s in statements)


def _open(statement: Statement) -> bool:
    """Whether no more is known of its time than that the report is not older."""
    return statement.time is not None and statement.time.basis == "document"


def _day(statement: Statement) -> Time | None:
    time = statement.time
    closed = time is not None and time.from_ is not None and time.to is not None
    return time if closed and not statement.background else None


def _dated(statement: Statement, told: Sequence[Statement]) -> Statement:
    same = [
        s for s in told
        if s.event.type == statement.event.type and s.modality == statement.modality
    ]  # fmt: skip
    shared = [s for s in same if _share(s, statement)]
    times = {(t.from_, t.to): t for s in shared or same if (t := _day(s)) is not None}
    if len(times) != 1:
        return statement
    (time,) = times.values()
    inherited = Time(edtf=time.edtf, from_=time.from_, to=time.to, basis="inherited")
    return msgspec.structs.replace(statement, time=inherited)


def _share(one: Statement, other: Statement) -> bool:
    """Whether two statements have a party in common of which something is known."""
    return bool(_parties(one) & _parties(other))


def _parties(statement: Statement) -> set[str]:
    everybody = (*statement.actors, *statement.recipients)
    return {_key(a) for a in everybody if a.id or a.country or a.sector}


def _key(actor: Actor) -> str:
    return actor.id or f"{actor.country}.{actor.sector}"
