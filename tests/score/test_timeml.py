from pathlib import Path

import pytest

from dateline.errors import DataError, UsageError
from dateline.score.times import found_in, paired, read_report, score

REPORT = """<?xml version="1.0" ?>
<TimeML>
<DOCID>one</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2024-06-12"
 functionInDocument="CREATION_TIME">2024-06-12</TIMEX3></DCT>
<TEXT>Rebels &amp; soldiers <EVENT eid="e1">fought</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2024-06-10">Monday</TIMEX3>.

They had met <TIMEX3 tid="t2" type="DATE" value="2024-W23">last week</TIMEX3> for
<TIMEX3 tid="t3" type="DURATION" value="P3D">three days</TIMEX3>, and meet
<TIMEX3 tid="t4" type="SET" value="XXXX-WXX-5">every Friday</TIMEX3>. They came in
<TIMEX3 tid="t5" type="DATE" value="2020-FA">the fall of 2020</TIMEX3>, in
<TIMEX3 tid="t6" type="DATE" value="199">the 1990s</TIMEX3> and on
<TIMEX3 tid="t7" type="TIME" value="2024-06-11TNI">Tuesday night</TIMEX3>. One is
<TIMEX3 tid="t8" type="DATE" value="PRESENT_REF">now</TIMEX3> in prison since
<TIMEX3 tid="t9" type="DATE" value="2023-Q3">the third quarter of 2023</TIMEX3>.
</TEXT>
</TimeML>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.tml").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_a_report_that_is_read_as_it_is_labelled(folder: Path) -> None:
    report = read_report(folder / "one.tml")
    assert report.created == "2024-06-12"
    assert [report.text[t.start : t.end] for t in report.timexes[:2]] == ["Monday", "last week"]
    assert found_in(report) == list(report.timexes)
    figures = score(folder)
    assert (figures.span_strict_f1, figures.span_relaxed_f1, figures.value_f1) == (1.0, 1.0, 1.0)
    assert (figures.files, figures.items, figures.found) == (1, 9, 9)


def test_a_part_found_is_a_relaxed_match_and_a_wrong_value_counts_against_value(
    folder: Path,
) -> None:
    wrong = REPORT.replace(">Monday</TIMEX3>.", ">Monday.</TIMEX3>").replace("P3D", "P4D")
    wrong = wrong.replace('tid="t8" type="DATE" value="PRESENT_REF">now<', 'tid="t8">now<')
    wrong = wrong.replace("in prison", 'in <TIMEX3 type="DATE" value="">prison</TIMEX3>')
    (folder / "one.tml").write_text(wrong, encoding="utf-8")
    figures = score(folder)
    assert figures.items == 10
    assert figures.span_relaxed_f1 == round(18 / 19, 4)
    assert figures.span_strict_f1 == round(16 / 19, 4)
    assert figures.value_f1 == round(14 / 19, 4)
    (missed,) = (p.gold for p in paired(read_report(folder / "one.tml")) if p.found is None)
    assert missed is not None


def test_what_is_no_timeml_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no TimeML files"):
        score(tmp_path)
    for broken in ("<TimeML>", "<TimeML><DCT/></TimeML>"):
        (tmp_path / "broken.tml").write_text(broken, encoding="utf-8")
        with pytest.raises(DataError, match=r"broken\.tml: not TimeML"):
            score(tmp_path)
