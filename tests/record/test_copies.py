import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.analysis import Given
from dateline.pipeline import analyse
from dateline.record.copies import Pair, families, independent, near, relations, signature
from dateline.types import Document, Published

EXAMPLES = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.txt"))
]


def changed(text: str, share: float) -> str:
    words, chance = text.split(), random.Random(3)  # noqa: S311
    for i in chance.sample(range(len(words)), round(share * len(words))):
        words[i] = f"other{i}"
    return " ".join(words)


def met(one: str, other: str) -> bool:
    first, second = signature(one), signature(other)
    return not set(first.bands).isdisjoint(second.bands) and near(first, second)


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_text_with_a_tenth_of_its_words_changed_is_a_near_copy(text: str) -> None:
    assert met(text, text.upper())
    assert met(text, changed(text, 0.1))
    assert met(text, f"{changed(text, 0.1)} All rights reserved. Read more on our pages.")
    assert not met(text, changed(text, 0.6))


def test_different_reports_of_one_story_are_no_copies() -> None:
    assert not any(met(a, b) for a in EXAMPLES for b in EXAMPLES if a != b)


def test_short_texts_must_say_nearly_the_same() -> None:
    assert met("Rebels killed five soldiers.", "rebels killed FIVE soldiers")
    assert not met("Rebels killed five soldiers.", "Rebels killed five soldiers, it said.")
    assert met("", "") is True
    assert not met("", "Rebels killed five soldiers.")


def test_a_signature_is_the_same_in_every_process() -> None:
    # Signatures are kept: if this changes, `MADE` must change with it.
    assert signature("The quick brown fox jumps over the lazy dog.").numbers[:3].tolist() == GOLDEN


GOLDEN = [3404766237, 3232729786, 3394313050]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))), st.randoms())
def test_families_do_not_depend_on_order(
    ends: list[tuple[str, str]], chance: random.Random
) -> None:
    pairs = [Pair(a, b) for a, b in ends]
    shuffled = [Pair(p.other, p.one) for p in pairs]
    chance.shuffle(shuffled)
    found = families(pairs)
    assert families(shuffled) == found
    assert all(found[p.one] == found[p.other] for p in pairs)
    assert all(root == min(k for k in found if found[k] == root) for root in found.values())


def test_a_family_is_one_source() -> None:
    family = families([Pair("a", "b"), Pair("b", "c")])
    assert independent(["a", "b", "c", "d"], family) == 2
    assert independent([], family) == 0


def document(key: str, day: str, publisher: str | None) -> Document:
    published = Published(edtf=day, from_=day, to=day, basis="given")
    return replace(DOCUMENT, id=key, published=published, publisher=publisher)


DOCUMENT = analyse(Given("Words."), ()).document


def test_a_later_text_of_the_same_publisher_is_a_version_others_are_copies() -> None:
    documents = [
        document("b", "2024-01-01", "Agency"),
        document("c", "2024-01-02", "Paper"),
        document("a", "2024-01-03", "agency"),
        document("d", "2024-01-01", "Agency"),
    ]
    family = families([Pair("a", "b"), Pair("c", "b")])
    assert relations(documents, family) == {"c": ("b", "copy"), "a": ("b", "version")}
