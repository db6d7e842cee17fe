"""Which texts are read at once."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from dateline.model.batches import batches


def test_like_lengths_are_read_together() -> None:
    assert batches([]) == []
    assert batches([7]) == [[0]]
    assert batches([30, 5, 31, 6]) == [[1, 3], [0, 2]]
    assert batches([20, 20, 20, 20]) == [[0, 1, 2, 3]]


def cost(sizes: list[int], found: list[list[int]]) -> int:
    """Pieces to compute, and what starting the runs costs."""
    return sum(13 + len(batch) * max(sizes[i] for i in batch) for batch in found)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=8))
def test_no_other_cut_of_the_texts_in_order_costs_less(sizes: list[int]) -> None:
    found = batches(sizes)
    order = sorted(range(len(sizes)), key=lambda i: sizes[i])
    assert [i for batch in found for i in batch] == order
    for many in range(len(sizes)):
        for cuts in combinations(range(1, len(sizes)), many):
            ends = [0, *cuts, len(sizes)]
            other = [order[a:b] for a, b in pairwise(ends)]
            assert cost(sizes, found) <= cost(sizes, other)


@given(st.lists(st.integers(1, 90), max_size=60))
def test_every_text_is_read_once(sizes: list[int]) -> None:
    assert sorted(i for batch in batches(sizes) for i in batch) == list(range(len(sizes)))
