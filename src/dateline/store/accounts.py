"""The events of a record, kept with what they are found and sorted by.

Made anew for the groups of statements that changed, and for those that people joined with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, update

from dateline.record.decisions import Decision
from dateline.record.entry import Entry
from dateline.record.merge import event_of, on_matters, order
from dateline.record.regroup import regrouped
from dateline.store import lines, near
from dateline.store.lines import Line, parts
from dateline.store.rulings import about, grouping
from dateline.store.tables import accounts, events, postings, regroupings, told
from dateline.store.terms import Term, numbers_of
from dateline.types import RecordEvent, Statement

_encode = msgspec.json.encode
# Columns that `row` does not make.
_OTHER = frozenset({"number", "data", "doubt", "reported", "begins", "closes"})
_HELD = (
    select(events, accounts.c.data)
    .join(accounts, accounts.c.number == events.c.number)
    .where(events.c.number.in_(bindparam("some", expanding=True)))
)
_MOVED = update(told).where(told.c.number == bindparam("of")).values(event=bindparam("to"))
LONG = 200  # of a word that events are found by, so much is looked at


class Row(msgspec.Struct, frozen=True):
    """An event with its columns (but its number), and what it is found by."""

    event: RecordEvent
    columns: dict[str, Any]
    terms: tuple[Term, ...]


def row(event: RecordEvent, group: Sequence[Entry], *, regrouped: bool) -> Row:
    """The row of an event that the statements of a group, as decided, tell of."""
    first, last, _ = order(event)
    types = {e.statement.event.type for e in group}
    times = [e.statement.time for e in group if e.statement.time is not None]
    known = [max(e.published.from_ or "9999", e.said or "9999") for e in group]
    columns = {
        "id": event.id,
        "type": event.type if len(types) == 1 else "*",
        "status": event.status,
        "first": first,
        "last": last,
        "starts": min((t.from_ or t.to or "" for t in times if t.from_ or t.to), default=None),
        "ends": max((t.to or "9999" for t in times if t.from_ or t.to), default=None),
        "known_first": min(known),
        "known_last": max(known),
        "whole": not regrouped and event.sources == len({e.document for e in group}),
    }
    found = {term for e in group for term in _terms(e.statement)}
    return Row(event, columns, tuple(sorted(found)))


def _terms(statement: Statement) -> Iterator[Term]:
    speaker, place = statement.attribution.speaker, statement.place
    for actor in (*statement.actors, *statement.recipients, *((speaker,) if speaker else ())):
        if actor.id:
            yield "actor", actor.id.lower()[:LONG]
        yield "actor", (actor.name or actor.text).lower()[:LONG]
        if actor.country:
            yield "country", actor.country
    if place is not None:
        yield "place", place.name.lower()[:LONG]
        if place.country:
            yield "country", place.country


def renew(
    connection: Connection, homes: Collection[str], gone: Iterable[int], *, decided: bool = False
) -> None:
    """Make the events of groups anew.

    ``gone`` are events that have lost statements; ``decided`` where people changed what some say.
    """
    found, made = together(connection, set(homes))
    old = {line.event for line in found if line.event is not None} | set(gone)
    # what an event has lost may have left others in it that were joined by people
    rest = [
        line.home for line in lines.lines(connection, told.c.event, old) if line.home not in homes
    ]
    if not {line.home for line in found}.issuperset(rest):
        found, made = together(connection, {*homes, *rest})
        old |= {line.event for line in found if line.event is not None}
    write(connection, found, list(rows(connection, found, made)), old, anew=decided)


def rows(connection: Connection, found: Iterable[Line], made: Sequence[Decision]) -> Iterator[Row]:
    """The events that the lines of whole groups tell of."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for line in found:
        if line.decided is not None:
            groups[line.home].append(line.decided)
    ids = [e.statement.id for group in groups.values() for e in group]
    silences = on_matters(about(connection, ids))
    copied = near.family(connection, {e.document for g in groups.values() for e in g})
    named = {i for d in made for i in (*d.statements, *d.others)}
    for group in regrouped(groups.values(), made):
        if group:
            ids_ = {e.statement.id for e in group}
            event = event_of(group, silences, copied)
            yield row(event, group, regrouped=not ids_.isdisjoint(named))


