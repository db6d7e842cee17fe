"""The record as people ask for it: lists with filters and pages, and one thing with its grounds.

For the page, the API and the command line. Every function takes an open `Store`; what it returns
are frozen structs that encode as JSON. The filters are `Query`'s; ``as_of`` shows what the
documents published up to that day tell. Standing decisions count in every view, whatever the day
asked for: they correct how a text was read, not what was known.

    found = events(store, Query(country="MLI"), limit=50)    Page of EventRow, in order of time
    one = event(store, found.items[0].id)                    Account: event, statements, decisions
    decide(store, "reject", [one.event.id], who="A. Analyst", why="a drill")
    withdraw(store, one.decisions[0].id, who="A. Analyst")

What a decision is about is named by ids of events or of statements; an event's id is that of the
statement that told of it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec

from dateline.errors import UsageError
from dateline.record.decisions import Decision, Kind, Withdrawal, decided, decision, now
from dateline.record.entry import Entry, Unspoken
from dateline.record.follow import follow
from dateline.record.merge import merge
from dateline.record.spoken import spoken
from dateline.store import Query, Store
from dateline.types import (
    Actor,
    Commitment,
    Document,
    Failure,
    Place,
    Published,
    RecordEvent,
    Silence,
    Span,
    Stance,
    Statement,
    Time,
)

T = TypeVar("T")
LIMIT = 50
EVERYTHING = Query()


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """Some of what was found: ``total`` in all, ``items`` from number ``offset`` on."""

    items: tuple[T, ...]
    total: int
    offset: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """A document in short."""

    id: str
    title: str | None
    publisher: str | None
    source: str | None
    published: Published


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event, with the sentence that told of it first; ``checked`` where a person decided."""

    event: RecordEvent
    document: About
    sentence: Span
    modality: str
    background: bool
    checked: bool

    @property
    def id(self) -> str:
        """The event's id."""
        return self.event.id


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of an event, corrected where a person did, with its document."""

    statement: Statement
    document: About
    decisions: tuple[str, ...]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An event with all that it rests on; decisions include the withdrawn ones."""

    event: RecordEvent
    told: tuple[Telling, ...]
    silences: tuple[SilenceRow, ...]
    decisions: tuple[Decision, ...]


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one party says of an event, or that it is silent (``speaker`` is who was silent)."""

    event: str
    type: str
    mode: str | None
    status: str
    time: Time | None
    place: Place | None
    speaker: Actor
    stance: Stance | str
    evidence: tuple[str, ...]
    said: str | None
    statement: str | None
    sentence: Span
    document: About


class CommitmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment as it stands on the day asked for; ``days`` left, negative when over."""

    commitment: Commitment
    document: About
    days: int | None

    @property
    def id(self) -> str:
        """The commitment's id."""
        return self.commitment.id


class SilenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A silence, the matter of it, and the statement that ended it, if one did."""

    silence: Silence
    document: About
    matter: Statement | None
    ended: Telling | None


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A document without its text; ``statements`` counts what was read from it."""

    document: About
    characters: int
    sentences: int
    statements: int
    failures: tuple[Failure, ...]


class DocumentAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its text and all that was read from it."""

    document: Document
    failures: tuple[Failure, ...]
    statements: tuple[Statement, ...]
    commitments: tuple[Commitment, ...]
    silences: tuple[Silence, ...]


def events(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[EventRow]:
    """The events asked for, in order of time; ``limit`` 0 for all."""
    held = _Held(store, query)
    rows = [held.row(e) for e in held.asked()]
    return _page(rows, offset, limit)


def claims(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[Claim]:
    """What each party says of the events asked for, by event, then in order of saying."""
    held = _Held(store, query)
    return _page([c for e in held.asked() for c in held.claims(e)], offset, limit)


def event(store: Store, id: str, *, as_of: str | None = None) -> Account | None:
    """One event by its id, or by that of a statement of it, with all that it rests on."""
    held = _Held(store, Query(as_of=as_of))
    for one in held.events:
        if id == one.id or id in one.statements:
            return Account(
                event=one,
                told=tuple(held.telling(e) for e in held.told(one)),
                silences=tuple(held.silence(u) for u in held.silent(one)),
                decisions=held.made(one.statements),
            )
    return None


def commitments(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[CommitmentRow]:
    """The commitments asked for as they stand on ``query.as_of``, or today, by what is due."""
    held = _Held(store, query)
    kept = store.commitments(query.as_of)
    day = query.as_of or date.today().isoformat()
    followed = follow([k.commitment for k in kept], held.entries, day)
    rows = [
        CommitmentRow(commitment=c, document=held.about[k.document], days=_days(c, day))
        for k, c in zip(kept, followed, strict=True)
        if _names(query, (*c.by, *c.to))
        and (query.type is None or c.action.type == query.type.upper())
        and (query.place is None or _at(query.place, c.action.place))
        and _in_time(query, c.due)
        and (query.status is None or c.status == query.status)
    ]
    rows.sort(key=lambda r: (_due(r.commitment), r.commitment.id))
    return _page(rows, offset, limit)


def silences(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[SilenceRow]:
    """Who has not spoken on what, and what ended it, in order of publication."""
    held = _Held(store, query)
    rows = [
        held.silence(u)
        for u in held.unspoken
        if _names(query, (u.silence.party,)) and _in_time(query, u.published)
    ]
    return _page(rows, offset, limit)


def documents(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[DocumentRow]:
    """The documents in order of publication, those without a date last."""
    counts: dict[str, int] = {}
    for entry in store.entries(Query(as_of=query.as_of)):
        counts[entry.document] = counts.get(entry.document, 0) + 1
    rows = [
        DocumentRow(
            document=_about(document),
            characters=document.characters,
            sentences=document.sentences,
            statements=counts.get(document.id, 0),
            failures=tuple(failures),
        )
        for document, failures in store.documents(query.as_of)
        if _in_time(query, document.published)
    ]
    return _page(rows, offset, limit)


def document(store: Store, id: str) -> DocumentAccount | None:
    """One document with its text and all that was read from it."""
    found = next(((d, f) for d, f in store.documents() if d.id == id), None)
    if found is None:
        return None
    mine = [e for e in store.entries(Query()) if e.document == id]
    return DocumentAccount(
        document=found[0],
        failures=tuple(found[1]),
        statements=tuple(e.statement for e in mine),
        commitments=tuple(k.commitment for k in store.commitments() if k.document == id),
        silences=tuple(u.silence for u in store.silences() if u.document == id),
    )


def decide(
    store: Store,
    kind: Kind,
    about: Sequence[str],
    *,
    who: str,
    why: str | None = None,
    others: Sequence[str] = (),
    cell: str | None = None,
    value: Any = None,
) -> Decision:
    """Put a decision about statements or events (by their ids) into the record."""
    held = _Held(store, Query(), all_told=True)
    made = decision(
        kind, held.named(about), who=who, why=why, others=held.named(others), cell=cell, value=value
    )
    store.decide(made)
    return made


def withdraw(store: Store, id: str, *, who: str, why: str | None = None) -> None:
    """Take a decision back; that it was made stays in the record."""
    if not who.strip():
        raise UsageError("a withdrawal needs a name: who withdraws?")
    store.withdraw(id, Withdrawal(who=who.strip(), at=now(), why=(why or "").strip() or None))


def decisions(store: Store, *, offset: int = 0, limit: int = LIMIT) -> Page[Decision]:
    """Every decision, the latest first."""
    return _page(store.decisions()[::-1], offset, limit)


class _Held:
    """What the record holds on a day, merged, with what leads from one thing to another."""

    def __init__(self, store: Store, query: Query, *, all_told: bool = False) -> None:
        self._store, self._query = store, query
        self._everything = Query(as_of=query.as_of)
        self.decisions = store.decisions()
        raw = store.entries(self._everything)
        self.entries = decided(raw, self.decisions)
        self.unspoken = store.silences(query.as_of)
        self.by_id = {e.statement.id: e for e in self.entries}
        self.raw = {e.statement.id: e for e in raw} if all_told else self.by_id
        self.about = {d.id: _about(d) for d, _ in store.documents(query.as_of)}
        self.events = merge(
            self.entries, self.unspoken, query.as_of, copies=store.copies(query.as_of)
        )

    def asked(self) -> list[RecordEvent]:
        """The events that the query asks for, by all that the record says of them."""
        query, found = self._query, list(self.events)
        if msgspec.structs.replace(query, status=None) != self._everything:
            wanted = {e.statement.id for e in self._store.entries(query)}
            found = [e for e in found if not wanted.isdisjoint(e.statements)]
        return [e for e in found if query.status is None or e.status == query.status]

    def told(self, one: RecordEvent) -> list[Entry]:
        return sorted(
            (self.by_id[i] for i in one.statements),
            key=lambda e: (e.said or "9999", e.document, e.statement.sentence.start),
        )

    def row(self, one: RecordEvent) -> EventRow:
        first = self.told(one)[0]
        return EventRow(
            event=one,
            document=self.about[first.document],
            sentence=first.statement.sentence,
            modality=first.statement.modality,
            background=all(self.by_id[i].statement.background for i in one.statements),
            checked=any(d.withdrawn is None for d in self.made(one.statements)),
        )

    def telling(self, entry: Entry) -> Telling:
        return Telling(
            statement=entry.statement,
            document=self.about[entry.document],
            decisions=tuple(d.id for d in self.made((entry.statement.id,))),
        )

    def made(self, statements: Iterable[str]) -> tuple[Decision, ...]:
        wanted = set(statements)
        return tuple(d for d in self.decisions if not wanted.isdisjoint((*d.statements, *d.others)))

    def silent(self, one: RecordEvent) -> list[Unspoken]:
        return [u for u in self.unspoken if u.silence.about in one.statements]

    def silence(self, unspoken: Unspoken) -> SilenceRow:
        matter = self.by_id.get(unspoken.silence.about or "")
        end = spoken(unspoken, self.entries, self._query.as_of)
        return SilenceRow(
            silence=unspoken.silence,
            document=self.about[unspoken.document],
            matter=matter.statement if matter else None,
            ended=self.telling(end) if end else None,
        )

    def claims(self, one: RecordEvent) -> list[Claim]:
        def claim(speaker: Actor, stance: str, document: str, **said: Any) -> Claim:
            return Claim(
                event=one.id, type=one.type, mode=one.mode, status=one.status, time=one.time,
                place=one.place, speaker=speaker, stance=stance, document=self.about[document],
                **said,
            )  # fmt: skip

        found = []
        for entry in self.told(one):
            said = entry.statement.attribution
            if said.speaker is not None:
                found.append(
                    claim(
                        said.speaker, said.stance, entry.document, evidence=said.evidence,
                        said=entry.said, statement=entry.statement.id,
                        sentence=entry.statement.sentence,
                    )
                )  # fmt: skip
        for u in self.silent(one):
            party = one.parties.get(u.silence.party.id or "")
            if party is not None and party.stance == "silent":
                found.append(
                    claim(
                        u.silence.party, "silent", u.document, evidence=(), said=u.published.to,
                        statement=None, sentence=u.silence.sentence,
                    )
                )  # fmt: skip
        return found

    def named(self, ids: Sequence[str]) -> list[Entry]:
        """The statements that ids of statements or events name."""
        groups = {e.id: e.statements for e in self.events}
        found: dict[str, Entry] = {}
        for id in ids:
            for statement in groups.get(id, (id,)):
                if statement not in self.raw:
                    raise UsageError(f"no such statement or event: {id}")
                found[statement] = self.raw[statement]
        return list(found.values())


def _page(rows: Sequence[T], offset: int, limit: int) -> Page[T]:
    if offset < 0 or limit < 0:
        raise UsageError("offset and limit cannot be negative")
    some = rows[offset : offset + limit] if limit else rows[offset:]
    return Page(items=tuple(some), total=len(rows), offset=offset)


def _about(document: Document) -> About:
    return About(
        id=document.id,
        title=document.title,
        publisher=document.publisher,
        source=document.source,
        published=document.published,
    )


def _due(commitment: Commitment) -> str:
    return (commitment.due.to if commitment.due else None) or "9999"


def _days(commitment: Commitment, day: str) -> int | None:
    from dateline.export.rows import days_left

    return days_left(commitment, day)


def _names(query: Query, actors: Iterable[Actor]) -> bool:
    """Whether one of the actors is asked for, or nobody is."""
    part = (query.actor or "").casefold()
    country = query.country.upper() if query.country else None
    return (query.actor is None and country is None) or any(
        (not part or part in f"{a.id or ''} {a.name or a.text}".casefold())
        and (country is None or a.country == country)
        for a in actors
    )


def _at(part: str, place: Place | None) -> bool:
    return place is not None and part.casefold() in place.name.casefold()


def _in_time(query: Query, time: Time | Published | None) -> bool:
    """Whether a time's bounds touch those asked for; one that is not known does not."""
    if query.from_ is None and query.to is None:
        return True
    if time is None or (time.from_ is None and time.to is None):
        return False
    starts, ends = time.from_ or "0000", time.to or "9999"
    return ends >= (query.from_ or "0000") and starts <= (query.to or "9999")
