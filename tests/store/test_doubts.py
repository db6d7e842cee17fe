"""What is to be looked at first, as kept, is what the whole record would have looked at first."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from dateline.store import Query, doubtful, doubts, open_store, views
from dateline.store.doubtful import KINDS, Doubtful, Kind, Pledge
from dateline.store.held import Held
from dateline.store.sql import SqlStore
from dateline.store.tables import merges
from dateline.types import Reading
from store.test_merged import readings  # noqa: F401
from store.test_past import decide, fill

QUERIES: tuple[tuple[Query, tuple[Kind, ...]], ...] = (
    (Query(), KINDS),
    (Query(as_of="2020-01-02"), KINDS),
    (Query(country="C00"), KINDS),
    (Query(type="ASSAULT"), ("events", "commitments")),
    (Query(status="denied"), ("events",)),
    (Query(type="AID", as_of="2020-01-02"), ("events",)),
    (Query(status="overdue", as_of="2020-02-02"), ("commitments",)),
    (Query(as_of="2026-01-01"), ("silences",)),
)


@pytest.fixture
def store(where: str) -> SqlStore:
    store = open_store(where, create=True)
    assert isinstance(store, SqlStore)
    return store


def shown(one: Doubtful | Pledge) -> tuple[str, ...]:
    return (one.key,) if isinstance(one, Pledge) else one.row.event.statements


def kept(store: SqlStore, query: Query, kinds: tuple[Kind, ...]) -> Iterator[Doubtful | Pledge]:
    """What is gone through, by what is kept."""
    seen: set[str] = set()
    ready = doubts.ready(store, kinds)
    assert ready is not None
    while (one := doubts.first(ready, query, kinds, seen)) is not None:
        yield one
        seen.update(shown(one))


def same(store: SqlStore, query: Query, kinds: tuple[Kind, ...], most: int) -> None:
    """Hold it against the whole record."""
    held = Held(store, query)
    seen: set[str] = set()
    some = kept(store, query, kinds)
    for _ in range(most):
        expected = doubtful.first(held, kinds, seen)
        assert next(some, None) == expected, (query, kinds)
        if expected is None:
            return
        seen.update(shown(expected))


def test_what_is_most_doubtful_comes_first(
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
) -> None:
    with store:
        fill(store, readings)
        for query, kinds in QUERIES:
            same(store, query, kinds, 9)
        decide(store)
        held = Held(store, Query())
        views.decide(store, "accept", [held.promises.held[0].commitment.id], who="A")
        for query, kinds in QUERIES:
            same(store, query, kinds, 400 if query == Query(status="denied") else 9)
        order = [shown(one) for one in kept(store, Query(), ("commitments", "silences"))]
        whole = [
            (one.key,)
            for one in doubtful.waiting(Held(store, Query()), ("commitments", "silences"))
            if isinstance(one, Pledge)
        ]
        assert order == whole


def test_what_cannot_be_kept_now_is_left_to_the_whole_record(
    where: str,
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
) -> None:
    with store, open_store(where, create=False) as other:
        for reading in readings[:3]:
            store.add(reading)
        assert isinstance(other, SqlStore)
        with store._writing() as connection:
            connection.execute(select(merges)).all()
            assert doubts.ready(other, KINDS) is None
        assert doubts.ready(other, KINDS) is other
