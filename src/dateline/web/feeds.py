"""Atom feeds (RFC 4287): what is new for a filter. Text from reports stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from dateline.export.rows import kind, names
from dateline.export.tables import plain
from dateline.web.queries import EventRow, LedgerRow, SilenceRow, Source
from dateline.web.said import when

MEDIA = "application/atom+xml; charset=utf-8"
SIZE = 100
_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01"
# What `plain` leaves and XML 1.0 cannot hold (section 2.2).
_NOT_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: ``day`` is when its last word came, ``path`` where it is on this server."""

    id: str
    title: str
    day: str | None
    path: str
    summary: str
    author: str | None


def _event(row: EventRow) -> Item:
    event = row.event
    who = ", ".join(names(event.actors)) or "somebody"
    whom = ", ".join(names(event.recipients))
    where = f", {event.place.name}" if event.place else ""
    return Item(
        id=f"event:{event.id}",
        title=f"{kind(event.type, event.mode)}: {who}{f' → {whom}' if whom else ''}{where}"
        f" ({event.status})",
        day=event.last_reported,
        path=f"/events/{event.id}",
        summary=f"{when(event.time)}. {row.told.text}",
        author=row.told.publisher,
    )


def _claims(row: EventRow) -> Item:
    words = "; ".join(f"{w.name} {w.stance}: {w.told.text}" for w in row.words)
    said = [w.told.said for w in row.words if w.told.said]
    item = _event(row)
    return Item(
        id=f"claims:{row.event.id}", title=item.title, day=max(said, default=item.day),
        path=item.path, summary=words, author=item.author,
    )  # fmt: skip


def _commitment(row: LedgerRow) -> Item:
    c = row.commitment
    due = f", due {when(c.due)}" if c.due else ""
    refrain = "not to " if c.duty == "refrain" else ""
    return Item(
        # What a promise came to is news: a feed shows it again when its status changes.
        id=f"commitment:{c.id}:{c.status.replace(' ', '-')}",
        title=f"{', '.join(names(c.by)) or 'somebody'}: {refrain}{c.action.text}{due} ({c.status})",
        day=max((t.said for t in (row.told, *row.because) if t.said), default=None),
        path=f"/documents/{row.told.document}?mark={row.told.start}-{row.told.end}#mark",
        summary=" ".join(t.text for t in (row.told, *row.because)),
        author=row.told.publisher,
    )


def _silence(row: SilenceRow) -> Item:
    last = row.ended or row.told
    return Item(
        id=f"silence:{row.told.document}:{row.told.start}:{'ended' if row.ended else 'open'}",
        title=f"{row.name} {'has spoken' if row.ended else 'is silent'}",
        day=last.said,
        path=f"/documents/{last.document}?mark={last.start}-{last.end}#mark",
        summary=" ".join(t.text for t in (row.matter, row.told, row.ended) if t),
        author=last.publisher,
    )


def _source(row: Source) -> Item:
    return Item(
        id=f"document:{row.id}", title=row.title, day=row.published.to or row.published.from_,
        path=f"/documents/{row.id}", summary=f"{row.statements} statements", author=row.publisher,
    )  # fmt: skip


ITEMS: dict[str, Callable[[Any], Item]] = {
    "events": _event,
    "claims": _claims,
    "commitments": _commitment,
    "silences": _silence,
    "documents": _source,
}


def feed(view: str, rows: Iterable[Any], *, title: str, base: str, address: str) -> bytes:
    """The newest rows of a view as a feed; ``address`` is the feed's own, from ``base`` on."""
    items = sorted(map(ITEMS[view], rows), key=lambda i: (i.day or "", i.id), reverse=True)[:SIZE]
    ET.register_namespace("", _ATOM)
    root = ET.Element(_name("feed"))
    _put(root, "id", f"{base}{address}")
    _put(root, "title", title)
    _put(root, "updated", _moment(items[0].day if items else None))
    _put(root, "link", rel="self", href=f"{base}{address}")
    _put(root, "link", rel="alternate", href=f"{base}/")
    _put(ET.SubElement(root, _name("author")), "name", "Dateline")
    for item in items:
        entry = ET.SubElement(root, _name("entry"))
        _put(entry, "id", f"urn:dateline:{item.id}")
        _put(entry, "title", item.title, type="text")
        _put(entry, "updated", _moment(item.day))
        _put(entry, "link", rel="alternate", href=f"{base}{item.path}")
        if item.author:
            _put(ET.SubElement(entry, _name("author")), "name", item.author)
        _put(entry, "summary", item.summary, type="text")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _name(tag: str) -> str:
    return f"{{{_ATOM}}}{tag}"


def _put(parent: ET.Element, tag: str, text: str | None = None, **more: str) -> None:
    made = ET.SubElement(parent, _name(tag), more)
    if text is not None:
        made.text = _NOT_XML.sub("", plain(text))


def _moment(day: str | None) -> str:
    return f"{day or _NEVER}T00:00:00Z"
