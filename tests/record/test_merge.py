from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.agree import lasts, tightest
from dateline.record.entry import Entry, entries, unspoken
from dateline.record.merge import merge
from dateline.resolve.edtf import bounds
from dateline.sources import Where, load
from dateline.types import Reading, Time

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.txt"))


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [read(load(Where(path))) for path in EXAMPLES]


def told(text: str, published: str = "2024-06-12") -> Reading:
    return read(Given(text, published=published, published_basis="given"))


def test_the_same_happening_told_twice_in_a_report_is_one_event() -> None:
    reading = told(
        "Russian troops leave Kherson\n\nRussian troops withdrew from Kherson on Monday, the Russian "
        "army said. Rebels attacked the town of Goma in Congo."
    )
    kinds = [e.type for e in merge(entries(reading))]
    assert sorted(kinds) == ["ASSAULT", "RETREAT"]


def test_different_places_times_and_actors_stay_apart() -> None:
    reading = told(
        "Gunmen killed 12 soldiers in Gao on Monday. Gunmen killed three soldiers in Goma on "
        "Tuesday. French troops left Niger in 2023. American troops left Niger on Monday."
    )
    assert len(merge(entries(reading))) == 4


def test_copies_of_a_document_count_once() -> None:
    reading = told("Russian troops withdrew from Kherson on Monday.")
    once = merge(entries(reading))
    assert merge([*entries(reading), *entries(reading)]) == once
    assert [event.sources for event in once] == [1]


def test_merging_twice_changes_nothing(readings: list[Reading]) -> None:
    known = [e for r in readings for e in entries(r)]
    assert merge([*known, *reversed(known)]) == merge(known)


def test_headline_lead_and_quote_tell_of_one_event() -> None:
    reading = told(
        "Rebels kill 12 soldiers in Mali\n\nRebels killed 12 soldiers in Gao, northern Mali, on "
        'Monday, the army said.\n\n"The rebels killed 12 of our soldiers in Gao," said the army '
        "spokesman."
    )
    (event,) = merge(entries(reading))
    assert len(event.statements) == 3


def test_what_two_reports_tell_more_than_once_is_one_event() -> None:
    one = told("Russia shelled Kharkiv on Monday, Ukraine said.")
    two = told("Russian forces shelled Kharkiv on Monday, killing three people.")
    other = told("Russian forces shelled Kharkiv on 3 June.")
    events = merge([e for r in (one, two, other) for e in entries(r)])
    assert [event.sources for event in events] == [1, 2]


def test_documents_without_a_common_place_stay_apart() -> None:
    one, two = told("Rebels killed five soldiers."), told("Rebels killed five soldiers, it said.")
    assert len(merge([*entries(one), *entries(two)])) == 2


def test_one_side_claims_and_the_other_is_silent_then_both_confirm() -> None:
    first = told(
        "Ukraine said on Monday that Russian troops had withdrawn from Kherson. "
        "Moscow has not commented."
    )
    second = told("Russia confirmed that its troops had withdrawn from Kherson on Monday.")
    (event,) = [e for e in merge(entries(first), unspoken(first)) if e.type == "RETREAT"]
    assert event.status == "claimed by one side"
    assert {k: v.stance for k, v in event.parties.items()} == {
        "UKR.GOV": "states", "RUS.GOV": "silent",
    }  # fmt: skip
    both = [*entries(first), *entries(second)]
    (event,) = [e for e in merge(both, unspoken(first)) if e.type == "RETREAT"]
    assert event.status == "confirmed by both sides"
    assert event.parties["RUS.GOV"].stance == "confirms"
    assert event.sources == 2


def test_a_denial_disputes() -> None:
    reading = told(
        "Ukraine accused Russia of shelling Kharkiv on Monday. "
        "Russia denied that it had shelled Kharkiv on Monday."
    )
    (event,) = [e for e in merge(entries(reading)) if e.type == "ASSAULT"]
    assert event.status == "disputed"


@settings(max_examples=15)
@given(data=st.data())
def test_order_does_not_matter(readings: list[Reading], data: st.DataObject) -> None:
    known: list[Entry] = [e for r in readings for e in entries(r)]
    silences = [u for r in readings for u in unspoken(r)]
    expected = merge(known, silences)
    shuffled = data.draw(st.permutations(known))
    assert merge(shuffled, data.draw(st.permutations(silences))) == expected


def test_every_value_names_its_statements(readings: list[Reading]) -> None:
    known = {e.statement.id for r in readings for e in entries(r)}
    events = merge([e for r in readings for e in entries(r)])
    assert {i for event in events for i in event.statements} == known
    assert sum(len(event.statements) for event in events) == len(known)


def test_as_of_a_day_later_documents_are_left_out(readings: list[Reading]) -> None:
    known = [e for r in readings for e in entries(r)]
    early = merge(known, as_of="2020-11-30")
    assert {d for e in early for d in [e.last_reported]} <= {"2020-11-10", "2020-11-20"}
    assert len(early) < len(merge(known))


def test_what_goes_on_since_years_is_not_what_happened_on_a_day() -> None:
    text = (
        "Al-Shabaab attacked an army base in Baidoa on Monday. "
        "Al-Shabaab has attacked army bases in Baidoa since 2007."
    )
    reading = read(Given(text, published="2025-03-04", published_basis="given"))
    found = [e for e in merge(entries(reading)) if e.type == "ASSAULT"]
    assert len(found) == 2
    assert [len(e.statements) for e in found] == [1, 1]


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        ("The rebels of the east have fought the army of Congo since 2012.", 1),
        ("Rebels have fought the army since 2012.", 2),  # too short to be known again
    ],
)
def test_a_sentence_without_a_day_is_known_again_in_a_copy(sentence: str, events: int) -> None:
    told = [
        e
        for number, day in enumerate(("2025-03-04", "2025-03-05"))
        for e in entries(
            read(
                Given(f"It rained in Goma. {sentence} Page {number}.", published=day,
                      published_basis="given")
            )
        )
    ]  # fmt: skip
    assert len([e for e in merge(told) if e.type == "ASSAULT"]) == events


def test_of_times_open_on_one_side_the_one_that_leaves_less_is_taken() -> None:
    june = Time(edtf="../2024-06-12", from_=None, to="2024-06-12", basis="inherited")
    august = Time(edtf="../2024-08-19", from_=None, to="2024-08-19", basis="document")
    day = Time(edtf="2024-06-12", from_="2024-06-12", to="2024-06-12", basis="inherited")
    assert tightest([august, june]) == june
    assert tightest([None, june, day]) == day


@pytest.mark.parametrize(
    ("edtf", "lasting"),
    [
        ("2007/..", True),
        ("2007/2025-03-04", True),
        ("2025-02-27/2025-03-04", False),
        ("2007", False),
    ],
)
def test_since_long_is_told_by_its_bounds(edtf: str, lasting: bool) -> None:
    first, last = bounds(edtf)
    assert lasts(Time(edtf=edtf, from_=first, to=last, basis="expression")) is lasting
