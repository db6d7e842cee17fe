"""Commitments and silences followed beside the events, at the cost of what is near to them.

A report that is merged is ``unfollowed`` until somebody asks for commitments or silences. What it
tells is then held against those that wait for an act of its kind by one of its parties, and its
own against what is told already: what is kept is always what following all anew gives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, delete, func, insert, select, update

from dateline.record.bearing import own
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.record.follow import watch
from dateline.record.stands import NEVER, sentence
from dateline.store import altered, joining, lines, roles, saying
from dateline.store.joining import under
from dateline.store.ledgers import Ledgers, leads, ledgers, ledgers_of
from dateline.store.lines import Told
from dateline.store.placing import hashed
from dateline.store.seeking import Seeker
from dateline.store.tables import (
    deeds,
    followed,
    followings,
    standings,
    told,
    unfollowed,
    watches,
)
from dateline.store.watchers import Followed, Watcher

# What is kept by other rules than these is made anew.
_RULES = (
    (
        "record",
        (
            "altered", "altering", "bearing", "follow", "ledger", "posting", "spoken", "stands",
            "telling",
        ),
    ),
    (
        "store",
        (
            "altered", "borne", "following", "joining", "ledgers", "meeting", "roles", "saying",
            "seeking", "watchers",
        ),
    ),
)  # fmt: skip
_DATA = ("status.toml", "words.toml", "doubt.toml")
_AT_ONCE = 50
_decoded = msgspec.json.Decoder(Followed).decode
Find = Callable[[Column[Any], Iterable[Any]], dict[int, Entry]]


@cache
def made() -> str:
    """By what this program follows: a text that differs where the outcome may."""
    digest = hashlib.sha256()
    for folder, names in _RULES:
        for name in names:
            digest.update(files(f"dateline.{folder}").joinpath(f"{name}.py").read_bytes())
    for name in _DATA:
        digest.update(files("dateline.data").joinpath(f"record/{name}").read_bytes())
    return digest.hexdigest()[:32]


def current(connection: Connection) -> bool:
    """Whether what is followed was so by these rules; some reports may still wait."""
    return connection.execute(select(followings.c.made)).scalar() == made()


def done(connection: Connection) -> bool:
    """Whether all is followed."""
    waiting = select(unfollowed).limit(1)
    return current(connection) and connection.execute(waiting).first() is None


def come(connection: Connection, document: str, *, own: bool = False) -> None:
    """A document has come in or changed, or what its ``own`` commitments and silences lead to."""
    if not current(connection):
        return
    mine = unfollowed.c.document == document
    held = connection.execute(select(unfollowed.c.own).where(mine)).scalar()
    if held is None:
        connection.execute(insert(unfollowed), {"document": document, "own": own})
    elif held and not own:
        connection.execute(update(unfollowed).where(mine).values(own=False))


def take(connection: Connection, document: str) -> None:
    """Let go of what a document tells and promises, while it is there still as it was."""
    if not current(connection):
        return
    before = altered.links(connection, [document])
    altered.drop(connection, _forget(connection, document))
    _anew(connection, altered.touched(connection, [document], before) - {document})
    waiting = select(unfollowed.c.own).where(unfollowed.c.document == document)
    if connection.execute(waiting).scalar() is False:
        connection.execute(delete(unfollowed).where(unfollowed.c.document == document))
        return  # it has told nothing yet
    entries = lines.told_by(connection, told.c.document, [document])
    _anew(connection, joining.leave(connection, entries, document))
    _forget_deeds(connection, entries)
    connection.execute(delete(unfollowed).where(unfollowed.c.document == document))


def ruled_anew(
    connection: Connection, document: str, before: Told, after: Told, *, own: bool
) -> None:
    """People decided about a document: let go of what it told otherwise, and let it tell that.

    ``own`` where they did so about its commitments or silences.
    """
    if not current(connection):
        return
    waiting = select(unfollowed.c.own).where(unfollowed.c.document == document)
    if connection.execute(waiting).scalar() is False:
        return  # it has told nothing yet
    gone = {n: e for n, e in before.items() if after.get(n) != e}
    fresh = {n: e for n, e in after.items() if before.get(n) != e}
    if gone:
        _anew(connection, joining.leave(connection, gone, document))
        _forget_deeds(connection, gone)
    if fresh:
        keep_deeds(connection, fresh)
        _anew(connection, joining.join(connection, fresh, {document}) - {document})
    if gone or fresh or (own and _otherwise(connection, document)):
        come(connection, document, own=True)


def _otherwise(connection: Connection, document: str) -> bool:
    """Whether its commitments and silences are decided otherwise than they are followed."""
    asked = select(followed.c.data).where(followed.c.document == document)
    held = [_decoded(data) for data in connection.execute(asked).scalars()]
    now = ledgers(connection, document)
    kept = {one.kept.commitment.id: one.kept for one in held if one.kept is not None}
    quiet = {one.unspoken.id: one.unspoken for one in held if one.unspoken is not None}
    return kept != {one.commitment.id: one for one in now.commitments.held} or quiet != {
        one.id: one for one in now.silences.held
    }


def bring_up(connection: Connection) -> bool:
    """Follow some of what waits, all of it at once; whether nothing is left to do."""
    asked = select(unfollowed.c.document, unfollowed.c.own).order_by(unfollowed.c.document)
    own = {row.document: row.own for row in connection.execute(asked.limit(_AT_ONCE))}
    before = altered.links(connection, own)
    lines.forget(connection, unfollowed.c.document, own)
    told_in = by_document(own, lines.told_by(connection, told.c.document, own))
    fresh = {n: e for d, some in told_in.items() if not own[d] for n, e in some.items()}
    keep_deeds(connection, fresh)
    _anew(connection, joining.join(connection, fresh, own.keys()) - own.keys())
    gone = [number for document in told_in for number in _forget(connection, document)]
    _put(connection, told_in, gone)
    _anew(connection, altered.touched(connection, own, before))
    return connection.execute(select(unfollowed).limit(1)).first() is None


def by_document(some: Iterable[str], entries: Told) -> dict[str, dict[int, Entry]]:
    """The statements of documents, by document."""
    found: dict[str, dict[int, Entry]] = {document: {} for document in some}
    for number, entry in entries.items():
        found[entry.document][number] = entry
    return found


def _anew(connection: Connection, some: Iterable[str]) -> None:
    """What is promised in documents, or who is silent, is to be followed anew."""
    for document in some:
        come(connection, document, own=True)


def keep_deeds(connection: Connection, entries: Told) -> None:
    """Let statements be found, and their actors be counted."""
    roles.put(connection, entries)
    saying.put(connection, entries)
    rows = {(key, day, n) for n, e in entries.items() for key, day in under(e)}
    if rows:
        connection.execute(
            insert(deeds), [{"key": k, "day": day, "number": n} for k, day, n in sorted(rows)]
        )


def _forget_deeds(connection: Connection, entries: Told) -> None:
    """Let statements be found no more, nor their actors be counted."""
    for number, entry in entries.items():
        for key, _ in under(entry):
            connection.execute(delete(deeds).where(deeds.c.key == key, deeds.c.number == number))
    roles.drop(connection, set(entries))
    saying.drop(connection, entries)


def _forget(connection: Connection, document: str) -> Sequence[int]:
    """Let go of the commitments and silences of a document: their numbers."""
    mine = select(followed.c.number).where(followed.c.document == document)
    numbers = connection.execute(mine).scalars().all()
    for table in (watches, standings, followed):
        lines.forget(connection, table.c.number, numbers)
    altered.take(connection, document)
    return numbers


def _put(connection: Connection, told_in: Mapping[str, Told], gone: Iterable[int]) -> None:
    """Follow the commitments and silences of documents anew; ``gone`` are the numbers they had."""
    held = ledgers_of(connection, told_in)
    altered.put(connection, held)
    made = own_of(connection, told_in, held=held)
    altered.drop(connection, gone)  # what changes them pointed to them until then
    if not made:
        return
    last = connection.execute(select(func.max(followed.c.number))).scalar() or 0
    seeker = Seeker(connection)
    for one in made:
        seeker.meet(one)
    keep(connection, made, last)


def keep(connection: Connection, made: Iterable[Watcher], last: int) -> int:
    """Put them in, numbered from the one after the ``last``; the last number then."""
    rows: list[dict[str, Any]] = []
    days: list[dict[str, Any]] = []
    keys: dict[tuple[int, int], tuple[bool, int, int]] = {}
    kept = list(made)
    for one in kept:
        last += 1
        one.number = last
        row, stood = one.rows()
        rows.append(row)
        days += stood
        for key, led in one.waits():
            held = keys.get((hashed(key), last), (False, 0, 0))
            keys[hashed(key), last] = held[0] or led, *one.over
    for table, some in ((followed, rows), (standings, days)):
        if some:
            connection.execute(insert(table), some)
    if keys:
        connection.execute(
            insert(watches),
            [
                {"key": k, "number": n, "led": led, "upto": upto, "sorts": sorts}
                for (k, n), (led, upto, sorts) in sorted(keys.items())
            ],
        )
    altered.keep(connection, kept)
    return last


def own_of(
    connection: Connection,
    told_in: Mapping[str, Told],
    until: str | None = None,
    find: Find | None = None,
    held: Mapping[str, Ledgers] | None = None,
) -> list[Watcher]:
    """The commitments and silences of documents as decided, with what their own reports tell.

    ``told_in`` are the statements of the documents; ``find`` finds others as `lines.told_by` does,
    ``held`` are their ledgers where these are known already. ``until``: as known on that day.
    """
    held = ledgers_of(connection, told_in, until) if held is None else held
    promised = altered.attached(connection, held, until)
    others = _Others(connection, held.values(), find or partial(lines.told_by, connection))
    found: list[Watcher] = []
    for document, entries in told_in.items():
        mine = held[document]
        if not (mine.commitments.held or mine.silences.held):
            continue
        near = {**entries, **others.of(mine)}
        if until is not None:
            near = {n: e for n, e in near.items() if (e.published.from_ or NEVER) <= until}
        out = mine.published[document].from_
        found += [_promise(k, near, until, out) for k in promised[document]]
        found += [_silence(u, near, until) for u in mine.silences.held]
    return found


class _Others:
    """What commitments and silences lead to, and what tells of them in the same sentences."""

    def __init__(self, connection: Connection, some: Iterable[Ledgers], find: Find) -> None:
        every = list(some)
        ids = {id for one in every for id in _leads(one)}
        keys = {key for one in every for key in _sentences(one)}
        self._by_id = {
            entry.statement.id: (number, entry)
            for number, entry in find(told.c.statement, ids).items()
        }
        self._under: dict[int, list[int]] = {}
        for values in lines.parts(keys):
            asked = select(deeds.c.key, deeds.c.number).where(deeds.c.key.in_(values))
            for key, number in connection.execute(asked):
                self._under.setdefault(key, []).append(number)
        self._by_number = find(told.c.number, {n for some in self._under.values() for n in some})

    def of(self, one: Ledgers) -> dict[int, Entry]:
        """Those of one document, by number."""
        found = dict(self._by_id[id] for id in _leads(one) if id in self._by_id)
        for key in _sentences(one):
            for number in self._under.get(key, ()):
                if number in self._by_number:
                    found[number] = self._by_number[number]
        return found


def _leads(one: Ledgers) -> Iterator[str]:
    every: list[Kept | Unspoken] = [*one.commitments.held, *one.silences.held]
    for each in every:
        yield from leads(each)


def _sentences(one: Ledgers) -> Iterator[int]:
    """The keys of the sentences of commitments."""
    for kept in one.commitments.held:
        for span in kept.commitment.sentences:
            yield hashed(sentence(span))


def as_known(connection: Connection, document: str, as_of: str | None) -> list[Watcher]:
    """The commitments and silences of a document followed by what was known on a day alone."""
    entries = lines.told_by(connection, told.c.document, [document])
    found = own_of(connection, {document: entries}, as_of)
    seeker = Seeker(connection)
    for one in found:
        seeker.meet(one, as_of)
    return found


def _promise(kept: Kept, others: Told, until: str | None, out: str | None) -> Watcher:
    one = kept.commitment
    ids = leads(kept)
    near = {
        n: e for n, e in others.items()
        if e.document == kept.document or e.statement.id in ids or own(one, e.statement)
    }  # fmt: skip
    home = frozenset(e.document for e in near.values() if own(one, e.statement))
    watching = watch(kept, near.values(), home | {kept.document})
    of = None if watching.of is one else watching.of
    data = Followed(kept, of, home=tuple(sorted(watching.home)), rests=watching.rests)
    days = [e.published.from_ or NEVER for e in near.values()]
    known = max([*days, *(change.out for change in kept.altered)], default="")
    made = Watcher(data, known, until=until, out=out)
    for number, entry in near.items():
        if watching.takes(entry):
            made.add(number, entry)
    return made


def _silence(unspoken: Unspoken, others: Told, until: str | None) -> Watcher:
    ids = leads(unspoken)
    near = {
        n: e for n, e in others.items() if e.document == unspoken.document or e.statement.id in ids
    }
    about = unspoken.silence.about
    matter = next((e for e in near.values() if e.statement.id == about), None)
    known = "" if matter is None else matter.published.from_ or NEVER
    out = unspoken.published.from_
    made = Watcher(Followed(unspoken=unspoken), known, matter, until=until, out=out)
    for number, entry in near.items():
        if made.takes(entry):
            made.add(number, entry)
    return made
