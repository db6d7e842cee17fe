"""What a part of the record tells of one thing is what the whole record tells."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from dateline.errors import UsageError
from dateline.record import telling
from dateline.store import Query, Store, grounds, open_store, views, watchers
from dateline.store.grounds import Why, why
from dateline.store.held import Held
from dateline.store.part import part
from dateline.store.sql import SqlStore
from dateline.types import Reading
from store.test_followed import readings  # noqa: F401
from store.test_merged import _made

DAYS = ("2020-01-01", "2020-01-03")


@pytest.fixture
def store(where: str) -> SqlStore:
    store = open_store(where, create=True)
    assert isinstance(store, SqlStore)
    return store


def whole(store: Store, id: str, as_of: str | None = None) -> Why:
    """Why, of the whole record."""
    return grounds._why(grounds._Asked(store, Held(store, Query(as_of=as_of)), as_of), id)


def answer(
    store: Store, id: str, as_of: str | None = None, *, by: Callable[..., Why] = why
) -> Why | str:
    """Why, or what is wrong with the question."""
    try:
        if by is why:
            return why(store, id, as_of=as_of)
        return whole(store, id, as_of)
    except UsageError as error:
        return str(error)


def named(store: Store, as_of: str | None = None) -> list[str]:
    """All that the record has a name for."""
    asked = grounds._Asked(store, Held(store, Query(as_of=as_of)), as_of)
    return [id for group in asked.groups for id in group]


def same(store: SqlStore, *, every: int = 1) -> None:
    """Hold what is told of each thing by a part against what the whole record tells."""
    ids = named(store)
    asked = grounds._Asked(store, Held(store, Query()), None)
    for number, id in enumerate(ids[::every]):
        assert why(store, id) == grounds._why(asked, id), id
        cut = id[: 3 + number % 4]
        assert answer(store, cut) == answer(store, cut, by=whole), cut
    for day in DAYS:
        then = named(store, day)
        for number, id in enumerate([*ids[:: 5 * every], *then[:: 5 * every]]):
            assert answer(store, id, day) == answer(store, id, day, by=whole), (id, day)
            cut = id[: 5 + number % 4]
            assert answer(store, cut, day) == answer(store, cut, day, by=whole), (cut, day)


def narrow(store: SqlStore) -> None:
    """All that stands in the record is told of by a part."""
    held = Held(store, Query())
    ids = [*(e.id for e in held.events), *held.by_id, *held.documents]
    ids += [k.commitment.id for k in held.promises.held] + [u.id for u in held.unspoken]
    for id in ids:
        for day in (None, *DAYS):
            with part(store, [id], as_of=day) as (some, keys):
                assert some is not store, (id, day)
                assert keys == [id]


def test_why_is_told_of_a_part(
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # of most promises not all that bears on them is told then
    monkeypatch.setattr(watchers, "_MANY", 3)
    monkeypatch.setattr(telling, "MOST", 2)
    with store:
        for reading in readings:
            store.add(reading)
        same(store, every=7)
        narrow(store)
        assert "nothing in the record" in str(answer(store, "abcabcabcabcabcabcab"))
        held = Held(store, Query())
        many = sorted(held.events, key=lambda e: (-len(e.statements), e.id))
        one, two, three, *rest = many
        promise, silent = held.promises.held[0], held.unspoken[0]
        made = [
            views.decide(store, "same", [one.id, two.id], who="A"),
            views.decide(store, "split", one.statements[:1], others=one.statements[1:], who="B"),
            views.decide(store, "reject", [three.id], who="A"),
            views.decide(store, "same", [two.statements[0], rest[0].id, rest[-1].id], who="A"),
            *views.correct(store, [rest[1].id], "type", "PROTEST", who="A"),
            *views.correct(store, [promise.commitment.id], "because", rest[2].statements[0],
                           who="A"),
            *views.correct(store, [silent.id], "ended", rest[3].statements[0], who="A"),
            *views.correct(store, [silent.id], "about", rest[4].statements[0], who="A"),
            views.decide(store, "reject", [held.promises.held[1].commitment.id], who="A"),
            views.decide(store, "reject", [held.unspoken[1].id], who="B"),
            views.decide(store, "accept", [silent.id], who="A"),
        ]  # fmt: skip
        same(store, every=9)
        for decision in made[::2]:
            views.withdraw(store, decision.id, who="A")
        same(store, every=11)


def test_what_is_decided_is_what_the_whole_record_has(
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
) -> None:
    with store:
        for reading in readings:
            store.add(reading)
        held = Held(store, Query())
        ids = [e.id for e in held.events][::3] + [k.commitment.id for k in held.promises.held]
        ids += [u.id for u in held.unspoken]
        for id in ids:
            with part(store, [id], any_=False) as (some, keys):
                assert some is not store
                assert Held(some, Query()).subjects(keys) == held.subjects([id])
        with pytest.raises(UsageError, match="no such statement or event"):
            views.decide(store, "accept", [next(iter(held.documents))], who="A")


def test_an_event_that_goes_by_another_today_is_told_of_by_a_start_that_others_share(
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
) -> None:
    later, day = _made().Maker(40, 7), "2020-01-05"
    with store:
        for reading in readings:
            store.add(_known_on_no_day(reading) if _out(reading) == "2020-01-01" else reading)
        store.follow()
        today, then = set(named(store)), named(store, day)
        cuts = (id[:2] for id in then if id not in today)
        cut = next(c for c in cuts if sum(id.startswith(c) for id in then) == 1)
        found = (later.report(20) for _ in range(1000))
        store.add(next(r for r in found if any(s.id.startswith(cut) for s in r.statements)))
        store.follow()
        assert isinstance(answer(store, cut, day, by=whole), Why)
        assert answer(store, cut, day) == answer(store, cut, day, by=whole)


def _out(reading: Reading) -> str | None:
    return reading.document.published.from_


def _known_on_no_day(reading: Reading) -> Reading:
    """A report of which nobody knows since when it is out: it is put by its last day."""
    published = replace(reading.document.published, from_=None)
    return replace(reading, document=replace(reading.document, published=published))


def test_a_silence_that_was_rejected_has_its_name_still(
    store: SqlStore,
    readings: list[Reading],  # noqa: F811
) -> None:
    with store:
        for reading in readings:
            store.add(reading)
        for one in Held(store, Query()).unspoken:
            views.decide(store, "reject", [one.id], who="A")
            for id in (one.id, one.id[:6], *(one.id[:size] for size in (2, 1))):
                for day in (None, *DAYS):
                    assert answer(store, id, day) == answer(store, id, day, by=whole), (id, day)
