"""What later reports change of commitments, as kept, is what following all anew gives."""

import random
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, select

from dateline.analysis import Given
from dateline.export.rows import OPEN, RUNNING
from dateline.pipeline import read
from dateline.record import ledger
from dateline.store import Query, Store, open_store, owed
from dateline.store.answers import CommitmentRow
from dateline.store.compared import diff, whole
from dateline.store.grounds import why
from dateline.store.sql import SqlStore
from dateline.store.tables import alterations, altered, followings, standings
from dateline.types import Force, Reading
from store.test_followed import same
from store.test_merged import _made, removal

PROMISE = "Ghana will send 300 soldiers to Mali by June 1, the defence ministry said on Tuesday."
CALLED_OFF = (
    "Ghana has cancelled its plan to send 300 soldiers to Mali, the ministry said on Monday."
)
TRUCE = "Sudan's army declared a 72-hour truce on Monday."
LONGER = "Sudan's army said on Thursday it had extended the truce by 72 hours."
SHELLED = (
    "Sudan's army shelled the Rapid Support Forces in Khartoum on Saturday, killing five people."
)


def report(text: str, day: str) -> Reading:
    return read(Given(text, published=day, published_basis="given"))


@pytest.fixture(scope="module")
def ghana() -> tuple[Reading, Reading]:
    return report(PROMISE, "2024-03-05"), report(CALLED_OFF, "2024-04-08")


