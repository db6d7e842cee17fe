"""How long it takes to merge a large record, how much memory, and what is asked of it then costs.

    python benchmarks/merging.py --record build/merged.db [--readings 10000] [--adds 100]

The record is filled with readings made up to be as news is (`made.py`), as far as it is not there
yet, and merged as a whole, by as many processes as there are cores. Then reports of the days after
come in one by one, each kept and merged, and lists are asked for by filters that few or many events
fit, fifty rows at a time, as ``dateline show`` does, without the start of a process. Prints one
JSON object, and each part on standard error when it is measured. Seconds and milliseconds are of
processor, with those of its processes, and by the clock, which counts what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import func, select, true

from dateline.cli.show import View, rows_of
from dateline.store import Query, Store, doubts, is_address, open_store, views
from dateline.store.compared import diff
from dateline.store.doubtful import KINDS
from dateline.store.engines import writing
from dateline.store.grounds import why
from dateline.store.rows import put
from dateline.store.sql import SqlStore
from dateline.store.tables import documents, events, followed, merges, statements
from dateline.store.watchers import COMMITMENT, SILENCE
from made import A_DAY, START, Maker

_AT_ONCE = 500
_SEED = 2
_NEAR = 500  # numbers among which one of a sort is looked for


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser()
    given.add_argument("--record", required=True)
    given.add_argument("--readings", type=int, default=10_000)
    given.add_argument("--adds", type=int, default=100)
    given.add_argument("--asks", type=int, default=20, help="questions of each kind")
    given.add_argument("--merged", action="store_true", help="take it merged as it is")
    asked = given.parse_args()
    if not is_address(asked.record):
        Path(asked.record).parent.mkdir(parents=True, exist_ok=True)
    with open_store(asked.record, create=True) as store:
        assert isinstance(store, SqlStore)
        fill(store, asked.readings)
        found: dict[str, object] = {}
        for name, part in parts(store, asked):
            found[name] = part
            print(name, json.dumps(part), file=sys.stderr, flush=True)
    print(json.dumps(found))


def parts(store: SqlStore, asked: argparse.Namespace) -> Iterator[tuple[str, object]]:
    """What is measured, in order, by name."""
    if not asked.merged:
        yield "merge", whole(store)
    yield from held(store).items()
    yield "add", adds(store, asked.readings, asked.adds)
    yield "follow", _spread([_measured(store.follow)])
    yield (
        "show",
        {
            view.value: {name: shown(store, view, made, asked.asks) for name, made in of.items()}
            for view, of in VIEWS.items()
        },
    )
    some = things(store, asked.asks)
    yield "why", {n: _spread([_measured(partial(why, store, i)) for i in ids])
                  for n, ids in some.items()}  # fmt: skip
    yield "review", reviewed(store, asked.asks)
    yield "diff", changed(store, asked.readings, asked.asks)
    yield "decide", {name: decided(store, ids) for name, ids in some.items()}


def fill(store: SqlStore, readings: int) -> None:
    """Put the readings in that are not there yet, without merging them."""
    with store.reading() as connection:
        if connection.execute(select(func.count()).select_from(documents)).scalar_one():
            return
    made = Maker(readings).reports()
    for _ in range(0, readings, _AT_ONCE):
        with writing(store.engine).begin() as connection:
            for _, reading in zip(range(_AT_ONCE), made, strict=False):
                put(connection, reading)


def whole(store: SqlStore) -> dict[str, float]:
    """Merge everything anew; seconds, and the most memory of this process and of another."""
    with writing(store.engine).begin() as connection:
        connection.execute(merges.delete())
    processor, clock = _measured(store.settle)
    own, others = (resource.getrusage(who).ru_maxrss / 1024 for who in _WHO)
    return {
        "processor_s": round(processor / 1000), "clock_s": round(clock / 1000),
        "own_mb": round(own), "another_mb": round(others),
    }  # fmt: skip


def held(store: SqlStore) -> dict[str, object]:
    """How much the record holds."""
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (documents, statements, events)
        }


def things(store: SqlStore, number: int) -> dict[str, list[str]]:
    """Some events, statements, commitments and silences of all of the record, by id."""
    dice = random.Random(_SEED)
    found: dict[str, list[str]] = {}
    with store.reading() as connection:
        for name, id, by, of in (
            ("event", events.c.id, events.c.number, true()),
            ("statement", statements.c.id, statements.c.number, true()),
            ("commitment", followed.c.id, followed.c.number, followed.c.sort == COMMITMENT),
            ("silence", followed.c.id, followed.c.number, followed.c.sort == SILENCE),
        ):
            last = connection.execute(select(func.max(by))).scalar() or 0
            found[name] = []
            for _ in range(number):
                start = dice.randint(1, last)
                asked = select(id).where(of, by >= start, by < start + _NEAR).limit(1)
                found[name] += connection.execute(asked).scalars()
    return found


def reviewed(store: SqlStore, number: int) -> dict[str, dict[str, float]]:
    """Tell once how doubtful everything is, and then look for what is most doubtful."""
    known = _spread([_measured(partial(doubts.ready, store, KINDS))])
    dice, costs = random.Random(1), []
    for _ in range(number):
        query = Query(country=_country(dice))
        costs.append(_measured(partial(doubts.first, store, query, KINDS, ())))
    every = [_measured(partial(doubts.first, store, Query(), KINDS, ())) for _ in range(number)]
    return {"told": known, "all": _spread(every), "country": _spread(costs)}


def changed(store: SqlStore, readings: int, number: int) -> dict[str, float]:
    """Ask what changed from one day of the record to the next."""
    dice, costs = random.Random(1), []
    days = Maker(readings, seed=_SEED).days
    for _ in range(number):
        day = START + timedelta(dice.randrange(days))
        until = day + timedelta(1)
        costs.append(_measured(partial(diff, store, day.isoformat(), until.isoformat())))
    return _spread(costs)


def decided(store: Store, ids: Iterable[str]) -> dict[str, float]:
    """Accept things one by one, each kept and merged again."""
    return _spread([_measured(partial(views.decide, store, "accept", [id], who="A")) for id in ids])


def adds(store: Store, readings: int, number: int) -> dict[str, float]:
    """Let reports of the days after come in, each kept and merged."""
    maker = Maker(readings, seed=_SEED)
    costs = []
    for count in range(number):
        reading = maker.report(maker.days + count // A_DAY)

        def add(reading: object = reading) -> None:
            store.add(reading)  # type: ignore[arg-type]
            store.settle()

        costs.append(_measured(add))
    return _spread(costs)


def shown(
    store: Store, view: View, made: Callable[[random.Random], Query], number: int
) -> dict[str, float]:
    """Ask for fifty rows, each time with other words."""
    dice = random.Random(1)
    costs = []
    for _ in range(number):
        query = made(dice)

        def ask(query: Query = query) -> None:
            rows_of(view, store, query, 50)[:50]

        costs.append(_measured(ask))
    return _spread(costs)


def _country(dice: random.Random) -> str:
    return f"C{dice.randrange(60):02}"


def _month(dice: random.Random) -> str:
    return f"2020-{dice.randrange(1, 9):02}"


def _week(dice: random.Random) -> dict[str, str]:
    return {"from_": (day := f"{_month(dice)}-1") + "0", "to": f"{day}7"}


Questions = dict[str, Callable[[random.Random], Query]]
EVENTS: Questions = {
    "all": lambda _: Query(),
    "actor": lambda dice: Query(actor=f"{_country(dice)}.REB"),
    "actor, many": lambda _: Query(actor="army"),
    "country": lambda dice: Query(country=_country(dice)),
    "type": lambda dice: Query(type=dice.choice(("AID", "ASSAULT", "CONSULT"))),
    "type and country": lambda dice: Query(type="RETREAT", country=_country(dice)),
    "time": lambda dice: Query(**_week(dice)),
    "place": lambda dice: Query(place=f"{_country(dice)}-town-{dice.randrange(30)}"),
    "place, many": lambda _: Query(place="town"),
    "status": lambda dice: Query(status=dice.choice(("retracted", "denied", "reported"))),
    "status and place": lambda dice: Query(status="disputed", place=f"{_country(dice)}-town-1"),
    "text": lambda dice: Query(text=f"relief {_country(dice)}"),
    "text, many": lambda _: Query(text="people killed"),
    "six": lambda dice: Query(
        country=_country(dice), type="ASSAULT", status="denied", text="shelled", actor="mil",
        from_=f"{_month(dice)}-01",
    ),
    "an earlier day": lambda dice: Query(as_of=f"{_month(dice)}-15"),
    "an earlier day, country": lambda dice: Query(
        as_of=f"{_month(dice)}-15", country=_country(dice)
    ),
}  # fmt: skip
STANDS = ("pending", "overdue", "kept", "broken", "disputed", "under way", "expired")
COMMITMENTS: Questions = {
    **{name: EVENTS[name] for name in ("all", "actor", "actor, many", "country", "type",
                                       "type and country", "time", "place", "place, many")},
    "status": lambda dice: Query(status=dice.choice(STANDS)),
    "an earlier day": EVENTS["an earlier day"],
}  # fmt: skip
SILENCES: Questions = {
    **{name: EVENTS[name] for name in ("all", "actor", "actor, many", "country", "time")},
    "status": lambda dice: Query(status=dice.choice(("open", "closed"))),
    "an earlier day": COMMITMENTS["an earlier day"],
}
_NOT = frozenset({"six", "status", "status and place", "an earlier day, country"})
ACTORS: Questions = {
    **{name: EVENTS[name] for name in EVENTS if name not in _NOT},
    "five": lambda dice: replace(EVENTS["six"](dice), status=None),
}
SOURCES: Questions = {
    "all": EVENTS["all"], "time": EVENTS["time"],
    "an earlier day": COMMITMENTS["an earlier day"],
}  # fmt: skip
VIEWS = {
    View.EVENTS: EVENTS, View.TIMELINE: {"all": EVENTS["all"]}, View.CLAIMS: EVENTS,
    View.COMMITMENTS: COMMITMENTS, View.SILENCES: SILENCES, View.ACTORS: ACTORS,
    View.SOURCES: SOURCES,
}  # fmt: skip
_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _measured(done: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of processor, and by the clock."""
    used, started = _used(), time.perf_counter()
    done()
    return (_used() - used) * 1000, (time.perf_counter() - started) * 1000


def _used() -> float:
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, _WHO))


def _spread(costs: list[tuple[float, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    if not costs:
        return found
    for name, some in zip(("processor_ms", "clock_ms"), zip(*costs, strict=True), strict=True):
        found[name] = round(statistics.median(some), 1)
        found[f"{name}_p95"] = round(sorted(some)[int(len(some) * 0.95)], 1)
    return found


if __name__ == "__main__":
    main()
