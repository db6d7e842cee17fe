"""What a person should look at first, of a record that is kept: read no further than what is shown.

What is found, in which order, is what `dateline.store.doubtful` finds in the whole record. How
doubtful an event is stands in its row; that of an event that has changed is told when it is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from dateline.record.doubt import doubt, doubt_of_commitment, doubt_of_silence
from dateline.store import Query, Store, decided, fits, listing, owed
from dateline.store.accounts import LONG
from dateline.store.doubtful import JUDGED, NEAR, Doubtful, Kind, Pledge, looked_at, near_to
from dateline.store.engines import writing
from dateline.store.held import Held
from dateline.store.listing import Asked, Found
from dateline.store.owed import Meant
from dateline.store.part import part
from dateline.store.past import Past
from dateline.store.sql import SqlStore
from dateline.store.tables import events, followed, postings, standings, terms
from dateline.store.watchers import COMMITMENT, SILENCE, Watcher
from dateline.types import RecordEvent

_AT_ONCE = 50
_MANY = 500
_NO_DAY = "0000"
_NEVER = "9999"
Key = tuple[Any, ...]


def ready(store: Store, kinds: Collection[Kind]) -> SqlStore | None:
    """The record, where all is kept in it that is asked, or can be at once."""
    if not isinstance(store, SqlStore):
        return None
    if not (store.merged() or store.settle(wait=False)):
        return None
    if {*kinds} - {"events"} and not owed.ready(store):
        return None
    return store if "events" not in kinds or _weighed(store) else None


def first(
    store: SqlStore, query: Query, kinds: Collection[Kind], seen: Collection[str]
) -> Doubtful | Pledge | None:
    """What to look at next, as `dateline.store.doubtful.first`."""
    with store.snapshot() as now, now.reading() as connection:
        streams: list[Iterator[tuple[Key, Found | Meant | _Quiet]]] = []
        if "events" in kinds:
            streams.append(_events(connection, query))
        if "commitments" in kinds:
            streams.append(_commitments(connection, query))
        if "silences" in kinds:
            streams.append(_silences(connection, query))
        for _, one in merge(*streams, key=lambda found: found[0]):
            if isinstance(one, Found):
                if not any(i in seen for i in one.event.statements):
                    return _doubtful(now, connection, query, one.event)
            elif _id(one) not in seen:
                return _pledge(connection, query, one)
    return None


# A silence, and the number of the statement that ended it.
_Quiet = tuple[Any, int | None]


def _id(one: Meant | _Quiet) -> str:
    return one.kept.commitment.id if isinstance(one, Meant) else str(one[0].id)


def _weighed(store: SqlStore) -> bool:
    """Tell how doubtful the events are that changed; ``False`` where somebody else writes."""
    try:
        while True:
            with store.reading() as connection:
                if not _untold(connection):
                    return True
            with writing(store.engine, wait=False).begin() as connection:
                _weigh(connection, _untold(connection))
    except (SQLAlchemyError, OSError):
        return False


def _untold(connection: Connection) -> list[int]:
    asked = select(events.c.number).where(events.c.doubt.is_(None)).limit(_MANY)
    return list(connection.execute(asked).scalars())


def _weigh(connection: Connection, numbers: list[int]) -> None:
    found = {one.number: one for one in listing.held(connection, numbers)}
    rows = [
        {
            "of": number, "how": _score(found[number]),
            "said": found[number].event.last_reported or "",
            **dict(zip(("from", "to"), _bounds(found[number].event), strict=True)),
        }
        if number in found
        else {"of": number, "how": 0.0, "said": "", "from": _NO_DAY, "to": _NEVER}
        for number in numbers
    ]  # fmt: skip
    if rows:
        connection.execute(
            update(events)
            .where(events.c.number == bindparam("of"))
            .values(
                doubt=bindparam("how"), reported=bindparam("said"), begins=bindparam("from"),
                closes=bindparam("to"),
            ),
            rows,
        )  # fmt: skip


def _score(one: Found) -> float:
    return doubt(one.event, [e.statement for e in one.told]).score


def _bounds(event: RecordEvent) -> tuple[str, str]:
    """From when to when an event may have been."""
    time = event.time
    return (time.from_ if time else None) or _NO_DAY, (time.to if time else None) or _NEVER


def _events(connection: Connection, query: Query) -> Iterator[tuple[Key, Found]]:
    """The events asked for that nobody judged, by doubt."""
    if query.as_of is None:
        yield from _unjudged(connection, _kept(connection, query, Asked(connection, query)))
        return
    past = Past(connection, query.as_of)
    asked = Asked(connection, replace(query, status=None))
    some = (
        one for one in past.unsettled(asked.conditions)
        if asked.fits(one) and query.status in (None, one.event.status)
    )  # fmt: skip
    others = sorted(((_key(_score(one), one.event), one) for one in some), key=lambda o: o[0])
    kept = _kept(connection, query, asked, past)
    yield from _unjudged(connection, merge(kept, others, key=lambda o: o[0]))


def _key(score: float, event: RecordEvent) -> Key:
    said = (event.last_reported or "").replace("-", "")
    return -score, 0, -int(said or 0), event.id


def _kept(
    connection: Connection, query: Query, asked: Asked, past: Past | None = None
) -> Iterator[tuple[Key, Found]]:
    """Events by doubt as kept; on an earlier day those that stood as they stand."""
    order = (events.c.doubt.desc(), events.c.reported.desc(), events.c.id)
    some = select(events.c.number, events.c.doubt).where(*asked.conditions).order_by(*order)
    if past is not None:
        some = some.where(past.settled)
        if query.status is not None:
            some = some.where(events.c.status == query.status)
    with connection.execute(some.execution_options(yield_per=_AT_ONCE)) as rows:
        while part_ := list(islice(rows, _AT_ONCE)):
            score = {row.number: row.doubt for row in part_}
            held = past.stood(list(score)) if past else listing.held(connection, list(score))
            for one in held:
                if asked.fits(one):
                    yield _key(score[one.number], one.event), one


def _unjudged(
    connection: Connection, found: Iterator[tuple[Key, Found]]
) -> Iterator[tuple[Key, Found]]:
    while some := list(islice(found, _AT_ONCE)):
        marks = listing.marks(connection, [one for _, one in some])
        yield from ((key, one) for key, one in some if JUDGED.isdisjoint(marks[one.event.id]))


def _commitments(connection: Connection, query: Query) -> Iterator[tuple[Key, Meant]]:
    """The commitments asked for that nobody judged, by doubt."""
    day = query.as_of or date.today().isoformat()
    asked = owed.asked_of(query, COMMITMENT, day)
    late = connection.execute(asked.where(owed.late(query))).all()
    anew = owed.made_anew(connection, late, query.as_of, day)
    apart = sorted(
        _place(doubt_of_commitment(anew[row.number]).score, row)
        for row in late
        if row.number in anew and query.status in (None, anew[row.number].status)
    )
    if query.status is not None:
        asked = asked.where(standings.c.status == query.status)
    last: ColumnElement[str] = func.coalesce(followed.c.last, _NEVER)
    asked = owed.in_time(asked, query)
    asked = asked.order_by(standings.c.doubt.desc(), last, followed.c.id)
    with connection.execute(asked.execution_options(yield_per=_AT_ONCE)) as rows:
        every = merge(apart, (_place(row.doubt, row) for row in rows))
        while some := list(islice(every, _AT_ONCE)):
            yield from _open(connection, query, some, anew)


def _place(score: float, row: Any) -> Key:
    return -score, 1, row.last or _NEVER, row.id, row.number, row.document


def _open(
    connection: Connection, query: Query, some: Iterable[Key], anew: dict[int, Any]
) -> Iterator[tuple[Key, Meant]]:
    keys = {key[-2]: key for key in some}
    made = decided.made(connection, {key[-1] for key in keys.values()})
    data = owed.followed_by(connection, keys)
    for number, key in keys.items():
        one = data[number]
        kept = one.standing
        if kept is None or not JUDGED.isdisjoint(decided.words(made, [key[-3]])):
            continue
        if fits.names(query, (*kept.commitment.by, *kept.commitment.to)):
            yield key, Meant(number, kept, one.grounds, anew.get(number))


def _silences(connection: Connection, query: Query) -> Iterator[tuple[Key, _Quiet]]:
    """The silences asked for that nobody judged, by doubt."""
    day = query.as_of or owed.LAST
    asked = owed.asked_of(query, SILENCE, day)
    some = connection.execute(asked.where(owed.late(query))).all()
    anew = owed.as_known(connection, some, query.as_of)
    late = list(_quiet(connection, query, some, anew))
    asked = owed.in_time(asked, query).order_by(standings.c.doubt.desc(), *owed.QUIET_ORDER)
    with connection.execute(asked.execution_options(yield_per=_AT_ONCE)) as rows:
        stood = (
            one
            for part_ in iter(lambda: list(islice(rows, _AT_ONCE)), [])
            for one in _quiet(connection, query, part_, {})
        )
        yield from merge(sorted(late, key=lambda o: o[0]), stood, key=lambda o: o[0])


def _quiet(
    connection: Connection, query: Query, rows: Sequence[Any], anew: Mapping[str, Watcher]
) -> Iterator[tuple[Key, _Quiet]]:
    held = {row.id: row for row in rows}
    made = decided.made(connection, {row.document for row in rows})
    for one, end in owed.ended(connection, rows, query, anew):
        if JUDGED.isdisjoint(decided.words(made, [one.id])):
            row = held[one.id]
            score = doubt_of_silence(one.silence, ended=end is not None).score
            yield (
                (-score, 2, row.first is None, row.first or "", row.document, row.label, row.id),
                (one, end),
            )


def _pledge(connection: Connection, query: Query, one: Meant | _Quiet) -> Pledge:
    if isinstance(one, Meant):
        day = query.as_of or date.today().isoformat()
        row = owed.owed(connection, query, day, [one]).rows[0]
        return Pledge(row=row, doubt=doubt_of_commitment(row.commitment))
    quiet = owed.unspoken(connection, query, [one])[0]
    return Pledge(row=quiet, doubt=doubt_of_silence(quiet.silence, ended=quiet.ended is not None))


def _doubtful(
    now: SqlStore, connection: Connection, query: Query, event: RecordEvent
) -> Doubtful:  # fmt: skip
    near = [one.id for one in islice(_near(connection, query, event), NEAR)]
    with part(now, [event.id, *near], any_=False, as_of=query.as_of) as (some, _):
        held = Held(some, Query(as_of=query.as_of))
        by_id = {one.id: one for one in held.events}
        return looked_at(held, by_id[event.id], [by_id[id] for id in near])


def _near(connection: Connection, query: Query, event: RecordEvent) -> Iterator[RecordEvent]:
    """The events that may be the same as one, in order of time."""
    asked = Asked(connection, Query(type=event.type))
    named = [_named("actor", a.id.lower()) for a in event.actors if a.id]
    if event.place is not None:
        named.append(_named("place", event.place.name.lower()))
    if not named:
        return
    asked.narrow(
        select(postings.c.event).join(terms, terms.c.number == postings.c.term).where(or_(*named))
    )
    window: list[ColumnElement[bool]] = []
    if event.time is not None:
        begins, closes = _bounds(event)
        window = [events.c.closes >= begins, events.c.begins <= closes]
    if query.as_of is not None:
        some = Past(connection, query.as_of).meant(asked, *window)
    else:
        asked.conditions += window
        some = listing.meant(connection, asked)
    for one in some:
        if one.event.id != event.id and near_to(event, one.event):
            yield one.event


def _named(kind: str, word: str) -> ColumnElement[bool]:
    return (terms.c.kind == kind) & (terms.c.word == word[:LONG])
