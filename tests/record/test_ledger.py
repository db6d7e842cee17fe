"""Commitments and silences as people decide about them: it outlives every reading."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.analysis import Given
from dateline.errors import UsageError
from dateline.pipeline import read
from dateline.record import ledger
from dateline.record.decisions import Decision, Withdrawal, identified
from dateline.record.entry import Entry, Kept, Unspoken, entries, unspoken
from dateline.record.neighbours import Neighbours
from dateline.record.spoken import spoken
from dateline.record.stated_ledger import stated_of
from dateline.types import Published

TEXTS = (
    ("2024-05-01",
     "Mali's army said on Wednesday that it will leave Kidal by 1 July 2024. "
     "Rebels attacked Gao on Tuesday. Niger has not commented on the attack."),
    ("2024-06-12", "Malian troops left Kidal on Monday 10 June, residents said."),
    ("2024-07-20", "Malian troops patrolled Gao on Friday."),
)  # fmt: skip
READINGS = [read(Given(t, published=day, published_basis="given")) for day, t in TEXTS]
TOLD: list[Entry] = [e for r in READINGS for e in entries(r)]
KNOWN: dict[str, Published] = {r.document.id: r.document.published for r in READINGS}
IDS = [e.statement.id for e in TOLD]
PROMISE = next(
    Kept(r.document.id, c) for r in READINGS for c in r.commitments if c.action.type == "RETREAT"
)
SILENCE: Unspoken = unspoken(READINGS[0])[0]
LEFT = next(e.statement.id for e in TOLD if e.document == READINGS[1].document.id)


def decided(kind: Any, on: Kept | Unspoken, at: int = 0, **more: Any) -> Decision:
    return ledger.about(kind, [on], who="A", at=f"2024-08-01T00:00:{at:02}Z", **more)


def correct(on: Kept | Unspoken, cell: str, words: str, at: int = 0) -> Decision:
    return decided("correct", on, at, cell=cell, value=stated_of(cell, words, on))


def promises(*made: Decision, known: list[Kept] | None = None) -> list[Kept]:
    some = [PROMISE] if known is None else known
    return list(ledger.commitments(some, made, KNOWN, IDS).held)


def standing(day: str, *made: Decision) -> str:
    (kept,) = promises(*made)
    one = Neighbours(TOLD).watched(kept).on(day)
    return one.status


def silences(*made: Decision, known: list[Unspoken] | None = None) -> list[Unspoken]:
    some = [SILENCE] if known is None else known
    return list(ledger.silences(some, made, KNOWN, IDS).held)


def test_without_decisions_nothing_changes() -> None:
    assert promises() == [PROMISE]
    assert silences() == [SILENCE]
    assert standing("2024-06-01") == "pending"
    assert standing("2024-08-01") == "kept early"


@pytest.mark.parametrize(
    ("cell", "words", "read_at", "value"),
    [
        ("due", "2024-05-20", ("due", "edtf"), "2024-05-20"),
        ("by", "Mali's army=MLI.MIL; Niger=NER.GOV", ("by", 1, "id"), "NER.GOV"),
        ("by", "-", ("by",), ()),
        ("duty", "refrain", ("duty",), "refrain"),
        ("action", "leave Kidal", ("action", "text"), "leave Kidal"),
        ("place", "Gao", ("action", "place", "name"), "Gao"),
        ("type", "aid", ("action", "type"), "AID"),
        ("quantity", "200 troops", ("action", "quantity", "min"), 200.0),
        ("term", "p30d", ("term",), "P30D"),
        ("condition", "by 1 July 2024", ("condition", "text"), "by 1 July 2024"),
        ("extendable", "yes", ("extendable",), True),
        ("due", "-", ("due",), None),
        ("made", '{"edtf": "2024", "from": "2024-01-01", "to": "2024-12-31", "basis": "inferred"}',
         ("made", "edtf"), "2024"),
    ],
)  # fmt: skip
def test_a_cell_of_a_commitment_is_corrected_in_words(
    cell: str, words: str, read_at: tuple[str | int, ...], value: object
) -> None:
    (one,) = promises(correct(PROMISE, cell, words))
    found = msgspec.to_builtins(one.commitment)
    for key in read_at:
        found = found[key]
    assert found == value
    assert one.commitment.id == PROMISE.commitment.id


@pytest.mark.parametrize(
    ("cell", "words", "message"),
    [
        ("due", "soon", "not a date"),
        ("duty", "maybe", "duty: Invalid enum value"),
        ("term", "5 years", "ISO 8601"),
        ("action", "fly away", "words of the sentence"),
        ("compliance", "fine", "compliance: Invalid enum value"),
        ("compliance", "kept since ever", "ever"),
        ("timing", "kept", "timing: Invalid enum value"),
        ("status", "kept", "no such cell of a commitment"),
        ("because", '{"a": 1}', "because: Expected"),
    ],
)
def test_what_makes_no_sense_is_refused(cell: str, words: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        correct(PROMISE, cell, words)


def test_kinds_and_names_are_asked_for() -> None:
    for kind, cell, message in (
        ("same", None, "of events and statements alone"),
        ("accept", "due", "correct needs a cell"),
        ("correct", None, "correct needs a cell"),
    ):
        with pytest.raises(UsageError, match=message):
            decided(kind, PROMISE, cell=cell)
    with pytest.raises(UsageError, match="needs a name"):
        ledger.about("accept", [PROMISE], who=" ")
    with pytest.raises(UsageError, match="no such cell of a silence"):
        correct(SILENCE, "due", "2024")


def test_how_it_stands_is_said_from_a_day_on() -> None:
    broken = correct(PROMISE, "compliance", "breach confirmed since 2024-06-20")
    assert standing("2024-06-19", broken) == "kept early"
    assert standing("2024-06-20", broken) == "broken"
    always = correct(PROMISE, "compliance", "unknown", at=1)
    assert standing("2024-06-19", broken, always) != "kept early"
    assert standing("2024-06-21", broken, always) == standing("2024-06-19", broken, always)


def test_a_person_says_which_statements_bear_on_it() -> None:
    other = correct(PROMISE, "because", "-")
    assert standing("2024-06-20", other) == "pending"
    assert standing("2024-08-01", other) == "overdue"
    named = correct(PROMISE, "because", LEFT, at=1)
    assert standing("2024-08-01", other, named) == "kept early"
    assert standing("2024-06-01", other, named) == "pending"


def test_a_person_says_what_ends_a_silence() -> None:
    (one,) = silences(correct(SILENCE, "ended", LEFT))
    assert spoken(one, TOLD, "2024-06-11") is None
    end = spoken(one, TOLD, "2024-06-12")
    assert end is not None
    assert end.statement.id == LEFT
    (none,) = silences(correct(SILENCE, "ended", "-", at=1), correct(SILENCE, "ended", LEFT))
    assert spoken(none, TOLD) is None


def test_a_corrected_silence_keeps_its_name() -> None:
    (one,) = silences(correct(SILENCE, "party", "Niger=NER.MIL"))
    assert (one.silence.party.id, one.id) == ("NER.MIL", SILENCE.id)
    (two,) = silences(correct(SILENCE, "party", "Niger=NER.MIL"), correct(one, "about", LEFT, at=1))
    assert (two.silence.party.id, two.silence.about) == ("NER.MIL", LEFT)


def test_what_is_rejected_is_gone_until_the_last_word_is_another() -> None:
    no, yes = decided("reject", PROMISE), decided("accept", PROMISE, 1)
    assert promises(no) == []
    assert promises(no, yes) == [PROMISE]
    assert silences(decided("reject", SILENCE)) == []


def anew(kept: Kept) -> Kept:
    """As a newer program reads it: under another id, with fewer words."""
    one = kept.commitment
    action = replace(one.action, end=one.action.start + 5, text=one.action.text[:5])
    return replace(kept, commitment=replace(one, id="new", action=action, due=None, because=()))


def quieter() -> Unspoken:
    """The silence as a newer program reads it: the party in fewer words, on no matter."""
    party = SILENCE.silence.party
    shorter = replace(party, end=party.end - 1, text=party.text[:-1])
    return Unspoken(
        SILENCE.document, SILENCE.published, replace(SILENCE.silence, party=shorter, about=None)
    )


def test_a_decision_holds_when_the_document_is_read_anew() -> None:
    now = [anew(PROMISE)]
    assert promises(decided("reject", PROMISE), known=now) == []
    (one,) = promises(correct(PROMISE, "term", "P9D"), known=now)
    assert (one.commitment.id, one.commitment.term) == ("new", "P9D")
    (kept,) = promises(decided("accept", PROMISE), known=now)
    assert (kept.commitment.due, kept.commitment.id) == (PROMISE.commitment.due, "new")
    assert silences(decided("reject", SILENCE), known=[quieter()]) == []
    (silent,) = silences(decided("accept", SILENCE), known=[quieter()])
    assert silent.silence == SILENCE.silence


def test_what_no_reading_finds_any_more_comes_back_while_its_document_is_there() -> None:
    made = correct(PROMISE, "term", "P9D")
    (one,) = promises(made, known=[])
    assert one.commitment.term == "P9D"
    assert promises(decided("reject", PROMISE), known=[]) == []
    (silent,) = silences(decided("accept", SILENCE), known=[])
    assert silent.silence == SILENCE.silence
    assert ledger.commitments([], [made], {}, IDS).held == ()
    (gone,) = ledger.commitments([], [made], KNOWN, []).held
    assert (gone.commitment.basis, gone.commitment.because) == (None, ())  # nothing dangles


@settings(max_examples=40)
@given(data=st.data())
def test_withdrawing_restores_what_was_and_order_does_not_matter(data: st.DataObject) -> None:
    every = [
        decided("reject", PROMISE), decided("accept", PROMISE, 1),
        correct(PROMISE, "due", "2025-01-01", 2), correct(PROMISE, "because", "-", 3),
        correct(PROMISE, "force", "suspended since 2024-06-01", 4),
        decided("reject", SILENCE, 5), correct(SILENCE, "ended", LEFT, 6),
    ]  # fmt: skip
    kept = data.draw(st.lists(st.sampled_from(every), unique_by=lambda d: d.id))
    gone = [
        replace(d, withdrawn=Withdrawal(who="B", at="2024-09-01T00:00:00Z"))
        for d in every
        if d not in kept
    ]
    mixed = data.draw(st.permutations([*kept, *gone]))
    assert promises(*mixed) == promises(*sorted(kept, key=lambda d: d.at))
    assert silences(*mixed) == silences(*sorted(kept, key=lambda d: d.at))


def test_the_id_follows_from_what_it_says_and_older_ones_stay() -> None:
    made = decided("accept", PROMISE)
    assert identified(made).id == made.id != decided("accept", SILENCE).id
    old = Decision(
        id="", kind="reject", statements=("s",), who="A", at="2024-07-01T00:00:00.000000Z"
    )
    # as the program wrote it before commitments and silences could be decided about
    assert identified(old).id == "b74756cfd2b307f3"
