"""Pages over the example reports: from the first page to the sentence, without JavaScript."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.pipeline import read
from dateline.sources import Where, load
from dateline.store import open_store
from dateline.web.app import create_app
from dateline.web.settings import Settings

Client = TestClient[Litestar]

PAGES = ("/", "/claims", "/commitments", "/commitments/calendar?year=2020",
         "/commitments?status=overdue", "/silences", "/actors", "/documents", "/changes",
         "/search", "/search?words=peacekeepers", "/actors/RUS.GOV", "/?as_of=2024-06-12",
         "/?type=RETREAT&country=AZE&status=reported&order=oldest", "/?words=nothing+of+this",
         "/?page=9", "/claims?actor=Kremlin")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_each_page_is_there(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_from_the_first_page_to_who_is_silent_to_the_sentence(client: Client) -> None:
    first = client.get("/?type=RETREAT&words=last+Russian+peacekeepers").text
    event = re.search(r'href="(/events/[^"]+)"', first)
    assert event is not None
    page = client.get(event[1]).text
    assert "Russia has not commented on the Azerbaijani announcement." in page
    sentence = re.search(r'href="(/documents/[^"#]+)#mark"><q>Russia has not commented', page)
    assert sentence is not None
    report = client.get(html.unescape(sentence[1])).text
    pointed = re.findall(r'<mark class="[^"]*asked"[^>]*>([^<]*)</mark>', report)
    assert "".join(pointed) == "Russia has not commented on the Azerbaijani announcement."


def test_an_event_is_found_by_its_statements(client: Client) -> None:
    row = client.get("/api/v1/events?type=RETREAT").json()["items"][0]
    assert client.get(f"/events/{row['told']['statement']}").status_code == 200


def test_silences_are_the_newest_first(client: Client) -> None:
    days = [r["published"]["from"] for r in client.get("/api/v1/silences").json()["items"]]
    assert len(set(days)) > 1
    assert days == sorted(days, reverse=True)


def test_as_of_a_day_later_reports_are_left_out(client: Client) -> None:
    assert "As it was known on" in client.get("/?as_of=2024-06-12").text
    now, then = (client.get(f"/api/v1/documents{q}").json() for q in ("", "?as_of=2024-06-12"))
    assert now["total"] == then["total"] + 1


def test_a_document_is_whole_with_its_spans(client: Client) -> None:
    source = client.get("/api/v1/documents").json()["items"][0]
    text = client.get(f"/api/v1/documents/{source['id']}").json()["document"]["text"]
    page = client.get(f"/documents/{source['id']}").text
    shown = page[page.index('<div class="text">') : page.index("</article>")]
    plain = html.unescape(re.sub(r"<[^>]+>", "", shown))
    assert plain.split() == text.split()
    assert 'class="actor' in shown


def test_what_is_not_there_is_said(client: Client) -> None:
    for address in ("/events/none", "/documents/none", "/actors/none", "/nowhere"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "To the situation" in answer.text
    wrong = client.get("/?type=QUARREL")
    assert wrong.status_code == 400
    assert "no such type: QUARREL" in wrong.text


def test_an_answer_that_is_held_is_not_sent_again(client: Client, record: Path) -> None:
    tag = client.get("/claims").headers["etag"]
    assert client.get("/claims", headers={"if-none-match": tag}).status_code == 304
    other = client.get("/silences", headers={"if-none-match": tag})
    assert other.status_code == 200
    with open_store(record, create=False) as store:
        text = "The army of Mali said on Monday that it had left the town of Kidal."
        report = record.parent / "report.txt"
        report.write_text(text)
        store.add(read(load(Where(report), "2024-10-07")))
    assert client.get("/claims", headers={"if-none-match": tag}).status_code == 200


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def hostile(tmp_path: Path) -> Client:
    path = tmp_path / "hostile.db"
    report = tmp_path / "report.txt"
    report.write_text(
        f"General {HOSTILE} Smith of Russia said on Monday that Russian soldiers had left {HOSTILE} "
        f'Kidal. "{HOSTILE}" Ukraine denied it. Mali has not commented. Russia will withdraw '
        f"{HOSTILE} troops by July 1.",
    )
    given = load(Where(report), "2024-06-12")
    from dataclasses import replace

    given = replace(given, title=HOSTILE, publisher=HOSTILE, author=HOSTILE,
                    source=f"javascript:alert(1)//{HOSTILE}")  # fmt: skip
    with open_store(path, create=True) as store:
        store.add(read(given))
    return TestClient(create_app(Settings(record=path, hosts=("testserver.local",))))


def test_text_of_reports_stays_text(hostile: Client) -> None:
    addresses = [*PAGES, f"/?words={HOSTILE}", f"/search?words={HOSTILE}", f"/{HOSTILE}",
                 f"/?type={HOSTILE}", f"/events/{HOSTILE}"]  # fmt: skip
    for kind in ("documents", "actors", "events"):
        for item in hostile.get(f"/api/v1/{kind}").json()["items"]:
            key = item["event"]["id"] if kind == "events" else item["id"]
            addresses.append(f"/{kind}/{key}")
    for address in addresses:
        text = hostile.get(address).text
        assert "<img" not in text, address
        assert "alert(1)</script>" not in text, address
        assert 'href="javascript:' not in text, address


def test_no_script_or_style_stands_in_a_page(client: Client) -> None:
    for address in PAGES:
        text = client.get(address).text
        assert not re.search(r"<script(?![^>]* src=)", text)
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)


def test_every_answer_has_the_headers(client: Client) -> None:
    for address in ("/", "/nowhere", "/static/dateline.css", "/api/v1/events", "/api/openapi.json"):
        headers = client.get(address).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_every_answer_says_what_it_is(client: Client) -> None:
    texts = ("/", "/nowhere", "/static/dateline.css", "/static/dateline.js", "/static/icon.svg",
             "/feeds/events.atom", "/export/events.csv", "/export/search.csv?words=the")  # fmt: skip
    for address in texts:
        kind = client.get(address).headers["content-type"]
        assert kind.count("charset=utf-8") == 1, (address, kind)
    for address in (
        "/api/v1/events",
        "/api/nowhere",
        "/api",
        "/api/v1/events?type=x",
        "/export/events.json",
    ):
        assert client.get(address).headers["content-type"] == "application/json", address
    stranger = client.get("/", headers={"host": "evil.example"})
    assert stranger.headers["content-type"] == "text/plain; charset=utf-8"
    for address in texts:
        assert (
            "access-control-allow-origin"
            not in client.get(address, headers={"origin": "https://evil.example"}).headers
        )


def test_another_sites_name_leads_nowhere(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"host": "localhost:8000"}).status_code == 200


def test_words_looked_for_are_marked(client: Client) -> None:
    text = client.get("/search?words=Peacekeepers").text
    assert '<mark class="asked">peacekeepers</mark>' in text
    assert '<mark class="asked">' not in client.get("/claims").text
