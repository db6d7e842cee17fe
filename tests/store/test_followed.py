"""What is kept of commitments and silences is what following all anew gives."""

import random
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, select

from dateline.export import rows
from dateline.export.tables import Row
from dateline.record import telling
from dateline.record.copies import relations
from dateline.store import Query, fits, open_store, owed, pledges, saying, views, watchers
from dateline.store import words as wording
from dateline.store.held import Held
from dateline.store.met import met
from dateline.store.sourced import sourced
from dateline.store.sql import SqlStore
from dateline.store.tables import beginnings, followings
from dateline.types import Reading
from store.test_merged import _made, removal

QUERIES = (
    Query(), Query(actor="c00"), Query(actor="rebels"), Query(country="c01"), Query(type="AID"),
    Query(country="C00", actor="mil"), Query(place="town-1"), Query(status="pending"),
    Query(status="open"), Query(status="closed"), Query(status="broken"), Query(actor="="), Query(text="shelled"),
    Query(text="army town"), Query(type="ASSAULT", country="C00", place="town", to="2020-01-02"),
    Query(from_="2020-02-01", to="2020-06-01"), Query(to="2020-01-02"), Query(from_="2030-01-01"),
    *(Query(as_of=f"2020-01-0{day}") for day in (1, 2, 3, 5)), Query(as_of="2019-12-31"),
    Query(as_of="2020-01-03", country="C00", from_="2020-01-02"), Query(as_of="2021-06-01"),
)  # fmt: skip


FEW = (QUERIES[0], QUERIES[1], Query(as_of="2020-01-02"))


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """Few countries, so that much bears on much; some report has no day, some has but a month."""
    maker = _made().Maker(40, 6)
    maker._countries, maker._weights = ["C00", "C01", "C02"], [3, 2, 1]
    found = list(maker.reports())
    assert sum(len(r.commitments) for r in found) > 5
    assert sum(len(r.silences) for r in found) > 2
    for number, out in (
        (7, (None, None)),
        (11, (None, "2020-01-02")),
        (13, ("2020-01-01", "2020-01-31")),
    ):
        document = found[number].document
        published = replace(document.published, from_=out[0], to=out[1])
        found[number] = replace(found[number], document=replace(document, published=published))
    return found


@pytest.fixture
def store(where: str) -> SqlStore:
    store = open_store(where, create=True)
    assert isinstance(store, SqlStore)
    return store


def same(store: SqlStore, queries: tuple[Query, ...] = QUERIES) -> dict[str, Any]:
    """Hold lists as kept against those of the whole record; what the first one shows."""
    found: dict[str, Any] = {}
    for query in queries:
        held = Held(store, query)
        sentences = {e.statement.id: e.statement.sentence for e in held.entries}
        whole = rows.commitment_rows(pledges.promised(held), sentences)
        kept = owed.promised(store, query)
        assert kept is not None
        assert rows.commitment_rows(kept.rows, kept.sentences) == whole, query
        some = owed.promised(store, query, 3)
        assert some is not None
        assert rows.commitment_rows(some.rows, some.sentences) == whole[:3], query
        found.setdefault("commitments", whole)
        assert met(store, query) == rows.actor_rows(held.found()), query
        assert sources(store, query) == sources(store, query, 0, whole=True), query
        assert sources(store, query, 5) == sources(store, query)[:5], query
        if query.status not in {None, "open", "closed"}:
            continue
        quiet = owed.silent(store, query)
        assert quiet == pledges.silent(held), query
        assert owed.silent(store, query, 2) == pledges.silent(held)[:2], query
        found.setdefault("silences", rows.silence_rows(quiet, None))
    return found


def sources(store: SqlStore, query: Query, limit: int = 0, *, whole: bool = False) -> list[Row]:
    """The rows of documents, by what the store has of the page alone, or of all."""
    if not whole:
        out = sourced(store, query, limit)
        return rows.source_rows(out.documents, out.relations)
    every = list(store.documents(query.as_of))
    of = relations((d for d, _ in every), store.copies(query.as_of))
    return rows.source_rows([(d, f) for d, f in every if fits.in_time(query, d.published)], of)


def test_reports_that_come_in_any_order_and_go_leave_what_following_anew_gives(
    store: SqlStore, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchers, "_MANY", 3)
    monkeypatch.setattr(telling, "MOST", 2)
    monkeypatch.setattr(owed, "_AT_ONCE", 4)
    for name in ("_LEAST", "_SAMPLE"):
        monkeypatch.setattr(saying, name, 1)
    order = list(readings)
    random.Random(4).shuffle(order)  # noqa: S311
    with store:
        for number, reading in enumerate(order):
            store.add(reading)
            if number % 5 == 0:
                store.follow()
        whole = same(store)
        assert {len(r["rests on"]) > 1 for r in whole["commitments"]} == {True, False}
        assert {r["closed"] is None for r in whole["silences"]} == {True, False}
        for reading in order[::3]:
            store.remove(removal(reading))
        assert same(store) != whole
        for reading in order[::3]:
            store.add(reading)
            store.follow()
        assert same(store) == whole
        with store.engine.begin() as connection:
            words = set(connection.execute(select(beginnings.c.word)).scalars())
            assert {"a", "army"} < words
            some = saying.common(connection, ["army", "town"])
            said = [wording.words(e.statement.sentence.text) for e in store.entries(Query())]
            having = [w for w in said if all(any(x.startswith(y) for x in w) for y in some)]
            assert saying.shared(connection, some.values()) == len(having) > 0
            connection.execute(delete(followings))
        assert not store.followed()
        assert same(store) == whole


def test_decisions_and_their_withdrawal_change_what_is_followed(
    store: SqlStore, readings: list[Reading]
) -> None:
    fresh = replace(readings[5].versions, program="9")
    with store:
        for reading in readings:
            store.add(reading)
        before = same(store, FEW)
        ledger = sorted(before["commitments"], key=lambda r: (-len(r["rests on"]), r["id"]))
        silent = before["silences"]
        told = [i for r in ledger for i in r["rests on"]]
        made = [
            views.decide(store, "reject", [told[1]], who="A"),
            *views.correct(store, [told[-1]], "type", "PROTEST", who="A"),
            *views.correct(store, [told[2]], "actors", "Nobody=XYZ.GOV", who="A"),
            *views.correct(store, [ledger[0]["id"]], "due", "2020-01-04", who="A"),
            *views.correct(store, [ledger[1]["id"]], "because", told[0], who="A"),
            *views.correct(
                store, [ledger[2]["id"]], "compliance", "kept since 2020-01-02", who="B"
            ),
            views.decide(store, "accept", [ledger[-1]["id"]], who="A"),
            views.decide(store, "reject", [silent[0]["id"]], who="A"),
            *views.correct(store, [silent[1]["id"]], "ended", told[0], who="A"),
        ]
        assert same(store, FEW) != before
        one = next(r for r in readings if r.document.id == ledger[-1]["document"])
        store.add(replace(one, commitments=(), statements=one.statements[2:], versions=fresh))
        again = same(store, FEW)
        assert ledger[-1]["id"] in {row["id"] for row in again["commitments"]}
        with store.engine.begin() as connection:
            connection.execute(delete(followings))
        assert same(store, FEW) == again
        store.add(replace(one, versions=replace(fresh, program="10")))
        for decision in made:
            views.withdraw(store, decision.id, who="A")
        assert same(store, FEW) == before
