"""What comes to bear on a promise bit by bit is kept as if all of it had been known at once."""

from types import SimpleNamespace

import pytest

from dateline.record import telling
from dateline.record.entry import Entry
from dateline.store import borne, joining
from dateline.store.borne import unpacked
from dateline.store.watchers import Watcher
from dateline.types import Reading
from store.test_meeting import (  # noqa: F401
    bearing,
    promises,
    readings,
    rows,
    singly,
    told,
    watcher,
)


@pytest.fixture(params=[2, 20])
def most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many are named of what bears on one."""
    monkeypatch.setattr(telling, "MOST", request.param)
    return int(request.param)


def joined(
    one: Watcher,
    told: dict[int, Entry],  # noqa: F811
    more: list[int],
) -> bool:
    """Let more bear on one as it is kept; whether by columns alone, and not made anew."""
    row, stood = one.rows()
    order = {n: (entry.document, entry.statement.id) for n, entry in told.items()}
    fresh = {number: told[number] for number in more}
    found = joining._with_more(SimpleNamespace(**row), one, fresh, order)
    if found is None:
        for number, entry in fresh.items():
            one.add(number, entry)
        return False
    one.telling = {number: told[number] for number in unpacked(found["telling"])}
    one.known = found["known"]
    over = one.took(found["telling"])
    now, stands = one.rows()
    assert stands == stood
    assert (now["telling"], one.over) == (found["telling"], over)
    return True


def test_more_that_bears_on_a_promise_is_counted_in(
    readings: list[Reading],  # noqa: F811
    told: dict[int, Entry],  # noqa: F811
    most: int,
) -> None:
    many, alone = 0, 0
    for document, one in promises(readings):
        whole = singly(watcher(document, one), told)
        numbers = sorted(every := bearing(whole, told))
        if one.duty == "refrain" or not numbers:
            continue
        numbers.sort(key=lambda n: n * 7919 % 101)
        made = watcher(document, one)
        while numbers:
            some = [numbers.pop() for _ in range(min(1 + numbers[-1] % 3, len(numbers)))]
            alone += joined(made, told, some)
        assert rows(made) == rows(whole)
        many += len(every) > 2 * most
    assert many > 5
    assert alone > 50


def test_what_is_passed_over_changes_nothing(
    readings: list[Reading],  # noqa: F811
    told: dict[int, Entry],  # noqa: F811
    most: int,
) -> None:
    passed = 0
    for document, one in promises(readings):
        every = bearing(watcher(document, one), told)
        order = sorted(every, key=lambda n: telling.in_order(told[n]))
        half = watcher(document, one)
        for number in order[: 3 * most]:
            half.add(number, told[number])
        kept = rows(half)
        upto, sorts = half.over
        for number, entry in every.items():
            low, sort = borne.sight(entry)
            if low > upto and sort & sorts:
                half.add(number, entry)
                passed += 1
        assert rows(half) == kept
    assert passed > 20
