"""``dateline read``: reports in, readings out, and into a record where one is named."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.sources import Where
    from dateline.store import Store
    from dateline.types import Reading

# Starting processes costs about as much as reading this many reports.
MANY = 24
# One process a core reads faster where none starts threads of its own: 10.8 reports a second with
# two processes on two cores against 5.6 (benchmarks/reading.py).
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: its reading as JSON, or why there is none."""

    name: str
    reading: bytes | None
    error: str | None = None
    wrong_call: bool = False


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command()(read)


def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, or - for standard input.")
    ],
    published: Annotated[
        str | None, typer.Option(help="When the reports came out: YYYY-MM-DD, YYYY-MM or YYYY.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="Put what is read into this record (a file).")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one reading a line as JSON and nothing else.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes; 0 for one a core where there are many reports.")
    ] = 0,
) -> None:
    """Read reports: who did what to whom, where, when, who says so, what was promised."""
    from contextlib import nullcontext

    from dateline.errors import UsageError
    from dateline.resolve.edtf import published_from
    from dateline.sources import gather
    from dateline.store import open_store

    if published is not None:
        published_from(published)
    found = list(gather(paths))
    wrong = [f for f in found if isinstance(f, UsageError)]
    for error in wrong:
        _complain(str(error))
    reports = [f for f in found if not isinstance(f, UsageError)]
    store = open_store(record, create=True) if record is not None else nullcontext()
    tally: Counter[str] = Counter()
    with store as kept:
        outcomes = _outcomes(reports, published, workers or _cores(len(reports)))
        for outcome in _watched(outcomes, len(reports), quiet=json):
            _take(outcome, kept, tally, json=json)
    if not json:
        _summary(tally, record)
    if wrong or tally["wrong call"]:
        raise typer.Exit(2)
    if tally["failed"]:
        raise typer.Exit(1)


def _cores(reports: int) -> int:
    if reports < MANY:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcomes(reports: list[Where], published: str | None, workers: int) -> Iterator[Outcome]:
    """The outcomes in the order of the reports, a few ahead in the making."""
    if workers <= 1:
        yield from (outcome_of(where, published) for where in reports)
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    for name in _THREADS:
        os.environ.setdefault(name, "1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        ahead: deque[Future[Outcome]] = deque()
        for where in reports:
            ahead.append(pool.submit(outcome_of, where, published))
            if len(ahead) >= 8 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def outcome_of(where: Where, published: str | None) -> Outcome:
    """Read one report; what is wrong with it becomes part of the outcome."""
    import msgspec

    from dateline.errors import DatelineError, DocumentError
    from dateline.pipeline import read as read_given
    from dateline.sources import load

    try:
        reading = read_given(load(where, published))
    except DocumentError as error:
        return Outcome(str(where), None, str(error))
    except DatelineError as error:
        return Outcome(str(where), None, str(error), wrong_call=True)
    return Outcome(str(where), msgspec.json.encode(reading))


def _watched(outcomes: Iterable[Outcome], total: int, *, quiet: bool) -> Iterator[Outcome]:
    """The outcomes, with a bar for people who wait."""
    if quiet or total < MANY or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(outcomes, "reading", total=total, console=Console(stderr=True))


def _take(outcome: Outcome, kept: Store | None, tally: Counter[str], *, json: bool) -> None:
    import msgspec

    from dateline.types import Reading

    if outcome.reading is None:
        _complain(f"{outcome.name}: {outcome.error}")
        tally["wrong call" if outcome.wrong_call else "failed"] += 1
        return
    if json:
        sys.stdout.buffer.write(outcome.reading + b"\n")
    if json and kept is None:
        return
    reading = msgspec.json.decode(outcome.reading, type=Reading)
    for failure in reading.failures:
        _complain(f"{outcome.name}: stage {failure.stage} failed: {failure.message}")
    tally["read"] += 1
    if kept is not None and not kept.add(reading):
        tally["known"] += 1
    for what in ("statements", "commitments", "silences"):
        tally[what] += len(getattr(reading, what))
    if not json and kept is None:
        _show(outcome.name, reading)


def _show(name: str, reading: Reading) -> None:
    from dateline.export.rows import statement_row
    from dateline.export.tables import plain, printed

    document = reading.document
    published = document.published
    typer.echo(f"{plain(document.title or name)}")
    typer.echo(
        f"  published {published.edtf or 'unknown'} ({published.basis}), "
        f"{document.sentences} sentences, {len(document.repeats)} repeats left out"
    )
    rows = [statement_row(document.id, s, brief=True) for s in reading.statements]
    typer.echo(printed(rows, "table"))
    for commitment in reading.commitments:
        by = ", ".join(a.name or a.text for a in commitment.by)
        due = f", due {commitment.due.edtf}" if commitment.due else ""
        typer.echo(plain(f"commitment: {by}: {commitment.action.text}{due}: {commitment.status}"))
    for silence in reading.silences:
        typer.echo(plain(f"silent: {silence.party.name or silence.party.text}"))
    typer.echo("")


def _summary(tally: Counter[str], record: Path | None) -> None:
    parts = [f"{tally['read']} read"]
    if tally["known"]:
        parts.append(f"{tally['known']} of them known already")
    if tally["failed"] or tally["wrong call"]:
        parts.append(f"{tally['failed'] + tally['wrong call']} failed")
    found = ", ".join(f"{tally[w]} {w}" for w in ("statements", "commitments", "silences"))
    where = f" into {record}" if record is not None else ""
    typer.echo(f"{', '.join(parts)}{where}: {found}")


def _complain(message: str) -> None:
    from dateline.export.tables import plain

    print(f"dateline: {plain(message)}", file=sys.stderr)  # noqa: T201
