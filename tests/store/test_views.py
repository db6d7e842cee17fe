"""The record as people ask for it: lists, one event with its grounds, decisions."""

from collections.abc import Iterator

import pytest

from dateline.analysis import Given
from dateline.errors import UsageError
from dateline.pipeline import read
from dateline.store import Query, Store, open_store, views

CLAIM = read(
    Given(
        "Ukraine said on Monday that Russian troops had withdrawn from Kherson. "
        "Moscow has not commented.",
        published="2024-06-12",
        published_basis="given",
    )
)
WORD = read(
    Given(
        "Russia confirmed that its troops had withdrawn from Kherson on Monday 10 June.",
        published="2024-06-14",
        published_basis="given",
    )
)
OTHER = read(
    Given(
        "Police arrested three protesters in Tbilisi on Friday. The government will release "
        "them by March 2025.",
        published="2023-01-09",
        published_basis="given",
    )
)


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    with open_store(where, create=True) as store:
        for reading in (CLAIM, WORD, OTHER):
            store.add(reading)
        yield store


def withdrawal(store: Store, as_of: str | None = None) -> views.EventRow:
    (row,) = views.events(store, Query(type="RETREAT", as_of=as_of)).items
    return row


def test_events_come_in_order_of_time_and_in_pages(store: Store) -> None:
    everything = views.events(store)
    assert everything.total == len(everything.items) == 3
    types = [row.event.type for row in everything.items]
    assert types.index("COERCE") < types.index("RETREAT")
    page = views.events(store, offset=1, limit=1)
    assert (page.total, page.offset, page.items) == (3, 1, everything.items[1:2])
    assert [r.event.type for r in views.events(store, Query(text="kherson troops")).items] == [
        "RETREAT"
    ]
    with pytest.raises(UsageError):
        views.events(store, offset=-1)


def test_as_of_a_day_the_later_word_is_not_known_and_the_id_is_the_same(store: Store) -> None:
    then, now = withdrawal(store, "2024-06-13"), withdrawal(store)
    assert (then.event.status, now.event.status) == (
        "claimed by one side", "confirmed by both sides",
    )  # fmt: skip
    assert then.id == now.id
    assert [r.id for r in views.events(store, Query(status=now.event.status)).items] == [now.id]


def test_an_event_leads_to_its_statements_documents_and_silences(store: Store) -> None:
    row = withdrawal(store)
    account = views.event(store, row.id)
    assert account is not None
    assert [t.document.id for t in account.told] == [CLAIM.document.id, WORD.document.id]
    assert views.event(store, account.told[1].statement.id) == account
    (silence,) = account.silences
    assert silence.ended is not None
    assert silence.ended.statement.id == account.told[1].statement.id
    assert views.event(store, "nothing") is None


def test_claims_tell_who_says_what_of_an_event(store: Store) -> None:
    found = views.claims(store, Query(type="RETREAT", as_of="2024-06-13")).items
    assert [(c.speaker.id, c.stance) for c in found] == [
        ("UKR.GOV", "states"), ("RUS.GOV", "silent"),
    ]  # fmt: skip


def test_commitments_silences_and_documents(store: Store) -> None:
    (promised,) = views.commitments(store, Query(as_of="2024-06-13")).items
    assert promised.document.id == OTHER.document.id
    assert (promised.days or 0) > 0
    assert [s.silence.party.id for s in views.silences(store).items] == ["RUS.GOV"]
    rows = views.documents(store).items
    assert [r.document.id for r in rows] == [r.document.id for r in (OTHER, CLAIM, WORD)]
    account = views.document(store, CLAIM.document.id)
    assert account is not None
    assert account.document == CLAIM.document
    assert account.statements == CLAIM.statements


def test_a_rejected_event_is_gone_until_the_decision_is_withdrawn(store: Store) -> None:
    row = withdrawal(store)
    made = views.decide(store, "reject", [row.id], who="A. Analyst", why="a drill")
    assert views.events(store, Query(type="RETREAT")).total == 0
    assert views.decisions(store).items == (made,)
    views.withdraw(store, made.id, who="B. Analyst", why="no drill")
    assert withdrawal(store).event == row.event
    (kept,) = views.decisions(store).items
    assert kept.withdrawn is not None
    assert (kept.withdrawn.who, kept.withdrawn.why) == ("B. Analyst", "no drill")
    with pytest.raises(UsageError, match="withdrawn already"):
        views.withdraw(store, made.id, who="B. Analyst")


def test_a_corrected_cell_is_what_the_record_says(store: Store) -> None:
    row = withdrawal(store)
    assert not row.checked
    views.decide(store, "correct", [row.id], cell="mode", value="retreat", who="A. Analyst")
    after = withdrawal(store)
    assert (after.event.mode, after.checked) == ("retreat", True)
    assert after.decided == ("correct mode",)


@pytest.mark.parametrize(
    ("kind", "more", "message"),
    [
        ("correct", {"cell": "modality", "value": "maybe"}, "modality"),
        ("correct", {"cell": "colour", "value": "red"}, "no such cell"),
        ("correct", {}, "needs a cell"),
        ("same", {}, "needs two"),
        ("accept", {"who": " "}, "who decides"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    store: Store, kind: str, more: dict[str, object], message: str
) -> None:
    row = views.events(store, Query(type="COERCE")).items[0]
    given = {"who": "A. Analyst", **more}
    with pytest.raises(UsageError, match=message):
        views.decide(store, kind, [row.id], **given)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no such statement"):
        views.decide(store, "accept", ["nothing"], who="A. Analyst")
