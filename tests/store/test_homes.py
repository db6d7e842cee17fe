"""Which statements tell of one event, kept: the same as found anew, whatever comes after."""

import random
import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.entry import Entry, entries
from dateline.record.matching import homes, matched
from dateline.store import Query, open_store
from dateline.store import homes as keeping
from dateline.store.views import events
from dateline.types import Reading

TEXTS = (
    ("2024-06-11", "Ukraine said that Russia had shelled Kharkiv on Monday 10 June, killing two."),
    ("2024-06-12", "Russia shelled Kharkiv on Monday 10 June, killing three people."),
    ("2024-06-12", "Police in Georgia arrested three protesters in Tbilisi on Tuesday."),
    ("2024-06-13", "Georgian police arrested four protesters in Tbilisi on Tuesday 11 June."),
    ("2024-06-14", "Russia admitted that it had shelled Kharkiv on Monday 10 June."),
)
READINGS = [read(Given(t, published=day, published_basis="given")) for day, t in TEXTS]


def known(readings: list[Reading]) -> list[Entry]:
    return [e for reading in readings for e in entries(reading)]


def test_homes_found_bit_by_bit_are_those_found_at_once() -> None:
    whole = homes(known(READINGS))
    assert len(set(whole.values())) < len(whole)
    for seed in range(6):
        order = list(READINGS)
        random.Random(seed).shuffle(order)  # noqa: S311
        held: dict[str, str] = {}
        for number in range(1, len(order) + 1):
            held = homes(known(order[:number]), held)
        assert held == whole


def test_known_homes_group_as_matching_does() -> None:
    told = known(READINGS)
    assert matched(told, homes(told)) == matched(told)


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "_MANY", 0)
    path = tmp_path / "record.db"
    with open_store(path, create=True) as store:
        for reading in READINGS[:3]:
            store.add(reading)
        store.settle()
        assert set(store.homes()) == {e.statement.id for e in known(READINGS[:3])}
    return path


def test_a_record_shows_the_same_settled_or_not(settled: Path, tmp_path: Path) -> None:
    with (
        open_store(settled, create=False) as store,
        open_store(tmp_path / "other.db", create=True) as other,
    ):
        for reading in READINGS:
            store.add(reading)
            other.add(reading)
        assert other.homes() == {}
        for query in (Query(), Query(as_of="2024-06-12")):
            assert events(store, query) == events(other, query)
        store.settle()
        assert events(store, limit=0) == events(other, limit=0)


def test_a_report_read_anew_loosens_what_came_out_after_it(settled: Path) -> None:
    emptied = replace(
        READINGS[0], statements=(), versions=replace(READINGS[0].versions, program="9")
    )
    with open_store(settled, create=False) as store:
        store.add(emptied)
        assert store.homes() == {}
        told = events(store, limit=0).items
    assert len(told) == len(set(homes(known(READINGS[1:3])).values()))


def test_homes_of_another_matching_do_not_count(settled: Path) -> None:
    with sqlite3.connect(settled) as connection:
        connection.execute("UPDATE homes SET made = 'another', home = 'x'")
    connection.close()
    with open_store(settled, create=False) as store:
        assert store.homes() == {}
        store.settle()
        assert store.homes() == homes(known(READINGS[:3]))
