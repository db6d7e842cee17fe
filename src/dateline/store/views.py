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

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from dateline.errors import UsageError
from dateline.record import ledger
from dateline.record.decisions import Decision, Kind, Removal, Withdrawal, decision, now
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.record.stated import stated
from dateline.record.stated_ledger import stated_of
from dateline.store import Query, Store, fits
from dateline.store.answers import (
    About,
    Account,
    Claim,
    CommitmentRow,
    DocumentAccount,
    DocumentRow,
    EventRow,
    Page,
    SilenceRow,
    Telling,
)
from dateline.store.held import Held, about, full
from dateline.store.part import of_documents, part
from dateline.store.pledges import promised, silent

__all__ = [
    "About", "Account", "Claim", "CommitmentRow", "DocumentAccount", "DocumentRow", "EventRow",
    "Page", "SilenceRow", "Telling", "claims", "commitments", "correct", "decide", "decisions",
    "document", "documents", "event", "events", "remove", "removed", "silences", "withdraw",
]  # fmt: skip
T = TypeVar("T")
LIMIT = 50
EVERYTHING = Query()


def events(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[EventRow]:
    """The events asked for, in order of time; ``limit`` 0 for all."""
    held = Held(store, query)
    rows = [held.row(e) for e in held.asked()]
    return _page(rows, offset, limit)


def claims(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[Claim]:
    """What each party says of the events asked for, by event, then in order of saying."""
    held = Held(store, query)
    return _page([c for e in held.asked() for c in held.claims(e)], offset, limit)


def event(store: Store, id: str, *, as_of: str | None = None) -> Account | None:
    """One event by its id, or by that of a statement of it, with all that it rests on."""
    held = Held(store, Query(as_of=as_of))
    one = held.event(id)
    return None if one is None else held.account(one)


def commitments(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[CommitmentRow]:
    """The commitments asked for as they stand on ``query.as_of``, or today, by what is due."""
    return _page(promised(Held(store, query)), offset, limit)


def silences(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[SilenceRow]:
    """Who has not spoken on what, and what ended it, in order of publication."""
    return _page(silent(Held(store, query)), offset, limit)


def documents(
    store: Store, query: Query = EVERYTHING, *, offset: int = 0, limit: int = LIMIT
) -> Page[DocumentRow]:
    """The documents in order of publication, those without a date last."""
    counts: dict[str, int] = {}
    for entry in store.entries(Query(as_of=query.as_of)):
        counts[entry.document] = counts.get(entry.document, 0) + 1
    rows = [
        DocumentRow(
            document=about(document),
            characters=document.characters,
            sentences=document.sentences,
            statements=counts.get(document.id, 0),
            failures=tuple(failures),
        )
        for document, failures in store.documents(query.as_of)
        if fits.in_time(query, document.published)
    ]
    return _page(rows, offset, limit)


def document(store: Store, id: str) -> DocumentAccount | None:
    """One document with its text and all that was read from it."""
    with of_documents(store, [id]) as some:
        found = next(((d, f) for d, f in some.documents() if d.id == id), None)
        if found is None:
            return None
        mine = [e for e in some.entries(Query()) if e.document == id]
        return DocumentAccount(
            document=found[0],
            failures=tuple(found[1]),
            statements=tuple(e.statement for e in mine),
            commitments=tuple(k.commitment for k in some.commitments() if k.document == id),
            silences=tuple(u.silence for u in some.silences() if u.document == id),
        )


def decide(
    store: Store,
    kind: Kind,
    named: Sequence[str],
    *,
    who: str,
    why: str | None = None,
    others: Sequence[str] = (),
    cell: str | None = None,
    value: Any = None,
) -> Decision:
    """Put a decision about statements, events, commitments or silences into the record.

    ``named`` are their ids, or the starts of these. ``value`` is a correction's, in the form of
    the cell; the words in it must stand where it says in the document of each statement.
    """
    with part(store, [*named, *others], any_=False) as (some, keys):
        held = Held(some, Query())
        ids, apart = keys[: len(named)], keys[len(named) :]
        about = held.subjects(ids)
        for one in about:
            _check(value, held.documents[one.document].text, cell)
        entries = [e for e in about if isinstance(e, Entry)]
        pledges = [one for one in about if not isinstance(one, Entry)]
        if pledges:
            made = ledger.about(kind, pledges, who=who, why=why, cell=cell, value=value)
        else:
            made = decision(
                kind, entries, who=who, why=why, others=held.named(apart), cell=cell, value=value
            )
    store.decide(made)
    return made


def correct(
    store: Store, named: Sequence[str], cell: str, words: str, *, who: str, why: str | None = None
) -> tuple[Decision, ...]:
    """Put words that a person states into a cell of statements, commitments or silences.

    The words are those of `dateline.record.stated` and `dateline.record.stated_ledger`. One
    decision a statement: where the words stand differs from sentence to sentence.
    """
    leads = [words] if cell == "about" else words.split() if cell in {"because", "ended"} else []
    with part(store, [*named, *leads], any_=False) as (some, keys):
        held = Held(some, Query())
        about = held.subjects(keys[: len(named)])
        made = [_corrected(held, one, cell, words, who, why) for one in about]
    for one in made:
        store.decide(one)
    return tuple(made)


def _corrected(
    held: Held, about: Entry | Kept | Unspoken, cell: str, words: str, who: str, why: str | None
) -> Decision:
    if isinstance(about, Entry):
        now = held.by_id.get(about.statement.id, about).statement
        value = stated(cell, words, now)
        return decision("correct", [about], who=who, why=why, cell=cell, value=value)
    value = stated_of(cell, words, about)
    if cell in {"because", "ended", "about"} and value is not None:
        named = held.named([value] if cell == "about" else value)
        value = named[0].statement.id if cell == "about" else [e.statement.id for e in named]
    return ledger.about("correct", [about], who=who, why=why, cell=cell, value=value)


def withdraw(store: Store, id: str, *, who: str, why: str | None = None) -> str:
    """Take a decision back, named by its id or the start of it; that it was made stays.

    Its id in full.
    """
    if not who.strip():
        raise UsageError("a withdrawal needs a name: who withdraws?")
    key = full(id, (made.id for made in store.decisions())) or id
    store.withdraw(key, Withdrawal(who=who.strip(), at=now(), why=(why or "").strip() or None))
    return key


def removed(store: Store, named: Sequence[str]) -> tuple[DocumentRow, ...]:
    """The documents that ids, or their starts, name: what `remove` would take out."""
    with of_documents(store, named) as some:
        known = documents(some, limit=0).items
    found: dict[str, DocumentRow] = {}
    for id in named:
        near = [d for d in known if id and d.document.id.startswith(id)]
        if len(near) != 1:
            many = f"{id} names {len(near)} documents" if near else f"no such document: {id}"
            raise UsageError(many)
        found[near[0].document.id] = near[0]
    return tuple(found.values())


def remove(
    store: Store, named: Sequence[str], *, who: str, why: str | None = None
) -> tuple[Removal, ...]:
    """Take documents out of the record with all that was read from them; who did stays.

    Reading one again puts it back, and then the decisions about it count again.
    """
    if not who.strip():
        raise UsageError("a removal needs a name: who takes it out?")
    made = tuple(
        Removal(
            document=row.document.id, title=row.document.title, source=row.document.source,
            published=row.document.published.edtf, who=who.strip(), at=now(),
            why=(why or "").strip() or None,
        )
        for row in removed(store, named)
    )  # fmt: skip
    for one in made:
        store.remove(one)
    return made


def decisions(store: Store, *, offset: int = 0, limit: int = LIMIT) -> Page[Decision]:
    """Every decision, the latest first."""
    return _page(store.decisions()[::-1], offset, limit)


def _page(rows: Sequence[T], offset: int, limit: int) -> Page[T]:
    if offset < 0 or limit < 0:
        raise UsageError("offset and limit cannot be negative")
    some = rows[offset : offset + limit] if limit else rows[offset:]
    return Page(items=tuple(some), total=len(rows), offset=offset)


def _check(value: object, text: str, cell: str | None) -> None:
    """A ``UsageError`` where words of a value do not stand in the text where it says."""
    plain = msgspec.to_builtins(value)
    for one in plain if isinstance(plain, list) else [plain]:
        if isinstance(one, dict) and one.get("start") is not None:
            start, end = one.get("start"), one.get("end")
            if (
                not isinstance(start, int)
                or not isinstance(end, int)
                or (text[start:end] != one.get("text"))
            ):
                raise UsageError(f"{cell}: the document has no such words there: {one.get('text')}")
