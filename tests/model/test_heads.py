"""How tags are decided: the likeliest sequence in which no tag stands where it cannot."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.model.encoder import encoder
from dateline.model.heads import best_paths, heads, likeliest

TAGS = ("O", "B-S", "I-S", "B-T", "I-T")


def allowed(path: tuple[int, ...]) -> bool:
    tags = [TAGS[i] for i in path]
    return all(
        tag[0] != "I" or (before != "O" and before[2:] == tag[2:])
        for before, tag in zip(["O", *tags], tags, strict=False)
    )


@given(st.lists(st.lists(st.integers(1, 50), min_size=5, max_size=5), min_size=1, max_size=4))
def test_the_likeliest_sequence_that_is_allowed(rows: list[list[int]]) -> None:
    shares = np.array(rows, np.float32)
    shares /= shares.sum(-1, keepdims=True)
    both = likeliest(np.log(np.concatenate([shares, shares[:1]])), [len(shares)], TAGS)
    path = tuple(both[0])
    assert allowed(tuple(both[1]))
    assert allowed(path)

    def worth(some: tuple[int, ...]) -> float:
        return float(sum(np.log(row[i]) for row, i in zip(shares, some, strict=True)))

    every = product(range(len(TAGS)), repeat=len(rows))
    assert worth(path) >= max(worth(some) for some in every if allowed(some)) - 1e-3


def test_names_of_a_sentence_and_of_nothing() -> None:
    text = "Amina Diallo met the army's envoy in Bamako."
    some, nothing = heads().spans("names", encoder().encode([text, ""]))
    found = {(text[a:b], kind) for a, b, kind, _ in some}
    assert found >= {("Amina Diallo", "Person"), ("Bamako", "Location")}
    assert nothing == []
    assert heads().spans("names", []) == []


def test_what_likely_follows_decides_between_tags_that_are_as_likely() -> None:
    logs = np.zeros((3, len(TAGS)), np.float32)
    logs[0, TAGS.index("B-S")] = 5.0
    likely = np.zeros((len(TAGS), len(TAGS)), np.float32)
    likely[TAGS.index("B-S"), TAGS.index("I-S")] = 1.0
    likely[TAGS.index("I-S"), TAGS.index("B-T")] = 1.0
    assert [TAGS[i] for i in best_paths([logs], TAGS, likely)[0]] == ["B-S", "I-S", "B-T"]


def test_texts_side_by_side_have_the_paths_that_each_has_alone() -> None:
    chance = np.random.default_rng(3)
    texts = [chance.normal(0, 3, (size, len(TAGS))).astype(np.float32) for size in (4, 1, 9, 4)]
    likely = chance.normal(0, 1, (len(TAGS), len(TAGS))).astype(np.float32)
    alone = [best_paths([text], TAGS, likely)[0] for text in texts]
    assert best_paths(texts, TAGS, likely) == alone
    assert [len(path) for path in alone] == [4, 1, 9, 4]
    assert best_paths([], TAGS) == []
