"""Attributions scored against folders in the form of PolNeAR, on sentences of our own."""

from pathlib import Path

import pytest

from dateline.errors import DataError, UsageError
from dateline.score.attribution import annotated_spans, score

TEXT = "The army said that rebels had attacked the town of Kidal."
LINES = (
    "T1\tSource 0 8\tThe army\n"
    "T2\tCue 9 13\tsaid\n"
    "T3\tContent 14 56\tthat rebels had attacked the town of Kidal\n"
    "T4\tAttribution 9 13\tsaid\n"
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
)


def folder(path: Path, lines: str, text: str = TEXT) -> Path:
    for name in ("attributions", "text"):
        (path / name).mkdir()
    (path / "text" / "report.txt").write_bytes(text.encode())
    (path / "attributions" / "report_1a2b.ann").write_bytes(lines.encode())
    return path


def test_what_is_found_as_annotated_scores_one(tmp_path: Path) -> None:
    found = score(folder(tmp_path, LINES))
    assert (found.source_f1, found.cue_f1, found.content_f1) == (1.0, 1.0, 1.0)
    assert (found.source_span_f1, found.cue_span_f1, found.content_span_f1) == (1.0, 1.0, 1.0)
    assert found.items == 3


def test_half_a_source_counts_by_token_and_not_as_a_span(tmp_path: Path) -> None:
    found = score(folder(tmp_path, LINES.replace("Source 0 8\tThe army", "Source 4 8\tarmy")))
    assert found.source_f1 == pytest.approx(2 / 3)
    assert (found.source_precision, found.source_recall) == (0.5, 1.0)
    assert found.source_span_f1 == 0.0


def test_what_is_not_found_counts(tmp_path: Path) -> None:
    found = score(folder(tmp_path, LINES + "T5\tCue 31 39\tattacked\n"))
    assert (found.cue_precision, found.cue_recall) == (1.0, 0.5)


def test_fragments_and_newlines_keep_their_offsets(tmp_path: Path) -> None:
    path = folder(tmp_path, "T1\tContent 0 4;9 13\tabcd efgh\n") / "attributions/report_1a2b.ann"
    found = annotated_spans(path, "abcd\r\nxx efgh")
    assert found["Content"] == {((0, 4), (9, 13))}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("T1\tSource 0 800\tThe army\n", "line 1, offsets: 0 to 800 in a text of 57"),
        ("T1\tCue 9 13\tsaid\nT2\tSource 8 0\tx\n", "line 2, offsets: 8 to 0"),
        ("T1\tSource zero 8\tThe army\n", "line 1, offsets: 'zero 8'"),
        ("T1\tSource \tThe army\n", "line 1, offsets: ''"),
        ("T1\tPerson 0 8\tThe army\n", "no Source, Cue or Content"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, lines: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        score(folder(tmp_path, lines))


def test_a_folder_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no attributions/\*\.ann"):
        score(tmp_path)


def test_an_annotation_without_its_text_is_named(tmp_path: Path) -> None:
    path = folder(tmp_path, LINES)
    (path / "text" / "report.txt").unlink()
    with pytest.raises(DataError, match=r"no text .*report\.txt"):
        score(path)
