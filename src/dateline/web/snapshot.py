"""The record as it stood on one day, computed once and held: what list views are cut from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dateline.export.rows import days_left, name_of, names
from dateline.record.decisions import Decision
from dateline.record.entry import Entry, Unspoken
from dateline.record.follow import follow
from dateline.record.matching import homes
from dateline.record.merge import merge
from dateline.record.neighbours import Neighbours
from dateline.record.ruled import ruled
from dateline.record.spoken import spoken
from dateline.store import Kept, Query, Store
from dateline.types import Actor, EvidenceKind, Failure, RecordEvent, Span
from dateline.web.columns import Columns
from dateline.web.queries import ActorRow, EventRow, LedgerRow, SilenceRow, Source, Told, Word

_ROWS = 20_000


@dataclass(frozen=True)
class Snapshot:
    """Documents, statements and what follows from them, known on ``as_of``.

    ``read`` are the statements as the machine read them, ``entries`` as the decisions leave them.
    What only some views need is computed when one asks for it first, rows when they are shown.
    """

    as_of: str | None
    sources: dict[str, Source]
    failures: dict[str, tuple[Failure, ...]]
    read: tuple[Entry, ...]
    decisions: tuple[Decision, ...]
    entries: dict[str, Entry]
    unspoken: tuple[Unspoken, ...]
    kept: tuple[Kept, ...]
    homes: dict[str, str]
    events: tuple[RecordEvent, ...]
    _rows: dict[int, EventRow] = field(default_factory=dict)

    @cached_property
    def columns(self) -> Columns:
        """The columns that views are filtered and counted by."""
        return Columns(self.events, self.entries)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The statements by what they can bear on."""
        return Neighbours(self.entries.values())

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of an event, by its id."""
        return {event.id: number for number, event in enumerate(self.events)}

    @cached_property
    def home(self) -> dict[str, str]:
        """The event that a statement tells of."""
        return {key: event.id for event in self.events for key in event.statements}

    @cached_property
    def days(self) -> tuple[tuple[str, int], ...]:
        """The days on which documents came out, with how many did."""
        told = (s.published.to for s in self.sources.values())
        return tuple(sorted(Counter(d for d in told if d is not None).items()))

    @cached_property
    def ledger(self) -> tuple[LedgerRow, ...]:
        """The commitments as they stand, by due day."""
        today = self.as_of or date.today().isoformat()
        return tuple(sorted((self._promise(kept, today) for kept in self.kept), key=_due))

    @cached_property
    def actors(self) -> tuple[ActorRow, ...]:
        """The actors with how often each did what, the most often met first."""
        return _counted(self)

    @cached_property
    def parts(self) -> dict[str, tuple[list[int], list[int], list[int]]]:
        """The numbers of the events that an actor did, suffered and spoke or kept silent of."""
        found: dict[str, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))
        for number, event in enumerate(self.events):
            roles: tuple[set[str | None], ...] = (
                {a.id for a in event.actors},
                {a.id for a in event.recipients},
                set(event.parties),
            )
            for role, keys in enumerate(roles):
                for key in keys:
                    if key is not None:
                        found[key][role].append(number)
        return dict(found)

    @cached_property
    def made_in(self) -> dict[str, list[Entry]]:
        """The statements of a document."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            found[entry.document].append(entry)
        return found

    @cached_property
    def bearing(self) -> dict[str, list[LedgerRow]]:
        """The commitments that rest on a statement."""
        found: dict[str, list[LedgerRow]] = defaultdict(list)
        for row in self.ledger:
            for key in {row.commitment.basis, *row.commitment.because}:
                if key is not None:
                    found[key].append(row)
        return found

    @cached_property
    def _on(self) -> dict[str, list[Unspoken]]:
        """The silences on a statement."""
        found: dict[str, list[Unspoken]] = defaultdict(list)
        for unspoken in self.unspoken:
            found[unspoken.silence.about or ""].append(unspoken)
        return found

    @property
    def rows(self) -> tuple[EventRow, ...]:
        """Every event as a row, in order of time."""
        return tuple(map(self.row, range(len(self.events))))

    def row(self, number: int) -> EventRow:
        """An event as a row."""
        found = self._rows.get(number)
        if found is None:
            if len(self._rows) > _ROWS:
                self._rows.clear()
            found = self._rows[number] = self._row(self.events[number])
        return found

    def in_order(self, event: RecordEvent) -> list[Entry]:
        """The statements of an event in the order in which they were told."""
        return sorted(
            (self.entries[key] for key in event.statements),
            key=lambda e: (e.said or "9999", e.document, e.statement.sentence.start),
        )

    def _row(self, event: RecordEvent) -> EventRow:
        told = self.in_order(event)
        first = told[0]
        return EventRow(
            event=event,
            modality=first.statement.modality,
            background=all(e.statement.background for e in told),
            words=self._words(event, told),
            told=self.told(first.document, first.statement.sentence, first.statement.id),
        )

    def _words(self, event: RecordEvent, told: list[Entry]) -> tuple[Word, ...]:
        """Who says what of an event in order of time, and who keeps silent, or did at first."""
        found: list[tuple[str, int, Word]] = []
        for entry in told:
            said = entry.statement.attribution
            if said.speaker is not None:
                where = self.told(entry.document, entry.statement.sentence, entry.statement.id)
                word = _word(said.speaker, said.stance, said.evidence, where)
                found.append((where.said or "9999", 1, word))
        for unspoken in (u for key in event.statements for u in self._on.get(key, ())):
            silence = unspoken.silence
            party = event.parties.get(silence.party.id or "")
            if party is not None:
                where = self.told(unspoken.document, silence.sentence)
                still = 2 if party.stance == "silent" else 0  # a word of the same day ended it
                word = _word(silence.party, "silent", (), where)
                found.append((where.said or "9999", still, word))
        return tuple(word for *_, word in sorted(found, key=lambda f: f[:2]))

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

    def silence(self, unspoken: Unspoken) -> SilenceRow:
        """A silence as a row, with what ended it."""
        silence = unspoken.silence
        about = silence.about or ""
        ended = spoken(unspoken, self.neighbours.answering(unspoken), self.as_of)
        return SilenceRow(
            silence=silence,
            name=name_of(silence.party),
            published=unspoken.published,
            matter=self.told_by(about),
            event=self.home.get(about),
            ended=self.told_by(ended.statement.id) if ended else None,
            told=self.told(unspoken.document, silence.sentence),
        )

    def _promise(self, kept: Kept, today: str) -> LedgerRow:
        near = self.neighbours.bearing(kept.commitment, kept.document)
        (commitment,) = follow([kept.commitment], near, today)
        span = commitment.sentences[0] if commitment.sentences else None
        action = commitment.action
        because = (self.told_by(key) for key in commitment.because)
        return LedgerRow(
            commitment=commitment,
            days=days_left(commitment, today),
            told=self.told(kept.document, span or Span(action.start, action.end, action.text)),
            because=tuple(told for told in because if told is not None),
        )


