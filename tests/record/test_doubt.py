"""What is doubted most is looked at first, and it is said why."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from dateline.record.doubt import doubt, most_doubtful
from dateline.types import (
    Actor,
    Attribution,
    Event,
    Place,
    Quantity,
    RecordEvent,
    Span,
    Statement,
    Time,
)

ACTOR = Actor(start=0, end=1, text="Mali", id="MLI.MIL")
PLACE = Place(start=0, end=1, text="Kidal", name="Kidal", precision="locality", score=0.9)
TIME = Time(edtf="2024-10-07", from_="2024-10-07", to="2024-10-07", basis="expression")
EVENT = RecordEvent(
    id="e", type="RETREAT", mode=None, contexts=(), actors=(ACTOR,), recipients=(), place=PLACE,
    time=TIME, quantities=(), status="confirmed", sources=2, parties={}, statements=("s",),
    first_reported="2024-10-07", last_reported="2024-10-08",
)  # fmt: skip


def told(score: float = 0.9, mode: str | None = None, killed: int | None = None) -> Statement:
    quantities: tuple[Quantity, ...] = ()
    if killed is not None:
        quantities = (Quantity(kind="killed", min=killed, max=killed, text=str(killed), start=0, end=1),)  # fmt: skip
    return Statement(
        id="s", sentence=Span(0, 1, "x"), actors=(ACTOR,), recipients=(), place=PLACE, time=TIME,
        event=Event(type="RETREAT", mode=mode, contexts=(), trigger=Span(0, 1, "x"), cameo=None, score=score),
        background=False, modality="asserted", attribution=Attribution(), quantities=quantities,
    )  # fmt: skip


def test_what_is_sure_and_whole_is_not_doubted() -> None:
    assert doubt(EVENT, [told()]).score == 0
    assert doubt(EVENT, [told()]).reasons == ()


def test_each_gap_adds_doubt_and_says_why() -> None:
    def case(score: float = 0.9, **changes: Any) -> tuple[float, tuple[str, ...]]:
        found = doubt(replace(EVENT, **changes), [told(score)])
        return found.score, found.reasons

    for found, why in (
        (case(actors=()), "nobody is named who did it"),
        (case(actors=(replace(ACTOR, id=None),)), "who did it is not known by an id"),
        (case(place=None), "no place is told"),
        (case(time=None), "no time is told"),
        (case(status="disputed"), "sides say otherwise"),
        (case(sources=1), "one report alone tells of it"),
        (case(0.4), "the program is unsure what happened"),
    ):
        assert found[1] == (why,)
        assert 0 < found[0] < 1
    both = case(actors=(), place=None)
    assert case(place=None)[0] < case(actors=())[0] < both[0] < 1
    assert both[1] == ("nobody is named who did it", "no place is told")


def test_reports_that_differ_are_doubted() -> None:
    assert doubt(EVENT, [told(mode="withdraw"), told(mode="surrender")]).reasons == ("the reports differ",)  # fmt: skip
    assert doubt(EVENT, [told(killed=3), told(killed=12)]).reasons == ("the reports differ",)
    assert doubt(EVENT, [told(killed=3), told(killed=3), told()]).reasons == ()


def test_the_order_is_by_doubt_then_the_latest_whatever_came_first() -> None:
    rows = [(i, replace(EVENT, id=i, last_reported=day, **changes))
            for i, day, changes in (("a", "2024-10-08", {}), ("b", "2024-10-09", {}),
                                    ("c", None, {"actors": ()}))]  # fmt: skip
    for given in (rows, rows[::-1]):
        found = most_doubtful((i, e, doubt(e, [told()])) for i, e in given)
        assert [i for i, _ in found] == ["c", "b", "a"]
