"""The calendar of what falls due: a day on its day, vague times as vague."""

from __future__ import annotations

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from dateline.types import Time
from dateline.web.dues import due_on
from dateline.web.said import term

Client = TestClient[Litestar]


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("2024-07-01", "2024-07-01", "2024-07-01"),
        (None, "2024-07-01", "2024-07-01"),  # by the first of July
        ("2025-11-01", "2025-11-30", "2025-11"),
        ("2024-09-01", "2024-11-30", "2024"),  # in autumn
        ("2024-07-01", None, None),
    ],
)
def test_a_due_time_is_as_close_as_it_is_known(
    first: str | None, last: str | None, due: str | None
) -> None:
    assert due_on(Time(edtf=None, from_=first, to=last, basis="expression")) == due


def test_a_year_shows_its_days_and_its_vague_months(client: Client) -> None:
    page = client.get("/commitments/calendar?year=2020").text
    assert "15 Nov 2020" in page
    assert '>15<span class="unseen">: 1 due</span>' in page
    assert "31 Dec 2023" not in page
    vague = client.get("/commitments/calendar?year=2025").text
    assert "some day in November" in vague
    assert client.get("/commitments/calendar?year=2025&actor=nobody").status_code == 200


def test_without_a_year_the_next_with_something_due_is_shown(client: Client) -> None:
    assert "in 2020, as it stands" in client.get("/commitments/calendar?as_of=2020-11-12").text
    assert "in 2025, as it stands" in client.get("/commitments/calendar?as_of=2025-01-31").text


def test_the_ledger_counts_and_filters_by_status(client: Client) -> None:
    address = "/commitments?as_of=2024-08-31"
    rows = client.get(f"/api/v1{address}&size=200").json()["items"]
    statuses = [row["commitment"]["status"] for row in rows]
    assert "pending" in statuses
    page = client.get(address).text
    assert f">{statuses.count('pending')} pending</a>" in page
    found = client.get(f"/api/v1{address}&status=pending").json()
    assert found["total"] == statuses.count("pending")
    assert {row["commitment"]["status"] for row in found["items"]} == {"pending"}
    assert "1,054 days left" in client.get("/commitments?as_of=2023-01-01").text
    assert "1,061 days overdue" in client.get("/commitments?as_of=2026-11-27").text


def test_terms_are_told_in_words() -> None:
    assert term("P5Y") == "5 years"
    assert term("P1M") == "1 month"
    assert term("PT48H") == "48 hours"
    assert term("soon") == "soon"
