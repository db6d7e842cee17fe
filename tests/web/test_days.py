"""The days to step through: what was known on each."""

from __future__ import annotations

from litestar import Litestar
from litestar.testing import TestClient

from dateline.web.days import days_of

Client = TestClient[Litestar]
DAYS = [("2020-11-10", 1), ("2024-04-17", 2), ("2024-06-12", 1)]


def test_no_day_is_no_step() -> None:
    assert days_of([], None) is None


def test_from_today_one_steps_to_the_last_day_and_back() -> None:
    today = days_of(DAYS, None)
    assert today is not None
    assert (today.at, today.before, today.after) == (3, "2024-06-12", None)
    last = days_of(DAYS, "2024-06-12")
    assert last is not None
    assert (last.at, last.before, last.after) == (2, "2024-04-17", "")


def test_between_two_days_one_steps_to_either() -> None:
    between = days_of(DAYS, "2022-01-01")
    assert between is not None
    assert (between.at, between.before, between.after) == (0, "2020-11-10", "2024-04-17")
    early = days_of(DAYS, "2000-01-01")
    assert early is not None
    assert (early.at, early.before, early.after) == (0, None, "2020-11-10")


def test_of_many_days_some_are_slid_through_and_the_last_is_one() -> None:
    many = [(f"{1000 + n}-01-01", 1) for n in range(1501)]
    found = days_of(many, None)
    assert found is not None
    assert len(found.known) <= 200
    assert found.known[-1] == "2500-01-01"


def test_a_page_steps_and_keeps_its_filters(client: Client) -> None:
    page = client.get("/?type=RETREAT&as_of=2024-06-12").text
    assert "As it was known on <strong>12 Jun 2024</strong>" in page
    assert 'rel="prev" href="/?type=RETREAT&amp;as_of=2024-04-17"' in page
    assert 'href="/changes?until=2024-06-12"' in page
    assert "As it is known from all reports" in client.get("/claims").text
    document = client.get("/api/v1/documents").json()["items"][0]["id"]
    assert 'type="range"' not in client.get(f"/documents/{document}").text
