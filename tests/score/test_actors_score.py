"""Scoring whom words stand for: marked passage -> verdict."""

from pathlib import Path

import pytest

from dateline.errors import DataError, UsageError
from dateline.score.actors import comparisons, explain, passages, score

HEAD = "split\tkind\tpassage\n"


def labelled(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "marked.tsv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("passage", "verdict"),
    [
        ("Sudan's army fired. [It=SDN.MIL] denied this.", "right"),
        ("Sudan's army fired. [It=TCD.MIL|SDN.MIL] denied this.", "right"),
        ("Sudan's army fired. [It=TCD.MIL] denied this.", "wrong"),
        ("Sudan's army fired. [It=-] denied this.", "wrong"),
        ("[It=-] is clear that troops left.", "right"),
        ("Snow fell. [They=SDN.MIL] left.", "missed"),
        ("Snow fell. [They=SDN.MIL|-] left.", "right"),
        ("Greece met Turkey. [The two countries=GRC.GOV+TUR.GOV] agreed.", "right"),
        ("Greece met Turkey. [The two countries=GRC.GOV] agreed.", "wrong"),
    ],
)
def test_a_mark_is_right_wrong_or_missed(tmp_path: Path, passage: str, verdict: str) -> None:
    (compared,) = comparisons(labelled(tmp_path, f"dev\tit\t{passage}"))
    assert [one[2] for one in compared.found] == [verdict]
    assert bool(list(explain(compared))) == (verdict != "right")


def test_shares_by_kind_and_split(tmp_path: Path) -> None:
    path = labelled(
        tmp_path,
        "dev\tit\tSudan's army fired. [It=SDN.MIL] denied this.",
        "dev\tthey\tSnow fell. [They=SDN.MIL] left.",
        "test\tit\t[It=-] is clear that troops left.",
    )
    found = score(path, "dev")
    assert (found.right, found.right_of_found, found.marks, found.items) == (0.5, 1.0, 2, 2)
    assert found.by_kind == {"it": 1.0, "they": 0.0}
    assert score(path).marks == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind\tpassage\nit\tx\n", "no column split"),
        (HEAD + "dev\tit\n", "line 2: fewer fields than columns"),
        (HEAD + "dev\tit\tNothing is marked.\n", "line 2, passage: no words marked"),
        (HEAD + "dev\tit\t[It=SDN.MIL] left [them.\n", "or a bracket besides"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "marked.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        passages(path)


def test_nothing_to_score_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no passages"):
        passages(labelled(tmp_path, "dev\tit\t[It=-] is clear."), "test")
    with pytest.raises(UsageError):
        passages(tmp_path / "none.tsv")
