"""Full-text search as the page shows it: documents, each with its excerpts and their events."""

from __future__ import annotations

from dateline.export.rows import kind
from dateline.record.entry import Entry
from dateline.store import Query, Store
from dateline.store.words import runs
from dateline.types import Document
from dateline.web.asked import Asked
from dateline.web.excerpts import Sought, Stretch, marks, stretches
from dateline.web.queries import Excerpt, Found, Hit
from dateline.web.snapshot import Snapshot


def searched(store: Store, known: Snapshot, asked: Asked) -> Found[Hit]:
    """The documents that hold what is looked for, by day of publication."""
    query = Query(text=asked.words, from_=asked.from_, to=asked.to, as_of=asked.as_of)
    sought, first = Sought(runs(asked.words or "")), (asked.page - 1) * asked.size
    with store.snapshot() as now:
        page = now.search(query, first, asked.size, newest=asked.order == "newest")
        documents = (found[0] for found in map(now.find, page.items) if found)
        hits = tuple(_hit(document, sought, known) for document in documents)
    return Found(items=hits, total=page.total, page=asked.page, size=asked.size)


def _hit(document: Document, sought: Sought, known: Snapshot) -> Hit:
    text, told = document.text, known.made_in.get(document.id, [])
    sentences = {(e.statement.sentence.start, e.statement.sentence.end): e for e in told}
    title = document.title or " ".join(text.split())[:80]
    return Hit(
        document=document.id,
        title=title,
        marks=marks(title, sought),
        publisher=document.publisher,
        said=document.published.to or document.published.from_,
        excerpts=tuple(
            _excerpt(text, where, sought, sentences, known)
            for where in stretches(text, sought, sentences)
        ),
    )


def _excerpt(
    text: str,
    where: Stretch,
    sought: Sought,
    sentences: dict[Stretch, Entry],
    known: Snapshot,
) -> Excerpt:
    part = text[where[0] : where[1]]
    told = next((e for s, e in sentences.items() if s[0] <= where[0] < s[1]), None)
    event = told.statement.event if told else None
    return Excerpt(
        start=where[0],
        end=where[1],
        text=part,
        marks=marks(part, sought),
        event=known.home(told.statement.id) if told else None,
        type=kind(event.type, event.mode) if event else None,
        modality=told.statement.modality if told else None,
    )
