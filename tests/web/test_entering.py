"""Coming in: accounts, sessions, tokens, seals on forms, and how often one may try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.errors import UsageError
from dateline.people import people_path
from dateline.people.store import People
from dateline.store import open_store
from dateline.web.app import create_app
from dateline.web.forms import local
from dateline.web.limits import Limit
from dateline.web.settings import Settings

Client = TestClient[Litestar]
HERE = "http://127.0.0.1"
GOOD = "quiet-otters-river-9"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty record, with an account of each role."""
    path = tmp_path_factory.mktemp("bare") / "record.db"
    with open_store(path, create=True):
        pass
    with People(people_path(path), create=True) as people:
        for role in ("reader", "analyst", "admin"):
            people.add(f"{role}-1", role, GOOD)
    return path


def opened(path: Path, **more: Any) -> Client:
    settings = Settings(record=path, auth=True, **more)
    return TestClient(create_app(settings), base_url=HERE)


@pytest.fixture
def client(bare: Path) -> Iterator[Client]:
    with opened(bare) as client:
        yield client


def seal(client: Client, address: str = "/login") -> str:
    found = re.search(r'name="seal" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def enter(client: Client, name: str, password: str = GOOD, next: str = "/") -> Any:
    data = {"name": name, "password": password, "next": next, "seal": seal(client)}
    return client.post("/enter", data=data, follow_redirects=False)


def test_somebody_unknown_sees_the_form_and_nothing_else(client: Client) -> None:
    answer = client.get("/claims?country=SDN", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fclaims%3Fcountry%3DSDN"
    assert client.get("/api/v1/events").status_code == 401
    assert client.get("/api/openapi.json").status_code == 401
    part = client.get("/claims", headers={"hx-request": "true"})
    assert part.headers["hx-redirect"].startswith("/login?next=")
    assert client.get("/static/dateline.css").status_code == 200
    nowhere = client.get("/nowhere")
    assert nowhere.status_code == 404
    assert 'href="/claims"' not in nowhere.text


def test_a_name_and_a_password_let_in_and_lead_back(client: Client) -> None:
    answer = enter(client, "reader-1", next="/claims?country=SDN")
    assert (answer.status_code, answer.headers["location"]) == (303, "/claims?country=SDN")
    made = answer.headers["set-cookie"]
    assert "HttpOnly" in made
    assert "SameSite=lax" in made
    page = client.get("/claims")
    assert page.status_code == 200
    assert "reader-1" in page.text
    assert page.headers["cache-control"] == "private, no-store"
    assert "etag" not in page.headers


def test_over_https_cookies_are_this_hosts_alone(bare: Path) -> None:
    with opened(bare, https=True) as client:
        client.base_url = "https://127.0.0.1"
        made = enter(client, "reader-1").headers["set-cookie"]
        assert made.startswith("__Host-session=")
        assert "Secure" in made
        assert "strict-transport-security" in client.get("/login").headers


@pytest.mark.parametrize("name", ["reader-1", "nobody", "'", "<script>", ""])
def test_what_is_wrong_is_not_told_apart(client: Client, name: str) -> None:
    answer = enter(client, name, "not-the-password")
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert "<script>" not in answer.text
    assert "session" not in answer.headers.get("set-cookie", "")


def test_each_login_is_a_session_of_its_own_and_logging_out_ends_it(client: Client) -> None:
    enter(client, "reader-1")
    first = client.cookies["session"]
    enter_again = {"name": "reader-1", "password": GOOD, "seal": seal(client, "/account")}
    client.post("/enter", data=enter_again)
    second = client.cookies["session"]
    assert first != second
    gone = client.post("/logout", data={"seal": seal(client, "/account")}, follow_redirects=False)
    assert gone.headers["clear-site-data"] == '"cache", "storage"'
    for old in (first, second):
        client.cookies.set("session", old)
        assert client.get("/claims", follow_redirects=False).status_code == 303


def test_a_form_of_another_page_does_nothing(client: Client) -> None:
    good = seal(client)
    data = {"name": "reader-1", "password": GOOD}
    wrong: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}), ({"seal": ""}, {}), ({"seal": "0" * 64}, {}), ({"seal": "\u00e9"}, {}),
        ({"seal": good}, {"origin": "https://evil.example"}),
        ({"seal": good}, {"sec-fetch-site": "cross-site"}),
    ]  # fmt: skip
    for more, headers in wrong:
        answer = client.post("/enter", data={**data, **more}, headers=headers)
        assert answer.status_code == 403, (more, headers)
    assert "session" not in client.cookies
    # A seal is good for the browser that it was made for alone.
    client.cookies.clear()
    seal(client)
    assert client.post("/enter", data={**data, "seal": good}).status_code == 403


