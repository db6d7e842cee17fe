"""The record as it stood on one day, computed once and held: what list views are cut from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

import numpy as np

from dateline.export.rows import days_left, name_of
from dateline.record import ledger
from dateline.record.altering import linked
from dateline.record.bearing import own
from dateline.record.decisions import Decision
from dateline.record.earlier import Earlier
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.record.follow import Watched
from dateline.record.matching import homes
from dateline.record.merge import merge, on_matters
from dateline.record.neighbours import Neighbours
from dateline.record.ruled import ruled
from dateline.record.spoken import spoken
from dateline.store import Query, Store
from dateline.types import Actor, Commitment, EvidenceKind, Failure, RecordEvent, Span
from dateline.web.columns import Columns
from dateline.web.queries import ActorRow, EventRow, LedgerRow, SilenceRow, Source, Told, Word
from dateline.web.roles import Roles
from dateline.web.sayings import Numbers, Sayings

_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment with what bears on it; ``sure`` where that is the same on any day it is known.

    Where its own report does not tell of it, what bears on it depends on the other reports.
    """

    kept: Kept
    watched: Watched
    sure: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """Documents, statements and what follows from them, known on ``as_of``.

    ``entries`` are the statements as the decisions leave them. What only some views need is
    computed when one asks for it first, rows when they are shown. What was known on an earlier day
    is cut from the whole record (`dateline.web.past`). ``refers`` tells of the documents whose
    commitments and silences were decided about to which documents that leads; ``tolds`` holds what
    was told by a statement once it was shown.
    """

    as_of: str | None
    sources: dict[str, Source]
    failures: dict[str, tuple[Failure, ...]]
    decisions: tuple[Decision, ...]
    entries: dict[str, Entry]
    unspoken: tuple[Unspoken, ...]
    kept: tuple[Kept, ...]
    refers: tuple[tuple[str, frozenset[str]], ...]
    earlier: Earlier
    events: Sequence[RecordEvent]
    tolds: dict[str, Told] = field(default_factory=dict)
    _rows: dict[int, EventRow] = field(default_factory=dict)

    @cached_property
    def columns(self) -> Columns:
        """The columns that views are filtered and counted by."""
        return Columns(self.events, Sayings(self.earlier.told), self.earlier.event_of)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The statements by what they can bear on."""
        return Neighbours(self.entries.values())

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {event.id: number for number, event in enumerate(self.events)}

    def number(self, key: str) -> int | None:
        """The number of an event, by its id or that of a statement which tells of it."""
        told = self.earlier.number.get(key)
        return self._numbers.get(key) if told is None else int(self.earlier.event_of[told])

    def home(self, statement: str) -> str | None:
        """The event that a statement tells of."""
        number = self.number(statement)
        return None if number is None else self.events[number].id

    @property
    def now(self) -> Numbers:
        """For each event of the whole record its number here, -1 where it did not stand so."""
        return np.arange(len(self.events), dtype=np.int32)

    def unlike(self, other: Snapshot) -> list[int]:
        """The events that may not stand in the other as they do here."""
        if self.earlier is not other.earlier:
            return list(range(len(self.events)))
        alike = self.now[(self.now >= 0) & (other.now >= 0)]
        found = np.ones(len(self.events), dtype=bool)
        found[alike] = False
        return np.flatnonzero(found).tolist()

    @cached_property
    def days(self) -> tuple[tuple[str, int], ...]:
        """The days on which documents came out, with how many did."""
        told = (s.published.to for s in self.sources.values())
        return tuple(sorted(Counter(d for d in told if d is not None).items()))

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """The commitments with what bears on them, by due day."""
        order = sorted(self.kept, key=lambda k: due_of(k.commitment, k.document))
        return tuple(map(self._promise, order))

    @cached_property
    def ledger(self) -> tuple[LedgerRow, ...]:
        """The commitments as they stand, by due day."""
        today = self.as_of or date.today().isoformat()
        return self._by_due((p.kept, p.watched.on(today)) for p in self.promises)

    def _by_due(self, some: Iterable[tuple[Kept, Commitment]]) -> tuple[LedgerRow, ...]:
        """Commitments as they stand, by the day on which they are due then."""
        today = self.as_of or date.today().isoformat()
        order = sorted(some, key=lambda one: due_of(one[1], one[0].document))
        return tuple(self._stands(kept, now, today) for kept, now in order)

    @cached_property
    def roles(self) -> Roles:
        """Who did, suffered, said and promised what."""
        kept = (p.kept for p in self.promises)
        numbers = {key: number for number, key in enumerate(self.sources)}
        return Roles(self.entries.values(), kept, numbers)

    @cached_property
    def actors(self) -> tuple[ActorRow, ...]:
        """The actors with how often each did what, the most often met first."""
        return self.roles.counted()

    @cached_property
    def _parts(self) -> dict[str, tuple[list[int], list[int], list[int]]]:
        found: dict[str, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))
        for number, event in enumerate(self.events):
            for role, keys in enumerate(in_roles(event)):
                for key in keys:
                    found[key][role].append(number)
        return dict(found)

    def parts(self, actor: str) -> tuple[list[int], list[int], list[int]]:
        """The numbers of the events that an actor did, suffered and spoke or kept silent of."""
        return self._parts.get(actor, ([], [], []))

    @cached_property
    def made_in(self) -> Mapping[str, list[Entry]]:
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
    def on(self) -> Mapping[str, list[Unspoken]]:
        """The silences on a statement."""
        return on_matters(self.unspoken)

    def first(self) -> None:
        """Compute what the first page needs, before anybody asks."""
        _ = self.columns, self.days, self.on

    def rest(self) -> None:
        """Compute what the other pages need."""
        _ = self.number(""), self.parts(""), self.ledger, self.actors, self.bearing

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
        silent = (u for key in event.statements for u in self.on.get(key, ()))
        for unspoken in (u for u in silent if u.document in self.sources):
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
        if entry is None or entry.document not in self.sources:
            return None
        found = self.tolds.get(key)
        if found is None:
            found = self.tolds[key] = self.told(entry.document, entry.statement.sentence, key)
        return found

    def silence(self, unspoken: Unspoken) -> SilenceRow:
        """A silence as a row, with what ended it."""
        silence = unspoken.silence
        about = silence.about or ""
        ended = spoken(unspoken, self._answering(unspoken), self.as_of)
        return SilenceRow(
            id=unspoken.id,
            silence=silence,
            name=name_of(silence.party),
            published=unspoken.published,
            matter=self.told_by(about),
            event=self.home(about),
            ended=self.told_by(ended.statement.id) if ended else None,
            told=self.told(unspoken.document, silence.sentence),
        )

    def _answering(self, unspoken: Unspoken) -> list[Entry]:
        return self.neighbours.answering(unspoken)

    def _promise(self, kept: Kept) -> Promise:
        commitment = kept.commitment
        found = self.neighbours.watched(kept)
        dropped = {*commitment.because}.difference(found.rests)
        mine = [e.statement for e in self.made_in.get(kept.document, ())]
        told = any(own(commitment, statement) for statement in mine)
        sure = told and not kept.altered and dropped.issubset(s.id for s in mine)
        return Promise(kept, found, sure)

    def _stands(self, kept: Kept, commitment: Commitment, today: str) -> LedgerRow:
        span = commitment.sentences[0] if commitment.sentences else None
        action = commitment.action
        because = (self.told_by(key) for key in commitment.because)
        return LedgerRow(
            commitment=commitment,
            days=days_left(commitment, today),
            told=self.told(kept.document, span or Span(action.start, action.end, action.text)),
            because=tuple(told for told in because if told is not None),
        )


def in_roles(event: RecordEvent) -> tuple[set[str], set[str], set[str]]:
    """Who did it, who suffered it, and who speaks or keeps silent of it."""
    return (
        {a.id for a in event.actors if a.id is not None},
        {a.id for a in event.recipients if a.id is not None},
        set(event.parties),
    )


def snapshot(store: Store, as_of: str | None = None) -> Snapshot:
    """The record as it was known on ``as_of``, merged."""
    with store.snapshot() as now:
        read = now.entries(Query(as_of=as_of))
        silent, promised = now.silences(as_of), now.commitments(as_of)
        decisions, copies = tuple(now.decisions()), now.copies(as_of)
        held = now.homes()
        sources, failures = _sources(now, as_of, Counter(e.document for e in read))
    published = {key: s.published for key, s in sources.items()}
    decided = ruled(read, decisions, published)
    told = [e.statement.id for e in decided.all]
    unspoken = ledger.silences(silent, decisions, published, told).held
    found = homes(decided.all, held)
    entries = {e.statement.id: e for e in decided.entries}
    events = merge(
        decided.entries, unspoken, as_of, decisions=decided.decisions, copies=copies, homes=found
    )
    kept = ledger.commitments(promised, decisions, published, told).held
    near = cache(lambda: Neighbours(decided.entries))
    return Snapshot(
        as_of=as_of,
        sources=sources,
        failures=failures,
        decisions=decisions,
        entries=entries,
        unspoken=unspoken,
        kept=linked(kept, published, lambda one: near().watched(one).by),
        refers=tuple(_refers(decisions, decided.all)),
        earlier=Earlier(
            events,
            entries,
            published,
            unspoken,
            decisions=decided.decisions,
            copies=copies,
            homes=found,
        ),
        events=events,
    )


def _refers(
    decisions: Iterable[Decision], read: Iterable[Entry]
) -> Iterator[tuple[str, frozenset[str]]]:
    made = [d for d in decisions if d.withdrawn is None and (d.promised or d.unsaid)]
    home = {e.statement.id: e.document for e in (read if made else ())}
    for decision in made:
        for promised in decision.promised:
            one = promised.commitment
            led = frozenset(home[i] for i in (one.basis, *one.because) if i in home)
            yield promised.document, led
        for unsaid in decision.unsaid:
            led = frozenset(home[i] for i in (unsaid.silence.about,) if i in home)
            yield unsaid.document, led


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


def due_of(one: Commitment, document: str) -> tuple[str, str, int]:
    """By what commitments are sorted: when they are due, and where they are told."""
    due, action = one.due, one.action
    first = one.sentences[0].start if one.sentences else action.start
    return ((due.from_ or due.to or "9999") if due else "9999", document, first)
