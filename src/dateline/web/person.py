"""Who asks: told from a session's cookie or a token, before anything is answered."""

from __future__ import annotations

import getpass
from typing import Any

import msgspec
from anyio import to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from dateline.people import Role, may
from dateline.people.store import People
from dateline.web.settings import Settings

_KEY = "dateline.person"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: ``name`` of an account, or of who sits at the machine; ``role`` what they may do.

    ``session`` is the key of their session; ``token`` says that they came by one, as programs do.
    """

    name: str | None = None
    role: Role | None = None
    session: str | None = None
    token: bool = False

    def may(self, needed: Role) -> bool:
        """Whether they may do what a role is needed for."""
        return may(self.role, needed)


class Known(ASGIMiddleware):
    """Finds out who asks and hands it on with the request."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings, people: People | None) -> None:
        self._settings, self._people = settings, people

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Find out, and answer."""
        person = anyone(self._settings)
        if self._people is not None and not scope["path"].startswith("/static/"):
            request: Request[Any, Any, Any] = Request(scope)
            person = await to_thread.run_sync(_known, self._people, self._settings, request)
        scope["state"][_KEY] = person
        await next_app(scope, receive, send)


def anyone(settings: Settings) -> Person:
    """Somebody who has not logged in."""
    role = settings.anyone
    return Person(name=at_the_machine(settings) if may(role, "analyst") else None, role=role)


def at_the_machine(settings: Settings) -> str:
    """The name of who sits at this machine, for decisions."""
    if settings.name:
        return settings.name
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody at the machine"


def person_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Person:
    """Who asks, as found out; anyone where a request leads nowhere and was not looked at."""
    found = connection.scope["state"].get(_KEY)
    return found if isinstance(found, Person) else anyone(connection.app.state.settings)


def cookie_name(settings: Settings, name: str) -> str:
    """A cookie's name: over https a browser takes it from this host alone, and whole."""
    return f"__Host-{name}" if settings.https else name


def _known(people: People, settings: Settings, request: Request[Any, Any, Any]) -> Person:
    given = request.headers.get("authorization", "")
    if given:
        scheme, _, key = given.partition(" ")
        found = people.with_token(key.strip()) if scheme.casefold() == "bearer" else None
        return Person(name=found.name, role=found.role, token=True) if found else Person(token=True)
    key = request.cookies.get(cookie_name(settings, "session"), "")
    found = people.in_session(key) if key else None
    return Person(name=found.name, role=found.role, session=key) if found else Person()
