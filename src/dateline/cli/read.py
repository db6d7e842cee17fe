"""``dateline read``: reports in, readings out, and into a record where one is named."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.cli.batch import Outcome
    from dateline.store import Store
    from dateline.types import Reading


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
        str | None,
        typer.Option(help="Put what is read into this record: a file, or postgresql://…."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one reading a line as JSON and nothing else.")
    ] = False,
    ontology: Annotated[
        Path | None, typer.Option(help="Types of your own, told by examples (a YAML file).")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes; 0 for one a core where there are many reports.")
    ] = 0,
) -> None:
    """Read reports: who did what to whom, where, when, who says so, what was promised."""
    from contextlib import nullcontext

    from dateline.cli.batch import Task, cores, outcomes
    from dateline.errors import RecordError, UsageError
    from dateline.find.own_types import ontology as own_types
    from dateline.resolve.edtf import published_from
    from dateline.sources import gather
    from dateline.store import open_store

    if published is not None:
        published_from(published)
    if ontology is not None:
        os.environ["DATELINE_ONTOLOGY"] = str(ontology)  # for the processes that read, too
    own_types()
    found = list(gather(paths))
    wrong = [f for f in found if isinstance(f, UsageError)]
    for error in wrong:
        _complain(str(error))
    reports = [f for f in found if not isinstance(f, UsageError)]
    store = open_store(record, create=True) if record is not None else nullcontext()
    tally: Counter[str] = Counter()
    with store as kept:
        # Every line of JSON is asked for, known or not.
        tasks = [Task(where, published, None if json else record) for where in reports]
        found_out = outcomes(tasks, workers or cores(len(tasks)))
        try:
            for outcome in _watched(found_out, len(tasks), quiet=json):
                _take(outcome, kept, tally, json=json)
            if kept is not None:
                kept.settle()
        except RecordError as error:
            held = (
                f"{tally['read']} of {len(tasks)} are kept" if tally["read"] else "nothing is lost"
            )
            raise RecordError(f"{error} ({held}; the same command goes on from there)") from error
    if not json:
        _summary(tally, kept)
    if wrong or tally["wrong call"]:
        raise typer.Exit(2)
    if tally["failed"]:
        raise typer.Exit(1)


def _watched(outcomes: Iterable[Outcome], total: int, *, quiet: bool) -> Iterator[Outcome]:
    """The outcomes, with a bar for people who wait."""
    from dateline.cli.batch import MANY

    if quiet or total < MANY or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(outcomes, "reading", total=total, console=Console(stderr=True))


def _take(outcome: Outcome, kept: Store | None, tally: Counter[str], *, json: bool) -> None:
    import msgspec

    from dateline.errors import DocumentError
    from dateline.types import Reading

    if outcome.error is not None:
        _complain(f"{outcome.name}: {outcome.error}")
        tally["wrong call" if outcome.wrong_call else "failed"] += 1
        return
    if outcome.reading is None:
        tally.update(["read", "known"])
        return
    if json and kept is None:
        _print(outcome.reading)
        return
    reading = msgspec.json.decode(outcome.reading, type=Reading)
    try:
        known = kept is not None and not kept.add(reading)
    except DocumentError as error:
        _complain(f"{outcome.name}: {error}")
        tally["failed"] += 1
        return
    if json:  # a line says that the reading is kept
        _print(outcome.reading)
    for failure in reading.failures:
        _complain(f"{outcome.name}: stage {failure.stage} failed: {failure.message}")
    tally.update(["read", "known"] if known else ["read"])
    for what in ("statements", "commitments", "silences"):
        tally[what] += len(getattr(reading, what))
    if not json and kept is None:
        _show(outcome.name, reading)


def _print(reading: bytes) -> None:
    sys.stdout.buffer.write(reading + b"\n")
    sys.stdout.buffer.flush()


def _show(name: str, reading: Reading) -> None:
    from dateline.export.rows import name_of, names, statement_row
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
        by = ", ".join(names(commitment.by))
        due = f", due {commitment.due.edtf}" if commitment.due else ""
        typer.echo(plain(f"commitment: {by}: {commitment.action.text}{due}: {commitment.status}"))
    for silence in reading.silences:
        typer.echo(plain(f"silent: {name_of(silence.party)}"))
    typer.echo("")


def _summary(tally: Counter[str], kept: Store | None) -> None:
    where = f" into {kept.name}" if kept is not None else ""
    parts = [f"{tally['read']} read{where}"]
    if tally["known"]:
        parts.append(f"{tally['known']} of them known already")
    if tally["failed"] or tally["wrong call"]:
        parts.append(f"{tally['failed'] + tally['wrong call']} failed")
    found = ", ".join(
        f"{tally[f'{one}s']} {one if tally[f'{one}s'] == 1 else f'{one}s'}"
        for one in ("statement", "commitment", "silence")
    )
    typer.echo(f"{', '.join(parts)}: {found}")


def _complain(message: str) -> None:
    from dateline.export.tables import plain

    print(f"dateline: {plain(message)}", file=sys.stderr)  # noqa: T201
