"""Stance and evidence scored, on sentences of our own."""

from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.score.stance import comparisons, explain, labelled_rows, score

HEAD = "stance\tevidence\tsentence\n"
ROWS = (
    "confirms\tnone\t<s>Russia</s> <c>confirmed</c> that its troops had <e>left</e> Kherson.\n"
    "states\twitness\tSoldiers <e>attacked</e> the market, <s>residents</s> <c>said</c>.\n"
    "none\tnone\tRebels <e>attacked</e> the town of Goma on Monday.\n"
)


def file(path: Path, rows: str, head: str = HEAD) -> Path:
    path = path / "stance.tsv"
    path.write_text(head + rows, encoding="utf-8")
    return path


def test_what_is_read_as_labelled_scores_one(tmp_path: Path) -> None:
    found = score(file(tmp_path, ROWS))
    assert (found.macro_f1, found.accuracy) == (1.0, 1.0)
    assert (found.evidence_macro_f1, found.evidence_accuracy) == (1.0, 1.0)
    assert found.items == 3
    assert found.stances["confirms"].items == 1


def test_what_is_read_otherwise_counts_and_is_listed(tmp_path: Path) -> None:
    path = file(tmp_path, ROWS.replace("confirms\tnone", "denies\tvideo,data"))
    found = score(path)
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.stances["denies"].recall == 0.0
    assert found.evidence["video"].recall == 0.0
    assert [line.split(":")[0] for one in comparisons(path) for line in explain(one)] == [
        "stance denies, got confirms",
        "evidence data, video, got none",
    ]


def test_a_split_takes_its_part(tmp_path: Path) -> None:
    path = file(tmp_path, ROWS)
    parts = [set(labelled_rows(path, split=split)) for split in ("dev", "test")]
    assert parts[0] | parts[1] == set(labelled_rows(path))
    assert not parts[0] & parts[1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("sure\tnone\tIt <e>fell</e>.\n", "line 2, stance: 'sure'"),
        ("none\tfilm\tIt <e>fell</e>.\n", "line 2, evidence: 'film'"),
        ("none\tnone\tIt fell.\n", "line 2, sentence: no words marked"),
        ("none\tnone\tIt <e></e>fell.\n", "line 2, sentence: no words marked"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        score(file(tmp_path, rows))


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no column evidence"):
        score(file(tmp_path, "", head="stance\tsentence\n"))


def test_a_column_of_splits_says_what_a_row_is_for(tmp_path: Path) -> None:
    rows = "".join(
        f"{split}\t{row}\n"
        for split, row in zip(("dev", "test", "dev"), ROWS.split("\n"), strict=False)
    )
    told = labelled_rows(file(tmp_path, rows, f"split\t{HEAD}"), split="test")
    assert [row.stance for row in told] == ["states"]
