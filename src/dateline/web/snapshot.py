"""The record as it stood on one day, computed once and held: what list views are cut from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dateline.export.rows import days_left, name_of, names
from dateline.find.ontology import kinds
from dateline.record.entry import Entry, Unspoken
from dateline.record.follow import follow
from dateline.record.merge import merge
from dateline.record.spoken import spoken
from dateline.store import Query, Store
from dateline.types import Actor, EvidenceKind, RecordEvent, Span
from dateline.web.queries import ActorRow, EventRow, LedgerRow, SilenceRow, Source, Told, Word


@dataclass(frozen=True)
class Snapshot:
    """Documents, statements and what follows from them, known on ``as_of``."""

    as_of: str | None
    sources: dict[str, Source]
    entries: dict[str, Entry]
    unspoken: tuple[Unspoken, ...]
    rows: tuple[EventRow, ...]
    ledger: tuple[LedgerRow, ...]

    @cached_property
    def by_id(self) -> dict[str, EventRow]:
        """Events by their id."""
        return {row.event.id: row for row in self.rows}

    @cached_property
    def home(self) -> dict[str, str]:
        """The event that a statement tells of."""
        return {key: row.event.id for row in self.rows for key in row.event.statements}

    @cached_property
    def silences(self) -> tuple[SilenceRow, ...]:
        """Who has not spoken, and what ended it."""
        told = list(self.entries.values())
        return tuple(self._silence(u, spoken(u, told, self.as_of)) for u in self.unspoken)

    @cached_property
    def actors(self) -> tuple[ActorRow, ...]:
        """The actors with how often each did what, the most often met first."""
        return _counted(self)

    def told(self, document: str, span: Span, statement: str | None = None) -> Told:
        """A sentence with its document."""
        source = self.sources[document]
        return Told(
            document=document, title=source.title, publisher=source.publisher,
            said=source.published.to or source.published.from_, start=span.start, end=span.end,
            text=span.text, statement=statement,
        )  # fmt: skip

    def told_by(self, key: str) -> Told | None:
        """The sentence of a statement, by its id."""
        entry = self.entries.get(key)
        if entry is None:
            return None
        return self.told(entry.document, entry.statement.sentence, key)

    def _silence(self, unspoken: Unspoken, ended: Entry | None) -> SilenceRow:
        silence = unspoken.silence
        about = silence.about or ""
        return SilenceRow(
            silence=silence,
            name=name_of(silence.party),
            published=unspoken.published,
            matter=self.told_by(about),
            event=self.home.get(about),
            ended=self.told_by(ended.statement.id) if ended else None,
            told=self.told(unspoken.document, silence.sentence),
        )


def snapshot(store: Store, as_of: str | None) -> Snapshot:
    """The record as it was known on ``as_of``."""
    entries = store.entries(Query(as_of=as_of))
    unspoken = tuple(store.silences(as_of))
    made: dict[str, int] = {}
    for entry in entries:
        made[entry.document] = made.get(entry.document, 0) + 1
    known = Snapshot(
        as_of=as_of,
        sources=_sources(store, as_of, made),
        entries={e.statement.id: e for e in entries},
        unspoken=unspoken,
        rows=(),
        ledger=(),
    )
    events = merge(entries, unspoken, as_of, copies=store.copies(as_of))
    rows = tuple(_row(known, event) for event in events)
    return Snapshot(
        as_of=as_of, sources=known.sources, entries=known.entries, unspoken=unspoken, rows=rows,
        ledger=_ledger(known, store),
    )  # fmt: skip


def quad(type_: str, mode: str | None) -> int:
    """The quad class of a type: 1, 2 cooperation in word and deed, 3, 4 conflict in both."""
    kind = kinds().get((type_, mode)) or kinds().get((type_, None))
    return kind.quad if kind else 1


def _sources(store: Store, as_of: str | None, made: dict[str, int]) -> dict[str, Source]:
    return {
        d.id: Source(
            id=d.id,
            title=d.title or " ".join(d.text.split())[:80],
            publisher=d.publisher,
            author=d.author,
            source=d.source,
            published=d.published,
            characters=d.characters,
            sentences=d.sentences,
            repeats=len(d.repeats),
            failures=len(failures),
            statements=made.get(d.id, 0),
        )
        for d, failures in store.documents(as_of)
    }


def _row(known: Snapshot, event: RecordEvent) -> EventRow:
    told = sorted(
        (known.entries[key] for key in event.statements),
        key=lambda e: (e.said or "9999", e.document, e.statement.sentence.start),
    )
    first = told[0]
    return EventRow(
        event=event,
        modality=first.statement.modality,
        background=all(e.statement.background for e in told),
        words=_words(known, event, told),
        told=known.told(first.document, first.statement.sentence, first.statement.id),
    )


def _words(known: Snapshot, event: RecordEvent, told: list[Entry]) -> tuple[Word, ...]:
    """Who says what of an event in order of time, and who keeps silent."""
    found = []
    for entry in told:
        said = entry.statement.attribution
        if said.speaker is not None:
            where = known.told(entry.document, entry.statement.sentence, entry.statement.id)
            found.append(_word(said.speaker, said.stance, said.evidence, where))
    for unspoken in known.unspoken:
        silence = unspoken.silence
        party = event.parties.get(silence.party.id or "")
        if silence.about in event.statements and party is not None and party.stance == "silent":
            where = known.told(unspoken.document, silence.sentence)
            found.append(_word(silence.party, "silent", (), where))
    return tuple(found)


def _word(actor: Actor, stance: str, evidence: tuple[EvidenceKind, ...], told: Told) -> Word:
    return Word(
        party=actor.id, name=name_of(actor), country=actor.country, stance=stance,
        evidence=evidence, told=told,
    )  # fmt: skip


def _ledger(known: Snapshot, store: Store) -> tuple[LedgerRow, ...]:
    kept = store.commitments(known.as_of)
    today = known.as_of or date.today().isoformat()
    followed = follow((k.commitment for k in kept), known.entries.values(), today)
    rows = []
    for held, commitment in zip(kept, followed, strict=True):
        span = commitment.sentences[0] if commitment.sentences else None
        action = commitment.action
        because = (known.told_by(key) for key in commitment.because)
        rows.append(
            LedgerRow(
                commitment=commitment,
                days=days_left(commitment, today),
                told=known.told(held.document, span or Span(action.start, action.end, action.text)),
                because=tuple(told for told in because if told is not None),
            )
        )
    return tuple(sorted(rows, key=_due))


def _due(row: LedgerRow) -> tuple[str, str, int]:
    due = row.commitment.due
    return ((due.from_ or due.to or "9999") if due else "9999", row.told.document, row.told.start)


def _counted(known: Snapshot) -> tuple[ActorRow, ...]:
    counts: dict[str, list[int]] = {}
    called: dict[str, dict[str, int]] = {}
    first: dict[str, Actor] = {}

    def count(role: int, actors: tuple[Actor, ...]) -> None:
        for actor, name in zip(actors, names(actors), strict=True):
            if actor.id is not None:
                counts.setdefault(actor.id, [0, 0, 0, 0])[role] += 1
                first.setdefault(actor.id, actor)
                calls = called.setdefault(actor.id, {})
                calls[actor.name or name] = calls.get(actor.name or name, 0) + 1

    for entry in known.entries.values():
        speaker = entry.statement.attribution.speaker
        count(0, entry.statement.actors)
        count(1, entry.statement.recipients)
        count(2, (speaker,) if speaker else ())
    for row in known.ledger:
        count(3, row.commitment.by)
    return tuple(
        ActorRow(
            id=key,
            name=min(called[key], key=lambda name: (-called[key][name], name)),
            country=first[key].country,
            sector=first[key].sector,
            did=did,
            suffered=suffered,
            said=said,
            promised=promised,
        )
        for key, (did, suffered, said, promised) in sorted(
            counts.items(), key=lambda item: (-sum(item[1]), item[0])
        )
    )
