"""``dateline review``: what is most doubtful in the record, one after the other, to be judged.

Works by lines, so that it can be piped; on a terminal it is set in colour.
"""

from __future__ import annotations

import shlex
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.record import AsOf, Record, Who, day, record_path, who_of

if TYPE_CHECKING:
    from dateline.record.decisions import Kind
    from dateline.store import Query, Store
    from dateline.store.doubtful import Doubtful, Pledge
    from dateline.store.doubtful import Kind as Of

HELP = """\
  a [WHY]               accept: it is as the record says
  r [WHY]               reject: the text does not say this
  c [N] CELL VALUE      correct a cell (place Kherson; mode arrest; actors Mali's army=MLI.MIL;
                        of a commitment: due 2024-07-01; compliance kept since 2024-06-12),
                        of statement N alone where that is given
  same ID… [: WHY]      these tell of this event too (a number of the list of near ones will do)
  not ID… [: WHY]       these tell of something else
  split N… [: WHY]      these statements tell of something else
  u                     undo the last decision of this session
  w [ID]                why: what it rests on
  s                     skip       q  quit       ?  help"""


class Only(StrEnum):
    """What alone to go through."""

    EVENTS = "events"
    COMMITMENTS = "commitments"
    SILENCES = "silences"


def mount(app: typer.Typer) -> None:
    """Put the command into the program."""
    app.command()(review)


def review(
    record: Record = None,
    country: Annotated[str | None, typer.Option(help="Only events of this country.")] = None,
    type: Annotated[str | None, typer.Option(help="Only events of this type.")] = None,
    status: Annotated[
        str | None, typer.Option(help="Only events and commitments that stand so.")
    ] = None,
    only: Annotated[Only | None, typer.Option(help="Only events, commitments or silences.")] = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0 for all.")] = 0,
    who: Who = None,
) -> None:
    """Go through the record, the most doubtful first: accept, reject, correct, join, part."""
    from dateline.store import Query, open_store

    query = Query(country=country, type=type, status=status, as_of=day(as_of, 1))
    with open_store(record_path(record), create=False) as store:
        _Session(store, query, who_of(who), _kinds(only, query)).run(limit)


def _kinds(only: Only | None, query: Query) -> tuple[Of, ...]:
    """What to go through; what cannot be asked for by a filter is left out."""
    from dateline.errors import UsageError

    kinds: tuple[Of, ...] = ("events", "commitments", "silences")
    if query.type is not None or query.status is not None:
        kinds = ("events", "commitments")
    if only is None:
        return kinds
    if only.value not in kinds:
        raise UsageError("silences have neither type nor status")
    return (only.value,)


class _Session:
    """One person at one record; after each decision the record is looked at anew."""

    def __init__(self, store: Store, query: Query, who: str, kinds: tuple[Of, ...]) -> None:
        self._store, self._query, self._who, self._kinds = store, query, who, kinds
        self._made: list[tuple[str, tuple[str, ...]]] = []
        self._seen: set[str] = set()
        self._shown: tuple[str, ...] = ()

    def run(self, limit: int) -> None:
        shown = 0
        while (limit == 0 or shown < limit) and (one := self._next()) is not None:
            shown += 1
            if not self._judge(one):
                break
        else:
            typer.echo("nothing is left to look at" if limit == 0 else f"{shown} looked at")
        made = len(self._made)
        typer.echo(f"{made} decision{'' if made == 1 else 's'} by {self._who}")

    def _next(self) -> Doubtful | Pledge | None:
        from dateline.store import doubtful, doubts
        from dateline.store.held import Held

        kept = doubts.ready(self._store, self._kinds)
        if kept is not None:
            one = doubts.first(kept, self._query, self._kinds, self._seen)
        else:
            one = doubtful.first(Held(self._store, self._query), self._kinds, self._seen)
        if one is not None:
            self._shown = self._ids(one)
            self._seen.update(self._shown)
        return one

    def _judge(self, one: Doubtful | Pledge) -> bool:
        """Take commands until it is done with; ``False`` to end the session."""
        from dateline.cli.judging import asked, say, show
        from dateline.errors import DatelineError

        show(one)
        while (line := asked()) is not None:
            word, _, rest = line.strip().partition(" ")
            if word in {"q", "quit"}:
                return False
            if word in {"s", "skip"}:
                return True
            try:
                if self._done(one, word, rest.strip()):
                    return True
            except DatelineError as error:
                say(f"dateline: {error}", "red")
        return False

    def _done(self, one: Doubtful | Pledge, word: str, rest: str) -> bool:
        """Do what a line says; whether it is done with."""
        id = one.row.id
        if word in {"a", "accept"}:
            return self._decide("accept", [id], why=rest)
        if word in {"r", "reject"}:
            return self._decide("reject", [id], why=rest)
        if word in {"c", "correct"}:
            self._correct(self._told(one), rest)
        elif word in {"same", "not", "split"}:
            return self._group(one, word, rest)
        elif word in {"u", "undo"}:
            self._undo()
        elif word in {"w", "why"}:
            self._why(rest or id)
        else:
            typer.echo(HELP)
        return False

    def _ids(self, one: Doubtful | Pledge) -> tuple[str, ...]:
        """What of it is not shown again in this session."""
        from dateline.store.doubtful import Pledge

        return (one.key,) if isinstance(one, Pledge) else one.row.event.statements

    def _told(self, one: Doubtful | Pledge) -> list[str]:
        """What a correction is about: the statements of an event, a commitment, a silence."""
        from dateline.store.doubtful import Pledge

        return [one.key] if isinstance(one, Pledge) else [t.statement.id for t in one.told]

    def _group(self, one: Doubtful | Pledge, word: str, rest: str) -> bool:
        """Join events, or part them; whether the event is done with."""
        from dateline.errors import UsageError
        from dateline.store.doubtful import Pledge

        if isinstance(one, Pledge):
            raise UsageError(f"{word}: of events alone")
        id, told = one.row.id, self._told(one)
        if word == "same":
            others, why = _named(rest, [n.id for n in one.near])
            return self._decide("same", [id, *others], why=why)
        if word == "not":
            others, why = _named(rest, [n.id for n in one.near])
            self._decide("not same", others, others=[id], why=why)
            return False
        apart, why = _named(rest, told)
        rest_of = [i for i in told if i not in apart]
        return self._decide("split", apart, others=rest_of, why=why)

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
        from dateline.cli.judging import say

        self._made += [(id, self._shown) for id in ids]
        say(f"kept: {what} ({', '.join(ids)})", "green")

    def _undo(self) -> None:
        from dateline.cli.judging import say
        from dateline.errors import UsageError
        from dateline.store import views

        if not self._made:
            raise UsageError("nothing decided yet")
        id, about = self._made[-1]
        views.withdraw(self._store, id, who=self._who, why="undone at once")
        self._made.pop()
        self._seen.difference_update({*about} - {*self._shown})
        say(f"withdrawn: {id}", "yellow")

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
