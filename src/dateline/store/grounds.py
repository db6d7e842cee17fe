"""Why the record says what it says: from a value to statements, words, versions and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal

import msgspec

from dateline.errors import UsageError
from dateline.record.cells import Cell, of_commitment, of_event, of_silence, of_statement
from dateline.record.conflicts import Conflict, conflicts
from dateline.record.decisions import Decision, standing
from dateline.record.entry import Entry
from dateline.record.merge import event_id
from dateline.record.regroup import JOINS
from dateline.store import Query, Store
from dateline.store.answers import About
from dateline.store.held import Held
from dateline.store.part import part
from dateline.types import RecordEvent, Span

What = Literal["event", "statement", "commitment", "silence", "document", "decision"]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Where a value is from: ``span`` are its very words in the ``sentence`` of ``document``.

    ``statement`` is the id of the statement that gives it, ``None`` where none does.
    """

    document: str
    statement: str | None
    sentence: Span
    span: Span | None


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a cell, the words it rests on, and who says so.

    ``held`` is false for a value that a statement gives and the record does not take, and for
    what the machine read where a person decided otherwise. ``by`` is ``person`` where a
    decision gave the value or took it away; ``decisions`` are their ids.
    """

    cell: str
    value: str
    held: bool
    by: Literal["machine", "person"]
    words: tuple[Words, ...]
    decisions: tuple[str, ...]


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A document and the versions of the program that read it."""

    document: About
    versions: str


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """What something in the record rests on; ``event`` is the one that a statement tells of.

    ``conflicts`` are values of an event that its sources contradict each other on.
    """

    what: What
    id: str
    event: str | None
    grounds: tuple[Ground, ...]
    documents: tuple[Read, ...]
    decisions: tuple[Decision, ...]
    conflicts: tuple[Conflict, ...] = ()


def why(store: Store, id: str, *, as_of: str | None = None) -> Why:
    """What is behind an event, statement, commitment, silence, document or decision.

    ``id`` may be cut short where it still names one thing; a ``UsageError`` where it names none.
    """
    with part(store, [id], as_of=as_of) as (some, keys):
        return _why(_Asked(some, Held(some, Query(as_of=as_of)), as_of, store), keys[0])


def _why(asked: _Asked, id: str) -> Why:
    held = asked.held
    key = _full(id, asked)
    if key in asked.events:
        return asked.event(asked.events[key])
    if key in held.read:
        return asked.statement(held.by_id.get(key, held.read[key]))
    if key in asked.commitments:
        return asked.commitment(key)
    if key in asked.silences:
        return asked.silence(key)
    if key in held.documents:
        mine = [e.statement.id for e in held.read.values() if e.document == key]
        return asked.answer("document", key, None, (), {key}, held.made(mine))
    made = next(d for d in held.decisions if d.id == key)
    return asked.decision(made)


def _full(id: str, asked: _Asked) -> str:
    if asked.knows(id):
        return id
    known = {key for group in asked.groups for key in group}
    near = sorted(key for key in known if id and key.startswith(id))
    if len(near) == 1:
        return near[0]
    if near:
        raise UsageError(f"{id} names {len(near)} things: {', '.join(near[:4])}")
    raise UsageError(_gone(id, asked.whole) or f"nothing in the record is called {id}")


def _gone(id: str, store: Store) -> str | None:
    """What is said of a document that was taken out, and of an event that people undid."""
    gone = [r for r in store.removals() if id and r.document.startswith(id)]
    if not gone:
        return _undone(id, store)
    last = gone[-1]
    said = f"document {last.document[:12]} was removed by {last.who}, {last.at}"
    return f"{said}{f': {last.why}' if last.why else ''} (reading it again puts it back)"


_UNDOING = JOINS | {"reject"}


def _undone(id: str, store: Store) -> str | None:
    """What is said of an event that is none any more by a decision."""
    for made in reversed(standing(store.decisions())):
        if made.kind not in _UNDOING:
            continue
        for was in map(event_id, (*made.statements, *made.others)):
            if id and was.startswith(id):
                kind = f"{made.kind}, decision {made.id} by {made.who}, {made.at}"
                return f"event {was} is none any more: {kind}"
    return None


