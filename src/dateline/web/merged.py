"""Queries over a record that is merged when it is read: for records of some thousand reports."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, get_args

from dateline.export.rows import kind
from dateline.store import Query, Store
from dateline.types import Actor, CommitmentStatus, Place, Published, RecordEvent, Time
from dateline.web.asked import Asked, Order
from dateline.web.derived import binned, bounds, cells, changes, ties
from dateline.web.queries import (
    ActorFull,
    ActorRow,
    Bin,
    Change,
    DocumentFull,
    EventFull,
    EventRow,
    Found,
    Hit,
    LedgerRow,
    SilenceRow,
    Source,
    Spot,
    Told,
)
from dateline.web.snapshot import Snapshot, quad, snapshot

T = TypeVar("T")
_HELD = 4
_TRAY = 20
_MANY = 100


class Merged:
    """The record of a store, held as snapshots of the days last asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[tuple[str, str | None], Snapshot] = OrderedDict()
        self._lock = threading.Lock()

    def version(self) -> str:
        """The state of the record."""
        return self._store.version()

    def _known(self, as_of: str | None) -> Snapshot:
        with self._lock:
            key = (self.version(), as_of)
            if key not in self._held:
                self._held[key] = snapshot(self._store, as_of)
                while len(self._held) > _HELD:
                    self._held.popitem(last=False)
            self._held.move_to_end(key)
            return self._held[key]

    def _rows(self, asked: Asked) -> list[EventRow]:
        known = self._known(asked.as_of)
        rows: Iterable[EventRow] = known.rows
        query = Query(
            actor=asked.actor, country=asked.country, type=asked.type, place=asked.place,
            from_=asked.from_, to=asked.to, as_of=asked.as_of,
        )  # fmt: skip
        if query != Query(as_of=asked.as_of):
            wanted = {e.statement.id for e in self._store.entries(query)}
            rows = (r for r in rows if not wanted.isdisjoint(r.event.statements))
        if asked.status is not None:
            rows = (r for r in rows if r.event.status == asked.status)
        if asked.words is not None:
            holding = {hit for hit, _ in _holding(known, asked.words)}
            rows = (r for r in rows if not holding.isdisjoint(r.event.statements))
        return ordered(list(rows), asked.order)

    def days(self, as_of: str | None = None) -> tuple[tuple[str, int], ...]:
        """The days on which documents came out, with how many did."""
        told = (s.published.to for s in self._known(as_of).sources.values())
        return tuple(sorted(Counter(d for d in told if d is not None).items()))

    def events(self, asked: Asked) -> Found[EventRow]:
        """The events asked for, the newest first unless asked otherwise."""
        return _paged(self._rows(asked), asked)

    def counts(self, asked: Asked) -> tuple[Bin, ...]:
        """How many of them began when, by months, or by years where those are many."""
        return binned(self._rows(asked))

    def spots(self, asked: Asked) -> tuple[Spot, ...]:
        """The events at each place that has coordinates."""
        found: dict[tuple[object, ...], list[EventRow]] = {}
        for row in self._rows(asked):
            place = row.event.place
            if place is not None and place.lat is not None and place.lon is not None:
                found.setdefault((place.geonames or place.name, place.precision), []).append(row)
        return tuple(
            Spot(
                place=rows[0].event.place,  # type: ignore[arg-type]
                count=len(rows),
                quads=_quads(r.event for r in rows),
                event=rows[0].event.id if len(rows) == 1 else None,
            )
            for rows in found.values()
        )

    def tray(self, asked: Asked) -> tuple[Found[EventRow], Found[EventRow]]:
        """Those without a place on the map, and those without a time."""
        rows, few = self._rows(asked), asked.with_(size=_TRAY)
        no_place = [r for r in rows if r.event.place is None or r.event.place.lat is None]
        no_time = [r for r in rows if bounds(r.event.time) is None]
        return _paged(no_place, few), _paged(no_time, few)

    def event(self, key: str, as_of: str | None = None) -> EventFull | None:
        """One event, by its id or that of a statement which tells of it."""
        known = self._known(as_of)
        row = known.by_id.get(known.home.get(key, key))
        if row is None:
            return None
        entries = sorted(
            (known.entries[i] for i in row.event.statements),
            key=lambda e: (e.said or "9999", e.document, e.statement.sentence.start),
        )
        statements = tuple(
            (known.told(e.document, e.statement.sentence, e.statement.id), e.statement)
            for e in entries
        )
        ids = set(row.event.statements)
        ledger = tuple(
            r
            for r in known.ledger
            if r.commitment.basis in ids or not ids.isdisjoint(r.commitment.because)
        )
        return EventFull(
            row=row, statements=statements, cells=cells(statements), commitments=ledger
        )

    def claims(self, asked: Asked) -> Found[EventRow]:
        """The events that somebody speaks of, or keeps silent on."""
        return _paged([r for r in self._rows(asked) if r.words], asked)

    def commitments(self, asked: Asked) -> Found[LedgerRow]:
        """The ledger, by due day."""
        rows = self._ledger(asked)
        if asked.status is not None:
            rows = [r for r in rows if r.commitment.status == asked.status]
        return _paged(rows, asked)

    def standings(self, asked: Asked) -> tuple[tuple[str, int], ...]:
        """How many of the commitments asked for, whatever their status, stand how."""
        counts = Counter(r.commitment.status for r in self._ledger(asked))
        return tuple((status, counts[status]) for status in get_args(CommitmentStatus)
                     if status in counts)  # fmt: skip

    def _ledger(self, asked: Asked) -> list[LedgerRow]:
        return [
            r
            for r in self._known(asked.as_of).ledger
            if _names(asked, (*r.commitment.by, *r.commitment.to))
            and (asked.type is None or r.commitment.action.type == asked.type)
            and (asked.place is None or _at(asked.place, r.commitment.action.place))
            and _in_time(asked, r.commitment.due)
            and _says(asked.words, r.told.text)
        ]

    def silences(self, asked: Asked) -> Found[SilenceRow]:
        """Who has not spoken."""
        rows = [
            r
            for r in self._known(asked.as_of).silences
            if _names(asked, (r.silence.party,))
            and _in_time(asked, r.published)
            and _says(asked.words, r.told.text)
        ]
        return _paged(rows, asked)

    def sources(self, asked: Asked) -> Found[Source]:
        """The documents, the newest first."""
        rows = [
            s
            for s in self._known(asked.as_of).sources.values()
            if _in_time(asked, s.published) and _says(asked.words, s.title)
        ]
        rows.sort(key=lambda s: (s.published.from_ or "", s.id), reverse=True)
        return _paged(rows, asked)

    def document(self, key: str) -> DocumentFull | None:
        """One document."""
        known = self._known(None)
        found = self._store.find(key)
        if found is None:
            return None
        entries = [e for e in known.entries.values() if e.document == key]
        return DocumentFull(
            document=found[0],
            statements=tuple(e.statement for e in entries),
            commitments=tuple(r.commitment for r in known.ledger if r.told.document == key),
            silences=tuple(u.silence for u in known.unspoken if u.document == key),
            failures=next((tuple(f) for d, f in self._store.documents() if d.id == key), ()),
            events={i: known.home[i] for i in (e.statement.id for e in entries)},
        )

    def actors(self, asked: Asked) -> Found[ActorRow]:
        """The actors, the most often met first."""
        rows = [
            a
            for a in self._known(asked.as_of).actors
            if (asked.country is None or a.country == asked.country)
            and _says(asked.actor, f"{a.id} {a.name}")
            and _says(asked.words, f"{a.id} {a.name}")
        ]
        return _paged(rows, asked)

    def actor(self, key: str, as_of: str | None = None) -> ActorFull | None:
        """One actor with what it did, suffered, said and promised, and with whom."""
        known = self._known(as_of)
        row = next((a for a in known.actors if a.id == key), None)
        if row is None:
            return None
        rows = ordered(list(known.rows), "newest")
        did = [r for r in rows if _among(key, r.event.actors)]
        suffered = [r for r in rows if _among(key, r.event.recipients)]
        said = [(r, w) for r in rows for w in r.words if w.party == key]
        promised = [r for r in known.ledger if _among(key, r.commitment.by)]
        met, links = ties(key, (*did, *suffered), {a.id: a.name for a in known.actors})
        return ActorFull(
            row=row,
            did=tuple(did[:_MANY]),
            suffered=tuple(suffered[:_MANY]),
            said=tuple(said[:_MANY]),
            promised=tuple(promised[-_MANY:][::-1]),
            totals=(len(did), len(suffered), len(said), len(promised)),
            ties=met,
            links=links,
        )

    def search(self, asked: Asked) -> Found[Hit]:
        """The sentences that hold all of the words."""
        known = self._known(asked.as_of)
        hits = [
            Hit(
                told=told,
                event=known.home.get(key),
                type=kind(s.event.type, s.event.mode),
                modality=s.modality,
            )
            for key, told in _holding(known, asked.words or "")
            for s in (known.entries[key].statement,)
        ]
        return _paged(hits, asked)

    def changes(self, since: str, until: str) -> tuple[Change, ...]:
        """What the documents that came out after ``since``, up to ``until``, changed."""
        before, after = self._known(since), self._known(until)
        return changes(before, after)


