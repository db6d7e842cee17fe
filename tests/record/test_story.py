"""The example reports as one story: the same whatever the order, corrected when one goes."""

import random
from pathlib import Path

import msgspec
import pytest

from dateline.pipeline import read
from dateline.record.entry import entries, unspoken
from dateline.record.merge import merge
from dateline.sources import Where, load
from dateline.store import Query, open_store
from dateline.store.views import commitments, events
from dateline.types import Reading, RecordEvent

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.txt"))


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [read(load(Where(path))) for path in EXAMPLES]


def merged(readings: list[Reading], as_of: str | None = None) -> tuple[RecordEvent, ...]:
    told = [e for r in readings for e in entries(r)]
    return merge(told, [u for r in readings for u in unspoken(r)], as_of)


def withdrawal(found: tuple[RecordEvent, ...]) -> RecordEvent:
    (one,) = [
        e for e in found if e.type == "RETREAT" and e.time is not None and e.time.to == "2024-06-12"
    ]
    return one


def test_read_in_any_order_the_record_is_the_same_byte_for_byte(
    readings: list[Reading], tmp_path: Path
) -> None:
    records = set()
    for number in range(4):
        some = list(readings)
        random.Random(number).shuffle(some)  # noqa: S311
        with open_store(tmp_path / f"{number}.db", create=True) as store:
            for reading in some:
                store.add(reading)
            told = events(store, limit=0), commitments(store, Query(as_of="2025-01-01"), limit=0)
        records.add(msgspec.json.encode(told))
    assert len(records) == 1


def test_the_withdrawal_is_claimed_by_one_side_then_confirmed_by_both(
    readings: list[Reading],
) -> None:
    then, now = (withdrawal(merged(readings, day)) for day in ("2024-06-30", None))
    assert (then.status, now.status) == ("claimed by one side", "confirmed by both sides")
    assert then.parties["AZE.GOV"].stance == now.parties["AZE.GOV"].stance == "states"
    assert (then.parties["RUS.GOV"].stance, now.parties["RUS.GOV"].stance) == ("silent", "admits")
    assert (then.sources, now.sources, then.id) == (1, 2, now.id)


def test_the_five_year_term_ends_early_with_its_reasons(
    readings: list[Reading], tmp_path: Path
) -> None:
    by_id = {e.statement.id: e for r in readings for e in entries(r)}
    with open_store(tmp_path / "record.db", create=True) as store:
        for reading in readings:
            store.add(reading)
        before, after = (
            {
                c.id: c.commitment
                for c in commitments(store, Query(as_of=day), limit=0).items
                if c.commitment.term == "P5Y"
            }
            for day in ("2023-12-31", "2025-01-01")
        )
    assert len(before) == 2  # told as news; later reports tell of them again
    assert {c.status for c in before.values()} <= {"pending", "under way"}
    assert before.keys() < after.keys()
    for one in after.values():
        assert (one.status, one.force, one.timing) == ("ended early", "withdrawn", "early")
        told = [by_id[i] for i in one.because if i in by_id]
        assert any(e.statement.event.type == "RETREAT" and (e.said or "") > "2024" for e in told)


def test_taking_one_report_out_restores_what_was(readings: list[Reading]) -> None:
    for gone in range(len(readings)):
        without = [r for i, r in enumerate(readings) if i != gone]
        assert merged([*without, readings[gone]]) == merged(readings)
        left = {e.statement.id for r in without for e in entries(r)}
        assert {i for e in merged(without) for i in e.statements} == left
    last = readings[-1]
    assert withdrawal(merged([r for r in readings if r is not last])).status == (
        "claimed by one side"
    )