@pytest.fixture(scope="module")
def sudan() -> tuple[Reading, ...]:
    return (
        report(TRUCE, "2024-06-24"), report(LONGER, "2024-06-28"), report(SHELLED, "2024-06-29"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """Reports of few parties, every other of whose promises is a change of one before."""
    maker = _made().Maker(60, 5)
    maker._countries, maker._weights = ["C00", "C01"], [3, 2]
    dice, found = random.Random(5), []  # noqa: S311
    forces: tuple[Force, ...] = ("extended", "extended", "amended", "suspended", "withdrawn")
    for reading in maker.reports():
        changes = []
        for made in reading.commitments:
            action = replace(made.action, type="AID", mode=None, place=None, text="help a town")
            one = replace(made, action=action)
            force, term = dice.choice(forces), dice.choice((None, "P30D"))
            due = None if term else one.due
            changed = dice.random() < 0.6
            changes.append(replace(one, force=force, term=term, due=due) if changed else one)
        found.append(replace(reading, commitments=tuple(changes)))
    return found


def opened(where: str) -> SqlStore:
    store = open_store(where, create=True)
    assert isinstance(store, SqlStore)
    return store


def promised(store: Store, as_of: str | None = None) -> dict[str, CommitmentRow]:
    """The commitments by the beginning of their words."""
    found = owed.promised(store, Query(as_of=as_of))
    assert found is not None
    return {row.commitment.action.text[:8]: row for row in found.rows}


def kept(store: SqlStore) -> list[Any]:
    """What is kept of changes, but for numbers."""
    with store.reading() as connection:
        told = connection.execute(select(alterations).order_by(alterations.c.id, alterations.c.key))
        of = select(altered.c.id, altered.c.document, altered.c.data)
        return [*told.all(), *sorted(map(tuple, connection.execute(of).all()))]


def test_changes_that_come_in_any_order_and_go_leave_what_following_anew_gives(
    where: str, readings: list[Reading]
) -> None:
    queries = (Query(), Query(as_of="2020-01-02"), Query(as_of="2020-01-04"))
    order = list(readings)
    random.Random(2).shuffle(order)  # noqa: S311
    with opened(where) as store:
        for number, reading in enumerate(order):
            store.add(reading)
            if number % 7 == 0:
                store.follow()
        whole, changes = same(store, queries), kept(store)
        forces = [row["force"] for row in whole["commitments"]]
        assert {"extended", "withdrawn", "replaced"} <= set(forces)
        for reading in order[::6]:
            store.remove(removal(reading))
        assert same(store, queries) != whole
        for reading in order[::6]:
            store.add(reading)
            store.follow()
        assert (same(store, queries), kept(store)) == (whole, changes)
        with store.engine.begin() as connection:
            connection.execute(delete(followings))
        assert (same(store, queries), kept(store)) == (whole, changes)


def test_a_promise_called_off_leads_to_the_report_that_says_so(
    where: str, ghana: tuple[Reading, Reading]
) -> None:
    first, second = ghana
    with opened(where) as store:
        store.add(second)
        store.add(first)
        row = promised(store)["send 300"].commitment
        assert (row.status, row.force) == ("withdrawn", "withdrawn")
        told = {s.id: s.sentence.text for s in second.statements}
        assert CALLED_OFF in [told.get(i) for i in row.because]
        before = promised(store, "2024-04-07")["send 300"].commitment
        assert (before.status, before.force) == ("pending", "active")
        assert before.because == first.commitments[0].because
        found = why(store, row.id)
        grounds = {ground.cell: ground for ground in found.grounds}
        assert grounds["force"].value == "withdrawn"
        assert CALLED_OFF in [words.sentence.text for words in grounds["force"].words]
        assert {r.document.id for r in found.documents} == {first.document.id, second.document.id}
        past = why(store, row.id, as_of="2024-04-07")
        assert {r.document.id for r in past.documents} == {first.document.id}


def test_what_is_called_off_is_told_between_the_days(
    where: str, ghana: tuple[Reading, Reading]
) -> None:
    with opened(where) as store:
        for reading in ghana:
            store.add(reading)
        found = diff(store, "2024-04-01", "2024-04-30")
        assert found == whole(store, "2024-04-01", "2024-04-30")
        (change,) = (c for c in found.commitments if c.commitment.action.text.startswith("send"))
        assert change.kind == "changed"
        cells = {cell.cell: (cell.before, cell.after) for cell in change.cells}
        assert cells["force"] == (("active",), ("withdrawn",))
        assert set(change.because) <= {s.id for s in ghana[1].statements}


def test_without_the_report_of_the_change_a_promise_stands_as_it_stood(
    where: str, ghana: tuple[Reading, Reading]
) -> None:
    first, second = ghana
    with opened(where) as store:
        store.add(first)
        alone = promised(store)
        store.add(second)
        assert promised(store)["send 300"] != alone["send 300"]
        store.remove(removal(second))
        assert promised(store) == alone
        assert kept(store) == []


def test_a_change_that_people_reject_changes_nothing(
    where: str, ghana: tuple[Reading, Reading]
) -> None:
    with opened(where) as store:
        for reading in ghana:
            store.add(reading)
        change = next(k for k in store.commitments() if k.document == ghana[1].document.id)
        made = ledger.about("reject", [change], who="A")
        store.decide(made)
        assert promised(store)["send 300"].commitment.force == "active"
        same(store, (Query(),))


def test_a_truce_prolonged_is_one_that_is_open_until_its_new_end(
    where: str, sudan: tuple[Reading, ...]
) -> None:
    with opened(where) as store:
        store.add(sudan[1])
        store.add(sudan[0])
        found = promised(store, "2024-06-29")
        first, change = found["a 72-hou"], found["the truc"]
        assert (first.commitment.status, first.commitment.force) == ("extended", "extended")
        assert first.commitment.due is not None
        assert first.commitment.due.edtf == "2024-06-30"
        assert first.days == 1
        running = [r for r in found.values() if r.commitment.status in RUNNING]
        assert running == [first]
        assert (change.commitment.force, change.days) == ("replaced", None)
        assert change.commitment.status in OPEN - RUNNING
        assert set(first.commitment.because) & set(change.commitment.because)
        grounds = {g.cell: g for g in why(store, first.commitment.id).grounds if g.held}
        assert grounds["due"].value == "2024-06-30"
        assert LONGER in [words.sentence.text for words in grounds["due"].words]
        assert change.commitment.sentences[-1].text == LONGER
        over = promised(store, "2024-07-02")["a 72-hou"].commitment
        assert over.status == "expired"


def test_force_between_the_old_end_and_the_new_breaks_a_truce_prolonged(
    where: str, sudan: tuple[Reading, ...]
) -> None:
    with opened(where) as store:
        for number in (0, 2, 1):
            store.add(sudan[number])
            store.follow()
        assert promised(store)["a 72-hou"].commitment.status == "broken"
        same(store, (Query(), Query(as_of="2024-06-28"), Query(as_of="2024-06-29")))


def test_a_record_of_before_is_brought_up_to_date(
    tmp_path: Path, ghana: tuple[Reading, Reading]
) -> None:
    """An older program kept nothing of changes and followed by other rules."""
    with opened(str(tmp_path / "record.db")) as store:
        for reading in ghana:
            store.add(reading)
        store.follow()
        with store.engine.begin() as connection:
            for table in (alterations, altered, standings):
                connection.execute(delete(table))
            connection.execute(followings.update().values(made="by an older program"))
        assert not store.followed()
        assert promised(store)["send 300"].commitment.status == "withdrawn"
