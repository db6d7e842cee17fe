"""What is merged and kept is what merging anew gives, whatever comes, goes or is decided."""

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, select, update

from dateline.export import rows
from dateline.record.decisions import Removal
from dateline.record.matching import homes
from dateline.store import Query, listing, merging, open_store, rebuilding, views
from dateline.store.accounts import decoded
from dateline.store.held import Held
from dateline.store.listing import listed
from dateline.store.sql import SqlStore
from dateline.store.tables import accounts, merges, told
from dateline.store.verified import verified
from dateline.types import Reading, RecordEvent

MADE = Path(__file__).resolve().parents[2] / "benchmarks" / "made.py"


def _made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made", MADE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return list(_made().Maker(24, 6).reports())


@pytest.fixture
def store(where: str) -> SqlStore:
    store = open_store(where, create=True)
    assert isinstance(store, SqlStore)
    return store


def kept(store: SqlStore) -> dict[str, RecordEvent]:
    """The events that the record keeps."""
    assert store.merged()
    with store.reading() as connection:
        found = connection.execute(select(accounts.c.data)).scalars()
        return {e.id: e for e in map(decoded, found)}


def anew(store: SqlStore) -> dict[str, RecordEvent]:
    """The events that all of its statements make, matched and merged anew."""
    held = Held(store, Query())
    held.homes = homes(held._ruled.all)
    return {e.id: e for e in held.events}


def removal(reading: Reading) -> Removal:
    return Removal(
        document=reading.document.id, title=None, source=None, published=None, who="A", at="2026"
    )


def test_reports_that_come_in_any_order_and_go_leave_what_merging_anew_gives(
    store: SqlStore, readings: list[Reading]
) -> None:
    order = list(readings)
    random.Random(4).shuffle(order)  # noqa: S311
    with store:
        for number, reading in enumerate(order):
            store.add(reading)
            if number % 3:
                store.settle()
        store.settle()
        whole = kept(store)
        assert whole == anew(store)
        assert len(whole) < sum(len(r.statements) for r in readings)
        for reading in order[::4]:
            store.remove(removal(reading))
        assert kept(store) == anew(store) != whole
        for reading in order[::4]:
            store.add(reading)
        store.settle()
        assert kept(store) == whole
        assert verified(store).faults == ()


def test_a_report_read_anew_takes_the_place_of_the_old(
    store: SqlStore, readings: list[Reading]
) -> None:
    fresh = replace(readings[3].versions, program="9")
    with store:
        for reading in readings:
            store.add(reading)
        store.settle()
        store.add(replace(readings[3], statements=readings[3].statements[1:], versions=fresh))
        store.settle()
        assert kept(store) == anew(store)


def test_decisions_and_their_withdrawal_change_what_is_kept(
    store: SqlStore, readings: list[Reading]
) -> None:
    with store:
        for reading in readings:
            store.add(reading)
        store.settle()
        before = kept(store)
        many = sorted(before.values(), key=lambda e: (-len(e.statements), e.id))
        one, two, three, *rest = many
        made = [
            views.decide(store, "same", [one.id, two.id], who="A"),
            views.decide(store, "split", one.statements[:1], others=one.statements[1:], who="B"),
            views.decide(store, "reject", [three.id], who="A"),
            views.decide(store, "same", [two.statements[0], rest[0].id, rest[-1].id], who="A"),
            *views.correct(store, [rest[1].id], "speaker", "Nobody=XYZ.GOV", who="A"),
            *views.correct(store, [rest[2].id], "type", "PROTEST", who="A"),
        ]
        assert kept(store) == anew(store) != before
        assert verified(store).faults == ()
        asked = (Query(actor="nobody"), Query(type="PROTEST"), Query(text="the"), Query())
        for query in asked:
            assert [e.id for e in found(store, query).events] == [
                e.id for e in Held(store, query).asked()
            ]
        gone = next(r for r in readings if r.statements[0].id in one.statements or True)
        store.remove(removal(gone))
        assert kept(store) == anew(store)
        store.add(gone)
        store.settle()
        assert kept(store) == anew(store)
        for decision in made:
            views.withdraw(store, decision.id, who="A")
            assert kept(store) == anew(store)
        assert kept(store) == before