def together(connection: Connection, homes: set[str]) -> tuple[list[Line], list[Decision]]:
    """The lines of groups and of all that decisions join them with or part them from."""
    found: dict[int, Line] = {}
    decided: set[str] = set()
    held: set[str] = set()
    while wanted := homes - held:
        held |= wanted
        fresh = list(lines.lines(connection, told.c.home, wanted))
        found.update((line.number, line) for line in fresh)
        on = set(lines.values_of(connection, regroupings.c.decision, regroupings.c.statement,
                                 (line.id for line in fresh)))  # fmt: skip
        named = lines.values_of(
            connection, regroupings.c.statement, regroupings.c.decision, on - decided
        )
        decided |= on
        homes = homes | set(lines.values_of(connection, told.c.home, told.c.statement, named))
    return list(found.values()), grouping(connection, decided)


def write(
    connection: Connection,
    found: Iterable[Line],
    made: Sequence[Row],
    old: set[int],
    *,
    anew: bool,
) -> None:
    """Keep events in place of those numbered ``old``; what is as it was stays, but ``anew``."""
    last = connection.execute(select(func.max(events.c.number))).scalar() or 0
    held = _held(connection, old)
    numbers: dict[str, int] = {}
    fresh: list[Row] = []
    gone: list[int] = []
    for one in made:
        was = held.pop(one.event.id, None)
        if was is not None:
            numbers[one.event.id] = was[0]
            if not anew and was[1] == _encode(one.event) and was[2] == one.columns:
                continue
            gone.append(was[0])
        fresh.append(one)
    _forget(connection, [*gone, *(number for number, *_ in held.values())])
    for one in fresh:
        if one.event.id not in numbers:
            last += 1
            numbers[one.event.id] = last
    keep(connection, [(numbers[one.event.id], one) for one in fresh])
    home = {i: numbers[one.event.id] for one in made for i in one.event.statements}
    moved = [
        {"of": line.number, "to": home.get(line.id)}
        for line in found
        if line.event != home.get(line.id)
    ]
    if moved:
        connection.execute(_MOVED, moved)


def keep(connection: Connection, made: Sequence[tuple[int, Row]]) -> None:
    """Put events in under their numbers."""
    if not made:
        return
    connection.execute(insert(events), [{"number": n, **one.columns} for n, one in made])
    connection.execute(
        insert(accounts), [{"number": n, "data": _encode(one.event)} for n, one in made]
    )
    known = numbers_of(connection, {term for _, one in made for term in one.terms})
    found = [{"term": known[term], "event": n} for n, one in made for term in one.terms]
    if found:
        connection.execute(insert(postings), sorted(found, key=lambda r: (r["term"], r["event"])))


def _held(
    connection: Connection, numbers: Iterable[int]
) -> dict[str, tuple[int, bytes, Mapping[str, Any]]]:
    """Events as they are kept, by id."""
    found: dict[str, tuple[int, bytes, Mapping[str, Any]]] = {}
    for some in parts(numbers):
        for one in connection.execute(_HELD, {"some": some}).mappings():
            columns = {k: v for k, v in one.items() if k not in _OTHER}
            found[one["id"]] = (one["number"], bytes(one["data"]), columns)
    return found


def _forget(connection: Connection, numbers: Iterable[int]) -> None:
    gone = list(numbers)
    for column in (postings.c.event, accounts.c.number, events.c.number):
        lines.forget(connection, column, gone)


def decoded(data: bytes) -> RecordEvent:
    """An event as it is kept."""
    return msgspec.json.decode(data, type=RecordEvent)
