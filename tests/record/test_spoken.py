"""When a silence ends: reports one after another, and who has spoken by then."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.entry import Entry, entries, unspoken
from dateline.record.spoken import spoken

RAID = "Rwandan soldiers shelled a camp near Goma on Monday, the United States said. {}"
SILENT = RAID.format("Kigali made no comment.")


def heard(first: str, *later: tuple[str, str], as_of: str | None = None) -> Entry | None:
    """The word that ends the first silence of a report of 2024-06-12."""
    reading = read(Given(first, published="2024-06-12", published_basis="given"))
    told = [*entries(reading)]
    for day, text in later:
        told += entries(read(Given(text, published=day, published_basis="given")))
    (silence, *_) = unspoken(reading)
    found = spoken(silence, told, as_of)
    assert found == spoken(silence, reversed(told), as_of)
    return found


@pytest.mark.parametrize(
    "later",
    [
        "Rwanda denied on Saturday that its soldiers had shelled the camp near Goma.",
        "Rwanda said on Saturday that its soldiers had shelled militiamen near Goma.",
    ],
)
def test_a_later_word_on_the_matter_ends_it(later: str) -> None:
    found = heard(SILENT, ("2024-06-15", later))
    assert found is not None
    assert found.said == "2024-06-15"


@pytest.mark.parametrize(
    ("day", "later"),
    [
        # another matter, another speaker, another place, another day
        ("2024-06-15", "Rwanda said on Saturday that it would send aid to Sudan."),
        (
            "2024-06-15",
            "Congo said on Saturday that Rwandan soldiers had shelled a camp near Goma.",
        ),
        ("2024-06-15", "Rwanda said on Saturday that its soldiers had shelled Bukavu."),
        ("2024-06-12", "Rwanda denied that its soldiers had shelled the camp near Goma."),
        ("2024-06-11", "Rwanda denied that its soldiers had shelled the camp near Goma."),
    ],
)
def test_what_does_not_end_it(day: str, later: str) -> None:
    assert heard(SILENT, (day, later)) is None


def test_it_is_open_until_the_day_on_which_the_party_spoke() -> None:
    later = ("2024-06-15", "Rwanda denied that its soldiers had shelled the camp near Goma.")
    assert heard(SILENT, later, as_of="2024-06-14") is None
    assert heard(SILENT, later, as_of="2024-06-15") is not None


def test_a_word_further_on_in_the_same_report() -> None:
    word = "Rwanda denied that its soldiers had shelled the camp."
    assert heard(RAID.format(f"Kigali made no immediate comment. Late on Wednesday {word}"))
    assert heard(RAID.format(f"{word} Kigali made no further comment.")) is None


def test_of_a_matter_that_is_not_known_nothing_is_said_to_end_it() -> None:
    assert heard("Kigali made no comment.", ("2024-06-15", "Rwanda denied shelling Goma.")) is None


DEMAND = (
    "Niger's junta has ordered American troops to leave. The United States has not yet responded."
)


@pytest.mark.parametrize(
    ("later", "ends"),
    [
        (
            "The United States has agreed to withdraw its troops from Niger, US officials said.",
            True,
        ),
        ("The United States said that it would not withdraw its troops from Niger.", True),
        (
            "The United States has agreed to withdraw its troops from Syria, US officials said.",
            False,
        ),
    ],
)
def test_who_is_asked_answers_by_what_he_agrees_to_or_refuses(later: str, ends: bool) -> None:
    assert (heard(DEMAND, ("2024-06-15", later)) is not None) is ends


@pytest.mark.parametrize(
    ("who", "ends"), [("A rebel commander, Bertrand Bisimwa,", True), ("A Rwandan officer", False)]
)
def test_a_man_of_an_armed_group_answers_for_it_in_its_own_report(who: str, ends: bool) -> None:
    told = (
        "The M23 rebels shelled Goma on Monday, the army said. The M23 could not be reached for "
        f"comment. {who} denied later that his men had shelled Goma."
    )
    assert (heard(told) is not None) is ends
