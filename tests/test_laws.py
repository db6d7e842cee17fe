"""Laws that every reading keeps, over all reports of the project."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.analysis import Given
from dateline.errors import DataError
from dateline.pipeline import check, default_stages, read
from dateline.score.readings import score
from dateline.types import Reading

ROOT = Path(__file__).resolve().parents[1]
REPORTS = sorted([*ROOT.glob("examples/*.txt"), *ROOT.glob("tests/golden/*/*.txt")])


def spans(value: Any) -> list[dict[str, Any]]:
    """Everything in a reading that has start, end and text."""
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text"} <= value.keys() and value["text"] else []
        return own + [s for v in value.values() for s in spans(v)]
    return [s for v in value for s in spans(v)] if isinstance(value, list) else []


def lawful(reading: Reading) -> None:
    value = msgspec.to_builtins(reading)
    text = reading.document.text
    document = value.pop("document")
    for span in [*spans(value), *spans(document["place"] or {})]:
        if span["start"] is not None:
            assert text[span["start"] : span["end"]] == span["text"]
    known = {s.id for s in reading.statements}
    assert len(known) == len(reading.statements)
    for commitment in reading.commitments:
        assert set(commitment.because) <= known
        assert commitment.basis is None or commitment.basis in known
    assert all(s.about is None or s.about in known for s in reading.silences)
    assert re.search(r'[\[:,]""', msgspec.json.encode(value).decode()) is None


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_spans_are_the_text_and_nothing_dangles(path: Path) -> None:
    reading = read(Given(path.read_text(encoding="utf-8")))
    assert reading.failures == ()
    lawful(reading)


def test_the_same_text_gives_the_same_reading_byte_for_byte() -> None:
    given = Given(REPORTS[0].read_text(encoding="utf-8"), published="2024-06-12")
    assert msgspec.json.encode(read(given)) == msgspec.json.encode(read(given))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_no_text_makes_a_stage_fail(text: str) -> None:
    reading = read(Given(text))
    assert reading.failures == ()
    lawful(reading)


def test_a_stage_before_what_it_needs_is_refused() -> None:
    with pytest.raises(DataError, match="needs"):
        check(reversed(default_stages()))


def test_the_examples_are_read_well() -> None:
    """A floor under the figures of docs/results.md: a change that falls below it is a fault."""
    found = score(ROOT / "tests/golden/examples")
    assert (found.events_found or 0) >= 0.75
    assert (found.cells_right or 0) >= 0.75
    assert (found.spurious or 0) <= 0.15
    assert (found.silences_found or 0) >= 0.7
