"""Counts found in a text: sentence -> (kind, least, most) of each, in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.analysis import Given
from dateline.pipeline import analyse

Count = tuple[str, float | None, float | None]

ROWS: list[tuple[str, list[Count]]] = [
    ("At least 12 soldiers were killed and 30 wounded in Gao.", [("killed", 12, None), ("injured", 30, 30)]),
    ("Nearly 50 villagers were abducted in Zamfara.", [("abducted", None, 50)]),
    ("Between 20 and 30 rebels died in the raid.", [("killed", 20, 30)]),
    ("Some 20-30 rebels were killed near Aden.", [("killed", 20, 30)]),
    ("Hundreds of thousands of people fled Khartoum.", [("displaced", 200_000, None)]),
    ("Tens of thousands of people fled Goma.", [("displaced", 20_000, None)]),
    ("A dozen soldiers were captured.", [("abducted", 12, 12)]),
    ("Two dozen protesters were arrested.", [("arrested", 24, 24)]),
    ("Three Israeli hostages and 90 Palestinian prisoners were released.", [("released", 3, 3), ("released", 90, 90)]),
    ("The drone strike killed three people and injured five others.", [("killed", 3, 3), ("injured", 5, 5)]),
    ("Fighters destroyed 14 tanks and seven armoured vehicles.", [("vehicles", 14, 14), ("vehicles", 7, 7)]),
    ("The United States pledged $60 million in aid.", [("money", 60_000_000, 60_000_000)]),
    ("Norway cut its pledge to $20 million.", [("money", 20_000_000, 20_000_000)]),
    ("Troops advanced 15 kilometres into Kursk.", [("distance", 15, 15)]),
    ("The army seized 20 square kilometres of land.", [("area", 20, 20)]),
    ("The death toll rose to 45.", [("killed", 45, 45)]),
    ("One soldier was killed in the clash.", [("killed", 1, 1)]),
    ("A few shells hit the market.", [("weapons", 3, None)]),
    ("No fewer than 40 people were killed in Plateau.", [("killed", 40, None)]),
    ("Russia will deploy 1,960 peacekeepers to Karabakh.", [("troops", 1960, 1960)]),
    ("Fewer than 10 people remain missing.", [("missing", None, 10)]),
    ("As many as 200 rebels were killed on 12 June.", [("killed", None, 200)]),
    ("The attack left nine people dead and 14 injured.", [("killed", 9, 9), ("injured", 14, 14)]),
    ("Rebels shot down two helicopters.", [("aircraft", 2, 2)]),
    ("M23 fighters seized two towns.", [("other", 2, 2)]),
    ("An estimated 4,000 inmates escaped.", [("prisoners", 4000, 4000)]),
]  # fmt: skip


def counts(text: str) -> list[Count]:
    found = analyse(Given(text))
    assert found.failures == ()
    for mention in found.quantities:
        span = mention.quantity
        assert text[span.start : span.end] == span.text
    return [(m.quantity.kind, m.quantity.min, m.quantity.max) for m in found.quantities]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_how_many_of_what_in_a_text(text: str, expected: list[Count]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "UN Security Council Resolution 2254 calls for a ceasefire.",
        "The 3rd Brigade attacked Bamut.",
        "NATO invoked Article 5 on Tuesday.",
        "A 25-year-old man was killed in Nablus.",
        "The man, 34, was shot dead at 6 pm.",
        "Three quarters of the village was burned.",
        "G7 leaders met in Hiroshima.",
        "The 44-day war ended in 2020.",
        "Chapter 7 allows the use of force.",
        "The army closed Route 60.",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert counts(text) == []


@settings(max_examples=25, deadline=None)
@given(number=st.integers(min_value=2, max_value=900_000).filter(lambda n: not 1899 < n < 2101))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert counts(f"Gunmen killed {number:,} soldiers.") == [("killed", number, number)]


@settings(max_examples=20, deadline=None)
@given(low=st.integers(min_value=2, max_value=90), more=st.integers(min_value=1, max_value=90))
def test_bounds_are_in_order(low: int, more: int) -> None:
    text = f"Between {low} and {low + more} rebels died in the raid."
    assert [bounds[1:] for bounds in counts(text)] == [(low, low + more)]