def snapshot(store: Store, as_of: str | None, base: Snapshot | None = None) -> Snapshot:
    """The record as it was known on ``as_of``; cut from ``base``, the whole, where given."""
    if base is not None and as_of is not None:
        sources = {k: s for k, s in base.sources.items() if (s.published.from_ or "9999") <= as_of}
        failures = {k: f for k, f in base.failures.items() if k in sources}
        read = tuple(e for e in base.read if e.document in sources)
        unspoken = tuple(u for u in base.unspoken if u.document in sources)
        kept = tuple(k for k in base.kept if k.document in sources)
        decisions, copies, kept_homes = base.decisions, store.copies(as_of), base.homes
    else:
        with store.snapshot() as now:
            read = tuple(now.entries(Query(as_of=as_of)))
            unspoken = tuple(now.silences(as_of))
            kept = tuple(now.commitments(as_of))
            decisions, copies = tuple(now.decisions()), now.copies(as_of)
            kept_homes = now.homes()
            sources, failures = _sources(now, as_of, Counter(e.document for e in read))
    decided = ruled(read, decisions, {k: s.published for k, s in sources.items()})
    found = homes(decided.all, kept_homes)
    return Snapshot(
        as_of=as_of,
        sources=sources,
        failures=failures,
        read=read,
        decisions=decisions,
        entries={e.statement.id: e for e in decided.entries},
        unspoken=unspoken,
        kept=kept,
        homes=found,
        events=merge(
            decided.entries,
            unspoken,
            as_of,
            decisions=decided.decisions,
            copies=copies,
            homes=found,
        ),
    )


def _sources(
    store: Store, as_of: str | None, made: Counter[str]
) -> tuple[dict[str, Source], dict[str, tuple[Failure, ...]]]:
    sources, failed = {}, {}
    for d, failures in store.documents(as_of):
        sources[d.id] = Source(
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
            statements=made[d.id],
        )
        if failures:
            failed[d.id] = tuple(failures)
    return sources, failed


def _word(actor: Actor, stance: str, evidence: tuple[EvidenceKind, ...], told: Told) -> Word:
    return Word(
        party=actor.id, name=name_of(actor), country=actor.country, stance=stance,
        evidence=evidence, told=told,
    )  # fmt: skip


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
