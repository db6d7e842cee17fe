"""Scores on labelled sentences: files of each form, and what is said of broken ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.cli.main import app
from dateline.errors import DatelineError
from dateline.score import arguments, events, factuality, names
from dateline.score.measures import Counts, by_label, macro_f1, spelled

PAIRS = (
    "marked_sentence\tgold_root\tgold_penta\n"
    "<s>Government troops</s> shelled <t>rebel positions</t> near the river on Friday.\tASSAULT\t4\n"
    "<s>The foreign minister</s> condemned <t>Sudan</t> for the raid.\tACCUSE\t3\n"
    "<s>The rebels</s> agreed to lay down their weapons.\tCONCEDE\t2\n"
)
TAGS = "Police B-S\narrested O\nthree B-T\nstudents I-T\n. O\n\nRain O\nfell O\n. O\n"
NAMES = "Amina\tB-Person\nDiallo\tI-Person\nvisited\tO\nBamako\tB-Location\n.\tO\n"
FACTS = json.dumps(
    {
        "text": "The army withdrew but it did not disarm .",
        "targets": [{"span1": [2, 3], "label": 3.0}, {"span1": [7, 8], "label": -3.0}],
    }
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_types_of_marked_pairs(tmp_path: Path) -> None:
    found = events.score(written(tmp_path, "pairs.tsv", PAIRS))
    assert found.items == 3
    assert found.types_accuracy == 1.0
    assert found.quad_macro_f1 == 1.0
    assert found.cooperation_macro_f1 == 1.0
    assert set(found.types) == {"ASSAULT", "ACCUSE", "YIELD"}


def test_marks_are_taken_out_and_one_may_be_missing(tmp_path: Path) -> None:
    first, _, third = events.marked_pairs(written(tmp_path, "pairs.tsv", PAIRS))
    assert first.text == "Government troops shelled rebel positions near the river on Friday."
    assert first.text[slice(*first.source or ())] == "Government troops"
    assert first.text[slice(*first.target or ())] == "rebel positions"
    assert (third.target, third.root) == (None, "YIELD")


def test_who_acts_and_who_is_acted_on(tmp_path: Path) -> None:
    found = arguments.score(written(tmp_path, "spans.txt", TAGS))
    assert found.items == 3
    assert found.source_f1 == 1.0
    assert found.target_recall == 1.0


def test_names(tmp_path: Path) -> None:
    written(tmp_path, "one.tsv", NAMES)
    found = names.score(tmp_path)
    assert found.items == 2
    assert found.span_f1 == 1.0
    assert found.classes["Person"].recall == 1.0
    assert found.classes["Money"].f1 is None


def test_whether_it_happened(tmp_path: Path) -> None:
    found = factuality.score(written(tmp_path, "facts.jsonl", FACTS + "\n"))
    assert found.items == 2
    assert found.pearson == pytest.approx(1.0)
    assert found.mae is not None
    assert found.mae < 3  # what knowing nothing of either would have


BROKEN: list[tuple[Callable[[Path], object], str, str]] = [
    (events.score, "", "empty"),
    (events.score, "marked_sentence\tgold_root\n", "line 1: no column gold_penta"),
    (events.score, PAIRS.replace("ASSAULT", "ATTACK"), "line 2, gold_root: 'ATTACK' is no type"),
    (events.score, PAIRS.replace("\t3", "\t7"), "line 3, gold_penta: '7' is not 1, 2, 3 or 4"),
    (events.score, PAIRS.replace("<s>The rebels</s>", "They"), "line 4, marked_sentence: no <s>"),
    (events.score, PAIRS.split("\n", 1)[0] + "\n", "no rows"),
    (arguments.score, "Police B-X\n", "line 1, tag: 'B-X' is not O"),
    (arguments.score, "Police\n", "line 1: no tag beside 'Police'"),
    (names.score, "Amina\tB-Persona\n", "line 1, tag: 'B-Persona' is not O"),
    (factuality.score, "{", "line 1: "),
    (factuality.score, '{"text": "a b"}', "line 1: "),
    (factuality.score, FACTS.replace("[2, 3]", "[2, 30]"), "line 1, span1: 2 to 30"),
    (factuality.score, FACTS.replace("-3.0", "-4.0"), "line 1, label: -4.0"),
]


@pytest.mark.parametrize(("score", "text", "said"), BROKEN)
def test_a_broken_file_is_named_with_line_and_field(
    score: Callable[[Path], object], text: str, said: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "broken", text)
    with pytest.raises(DatelineError) as caught:
        score(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("task", ["events", "arguments", "names", "factuality"])
def test_a_wrong_call_ends_with_two_and_one_line(task: str, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none", tmp_path / "bytes", tmp_path):
        result = CliRunner().invoke(app, ["score", task, str(path), "--json"])
        assert result.exit_code == 2
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1


def test_counts() -> None:
    counts = Counts()
    counts.add({1, 2, 3}, {2, 3, 4, 5})
    measure = counts.measure
    assert measure.precision == 0.5
    assert measure.recall == pytest.approx(2 / 3)
    assert Counts().measure.f1 is None
    by = by_label(["a", "a", "b"], ["a", "b", None])
    assert by["a"].f1 == pytest.approx(2 / 3)
    assert by["b"].f1 == 0.0
    assert macro_f1(by) == pytest.approx(1 / 3)
    assert macro_f1({}) is None


def test_tags_are_spans_of_the_text_they_spell() -> None:
    text, where, spans = spelled([("The", "O"), ("Red", "B-X"), ("Cross", "I-X"), ("ran", "I-Y")])
    assert text == "The Red Cross ran"
    assert where[1] == (4, 7)
    assert {(text[a:b], kind) for a, b, kind in spans} == {("Red Cross", "X"), ("ran", "Y")}
