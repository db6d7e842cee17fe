from pathlib import Path

import pytest

from dateline.errors import DataError
from dateline.score.places import Gold, Judged, articles, kilometres, score, tally

TEXT = "Fighters left Goma for Bukavu. Villagers fled to Rwanda, an officer in Qwertabad said."
POINTS = {
    "Goma": ("-1.68", "29.22"),
    "Bukavu": ("-2.49", "28.86"),
    "Rwanda": ("-2", "30"),
    "Qwertabad": None,
}


def corpus(folder: Path, text: str = TEXT) -> Path:
    toponyms = ""
    for name, point in POINTS.items():
        start = text.index(name)
        tag = f"<gaztag><lat>{point[0]}</lat><lon>{point[1]}</lon></gaztag>" if point else ""
        toponyms += (
            f"<toponym><start>{start}</start><end>{start + len(name)}</end>"
            f"<phrase>{name}</phrase>{tag}</toponym>"
        )
    path = folder / "corpus.xml"
    path.write_text(
        f"<articles><article docid='1'><text><![CDATA[{text}]]></text>"
        f"<toponyms>{toponyms}</toponyms></article></articles>",
        encoding="utf-8",
    )
    return path


def test_a_corpus_is_scored_by_the_stages_that_read(tmp_path: Path) -> None:
    figures = score(corpus(tmp_path))
    assert (figures.items, figures.toponyms) == (1, 4)
    assert figures.recognition_recall == 1.0
    assert figures.recognition_precision == 1.0
    assert figures.accuracy_161km == 1.0
    assert figures.coverage == 1.0
    assert figures.median_error_km is not None
    assert figures.median_error_km < 50


def test_offsets_that_point_beside_their_phrase_are_set_right(tmp_path: Path) -> None:
    path = corpus(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("<start>14<", "<start>17<"), "utf-8")
    (article,) = articles(path)
    assert TEXT[article.toponyms[0].start : article.toponyms[0].end] == "Goma"


def test_points_and_numbers_beside_the_phrase_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "web.xml"
    path.write_text(
        "<articles><article><text>Rebels left Goma.</text><toponyms><toponym><start>12</start>"
        "<end>16</end><extractedName>Goma</extractedName><latitude>-1.68</latitude>"
        "<longitude>29.22</longitude><geonamesID>216281</geonamesID></toponym></toponyms>"
        "</article></articles>",
        encoding="utf-8",
    )
    (article,) = articles(path)
    assert article.toponyms == (Gold(12, 16, "Goma", 216281, (-1.68, 29.22)),)


def test_a_folder_and_its_only_file_score_alike(tmp_path: Path) -> None:
    path = corpus(tmp_path)
    assert list(articles(path)) == list(articles(tmp_path))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0.0, 0.0), (0.0, 0.0), 0),
        ((0.0, 0.0), (0.0, 180.0), 20015),
        ((51.5, -0.12), (48.86, 2.35), 342),
    ],
)
def test_distances(one: tuple[float, float], other: tuple[float, float], expected: int) -> None:
    assert round(kilometres(one, other)) == pytest.approx(expected, abs=3)


def test_a_toponym_without_a_point_is_wrong() -> None:
    gold = Gold(0, 4, "Goma", None, (0.0, 0.0))
    figures = tally([], [Judged("1", gold, 10.0), Judged("1", gold, None)], 1, 0.0)
    assert figures.accuracy_161km == 0.5
    assert figures.median_error_km == 10.0


def test_nothing_to_score_has_no_ratio() -> None:
    figures = tally([], [], 0, 0.0)
    assert figures.recognition_f1 is None
    assert figures.auc is None


@pytest.mark.parametrize("content", ["", "<articles><article/></articles>", "no XML"])
def test_what_is_no_corpus_is_a_clear_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.xml"
    path.write_text(content)
    with pytest.raises(DataError, match="not a corpus of places"):
        score(path)
