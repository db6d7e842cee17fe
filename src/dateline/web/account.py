"""One's own account: password, sessions and tokens. And everybody's, for an admin."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import QueryParameter

from dateline.errors import UsageError
from dateline.people import Role
from dateline.web import act_contexts as contexts
from dateline.web.asked import Asked
from dateline.web.entering import people_of
from dateline.web.forms import SMALL, Form, Line, Short, onward
from dateline.web.limits import origin
from dateline.web.person import person_of
from dateline.web.site import page

Asking = Request[Any, Any, Any]
_LOG = 100
_own: dict[str, Any] = {
    "include_in_schema": False, "opt": {"role": "reader"}, "sync_to_thread": True,
    "request_max_body_size": SMALL,
}  # fmt: skip
_all: dict[str, Any] = {**_own, "opt": {"role": "admin"}}


class NewPassword(msgspec.Struct):
    """Another password, with the one so far."""

    old: Line
    new: Line


class NewToken(msgspec.Struct):
    """What a token is for, what it may do, and for how long."""

    label: Short
    role: Role = "reader"
    days: int = 90


class Id(msgspec.Struct):
    """What a form is about."""

    id: Short


class NewAccount(msgspec.Struct):
    """Somebody to let in."""

    name: Short
    role: Role
    password: Line


class Named(msgspec.Struct):
    """Whose account a form is about, and the role to give them."""

    name: Short
    role: Role = "reader"


@get("/account", include_in_schema=False, opt={"role": "reader"}, sync_to_thread=True)
def account_page(request: Asking) -> Response[str]:
    """One's own account."""
    return _account(request)


@post("/account/password", **_own)
def change_password(request: Asking, data: Form[NewPassword]) -> Response[Any]:
    """Another password, for who knows the one so far; other sessions end."""
    people, person = people_of(request), person_of(request)
    name, tries, where = _name(request), request.app.state.tries, origin(request)
    tries.check(where, name)
    if people.check(name, data.old) is None:
        tries.wrong(where, name)
        raise UsageError("that is not your password so far")
    people.set_password(name, data.new, keep=person.session)
    people.note(name, "password set", name, where)
    return onward("/account")


@post("/account/sessions/end", **_own)
def end_session(request: Asking, data: Form[Id]) -> Response[Any]:
    """End one of one's own sessions."""
    people_of(request).end_session(_name(request), data.id)
    people_of(request).note(_name(request), "session ended", data.id, origin(request))
    return onward("/account")


@post("/account/tokens", **_own)
def make_token(request: Asking, data: Form[NewToken]) -> Response[Any]:
    """A token of one's own, shown this once."""
    people, name = people_of(request), _name(request)
    key, made = people.new_token(name, data.label, data.role, data.days)
    people.note(name, "token made", f"{made.id} {made.label}", origin(request))
    return _account(request, key)


@post("/account/tokens/revoke", **_own)
def revoke_token(request: Asking, data: Form[Id]) -> Response[Any]:
    """End one of one's own tokens."""
    people_of(request).revoke(data.id, _name(request))
    people_of(request).note(_name(request), "token revoked", data.id, origin(request))
    return onward("/account")


@get("/people", include_in_schema=False, opt={"role": "admin"}, sync_to_thread=True)
def people_page(
    request: Asking, page_: Annotated[int, QueryParameter(name="page", ge=1, le=100_000)] = 1
) -> Response[str]:
    """Everybody, and what was done."""
    people = people_of(request)
    found, total = people.acts(offset=(page_ - 1) * _LOG, limit=_LOG)
    context = contexts.PeoplePage(
        title="People", path="/people", asked=Asked(), accounts=people.accounts(), acts=found,
        page=page_, pages=max(1, -(-total // _LOG)),
    )  # fmt: skip
    return page(request, context)


@post("/people/add", **_all)
def add_account(request: Asking, data: Form[NewAccount]) -> Response[Any]:
    """Let somebody in."""
    made = people_of(request).add(data.name, data.role, data.password)
    _note(request, "account made", f"{made.name}: {made.role}")
    return onward("/people")


@post("/people/role", **_all)
def give_role(request: Asking, data: Form[Named]) -> Response[Any]:
    """Give an account another role."""
    people_of(request).set_role(data.name, data.role)
    _note(request, "role given", f"{data.name}: {data.role}")
    return onward("/people")


@post("/people/remove", **_all)
def remove_account(request: Asking, data: Form[Named]) -> Response[Any]:
    """Take an account away."""
    people_of(request).remove(data.name)
    _note(request, "account removed", data.name)
    return onward("/people")


def _account(request: Asking, key: str | None = None) -> Response[str]:
    people, name = people_of(request), _name(request)
    context = contexts.AccountPage(
        title="Your account", path="/account", asked=Asked(), sessions=people.sessions(name),
        tokens=people.tokens(name), key=key,
    )  # fmt: skip
    return page(request, context)


def _name(request: Asking) -> str:
    person = person_of(request)
    if person.name is None or person.token:
        raise UsageError("log in with a password for that")
    return person.name


def _note(request: Asking, act: str, about: str) -> None:
    people_of(request).note(person_of(request).name or "", act, about, origin(request))


HANDLERS = (
    account_page, change_password, end_session, make_token, revoke_token, people_page, add_account,
    give_role, remove_account,
)  # fmt: skip
