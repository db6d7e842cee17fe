"""What the letters of a piece look like: the encoder's own alphabet has no capitals.

Training and reading ask the same function, so it needs nothing but the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

SHAPES = 8


@cache
def shape(piece: str) -> int:
    """The shape of a piece, 1 to 7; 0 is left for the pieces that are no text."""
    if piece.isdigit():
        return 5
    if not re.search(r"\w", piece):
        return 6
    if piece.islower():
        return 1
    if piece.isupper():
        return 3 if len(piece) > 1 else 4
    return 2 if piece[:1].isupper() else 7


def shapes(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """The shape of each piece of a text, by its offsets; 0 where a piece is no text."""
    return [shape(text[a:b]) if b > a else 0 for a, b in offsets]


def quotation(
    offsets: Sequence[tuple[int, int]], stretches: Sequence[tuple[int, int, bool]]
) -> list[int]:
    """1 at the pieces between quotation marks, 2 where those opened before the text, else 0.

    ``stretches`` are as `dateline.text.quoted.quoted_in` gives them.
    """
    found = [0] * len(offsets)
    for start, end, before in stretches:
        for i, (a, b) in enumerate(offsets):
            if a < end and b > start and b > a:
                found[i] = 2 if before else 1
    return found
