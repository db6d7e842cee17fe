"""Many reports read, by one process or several; nothing in one report stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, groupby, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.children import cores as processors
from dateline.children import started

if TYPE_CHECKING:
    from dateline.analysis import Given
    from dateline.sources import Where
    from dateline.store import Store
    from dateline.types import Published

# Starting processes costs about as much as reading this many reports.
MANY = 24
# So many reports a process are in the making, and so many of them are read together.
_AHEAD = 16
_TOGETHER = 4
# More characters than these gain nothing by being read together.
_LONG = 40_000


@dataclass(frozen=True, slots=True)
class Task:
    """A report to read; one that ``record`` holds already, read by this program, is left out."""

    where: Where
    published: str | None = None
    record: Path | str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: its reading as JSON, or why there is none."""

    name: str
    reading: bytes | None = None
    error: str | None = None
    wrong_call: bool = False


def cores(reports: int) -> int:
    """How many processes so many reports are worth."""
    if reports < MANY:
        return 1
    return processors()


def outcomes(tasks: list[Task], workers: int) -> Iterator[Outcome]:
    """The outcomes in the order of the tasks, a few ahead in the making."""
    if workers <= 1:
        yield from map(outcome_of, tasks)
        return
    left, suspects = deque(tasks), 0
    while left:
        some = list(islice(left, suspects or len(left)))
        try:
            for outcome in _pooled(some, 1 if suspects else workers):
                left.popleft()
                suspects = max(suspects - 1, 0)
                yield outcome
        except BrokenProcessPool:
            if suspects:  # one process reads in order: the first without an outcome ended it
                error = "cannot be read: it ended the process that read it"
                yield Outcome(str(left.popleft().where), error=error)
                suspects -= 1
            else:  # one of those in the making did: read these by one process
                suspects = min(len(left), _AHEAD * workers)


def _pooled(tasks: list[Task], workers: int) -> Iterator[Outcome]:
    context = get_context("spawn")
    size = _TOGETHER if workers > 1 else 1
    with ProcessPoolExecutor(workers, mp_context=context, initializer=started) as pool:
        ahead: deque[Future[list[Outcome]]] = deque()
        for some in _groups(tasks, size):
            here = some[0].where.path is None
            ahead.append(_here(some) if here else pool.submit(outcomes_of, some))
            if len(ahead) >= _AHEAD * workers // size:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _groups(tasks: list[Task], size: int) -> Iterator[list[Task]]:
    """The tasks in order, at most so many together; what no file holds is alone."""
    for filed, some in groupby(tasks, lambda task: task.where.path is not None):
        while group := list(islice(some, size if filed else 1)):
            yield group


def _here(tasks: list[Task]) -> Future[list[Outcome]]:
    """Read here, where standard input is."""
    done: Future[list[Outcome]] = Future()
    done.set_result(outcomes_of(tasks))
    return done


def outcome_of(task: Task) -> Outcome:
    """Read one report; what is wrong with it becomes part of the outcome."""
    return outcomes_of([task])[0]


def outcomes_of(tasks: Sequence[Task]) -> list[Outcome]:
    """Read some reports together; what is wrong with one becomes part of its outcome."""
    taken = [_taken(task) for task in tasks]
    given = [one for one in taken if not isinstance(one, Outcome)]
    together = sum(len(one.text) for one in given) <= _LONG
    groups = [given] if together else [[one] for one in given]
    readings = chain.from_iterable(map(_readings, groups))
    return [
        one if isinstance(one, Outcome) else replace(next(readings), name=str(task.where))
        for task, one in zip(tasks, taken, strict=True)
    ]


def _readings(given: list[Given]) -> list[Outcome]:
    """The outcomes of reports that can be read, still without their names."""
    from dateline.pipeline import read_several

    try:
        return [Outcome("", msgspec.json.encode(reading)) for reading in read_several(given)]
    except Exception as error:
        return [_failed("", error) for _ in given]


def _taken(task: Task) -> Given | Outcome:
    """The report as it is to be read, or what became of it already."""
    from dateline.errors import RecordError
    from dateline.sources import load

    name = str(task.where)
    try:
        given = load(task.where, task.published)
        if task.record is None:
            return given
        fuller = _with_held(given, _opened(task.record))
        return Outcome(name) if fuller is None else fuller
    except RecordError:
        raise  # without the record no report can be kept
    except Exception as error:  # what is wrong with one report must not stop the others
        return _failed(name, error)


def _failed(name: str, error: Exception) -> Outcome:
    from dateline.errors import DatelineError, DocumentError

    if not isinstance(error, DatelineError):
        return Outcome(name, error=f"cannot be read: {type(error).__name__}: {error}")
    return Outcome(name, error=str(error), wrong_call=not isinstance(error, DocumentError))


@cache
def _opened(record: Path | str) -> Store:
    from dateline.store import open_store

    return open_store(record, create=True)


def _with_held(given: Given, store: Store) -> Given | None:
    """The report with what the record knows about it; ``None`` where reading it adds nothing."""
    from dateline.pipeline import versions
    from dateline.record.metadata import about, fuller
    from dateline.store import versions_key
    from dateline.text.canonical import document_id

    found = store.find(document_id(given.text))
    if found is None:
        return given
    held, read_by = found
    known = fuller(
        held,
        msgspec.structs.replace(
            held,
            title=given.title,
            publisher=given.publisher,
            author=given.author,
            published=_stated(given) or held.published,
        ),
    )
    if about(known) == about(held) and read_by == versions_key(versions()):
        return None
    basis, date = known.published.basis, known.published.edtf
    return replace(
        given,
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        published=date if basis in ("given", "metadata") else None,
        published_basis=basis if basis in ("given", "metadata") else None,
    )


def _stated(given: Given) -> Published | None:
    from dateline.resolve.edtf import published_from

    if given.published is None:
        return None
    published = published_from(given.published)
    return msgspec.structs.replace(published, basis=given.published_basis or "given")
