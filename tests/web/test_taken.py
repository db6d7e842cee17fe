"""Views taken along: files of all their rows, and feeds of what is new."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.types import Published
from dateline.web.exports import FORMS, written
from dateline.web.feeds import ITEMS, Item, feed
from dateline.web.queries import Excerpt, Hit, Source

Client = TestClient[Litestar]
QUERIES = {"search": "?words=peacekeepers", "changes": "?since=2024-06-12&until=2024-08-19"}
ATOM = "{http://www.w3.org/2005/Atom}"


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("view", FORMS)
def test_a_file_has_all_rows_of_the_view(client: Client, view: str) -> None:
    query = QUERIES.get(view, "")
    total = client.get(f"/api/v1/{view}{query}").json()["total"]
    found = client.get(f"/export/{view}.json{query}").json()
    assert len(found) == total > 0
    lines = rows(client, f"/export/{view}.csv{query}")
    assert len(lines) == total if view not in {"claims", "search"} else len(lines) >= total
    assert all(None not in line and None not in line.values() for line in lines)


def test_a_file_is_of_the_filtered_view(client: Client) -> None:
    every, some = (rows(client, f"/export/events.csv{q}") for q in ("", "?type=RETREAT"))
    assert 0 < len(some) < len(every)
    assert {line["event"].split()[0] for line in some} == {"RETREAT"}
    text = client.get(f"/api/v1/documents/{some[0]['document']}").json()["document"]["text"]
    assert text[int(some[0]["start"]) : int(some[0]["end"])] == some[0]["sentence"]
    assert "retreat" not in client.get("/export/events.csv?words=nothing+of+this").text


def test_geojson_says_how_closely_a_place_is_known(client: Client) -> None:
    answer = client.get("/export/events.geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
    found = answer.json()
    assert found["type"] == "FeatureCollection"
    events = {r["event"]["id"]: r["event"] for r in client.get("/export/events.json").json()}
    assert {f["id"] for f in found["features"]} == set(events)
    for each in found["features"]:
        place = events[each["id"]]["place"]
        if place is None or place["lat"] is None:
            assert each["geometry"] is None
        else:
            assert each["geometry"]["coordinates"] == [place["lon"], place["lat"]]
            assert each["properties"]["precision"] == place["precision"]
    vague = [f for f in found["features"] if f["properties"]["precision"] == "region"]
    assert vague
    assert all(f["properties"]["radius_km"] > 10 for f in vague)


def test_geojson_and_page_say_whose_a_disputed_territory_was(client: Client) -> None:
    found = client.get("/export/events.geojson?place=Stepanakert").json()["features"]
    assert found
    for each in found:
        west, south, east, north = each["bbox"]
        lon, lat = each["geometry"]["coordinates"]
        assert west < lon < east
        assert south < lat < north
        assert each["properties"]["sovereign"] == "AZE"
        assert each["properties"]["status_source"]
    assert found[0]["properties"]["held_by"]
    page = client.get(f"/events/{found[0]['id']}").text
    assert "is disputed: sovereign by the United Nations AZE; held then by" in page
    plain = client.get("/export/events.geojson?place=Khartoum").json()["features"]
    assert all("sovereign" not in each["properties"] for each in plain)


def test_every_view_leads_to_its_files(client: Client) -> None:
    page = client.get("/?type=RETREAT&map=40,46,7").text
    assert 'href="/export/events.csv?type=RETREAT"' in page
    assert 'href="/feeds/events.atom?type=RETREAT"' in page
    for view in ("claims", "commitments", "silences", "documents", "actors", "changes"):
        assert f"/export/{view}.csv" in client.get(f"/{view}").text


def test_what_changed_is_taken_along(client: Client) -> None:
    lines = rows(client, "/export/changes.csv?since=2024-06-12&until=2024-08-19")
    left = next(x for x in lines if x["status before"] == "claimed by one side")
    assert (left["change"], left["status"]) == ("changed", "confirmed by both sides")
    assert left["new sentences"]
    assert rows(client, "/export/changes.csv") == lines  # what the last reports brought
    assert client.get("/export/changes.csv?since=yesterday").status_code == 400


def test_one_thing_is_taken_along_as_json(client: Client) -> None:
    for view, key in (("events", "event"), ("actors", "id"), ("documents", "id")):
        row = client.get(f"/api/v1/{view}").json()["items"][0]
        id = row[key]["id"] if key == "event" else row[key]
        address = f"/api/v1/{view}/{id}"
        assert f'href="{address}"' in client.get(f"/{view}/{id}").text
        assert client.get(address).headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["events.xls", "nothing.csv", "claims.geojson", "events", "a.b.c"])
def test_a_file_that_is_none_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/export/{name}").status_code == 404
    assert client.get(f"/feeds/{name}").status_code == 404


@pytest.mark.parametrize("view", ITEMS)
def test_a_feed_has_the_newest_first(client: Client, view: str) -> None:
    answer = client.get(f"/feeds/{view}.atom?from=2010")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314
    assert root.findtext(f"{ATOM}title") == f"Dateline: {view} (from 2010-01-01)"
    entries = root.findall(f"{ATOM}entry")
    assert entries
    days = [e.findtext(f"{ATOM}updated") for e in entries]
    assert days == sorted(days, key=str, reverse=True)
    assert root.findtext(f"{ATOM}updated") == days[0]
    ids = [e.findtext(f"{ATOM}id") for e in entries]
    assert len(set(ids)) == len(ids)
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert client.get(link.attrib["href"]).status_code == 200


def test_hostile_text_stays_text_in_a_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    nasty = "<script>alert(1)</script>]]>&amp;\x00\x1b[31m\ufffe\ud800"
    item = Item(id=nasty, title=nasty, day="2024-06-12", path="/events/x", summary=nasty,
                author=nasty)  # fmt: skip
    monkeypatch.setitem(ITEMS, "events", lambda _: item)
    made = feed("events", [None], title=nasty, base="http://x", address="/feeds/events.atom")
    assert b"<script" not in made
    root = ET.fromstring(made)  # noqa: S314
    assert "<script>alert(1)</script>" in (root.findtext(f"{ATOM}entry/{ATOM}title") or "")
    assert len(list(root.iter(f"{ATOM}entry"))) == 1


@pytest.mark.parametrize("nasty", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "\r=1", "\x00=1"])
def test_no_cell_is_a_formula(nasty: str) -> None:
    source = Source(
        id="x", title=nasty, publisher=nasty, author=nasty, source=nasty, characters=1,
        sentences=1, repeats=0, failures=0, statements=-1,
        published=Published(edtf=None, from_=None, to=None, basis="unknown"),
    )  # fmt: skip
    hit = Hit(document="x", title=nasty, marks=(), publisher=nasty, said=None,
              excerpts=(Excerpt(start=0, end=1, text=nasty, marks=()),))  # fmt: skip
    for view, row in (("documents", source), ("search", hit)):
        made = b"".join(written(view, "csv", [row])).decode()
        (cells,) = list(csv.DictReader(io.StringIO(made)))
        for name in ("title", "publisher"):
            assert cells[name][:1] not in set("=+-@\t\r\x00"), cells
    assert "'" in made


def test_a_feed_of_nothing_is_a_feed(client: Client) -> None:
    root = ET.fromstring(client.get("/feeds/events.atom?words=nothing+of+this").content)  # noqa: S314
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated")