def test_wrong_passwords_are_taken_only_so_often(client: Client) -> None:
    for _ in range(10):
        assert enter(client, "admin-1", "not-the-password").status_code == 401
    answer = enter(client, "admin-1")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 1


def test_reads_are_limited_by_who_asks(bare: Path) -> None:
    with opened(bare, rate=5) as client:
        codes = [client.get("/login").status_code for _ in range(7)]
        assert codes[:5] == [200] * 5
        assert codes[6] == 429
        assert client.get("/static/dateline.css").status_code == 200


def test_at_ones_own_machine_reads_are_not_limited() -> None:
    assert Settings(record=Path("x")).requests == 0
    assert Settings(record=Path("x"), auth=True).requests > 0
    assert Settings(record=Path("x"), host="10.0.0.1", open=True).requests > 0


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    limit = Limit(2, 10, lambda: now[0])
    assert [limit.take("a"), limit.take("a"), limit.take("b")] == [0, 0, 0]
    assert limit.take("a") == 5
    now[0] = 5
    assert limit.wait("a") == 0
    assert limit.take("a") == 0
    assert limit.take("a") > 0


def test_an_account_changes_its_password_and_makes_tokens(bare: Path) -> None:
    with People(people_path(bare)) as people:
        people.add("ann", "analyst", GOOD)
    with opened(bare) as client:
        enter(client, "ann")
        mark = seal(client, "/account")
        wrong = {"old": "not-the-password", "new": "lanterns over the lake", "seal": mark}
        assert client.post("/account/password", data=wrong).status_code == 400
        assert client.post("/account/password", data={**wrong, "old": GOOD}).status_code == 200
        made = client.post("/account/tokens", data={"label": "<b>x", "role": "admin", "days": "3", "seal": mark})  # fmt: skip
        key = re.search(r'class="token">([^<]+)<', made.text)
        assert key is not None
        assert "<b>x" not in made.text
        bearer = {"authorization": f"Bearer {key[1]}"}
        client.cookies.clear()
        assert client.get("/api/v1/events", headers=bearer).status_code == 200
        assert client.get("/api/v1/events", headers={"authorization": "Bearer x"}).status_code == 401  # fmt: skip
        assert client.get("/people", headers=bearer).status_code == 403
        # A token makes no others, nor a password.
        answer = client.post("/account/tokens", data={"label": "y", "days": "3"}, headers=bearer)
        assert answer.status_code == 400
        assert enter(client, "ann", "lanterns over the lake").status_code == 303


def test_an_admin_lets_in_and_what_was_done_is_written_down(client: Client, bare: Path) -> None:
    enter(client, "admin-1")
    mark = seal(client, "/people")
    new = {"name": "Carl", "role": "reader", "password": GOOD, "seal": mark}
    assert client.post("/people/add", data=new).status_code == 200
    assert client.post("/people/add", data=new).status_code == 400
    client.post("/people/role", data={"name": "carl", "role": "analyst", "seal": mark})
    page = client.get("/people").text
    assert "carl: analyst" in page
    client.post("/people/remove", data={"name": "carl", "seal": mark})
    with People(people_path(bare)) as people:
        assert "carl" not in [a.name for a in people.accounts()]
        acts = [(a.who, a.act, a.about) for a in people.acts()[0]]
    assert acts[:3] == [
        ("admin-1", "account removed", "carl"),
        ("admin-1", "role given", "carl: analyst"),
        ("admin-1", "account made", "carl: reader"),
    ]


def test_other_machines_are_not_let_in_unasked(bare: Path) -> None:
    for host in ("0.0.0.0", "::", "10.1.2.3", "example.org"):
        with pytest.raises(UsageError, match="--auth"):
            create_app(Settings(record=bare, host=host))
        assert Settings(record=bare, host=host, open=True).anyone == "reader"
        Settings(record=bare, host=host, auth=True).check()
    for host in ("127.0.0.1", "::1", "localhost", "127.0.0.5"):
        Settings(record=bare, host=host).check()
        assert Settings(record=bare, host=host).anyone == "analyst"
    assert Settings(record=bare, read_only=True).anyone == "reader"
    assert Settings(record=bare, hosts=("desk.example",)).anyone == "reader"
    assert Settings(record=bare, auth=True).anyone is None


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "", None,
     "evil.example", "/\nx", "///evil.example"],
)  # fmt: skip
def test_a_form_leads_nowhere_else(address: str | None) -> None:
    assert local(address, "/home") == "/home"


def test_a_form_leads_back() -> None:
    assert local("/events/1?as_of=2024-06#why") == "/events/1?as_of=2024-06#why"
