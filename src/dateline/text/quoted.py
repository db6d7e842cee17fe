"""Where a text quotes, by its marks alone; no parse is needed."""

from __future__ import annotations

import re

_MARK = re.compile("[\"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]|``|''")
_OPENS = frozenset({'"', "\N{LEFT DOUBLE QUOTATION MARK}", "``"})
_CLOSES = frozenset({'"', "\N{RIGHT DOUBLE QUOTATION MARK}", "''"})


def quoted(text: str) -> tuple[tuple[int, int, int], ...]:
    """Each stretch between quotation marks (marks included) and where its quotation began.

    ``(start, end, began)`` in order, none over a paragraph's end. A mark that nothing closes is
    closed by its paragraph's end only where the next paragraph opens with one, as printers do
    it; that one goes on with the same quotation, so it began where the first did. Else the mark
    is none of a quotation.
    """
    found: list[tuple[int, int, int]] = []
    left: tuple[int, int] | None = None  # where an unclosed quotation opened, and first began
    end = 0
    for block in re.finditer(r"\S[^\n]*", text):
        first, last = block.span()
        opened: int | None = None
        began = 0
        for mark in _MARK.finditer(text, first, last):
            if opened is None and mark[0] in _OPENS:
                opened = began = mark.start()
                if left is not None and opened == first:
                    found.append((left[0], end, left[1]))
                    began = left[1]
            elif opened is not None and mark[0] in _CLOSES:
                found.append((opened, mark.end(), began))
                opened = None
        left, end = None if opened is None else (opened, began), last
    return tuple(found)


def quoted_in(
    stretches: tuple[tuple[int, int, int], ...], start: int, end: int
) -> list[tuple[int, int, bool]]:
    """The stretches inside a sentence, counted from its start; whether each began before it."""
    return [
        (max(a, start) - start, min(b, end) - start, began < start)
        for a, b, began in stretches
        if a < end and b > start
    ]
