"""Who says what of an event, and what that makes of it."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.entry import entries, unspoken
from dateline.record.merge import merge
from dateline.types import RecordEvent

SHELLED = "Russia shelled Kharkiv on Monday 10 June."
CLAIM = "Ukraine said that Russia had shelled Kharkiv on Monday 10 June."
DENIAL = "Russia denied that it had shelled Kharkiv on Monday 10 June."
ADMISSION = "Russia admitted that it had shelled Kharkiv on Monday 10 June."
BACK = "Ukraine denied that Russia had shelled Kharkiv on Monday 10 June."

UNSAID = "Ukraine withdrew its claim that Russia had shelled Kharkiv on Monday 10 June."
RETRACTED = "Ukraine retracted an earlier report that Russia had shelled Kharkiv on Monday 10 June."


def event(*told: str) -> RecordEvent:
    readings = [
        read(Given(text, published=f"2024-06-{11 + day}", published_basis="given"))
        for day, text in enumerate(told)
    ]
    found = merge(
        [e for r in readings for e in entries(r)], [u for r in readings for u in unspoken(r)]
    )
    (one,) = [e for e in found if e.type == "ASSAULT"]
    return one


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([SHELLED], "reported"),
        ([CLAIM], "claimed by one side"),
        ([CLAIM, ADMISSION], "confirmed by both sides"),
        ([SHELLED, ADMISSION], "confirmed"),
        ([DENIAL], "denied"),
        ([CLAIM, DENIAL], "disputed"),
        ([SHELLED, DENIAL], "disputed"),
        ([DENIAL, ADMISSION], "claimed by one side"),
        ([CLAIM, BACK], "retracted"),
        ([CLAIM, UNSAID], "retracted"),
        ([CLAIM, RETRACTED], "retracted"),
        ([CLAIM, UNSAID, SHELLED], "disputed"),
        ([SHELLED, CLAIM, UNSAID], "retracted"),
        ([CLAIM, UNSAID, f"{CLAIM} It gave no proof."], "claimed by one side"),
    ],
)
def test_status(told: list[str], status: str) -> None:
    assert event(*told).status == status


def test_a_silence_ends_with_a_word_of_its_side() -> None:
    silent = f"{CLAIM} Moscow has not commented."
    ministry = "Russia's defence ministry confirmed that it had shelled Kharkiv on Monday 10 June."
    assert event(silent).parties["RUS.GOV"].stance == "silent"
    after = event(silent, ministry)
    assert after.parties["RUS.GOV"].stance == "confirms"
    assert after.status == "confirmed by both sides"
    before = event(ministry, silent)  # it had spoken before it was silent: the silence is told
    assert before.parties["RUS.GOV"].stance == "silent"


def test_who_speaks_is_told_with_where() -> None:
    one = event(CLAIM, DENIAL)
    assert {key: word.stance for key, word in one.parties.items()} == {
        "UKR.GOV": "states", "RUS.GOV": "denies",
    }  # fmt: skip
    assert {word.statement for word in one.parties.values()} == set(one.statements)
    assert [one.parties[k].said for k in ("UKR.GOV", "RUS.GOV")] == ["2024-06-11", "2024-06-12"]
