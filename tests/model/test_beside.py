"""What the branch of sayings is given of the sentences beside."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.model.beside import CODES, Vectors, beside


def _sentence(first: int, size: int) -> Vectors:
    """So many pieces of one number each, counted from ``first``, between two special ones."""
    return np.array([[-9.0], *([float(first + i)] for i in range(size)), [-9.0]], np.float32)


_THREE = [_sentence(10, 6), _sentence(20, 2), _sentence(30, 5)]


@pytest.mark.parametrize(
    ("opens", "number", "rows", "codes"),
    [
        ([2, 0, 0], 0, [20.5, 20, 21], [5, 5, 5]),
        ([2, 0, 1], 1, [12.5, 12, 13, 14, 15, 32, 30, 31, 32, 33], [3] * 5 + [6] * 5),
        ([2, 1, 0], 2, [20.5, 20, 21], [3, 3, 3]),
        ([2, 2, 2], 1, [], []),
    ],
)
def test_nearest_pieces_and_mean(
    opens: list[int], number: int, rows: list[float], codes: list[int]
) -> None:
    found, told = beside(_THREE, opens, number)
    assert np.concatenate([np.zeros((0, 1)), *found])[:, 0].tolist() == rows
    assert told == codes
    assert all(code < CODES for code in told)


def test_empty_neighbour_gives_nothing() -> None:
    found, codes = beside([_sentence(1, 0), _sentence(5, 2)], [2, 0], 1)
    assert (found, codes) == ([], [])
