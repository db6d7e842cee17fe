"""Decisions on the page: each is written down with who made it, and can be withdrawn."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter

from dateline.errors import UsageError
from dateline.people.store import People
from dateline.record.decisions import Decision, Kind, Removal
from dateline.store import Store, views
from dateline.web import act_contexts as contexts
from dateline.web.asked import Asked
from dateline.web.forms import SMALL, Form, Line, Short, local, onward
from dateline.web.given import Record, View
from dateline.web.limits import origin
from dateline.web.person import person_of
from dateline.web.queries import Found, Queries
from dateline.web.site import page

Asking = Request[Any, Any, Any]
_PAGE = 50
_IDS = 500


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What is decided, as people and programs ask for it.

    ``about`` are ids of events and statements, or of commitments, or of silences; ``others`` of
    events or statements; ``cell`` and ``value`` a correction's, the value in words as
    `dateline.record.stated` and `dateline.record.stated_ledger` take them. A split needs no
    ``others``: it parts the statements from the rest of their event.
    """

    kind: Kind
    about: tuple[str, ...]
    others: tuple[str, ...] = ()
    cell: str | None = None
    value: str | None = None
    why: str | None = None


class Filled(msgspec.Struct):
    """The form of a decision; ids may come one a field or several with spaces."""

    kind: Kind
    about: list[Short] | Line
    others: list[Short] | Line = ""
    cell: Short = ""
    value: Line = ""
    why: Line = ""
    back: Line = "/decisions"


class Taken(msgspec.Struct):
    """The form that takes a decision back."""

    why: Line = ""
    back: Line = "/decisions"


@post("/decide", include_in_schema=False, sync_to_thread=True, request_max_body_size=SMALL)
def decide(request: Asking, queries: Record, data: Form[Filled]) -> Response[Any]:
    """Write a decision down, and go back to where it was made."""
    ruling = Ruling(
        kind=data.kind, about=ids(data.about), others=ids(data.others), cell=data.cell or None,
        value=data.value, why=data.why or None,
    )  # fmt: skip
    made = rule(request, queries, ruling)
    return onward(_after(made[0], local(data.back, "/decisions")))


@post(
    "/decisions/{key:str}/withdraw", include_in_schema=False, sync_to_thread=True,
    request_max_body_size=SMALL,
)  # fmt: skip
def withdraw(request: Asking, key: FromPath[str], data: Form[Taken]) -> Response[Any]:
    """Take a decision back; that it was made stays."""
    take_back(request, key, data.why or None)
    return onward(local(data.back, "/decisions"))


@post(
    "/documents/{key:str}/remove", include_in_schema=False, sync_to_thread=True,
    request_max_body_size=SMALL,
)  # fmt: skip
def remove(request: Asking, key: FromPath[str], data: Form[Taken]) -> Response[Any]:
    """Take a report out of the record; that it was there stays."""
    take_out(request, key, data.why or None)
    return onward("/documents")


@get("/decisions", include_in_schema=False, sync_to_thread=True)
def decisions_page(
    request: Asking,
    page_: Annotated[int, QueryParameter(name="page", ge=1, le=100_000)] = 1,
) -> Response[str]:
    """Every decision, the latest first."""
    store: Store = request.app.state.store
    found = views.decisions(store, offset=(page_ - 1) * _PAGE, limit=_PAGE)
    context = contexts.DecisionsPage(
        title="Decisions", path="/decisions", asked=Asked(page=page_),
        found=Found(items=found.items, total=found.total, page=page_, size=_PAGE),
    )  # fmt: skip
    return page(request, context)


@get("/review", include_in_schema=False, sync_to_thread=True)
def review(request: Asking, asked: View) -> Response[str]:
    """What nobody judged yet, the most doubtful first."""
    some = asked.with_(page=asked.page, size=10)
    known = request.app.state.queries.known(asked.as_of)
    mine = [d for d in known.decisions if d.withdrawn is None and d.who == person_of(request).name]
    context = contexts.ReviewPage(
        title="Review", path="/review", asked=some,
        found=request.app.state.review.waiting(known, some),
        last=max(mine, key=lambda d: (d.at, d.id), default=None),
    )  # fmt: skip
    return page(request, context)


def rule(request: Asking, queries: Queries, ruling: Ruling) -> tuple[Decision, ...]:
    """Write down what somebody decides; gives the decisions made."""
    store: Store = request.app.state.store
    who, others = decider(request), ruling.others
    if not 0 < len(ruling.about) <= _IDS or len(others) > _IDS:
        raise UsageError(f"a decision is about 1 to {_IDS} events or statements")
    if ruling.kind == "split" and not others:
        full = queries.event(ruling.about[0])
        others = (
            tuple(i for i in full.row.event.statements if i not in ruling.about) if full else ()
        )
    if ruling.kind == "correct":
        if ruling.cell is None or ruling.value is None:
            raise UsageError("a correction needs a cell and a value")
        made = views.correct(
            store, ruling.about, ruling.cell, ruling.value, who=who, why=ruling.why
        )
    else:
        made = (
            views.decide(store, ruling.kind, ruling.about, who=who, why=ruling.why, others=others),
        )
    for one in made:
        _note(request, f"decision: {one.kind}", one.id)
    return made


def take_back(request: Asking, key: str, why: str | None) -> None:
    """Take a decision back."""
    store: Store = request.app.state.store
    views.withdraw(store, key, who=decider(request), why=why)
    _note(request, "decision withdrawn", key)


def take_out(request: Asking, key: str, why: str | None) -> Removal:
    """Take a report out of the record."""
    store: Store = request.app.state.store
    if store.find(key) is None:
        raise NotFoundException("no such document")
    (made,) = views.remove(store, [key], who=decider(request), why=why)
    _note(request, "report taken out", key)
    return made


def decider(request: Asking) -> str:
    """The name that a decision is made under."""
    name = person_of(request).name
    if not name:
        raise UsageError("nobody decides here without a name")
    return name


def ids(given: list[str] | str) -> tuple[str, ...]:
    """Ids of a form, each once."""
    parts = given.split() if isinstance(given, str) else [i for g in given for i in g.split()]
    return tuple(dict.fromkeys(i.rsplit("/", 1)[-1] for i in parts))


def _after(made: Decision, back: str) -> str:
    """Where to go after a decision: its event may be gone, or in parts."""
    if back.startswith("/events/") and made.kind == "reject":
        return f"/decisions#{made.id}"
    if back.startswith("/events/") and made.kind == "split":
        return f"/events/{made.others[0]}"
    return back


def _note(request: Asking, act: str, about: str) -> None:
    people: People | None = request.app.state.people
    if people is not None:
        people.note(decider(request), act, about, origin(request))


HANDLERS = (decide, withdraw, remove, decisions_page, review)
