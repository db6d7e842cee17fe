import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.text.canonical import canonical, document_id, paragraphs, readable


@given(st.text())
def test_readable_keeps_every_offset(text: str) -> None:
    assert len(readable(text)) == len(text)


@given(st.text())
def test_paragraphs_are_stretches_of_text_without_outer_space(text: str) -> None:
    plain = readable(text)
    for paragraph in paragraphs(plain):
        piece = plain[paragraph.start : paragraph.end]
        assert piece
        assert piece == piece.strip()


def test_the_same_report_has_the_same_id_however_it_is_set() -> None:
    assert document_id("“They  left,”\r\nhe said.\u200b") == document_id('"They left," he said.')
    assert document_id("They left.") != document_id("They stayed.")


def test_a_wrapped_paragraph_is_one_and_a_headline_stays_apart() -> None:
    text = (
        "Rebels leave the town\n"
        "The rebels left the town of Kidal on Monday after days of talks with\n"
        "the army, which said that its forces had moved in.\n"
    )
    plain = readable(text)
    assert [plain[p.start : p.end] for p in paragraphs(plain)] == [
        "Rebels leave the town",
        "The rebels left the town of Kidal on Monday after days of talks with "
        "the army, which said that its forces had moved in.",
    ]


def test_canonical_makes_white_space_and_quotes_uniform() -> None:
    assert canonical(" a\u00a0b\t\n‘c’ ") == "a b 'c'"


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(DataError, match="half a character"):
        document_id("Troops left \ud800 Kidal.")
