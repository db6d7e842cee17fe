"""Text that says again, word for word, what already stands in the same document."""

from __future__ import annotations

import re

from dateline.text.canonical import paragraphs
from dateline.types import Range, Repeat

MIN_WORDS = 4
_SENTENCE = re.compile(r"""(?<=[.!?])["')]*\s+(?=["'(]?[A-Z0-9])""")
_WORD = re.compile(r"\w+")


def repeats(text: str) -> tuple[Repeat, ...]:
    """The repeats of a `readable` text, each with the place that it repeats.

    A paragraph or sentence of at least `MIN_WORDS` words counts; neighbours that repeat
    neighbours are one repeat.
    """
    seen: dict[str, Range] = {}
    found: list[Repeat] = []
    for paragraph in paragraphs(text):
        if again := _repeated(text, paragraph, seen):
            found.append(again)
            continue
        for sentence in _sentences(text, paragraph):
            if sentence != paragraph and (again := _repeated(text, sentence, seen)):
                found.append(again)
    return _merged(text, found)


def blanked(text: str, gone: tuple[Repeat, ...]) -> str:
    """The text with repeats turned into spaces, length and line ends unchanged."""
    for repeat in gone:
        blank = re.sub(r"[^\n]", " ", text[repeat.start : repeat.end])
        text = text[: repeat.start] + blank + text[repeat.end :]
    return text


def _repeated(text: str, piece: Range, seen: dict[str, Range]) -> Repeat | None:
    words = _WORD.findall(text[piece.start : piece.end].casefold())
    if len(words) < MIN_WORDS:
        return None
    key = " ".join(words)
    if key in seen:
        return Repeat(start=piece.start, end=piece.end, of=seen[key])
    seen[key] = piece
    return None


def _sentences(text: str, paragraph: Range) -> list[Range]:
    pieces, at = [], paragraph.start
    for gap in _SENTENCE.finditer(text, paragraph.start, paragraph.end):
        pieces.append(Range(at, gap.start() + len(gap.group().rstrip())))
        at = gap.end()
    return [*pieces, Range(at, paragraph.end)]


def _merged(text: str, found: list[Repeat]) -> tuple[Repeat, ...]:
    merged: list[Repeat] = []
    for repeat in found:
        last = merged[-1] if merged else None
        if (
            last is not None
            and not text[last.end : repeat.start].strip()
            and last.of.end <= repeat.of.start
            and not text[last.of.end : repeat.of.start].strip()
        ):
            merged[-1] = Repeat(
                start=last.start, end=repeat.end, of=Range(last.of.start, repeat.of.end)
            )
        else:
            merged.append(repeat)
    return tuple(merged)
