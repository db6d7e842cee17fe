"""Bytes to text: encodings told apart, and what is no text refused with a reason."""

from __future__ import annotations

import codecs
import re

from dateline.errors import EmptyError, EncodingError, TooLargeError

MAX_BYTES = 4_000_000
# A report of 300,000 characters took 41 s and 1.1 GB; the longest of news have a tenth of that.
MAX_CHARACTERS = 200_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How many zeros and control characters a text may hold: a share, and so many in any case.
_ZEROS = (0.001, 1)
_CONTROLS = (0.01, 5)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decoded(data: bytes, most: int = MAX_CHARACTERS) -> str:
    """The text of ``data``: Unicode by its mark, else UTF-8, else the likeliest encoding.

    Line ends and stray control characters are kept as they are; a byte order mark is left out.
    """
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"too large: {len(data):,} bytes (at most {MAX_BYTES:,})")
    text = _text(data)
    if len(text) > most:
        raise TooLargeError(f"too large: {len(text):,} characters (at most {most:,})")
    if not text.strip("\ufeff \t\r\n\f\v\u00a0\u200b"):
        raise EmptyError("empty: nothing to read")
    if _too_many(len(_CONTROL.findall(text)), len(text), _CONTROLS):
        raise EncodingError("not text: it holds control characters")
    return text


def _text(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    if _too_many(data.count(0), len(data), _ZEROS):
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def _too_many(count: int, length: int, limit: tuple[float, int]) -> bool:
    share, some = limit
    return count > share * length + some


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: Latin letters have their zeros all on one side."""
    zeros = data[0::2].count(0), data[1::2].count(0)
    half = len(data) / 2
    if len(data) % 2 == 0 and max(zeros) > 0.7 * half and min(zeros) < 0.05 * half:
        return _strict(data, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")
    raise EncodingError("not text: it holds binary data")


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
