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
    ],
)
def test_status(told: list[str], status: str) -> None:
    assert event(*told).status == status
