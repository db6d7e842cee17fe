"""Coming in and going out: a name and a password for a session, tried only so often."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import QueryParameter

from dateline.people.store import People
from dateline.web import act_contexts as contexts
from dateline.web.asked import Asked
from dateline.web.forms import SMALL, Form, Line, Short, cookie, local, onward, settings_of
from dateline.web.limits import Limit, origin, refuse
from dateline.web.person import cookie_name, person_of
from dateline.web.site import page

Asking = Request[Any, Any, Any]
# Wrong passwords: from one address, and for one account from any address.
FROM_ONE, FOR_ONE = (10, 15 * 60.0), (100, 60 * 60.0)


class Login(msgspec.Struct):
    """What is filled in to log in."""

    name: Short
    password: Line
    next: Line = "/"


class Tries:
    """Wrong passwords, counted by address and by account."""

    def __init__(self) -> None:
        self.origin, self.account = Limit(*FROM_ONE), Limit(*FOR_ONE)

    def check(self, origin: str, name: str) -> None:
        """Refuse where too many were wrong."""
        refuse(max(self.origin.wait(origin), self.account.wait(name)), "too many wrong passwords")

    def wrong(self, origin: str, name: str) -> None:
        """Count one."""
        self.origin.take(origin)
        self.account.take(name)


def people_of(request: Asking) -> People:
    """The accounts; not found where the server has none."""
    found: People | None = request.app.state.people
    if found is None:
        raise NotFoundException("this server has no accounts (dateline serve --auth)")
    return found


@get("/login", include_in_schema=False, opt={"role": None}, sync_to_thread=True)
def login_page(
    request: Asking, next: Annotated[str | None, QueryParameter(max_length=2000)] = None
) -> Response[Any]:
    """The form to log in."""
    people_of(request)
    if person_of(request).role is not None:
        return onward(local(next))
    return _form(request, local(next))


@post(
    "/enter", include_in_schema=False, opt={"role": None}, sync_to_thread=True,
    request_max_body_size=SMALL,
)  # fmt: skip
def login(request: Asking, data: Form[Login]) -> Response[Any]:
    """Log in: a new session, whatever one there was before."""
    people, settings, tries = people_of(request), settings_of(request), request.app.state.tries
    where, name = origin(request), data.name.strip().casefold()
    tries.check(where, name)
    account = people.check(data.name, data.password)
    if account is None:
        tries.wrong(where, name)
        people.note(name, "login refused", origin=where)
        return _form(request, local(data.next), name=data.name, wrong=True)
    held = person_of(request).session
    if held:
        people.leave(held)
    key = people.enter(account.name, request.headers.get("user-agent", ""))
    people.note(account.name, "login", origin=where)
    made = cookie(settings, cookie_name(settings, "session"), key)
    return onward(local(data.next), [made])


@post(
    "/logout", include_in_schema=False, opt={"role": "reader"}, sync_to_thread=True,
    request_max_body_size=SMALL,
)  # fmt: skip
def logout(request: Asking) -> Response[Any]:
    """Log out: the session is over on the server too."""
    people, settings, person = people_of(request), settings_of(request), person_of(request)
    if person.session:
        people.leave(person.session)
        people.note(person.name or "", "logout", origin=origin(request))
    gone = cookie(settings, cookie_name(settings, "session"), "", gone=True)
    answer = onward("/login", [gone])
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


def _form(request: Asking, next: str, *, name: str = "", wrong: bool = False) -> Response[str]:
    context = contexts.Login(
        title="Log in", path="/login", asked=Asked(), next=next, name=name, wrong=wrong
    )
    return page(request, context, status=401 if wrong else 200)


HANDLERS = (login_page, login, logout)
