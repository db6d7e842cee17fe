"""``dateline review``: the record's most doubtful events, one after the other, to be judged.

Works by lines, so that it can be piped; on a terminal it is set in colour.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.record import AsOf, Record, Who, day, record_path, who_of

if TYPE_CHECKING:
    from dateline.record.decisions import Kind
    from dateline.store import Query, Store
    from dateline.store.doubtful import Doubtful
    from dateline.store.held import Held

HELP = """\
  a [WHY]               accept: it is as the record says
  r [WHY]               reject: the text does not say this
  c [N] CELL VALUE      correct a cell (place Kherson; mode arrest; actors Mali's army=MLI.MIL),
                        of statement N alone where that is given
  same ID… [: WHY]      these tell of this event too (a number of the list of near ones will do)
  not ID… [: WHY]       these tell of something else
  split N… [: WHY]      these statements tell of something else
  u                     undo the last decision of this session
  w [ID]                why: what it rests on
  s                     skip       q  quit       ?  help"""


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command()(review)


def review(
    record: Record = None,
    country: Annotated[str | None, typer.Option(help="Only events of this country.")] = None,
    type: Annotated[str | None, typer.Option(help="Only events of this type.")] = None,
    status: Annotated[str | None, typer.Option(help="Only events that stand so.")] = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")] = 0,
    who: Who = None,
) -> None:
    """Go through the record, the most doubtful first: accept, reject, correct, join, part."""
    from dateline.store import Query, open_store

    query = Query(country=country, type=type, status=status, as_of=day(as_of, 1))
    with open_store(record_path(record), create=False) as store:
        _Session(store, query, who_of(who)).run(limit)


class _Session:
    """One person at one record; after each decision the record is looked at anew."""

    def __init__(self, store: Store, query: Query, who: str) -> None:
        self._store, self._query, self._who = store, query, who
        self._made: list[str] = []
        self._seen: set[str] = set()
        self._decided = 0
        self._held = self._look()

    def run(self, limit: int) -> None:
        shown = 0
        while (limit == 0 or shown < limit) and (one := self._next()) is not None:
            shown += 1
            if not self._judge(one):
                break
        else:
            typer.echo("nothing is left to look at" if limit == 0 else f"{shown} looked at")
        typer.echo(f"{self._decided} decisions by {self._who}")

    def _look(self) -> Held:
        from dateline.store.held import Held

        return Held(self._store, self._query)

    def _next(self) -> Doubtful | None:
        from dateline.store.doubtful import doubtful, looked_at

        for one in doubtful(self._held):
            if self._seen.isdisjoint(one.statements):
                self._seen.update(one.statements)
                return looked_at(self._held, one)
        return None

    def _judge(self, one: Doubtful) -> bool:
        """Take commands until the event is done with; ``False`` to end the session."""
        from dateline.errors import DatelineError

        show(one)
        while (line := _asked()) is not None:
            word, _, rest = line.strip().partition(" ")
            if word in {"q", "quit"}:
                return False
            if word in {"s", "skip"}:
                return True
            try:
                if self._done(one, word, rest.strip()):
                    return True
            except DatelineError as error:
                _say(f"dateline: {error}", "red")
        return False

    def _done(self, one: Doubtful, word: str, rest: str) -> bool:
        """Do what a line says; whether the event is done with."""
        id, told = one.row.id, [t.statement.id for t in one.account.told]
        if word in {"a", "accept"}:
            return self._decide("accept", [id], why=rest)
        if word in {"r", "reject"}:
            return self._decide("reject", [id], why=rest)
        if word in {"c", "correct"}:
            self._correct(told, rest)
        elif word == "same":
            others, why = _named(rest, [n.id for n in one.near])
            return self._decide("same", [id, *others], why=why)
        elif word == "not":
            others, why = _named(rest, [n.id for n in one.near])
            self._decide("not same", others, others=[id], why=why)
        elif word == "split":
            apart, why = _named(rest, told)
            rest_of = [i for i in told if i not in apart]
            return self._decide("split", apart, others=rest_of, why=why)
        elif word in {"u", "undo"}:
            self._undo()
        elif word in {"w", "why"}:
            self._why(rest or id)
        else:
            typer.echo(HELP)
        return False

    def _decide(
        self, kind: Kind, named: list[str], *, why: str, others: list[str] | None = None
    ) -> bool:
        from dateline.store import views

        made = views.decide(
            self._store, kind, named, who=self._who, why=why or None, others=others or ()
        )
        self._keep([made.id], kind)
        return True

    def _correct(self, told: list[str], rest: str) -> None:
        from dateline.errors import UsageError
        from dateline.store import views

        first, _, more = rest.partition(" ")
        if first.isdecimal():
            told, rest = _named(first, told)[0], more
        cell, _, value = rest.strip().partition(" ")
        if not cell or not value:
            raise UsageError("c CELL VALUE, as in: c place Kherson")
        made = views.correct(self._store, told, cell, value.strip(), who=self._who)
        self._keep([d.id for d in made], f"correct {cell}")

    def _keep(self, ids: list[str], what: str) -> None:
        self._made += ids
        self._decided += len(ids)
        self._held = self._look()
        _say(f"kept: {what} ({', '.join(ids)})", "green")

    def _undo(self) -> None:
        from dateline.errors import UsageError
        from dateline.store import views

        if not self._made:
            raise UsageError("nothing decided yet")
        views.withdraw(self._store, self._made[-1], who=self._who, why="undone at once")
        _say(f"withdrawn: {self._made.pop()}", "yellow")
        self._held = self._look()

    def _why(self, id: str) -> None:
        from dateline.cli.why import print_why
        from dateline.store.grounds import why

        print_why(why(self._store, id, as_of=self._query.as_of))


def _named(text: str, listed: list[str]) -> tuple[list[str], str]:
    """Ids, or numbers in a list shown (from 1), and after a colon why."""
    from dateline.errors import UsageError

    ids, _, why = text.partition(":")
    found = []
    try:
        words = shlex.split(ids)
    except ValueError as error:
        raise UsageError(f"cannot be read: {ids}") from error
    for word in words:
        number = int(word) if word.isdecimal() and len(word) < 4 else 0
        if number > len(listed):
            raise UsageError(f"no number {number}: there are {len(listed)}")
        found.append(listed[number - 1] if number else word)
    if not found:
        raise UsageError("which? (numbers of the list, or ids)")
    return found, why.strip()


def show(one: Doubtful) -> None:
    """Print an event to be judged: what it says, why it is doubtful, each sentence."""
    for line, style in _lines(one):
        _say(line, style)


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
        ("conflict", "; ".join(side_by_side(c) for c in one.account.conflicts)),
        ("doubtful", "; ".join(one.doubt.reasons)),
    )
    for name, value in cells:
        if value:
            yield f"  {name}: {value}", "yellow" if name in {"doubtful", "conflict"} else None
    for number, telling in enumerate(one.account.told, 1):
        about = telling.document
        source = about.publisher or about.title or about.source or ""
        day = about.published.edtf or "undated"
        yield f"  {number}. {telling.statement.sentence.text}", None
        yield f"     {day} {source} [{about.id[:12]}]", "dim"
    for number, near in enumerate(one.near, 1):
        yield f"  near {number}: {near.id} {near.sentence.text}", "dim"


def _asked() -> str | None:
    """The next line; ``None`` at the end of the input."""
    if sys.stdin.isatty():
        typer.echo("a accept, r reject, c correct, same, not, split, s skip, w why, q quit, ? > ",
                   nl=False)  # fmt: skip
    line = sys.stdin.readline()
    return line if line else None


def _say(text: str, style: str | None = None) -> None:
    from dateline.export.tables import plain

    indent = text[: len(text) - len(text.lstrip())]
    shown = indent + plain(text)
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.text import Text

        Console(highlight=False).print(Text(shown, style=style or ""))
    else:
        typer.echo(shown)
