"""The API: the same answers as the pages, as JSON of the published types."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from litestar import Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from dateline.web.asked import MAX_SIZE, SIZE, Asked, day
from dateline.web.given import Record, View
from dateline.web.maps import map_of
from dateline.web.places import Label, MapView, box_of, labels
from dateline.web.queries import (
    ActorFull,
    ActorRow,
    Bin,
    Change,
    DocumentFull,
    EventFull,
    EventRow,
    Found,
    Hit,
    LedgerRow,
    SilenceRow,
    Source,
    Spot,
)

_BOX = "south,west,north,east, in degrees"
Day = Annotated[
    str | None, QueryParameter(max_length=40, description="YYYY, YYYY-MM or YYYY-MM-DD.")
]


@get("/events", sync_to_thread=True)
def events(queries: Record, asked: View) -> Found[EventRow]:
    """The events asked for, the newest first unless asked otherwise."""
    return queries.events(asked)


@get("/events/{key:str}", sync_to_thread=True)
def event(queries: Record, key: FromPath[str], as_of: Day = None) -> EventFull:
    """One event, by its id or a statement's, with all that is behind it."""
    found = queries.event(key, day(as_of, last=True))
    if found is None:
        raise NotFoundException("no such event")
    return found


@get("/counts", sync_to_thread=True)
def counts(queries: Record, asked: View) -> tuple[Bin, ...]:
    """How many events began when, by quad class."""
    return queries.counts(asked)


@get("/places", sync_to_thread=True)
def places(queries: Record, asked: View) -> tuple[Spot, ...]:
    """Where the events were."""
    return queries.spots(asked)


@get("/map", sync_to_thread=True)
def map_(
    queries: Record,
    asked: View,
    zoom: Annotated[int, QueryParameter(ge=0, le=18)] = 2,
    box: Annotated[str | None, QueryParameter(max_length=100, description=_BOX)] = None,
) -> MapView:
    """Where the events were, at a zoom: near places as one, vague ones with an area."""
    return map_of(queries, asked, zoom, box_of(box))


@get("/gazetteer", sync_to_thread=True)
def gazetteer(
    zoom: Annotated[int, QueryParameter(ge=0, le=18)],
    box: Annotated[str, QueryParameter(max_length=100, description=_BOX)],
) -> tuple[Label, ...]:
    """The largest places of the gazetteer within a box, to name on a map."""
    found = box_of(box)
    return labels(zoom, found) if found is not None else ()


@get("/claims", sync_to_thread=True)
def claims(queries: Record, asked: View) -> Found[EventRow]:
    """The events that somebody speaks of, or keeps silent on."""
    return queries.claims(asked)


@get("/commitments", sync_to_thread=True)
def commitments(queries: Record, asked: View) -> Found[LedgerRow]:
    """The ledger, by due day."""
    return queries.commitments(asked)


@get("/silences", sync_to_thread=True)
def silences(queries: Record, asked: View) -> Found[SilenceRow]:
    """Who has not spoken."""
    return queries.silences(asked)


@get("/documents", sync_to_thread=True)
def documents(queries: Record, asked: View) -> Found[Source]:
    """The documents, the newest first."""
    return queries.sources(asked)


@get("/documents/{key:str}", sync_to_thread=True)
def document(queries: Record, key: FromPath[str]) -> DocumentFull:
    """One document with its text and all that was read from it."""
    found = queries.document(key)
    if found is None:
        raise NotFoundException("no such document")
    return found


@get("/actors", sync_to_thread=True)
def actors(queries: Record, asked: View) -> Found[ActorRow]:
    """The actors, the most often met first."""
    return queries.actors(asked)


@get("/actors/{key:str}", sync_to_thread=True)
def actor(queries: Record, key: FromPath[str], as_of: Day = None) -> ActorFull:
    """One actor: what it did, suffered, said, promised, and with whom."""
    found = queries.actor(key, day(as_of, last=True))
    if found is None:
        raise NotFoundException("no such actor")
    return found


@get("/search", sync_to_thread=True)
def search(queries: Record, asked: View) -> Found[Hit]:
    """The documents whose title and text hold all of ``words``, or runs in quotation marks."""
    return queries.search(asked)


@get("/changes", sync_to_thread=True)
def changes(
    queries: Record,
    since: Day = None,
    until: Day = None,
    page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, QueryParameter(ge=1, le=MAX_SIZE)] = SIZE,
) -> Found[Change]:
    """What the documents that came out after ``since``, up to ``until``, changed."""
    last = day(until, last=True) or date.today().isoformat()
    asked = Asked(page=page, size=size)
    return queries.changes(asked, day(since, last=True) or "0001-01-01", last)


ROUTER = Router(
    path="/api/v1",
    route_handlers=[
        events, event, counts, places, map_, gazetteer, claims, commitments, silences, documents,
        document, actors, actor, search, changes,
    ],
)  # fmt: skip
