"""What keeps a record from being changed by who may not: roles, and seals on forms.

Every route needs a role: a reader's to look, an analyst's for anything else, unless the route
names another (``opt={"role": …}``, ``None`` for anybody). What is not asked for by name is thus
refused, not allowed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from dateline.people import Role
from dateline.web.person import Person, cookie_name, person_of
from dateline.web.security import same_site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MACHINE = secrets.token_bytes(32)  # seals are good as long as the server runs
_AGAIN = "this form is too old: go back, load the page again and send it once more"


def role_needed(handler: BaseRouteHandler) -> Role | None:
    """The role that a route needs."""
    if "role" in handler.opt:
        needed: Role | None = handler.opt["role"]
        return needed
    methods: set[str] = set(getattr(handler, "http_methods", ()))
    return "reader" if methods <= SAFE else "analyst"


def allowed(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse who may not: 401 to somebody unknown, 403 to somebody known."""
    needed, person = role_needed(handler), person_of(connection)
    if needed is None or person.may(needed):
        return
    if person.role is None:
        raise NotAuthorizedException(
            "no such token, or it is over" if person.token else "log in first",
            headers={"www-authenticate": "Bearer"},
        )
    raise PermissionDeniedException(f"this needs the role of {needed}")


async def before(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """What is checked before any handler runs: that a change is asked for by our own page.

    A program with a token has no page, and no cookie that another site's page could use. At
    one's own machine the API may be called without a token, but only as JSON: other sites'
    pages cannot send that without asking first, and they are never allowed.
    """
    same_site(request)
    person = person_of(request)
    if request.method in SAFE or person.token:
        return None
    if request.url.path.startswith("/api/") and person.session is None:
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            raise PermissionDeniedException("the API takes application/json")
        return None
    given = request.headers.get("x-seal")
    if given is None and request.content_type[0] == "application/x-www-form-urlencoded":
        form = await request.form()
        given = form.get("seal")
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode(), Seat(request).seal.encode()
    ):
        raise PermissionDeniedException(_AGAIN)
    return None


class Seat:
    """The browser that a form is made for: a random cookie of its own, and a seal made of it."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        settings = request.app.state.settings
        self.cookie = cookie_name(settings, "seat")
        self._held = request.cookies.get(self.cookie)
        self._person: Person = person_of(request)
        self.fresh: str | None = None

    @property
    def seal(self) -> str:
        """What a form sends back to show that this server made it for this browser."""
        if not self._held:
            self._held = self.fresh = secrets.token_urlsafe(24)
        told = f"{self._held}|{self._person.session or ''}"
        return hmac.new(_MACHINE, told.encode(), hashlib.sha256).hexdigest()
