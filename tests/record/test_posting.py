"""Whose force is bound to stay, and where: as the other sentences of its report tell."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.entry import Kept, entries
from dateline.record.neighbours import Neighbours
from dateline.record.posting import posted
from dateline.types import Commitment, Reading

SENT = "Kenya will deploy 600 police officers in Haiti. The officers will stay for two years."


def reading(text: str, day: str) -> Reading:
    return read(Given(text, published=day, published_basis="given"))


def stay(one: Reading) -> Commitment:
    (found,) = [c for c in one.commitments if c.term == "P2Y"]
    return found


@pytest.mark.parametrize(
    ("later", "status"),
    [
        ("Kenyan police officers withdrew from Haiti on Monday.", "ended early"),
        ("Kenyan police officers withdrew from Somalia on Monday.", "pending"),
        ("Chadian police officers withdrew from Haiti on Monday.", "pending"),
    ],
)
def test_the_sender_and_the_place_are_those_of_its_report(later: str, status: str) -> None:
    first, second = reading(SENT, "2024-06-25"), reading(later, "2025-03-04")
    told = [*entries(first), *entries(second)]
    kept = Kept(first.document.id, stay(first))
    watched = Neighbours(told).watched(kept)
    one = watched.on("2025-03-05")
    assert one.status == status
    assert one.by == kept.commitment.by  # what was read stays as it was read
    assert watched.on("2025-03-03").status == "pending"


def test_where_several_were_sent_nothing_is_taken() -> None:
    text = (
        "Kenya will deploy 600 police officers in Haiti. Chad will deploy 500 police officers in "
        "Haiti. The officers will stay for two years."
    )
    one = reading(text, "2024-06-25")
    found = posted(stay(one), entries(one), {one.document.id})
    assert found.by == stay(one).by
    assert posted(stay(one), entries(one), set()) == stay(one)
