"""The API where it changes something: decisions, reports read and put in, what was done."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from dateline.people import Act
from dateline.record.decisions import Decision, Removal
from dateline.store import Store, views
from dateline.types import Reading
from dateline.web.asked import Asked
from dateline.web.deciding import Ruling, rule, take_back, take_out
from dateline.web.entering import people_of
from dateline.web.forms import SMALL
from dateline.web.given import Record, View
from dateline.web.judged import Doubtful, Review
from dateline.web.pasting import asker, kept
from dateline.web.queries import Found
from dateline.web.reading import Readings, Report

Asking = Request[Any, Any, Any]
Number = Annotated[int, QueryParameter(ge=1, le=1_000_000)]
Size = Annotated[int, QueryParameter(ge=1, le=200)]


@get("/decisions", sync_to_thread=True)
def decisions(request: Asking, page: Number = 1, size: Size = 50) -> Found[Decision]:
    """Every decision, the latest first, the withdrawn ones too."""
    store: Store = request.app.state.store
    found = views.decisions(store, offset=(page - 1) * size, limit=size)
    return Found(items=found.items, total=found.total, page=page, size=size)


@post("/decide", sync_to_thread=True, request_max_body_size=SMALL)
def decide(request: Asking, queries: Record, data: JSONBody[Ruling]) -> tuple[Decision, ...]:
    """Decide about events or statements; a correction of several is one decision each."""
    return rule(request, queries, data)


@post("/decisions/{key:str}/withdraw", sync_to_thread=True, status_code=200)
def withdraw(
    request: Asking,
    key: FromPath[str],
    why: Annotated[str | None, QueryParameter(max_length=2000)] = None,
) -> dict[str, str]:
    """Take a decision back; that it was made stays."""
    take_back(request, key, why)
    return {"withdrawn": key}


@get("/review", sync_to_thread=True)
def review(request: Asking, asked: View) -> Found[Doubtful]:
    """What nobody accepted or rejected yet, the most doubtful first."""
    waiting: Review = request.app.state.review
    some: Asked = asked
    return waiting.waiting(request.app.state.queries.known(some.as_of), some)


@post("/read", opt={"role": "reader"}, sync_to_thread=True, status_code=200)
def read(request: Asking, data: JSONBody[Report]) -> Reading:
    """The reading of a report, or of one at an address where that is allowed; nothing is kept."""
    readings: Readings = request.app.state.readings
    return readings.read(data, asker(request))


@post("/documents/keep", sync_to_thread=True)
def keep(request: Asking, data: JSONBody[Report]) -> Reading:
    """Read a report and put it into the record."""
    readings: Readings = request.app.state.readings
    reading = readings.read(data, asker(request))
    kept(request, reading)
    return reading


@post("/documents/{key:str}/remove", sync_to_thread=True, status_code=200)
def remove(
    request: Asking,
    key: FromPath[str],
    why: Annotated[str | None, QueryParameter(max_length=2000)] = None,
) -> Removal:
    """Take a report out of the record; that it was there stays, and reading it puts it back."""
    return take_out(request, key, why)


@get("/acts", opt={"role": "admin"}, sync_to_thread=True)
def acts(request: Asking, page: Number = 1, size: Size = 50) -> Found[Act]:
    """Who did what and when, the latest first; where the server has accounts."""
    found, total = people_of(request).acts(offset=(page - 1) * size, limit=size)
    return Found(items=tuple(found), total=total, page=page, size=size)


ROUTER = Router(
    path="/api/v1", route_handlers=[decisions, decide, withdraw, review, read, keep, remove, acts]
)