def ordered(rows: list[EventRow], order: Order) -> list[EventRow]:
    """Rows that come in order of time, so or the other way round; those without a time last."""
    if order == "oldest":
        return rows
    timed = [r for r in rows if bounds(r.event.time) is not None]
    return [
        *sorted(timed, key=_ends, reverse=True),
        *(r for r in rows if bounds(r.event.time) is None),
    ]


def _ends(row: EventRow) -> tuple[str, str]:
    first, last = bounds(row.event.time) or (None, None)
    return last or first or "", first or ""


def _holding(known: Snapshot, words: str) -> list[tuple[str, Told]]:
    """The statements whose sentence holds all the words, the newest first."""
    parts = words.casefold().split()
    found = [
        (e.said or "", e.document, e.statement.sentence.start, key)
        for key, e in known.entries.items()
        if parts and all(p in e.statement.sentence.text.casefold() for p in parts)
    ]
    hits = [(key, known.told_by(key)) for *_, key in sorted(found, reverse=True)]
    return [(key, told) for key, told in hits if told is not None]


def _paged(rows: Sequence[T], asked: Asked) -> Found[T]:
    first = (asked.page - 1) * asked.size
    return Found(
        items=tuple(rows[first : first + asked.size]),
        total=len(rows),
        page=asked.page,
        size=asked.size,
    )


