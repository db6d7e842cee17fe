"""From statements to events: what tells of the same happening is one event.

Pure, and blind to the order in which documents came in. Which statements tell of the same is
`dateline.record.matching`'s business, how an event then stands `dateline.record.standing`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dateline.record.agree import finest, tightest
from dateline.record.copies import independent
from dateline.record.decisions import Decision
from dateline.record.entry import Entry, Unspoken
from dateline.record.matching import arrival, matched
from dateline.record.regroup import regrouped
from dateline.record.standing import parties, status
from dateline.types import Actor, Quantity, RecordEvent, Statement

NONE: Mapping[str, str] = MappingProxyType({})


def merge(
    entries: Iterable[Entry],
    unspoken: Iterable[Unspoken] = (),
    as_of: str | None = None,
    *,
    decisions: Iterable[Decision] = (),
    copies: Mapping[str, str] = NONE,
    homes: Mapping[str, str] | None = None,
) -> tuple[RecordEvent, ...]:
    """The events that the statements tell of, known on the day ``as_of``, in order of time.

    What people joined or parted is one event or several; other ``decisions`` count before
    (`dateline.record.ruled`). ``copies`` tells the families of documents that are near copies:
    one counts once as a source. ``homes`` tells which statements are of one event where that was
    found already (`dateline.record.matching`).
    """
    told = {
        (e.document, e.statement.id): e
        for e in sorted(entries, key=arrival, reverse=True)
        if as_of is None or e.said is None or e.said <= as_of
    }
    silences = on_matters(unspoken)
    events = (
        event_of(group, silences, copies)
        for group in regrouped(matched(told.values(), homes), decisions)
    )
    return tuple(sorted(events, key=order))


def on_matters(unspoken: Iterable[Unspoken]) -> dict[str, list[Unspoken]]:
    """The silences by the statement that they are on."""
    found: dict[str, list[Unspoken]] = {}
    for one in unspoken:
        found.setdefault(one.silence.about or "", []).append(one)
    return found


def event_of(
    told_of: Iterable[Entry], silences: Mapping[str, list[Unspoken]], copies: Mapping[str, str]
) -> RecordEvent:
    """The one event that statements tell of; ``silences`` by the statement that they are on."""
    group = sorted(told_of, key=arrival)
    told = [e.statement for e in group]
    first = told[0]
    ids = tuple(sorted(s.id for s in told))
    silent = [u for key in ids for u in silences.get(key, ())]
    silent.sort(key=lambda u: (u.document, u.silence.sentence.start))
    said = sorted(e.said for e in group if e.said)
    actors = _united(s.actors for s in told)
    return RecordEvent(
        id=event_id(first.id),
        type=first.event.type,
        mode=next((s.event.mode for s in told if s.event.mode), None),
        contexts=tuple(sorted({c for s in told for c in s.event.contexts})),
        actors=actors,
        recipients=_united(s.recipients for s in told),
        place=finest(s.place for s in told),
        time=tightest(s.time for s in told),
        quantities=_quantities(told),
        status=status(group, actors),
        sources=independent((e.document for e in group), copies),
        parties=parties(group, silent),
        statements=ids,
        first_reported=said[0] if said else None,
        last_reported=said[-1] if said else None,
    )


def event_id(statement: str) -> str:
    """The id of the event that a statement told of first."""
    return hashlib.sha256(statement.encode()).hexdigest()[:16]


def _united(sides: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Each actor once, by id; one known only by its side gives way to a closer name."""
    found: dict[str, Actor] = {}
    for side in sides:
        for actor in side:
            found.setdefault(actor.id or actor.text.casefold(), actor)
    return tuple(found.values())


def _quantities(told: list[Statement]) -> tuple[Quantity, ...]:
    found = {(q.kind, q.min, q.max): q for s in reversed(told) for q in s.quantities}
    return tuple(sorted(found.values(), key=lambda q: (q.kind, q.min or 0.0, q.max or 0.0)))


def order(event: RecordEvent) -> tuple[str, str, str]:
    """By first day, then last day; what has no time at all comes last."""
    time = event.time
    if time is None:
        return ("9999", event.first_reported or "9999", event.id)
    return (time.from_ or time.to or "9999", time.to or "9999", event.id)
