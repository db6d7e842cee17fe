"""The frame around every page: templates, and what they can call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import MediaType, Request, Response

from dateline.export.readable import country_name
from dateline.export.rows import amount, name_of
from dateline.find.ontology import kinds
from dateline.record.ledger import PROMISE_CELLS, SILENCE_CELLS
from dateline.types import Statement
from dateline.web.asked import STANDINGS, STATUSES
from dateline.web.contexts import Context, called
from dateline.web.days import Days, days_of
from dateline.web.dues import left, soon
from dateline.web.excerpts import parted
from dateline.web.exports import FORMS
from dateline.web.forms import cookie
from dateline.web.guards import Seat
from dateline.web.kinds import quad
from dateline.web.person import Person, cookie_name, person_of
from dateline.web.places import MapView
from dateline.web.queries import Queries, Told
from dateline.web.said import day, parties, term, when
from dateline.web.settings import Settings

FOLDER = Path(str(files("dateline.web")))
STATIC = FOLDER / "static"
QUADS = {
    1: "cooperation in words",
    2: "cooperation in deeds",
    3: "conflict in words",
    4: "conflict in deeds",
}
NAV = (
    ("/", "Situation"),
    ("/claims", "Claims"),
    ("/commitments", "Commitments"),
    ("/silences", "Silences"),
    ("/actors", "Actors"),
    ("/documents", "Documents"),
    ("/changes", "Changes"),
    ("/search", "Search"),
    ("/read", "Read"),
    ("/review", "Review"),
)
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Site:
    """What the frame knows of a request."""

    settings: Settings
    theme: str
    theme_cookie: str
    today: str
    person: Person
    seat: Seat
    days: Days | None
    nav: tuple[tuple[str, str], ...] = NAV


@cache
def environment() -> Environment:
    """The templates: every value is escaped, and a name that is not there is an error."""
    env = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        types=sorted({type_ for type_, _ in kinds()}),
        statuses=STATUSES,
        standings=STANDINGS,
        forms=FORMS,
        left=left,
        soon=soon,
        quads=QUADS,
        quad=quad,
        called=called,
        country_name=country_name,
        promise_cells=PROMISE_CELLS,
        silence_cells=SILENCE_CELLS,
        name_of=name_of,
        amount=amount,
        version=version("dateline"),
        sentence_at=sentence_at,
        parted=parted,
        actor_at=actor_at,
        parties=parties,
        when=when,
        asset=asset,
        frame=frame,
        pairs=pairs,
        stated=stated,
    )
    env.filters["day"] = day
    env.filters["term"] = term
    return env


@cache
def asset(name: str) -> str:
    """The address of a file of the page, with its digest: held by browsers until it changes."""
    import hashlib

    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def frame(view: MapView) -> str:
    """The window of a still map, in degrees: what holds the marks, twice as wide as high."""
    south, west, north, east = view.box or (-50.0, -170.0, 75.0, 180.0)
    height = min(max(north - south, (east - west) / 2, 6.0) * 1.4, 180.0)
    x, y = (west + east) / 2 - height, -(north + south) / 2 - height / 2
    return f"{x:.3f} {y:.3f} {2 * height:.3f} {height:.3f}"


def sentence_at(told: Told) -> str:
    """The address of a sentence in its document."""
    return f"/documents/{told.document}?mark={told.start}-{told.end}#mark"


def pairs(told: tuple[tuple[Told, Statement], ...]) -> list[tuple[str, str]]:
    """The statements of an event: ids and sentences."""
    return [(statement.id, where.text) for where, statement in told]


def stated(value: Any) -> str:
    """A corrected value as one line: what it is called, else as JSON."""
    if isinstance(value, list | tuple):
        return "; ".join(map(stated, value)) or "none"
    if isinstance(value, dict):
        for key in ("name", "edtf", "text"):
            if value.get(key):
                return str(value[key])
    return "none" if value is None else str(value)


def actor_at(key: str) -> str:
    """The address of an actor."""
    from urllib.parse import quote

    return f"/actors/{quote(key, safe='')}"


def _days(request: Request[Any, Any, Any], context: Context) -> Days | None:
    if not context.dated:
        return None
    queries: Queries = request.app.state.queries
    return days_of(queries.days(), context.asked.as_of)


def page(request: Request[Any, Any, Any], context: Context, *, status: int = 200) -> Response[str]:
    """A page, rendered."""
    settings: Settings = request.app.state.settings
    theme_cookie = cookie_name(settings, "theme")
    theme = request.cookies.get(theme_cookie, "auto")
    site = Site(
        settings=settings,
        theme=theme if theme in THEMES else "auto",
        theme_cookie=theme_cookie,
        today=date.today().isoformat(),
        person=person_of(request),
        seat=Seat(request),
        days=_days(request, context),
    )
    text = (
        environment()
        .get_template(context.template)
        .render(c=context, site=site, asked=context.asked)
    )
    answer = Response(text, media_type=MediaType.HTML, status_code=status)
    if site.seat.fresh is not None:
        answer.set_cookie(cookie(settings, site.seat.cookie, site.seat.fresh))
    return answer
