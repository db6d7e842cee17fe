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
    Party,
    Quantity,
    RecordEvent,
    Span,
    Statement,
)

NONE: Mapping[str, tuple[str, Relation]] = MappingProxyType({})
UNSAID: Mapping[str, Span] = MappingProxyType({})
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
    """What each side says of the same event, side by side; events that somebody speaks of.

    A speaker's last word stands for what he said; the speakers of one country stand together, who
    is silent last.
    """
    by_id = {e.statement.id: e for e in entries}
    unspoken: dict[tuple[str | None, str | None], Unspoken] = {
        (u.silence.about, u.silence.party.id): u for u in silences
    }
    rows: list[Row] = []
    for event in events:
        told = sorted(
            (by_id[i] for i in event.statements),
            key=lambda e: (e.said or "9999", e.document, e.statement.sentence.start),
        )
        words: dict[str, list[tuple[Actor, Entry]]] = {}
        for entry in told:
            if (speaker := entry.statement.attribution.speaker) is not None:
                words.setdefault(_who(speaker), []).append((speaker, entry))
        rows += [_last_word(event, words[who]) for who in _by_side(words)]
        for party, word in event.parties.items():
            if word.stance == "silent":
                found = (unspoken.get((i, party)) for i in event.statements)
                rows.append(_unsaid(event, party, word, next((u for u in found if u), None)))
    return rows


def _who(actor: Actor) -> str:
    return actor.id or actor.text.casefold()


def _by_side(words: Mapping[str, list[tuple[Actor, Entry]]]) -> list[str]:
    """The speakers, those of one country together, in the order in which each side first spoke."""
    order: dict[str, list[str]] = {}
    for who, said in words.items():
        order.setdefault(said[0][0].country or who, []).append(who)
    return [who for side in order.values() for who in side]


def _last_word(event: RecordEvent, words: list[tuple[Actor, Entry]]) -> Row:
    speaker, entry = words[-1]
    said = entry.statement.attribution
    return {
        **_matter(event),
        "speaker": name_of(speaker),
        "stance": said.stance,
        "said": entry.said,
        "evidence": list(said.evidence),
        "earlier": len(words) - 1 or None,
        **_words(entry.statement.sentence, entry.document),
    }


def _unsaid(event: RecordEvent, party: str, word: Party, silence: Unspoken | None) -> Row:
    said = silence.silence if silence is not None else None
    return {
        **_matter(event),
        "speaker": name_of(said.party) if said is not None else party,
        "stance": "silent",
        "said": word.said,
        "evidence": [],
        "earlier": None,
        **_words(said.sentence if said is not None else None, word.document),
    }


def _matter(event: RecordEvent) -> Row:
    """What an event is, as a heading over what is said of it."""
    doing, done = (", ".join(names(a)) for a in (event.actors, event.recipients))
    return {
        "id": event.id,
        "time": event.time.edtf if event.time else None,
        "event": kind(event.type, event.mode)
        + (f": {doing}" if doing else "")
        + (f" → {done}" if done else ""),
        "place": event.place.name if event.place else None,
        "status": event.status,
    }


def commitment_rows(
    commitments: Iterable[CommitmentRow], sentences: Mapping[str, Span] = UNSAID
) -> list[Row]:
    """The ledger: who is bound to what, when it is due, how it stands and why.

    What is due next comes first, then what is overdue, what has no day, and what is settled.
    ``sentences`` are those of the statements that they rest on.
    """
    rows: list[Row] = []
    for one in commitments:
        c = one.commitment
        rests = [sentences[i] for i in c.because if i in sentences]
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
                "condition": c.condition.text if c.condition else None,
                "decided": list(one.decided),
                "rests on": list(c.because),
                "because": [s.text for s in dict.fromkeys(rests) if s not in c.sentences],
                "told again": [s.text for s in c.sentences[1:]],
                **_words(c.sentences[0] if c.sentences else None, one.document.id),
            }
        )
    return sorted(rows, key=_urgency)


def label(commitment: Commitment) -> str:
    """Who is bound to what: by which commitments are sorted where nothing else tells."""
    return f"{names(commitment.by)} {commitment.action.text}"


RUNNING = frozenset({"pending", "under way", "overdue", "disputed", "extended"})
OPEN = frozenset({"pending", "under way", "disputed", "extended", "unknown"})


def _urgency(row: Row) -> tuple[int, int, str, str]:
    days, due = row["days"], row["due"]
    return urgency(
        days if isinstance(days, int) else None, str(row["status"]), str(due) if due else None,
        f"{row['by']} {row['action']}",
    )  # fmt: skip


def urgency(
    days: int | None, status: str, due: str | None, label: str
) -> tuple[int, int, str, str]:
    """The order of the ledger: open by the days left, overdue by the days over, open, settled."""
    left = days or 0
    if days is not None and left >= 0:
        group = 0
    elif status == "overdue" or left < 0:
        group = 1
    else:
        group = 2 if status in OPEN else 3
    return group, abs(left), due or "9999", label


def days_left(commitment: Commitment, as_of: str | None) -> int | None:
    """Days until the last day on which it is due, negative once that has passed."""
    due = commitment.due
    return days_until(due.to if due is not None else None, commitment.status, as_of)


def days_until(last: str | None, status: str, as_of: str | None) -> int | None:
    """Days until the last day on which something that stands so is due."""
    if last is None or as_of is None or status not in RUNNING:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(as_of)).days


def silence_rows(silences: Iterable[SilenceRow], as_of: str | None = None) -> list[Row]:
    """Who has not spoken, since when, on what, and what ended it; the days that it lasted."""
    rows: list[Row] = []
    for one in silences:
        about, end = one.matter, one.ended
        doing = ", ".join(names(about.actors)) if about else ""
        rows.append(
            {
                "id": one.id,
                "party": name_of(one.silence.party),
                "since": one.document.published.edtf,
                "about": kind(about.event.type, about.event.mode) + (f": {doing}" if doing else "")
                if about
                else None,
                "closed": end.document.published.edtf or "yes" if end else None,
                "silent for": _lasted(one, as_of),
                "decided": list(one.decided),
                "matter": about.sentence.text if about else None,
                "closed by": end.statement.sentence.text if end else None,
                **_words(one.silence.sentence, one.document.id),
            }
        )
    return rows


def _lasted(one: SilenceRow, as_of: str | None) -> int | None:
    """The days from the report of a silence to its end, or to the day that is looked at."""
    began = one.document.published.to
    ended = one.ended.document.published.from_ if one.ended else as_of
    if began is None or ended is None:
        return None
    return max(0, (date.fromisoformat(ended) - date.fromisoformat(began)).days)


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
