"""What differs between the record of one day and of another. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from dateline.record.cells import Cell, of_commitment, of_event
from dateline.types import Commitment, RecordEvent

Kind = Literal["new", "changed", "told again", "joined", "gone"]


class CellChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a cell held on the first day and no longer, and what it holds on the second and did not.

    Values are for people (`dateline.record.cells`).
    """

    cell: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class EventChange(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is new, other, told again, joined from several, or gone.

    ``event`` is as it stands on the second day, but as on the first where it is gone; ``was`` are
    the ids that it had; ``statements`` those that are new.
    """

    kind: Kind
    event: RecordEvent
    was: tuple[str, ...]
    cells: tuple[CellChange, ...]
    statements: tuple[str, ...]


class CommitmentChange(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment that is new, that stands otherwise, or is gone; ``because`` of what is new."""

    kind: Kind
    commitment: Commitment
    cells: tuple[CellChange, ...]
    because: tuple[str, ...]


def event_changes(
    before: Iterable[RecordEvent], after: Iterable[RecordEvent]
) -> tuple[EventChange, ...]:
    """The events that differ, in the order of the second day, those that are gone last."""
    old, new = list(before), list(after)
    home = {statement: event for event in old for statement in event.statements}
    told = {statement for event in new for statement in event.statements}
    found = [change for event in new if (change := _event_change(event, home)) is not None]
    gone = (e for e in old if told.isdisjoint(e.statements))
    return (
        *found,
        *(EventChange(kind="gone", event=e, was=(e.id,), cells=(), statements=()) for e in gone),
    )


def _event_change(event: RecordEvent, home: dict[str, RecordEvent]) -> EventChange | None:
    was = list({home[i].id: home[i] for i in event.statements if i in home}.values())
    fresh = tuple(i for i in event.statements if i not in home)
    cells: tuple[CellChange, ...] = ()
    kind: Kind = "new"
    if was:
        cells = tuple(_cell_changes([c for e in was for c in of_event(e)], of_event(event)))
        kind = "joined" if len(was) > 1 else "changed" if _otherwise(cells) else "told again"
        if kind == "told again" and not fresh and not cells:
            return None
    return EventChange(
        kind=kind, event=event, was=tuple(e.id for e in was), cells=cells, statements=fresh
    )


def _otherwise(cells: Sequence[CellChange]) -> bool:
    """Whether more changed than how many told of it."""
    return any(c.cell != "sources" for c in cells)


def commitment_changes(
    before: Iterable[Commitment], after: Iterable[Commitment]
) -> tuple[CommitmentChange, ...]:
    """The commitments that differ, in the order of the second day, those that are gone last."""
    old = {c.id: c for c in before}
    found = []
    for now in after:
        was = old.pop(now.id, None)
        if was is None:
            found.append(
                CommitmentChange(kind="new", commitment=now, cells=(), because=now.because)
            )
            continue
        cells = tuple(_cell_changes(of_commitment(was), of_commitment(now)))
        fresh = tuple(i for i in now.because if i not in was.because)
        if cells:
            found.append(
                CommitmentChange(kind="changed", commitment=now, cells=cells, because=fresh)
            )
    gone = (CommitmentChange(kind="gone", commitment=c, cells=(), because=()) for c in old.values())
    return (*found, *gone)


def _cell_changes(before: Iterable[Cell], after: Iterable[Cell]) -> Iterator[CellChange]:
    old = {(c.name, c.key): c.label for c in before}
    new = {(c.name, c.key): c.label for c in after}
    for name in dict.fromkeys(name for name, _ in (*old, *new)):
        gone = tuple(label for key, label in old.items() if key[0] == name and key not in new)
        come = tuple(label for key, label in new.items() if key[0] == name and key not in old)
        if gone or come:
            yield CellChange(cell=name, before=gone, after=come)
