"""Bytes to text: encodings told apart, and what is no text refused with a reason."""

from __future__ import annotations

import codecs
import re

from dateline.errors import EmptyError, EncodingError, LanguageError, TooLargeError

MAX_BYTES = 4_000_000
MAX_CHARACTERS = 1_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# The commonest function words of English that are rare in other languages of the Latin script.
_ENGLISH = frozenset(
    (
        "the of and to that is was were for with by from it its has had have been which this are"
        " they their said on at as be not but after who will would there"
    ).split()
)
_MIN_SHARE = 0.08
_MIN_WORDS = 25


def decoded(data: bytes) -> str:
    """The text of ``data``: UTF-8 or UTF-16 by its mark, else UTF-8, else the likeliest encoding.

    Line ends are kept as they are; a byte order mark is left out.
    """
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"too large: {len(data):,} bytes (at most {MAX_BYTES:,})")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], name))
    if b"\x00" in data[:4096]:
        raise EncodingError("not text: it holds binary data")
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_guessed(data))


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise EncodingError(f"not valid {name}: {error.reason} at byte {error.start}") from error


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None or best.chaos > 0.2:
        raise EncodingError("not text in any encoding known here")
    try:
        return data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise EncodingError(f"not text in any encoding known here ({best.encoding})") from error


def _checked(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"too large: {len(text):,} characters (at most {MAX_CHARACTERS:,})")
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"):
        raise EmptyError("empty: nothing to read")
    if len(_CONTROL.findall(text)) > 0.01 * len(text) + 2:
        raise EncodingError("not text: it holds control characters")
    return text


def check_english(text: str) -> None:
    """A ``LanguageError`` where the text is plainly not English; short texts pass."""
    words = _WORD.findall(text[:20_000])
    letters = [w for w in words if _LATIN.search(w)]
    if len(words) >= 5 and len(letters) < 0.5 * len(words):
        raise LanguageError("not English: most of it is in another script")
    if len(words) < _MIN_WORDS:
        return
    share = sum(w.lower() in _ENGLISH for w in words) / len(words)
    if share < _MIN_SHARE:
        raise LanguageError(
            f"not English, as it seems: {share:.0%} of its words are common English ones"
        )
