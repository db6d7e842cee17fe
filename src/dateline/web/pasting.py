"""The page where a report is pasted, or its address given, and read at once."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post

from dateline.errors import DatelineError, DocumentError, UsageError
from dateline.people.store import People
from dateline.sources.text import MAX_BYTES
from dateline.store import Store
from dateline.types import Reading
from dateline.web import act_contexts as contexts
from dateline.web.asked import Asked, said
from dateline.web.forms import SMALL, Form, Line, Short, onward
from dateline.web.limits import origin
from dateline.web.marks import pieces
from dateline.web.person import person_of
from dateline.web.queries import DocumentFull
from dateline.web.reading import Readings, Report
from dateline.web.site import page

Asking = Request[Any, Any, Any]


class Pasted(msgspec.Struct):
    """The form for a report; what is left empty is not known."""

    text: Annotated[str, msgspec.Meta(max_length=MAX_BYTES)] = ""
    address: Line = ""
    published: Short = ""
    publisher: Short = ""
    title: Short = ""


class Key(msgspec.Struct):
    """Which reading to put into the record."""

    key: Short


@get("/read", include_in_schema=False, sync_to_thread=True)
def read_page(request: Asking) -> Response[str]:
    """The form."""
    return page(request, _context())


@post(
    "/read/now", include_in_schema=False, opt={"role": "reader"}, sync_to_thread=True,
    request_max_body_size=3 * MAX_BYTES + SMALL,
)  # fmt: skip
def read_now(request: Asking, data: Form[Pasted]) -> Response[str]:
    """The reading of a report, shown at once; nothing is kept."""
    readings: Readings = request.app.state.readings
    store: Store = request.app.state.store
    report = Report(
        text=data.text, address=data.address, published=said(data.published),
        publisher=said(data.publisher), title=said(data.title),
    )  # fmt: skip
    who = asker(request)
    try:
        reading = readings.read(report, who)
    except DatelineError as error:
        context = _context(
            text=data.text, address=data.address, published=data.published,
            publisher=data.publisher, title_given=data.title, wrong=str(error),
        )  # fmt: skip
        return page(request, context, status=422)
    full = as_document(reading)
    known = store.find(reading.document.id) is not None
    context = _context(
        title=reading.document.title or "A report read", full=full, paragraphs=pieces(full),
        key="" if known else readings.hold(reading, who), known=known,
    )  # fmt: skip
    return page(request, context)


@post("/read/keep", include_in_schema=False, sync_to_thread=True, request_max_body_size=SMALL)
def keep(request: Asking, data: Form[Key]) -> Response[Any]:
    """Put a reading into the record; an analyst does."""
    readings: Readings = request.app.state.readings
    reading = readings.take(data.key, asker(request))
    kept(request, reading)
    return onward(f"/documents/{reading.document.id}")


def kept(request: Asking, reading: Reading) -> bool:
    """Put a reading into the record and write down who did; ``False`` where it was there."""
    store: Store = request.app.state.store
    people: People | None = request.app.state.people
    try:
        new = store.add(reading)
    except DocumentError as error:
        raise UsageError(str(error)) from error
    if people is not None and new:
        name = person_of(request).name or ""
        people.note(name, "report put in", reading.document.id, origin(request))
    return new


def asker(request: Asking) -> str:
    """Who asks, to be told from others: by name, or by address where they have none."""
    name = person_of(request).name
    return f"@{name}" if name else origin(request)


def as_document(reading: Reading) -> DocumentFull:
    """A reading as a document is shown; what it says leads to no event of the record."""
    return DocumentFull(
        document=reading.document, statements=reading.statements, commitments=reading.commitments,
        silences=reading.silences, failures=reading.failures, events={},
    )  # fmt: skip


def _context(title: str = "Read a report", **found: Any) -> contexts.ReadPage:
    return contexts.ReadPage(title=title, path="/read", asked=Asked(), **found)


HANDLERS = (read_page, read_now, keep)