class _Asked:
    """What is behind one thing, once the record is held."""

    def __init__(
        self, store: Store, held: Held, as_of: str | None, whole: Store | None = None
    ) -> None:
        self.store, self.held, self.whole = store, held, whole or store
        self.day = as_of or date.today().isoformat()
        self.events = {e.id: e for e in held.events}
        self.commitments = {k.commitment.id: k for k in held.promises.read}
        self.silences = {u.id: u for u in held.silences.read}
        self.groups: tuple[Collection[str], ...] = (
            self.events, held.read, self.commitments, self.silences, held.documents,
            {d.id for d in held.decisions},
        )  # fmt: skip

    def knows(self, id: str) -> bool:
        """Whether something is called so."""
        return any(id in group for group in self.groups)

    def event(self, one: RecordEvent) -> Why:
        entries = self.held.told(one)
        of = {(c.name, c.key) for c in of_event(one)}
        grounds = [
            *(self._concluded(c) for c in of_event(one) if c.name in {"status", "sources"}),
            *self._given(entries, of),
        ]
        documents = {e.document for e in entries}
        found = self.answer(
            "event", one.id, one.id, grounds, documents, self.held.made(one.statements)
        )
        return msgspec.structs.replace(found, conflicts=conflicts(entries))

    def statement(self, entry: Entry) -> Why:
        id = entry.statement.id
        home = self.held.home.get(id)
        of = {(c.name, c.key) for c in of_statement(entry.statement)}
        if id not in self.held.by_id:
            of = set()  # rejected: nothing of it is held
        return self.answer(
            "statement", id, home.id if home else None, self._given([entry], of), {entry.document},
            self.held.made([id]),
        )  # fmt: skip

    def commitment(self, id: str) -> Why:
        read = self.commitments[id]
        kept = next((k for k in self.held.promises.held if k.commitment.id == id), None)
        now = self.held.stands(kept, self.day) if kept is not None else None
        document, made = read.document, self.held.made([id])
        cells = list(of_commitment(now)) if now is not None else []
        sentence = _sentence((now or read.commitment).sentences)
        grounds = self._of_one(
            cells, of_commitment(read.commitment), document, sentence, made, _CONCLUDED
        )
        because = (now or read.commitment).because
        told = [self.held.by_id[i].document for i in because if i in self.held.by_id]
        return self.answer(
            "commitment", id, None, grounds, {document, *told}, self.held.made([id, *because])
        )

    def silence(self, id: str) -> Why:
        read = self.silences[id]
        now = next((u for u in self.held.unspoken if u.id == id), None)
        made, documents = self.held.made([id]), {read.document}
        cells = list(of_silence(now.silence)) if now is not None else []
        end = self.held.ended(now) if now is not None else None
        if end is not None:
            documents.add(end.document)
            cells.append(Cell("ended", end.statement.id, "ended", because=(end.statement.id,)))
        grounds = self._of_one(
            cells, of_silence(read.silence), read.document, read.silence.sentence, made, ()
        )
        home = self.held.home.get(read.silence.about or "")
        return self.answer("silence", id, home.id if home else None, grounds, documents, made)

    def _of_one(
        self,
        now: Iterable[Cell],
        read: Iterable[Cell],
        document: str,
        sentence: Span,
        made: tuple[Decision, ...],
        concluded: Collection[str],
    ) -> Iterator[Ground]:
        """The values of a commitment or silence, and what a person decided otherwise."""
        held = {(c.name, c.key): c for c in now}
        undone = [
            c for c in read if (c.name, c.key) not in held and not (held and c.name in concluded)
        ]
        for cell in (*held.values(), *undone):
            words = [Words(document=document, statement=None, sentence=sentence, span=cell.span)]
            ground = self._concluded(cell) if cell.because else None
            by = [
                d.id for d in made
                if d.withdrawn is None and (d.kind != "correct" or d.cell == cell.name)
            ]  # fmt: skip
            yield Ground(
                cell=cell.name,
                value=cell.label,
                held=(cell.name, cell.key) in held,
                by="person" if by else "machine",
                words=ground.words if ground else tuple(words),
                decisions=tuple(by),
            )

    def decision(self, made: Decision) -> Why:
        if made.commitments or made.silences:
            return self._on_others(made)
        on = {*made.statements, *made.others}
        entries = [e for i, e in self.held.read.items() if made in self.held.made([i]) or i in on]
        of = {(c.name, c.key) for e in entries for c in of_statement(e.statement)}
        documents = {e.document for e in entries}
        return self.answer("decision", made.id, None, self._given(entries, of), documents, (made,))

    def _on_others(self, made: Decision) -> Why:
        """What is behind the commitments or silences that a decision is about."""
        on = {*self.held.promises.on.get(made.id, ()), *self.held.silences.on.get(made.id, ())}
        found = [
            self.commitment(id) if id in self.commitments else self.silence(id)
            for id in sorted(on) or [*made.commitments, *made.silences]
            if id in self.commitments or id in self.silences
        ]
        documents = {read.document.id for one in found for read in one.documents}
        grounds = [ground for one in found for ground in one.grounds]
        return self.answer("decision", made.id, None, grounds, documents, (made,))

    def answer(
        self,
        what: What,
        id: str,
        event: str | None,
        grounds: Iterable[Ground],
        documents: Iterable[str],
        decisions: tuple[Decision, ...],
    ) -> Why:
        about = self.held.about
        read = [
            Read(document=about[key], versions=found[1])
            for key in sorted(documents, key=lambda k: (about[k].published.from_ or "9999", k))
            if (found := self.store.find(key)) is not None
        ]
        return Why(
            what=what, id=id, event=event, grounds=tuple(grounds), documents=tuple(read),
            decisions=decisions,
        )  # fmt: skip

    def _given(self, entries: list[Entry], of: set[tuple[str, str]]) -> Iterator[Ground]:
        """The values that statements give, each with all who give it; what a person undid too."""
        found: dict[tuple[str, str], tuple[Cell, list[Words]]] = {}
        undone: dict[tuple[str, str], tuple[Cell, list[Words]]] = {}
        for entry in entries:
            now = {(c.name, c.key): c for c in of_statement(entry.statement)}
            for key, cell in now.items():
                found.setdefault(key, (cell, []))[1].append(_words(entry, cell))
            read = self.held.read[entry.statement.id]
            for cell in of_statement(read.statement):
                if (cell.name, cell.key) not in now:
                    undone.setdefault((cell.name, cell.key), (cell, []))[1].append(
                        _words(read, cell)
                    )
        order = list(dict.fromkeys(name for name, _ in (*found, *undone)))
        for name in order:
            for key, (cell, words) in found.items():
                if key[0] == name:
                    held = key in of or name not in _MERGED
                    yield self._ground(cell, held=held and bool(of), words=words)
            for key, (cell, words) in undone.items():
                if key[0] == name and key not in found:
                    yield self._ground(cell, held=False, words=words)

    def _ground(self, cell: Cell, *, held: bool, words: list[Words]) -> Ground:
        ids = [w.statement for w in words if w.statement is not None]
        made = tuple(
            d.id
            for d in self.held.made(ids)
            if d.withdrawn is None and (d.kind != "correct" or d.cell == cell.name)
        )
        return Ground(
            cell=cell.name,
            value=cell.label,
            held=held,
            by="person" if made and _on_cells(self.held.decisions, made) else "machine",
            words=tuple(words),
            decisions=made,
        )

    def _concluded(self, cell: Cell) -> Ground:
        """A value that follows from several statements together."""
        known = (self.held.by_id.get(i) for i in cell.because)
        return Ground(
            cell=cell.name,
            value=cell.label,
            held=True,
            by="machine",
            words=tuple(_words(e, None) for e in known if e is not None),
            decisions=(),
        )


# What of a commitment follows from reports, and is never a correction undone.
_CONCLUDED = frozenset({"status", "timing", "compliance", "force"})
# What an event takes from its statements; the other cells stay each statement's own.
_MERGED = frozenset(
    {"type", "mode", "contexts", "actors", "recipients", "place", "time", "quantities"}
)


def _on_cells(decisions: Iterable[Decision], ids: tuple[str, ...]) -> bool:
    return any(d.id in ids and d.kind in {"accept", "reject", "correct"} for d in decisions)


def _sentence(sentences: tuple[Span, ...]) -> Span:
    return sentences[0] if sentences else Span(0, 0, "")


def _words(entry: Entry, cell: Cell | None) -> Words:
    return Words(
        document=entry.document,
        statement=entry.statement.id,
        sentence=entry.statement.sentence,
        span=cell.span if cell else None,
    )
