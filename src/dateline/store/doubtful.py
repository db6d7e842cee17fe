"""What a person should look at first: what nobody judged yet, the most doubtful first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Literal

import msgspec

from dateline.record.conflicts import Conflict, conflicts
from dateline.record.doubt import (
    Doubt,
    doubt,
    doubt_of_commitment,
    doubt_of_silence,
    most_doubtful,
)
from dateline.store.answers import CommitmentRow, EventRow, SilenceRow, Telling
from dateline.store.held import Held
from dateline.store.pledges import promised, silent
from dateline.types import RecordEvent

Kind = Literal["events", "commitments", "silences"]
KINDS: tuple[Kind, ...] = ("events", "commitments", "silences")
NEAR = 5
JUDGED = frozenset({"accept", "reject"})


class Doubtful(msgspec.Struct, frozen=True, kw_only=True):
    """An event to look at, why, and who tells of it; ``near`` are events that may be the same."""

    row: EventRow
    doubt: Doubt
    near: tuple[EventRow, ...]
    told: tuple[Telling, ...]
    conflicts: tuple[Conflict, ...]


class Pledge(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment or silence to look at, and why."""

    row: CommitmentRow | SilenceRow
    doubt: Doubt

    @property
    def key(self) -> str:
        """Its id."""
        return self.row.id


def first(held: Held, kinds: Collection[Kind], seen: Collection[str]) -> Doubtful | Pledge | None:
    """What to look at next, but for what was ``seen``: statements, commitments or silences."""
    for one in waiting(held, kinds):
        if isinstance(one, Pledge):
            if one.key not in seen:
                return one
        elif not any(i in seen for i in one.statements):
            near = (e for e in held.events if e.id != one.id and near_to(one, e))
            return looked_at(held, one, islice(near, NEAR))
    return None


def waiting(held: Held, kinds: Collection[Kind] = KINDS) -> list[RecordEvent | Pledge]:
    """The events, commitments and silences that nobody accepted or rejected, by doubt.

    Of two as doubtful as each other an event comes first, then a commitment.
    """
    found: list[tuple[float, RecordEvent | Pledge]] = []
    if "events" in kinds:
        found += [(why.score, one) for one, why in _events(held)]
    pledges: list[Pledge] = []
    if "commitments" in kinds:
        rows = promised(held)
        pledges += [Pledge(row=r, doubt=doubt_of_commitment(r.commitment)) for r in rows]
    if "silences" in kinds:
        pledges += [
            Pledge(row=r, doubt=doubt_of_silence(r.silence, ended=r.ended is not None))
            for r in silent(held)
        ]
    open_ = [p for p in pledges if JUDGED.isdisjoint(p.row.decided)]
    found += [(p.doubt.score, p) for p in open_]
    return [one for _, one in sorted(found, key=lambda f: -f[0])]


def _events(held: Held) -> list[tuple[RecordEvent, Doubt]]:
    open_ = [e for e in held.asked() if JUDGED.isdisjoint(held.marks(e.statements))]
    return most_doubtful(
        (e, e, doubt(e, [held.by_id[i].statement for i in e.statements])) for e in open_
    )


def looked_at(held: Held, one: RecordEvent, near: Iterable[RecordEvent]) -> Doubtful:
    """The event with all that a person needs to judge it."""
    told = held.told(one)
    return Doubtful(
        row=held.row(one),
        doubt=doubt(one, [held.by_id[i].statement for i in one.statements]),
        near=tuple(map(held.row, near)),
        told=tuple(map(held.telling, told)),
        conflicts=conflicts(told),
    )


def near_to(one: RecordEvent, other: RecordEvent) -> bool:
    """Whether two events are of one type, and touch in time and in actors or place."""
    if one.type != other.type:
        return False
    a, b = one.time, other.time
    if (
        a is not None
        and b is not None
        and ((a.to or "9999") < (b.from_ or "0000") or (b.to or "9999") < (a.from_ or "0000"))
    ):
        return False
    ids = {x.id for x in one.actors if x.id} & {x.id for x in other.actors if x.id}
    here, there = one.place, other.place
    return bool(ids) or (here is not None and there is not None and here.name == there.name)
