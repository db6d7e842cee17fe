"""What statements become by the standing decisions, in whatever way a newer program reads. Pure.

A decision names statements by id and keeps them as they stood. Where a document was read anew and
the id is gone, the statement whose trigger overlaps takes its place. What was accepted, corrected
or joined, and no reading finds any more, comes back as it was decided; what was accepted stays as
it was accepted, whatever a newer reading makes of it. Corrections count in order of time, and a
withdrawn decision counts nowhere, so that withdrawing it restores what was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from dateline.record.decisions import Anchor, Decision, corrected, standing
from dateline.record.entry import Entry
from dateline.types import Published, Span, Statement

_AFFIRMS = frozenset({"accept", "correct", "same"})


@dataclass(frozen=True, slots=True)
class Ruled:
    """Statements and the decisions on them.

    ``entries`` are corrected and without the rejected; ``all`` holds every statement as the
    machine read it: the first ``read`` of them it reads now, the others came back; ``decisions``
    are the standing ones in order of time, with the statements by the ids that they have now.
    """

    entries: tuple[Entry, ...]
    all: tuple[Entry, ...]
    read: int
    decisions: tuple[Decision, ...]


def ruled(
    entries: Iterable[Entry],
    decisions: Iterable[Decision],
    published: Mapping[str, Published] | None = None,
) -> Ruled:
    """The entries as the decisions leave them.

    ``published`` are the documents known, by id: only in these does a statement come back.
    """
    known = list(entries)
    made = standing(decisions)
    if not made:
        return Ruled(tuple(known), tuple(known), len(known), ())
    now = _Now(known, published or {})
    placed = tuple(now.placed(one) for one in made)
    everything = (*known, *now.back.values())
    on: dict[str, list[Decision]] = {}
    for one in placed:
        for id in one.statements:
            on.setdefault(id, []).append(one)
    kept = (_ruled(entry, on.get(entry.statement.id, ())) for entry in everything)
    return Ruled(tuple(e for e in kept if e is not None), everything, len(known), placed)


def _ruled(entry: Entry, made: Sequence[Decision]) -> Entry | None:
    """A statement as decided; ``None`` where the last word on it is that it is none."""
    verdicts = [one for one in made if one.kind in {"accept", "reject"}]
    if verdicts and verdicts[-1].kind == "reject":
        return None
    statement = entry.statement
    if verdicts:
        stood = _anchor(verdicts[-1], statement.id)
        if stood is not None and same_words(stood.sentence, statement.sentence):
            statement = stood
    for one in made:
        if one.kind == "correct" and one.cell is not None:
            statement = corrected(statement, one.cell, one.value)
    if statement is entry.statement:
        return entry
    return Entry(entry.document, entry.published, statement)


def _anchor(made: Decision, id: str) -> Statement | None:
    return next((a.statement for a in made.anchors if a.statement.id == id), None)


class _Now:
    """Where the statements of decisions are among those known now."""

    def __init__(self, known: list[Entry], published: Mapping[str, Published]) -> None:
        self._ids = {e.statement.id for e in known}
        self._known = known
        self._published = published
        self._near: dict[str, list[Entry]] | None = None
        self.back: dict[str, Entry] = {}

    def placed(self, made: Decision) -> Decision:
        """The decision about the statements that now stand for those which it was made on."""
        there = {a.statement.id for a in made.anchors} & self._ids
        moved: dict[str, str] = {}
        for anchor in made.anchors:
            id = anchor.statement.id
            if id not in there:
                moved[id] = self._home(anchor, made, there | set(moved.values()))
        if all(old == new for old, new in moved.items()):
            return made
        return replace(
            made,
            statements=tuple(sorted({moved.get(i, i) for i in made.statements})),
            others=tuple(sorted({moved.get(i, i) for i in made.others})),
            anchors=tuple(
                replace(a, statement=replace(a.statement, id=moved.get(i, i)))
                for a in made.anchors
                for i in (a.statement.id,)
            ),
        )

    def _home(self, anchor: Anchor, made: Decision, taken: set[str]) -> str:
        """The id that the statement has now; its own where it comes back, or is not known."""
        stood = anchor.statement
        near = [
            e.statement
            for e in self._read(anchor.document)
            if e.statement.id not in taken
            and overlap(e.statement.event.trigger, stood.event.trigger) > 0
            and same_words(e.statement.sentence, stood.sentence)
        ]
        if near:
            return min(near, key=lambda s: _unlike(s, stood)).id
        known = self._published.get(anchor.document)
        if known is not None and made.kind in _AFFIRMS and stood.id in made.statements:
            self.back.setdefault(stood.id, Entry(anchor.document, known, stood))
        return stood.id

    def _read(self, document: str) -> Sequence[Entry]:
        if self._near is None:
            self._near = {}
            for entry in self._known:
                self._near.setdefault(entry.document, []).append(entry)
        return self._near.get(document, ())


def _unlike(now: Statement, stood: Statement) -> tuple[bool, int, str]:
    """The same type first, then the trigger that has most in common."""
    shared = overlap(now.event.trigger, stood.event.trigger)
    return now.event.type != stood.event.type, -shared, now.id


def overlap(one: Span, other: Span) -> int:
    """How many characters two stretches have in common; not above 0 where none."""
    return min(one.end, other.end) - max(one.start, other.start)


def same_words(one: Span, other: Span) -> bool:
    """Whether two stretches overlap and say the same where they do: offsets of one text."""
    start, length = max(one.start, other.start), overlap(one, other)
    first, second = (s.text[start - s.start : start - s.start + length] for s in (one, other))
    return length > 0 and first == second
