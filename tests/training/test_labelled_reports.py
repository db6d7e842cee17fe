"""Our labelled reports are of their form, and what is not is told with its line."""

from pathlib import Path

import pytest
from training.coder.examples import part
from training.coder.golden import golden, text_of
from training.coder.labelled import FormError, reported, sentences

from dateline.score.golden import cases

LABELS = Path(__file__).parents[2] / "training/labels"


def test_every_label_stands_in_its_sentence() -> None:
    every = list(reported(LABELS))
    assert len(every) > 10_000
    assert sum(example.root != "NONE" for some in every for example in some) > 10_000
    held = sum(part(some[0].group) < 2 for some in every)
    assert 0.1 < held / len(every) < 0.3


def test_marks_name_words_of_the_sentence_above() -> None:
    told = list(
        sentences(
            [
                "# 2024-06-12 | wire | a test",
                "The army shelled the town and the town burned.",
                "- shelled | ASSAULT/heavy-weapons | The army | the town#1",
                "! burned |",
            ]
        )
    )
    (event,) = told[0].events
    assert event.recipients == ((17, 25),)
    assert told[0].commitments == [((39, 45), None)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("- fled | SANCTION | |", "does not stand"),
        ("- shelled | SHELLING | |", "no such type"),
        ("- shelled | ASSAULT | the town |", "stands there 2 times"),
        ("^ shelled | rumour |", "no such evidence"),
        ("- shelled", "cells are wanted"),
    ],
)
def test_a_wrong_mark_is_a_fault_with_its_line(line: str, fault: str) -> None:
    text = ["# 2024-06-12 | wire | a test", "The army shelled the town and the town burned.", line]
    faults: list[str] = []
    assert len(list(sentences(text, faults))) == 1
    assert len(faults) == 1
    assert "line 3" in faults[0]
    assert fault in faults[0]
    with pytest.raises(FormError):
        list(sentences(text))


def test_a_labelled_report_is_a_golden_reading_with_all_cells_free(tmp_path: Path) -> None:
    lines = [
        "# 2024-06-12 | wire | a test",
        "Army shells town",
        "- shells | ASSAULT/heavy-weapons | Army | town",
        "The army shelled the town, and it will shell it again on Friday.",
        "- shelled | ASSAULT/heavy-weapons | The army | the town",
        "! shell | it#1",
    ]
    report = list(sentences(lines))
    text, starts = text_of(report)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.toml").write_text("\n".join(golden(report, text, starts)), encoding="utf-8")
    (case,) = cases(tmp_path)
    assert case.golden.published == "2024-06-12"
    assert [(e.in_, e.type) for e in case.golden.events] == [
        ("shells", "ASSAULT"), ("shelled", "ASSAULT"),
    ]  # fmt: skip
    (promise,) = case.golden.commitments
    assert promise.in_ == "will shell it"
