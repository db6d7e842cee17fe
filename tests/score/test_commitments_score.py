"""Commitments and silences scored against passages, and what is said of broken ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import DataError, UsageError
from dateline.score.commitments import comparisons, explain, passages, score

LABELS = Path(__file__).parents[2] / "training/labels"
TEXT = (
    "France promised on Monday to withdraw its troops from Chad by the end of January 2025. "
    "Chad has yet to comment."
)


def label(**cells: Any) -> dict[str, Any]:
    return {
        "by": ["FRA"], "action": "withdraw its troops from Chad", "due_from": "2025-01-31",
        "due_to": "2025-01-31", "status": "pending", "later": {"2025-02-01": "overdue"}, **cells,
    }  # fmt: skip


def lines(path: Path, *passage: dict[str, Any]) -> Path:
    file = path / "passages.jsonl"
    whole = [
        {"split": "dev", "kind": "announcement", "published": "2024-06-12", "text": TEXT, **p}
        for p in passage
    ]
    file.write_text("".join(f"{json.dumps(p)}\n" for p in whole), encoding="utf-8")
    return file


def test_what_is_found_as_labelled_scores_one(tmp_path: Path) -> None:
    found = score(lines(tmp_path, {"commitments": [label()], "silences": [{"party": "TCD"}]}))
    assert (found.found, found.spurious, found.cells_right, found.main_right) == (1, 0, 1, 1)
    assert (found.later_right, found.silences_found, found.silences_spurious) == (1, 1, 0)
    assert (found.commitments, found.silences, found.items) == (1, 1, 1)


def test_what_is_missed_and_what_is_found_besides(tmp_path: Path) -> None:
    missed = label(
        action="by the end of January 2025", by=["DEU"], due_from="2025-02-01", due_to="2025-02-01"
    )
    file = lines(
        tmp_path,
        {"commitments": [missed]},
        {},
        {"optional": [label()], "optional_silences": [{"party": "TCD"}]},
        {"text": "Rain fell on Bamako.", "silences": [{"party": "MLI"}]},
    )
    found = score(file)
    assert (found.found, found.by_right, found.main_right) == (1, 0, 0)
    assert found.spurious == pytest.approx(1 / 3, abs=1e-3)
    assert found.silences_found == 0
    assert found.silences_spurious == pytest.approx(2 / 3, abs=1e-3)
    told = "\n".join(line for one in comparisons(file) for line in explain(one))
    assert "wrong    by, due of by the end" in told
    assert "besides  FRA.GOV (France) do: withdraw its troops" in told
    assert "silence  missed: MLI" in told


def test_later_reports_are_followed(tmp_path: Path) -> None:
    left = {"published": "2025-01-10", "text": "The last French troops left Chad on Friday."}
    spoke = {"published": "2024-06-14", "text": "Chad denied on Friday that it would stay silent."}
    file = lines(
        tmp_path,
        {"commitments": [label(later={"2025-02-01": "kept early", "2025-01-01": "pending"})],
         "silences": [{"party": "TCD", "closed": True}], "then": [left, spoke]},
    )  # fmt: skip
    found = score(file)
    assert found.later_right == 1
    assert found.closed_right == 0


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ({"commitments": [label(action="leave at once")]}, "line 1, .*'leave at once' is not in"),
        ({"commitments": [label(colour="red")]}, "colour"),
        ({"split": "train"}, "line 1"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, passage: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError, match=told):
        score(lines(tmp_path, passage))


def test_a_file_without_passages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        score(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="no passages"):
        score(lines(tmp_path, {}), "test")


@pytest.mark.parametrize(
    ("name", "least"),
    [("commitments", 400), ("commitments-2", 250), ("commitments-3", 200), ("commitments-4", 90)],
)
def test_our_own_labels_are_well_formed(name: str, least: int) -> None:
    every = passages(LABELS / f"{name}.jsonl")
    assert len(every) > least
    assert {p.split for p in every} == {"dev", "test"}
    assert len({(p.text, p.then) for p in every}) == len(every)
