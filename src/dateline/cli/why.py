"""``dateline why`` and ``dateline diff``: what the record rests on, and what changed in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.record import AsOf, Record, day, record_path

if TYPE_CHECKING:
    from dateline.record.changes import CellChange
    from dateline.record.decisions import Decision, Removal
    from dateline.store.answers import SilenceRow, Telling
    from dateline.store.compared import Difference
    from dateline.store.grounds import Ground, Why

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def mount(app: typer.Typer) -> None:
    """Put the commands into the program."""
    app.command()(why)
    app.command()(diff)


def why(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An event, statement, commitment, silence, document, decision; or its start.",
        ),
    ],
    record: Record = None,
    as_of: AsOf = None,
    json: _Json = False,
) -> None:
    """Say what a part of the record rests on: words, documents, versions and decisions."""
    from dateline.store import open_store
    from dateline.store.grounds import why as grounds

    with open_store(record_path(record), create=False) as store:
        found = grounds(store, id, as_of=day(as_of, 1))
    _print(found, _why_lines(found), json=json)


def diff(
    since: Annotated[str, typer.Argument(metavar="DATE", help="The earlier day.")],
    until: Annotated[str, typer.Argument(metavar="DATE", help="The later day.")],
    record: Record = None,
    json: _Json = False,
) -> None:
    """Say what the reports that came out after one day, up to another, changed."""
    from dateline.store import open_store
    from dateline.store.compared import diff as difference

    first, last = day(since, 1), day(until, 1)
    with open_store(record_path(record), create=False) as store:
        found = difference(store, first or since, last or until)
    _print(found, _diff_lines(found), json=json)


def print_why(found: Why) -> None:
    """Print it for people."""
    _print(found, _why_lines(found), json=False)


def _print(found: object, lines: Iterable[tuple[int, str]], *, json: bool) -> None:
    from dateline.export.layout import wrapped
    from dateline.export.tables import plain

    if json:
        import msgspec

        typer.echo(msgspec.json.encode(found).decode())
        return
    width = shutil.get_terminal_size((100, 24)).columns
    for indent, text in lines:
        for line in wrapped(plain(text), max(width - indent, 20)) or [""]:
            typer.echo(f"{' ' * indent}{line}".rstrip())


def _why_lines(found: Why) -> Iterator[tuple[int, str]]:
    from dateline.export.rows import side_by_side

    yield (
        0,
        f"{found.what} {found.id}"
        + (f", of event {found.event}" if found.event and found.event != found.id else ""),
    )
    for ground in found.grounds:
        yield from _ground_lines(ground)
    if found.conflicts:
        yield 0, ""
        yield 0, "where the sources differ"
    for conflict in found.conflicts:
        yield 2, side_by_side(conflict)
    if found.documents:
        yield 0, ""
        yield 0, "documents"
    for read in found.documents:
        about = read.document
        named = about.title or about.source or ""
        yield 2, f"{about.id[:12]} {about.published.edtf or 'undated'} {named}"
        yield 4, f"read by {read.versions}"
    if found.decisions:
        yield 0, ""
        yield 0, "decisions"
    for made in found.decisions:
        yield from decision_lines(made)


def _ground_lines(ground: Ground) -> Iterator[tuple[int, str]]:
    mark = "" if ground.held else " (not taken)"
    by = f" [a person: {', '.join(ground.decisions)}]" if ground.by == "person" else ""
    yield 2, f"{ground.cell}: {ground.value}{mark}{by}"
    for words in ground.words:
        span = words.span or words.sentence
        where = f"[{words.document[:12]} {span.start}-{span.end}]"
        inside = words.span is not None and words.span != words.sentence
        said = f"“{span.text}” in: {words.sentence.text}" if inside else words.sentence.text
        yield 6, f"{said} {where}"


def decision_lines(made: Decision | Removal) -> Iterator[tuple[int, str]]:
    """A decision, with who, when, why and whether it was withdrawn; or a removal."""
    import msgspec

    if made.kind == "remove":
        named = " ".join(part for part in (made.published, made.title or made.source) if part)
        yield 2, f"{made.document[:12]} remove {named}".rstrip()
        yield 4, f"{made.who}, {made.at}" + (f": {made.why}" if made.why else "")
        return

    what: str = made.kind
    if made.cell is not None:
        what = f"{made.kind} {made.cell} = {msgspec.json.encode(made.value).decode()}"
    yield 2, f"{made.id} {what}"
    yield 4, f"{made.who}, {made.at}" + (f": {made.why}" if made.why else "")
    if made.withdrawn is not None:
        gone = made.withdrawn
        yield 4, f"withdrawn by {gone.who}, {gone.at}" + (f": {gone.why}" if gone.why else "")


def _diff_lines(found: Difference) -> Iterator[tuple[int, str]]:
    from dateline.export.rows import kind, names

    yield 0, f"after {found.since}, up to {found.until}"
    for about in found.documents:
        yield 2, f"document {about.id[:12]} {about.published.edtf} {about.title or about.source}"
    for change in found.events:
        one = change.event
        when = one.time.edtf if one.time and one.time.edtf else "undated"
        who = ", ".join(names(one.actors))
        what = kind(one.type, one.mode) + (f": {who}" if who else "")
        yield 0, f"{change.kind}: event {one.id} {when} {what} ({one.status})"
        yield from _cell_lines(change.cells)
        yield from _told_lines(found, change.statements or one.statements[:1])
    for told in found.commitments:
        promised = told.commitment
        who = ", ".join(names(promised.by))
        text = f"{who}: {promised.action.text} ({promised.status})"
        yield 0, f"{told.kind}: commitment {promised.id} {text}"
        yield from _cell_lines(told.cells)
        yield from _told_lines(found, told.because)
    for silence in found.silences:
        yield from _silence_lines(silence)


def _cell_lines(cells: Iterable[CellChange]) -> Iterator[tuple[int, str]]:
    for cell in cells:
        before, after = ("; ".join(side) or "-" for side in (cell.before, cell.after))
        yield 2, f"{cell.cell}: {before} → {after}"


def _told_lines(found: Difference, statements: Iterable[str]) -> Iterator[tuple[int, str]]:
    told = (found.told.get(id) for id in statements)
    for line in dict.fromkeys(_sentence(telling) for telling in told if telling is not None):
        yield 4, line


def _sentence(telling: Telling) -> str:
    return f"{telling.statement.sentence.text} [{telling.document.id[:12]}]"


def _silence_lines(row: SilenceRow) -> Iterator[tuple[int, str]]:
    from dateline.export.rows import name_of

    stands = "new" if row.ended is None else "ended"
    yield 0, f"{stands}: silence of {name_of(row.silence.party)}"
    yield 4, f"{row.silence.sentence.text} [{row.document.id[:12]}]"
    if row.ended is not None:
        yield 4, _sentence(row.ended)
