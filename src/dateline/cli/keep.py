"""``dateline verify``, ``backup`` and ``restore``: the record kept whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.record import Record, record_path


def mount(app: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command()(verify)
    app.command()(backup)
    app.command()(restore)


def verify(
    record: Record = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check that spans equal the text, every cell has its source, and nothing dangles."""
    from dateline.export.tables import plain
    from dateline.store import open_store
    from dateline.store.verified import verified

    with open_store(record_path(record), create=False) as store:
        found = verified(store)
    if json:
        import msgspec

        typer.echo(msgspec.json.encode(found).decode())
    else:
        for fault in found.faults:
            typer.echo(plain(f"{fault.what} {fault.id}: {fault.message}"))
        parts = ("documents", "statements", "commitments", "silences", "events", "decisions")
        counts = ", ".join(f"{getattr(found, part):,} {part}" for part in parts)
        typer.echo(f"{counts}: {len(found.faults) or 'no'} faults")
    if found.faults:
        raise typer.Exit(1)


def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; a new one.")],
    record: Record = None,
) -> None:
    """Copy the record into a file, while others may write; the copy is a record, too."""
    from dateline.store.copying import backup as copied

    held = copied(record_path(record), to)
    typer.echo(f"{held:,} documents in {to}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What a backup wrote.")],
    record: Record = None,
) -> None:
    """Copy a backup into a new record: a file, or an empty database."""
    from dateline.store.copying import restore as copied
    from dateline.store.engines import shown

    where = record_path(record)
    held = copied(file, where)
    typer.echo(f"{held:,} documents in {shown(where)}")
