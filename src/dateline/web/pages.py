"""The pages: each asks the record and fills one context."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from dateline.errors import UsageError
from dateline.resolve.extent import disputed
from dateline.web import contexts
from dateline.web.asked import EVERY, Asked
from dateline.web.axis import axis, columns
from dateline.web.days import between
from dateline.web.dues import year_of
from dateline.web.given import Record, View
from dateline.web.judged import Judged, Review, in_document
from dateline.web.maps import map_of
from dateline.web.marks import pieces
from dateline.web.network import network
from dateline.web.queries import EventRow, Word
from dateline.web.site import page

Asking = Request[Any, Any, Any]
Html = Response[str]


@get("/", include_in_schema=False, sync_to_thread=True)
def situation(request: Asking, queries: Record, asked: View) -> Html:
    """Events in order of time, how many when, where, and the tray."""
    found = queries.events(asked)
    no_place, no_time = queries.tray(asked)
    context = contexts.Situation(
        title="Situation", path="/", asked=asked, found=found,
        axis=axis(row.event.time for row in found.items),
        columns=columns(queries.counts(asked)), view=map_of(queries, asked, 3, None),
        no_place=no_place, no_time=no_time,
    )  # fmt: skip
    return page(request, context)


@get("/events/{key:str}", include_in_schema=False, sync_to_thread=True)
def event(request: Asking, queries: Record, asked: View, key: FromPath[str]) -> Html:
    """One event."""
    full = queries.event(key, asked.as_of)
    if full is None:
        raise NotFoundException("no such event in this record, as of the day asked for")
    row = full.row
    title = contexts.called(row.event.actors) or row.event.type.title()
    context = contexts.Event(
        title=f"{title}: {row.event.mode or row.event.type.lower()}",
        path=f"/events/{key}", asked=asked, full=full, sides=sides(row.words),
        judged=judged(request, asked, row), disputed=disputed(row.event),
    )  # fmt: skip
    return page(request, context)


def judged(request: Asking, asked: Asked, row: EventRow) -> Judged | None:
    """What was decided about an event, and what may be the same as it."""
    review: Review = request.app.state.review
    return review.of_event(request.app.state.queries.known(asked.as_of), row.event)


def sides(words: tuple[Word, ...]) -> tuple[tuple[str, tuple[Word, ...]], ...]:
    """The words by side: a country's people together, others by their name."""

    def side(word: Word) -> str:
        return word.country or word.name

    order = sorted(words, key=side)
    return tuple((key, tuple(group)) for key, group in groupby(order, key=side))


@get("/claims", include_in_schema=False, sync_to_thread=True)
def claims(request: Asking, queries: Record, asked: View) -> Html:
    """What each side says of the same event."""
    found = queries.claims(asked)
    return page(request, contexts.Claims(title="Claims", path="/claims", asked=asked, found=found))


@get("/commitments", include_in_schema=False, sync_to_thread=True)
def commitments(request: Asking, queries: Record, asked: View) -> Html:
    """The ledger."""
    context = contexts.Commitments(
        title="Commitments", path="/commitments", asked=asked, found=queries.commitments(asked),
        standings=queries.standings(asked), today=asked.as_of or date.today().isoformat(),
    )  # fmt: skip
    return page(request, context)


@get("/commitments/calendar", include_in_schema=False, sync_to_thread=True)
def dues(
    request: Asking,
    queries: Record,
    asked: View,
    year: Annotated[int | None, QueryParameter(ge=1, le=9999)] = None,
) -> Html:
    """The ledger as a calendar of what falls due."""
    today = asked.as_of or date.today().isoformat()
    rows = queries.commitments(asked.with_(size=EVERY)).items
    context = contexts.Dues(
        title="What falls due", path="/commitments/calendar", asked=asked, today=today,
        year=year_of(rows, year, today),
    )  # fmt: skip
    return page(request, context)


@get("/silences", include_in_schema=False, sync_to_thread=True)
def silences(request: Asking, queries: Record, asked: View) -> Html:
    """Who has not spoken."""
    found = queries.silences(asked)
    context = contexts.Silences(title="Silences", path="/silences", asked=asked, found=found)
    return page(request, context)


@get("/documents", include_in_schema=False, sync_to_thread=True)
def documents(request: Asking, queries: Record, asked: View) -> Html:
    """The documents."""
    found = queries.sources(asked)
    context = contexts.Sources(title="Documents", path="/documents", asked=asked, found=found)
    return page(request, context)


@get("/documents/{key:str}", include_in_schema=False, sync_to_thread=True)
def document(
    request: Asking,
    queries: Record,
    asked: View,
    key: FromPath[str],
    mark: Annotated[str | None, QueryParameter(max_length=40)] = None,
) -> Html:
    """One document with its coloured spans; ``mark`` is the stretch to point at."""
    full = queries.document(key)
    if full is None:
        raise NotFoundException("no such document in this record")
    context = contexts.DocumentPage(
        title=full.document.title or "Document", path=f"/documents/{key}", asked=asked, full=full,
        paragraphs=pieces(full, stretch(mark)),
        decisions=in_document(request.app.state.queries.known(None).decisions, key),
    )  # fmt: skip
    return page(request, context)


def stretch(text: str | None) -> tuple[int, int] | None:
    """``START-END`` as offsets; a ``UsageError`` where it is none."""
    if not text:
        return None
    start, _, end = text.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        raise UsageError(f"not a stretch of text (START-END): {text}")
    return int(start), int(end)


@get("/actors", include_in_schema=False, sync_to_thread=True)
def actors(request: Asking, queries: Record, asked: View) -> Html:
    """The actors."""
    found = queries.actors(asked)
    return page(request, contexts.Actors(title="Actors", path="/actors", asked=asked, found=found))


@get("/actors/{key:str}", include_in_schema=False, sync_to_thread=True)
def actor(request: Asking, queries: Record, asked: View, key: FromPath[str]) -> Html:
    """One actor."""
    full = queries.actor(key, asked.as_of)
    if full is None:
        raise NotFoundException("no such actor in this record, as of the day asked for")
    context = contexts.ActorPage(
        title=full.row.name, path=f"/actors/{key}", asked=asked, full=full,
        network=network(full.ties, full.links),
    )  # fmt: skip
    return page(request, context)


@get("/search", include_in_schema=False, sync_to_thread=True)
def search(request: Asking, queries: Record, asked: View) -> Html:
    """Documents by their words."""
    found = queries.search(asked)
    return page(request, contexts.Search(title="Search", path="/search", asked=asked, found=found))


@get("/changes", include_in_schema=False, sync_to_thread=True)
def changes(
    request: Asking,
    queries: Record,
    asked: View,
    since: Annotated[str | None, QueryParameter(max_length=40)] = None,
    until: Annotated[str | None, QueryParameter(max_length=40)] = None,
) -> Html:
    """What changed between two days: by default, what the last documents brought."""
    days = queries.days()
    first, last = between(days, since, until)
    context = contexts.Changes(
        title="Changes", path="/changes", asked=asked, since=first, until=last, days=days,
        found=queries.changes(asked, first, last),
    )  # fmt: skip
    return page(request, context)


HANDLERS = (
    situation, event, claims, commitments, dues, silences, documents, document, actors, actor,
    search, changes,
)  # fmt: skip
