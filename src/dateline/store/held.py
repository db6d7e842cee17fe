"""What the record holds on a day: read, decided, merged, with what leads from one to another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from dateline.errors import UsageError
from dateline.record import ledger
from dateline.record.altering import linked
from dateline.record.conflicts import conflicts
from dateline.record.decisions import Decision
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.record.matching import homes
from dateline.record.merge import merge
from dateline.record.neighbours import Neighbours
from dateline.record.ruled import ruled
from dateline.record.spoken import spoken
from dateline.store import Query, Store
from dateline.store.answers import About, Account, Claim, EventRow, SilenceRow, Telling
from dateline.store.filters import asked_for
from dateline.types import Actor, Commitment, Document, RecordEvent


class Held:
    """The record as the documents published up to ``query.as_of`` and the decisions make it.

    ``entries`` are the statements as decided, ``read`` those as the machine read them, by id;
    ``promises`` and ``silences`` hold both of commitments and silences. ``homes`` tell which
    statements are of one event: as they are kept, but for those ``anew``.
    """

    def __init__(self, store: Store, query: Query, *, anew: bool = False) -> None:
        self._store, self.query = store, query
        self.everything = Query(as_of=query.as_of)
        with store.snapshot() as now:
            self.documents = {d.id: d for d, _ in now.documents(query.as_of)}
            self.decisions = now.decisions()
            read = now.entries(self.everything)
            unspoken, promised = now.silences(query.as_of), now.commitments(query.as_of)
            self._copies = now.copies(query.as_of)
            kept = {} if anew else now.homes()
        published = {d.id: d.published for d in self.documents.values()}
        self._ruled = ruled(read, self.decisions, published)
        self.homes = homes(self._ruled.all, kept)
        self.entries = list(self._ruled.entries)
        told = [e.statement.id for e in self._ruled.all]
        self.silences = ledger.silences(unspoken, self.decisions, published, told)
        promises = ledger.commitments(promised, self.decisions, published, told)
        self.unspoken = list(self.silences.held)
        self.by_id = {e.statement.id: e for e in self.entries}
        held_ = linked(promises.held, published, lambda kept: self._near.watched(kept).by)
        self.promises = dataclasses.replace(promises, held=held_)

    @cached_property
    def read(self) -> dict[str, Entry]:
        """Every statement as the machine read it, the rejected ones too, by id."""
        return {e.statement.id: e for e in self._ruled.all}

    @cached_property
    def events(self) -> tuple[RecordEvent, ...]:
        """The events, in order of time."""
        return merge(
            self.entries, self.unspoken, self.query.as_of, decisions=self._ruled.decisions,
            copies=self._copies, homes=self.homes,
        )  # fmt: skip

    @cached_property
    def about(self) -> dict[str, About]:
        """The documents in short, by id."""
        return {id: about(document) for id, document in self.documents.items()}

    @cached_property
    def home(self) -> dict[str, RecordEvent]:
        """The event that a statement tells of, by the statement's id."""
        return {id: one for one in self.events for id in one.statements}

    def asked(self) -> list[RecordEvent]:
        """The events that the query asks for, by all that the record says of them."""
        query, found = self.query, list(self.events)
        if replace(query, status=None) != self.everything:
            wanted = {e.statement.id for e in self.found()}
            found = [e for e in found if not wanted.isdisjoint(e.statements)]
        return [e for e in found if query.status is None or e.status == query.status]

    def found(self) -> list[Entry]:
        """The statements that the query asks for, as decided."""
        read = {e.statement.id for e in self._store.entries(self.query)}
        return [
            entry
            for id, entry in self.by_id.items()
            if (
                id in read
                if entry is self.read[id] and id not in self._came_back
                else asked_for(entry, self.query)
            )
        ]

    def event(self, id: str) -> RecordEvent | None:
        """The event of that id, or that a statement of that id tells of."""
        return next((e for e in self.events if e.id == id), None) or self.home.get(id)

    def account(self, one: RecordEvent) -> Account:
        """An event with all that it rests on."""
        return Account(
            event=one,
            told=tuple(self.telling(e) for e in self.told(one)),
            silences=tuple(self.silence(u) for u in self.silent(one)),
            decisions=self.made(one.statements),
            conflicts=conflicts(self.told(one)),
        )

    def followed(self, day: str) -> list[tuple[str, Commitment]]:
        """The commitments as they stand on the day, each with its document."""
        return [(k.document, self.stands(k, day)) for k in self.promises.held]

    def stands(self, kept: Kept, day: str) -> Commitment:
        """A commitment as it stands on the day."""
        return self._near.watched(kept).on(day)

    def told(self, one: RecordEvent) -> list[Entry]:
        """The statements of an event, in order of saying."""
        return sorted(
            (self.by_id[i] for i in one.statements),
            key=lambda e: (e.said or "9999", e.document, e.statement.sentence.start),
        )

    def row(self, one: RecordEvent) -> EventRow:
        """An event for a list."""
        first = self.told(one)[0]
        marks = self.marks(one.statements)
        return EventRow(
            event=one,
            document=self.about[first.document],
            sentence=first.statement.sentence,
            modality=first.statement.modality,
            background=all(self.by_id[i].statement.background for i in one.statements),
            checked=bool(marks),
            decided=marks,
        )

    def telling(self, entry: Entry) -> Telling:
        """A statement with its document, and what the machine read where a person corrected."""
        read = self.read[entry.statement.id].statement
        return Telling(
            statement=entry.statement,
            document=self.about[entry.document],
            decisions=tuple(d.id for d in self.made((entry.statement.id,))),
            read=None if read == entry.statement else read,
        )

    def made(self, statements: Iterable[str]) -> tuple[Decision, ...]:
        """The decisions about any of the statements (or others), the withdrawn ones too."""
        wanted = set(statements)
        return tuple(d for ids, d in self._on if not wanted.isdisjoint(ids))

    def marks(self, statements: Iterable[str]) -> tuple[str, ...]:
        """What people decided about the statements: "accept", "correct mode", "same"; each once."""
        kinds = (
            f"{d.kind} {d.cell}" if d.cell else d.kind
            for d in self.made(statements)
            if d.withdrawn is None
        )
        return tuple(dict.fromkeys(kinds))

    def silent(self, one: RecordEvent) -> list[Unspoken]:
        """The silences on an event."""
        return [u for u in self.unspoken if u.silence.about in one.statements]

    def silence(self, unspoken: Unspoken) -> SilenceRow:
        """A silence with its matter and its end."""
        matter = self.by_id.get(unspoken.silence.about or "")
        end = self.ended(unspoken)
        return SilenceRow(
            id=unspoken.id,
            silence=unspoken.silence,
            document=self.about[unspoken.document],
            matter=matter.statement if matter else None,
            ended=self.telling(end) if end else None,
            decided=self.marks([unspoken.id]),
        )

    def ended(self, unspoken: Unspoken) -> Entry | None:
        """The statement that ended a silence, if one did."""
        return spoken(unspoken, self._near.answering(unspoken), self.query.as_of)

    @cached_property
    def _near(self) -> Neighbours:
        return Neighbours(self.entries)

    def claims(self, one: RecordEvent) -> list[Claim]:
        """What each party says of an event, and who is silent on it."""

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
        """The statements, as read, that ids of statements or events name; a ``UsageError``."""
        groups = {e.id: e.statements for e in self.events}
        found: dict[str, Entry] = {}
        for id in ids:
            key = full(id, groups, self.read)
            for statement in groups.get(key or id, (key or id,)):
                if statement not in self.read:
                    raise UsageError(f"no such statement or event: {id}")
                found[statement] = self.read[statement]
        return list(found.values())

    def subjects(self, ids: Sequence[str]) -> list[Entry] | list[Kept] | list[Unspoken]:
        """The statements, or the commitments, or the silences, as read, that ids name."""
        told = {*self.read, *(e.id for e in self.events)}
        promised = {k.commitment.id: k for k in self.promises.read if k.commitment.id not in told}
        silent = {u.id: u for u in self.silences.read if u.id not in told}
        keys = [full(i, told, promised, silent) or i for i in dict.fromkeys(ids)]
        if keys and all(key in promised for key in keys):
            return [promised[key] for key in keys]
        if keys and all(key in silent for key in keys):
            return [silent[key] for key in keys]
        if any(key in promised or key in silent for key in keys):
            raise UsageError("a decision is about events, or commitments, or silences: not of two")
        return self.named(keys)

    @cached_property
    def _came_back(self) -> frozenset[str]:
        """The statements that only decisions keep."""
        return frozenset(e.statement.id for e in self._ruled.all[self._ruled.read :])

    @cached_property
    def _on(self) -> list[tuple[frozenset[str], Decision]]:
        """The decisions with the statements that they are about, by the ids of now and then."""
        now = {d.id: (*d.statements, *d.others) for d in self._ruled.decisions}
        on = (now, self.promises.on, self.silences.on)
        return [
            (frozenset((*(i for ids in on for i in ids.get(d.id, ())), *d.about, *d.others)), d)
            for d in self.decisions
        ]


def full(id: str, *groups: Iterable[str]) -> str | None:
    """The one id that begins so; ``None`` where none does, a ``UsageError`` where several do."""
    known = {key for group in groups for key in group}
    near = [id] if id in known else sorted(key for key in known if id and key.startswith(id))
    if len(near) > 1:
        raise UsageError(f"{id} names {len(near)} things: {', '.join(near[:4])}")
    return near[0] if near else None


def about(document: Document) -> About:
    """A document in short."""
    return About(
        id=document.id,
        title=document.title,
        publisher=document.publisher,
        source=document.source,
        published=document.published,
    )
