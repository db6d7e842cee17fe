"""What can bear on a commitment or end a silence says of it what the whole record says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.pipeline import read
from dateline.record.bearing import homes
from dateline.record.entry import Entry, Kept, Unspoken, entries, unspoken
from dateline.record.follow import follow, watched
from dateline.record.neighbours import Neighbours
from dateline.record.spoken import spoken
from dateline.sources import gather, load
from dateline.types import Commitment

ROOT = Path(__file__).resolve().parents[2]
Told = tuple[list[Entry], list[tuple[str, Commitment]], list[Unspoken]]


@pytest.fixture(scope="module")
def told() -> Told:
    readings = []
    for where in gather([str(ROOT / "examples"), str(ROOT / "tests/golden/dev")]):
        assert not isinstance(where, Exception)
        readings.append(read(load(where)))
    return (
        [e for r in readings for e in entries(r)],
        [(r.document.id, c) for r in readings for c in r.commitments],
        [u for r in readings for u in unspoken(r)],
    )


@pytest.mark.parametrize("day", [None, "2021-06-01", "2024-08-31", "2030-01-01"])
def test_following_by_neighbours_is_following_by_all(told: Told, day: str | None) -> None:
    everything, commitments, _ = told
    near = Neighbours(everything)
    assert len(commitments) > 20
    for document, commitment in commitments:
        home = homes(commitment, everything) | {document}
        whole = watched(Kept(document, commitment), everything, home).on(day)
        assert len(near.bearing(commitment, document)) < len(everything)
        assert near.watched(Kept(document, commitment)).on(day) == whole


def test_silences_end_by_neighbours_as_by_all(told: Told) -> None:
    everything, _, silences = told
    near = Neighbours(everything)
    ends = [spoken(s, everything) for s in silences]
    assert any(ends)
    assert [spoken(s, near.answering(s)) for s in silences] == ends
    assert near.answering(silences[0]) != everything


def test_a_record_of_one_document_is_followed_as_such(told: Told) -> None:
    everything, commitments, _ = told
    for document, commitment in commitments:
        alone = [e for e in everything if e.document == document]
        found = Neighbours(alone).watched(Kept(document, commitment)).on("2030-01-01")
        assert (found,) == follow([commitment], alone, "2030-01-01")
