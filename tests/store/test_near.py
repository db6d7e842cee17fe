"""Near copies kept by the store: found as documents come in, whatever their order."""

import sqlite3
from itertools import permutations
from pathlib import Path

import pytest
from alembic import command
from msgspec.structs import replace

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.entry import entries
from dateline.record.merge import merge
from dateline.store import Query, Store, open_store
from dateline.store.sql import SqlStore
from dateline.types import Reading

from .conftest import migrate

FOLDER = Path(__file__).resolve().parents[2] / "examples"
TEXT = (FOLDER / "2024-06-12-karabakh-withdrawal-complete.txt").read_text(encoding="utf-8")


def told(text: str, day: str, publisher: str) -> Reading:
    return read(Given(text, published=day, published_basis="given", publisher=publisher))


WIRE = told(TEXT, "2024-06-12", "Agency")
PAPER = told(f"{TEXT}\n\nMore on our pages. All rights reserved.", "2024-06-13", "Paper")
LATER = told(TEXT.replace("Wednesday", "Wednesday evening"), "2024-06-14", "Agency")
OTHER = told("Police in Georgia arrested three protesters in Tbilisi.", "2024-06-13", "Paper")
READINGS = (WIRE, PAPER, LATER, OTHER)


def filled(path: Path, readings: tuple[Reading, ...]) -> Store:
    store = open_store(path, create=True)
    for reading in readings:
        store.add(reading)
    return store


def test_copies_are_found_in_any_order(tmp_path: Path) -> None:
    ids = sorted(r.document.id for r in (WIRE, PAPER, LATER))
    for number, some in enumerate(list(permutations(READINGS))[::5]):
        with filled(tmp_path / f"{number}.db", some) as store:
            assert store.copies() == dict.fromkeys(ids, ids[0])
            assert store.copies("2024-06-12") == {}
            assert set(store.copies("2024-06-13")) == {WIRE.document.id, PAPER.document.id}


def test_a_copy_is_no_further_source(tmp_path: Path) -> None:
    with filled(tmp_path / "record.db", READINGS) as store:
        told = store.entries(Query())
        counts = {e.sources for e in merge(told, copies=store.copies())}
        assert counts == {1}
        assert max(e.sources for e in merge(told)) > 1
    assert len(entries(WIRE)) > 0


def test_what_is_read_anew_has_one_signature(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    newer = replace(PAPER, versions=replace(PAPER.versions, program="9"))
    with filled(path, (*READINGS, newer)) as store:
        assert len(store.copies()) == 3
    with sqlite3.connect(path) as connection:
        (signatures,) = connection.execute("SELECT count(*) FROM signatures").fetchone()
        (lost,) = connection.execute(
            "SELECT count(*) FROM bands WHERE number NOT IN (SELECT number FROM signatures)"
        ).fetchone()
    connection.close()
    assert (signatures, lost) == (4, 0)


def test_an_older_record_gets_its_signatures(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with filled(path, READINGS) as store:
        assert isinstance(store, SqlStore)
        expected = store.copies()
        migrate(store, "0002", command.downgrade)
    with open_store(path, create=True) as store:
        assert store.copies() == expected


@pytest.mark.parametrize("publisher", ["Agency", "Paper"])
def test_as_of_a_day_only_what_was_known_counts(tmp_path: Path, publisher: str) -> None:
    later = told(f"{TEXT}\n\nMore on our pages.", "2025-01-01", publisher)
    with filled(tmp_path / "record.db", (WIRE, later)) as store:
        assert store.copies("2024-12-31") == {}
        assert len(store.copies("2025-01-01")) == 2
