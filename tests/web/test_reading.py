"""A report pasted is read at once, and kept only by who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.store import open_store
from dateline.web.app import create_app
from dateline.web.settings import Settings

Client = TestClient[Litestar]
HERE = "http://127.0.0.1"
TEXT = "The army of Mali said on Monday that it had left the town of Kidal."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    with open_store(path, create=True):
        pass
    return path


@pytest.fixture
def client(path: Path) -> Iterator[Client]:
    with TestClient(create_app(Settings(record=path, name="ann")), base_url=HERE) as client:
        yield client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None, name
    return found[1]


def paste(client: Client, **fields: str) -> str:
    seal = hidden(client.get("/read").text, "seal")
    return client.post("/read/now", data={"seal": seal, **fields}).text


def kept(path: Path) -> list[str]:
    with open_store(path, create=False) as store:
        return [d.text for d, _ in store.documents()]


def test_a_report_is_read_and_put_into_the_record(client: Client, path: Path) -> None:
    page = paste(client, text=TEXT, published="2024-10-09", publisher="The Desk", title="Out")
    assert "This is how the program reads it" in page
    assert "9 Oct 2024" in page
    assert re.search(r'<mark class="[^"]*place[^"]*"[^>]*>Kidal</mark>', page)
    assert kept(path) == []
    data = {"seal": hidden(page, "seal"), "key": hidden(page, "key")}
    answer = client.post("/read/keep", data=data)
    assert answer.status_code == 200
    assert "The Desk" in answer.text
    assert kept(path) == [TEXT]
    assert "has this report already" in paste(client, text=TEXT)
    assert client.post("/read/keep", data={**data, "key": "x"}).status_code == 400


def test_what_cannot_be_read_is_said_and_the_form_stays(client: Client, path: Path) -> None:
    for fields, why in (
        ({"text": "  "}, "nothing to read"),
        ({"text": TEXT, "published": "soon"}, "soon"),
        ({"text": "Армия Мали сообщила в понедельник, что покинула город Кидаль."}, "not English"),
        ({"address": "https://example.org/"}, "--fetch"),
        ({"text": TEXT, "address": "https://example.org/"}, "not both"),
        ({"text": "x" * 200_001}, "too large"),
    ):
        page = paste(client, **fields)
        assert why in page
        assert 'role="alert"' in page
        assert hidden(page, "seal")
    assert kept(path) == []


def test_text_of_a_report_stays_text(client: Client) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    fields = {"title": hostile, "publisher": hostile}
    for text in (f"{TEXT} General {hostile} Smith denied it.", f"<html><p>{TEXT}</p>{hostile}"):
        page = paste(client, text=text, **fields)
        assert "<img" not in page
        assert "alert(1)</script>" not in page
        wrong = paste(client, text=text, published=hostile, **fields)
        assert "<img" not in wrong


def test_a_reader_reads_and_keeps_nothing(path: Path) -> None:
    settings = Settings(record=path, read_only=True)
    with TestClient(create_app(settings), base_url=HERE) as client:
        page = paste(client, text=TEXT)
        assert "This is how the program reads it" in page
        assert "/read/keep" not in page
        data = {"seal": hidden(client.get("/read").text, "seal"), "key": "x"}
        assert client.post("/read/keep", data=data).status_code == 403
    assert kept(path) == []


def test_an_address_is_asked_only_where_that_is_allowed(path: Path) -> None:
    settings = Settings(record=path, fetch=True)
    with TestClient(create_app(settings), base_url=HERE) as client:
        assert 'name="address"' in client.get("/read").text
        for address, why in (
            ("http://127.0.0.1:8000/", "of this network"),
            ("http://169.254.169.254/", "of this network"),
            ("file:///etc/passwd", "http:// or https:// is needed"),
        ):
            assert why in paste(client, address=address)


def test_a_page_that_is_not_there_leads_back(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert 'href="/claims"' in answer.text
