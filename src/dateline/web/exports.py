"""The current view taken along: its rows as CSV, JSON or GeoJSON, all pages of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from dateline.export.rows import amount, kind, names
from dateline.export.tables import Row, csv_lines
from dateline.resolve.extent import box, disputed, radius
from dateline.types import Actor, Place, RecordEvent, Time
from dateline.web.asked import EVERY, Asked
from dateline.web.queries import (
    ActorRow,
    Change,
    EventRow,
    Found,
    Hit,
    LedgerRow,
    Queries,
    SilenceRow,
    Source,
    Told,
)

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
}
_SOME = 500


def whole(view: str, queries: Queries, asked: Asked) -> Found[Any]:
    """Everything that a view shows, on one page."""
    every = asked.with_(size=EVERY)
    asks: dict[str, Callable[[Asked], Found[Any]]] = {
        "events": queries.events,
        "claims": queries.claims,
        "commitments": queries.commitments,
        "silences": queries.silences,
        "documents": queries.sources,
        "actors": queries.actors,
        "search": queries.search,
    }  # what changed is no page of rows: ``dateline.web.taken`` asks for it
    return asks[view](every)


def written(view: str, form: str, rows: Iterable[Any]) -> Iterator[bytes]:
    """The rows of a view in a form, in pieces of some hundred rows."""
    if form == "csv":
        flat = (line for row in rows for line in FLAT[view](row))
        return _pieces(line.encode() for line in csv_lines(flat))
    if form == "geojson":
        made = (msgspec.json.encode(feature(row)) for row in rows)
        return _pieces(_joined(b'{"type":"FeatureCollection","features":[', made, b"]}\n"))
    return _pieces(_joined(b"[", (msgspec.json.encode(row) for row in rows), b"]\n"))


def feature(row: EventRow) -> dict[str, Any]:
    """An event as a feature of GeoJSON: without a place it has no geometry.

    ``precision``, ``radius_km`` and the feature's ``bbox`` say what area the point stands for;
    ``sovereign``, ``held_by`` and ``status_source`` whose a disputed territory is that day.
    """
    place = row.event.place
    placed = place is not None and place.lat is not None and place.lon is not None
    told = {k: v for k, v in next(iter(_event(row))).items() if k not in {"lat", "lon"}}
    bounds = box(place) if place is not None else None
    return {
        "type": "Feature",
        "id": row.event.id,
        **({"bbox": list(msgspec.structs.astuple(bounds))} if bounds is not None else {}),
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]}
        if placed and place
        else None,
        "properties": {
            **told, "radius_km": radius(place.precision) if place else None, **_whose(row.event),
        },
    }  # fmt: skip


def _whose(event: RecordEvent) -> Row:
    """Whose the place of an event is, where that is disputed."""
    found = disputed(event)
    if found is None:
        return {}
    held = [f"{who}, backed by {backed}" if backed else who for who, backed in found.held_by]
    return {"sovereign": found.sovereign, "held_by": held, "status_source": found.source}


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    for part in parts:
        held.append(part)
        if len(held) == _SOME:
            yield b"".join(held)
            held.clear()
    yield b"".join(held)


def _joined(head: bytes, parts: Iterable[bytes], tail: bytes) -> Iterator[bytes]:
    yield head
    for number, part in enumerate(parts):
        yield b",\n" + part if number else b"\n" + part
    yield tail


def _time(time: Time | None) -> Row:
    return {
        "time": time.edtf if time else None,
        "from": time.from_ if time else None,
        "to": time.to if time else None,
    }


def _place(place: Place | None) -> Row:
    return {
        "place": place.name if place else None,
        "place country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision if place else None,
    }


def _who(label: str, actors: tuple[Actor, ...]) -> Row:
    return {label: names(actors), f"{label} ids": [a.id for a in actors if a.id]}


def _told(told: Told | None, label: str = "") -> Row:
    return {
        f"{label}sentence": told.text if told else None,
        f"{label}document": told.document if told else None,
        f"{label}start": told.start if told else None,
        f"{label}end": told.end if told else None,
    }


def _what(event: RecordEvent) -> Row:
    return {"id": event.id, **_time(event.time), "event": kind(event.type, event.mode)}


def _event(row: EventRow) -> Iterator[Row]:
    event = row.event
    yield {
        **_what(event),
        **_who("actors", event.actors),
        **_who("recipients", event.recipients),
        **_place(event.place),
        "modality": row.modality,
        "background": row.background,
        "status": event.status,
        "said by": [f"{word.name}: {word.stance}" for word in row.words],
        "quantities": [amount(q) for q in event.quantities],
        "sources": event.sources,
        "statements": len(event.statements),
        "first reported": event.first_reported,
        "last reported": event.last_reported,
        **_told(row.told),
    }


def _claims(row: EventRow) -> Iterator[Row]:
    for word in row.words:
        yield {
            **_what(row.event),
            **_who("actors", row.event.actors),
            "status": row.event.status,
            "speaker": word.name,
            "speaker id": word.party,
            "stance": word.stance,
            "evidence": list(word.evidence),
            "said": word.told.said,
            **_told(word.told),
        }


def _commitment(row: LedgerRow) -> Iterator[Row]:
    c = row.commitment
    yield {
        "id": c.id,
        **_who("by", c.by),
        "duty": c.duty,
        "action": c.action.text,
        **_who("to whom", c.to),
        "condition": c.condition.text if c.condition else None,
        "term": c.term,
        "begins": c.begins.edtf if c.begins else None,
        "due": c.due.edtf if c.due else None,
        "due from": c.due.from_ if c.due else None,
        "due to": c.due.to if c.due else None,
        "days": row.days,
        "extendable": c.extendable,
        "status": c.status,
        "timing": c.timing,
        "compliance": c.compliance,
        "force": c.force,
        **_told(row.told),
    }


def _silence(row: SilenceRow) -> Iterator[Row]:
    yield {
        "party": row.name,
        "party id": row.silence.party.id,
        "published": row.published.edtf,
        "event": row.event,
        **_told(row.told),
        **_told(row.matter, "matter "),
        **_told(row.ended, "ended by "),
    }


def _source(row: Source) -> Iterator[Row]:
    yield {
        "id": row.id,
        "published": row.published.edtf,
        "basis": row.published.basis,
        "title": row.title,
        "publisher": row.publisher,
        "author": row.author,
        "source": row.source,
        "sentences": row.sentences,
        "statements": row.statements,
        "repeats": row.repeats,
        "failures": row.failures,
    }


def _change(row: Change) -> Iterator[Row]:
    event = next(iter(_event(row.row)))
    yield {
        "change": row.kind,
        "status before": row.status_before,
        "time before": row.time_before.edtf if row.time_before else None,
        "new sentences": [told.text for told in row.new],
        **event,
    }


def _actor(row: ActorRow) -> Iterator[Row]:
    yield msgspec.to_builtins(row)


def _hit(row: Hit) -> Iterator[Row]:
    for excerpt in row.excerpts:
        yield {
            "document": row.document, "title": row.title, "publisher": row.publisher,
            "published": row.said, "start": excerpt.start, "end": excerpt.end,
            "text": excerpt.text, "event": excerpt.event, "type": excerpt.type,
            "modality": excerpt.modality,
        }  # fmt: skip


FLAT: dict[str, Callable[[Any], Iterator[Row]]] = {
    "events": _event,
    "claims": _claims,
    "commitments": _commitment,
    "silences": _silence,
    "documents": _source,
    "actors": _actor,
    "search": _hit,
    "changes": _change,
}
FORMS = {view: ("csv", "json", "geojson") if view == "events" else ("csv", "json") for view in FLAT}


def name(view: str, asked: Asked, form: str) -> str:
    """The name of the file: the view and the day it shows."""
    return f"dateline-{view}{f'-{asked.as_of}' if asked.as_of else ''}.{form}"
