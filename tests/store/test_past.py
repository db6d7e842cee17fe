"""What a record was on an earlier day, and what changed since, is what the whole record tells."""

import random

import pytest
from msgspec.structs import replace

from dateline.export import rows
from dateline.store import Query, open_store, past, views
from dateline.store.compared import diff, whole
from dateline.store.held import Held
from dateline.store.sql import SqlStore
from dateline.types import Reading
from store.test_merged import QUERIES, readings  # noqa: F401

DAYS = ("2019-12-31", "2020-01-01", "2020-01-02", "2020-01-03", "2026-01-01")


@pytest.fixture
def store(where: str) -> SqlStore:
    store = open_store(where, create=True)
    assert isinstance(store, SqlStore)
    return store


def known(reading: Reading, first: str | None, last: str) -> Reading:
    """A reading of a report that came out on one of several days."""
    out = replace(reading.document.published, from_=first, to=last)
    return replace(reading, document=replace(reading.document, published=out))


def fill(store: SqlStore, readings: list[Reading]) -> None:  # noqa: F811
    """Put readings in, of which two came out on a day that is not quite known."""
    vague = [known(readings[0], "2020-01-01", "2020-01-03"), known(readings[1], None, "2020-01-02")]
    some = [*vague, *readings[2:]]
    random.Random(3).shuffle(some)  # noqa: S311
    for reading in some:
        store.add(reading)
    store.settle()


def decide(store: SqlStore) -> None:
    """Decide something of every kind."""
    held = Held(store, Query())
    one, two, three, *rest = sorted(held.events, key=lambda e: (-len(e.statements), e.id))
    views.decide(store, "same", [one.id, two.id], who="A")
    views.decide(store, "split", one.statements[:1], others=one.statements[1:], who="B")
    views.decide(store, "reject", [three.id], who="A")
    views.decide(store, "same", [two.statements[0], rest[0].id, rest[-1].id], who="A")
    views.decide(store, "not same", [rest[1].statements[0]], others=[two.statements[0]], who="A")
    views.decide(store, "accept", [rest[2].id], who="A")
    views.correct(store, [rest[3].id], "type", "PROTEST", who="A")
    views.correct(store, [held.unspoken[0].id], "about", rest[4].statements[0], who="A")
    views.decide(store, "reject", [held.unspoken[-1].id], who="A")


def same(store: SqlStore, query: Query) -> None:
    """Hold a list of a day against the whole record of that day."""
    held = Held(store, query)
    events = held.asked()
    marks = {one.id: list(held.marks(one.statements)) for one in events}
    whole = rows.event_rows(events, held.entries, marks)
    for limit in (0, 4):
        some = past.listed(store, query, limit=limit)
        assert some is not None
        found = rows.event_rows(some.events, some.entries, some.decided)
        assert found == (whole[:limit] if limit else whole), query
    some = past.listed(store, query, spoken_of=True)
    assert some is not None
    assert rows.claim_rows(some.events, some.entries, some.unspoken) == rows.claim_rows(
        events, held.entries, held.unspoken
    ), query


def test_a_list_of_an_earlier_day_is_that_of_the_whole_record(
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(past, "_LEAST", 3)
    with store:
        fill(store, readings)
        for day in DAYS:
            same(store, Query(as_of=day))
        decide(store)
        for day in DAYS:
            same(store, Query(as_of=day))
        for query in QUERIES:
            same(store, replace(query, as_of="2020-01-02"))


def test_a_list_of_today_is_not_asked_of_the_past(store: SqlStore) -> None:
    with store:
        assert past.listed(store, Query()) is None


@pytest.mark.parametrize(
    ("since", "until"),
    [("2019-12-31", "2020-01-01"), ("2020-01-01", "2020-01-02"), ("2020-01-02", "2020-01-02"),
     ("2019-01-01", "2026-01-01"), ("2020-01-03", "2020-03-01")],
)  # fmt: skip
def test_what_changed_is_what_the_whole_record_tells(
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
    since: str,
    until: str,
) -> None:
    with store:
        fill(store, readings)
        assert diff(store, since, until) == whole(store, since, until)
        decide(store)
        assert diff(store, since, until) == whole(store, since, until)