def test_what_a_newer_program_does_not_read_any_more_comes_back_by_a_decision(
    store: SqlStore, readings: list[Reading]
) -> None:
    fresh = replace(readings[5].versions, program="9")
    with store:
        for reading in readings:
            store.add(reading)
        store.settle()
        before = kept(store)
        accepted = readings[5].statements[2]
        made = views.decide(store, "accept", [accepted.id], who="A")
        store.add(replace(readings[5], statements=readings[5].statements[:1], versions=fresh))
        store.settle()
        assert kept(store) == anew(store)
        assert any(accepted.id in e.statements for e in kept(store).values())
        words = accepted.sentence.text.split()[-4]
        query = Query(text=words)
        assert [e.id for e in found(store, query).events] == [
            e.id for e in Held(store, query).asked()
        ]
        _again(store)
        assert kept(store) == anew(store)
        views.withdraw(store, made.id, who="A")
        assert kept(store) == anew(store)
        assert not any(accepted.id in e.statements for e in kept(store).values())
        assert before != kept(store)


def _again(store: SqlStore) -> None:
    """Let all be merged anew, as if what is kept were of another program."""
    with store.engine.begin() as connection:
        connection.execute(update(merges).values(made="another"))
    assert not store.merged()
    assert store.homes() == {}
    store.settle()


def test_all_is_merged_anew_by_several_processes_where_the_program_is_another(
    store: SqlStore, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    with store:
        for reading in readings:
            store.add(reading)
            store.settle()
        whole = kept(store)
        monkeypatch.setattr(rebuilding, "_ALONE", 0)
        monkeypatch.setattr(rebuilding, "cores", lambda: 2)
        _again(store)
        assert kept(store) == whole == anew(store)
        assert verified(store).faults == ()


QUERIES = (
    Query(), Query(actor="c00"), Query(actor="REB"), Query(country="c01"), Query(place="town-1"),
    Query(type="AID"), Query(status="denied"), Query(text="shelled"), Query(text="army town"),
    Query(from_="2020-01-02", to="2020-01-02"), Query(to="2020-01-01"),
    Query(actor="mil", type="ASSAULT", country="C00"), Query(text="nothingofthiskind"),
    Query(country="C02", place="town", text="people", status="reported"),
)  # fmt: skip


def found(store: SqlStore, query: Query, **how: Any) -> listing.Listed:
    some = listed(store, query, **how)
    assert some is not None
    return some


@pytest.mark.parametrize("few", [30_000, 5])
def test_lists_are_those_of_the_whole_record(
    store: SqlStore, readings: list[Reading], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_FEW", few)
    monkeypatch.setattr(listing, "_FEWER", few - 2)
    monkeypatch.setattr(listing, "_LEAST", 3)
    with store:
        for reading in readings:
            store.add(reading)
        for query in QUERIES:
            held = Held(store, query)
            events = held.asked()
            whole = rows.event_rows(events, held.entries)
            some = found(store, query)
            assert rows.event_rows(some.events, some.entries) == whole
            some = found(store, query, limit=4)
            assert rows.event_rows(some.events, some.entries) == whole[:4]
            some = found(store, query, spoken_of=True)
            assert rows.claim_rows(some.events, some.entries, some.unspoken) == rows.claim_rows(
                events, held.entries, held.unspoken
            )


def test_what_is_kept_astray_is_a_fault(store: SqlStore, readings: list[Reading]) -> None:
    with store:
        for reading in readings[:6]:
            store.add(reading)
        store.settle()
        assert verified(store).faults == ()
        with store.engine.begin() as connection:
            connection.execute(delete(accounts).where(accounts.c.number == 2))
            connection.execute(update(told).where(told.c.number == 3).values(home="elsewhere"))
        assert {f.what for f in verified(store).faults} >= {"event", "statement"}


def test_a_view_beside_a_writer_does_not_wait(
    where: str, store: SqlStore, readings: list[Reading]
) -> None:
    with store, open_store(where, create=False) as other:
        for reading in readings[:4]:
            store.add(reading)
        with store._writing() as connection:
            connection.execute(select(merges)).all()
            assert not other.settle(wait=False)
            assert listed(other, Query()) is None
        assert other.settle(wait=False)
        assert merging.made() != "another"
