"""Decisions on the page: what is decided shows at once, under a name, and can be withdrawn."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.record.decisions import Decision
from dateline.store import open_store
from dateline.web.app import create_app
from dateline.web.settings import Settings

Client = TestClient[Litestar]
HERE = "http://127.0.0.1"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def client(small: Path) -> Iterator[Client]:
    with TestClient(create_app(Settings(record=small, name="ann")), base_url=HERE) as client:
        yield client


def events(client: Client, **asked: str) -> list[dict[str, Any]]:
    rows = client.get("/api/v1/events", params={"size": "200", **asked}).json()["items"]
    return [row["event"] for row in rows]


def one(client: Client, type_: str) -> dict[str, Any]:
    return events(client, type=type_)[0]


def decide(client: Client, **fields: Any) -> Any:
    seal = re.search(r'name="seal" value="([^"]+)"', client.get("/read").text)
    assert seal is not None
    return client.post("/decide", data={"seal": seal[1], **fields})


def decisions(record: Path) -> list[Decision]:
    with open_store(record, create=False) as store:
        return store.decisions()


def withdraw(client: Client, id: str) -> Any:
    seal = re.search(r'name="seal" value="([^"]+)"', client.get("/read").text)
    assert seal is not None
    return client.post(f"/decisions/{id}/withdraw", data={"seal": seal[1], "why": "a slip"})


def test_what_is_rejected_is_gone_and_comes_back(client: Client, small: Path) -> None:
    before, gone = events(client), one(client, "PROTEST")
    answer = decide(client, kind="reject", about=gone["id"], why="a drill", back="/decisions")
    assert answer.status_code == 200
    assert "a drill" in answer.text
    assert [e["id"] for e in events(client)] == [e["id"] for e in before if e["id"] != gone["id"]]
    assert client.get(f"/events/{gone['id']}").status_code == 404
    (made,) = decisions(small)
    assert (made.kind, made.who, made.why) == ("reject", "ann", "a drill")
    answer = withdraw(client, made.id)
    assert "withdrawn by ann" in answer.text
    assert events(client) == before


def test_a_cell_is_corrected_in_words(client: Client, small: Path) -> None:
    event = one(client, "ASSAULT")
    page = decide(client, kind="correct", about=event["id"], cell="place", value="Timbuktu",
                  back=f"/events/{event['id']}").text  # fmt: skip
    assert "Timbuktu" in page
    assert one(client, "ASSAULT")["place"]["name"] == "Timbuktu"
    assert [e["id"] for e in events(client, place="Timbuktu")] == [event["id"]]
    for cell, value, why in (
        ("place", "Nowhere at All", "no place of that name"),
        ("type", "QUARREL", "no such type"),
        ("colour", "red", "no such cell"),
        ("", "x", "needs a cell"),
    ):
        answer = decide(client, kind="correct", about=event["id"], cell=cell, value=value)
        assert answer.status_code == 400
        assert why in answer.text
    assert len(decisions(small)) == len(event["statements"])
    for made in decisions(small):
        withdraw(client, made.id)
    assert one(client, "ASSAULT") == event


def test_events_are_joined_and_parted(client: Client, small: Path) -> None:
    protest, assault = one(client, "PROTEST"), one(client, "ASSAULT")
    whole = len(events(client))
    decide(client, kind="same", about=[protest["id"], f"{HERE}/events/{assault['id']}"])
    assert len(events(client)) == whole - 1
    joined = next(e for e in events(client) if set(protest["statements"]) < set(e["statements"]))
    page = client.get(f"/events/{joined['id']}").text
    assert "Split them off" in page
    decide(client, kind="split", about=protest["statements"])
    assert len(events(client)) == whole
    kinds = [d.kind for d in decisions(small)]
    assert kinds == ["same", "split"]
    assert decide(client, kind="same", about=protest["id"]).status_code == 400
    assert decide(client, kind="not same", about=protest["id"]).status_code == 400


def test_what_makes_no_sense_is_said_and_not_kept(client: Client, small: Path) -> None:
    for fields in (
        {"kind": "reject", "about": "none"},
        {"kind": "reject", "about": ""},
        {"kind": "reject"},
        {"kind": "bless", "about": "x"},
        {"kind": "reject", "about": " ".join(map(str, range(501)))},
    ):
        assert decide(client, **fields).status_code == 400, fields
    assert withdraw(client, "none").status_code == 400
    assert decisions(small) == []


def test_the_review_has_the_most_doubtful_first_and_leaves_out_the_judged(client: Client) -> None:
    def queue() -> list[str]:
        return re.findall(r'href="/events/([^"]+)" data-open', client.get("/review").text)

    before = queue()
    assert set(before) == {e["id"] for e in events(client)}
    page = client.get("/review").text
    scores = [float(s) for s in re.findall(r'title="doubt ([\d.]+)"', page)]
    assert scores == sorted(scores, reverse=True)
    assert "one report alone tells of it" in page
    answer = decide(client, kind="accept", about=before[0], back="/review")
    assert "Your last decision" in answer.text
    assert queue() == before[1:]
    some = re.findall(r'href="/events/([^"]+)" data-open', client.get("/review?type=ASSAULT").text)
    assert some == [e["id"] for e in events(client, type="ASSAULT") if e["id"] != before[0]]


def test_a_document_shows_what_was_decided_about_it(client: Client, small: Path) -> None:
    event = one(client, "PROTEST")
    decide(client, kind="reject", about=event["id"])
    document = decisions(small)[0].anchors[0].document
    page = client.get(f"/documents/{document}").text
    assert "Decisions about this report" in page
    assert f'action="/decisions/{decisions(small)[0].id}/withdraw"' in page


def test_what_people_write_stays_text(client: Client) -> None:
    event = one(client, "ASSAULT")
    decide(client, kind="accept", about=event["id"], why=HOSTILE)
    decide(client, kind="correct", about=event["id"], cell="actors", value=f"{HOSTILE}=RUS.MIL")
    for address in ("/decisions", f"/events/{event['id']}", "/review", "/", "/actors"):
        text = client.get(address).text
        assert "<img" not in text, address
        assert "alert(1)</script>" not in text, address


def test_a_form_leads_to_no_other_site(client: Client) -> None:
    event = one(client, "ASSAULT")
    answer = decide(client, kind="accept", about=event["id"], back="//evil.example/")
    assert answer.url.path == "/decisions"
    assert answer.url.host == "127.0.0.1"


def test_promises_and_silences_are_judged_where_they_are_shown(record: Path) -> None:
    with TestClient(create_app(Settings(record=record, name="ann")), base_url=HERE) as client:
        ledger = client.get("/api/v1/commitments").json()
        silences = client.get("/api/v1/silences").json()
        promise, silence = ledger["items"][0], silences["items"][0]
        id = promise["commitment"]["id"]
        document = f"/documents/{promise['told']['document']}"
        for address, about in (
            ("/commitments", id), ("/silences", silence["id"]), (document, id),
        ):  # fmt: skip
            assert f'name="about" value="{about}"' in client.get(address).text
        decide(
            client, kind="correct", about=id, cell="due", value="2020-12-24", back="/commitments"
        )
        rows = client.get("/api/v1/commitments").json()["items"]
        assert {r["commitment"]["id"]: r for r in rows}[id]["commitment"]["due"][
            "edtf"
        ] == "2020-12-24"
        decide(client, kind="reject", about=id, back="/commitments")
        assert client.get("/api/v1/commitments").json()["total"] == ledger["total"] - 1
        decide(client, kind="reject", about=silence["id"], back="/silences")
        assert client.get("/api/v1/silences").json()["total"] == silences["total"] - 1
        page = client.get("/decisions").text
        assert html.escape(silence["told"]["text"], quote=False)[:30] in html.unescape(page)


def test_a_report_is_taken_out_from_its_page(client: Client, small: Path) -> None:
    before = client.get("/api/v1/documents").json()
    key = before["items"][0]["id"]
    assert "Take this report out" in client.get(f"/documents/{key}").text
    seal = re.search(r'name="seal" value="([^"]+)"', client.get("/read").text)
    assert seal is not None
    address = f"/documents/{key}/remove"
    assert client.post(address, data={"why": "twice"}).status_code == 403
    answer = client.post(address, data={"why": "twice", "seal": seal[1]})
    assert answer.url.path == "/documents"
    assert client.get("/api/v1/documents").json()["total"] == before["total"] - 1
    assert client.get(f"/documents/{key}").status_code == 404
    with open_store(small, create=False) as store:
        (gone,) = store.removals()
        assert (gone.document, gone.who, gone.why) == (key, "ann", "twice")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_sites_page_cannot_change_anything_over_the_api(
    client: Client, small: Path, kind: str
) -> None:
    event = one(client, "PROTEST")
    body = json.dumps({"kind": "reject", "about": [event["id"]]})

    def asked(headers: dict[str, str]) -> int:
        return client.post("/api/v1/decide", content=body, headers=headers).status_code

    assert asked({"content-type": kind}) == 403
    assert asked({"content-type": "application/json", "origin": "https://evil.example"}) == 403
    assert decisions(small) == []
    assert asked({"content-type": "application/json"}) < 300


@pytest.mark.parametrize("settings", [{"read_only": True}, {"hosts": ("127.0.0.1",)}])
def test_who_may_only_read_sees_decisions_and_makes_none(
    small: Path, settings: dict[str, Any]
) -> None:
    with TestClient(create_app(Settings(record=small, **settings)), base_url=HERE) as client:
        event = one(client, "PROTEST")
        for address in ("/review", f"/events/{event['id']}", "/decisions"):
            page = client.get(address)
            assert page.status_code == 200
            assert 'action="/decide"' not in page.text
        seal = re.search(r'name="seal" value="([^"]+)"', client.get("/read").text)
        assert seal is not None
        data = {"seal": seal[1], "kind": "reject", "about": event["id"]}
        assert client.post("/decide", data=data).status_code == 403
        assert client.post("/decide", data=data, headers={"authorization": "Bearer x"}).status_code == 403  # fmt: skip
    assert decisions(small) == []


def test_a_report_is_taken_out_over_the_api(client: Client, small: Path) -> None:
    first = client.get("/api/v1/documents").json()["items"][0]["id"]
    client.headers["content-type"] = "application/json"
    made = client.post(f"/api/v1/documents/{first}/remove", params={"why": "twice"}).json()
    assert (made["document"], made["who"], made["why"]) == (first, "ann", "twice")
    assert client.get(f"/documents/{first}").status_code == 404
    assert first not in {d["id"] for d in client.get("/api/v1/documents").json()["items"]}
    assert client.post(f"/api/v1/documents/{first}/remove").status_code == 404
    with open_store(small, create=False) as store:
        assert [r.document for r in store.removals()] == [first]
