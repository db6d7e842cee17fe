"""What bears on promises is found by columns as it is one by one, and so is how they stand."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from dateline.record import telling
from dateline.record.entry import Entry, Kept, entries
from dateline.record.stands import found_under
from dateline.store.borne import unpacked
from dateline.store.meeting import Told, by_columns
from dateline.store.watchers import Followed, Watcher
from dateline.types import Commitment, Published, Quantity, Reading, Time
from store.test_merged import _made


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """Few countries, so that much bears on much; some have no day, some deny."""
    maker = _made().Maker(80, 8)
    maker._countries, maker._weights = ["C00", "C01"], [3, 1]
    return list(maker.reports())


@pytest.fixture(scope="module")
def told(readings: list[Reading]) -> dict[int, Entry]:
    found = [e for reading in readings for e in entries(reading)]
    for number, out in ((9, Published()), (50, Published(to="2020-01-02")), (90, Published())):
        found[number] = Entry(found[number].document, out, found[number].statement)
    for number in range(0, len(found), 7):
        one = found[number].statement
        time = (
            None
            if number % 2
            else Time(edtf="2019", from_="2019-01-01", to=None, basis="expression")
        )
        changed = replace(one, time=time, modality="ongoing" if number % 3 else one.modality)
        found[number] = Entry(found[number].document, found[number].published, changed)
    return dict(enumerate(found, 1))


def promises(readings: list[Reading]) -> Iterator[tuple[str, Commitment]]:
    """Those of the reports, and the same of no place, of a posting, made or due on other days."""
    years = Time(edtf="2020", from_="2020-01-02", to="2020-12-31", basis="expression")
    open_ = Time(edtf="../2020-01-03", from_=None, to="2020-01-03", basis="expression")
    for reading in readings:
        for one in reading.commitments:
            nowhere = replace(one.action, place=None)
            yield reading.document.id, one
            yield reading.document.id, replace(one, action=nowhere, due=years)
            yield reading.document.id, replace(one, action=nowhere, made=None, due=None)
            yield reading.document.id, replace(one, action=nowhere, made=open_, due=open_)
            posting = replace(nowhere, type="MOBILIZE", mode=None)
            yield reading.document.id, replace(one, duty="do", action=posting, due=open_)


def watcher(document: str, one: Commitment) -> Watcher:
    return Watcher(Followed(Kept(document, one), home=(document,), rests=(one.id,)), known="")


def bearing(one: Watcher, told: dict[int, Entry]) -> dict[int, Entry]:
    keys = dict(one.asked())
    return {
        number: entry
        for number, entry in told.items()
        if any(key in keys and day >= keys[key] for key, day in found_under(entry))
        and one.takes(entry)
    }


def singly(one: Watcher, told: dict[int, Entry]) -> Watcher:
    for number, entry in bearing(one, told).items():
        one.add(number, entry)
    return one


@pytest.mark.parametrize("most", [2, 20])
def test_by_columns_the_same_is_found(
    readings: list[Reading], told: dict[int, Entry], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST", most)
    columns: dict[str, Told] = defaultdict(Told)
    for number, entry in told.items():
        for key, day in found_under(entry):
            columns[entry.statement.event.type].put(key, day, number, entry)
    many = 0
    for document, one in promises(readings):
        if one.duty == "refrain":
            continue
        by, alone = watcher(document, one), singly(watcher(document, one), told)
        assert by_columns(by)
        for kind in {key.split()[1] for key, _ in by.asked()}:
            columns[kind].meet(by, [(k, d) for k, d in by.asked() if k.split()[1] == kind])
        assert rows(by) == rows(alone)
        many += len(bearing(by, told)) > most
    assert many > 5


def rows(one: Watcher) -> tuple[Any, ...]:
    row, standings = one.rows()
    return row, standings, unpacked(row["telling"]), one.over


def test_how_one_stood_on_a_day_is_what_all_told_up_to_it_gives(
    readings: list[Reading], told: dict[int, Entry]
) -> None:
    status = set()
    for document, one in promises(readings):
        made = singly(watcher(document, one), told)
        watching = made.watching
        assert watching is not None
        every = watching.by(bearing(made, told).values())
        _, standings = made.rows()
        for day in (
            "2019-12-31",
            *(f"2020-01-0{n}" for n in range(1, 7)),
            "2020-12-31",
            "2021-01-01",
        ):
            (kept,) = (s["status"] for s in standings if s["since"] <= day < s["until"])
            assert kept == every.on(day).status, (one, day)
            status.add(kept)
    assert len(status) > 4


def test_a_promise_of_an_amount_is_held_against_each_statement(readings: list[Reading]) -> None:
    document, one = next(promises(readings))
    amount = Quantity(kind="troops", min=5, max=5, text="5", start=0, end=1)
    assert not by_columns(
        watcher(document, replace(one, action=replace(one.action, quantity=amount)))
    )
