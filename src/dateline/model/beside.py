"""What the branch of sayings is given of the sentences beside one: a few of their vectors.

Training and reading ask the same function; arrays of numpy and tensors of torch will both do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.floating]
# How many pieces of the sentence before and of the one after, those that stand nearest.
_NEAR = 4
# How many vectors come from both at most.
BESIDE = 2 * (1 + _NEAR)
# Numbers of pieces: 0 to 2 as `dateline.model.shapes.quotation` has them, then of the sentence
# before, in the same paragraph and in another, and of the one after, likewise.
CODES = 7


def beside(
    sentences: Sequence[Vectors], opens: Sequence[int], number: int
) -> tuple[list[Vectors], list[int]]:
    """What is given with the vectors of a sentence, rows x width each, and a code for each row.

    ``sentences`` are the vectors of those of a text in order, each with a special piece before and
    behind; ``opens`` is 1 where a paragraph begins, 2 where a text does, else 0. Of both neighbours
    come the mean of the vectors and the nearest of them.
    """
    rows: list[Vectors] = []
    codes: list[int] = []
    if opens[number] < 2 and number:
        text = sentences[number - 1][1:-1]
        if len(text):
            rows += [text.mean(0)[None], text[-_NEAR:]]
            codes += [3 + opens[number]] * (1 + len(text[-_NEAR:]))
    if number + 1 < len(sentences) and opens[number + 1] < 2:
        text = sentences[number + 1][1:-1]
        if len(text):
            rows += [text.mean(0)[None], text[:_NEAR]]
            codes += [5 + opens[number + 1]] * (1 + len(text[:_NEAR]))
    return rows, codes
