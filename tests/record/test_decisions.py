"""Decisions: they outlive every reading, and withdrawing one restores what was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.errors import UsageError
from dateline.record.decisions import Decision, Withdrawal, decision
from dateline.record.entry import Entry
from dateline.record.merge import merge
from dateline.record.regroup import regrouped
from dateline.record.ruled import ruled
from dateline.record.stated import stated
from dateline.types import Actor, Attribution, Event, Published, Span, Statement

TEXT = "Troops left Kherson on Monday, Kyiv said, and shells fell on Kharkiv."
DAY = Published(edtf="2024-06-12", from_="2024-06-12", to="2024-06-12", basis="given")
NAMES = ("left", "shells", "said")


def told(word: str, document: str = "d1", type_: str = "RETREAT", id: str = "") -> Entry:
    """A statement whose trigger is a word of the text."""
    start = TEXT.index(word)
    statement = Statement(
        id=id or f"{document}-{word}",
        sentence=Span(0, len(TEXT), TEXT),
        event=Event(
            type=type_, mode=None, contexts=(), cameo=None, score=0.9,  # type: ignore[arg-type]
            trigger=Span(start, start + len(word), word),
        ),
        actors=(), recipients=(), place=None, time=None, background=False, modality="asserted",
        attribution=Attribution(), quantities=(),
    )  # fmt: skip
    return Entry(document, DAY, statement)


def made(kind: Any, on: Sequence[Entry], at: int = 0, **more: Any) -> Decision:
    return decision(kind, on, who="A. Analyst", at=f"2024-07-01T00:00:{at:02}Z", **more)


def withdrawn(one: Decision) -> Decision:
    return replace(one, withdrawn=Withdrawal(who="A. Analyst", at="2024-07-02T00:00:00Z"))


def anew(entry: Entry, **cells: Any) -> Entry:
    """The statement as a newer program reads it: under another id."""
    statement = replace(entry.statement, id=f"new-{entry.statement.id}", **cells)
    return Entry(entry.document, entry.published, statement)


def test_a_decision_holds_when_the_document_is_read_anew() -> None:
    first = told("left")
    now = anew(first)
    rejected = ruled([now], [made("reject", [first])])
    assert rejected.entries == ()
    assert rejected.all == (now,)
    found = ruled([now], [made("correct", [first], cell="modality", value="planned")])
    assert [(e.statement.id, e.statement.modality) for e in found.entries] == [
        ("new-d1-left", "planned")
    ]
    assert found.decisions[0].statements == ("new-d1-left",)


def test_what_no_reading_finds_any_more_comes_back_while_its_document_is_there() -> None:
    first = told("left")
    corrected = made("correct", [first], cell="modality", value="planned")
    found = ruled([], [corrected], {"d1": DAY})
    assert [(e.statement.id, e.statement.modality) for e in found.entries] == [
        ("d1-left", "planned")
    ]
    assert (found.read, len(found.all)) == (0, 1)
    assert ruled([], [corrected], {"d2": DAY}).entries == ()
    assert ruled([], [made("reject", [first])], {"d1": DAY}).entries == ()
    assert ruled([], [withdrawn(corrected)], {"d1": DAY}).entries == ()


def test_what_was_accepted_stays_as_it_was_accepted() -> None:
    first = told("left")
    now = anew(first, modality="negated")
    (kept,) = ruled([now], [made("accept", [first])]).entries
    assert (kept.statement.id, kept.statement.modality) == ("new-d1-left", "asserted")
    (other,) = ruled([now], [withdrawn(made("accept", [first]))]).entries
    assert other == now


def test_another_text_at_the_same_place_is_not_taken_for_it() -> None:
    first = told("left")
    moved = replace(first.statement.sentence, text=TEXT.replace("left", "lost"))
    trigger = replace(first.statement.event.trigger, text="lost")
    other = anew(first, sentence=moved, event=replace(first.statement.event, trigger=trigger))
    assert ruled([other], [made("reject", [first])]).entries == (other,)


def test_the_later_word_counts() -> None:
    first = told("left")
    accept, reject = made("accept", [first], 1), made("reject", [first], 2)
    assert ruled([first], [accept, reject]).entries == ()
    assert ruled([first], [withdrawn(reject), accept]).entries == (first,)


def test_same_and_split_make_events() -> None:
    left, shells, other = told("left"), told("shells"), told("left", "d2")
    groups = [[left, other], [shells]]
    assert regrouped(groups, [made("same", [left, shells])]) == [[left, other, shells]]
    split = made("split", [left], others=[other])
    assert regrouped(groups, [split]) == [[other], [shells], [left]]
    assert regrouped(groups, [withdrawn(split)]) == groups
    later = made("same", [left, other], 5)
    assert regrouped(groups, [later, split]) == [[other, left], [shells]]


def test_people_join_what_the_machine_keeps_apart() -> None:
    left, shells = told("left"), told("shells", type_="ASSAULT")
    assert len(merge([left, shells])) == 2
    (event,) = merge([left, shells], decisions=[made("same", [left, shells])])
    assert event.statements == ("d1-left", "d1-shells")


@settings(max_examples=60)
@given(st.data())
def test_withdrawing_restores_what_was_and_order_does_not_matter(data: st.DataObject) -> None:
    known = [told(word, document) for document in ("d1", "d2") for word in NAMES]
    decisions = []
    for at in range(data.draw(st.integers(1, 5))):
        kind = data.draw(st.sampled_from(["accept", "reject", "correct", "same", "split"]))
        on = data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=3, unique=True))
        more: dict[str, Any] = {}
        if kind == "correct":
            more = {"cell": "modality", "value": data.draw(st.sampled_from(["planned", "negated"]))}
        if kind == "split":
            on, more = on[:1], {"others": on[1:]}
        decisions.append(made(kind, on, at, **more))
    *before, last = decisions

    def record(on: list[Decision]) -> object:
        found = ruled(known, on, {"d1": DAY, "d2": DAY})
        return merge(found.entries, decisions=found.decisions)

    assert record([*before, withdrawn(last)]) == record(before)
    assert record(data.draw(st.permutations(decisions))) == record(decisions)


@pytest.mark.parametrize(
    ("cell", "words", "value"),
    [
        ("type", "assault", "ASSAULT"),
        ("background", "yes", True),
        ("modality", "planned", "planned"),
        ("contexts", "military, territory", ["military", "territory"]),
        ("place", "-", None),
        ("evidence", "", []),
    ],
)
def test_values_in_words(cell: str, words: str, value: object) -> None:
    assert stated(cell, words, told("left").statement) == value


def test_words_of_the_sentence_take_their_place_there() -> None:
    statement = told("left").statement
    (actor,) = stated("actors", "Kyiv=UKR.GOV", statement)
    assert actor == Actor(
        start=31, end=35, text="Kyiv", id="UKR.GOV", country="UKR", sector="GOV", score=1.0
    )
    place = stated("place", "Kherson", statement)
    assert (TEXT[place.start : place.end], place.country) == ("Kherson", "UKR")
    assert (place.kind, place.geonames) == ("city", 706448)  # not the region that is also named so
    time = stated("time", "2024-06", statement)
    assert (time.from_, time.to) == ("2024-06-01", "2024-06-30")
    quantity = stated("quantities", "3-5 injured", statement)[0]
    assert (quantity.min, quantity.max, quantity.text) == (3, 5, TEXT)


@pytest.mark.parametrize(
    ("cell", "words", "message"),
    [
        ("type", "war", "no such type"),
        ("mode", "arrest", "no such mode of RETREAT"),
        ("time", "soon", "not a date"),
        ("place", "Nowhereatallville", "no place of that name"),
        ("actors", "Kyiv=ukr", "actor's id"),
        ("quantities", "many", "as in"),
        ("background", "perhaps", "yes or no"),
        ("actors", "[{", "not JSON"),
    ],
)
def test_values_that_make_no_sense(cell: str, words: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        stated(cell, words, told("left").statement)
