"""The rows that ``show`` prints, each leading to its sentence and document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from dateline.export.readable import in_words
from dateline.export.tables import Row
from dateline.record.conflicts import Conflict, conflicts
from dateline.record.copies import Relation
from dateline.record.entry import Entry, Unspoken
from dateline.store.answers import CommitmentRow, SilenceRow
from dateline.types import (
    Actor,
    Commitment,
    Document,
    Failure,
    Quantity,
    RecordEvent,
    Span,
    Statement,
)

NONE: Mapping[str, tuple[str, Relation]] = MappingProxyType({})
UNDECIDED: Mapping[str, list[str]] = MappingProxyType({})
_PRONOUNS = frozenset("he she it they him her them his its their we us our i who".split())


def name_of(actor: Actor) -> str:
    """How people call an actor: as the text does, or by its name where that says too little."""
    said = actor.text
    return _by_name(actor) if said.casefold() in _PRONOUNS else said


def _by_name(actor: Actor) -> str:
    return actor.name or (in_words(actor.id) if actor.id else actor.text)


def names(actors: Iterable[Actor]) -> list[str]:
    """The names of actors; those named by one phrase ("the leaders of A and B") by their own."""
    found = list(actors)
    shared = {a.text for a in found if sum(a.text == b.text for b in found) > 1}
    return [_by_name(a) if a.text in shared else name_of(a) for a in found]


def amount(quantity: Quantity) -> str:
    """A quantity in short: "3+ killed"."""
    low, high = quantity.min, quantity.max
    if low is not None and low == high:
        number = f"{low:,.0f}" if low == int(low) else f"{low:,}"
    elif high is None:
        number = f"{low or 0:,.0f}+"
    else:
        number = f"{low or 0:,.0f}-{high:,.0f}"
    return f"{number} {quantity.kind}"


def side_by_side(conflict: Conflict) -> str:
    """A conflict in short: "killed: 12 (UKR.GOV), 5 (RUS.GOV, report)"."""
    versions = (
        f"{v.value} ({', '.join(who or 'report' for who in v.by)})" for v in conflict.versions
    )
    return f"{conflict.kind or conflict.cell}: {', '.join(versions)}"


def kind(type_: str, mode: str | None) -> str:
    """A type with its mode."""
    return f"{type_} {mode}" if mode else type_


def statement_row(document: str, statement: Statement, *, brief: bool = False) -> Row:
    """A statement: what it says happened, and who says so."""
    said = statement.attribution
    row: Row = {
        "time": statement.time.edtf if statement.time else None,
        "event": kind(statement.event.type, statement.event.mode),
        "actors": names(statement.actors),
        "recipients": names(statement.recipients),
        "place": statement.place.name if statement.place else None,
        "modality": statement.modality,
        "speaker": name_of(said.speaker) if said.speaker else None,
        "stance": said.stance,
        "evidence": list(said.evidence),
        "quantities": [amount(q) for q in statement.quantities],
        **_words(statement.sentence, document),
    }
    if brief:
        return {k: row[k] for k in ("time", "event", "actors", "place", "modality", "speaker",
                                    "stance", "sentence")}  # fmt: skip
    return {"id": statement.id, **row}


def _words(sentence: Span | None, document: str) -> Row:
    """The sentence that a row rests on, and where it stands."""
    return {
        "sentence": sentence.text if sentence else None,
        "document": document,
        "start": sentence.start if sentence else None,
        "end": sentence.end if sentence else None,
    }


def event_rows(
    events: Iterable[RecordEvent],
    entries: Iterable[Entry],
    decided: Mapping[str, list[str]] = UNDECIDED,
) -> list[Row]:
    """Merged events with their status, and the sentence that tells of each first.

    ``decided`` tells, by the event's id, what people decided about it.
    """
    by_id = {e.statement.id: e for e in entries}
    rows: list[Row] = []
    for event in events:
        told = sorted(
            (by_id[i] for i in event.statements),
            key=lambda e: (e.said or "9999", e.document, e.statement.sentence.start),
        )
        evidence = {k for e in told for k in e.statement.attribution.evidence}
        rows.append(
            {
                "id": event.id,
                "time": event.time.edtf if event.time else None,
                "event": kind(event.type, event.mode),
                "actors": names(event.actors),
                "recipients": names(event.recipients),
                "place": event.place.name if event.place else None,
                "modality": told[0].statement.modality,
                "status": event.status,
                "decided": decided.get(event.id, []),
                "said by": [f"{k}: {v.stance}" for k, v in event.parties.items()],
                "evidence": sorted(evidence),
                "quantities": [amount(q) for q in event.quantities],
                "conflicts": [side_by_side(c) for c in conflicts(told)],
                "sources": event.sources,
                "statements": len(event.statements),
                **_words(told[0].statement.sentence, told[0].document),
            }
        )
    return rows


def timeline_rows(
    events: Iterable[RecordEvent],
    entries: Iterable[Entry],
    decided: Mapping[str, list[str]] = UNDECIDED,
) -> list[Row]:
    """Events in order of time, in short."""
    columns = (
        "id", "time", "event", "actors", "place", "status", "decided", "modality", "sentence",
        "document", "start", "end",
    )  # fmt: skip
    return [{c: row[c] for c in columns} for row in event_rows(events, entries, decided)]


def claim_rows(
    events: Iterable[RecordEvent], entries: Iterable[Entry], silences: Iterable[Unspoken]
) -> list[Row]:
    """What each side says of the same event, side by side; events that somebody speaks of."""
    by_id = {e.statement.id: e for e in entries}
    unspoken: dict[tuple[str | None, str | None], Unspoken] = {
        (u.silence.about, u.silence.party.id): u for u in silences
    }
    rows: list[Row] = []
    for event in events:
        told = [by_id[i] for i in event.statements]
        for entry in sorted(told, key=lambda e: (e.said or "9999", e.statement.sentence.start)):
            said = entry.statement.attribution
            if said.speaker is not None:
                words = _words(entry.statement.sentence, entry.document)
                rows.append(_claim(event, name_of(said.speaker), said.stance, said.evidence, words))
        for party, word in event.parties.items():
            if word.stance == "silent":
                found = (unspoken.get((i, party)) for i in event.statements)
                silence = next((u.silence for u in found if u), None)
                name = name_of(silence.party) if silence else party
                words = _words(silence.sentence if silence else None, word.document)
                rows.append(_claim(event, name, "silent", (), words))
    return rows


def _claim(
    event: RecordEvent, speaker: str, stance: str, evidence: Iterable[str], words: Row
) -> Row:
    who = ", ".join(names(event.actors))
    return {
        "id": event.id,
        "time": event.time.edtf if event.time else None,
        "event": kind(event.type, event.mode) + (f": {who}" if who else ""),
        "status": event.status,
        "speaker": speaker,
        "stance": stance,
        "evidence": list(evidence),
        **words,
    }


def commitment_rows(commitments: Iterable[CommitmentRow]) -> list[Row]:
    """The ledger: who is bound to what, when it is due, how it stands."""
    rows: list[Row] = []
    for one in commitments:
        c = one.commitment
        rows.append(
            {
                "id": c.id,
                "by": names(c.by),
                "duty": c.duty,
                "action": c.action.text,
                "to": names(c.to),
                "term": c.term,
                "due": c.due.edtf if c.due else None,
                "days": one.days,
                "extendable": c.extendable,
                "status": c.status,
                "timing": c.timing,
                "compliance": c.compliance,
                "force": c.force,
                "decided": list(one.decided),
                **_words(c.sentences[0] if c.sentences else None, one.document.id),
            }
        )
    return sorted(rows, key=lambda r: (str(r["due"] or "9999"), str(r["by"]), str(r["action"])))


def days_left(commitment: Commitment, as_of: str | None) -> int | None:
    """Days until the last day on which it is due, negative once that has passed."""
    due = commitment.due
    if due is None or due.to is None or as_of is None:
        return None
    if commitment.status not in {"pending", "under way", "overdue", "disputed", "extended"}:
        return None
    return (date.fromisoformat(due.to) - date.fromisoformat(as_of)).days


def silence_rows(silences: Iterable[SilenceRow]) -> list[Row]:
    """Who has not spoken, on what, and what ended it."""
    rows: list[Row] = []
    for one in silences:
        about, end = one.matter, one.ended
        rows.append(
            {
                "id": one.id,
                "party": name_of(one.silence.party),
                "as of": one.document.published.edtf,
                "about": kind(about.event.type, about.event.mode) if about else None,
                "ended": end.document.published.edtf or "yes" if end else None,
                "decided": list(one.decided),
                "matter": about.sentence.text if about else None,
                "ended by": end.statement.sentence.text if end else None,
                **_words(one.silence.sentence, one.document.id),
            }
        )
    return rows


def actor_rows(entries: Iterable[Entry]) -> list[Row]:
    """What each actor did, suffered and said, as counts."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"did": 0, "suffered": 0, "said": 0})
    called: dict[str, Counter[str]] = defaultdict(Counter)
    known: dict[str, Actor] = {}
    for entry in entries:
        statement = entry.statement
        speaker = statement.attribution.speaker
        for role, actors in (
            ("did", statement.actors),
            ("suffered", statement.recipients),
            ("said", (speaker,) if speaker else ()),
        ):
            for actor, name in zip(actors, names(actors), strict=True):
                if actor.id is not None:
                    known.setdefault(actor.id, actor)
                    called[actor.id][actor.name or name] += 1
                    counts[actor.id][role] += 1
    order = sorted(counts, key=lambda i: (-sum(counts[i].values()), i))
    return [
        {
            "id": i,
            "name": min(called[i], key=lambda name: (-called[i][name], name)),
            "country": known[i].country,
            "sector": known[i].sector,
            **counts[i],
        }
        for i in order
    ]


def source_rows(
    documents: Iterable[tuple[Document, list[Failure]]],
    relations: Mapping[str, tuple[str, Relation]] = NONE,
) -> list[Row]:
    """The documents of the record; near copies and versions name the first of their kind."""
    return [
        {
            "document": d.id,
            "published": d.published.edtf,
            "basis": d.published.basis,
            "title": d.title or " ".join(d.text.split())[:60],
            "publisher": d.publisher,
            "source": d.source,
            "is": relation,
            "of": first,
            "sentences": d.sentences,
            "repeats": len(d.repeats),
            "failures": len(failures),
        }
        for d, failures in documents
        for first, relation in (relations.get(d.id, (None, None)),)
    ]