def _quads(events: Iterable[RecordEvent]) -> tuple[int, int, int, int]:
    counts = Counter(quad(e.type, e.mode) for e in events)
    return (counts[1], counts[2], counts[3], counts[4])


def _says(part: str | None, text: str) -> bool:
    return part is None or all(p in text.casefold() for p in part.casefold().split())


def _among(key: str, actors: Iterable[Actor]) -> bool:
    return any(a.id == key for a in actors)


def _names(asked: Asked, actors: Iterable[Actor]) -> bool:
    """Whether one of the actors is asked for, or nobody is."""
    if asked.actor is None and asked.country is None:
        return True
    part = (asked.actor or "").casefold()
    matches: Callable[[Actor], bool] = lambda a: (  # noqa: E731
        part in f"{a.id or ''} {a.name or a.text}".casefold()
        and (asked.country is None or a.country == asked.country)
    )
    return any(matches(a) for a in actors)


def _at(part: str, place: Place | None) -> bool:
    return place is not None and part.casefold() in place.name.casefold()


def _in_time(asked: Asked, time: Time | Published | None) -> bool:
    if asked.from_ is None and asked.to is None:
        return True
    if time is None or (time.from_ is None and time.to is None):
        return False
    return (time.to or "9999") >= (asked.from_ or "0000") and (time.from_ or "0000") <= (
        asked.to or "9999"
    )
