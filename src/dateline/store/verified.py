"""Whether a record holds together: spans equal the text, cells have sources, nothing dangles.

Checks what the program relies on: a fault is a fault of the program, of the disk or of somebody's
hand, and never of a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dateline.record.cells import of_event, of_statement
from dateline.record.decisions import Decision, identified
from dateline.store import Query, Store
from dateline.store.held import Held
from dateline.text.canonical import document_id
from dateline.types import Document

# What an event takes over from the statements that tell of it, as it stands there.
_TAKEN = frozenset(
    {"type", "mode", "contexts", "actors", "recipients", "place", "time", "quantities"}
)


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What does not hold, and of what: ``what`` is a document, statement, event and so on."""

    what: str
    id: str
    message: str


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """How much was looked at, and what does not hold."""

    documents: int
    statements: int
    commitments: int
    silences: int
    events: int
    decisions: int
    faults: tuple[Fault, ...]


def verified(store: Store) -> Verified:
    """Look at everything in a record, as it stands now."""
    with store.snapshot() as now:
        held = Held(now, Query(), anew=True)
        promised = now.commitments()
        faults = [
            *(_fault("record", now.name, message) for message in now.faults()),
            *_documents(held.documents.values()),
            *_spans(held.documents, ((e.document, "statement", e.statement.id, e.statement)
                                     for e in now.entries(Query()))),
            *_spans(held.documents, ((k.document, "commitment", k.commitment.id, k.commitment)
                                     for k in promised)),
            *_spans(held.documents, ((u.document, "silence", u.id, u.silence)
                                     for u in held.silences.read)),
            *_leading(held, promised),
            *_sources(held),
            *_kept(now, held),
            *(fault for made in held.decisions for fault in _decision(made, held)),
        ]  # fmt: skip
    return Verified(
        documents=len(held.documents), statements=len(held.read), commitments=len(promised),
        silences=len(held.unspoken), events=len(held.events), decisions=len(held.decisions),
        faults=tuple(faults),
    )  # fmt: skip


def _fault(what: str, id: str, message: str) -> Fault:
    return Fault(what=what, id=id, message=message)


def _documents(documents: Iterable[Document]) -> Iterator[Fault]:
    for one in documents:
        if one.id != document_id(one.text):
            yield _fault("document", one.id, "its id is not that of its text")
        if one.characters != len(one.text):
            yield _fault("document", one.id, "its text has another length")
        for repeat in one.repeats:
            if not 0 <= repeat.start <= repeat.end <= len(one.text):
                yield _fault("document", one.id, "a repeat lies outside its text")
        if one.place is not None:
            yield from _spans({one.id: one}, [(one.id, "document", one.id, one.place)])


def _spans(
    documents: dict[str, Document], values: Iterable[tuple[str, str, str, object]]
) -> Iterator[Fault]:
    """Every stretch of text that a value names, held against the text."""
    for document, what, id, value in values:
        text = documents[document].text if document in documents else None
        if text is None:
            yield _fault(what, id, f"there is no document {document}")
            continue
        for start, end, words in _stretches(msgspec.to_builtins(value)):
            if text[start:end] != words:
                yield _fault(what, id, f"the text at {start}-{end} is not “{words[:40]}”")


def _stretches(value: Any) -> Iterator[tuple[int, int, str]]:
    if isinstance(value, dict):
        start, end, words = value.get("start"), value.get("end"), value.get("text")
        if start is not None and end is not None and words is not None:
            yield start, end, words
    if isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _stretches(part)


def _leading(held: Held, promised: Iterable[Any]) -> Iterator[Fault]:
    """Statements that commitments and silences lead to."""
    for kept in promised:
        one = kept.commitment
        for id in {*one.because, one.basis} - {None} - held.read.keys():
            yield _fault("commitment", one.id, f"there is no statement {id}")
    for unspoken in held.silences.read:
        about = unspoken.silence.about
        if about is not None and about not in held.read:
            yield _fault("silence", unspoken.id, f"there is no statement {about}")


def _sources(held: Held) -> Iterator[Fault]:
    """Values of events that no statement gives, and statements that tell of no event, or two."""
    homes: dict[str, str] = {}
    for event in held.events:
        given = set()
        for id in event.statements:
            if id not in held.by_id:
                yield _fault("event", event.id, f"there is no statement {id}")
                continue
            if id in homes:
                yield _fault("statement", id, f"tells of two events: {homes[id]}, {event.id}")
            homes[id] = event.id
            given |= {(c.name, c.key) for c in of_statement(held.by_id[id].statement)}
        for cell in of_event(event):
            if cell.name in _TAKEN and (cell.name, cell.key) not in given:
                yield _fault("event", event.id, f"no statement gives {cell.name} {cell.label}")
    for id in held.by_id.keys() - homes.keys():
        yield _fault("statement", id, "tells of no event")


def _kept(now: Store, held: Held) -> Iterator[Fault]:
    """Events that are kept, and what leads to them, other than merging all anew has them."""
    kept = now.accounts()
    if kept is None:  # what is not merged yet is merged when it is looked at
        return
    for event in held.events:
        if kept.pop(event.id, None) != event:
            yield _fault("event", event.id, "is kept otherwise than merging anew has it")
    for id in kept:
        yield _fault("event", id, "is kept, and merging anew has none such")
    homes = now.homes()
    for id, home in held.homes.items():
        if homes.get(id) != home:
            yield _fault("statement", id, f"is kept with {homes.get(id)}, and belongs to {home}")


def _decision(made: Decision, held: Held) -> Iterator[Fault]:
    """What a decision was made on: kept whole, and in the text as it was."""
    if identified(made).id != made.id:
        yield _fault("decision", made.id, "its id is not that of what it says")
    for sort, ids, kept in (
        ("statement", {*made.statements, *made.others}, {a.statement.id for a in made.anchors}),
        ("commitment", {*made.commitments}, {p.commitment.id for p in made.promised}),
        ("silence", {*made.silences}, {u.id for u in made.unsaid}),
    ):
        for id in sorted(ids - kept):
            yield _fault("decision", made.id, f"keeps nothing of {sort} {id}")
    anchors = (
        *((a.document, a.statement) for a in made.anchors),
        *((p.document, p.commitment) for p in made.promised),
        *((u.document, u.silence) for u in made.unsaid),
    )
    yield from _spans(
        held.documents,
        ((key, "decision", made.id, stood) for key, stood in anchors if key in held.documents),
    )
