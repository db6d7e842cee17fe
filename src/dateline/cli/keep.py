"""``dateline verify``, ``backup``, ``restore`` and ``remove``: the record kept whole, or less."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.record import Record, Who, Why, record_path, who_of

if TYPE_CHECKING:
    from dateline.store.answers import DocumentRow


def mount(app: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command()(verify)
    app.command()(backup)
    app.command()(restore)
    app.command()(remove)


def verify(
    record: Record = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check that spans equal the text, every cell has its source, and nothing dangles."""
    from dateline.export.tables import plain
    from dateline.store import open_store
    from dateline.store.verified import verified

    with open_store(record_path(record), create=False) as store:
        found = verified(store, _progress)
    _progress("")
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


def _progress(text: str) -> None:
    """Say how far it is, on a terminal alone, in place of what was said before."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


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


def remove(
    ids: Annotated[
        list[str], typer.Argument(metavar="DOC…", help="Documents, by their ids or their starts.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    who: Who = None,
    why: Why = None,
    record: Record = None,
) -> None:
    """Take reports out of the record; who did and why stays, and reading one puts it back."""
    from dateline.store import open_store, views

    name = who_of(who)
    with open_store(record_path(record), create=False) as store:
        rows = views.removed(store, ids)
        if not yes and not _agreed(rows):
            typer.echo("nothing removed")
            return
        made = views.remove(store, [r.document.id for r in rows], who=name, why=why)
    for one in made:
        typer.echo(f"{one.document} removed")


def _agreed(rows: tuple[DocumentRow, ...]) -> bool:
    """Whether the answer to what would be taken out is yes."""
    from dateline.errors import UsageError
    from dateline.export.tables import plain

    for row in rows:
        about = row.document
        named = f"{about.published.edtf or 'undated'} {about.title or about.source or ''}"
        typer.echo(plain(f"{about.id[:12]} {named} ({row.statements} statements)"))
    typer.echo("remove? [y/N] ", nl=False)
    line = sys.stdin.readline()
    if not line:
        typer.echo("")
        raise UsageError("nothing removed: answer yes, or say --yes")
    return line.strip().casefold() in {"y", "yes"}
