"""Whatever the order: reports, decisions, removals, newer programs and settling come to one record."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record import ledger
from dateline.record.decisions import Decision, Removal, decision
from dateline.record.entry import Kept, entries, unspoken
from dateline.sources import Where, load
from dateline.store import Query, Store, open_store, views
from dateline.store.copying import backup
from dateline.store.verified import verified
from dateline.types import Reading

ROOT = Path(__file__).resolve().parents[2]
STORY = (
    ("2025-03-03", "Northern Wire",
     "Armenia said on Monday that Azerbaijani forces had shelled the village of Kut, killing two. "
     "Azerbaijan has not commented. Azerbaijan will return the prisoners by 1 April 2025."),
    ("2025-03-04", "Highland Post",
     "Azerbaijani forces shelled the village of Kut on Monday, killing three people, Armenia said."),
    ("2025-03-05", "Northern Wire",
     "Azerbaijan's defence ministry acknowledged that its forces had shelled the village of Kut "
     "on Monday. Armenia withdrew its claim that two soldiers had been captured on Monday."),
    ("2025-04-02", "Highland Post", "Azerbaijan returned the prisoners on 28 March, Armenia said."),
    (None, "Undated Post", "Armenia denied that Azerbaijani forces had shelled Kut on 3 March 2025."),
)  # fmt: skip
# The method of a store, and what it is given.
Act = tuple[Any, ...]
DAYS = (None, "2020-12-31", "2024-06-30", "2025-03-03", "2025-03-05", "2026-01-01")


@cache
def stories() -> dict[str, tuple[Reading, ...]]:
    told = [
        read(
            Given(text, published=day, publisher=name,
                  published_basis="given" if day else None)
        )
        for day, name, text in STORY
    ]  # fmt: skip
    return {
        "story": tuple(told),
        "examples": _files("examples/*.txt"),
        "golden": _files("tests/golden/dev3/*.txt"),
    }


def _files(pattern: str) -> tuple[Reading, ...]:
    return tuple(read(load(Where(path))) for path in sorted(ROOT.glob(pattern)))


@cache
def decided(name: str) -> tuple[Decision, ...]:
    """Decisions of every kind, made in an order of their own."""
    readings = stories()[name]
    told = [e for r in readings for e in entries(r)]
    promised = [Kept(r.document.id, c) for r in readings for c in r.commitments]
    silent = [u for r in readings for u in unspoken(r)]
    at = iter(f"2026-02-01T00:00:{n:02}Z" for n in range(60))
    first, last = told[0], told[-1]
    some = [e for e in told if e.statement.event.type == first.statement.event.type]

    def on(kind: Any, about: Any, **more: Any) -> Decision:
        return decision(kind, about, who="A", at=next(at), **more)

    def of(kind: Any, about: Any, **more: Any) -> Decision:
        return ledger.about(kind, [about], who="A", at=next(at), **more)

    return (
        on("reject", [last]),
        on("correct", [first], cell="mode", value=None),
        on("same", [told[1], told[len(told) // 2]]),
        on("accept", [told[2]]),
        on("split", [some[-1]], others=[some[0]]) if len(some) > 1 else on("accept", [some[0]]),
        of("correct", promised[0], cell="due", value=None),
        of("correct", promised[-1], cell="because", value=[last.statement.id]),
        of("reject", silent[0]) if silent else of("accept", promised[0]),
    )


def shown(store: Store) -> bytes:
    """All that a record says, on several days, byte for byte."""
    told: list[object] = [list(store.documents()), store.copies()]
    for day in DAYS:
        query = Query(as_of=day)
        told += [
            views.events(store, query, limit=0), views.claims(store, query, limit=0),
            views.silences(store, query, limit=0),
            views.commitments(store, Query(as_of=day or "2026-06-01"), limit=0),
        ]  # fmt: skip
    return msgspec.json.encode(told)


@cache
def expected(name: str) -> bytes:
    """The record where everything comes in order, and nothing twice."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "r.db", create=True) as store:
        for reading in stories()[name]:
            store.add(reading)
        for made in decided(name):
            store.decide(made)
        assert verified(store).faults == ()
        return shown(store)


def acts(name: str, data: st.DataObject) -> list[Act]:
    """The reports and decisions in any order, with things in between that come to nothing."""
    readings, made = stories()[name], decided(name)
    found: list[Act] = []
    for reading in data.draw(st.permutations(readings)):
        found.append(("add", reading))
        if data.draw(st.integers(0, 3)) == 0:  # taken out, and read again at another time
            key = reading.document.id
            at = f"2026-03-01T00:00:{len(found):02}Z"
            gone = Removal(document=key, title=None, source=None, published=None, who="B", at=at)
            found.append(("remove", gone))
            found.append(("add", reading))
        if data.draw(st.integers(0, 3)) == 0:  # read by a newer program, and by this one again
            newer = replace(
                reading, statements=reading.statements[1:], commitments=(), silences=(),
                versions=replace(reading.versions, program="newer"),
            )  # fmt: skip
            found.append(("add", newer))
            found.append(("add", reading))
    for one in data.draw(st.permutations(made)):
        at_ = data.draw(st.integers(0, len(found)))
        found.insert(at_, ("decide", one))
    for _ in range(data.draw(st.integers(0, 3))):
        found.insert(data.draw(st.integers(0, len(found))), ("settle",))
    return found


@pytest.mark.parametrize("name", ["story", "examples", "golden"])
@settings(max_examples=6, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_record_does_not_depend_on_the_order(name: str, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "r.db"
        with open_store(path, create=True) as store:
            for act in acts(name, data):
                getattr(store, act[0])(*act[1:])
            assert shown(store) == expected(name)
            assert verified(store).faults == ()
            store.settle()
            assert shown(store) == expected(name)
            assert verified(store).faults == ()  # what is kept is what merging anew gives
        backup(path, Path(folder) / "copy.db")
        with open_store(Path(folder) / "copy.db", create=False) as copy:
            assert shown(copy) == expected(name)
