"""What stands in a labelled cell is one of the words, days and lengths there are, or an error says where."""

import json
from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.score import actors, commitments, golden, places, times

TEXT = "The army shelled Goma on Monday."
PROMISE = {"by": ["FRA"], "action": "leave Chad"}
PASSAGE = {
    "split": "dev",
    "kind": "x",
    "published": "2024-06-12",
    "text": "France promised to leave Chad.",
}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('type = "ATTACK"', "events[0].type: 'ATTACK' is none of"),
        ('type = "ASSAULT"\nmode = "boom"', "events[0].mode: 'boom' is none of"),
        ('type = "ASSAULT"\nstance = "says"', "events[0].stance: 'says' is none of"),
        ('type = "ASSAULT"\nmodality = "maybe"', "events[0].modality: 'maybe' is none of"),
        ('type = "ASSAULT"\nfrom = "soon"', "events[0].from: 'soon' is no day"),
        ('type = "ASSAULT"\nto = "2024-13-01"', "events[0].to: '2024-13-01' is no day"),
        ('type = "ASSAULT"\nactors = ["the army"]', "'the army' is nobody's id"),
    ],
)
def test_a_golden_event_with_a_wrong_label(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.toml").write_text(f'[[events]]\nin = "shelled"\n{line}\n')
    with pytest.raises(DataError) as wrong:
        golden.cases(tmp_path)
    assert f"{tmp_path / 'a.toml'}, events[0]" in str(wrong.value)
    assert said.removeprefix("events[0]") in str(wrong.value)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('published = "2024-13-45"\n', "published: not a date"),
        ('[[commitments]]\nin = "shelled"\nby = ["X"]\n', "commitments[0].by: 'X' is nobody's id"),
        (
            '[[commitments]]\nin = "shelled"\nby = ["FRA"]\nterm = "5 years"\n',
            "commitments[0].term",
        ),
        (
            '[[commitments]]\nin = "shelled"\nby = ["FRA"]\nstatus = "done"\n',
            "commitments[0].status",
        ),
        ('[[silences]]\nin = "shelled"\nparty = "somebody"\n', "silences[0].party"),
    ],
)
def test_a_golden_reading_with_a_wrong_label(tmp_path: Path, head: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.toml").write_text(head)
    with pytest.raises(DataError) as wrong:
        golden.cases(tmp_path)
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"published": "2024-13-01"}, "line 1, published: '2024-13-01' is no day"),
        ({"then": [{"published": "x", "text": "They left."}]}, "line 1, then[0].published"),
        (
            {"commitments": [PROMISE | {"action": "go"}]},
            "commitments[0].action: 'go' is not in the text",
        ),
        (
            {"commitments": [PROMISE | {"status": "done"}]},
            "commitments[0].status: 'done' is none of",
        ),
        (
            {"commitments": [PROMISE | {"due_from": "soon"}]},
            "commitments[0].due_from: 'soon' is no day",
        ),
        (
            {"commitments": [PROMISE | {"term": "5 years"}]},
            "commitments[0].term: '5 years' is no length",
        ),
        (
            {"optional": [PROMISE | {"later": {"2024-99-01": "kept"}}]},
            "optional[0].later: '2024-99-01'",
        ),
        (
            {"commitments": [PROMISE | {"later": {"2024-09-01": "done"}}]},
            "commitments[0].later: 'done'",
        ),
    ],
)
def test_a_passage_with_a_wrong_label(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps(PASSAGE | change) + "\n")
    with pytest.raises(DataError) as wrong:
        commitments.passages(path)
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("timex", "said"),
    [
        ('tid="t1" type="DATUM" value="2020"', "TIMEX3 t1, type: 'DATUM' is none of"),
        (
            'tid="t0" type="DATE" value="2024-13-45" functionInDocument="CREATION_TIME"',
            "TIMEX3 of its creation, value: not a date: '2024-13-45'",
        ),
    ],
)
def test_a_time_with_a_wrong_label(tmp_path: Path, timex: str, said: str) -> None:
    path = tmp_path / "a.tml"
    path.write_text(f"<TimeML><TEXT>In <TIMEX3 {timex}>2020</TIMEX3>.</TEXT></TimeML>")
    with pytest.raises(DataError) as wrong:
        times.read_report(path)
    assert str(wrong.value).startswith(f"{path}, {said}")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            "<start>3</start><end>999</end>",
            "toponym 1, offsets: 3 to 999 in a text of 15 characters",
        ),
        ("<start>8</start><end>3</end>", "toponym 1, offsets: 8 to 3"),
        ("<start>x</start><end>8</end>", "toponym 1, start: 'x' is no number"),
        ("<start>3</start>", "toponym 1, end: '' is no number"),
        (
            "<start>3</start><end>8</end><lat>991</lat><lon>2</lon>",
            "991, 2 is no latitude and longitude",
        ),
    ],
)
def test_a_toponym_with_a_broken_cell(tmp_path: Path, cells: str, said: str) -> None:
    path = tmp_path / "p.xml"
    toponym = f"<toponym>{cells}<phrase>Paris</phrase></toponym>"
    path.write_text(f"<a><article><text>In Paris today.</text>{toponym}</article></a>")
    with pytest.raises(DataError) as wrong:
        list(places.articles(path))
    assert said in str(wrong.value)


def test_a_file_without_articles_is_no_corpus_of_places(tmp_path: Path) -> None:
    path = tmp_path / "p.xml"
    path.write_text("<nothing/>")
    with pytest.raises(DataError, match="no <article>"):
        list(places.articles(path))


def test_a_mark_that_is_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("split\tkind\tpassage\ndev\tit\t[It=the army] denied it.\n")
    with pytest.raises(DataError, match=r"line 2, passage, .*'the army' is nobody's id"):
        actors.passages(path)
