"""Every route by every role: who may, who may not, and that a refusal changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.people import ROLES, people_path
from dateline.people.store import People
from dateline.web.app import create_app
from dateline.web.settings import Settings

HERE = "http://127.0.0.1"
GOOD = "quiet-otters-river-9"
ANYBODY = {"GET /login", "POST /enter", "GET /static/{file_path:path}"}
# What others than readers are needed for; what else is asked for by GET is a reader's.
NEEDS = {
    "POST /logout": "reader",
    "POST /account/password": "reader",
    "POST /account/sessions/end": "reader",
    "POST /account/tokens": "reader",
    "POST /account/tokens/revoke": "reader",
    "POST /read/now": "reader",
    "POST /api/v1/read": "reader",
    "POST /read/keep": "analyst",
    "POST /decide": "analyst",
    "POST /decisions/{key:str}/withdraw": "analyst",
    "POST /documents/{key:str}/remove": "analyst",
    "POST /api/v1/decide": "analyst",
    "POST /api/v1/decisions/{key:str}/withdraw": "analyst",
    "POST /api/v1/documents/keep": "analyst",
    "POST /api/v1/documents/{key:str}/remove": "analyst",
    "GET /people": "admin",
    "POST /people/add": "admin",
    "POST /people/role": "admin",
    "POST /people/remove": "admin",
    "GET /api/v1/acts": "admin",
}


@pytest.fixture(scope="module")
def path(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roles") / "record.db"
    shutil.copy(few, path)
    with People(people_path(path), create=True) as people:
        for role in ROLES:
            people.add(f"{role}-1", role, GOOD)
    return path


@pytest.fixture(scope="module")
def app(path: Path) -> Litestar:
    return create_app(Settings(record=path, auth=True))


def routes(app: Litestar) -> Iterator[tuple[str, str]]:
    """Every method with its path."""
    for route in app.routes:
        for method in sorted(getattr(route, "methods", {"GET"})):
            if method not in {"HEAD", "OPTIONS"}:
                yield method, route.path_format if not hasattr(route, "path") else route.path


def address(path: str) -> str:
    return "/".join("x" if part.startswith("{") else part for part in path.split("/"))


def state(path: Path) -> list[object]:
    """All that a record and its people hold, but for what was tried."""
    found: list[object] = []
    for file in (path, people_path(path)):
        with sqlite3.connect(file) as held:
            names = [
                n for (n,) in held.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            for name in sorted(set(names) - {"acts", "sessions", "tokens"}):
                found.append((name, held.execute(f"SELECT * FROM {name}").fetchall()))  # noqa: S608
    return found


def test_every_route_is_somebodys(app: Litestar) -> None:
    every = {f"{method} {path}" for method, path in routes(app)}
    assert set(NEEDS) <= every
    assert {r for r in every if not r.startswith("GET ")} - ANYBODY == {
        r for r in NEEDS if not r.startswith("GET ")
    }


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_may_not_is_refused_and_nothing_changes(
    app: Litestar, path: Path, role: str | None
) -> None:
    with TestClient(app, base_url=HERE) as client:
        headers = {}
        if role is not None:
            with People(people_path(path)) as people:
                key, _ = people.new_token(f"{role}-1", "test", role)  # type: ignore[arg-type]
            headers["authorization"] = f"Bearer {key}"
        before = state(path)
        for method, route in routes(app):
            name = f"{method} {route}"
            if name in ANYBODY:
                continue
            needed = NEEDS.get(name, "reader" if method == "GET" else "admin")
            may = role is not None and ROLES.index(role) >= ROLES.index(needed)
            answer = client.request(method, address(route), headers=headers, follow_redirects=False)
            refused = answer.status_code in {401, 403} or (
                answer.status_code == 303 and answer.headers["location"].startswith("/login")
            )
            assert answer.status_code < 500, name
            if name != "POST /logout":
                assert refused != may, (name, role, answer.status_code)
        assert state(path) == before


@pytest.mark.parametrize("role", ROLES)
def test_a_page_offers_what_its_reader_may(app: Litestar, path: Path, role: str) -> None:
    with TestClient(app, base_url=HERE) as client, People(people_path(path)) as people:
        client.cookies.set("session", people.enter(f"{role}-1", "test"))
        event = client.get("/api/v1/events").json()["items"][0]["event"]["id"]
        page = client.get(f"/events/{event}").text
        assert ('action="/decide"' in page) == (role != "reader")
        assert ('href="/people"' in page) == (role == "admin")
        assert 'action="/logout"' in page
        # A session without its seal changes nothing; nor does the API by a session's cookie.
        data = {"kind": "reject", "about": event}
        before = state(path)
        assert client.post("/decide", data=data).status_code == 403
        answer = client.post("/api/v1/decide", json={"kind": "reject", "about": [event]})
        assert answer.status_code == 403
        assert state(path) == before
