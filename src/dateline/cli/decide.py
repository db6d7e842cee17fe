"""``dateline decide``, ``withdraw`` and ``decisions``: what people say of the record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from dateline.cli.record import Record, Who, Why, record_path, who_of

if TYPE_CHECKING:
    from dateline.record.decisions import Decision, Removal
    from dateline.record.decisions import Kind as Name

app = typer.Typer(
    help="List the decisions of people, or export them as training data.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Kind(StrEnum):
    """What is decided."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    SAME = "same"
    NOT_SAME = "not-same"
    SPLIT = "split"


def mount(program: typer.Typer) -> None:
    """Put the commands into the program."""
    program.command()(decide)
    program.command()(withdraw)


def decide(
    kind: Annotated[Kind, typer.Argument(help="What is decided.")],
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID…", help="Events, statements, commitments or silences: ids or their starts."
        ),
    ],
    other: Annotated[
        list[str] | None,
        typer.Option("--from", help="What the IDs are told apart from (not-same, split)."),
    ] = None,
    cell: Annotated[str | None, typer.Option(help="The cell to correct, such as place.")] = None,
    value: Annotated[
        str | None, typer.Option(help="Its value: words, or JSON (docs/reference/decisions.md).")
    ] = None,
    who: Who = None,
    why: Why = None,
    record: Record = None,
) -> None:
    """Decide about what the record says; it outlives every reading and can be withdrawn."""
    from dateline.errors import UsageError
    from dateline.store import open_store, views

    if (kind is Kind.CORRECT) != (cell is not None) or (cell is None) != (value is None):
        raise UsageError("correct takes --cell and --value, and nothing else does")
    name = who_of(who)
    with open_store(record_path(record), create=False) as store:
        if cell is not None and value is not None:
            made = views.correct(store, ids, cell, value, who=name, why=why)
        else:
            named = cast("Name", kind.value.replace("-", " "))
            made = (views.decide(store, named, ids, who=name, why=why, others=other or ()),)
    for one in made:
        typer.echo(f"{one.id} {one.kind}: {', '.join(one.about)}")


def withdraw(
    id: Annotated[str, typer.Argument(metavar="ID", help="The decision, or the start of its id.")],
    who: Who = None,
    why: Why = None,
    record: Record = None,
) -> None:
    """Take a decision back; that it was made stays in the record."""
    from dateline.store import open_store, views

    with open_store(record_path(record), create=False) as store:
        made = views.withdraw(store, id, who=who_of(who), why=why)
    typer.echo(f"{made} withdrawn")


@app.command("list")
def list_(
    record: Record = None,
    json: Annotated[bool, typer.Option("--json", help="Print one decision a line.")] = False,
) -> None:
    """List what people decided or removed, the latest first: who, when, why, whether withdrawn."""
    import msgspec

    from dateline.cli.why import decision_lines
    from dateline.export.tables import plain
    from dateline.store import open_store

    with open_store(record_path(record), create=False) as store:
        made: list[Decision | Removal] = [*store.decisions(), *store.removals()]
    made.sort(key=lambda one: one.at, reverse=True)
    for one in made:
        if json:
            typer.echo(msgspec.json.encode(one).decode())
        else:
            for indent, line in decision_lines(one):
                typer.echo(f"{' ' * (indent - 2)}{plain(line)}")
    if not made and not json:
        typer.echo("nothing decided")


@app.command()
def export(
    record: Record = None,
    to: Annotated[Path | None, typer.Option(help="The file to write; else it is printed.")] = None,
) -> None:
    """Export what was decided as training data: JSON lines (docs/reference/decisions.md)."""
    from dateline.errors import UsageError
    from dateline.store import open_store

    with open_store(record_path(record), create=False) as store:
        lines = list(_lines(store))
    if to is None:
        sys.stdout.buffer.write(b"".join(lines))
        return
    try:
        to.write_bytes(b"".join(lines))
    except OSError as error:
        raise UsageError(f"cannot write {to}: {error.strerror}") from error
    typer.echo(f"{len(lines)} examples in {to}")


def _lines(store: object) -> Iterator[bytes]:
    import msgspec

    from dateline.store.lessons import lessons

    for lesson in lessons(store):  # type: ignore[arg-type]
        yield msgspec.json.encode(lesson) + b"\n"
