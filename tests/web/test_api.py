"""The API: the same answers as the pages, by the published types."""

from __future__ import annotations

import pytest
from litestar import Litestar
from litestar.testing import TestClient

Client = TestClient[Litestar]


def test_events_are_paged_and_filtered(client: Client) -> None:
    whole = client.get("/api/v1/events?size=200").json()
    assert whole["total"] == len(whole["items"])
    first = client.get("/api/v1/events?size=10").json()
    second = client.get("/api/v1/events?size=10&page=2").json()
    ids = [row["event"]["id"] for row in (*first["items"], *second["items"])]
    assert ids == [row["event"]["id"] for row in whole["items"][:20]]
    some = client.get("/api/v1/events?type=RETREAT&size=200").json()
    assert 0 < some["total"] < whole["total"]
    assert {row["event"]["type"] for row in some["items"]} == {"RETREAT"}


def test_the_newest_come_first_and_the_oldest_where_asked(client: Client) -> None:
    def days(order: str) -> list[str]:
        rows = client.get(f"/api/v1/events?size=200&order={order}").json()["items"]
        times = [row["event"]["time"] for row in rows]
        return [t["to"] or t["from"] for t in times if t and (t["to"] or t["from"])]

    newest = days("newest")
    assert newest == sorted(newest, reverse=True)
    assert days("oldest")[0] < newest[0]


def test_every_row_has_its_sentence(client: Client) -> None:
    for row in client.get("/api/v1/events?size=200").json()["items"]:
        told = row["told"]
        text = client.get(f"/api/v1/documents/{told['document']}").json()["document"]["text"]
        assert text[told["start"] : told["end"]] == told["text"]


def test_counts_add_up(client: Client) -> None:
    bins = client.get("/api/v1/counts").json()
    timed = [
        row
        for row in client.get("/api/v1/events?size=200").json()["items"]
        if row["event"]["time"] and (row["event"]["time"]["from"] or row["event"]["time"]["to"])
    ]
    assert sum(sum(b["quads"]) for b in bins) == len(timed)


def test_an_event_says_why(client: Client) -> None:
    row = client.get("/api/v1/claims?type=RETREAT&words=last+Russian").json()["items"][0]
    full = client.get(f"/api/v1/events/{row['event']['id']}").json()
    cells = {(c["name"], c["value"]) for c in full["cells"]}
    assert ("what", "RETREAT withdraw") in cells
    assert all(c["told"] for c in full["cells"])
    assert {w["stance"] for w in full["row"]["words"]} >= {"silent"}


@pytest.mark.parametrize(
    "address",
    ["events?page=0", "events?size=1000", "events?from=soon", "events?type=X", "events?order=any",
     "changes?since=x"],
)  # fmt: skip
def test_a_wrong_call_is_told(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_changes_are_those_of_the_last_report(client: Client) -> None:
    found = client.get("/api/v1/changes?since=2024-06-12&until=2024-08-19").json()["items"]
    assert {c["kind"] for c in found} <= {"new", "changed", "told again"}
    assert any("acknowledged" in t["text"] for c in found for t in c["new"])
    assert client.get("/api/v1/changes?since=2024-08-19&until=2024-08-19").json()["items"] == []


def test_the_api_describes_itself(client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert "/api/v1/events/{key}" in described["paths"]
    assert not any(path.startswith("/documents") for path in described["paths"])
