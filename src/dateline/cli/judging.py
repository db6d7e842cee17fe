"""What ``dateline review`` shows of what is to be judged, and how it asks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from dateline.store.answers import About, CommitmentRow, SilenceRow
    from dateline.store.doubtful import Doubtful, Pledge


def show(one: Doubtful | Pledge) -> None:
    """Print what is to be judged: what it says, why it is doubtful, each sentence."""
    from dateline.store.answers import CommitmentRow
    from dateline.store.doubtful import Pledge

    if not isinstance(one, Pledge):
        lines = _lines(one)
    elif isinstance(one.row, CommitmentRow):
        lines = _promise_lines(one, one.row)
    else:
        lines = _silence_lines(one, one.row)
    for line, style in lines:
        say(line, style)


def _promise_lines(one: Pledge, row: CommitmentRow) -> Iterator[tuple[str, str | None]]:
    from dateline.export.rows import amount, names

    promise = row.commitment
    action = promise.action
    yield "", None
    yield f"commitment  ({promise.duty}, {promise.status})  {promise.id}", "bold"
    cells = (
        ("who", "; ".join(names(promise.by))),
        ("to whom", "; ".join(names(promise.to))),
        ("what", action.text),
        ("where", action.place.name if action.place else None),
        ("how many", amount(action.quantity) if action.quantity else None),
        ("made", promise.made.edtf if promise.made else None),
        ("begins", promise.begins.edtf if promise.begins else None),
        ("due", promise.due.edtf if promise.due else None),
        ("term", promise.term),
        ("if", promise.condition.text if promise.condition else None),
        ("stands", f"{promise.timing}; {promise.compliance}; {promise.force}"),
        ("rests on", " ".join(promise.because)),
        *_judged(one),
    )
    yield from _cells(cells)
    for sentence in promise.sentences:
        yield f"  {sentence.text}", None
    yield f"     {_source(row.document)}", "dim"


def _silence_lines(one: Pledge, row: SilenceRow) -> Iterator[tuple[str, str | None]]:
    from dateline.export.rows import name_of

    yield "", None
    yield f"silence of {name_of(row.silence.party)}  {row.id}", "bold"
    cells = (
        ("who", row.silence.party.id),
        ("on", row.matter.sentence.text if row.matter else None),
        ("ended by", row.ended.statement.sentence.text if row.ended else None),
        *_judged(one),
    )
    yield from _cells(cells)
    yield f"  {row.silence.sentence.text}", None
    yield f"     {_source(row.document)}", "dim"


def _judged(one: Pledge) -> tuple[tuple[str, str], ...]:
    return ("decided", "; ".join(one.row.decided)), ("doubtful", "; ".join(one.doubt.reasons))


def _cells(cells: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
    for name, value in cells:
        if value:
            yield f"  {name}: {value}", "yellow" if name in {"doubtful", "conflict"} else None


def _source(about: About) -> str:
    named = about.publisher or about.title or about.source or ""
    return f"{about.published.edtf or 'undated'} {named} [{about.id[:12]}]"


def _lines(one: Doubtful) -> Iterator[tuple[str, str | None]]:
    from dateline.export.rows import amount, kind, names, side_by_side

    event = one.row.event
    yield "", None
    what = f"{kind(event.type, event.mode)}  ({one.row.modality}, {event.status})"
    yield f"{what}  {event.id}", "bold"
    cells = (
        ("who", "; ".join(names(event.actors))),
        ("to whom", "; ".join(names(event.recipients))),
        ("where", event.place.name if event.place else None),
        ("when", event.time.edtf if event.time else None),
        ("how many", "; ".join(amount(q) for q in event.quantities)),
        ("says", "; ".join(f"{k}: {p.stance}" for k, p in event.parties.items())),
        ("decided", "; ".join(one.row.decided)),
        ("conflict", "; ".join(side_by_side(c) for c in one.conflicts)),
        ("doubtful", "; ".join(one.doubt.reasons)),
    )
    yield from _cells(cells)
    for number, telling in enumerate(one.told, 1):
        yield f"  {number}. {telling.statement.sentence.text}", None
        yield f"     {_source(telling.document)}", "dim"
    for number, near in enumerate(one.near, 1):
        yield f"  near {number}: {near.id} {near.sentence.text}", "dim"


def asked() -> str | None:
    """The next line; ``None`` at the end of the input."""
    if sys.stdin.isatty():
        typer.echo("a accept, r reject, c correct, same, not, split, s skip, w why, q quit, ? > ",
                   nl=False)  # fmt: skip
    line = sys.stdin.readline()
    return line if line else None


def say(text: str, style: str | None = None) -> None:
    """Print a line, on a terminal in colour."""
    from dateline.export.tables import plain

    indent = text[: len(text) - len(text.lstrip())]
    shown = indent + plain(text)
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.text import Text

        Console(highlight=False).print(Text(shown, style=style or ""))
    else:
        typer.echo(shown)
