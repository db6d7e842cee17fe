"""Several outlets on one matter, from a fresh record: what a person who reads them all would say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.copies import relations
from dateline.store import Query, Store, open_store, views
from dateline.store.answers import Account
from dateline.store.compared import diff

Report = tuple[str, str, str]
BODY = (
    "The fighters arrived in three trucks before dawn, residents said, and were gone after two "
    "hours. A doctor at the hospital in the town said it had received 14 wounded men in the "
    "morning, some of them in need of blood. The base guards the road to the coast. "
)
ATTACK = "Al-Shabaab fighters attacked an army base in Baidoa on Monday, killing"
RAID = (
    ("2025-03-04", "Northern Wire", f"{ATTACK} 10 soldiers. {BODY}"),
    ("2025-03-04", "Daily Copy", f"{ATTACK} 10 soldiers. {BODY} Read more on our site."),
    ("2025-03-05", "Northern Wire", f"{ATTACK} 12 soldiers. {BODY} Two of the wounded died."),
    ("2025-03-06", "Highland Post",
     "Al-Shabaab fighters attacked the army base in Baidoa on Sunday, killing at least 17 "
     "soldiers, residents said."),
)  # fmt: skip
ENTRY = (
    ("2025-03-04", "Northern Wire",
     "Rwanda's troops entered Bukavu on Monday, Congo said. Rwanda did not comment."),
    ("2025-03-06", "Highland Post", "Rwanda denied that its troops had entered Bukavu on Monday."),
    ("2025-03-09", "Northern Wire",
     "Rwanda admitted on Sunday that its troops had entered Bukavu on Monday 3 March."),
)  # fmt: skip
STRIKE = (
    ("2025-03-03", "Northern Wire",
     "Russian missiles struck a school in Sumy on Monday, killing four people, Ukraine said."),
    ("2025-03-03", "Highland Post",
     "Russian missiles struck a school in Konotop on Monday, killing four people, according to "
     "Ukrainian officials."),
)  # fmt: skip
PROMISE = (
    ("2025-03-03", "Northern Wire",
     "France said on Monday that it will withdraw its troops from Chad by 31 May 2025."),
    ("2025-05-20", "Highland Post",
     "The last French soldiers left Chad on Tuesday, France's defence ministry said."),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A record of the story."""
    story: tuple[Report, ...] = request.param
    with open_store(tmp_path / "record.db", create=True) as held:
        for day, name, text in story:
            held.add(read(Given(text, published=day, published_basis="given", publisher=name)))
        yield held


def event(store: Store, type_: str, as_of: str | None = None) -> Account:
    """The event of a type that most is told of."""
    found = views.events(store, Query(type=type_, as_of=as_of), limit=0).items
    one = max(found, key=lambda row: len(row.event.statements))
    account = views.event(store, one.id, as_of=as_of)
    assert account is not None
    return account


@pytest.mark.parametrize("store", [RAID], indirect=True)
def test_a_wire_story_its_copy_its_version_and_another_report(store: Store) -> None:
    documents = [d for d, _ in store.documents()]
    first = documents[0].id
    of = relations(documents, store.copies())
    assert sorted(what for _, what in of.values()) == ["copy", "version"]
    assert len(documents) == 4  # all are kept
    one = event(store, "ASSAULT")
    assert one.event.sources == 2
    assert len({t.document.id for t in one.told}) == 4
    assert {c.cell for c in one.conflicts} == {"time", "quantity"}
    killed = next(c for c in one.conflicts if c.cell == "quantity")
    assert [(v.value, v.by) for v in killed.versions] == [
        ("10", (None,)), ("12", (None,)), ("17+", ("residents",)),
    ]  # fmt: skip
    views.remove(store, [first], who="A")  # the copy stands for the story then
    assert event(store, "ASSAULT").event.sources == 2


@pytest.mark.parametrize("store", [STRIKE], indirect=True)
def test_two_towns_for_one_strike_stand_side_by_side(store: Store) -> None:
    one = event(store, "ASSAULT")
    assert [(c.cell, {v.value for v in c.versions}) for c in one.conflicts] == [
        ("place", {"Sumy", "Konotop"})
    ]
    assert one.event.sources == 2


@pytest.mark.parametrize("store", [ENTRY], indirect=True)
def test_silent_then_denied_then_admitted(store: Store) -> None:
    days = ("2025-03-04", "2025-03-06", "2025-03-09")
    stood = [event(store, "MOBILIZE", day).event for day in days]
    assert [e.status for e in stood] == [
        "claimed by one side", "disputed", "confirmed by both sides",
    ]  # fmt: skip
    assert [e.parties["RWA.GOV"].stance for e in stood] == ["silent", "denies", "admits"]
    assert len({e.id for e in stood}) == 1
    found = diff(store, days[0], days[1])
    (change,) = [c for c in found.events if c.event.id == stood[0].id]
    cells = {c.cell: (c.before, c.after) for c in change.cells}
    assert cells["status"] == (("claimed by one side",), ("disputed",))
    assert [s.ended is not None for s in found.silences] == [True]


@pytest.mark.parametrize("store", [PROMISE], indirect=True)
def test_a_promise_is_kept_by_what_another_outlet_tells(store: Store) -> None:
    def standing(day: str) -> tuple[str, ...]:
        (row,) = views.commitments(store, Query(as_of=day)).items
        return row.commitment.status, row.commitment.timing

    assert standing("2025-03-03") == ("pending", "not due")
    assert standing("2025-05-20") == ("kept early", "early")
    views.remove(store, [list(store.documents())[1][0].id], who="A")
    assert standing("2025-06-10") == ("overdue", "overdue")
