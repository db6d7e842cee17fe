"""What copies of a document say about it is joined; nothing known is lost."""

from itertools import permutations

import msgspec
import msgspec.structs
import pytest

from dateline.record.metadata import about, fuller
from dateline.types import Document, Published

BARE = Document(
    id="0" * 64, source="a.txt", title=None, publisher=None, author=None, language="en",
    published=Published(), place=None, characters=1, sentences=1, repeats=(), text="a",
)  # fmt: skip


def dated(day: str, basis: str) -> Published:
    return msgspec.convert(
        {"edtf": day, "from": day, "to": day, "basis": basis}, type=Published, strict=True
    )


UNKNOWN = Published()
TEXT = dated("2024-06-10", "text")
PAGE = dated("2024-06-12", "metadata")
EARLIER_PAGE = dated("2024-06-11", "metadata")
CALLER = dated("2024-06-13", "given")
NEW_CALLER = dated("2024-06-14", "given")


@pytest.mark.parametrize(
    ("held", "new", "known"),
    [
        (PAGE, UNKNOWN, PAGE),
        (CALLER, UNKNOWN, CALLER),
        (CALLER, TEXT, CALLER),
        (CALLER, PAGE, CALLER),
        (PAGE, CALLER, CALLER),
        (PAGE, EARLIER_PAGE, EARLIER_PAGE),
        (EARLIER_PAGE, PAGE, EARLIER_PAGE),
        (CALLER, NEW_CALLER, NEW_CALLER),
        (UNKNOWN, TEXT, TEXT),
        (TEXT, UNKNOWN, UNKNOWN),  # both are read from the same text: the newer reading's
    ],
)
def test_the_date_known_best_stays(held: Published, new: Published, known: Published) -> None:
    found = fuller(
        msgspec.structs.replace(BARE, published=held), msgspec.structs.replace(BARE, published=new)
    )
    assert found.published == known


def test_sources_are_joined_in_any_order() -> None:
    copies = [
        msgspec.structs.replace(BARE, title="B", published=PAGE),
        msgspec.structs.replace(BARE, title="A", publisher="The Post"),
        msgspec.structs.replace(BARE, author="M. Doe", published=EARLIER_PAGE),
    ]
    found = set()
    for first, second, third in permutations(copies):
        found.add(about(fuller(fuller(first, second), third)))
    assert found == {("A", "The Post", "M. Doe", EARLIER_PAGE)}
