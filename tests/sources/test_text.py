import pytest

from dateline.errors import EmptyError, EncodingError, LanguageError, TooLargeError
from dateline.sources.language import check_english
from dateline.sources.text import MAX_BYTES, decoded

LINE = "Café talks: the rebels left Kidal on Monday, the army said, and it gave no details.\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_read_and_line_ends_are_kept(encoding: str) -> None:
    assert decoded(LINE.encode(encoding)) == LINE


def test_another_encoding_is_found() -> None:
    text = LINE * 20
    assert decoded(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyError),
        (b" \r\n\t ", EmptyError),
        (b"\xef\xbb\xbf", EmptyError),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", EncodingError),
        (b"\xff\xfea", EncodingError),
        (b"abc\x01\x02\x03\x04\x05\x06 def", EncodingError),
        (b"a" * (MAX_BYTES + 1), TooLargeError),
        (b"a" * 1_000_001, TooLargeError),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        decoded(data)


@pytest.mark.parametrize(
    "text",
    [
        "Les forces de maintien de la paix ont quitté la région mercredi, a annoncé le ministère "
        "de la défense dans un communiqué publié sur son site, sans donner plus de détails sur "
        "la suite des opérations prévues.",
        "Las fuerzas de paz abandonaron la región el miércoles, anunció el ministerio de defensa "
        "en un comunicado publicado en su página, sin dar más detalles sobre lo que vendrá ni "
        "sobre los soldados que quedan.",
        "Миротворцы полностью покинули регион, сообщило министерство обороны.",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    with pytest.raises(LanguageError):
        check_english(text)


@pytest.mark.parametrize("text", [LINE, "Kidal taken", LINE * 30])
def test_english_and_short_texts_pass(text: str) -> None:
    check_english(text)


def test_a_stray_zero_is_kept_where_it_stands() -> None:
    assert decoded(LINE.encode().replace(b"Kidal", b"Ki\x00al")) == LINE.replace(
        "Kidal", "Ki\x00al"
    )
