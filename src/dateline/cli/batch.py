"""Many reports read, by one process or several; nothing in one report stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
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
_AHEAD = 8


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
    with ProcessPoolExecutor(workers, mp_context=context, initializer=started) as pool:
        ahead: deque[Future[Outcome]] = deque()
        for task in tasks:
            ahead.append(_here(task) if task.where.path is None else pool.submit(outcome_of, task))
            if len(ahead) >= _AHEAD * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _here(task: Task) -> Future[Outcome]:
    """Read here, where standard input is."""
    done: Future[Outcome] = Future()
    done.set_result(outcome_of(task))
    return done


def outcome_of(task: Task) -> Outcome:
    """Read one report; what is wrong with it becomes part of the outcome."""
    from dateline.errors import DatelineError, DocumentError, RecordError
    from dateline.pipeline import read
    from dateline.sources import load

    name = str(task.where)
    try:
        given = load(task.where, task.published)
        if task.record is not None:
            fuller = _with_held(given, _opened(task.record))
            if fuller is None:
                return Outcome(name)
            given = fuller
        return Outcome(name, msgspec.json.encode(read(given)))
    except RecordError:
        raise  # without the record no report can be kept
    except DocumentError as error:
        return Outcome(name, error=str(error))
    except DatelineError as error:
        return Outcome(name, error=str(error), wrong_call=True)
    except Exception as error:  # what is wrong with one report must not stop the others
        return Outcome(name, error=f"cannot be read: {type(error).__name__}: {error}")


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
