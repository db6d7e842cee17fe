"""The merged record kept beside what was read: brought up as reports come, go and are decided on.

A report that comes in is ``loose`` until it is merged, which costs what its neighbours cost; where
many are loose, or what is kept was merged by another version, all is merged anew. What is kept is
always the same as merging anew, but for the loose (`dateline.store.verified` compares).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select

from dateline.record.copies import Pair, families
from dateline.record.matching import MADE
from dateline.store import accounts, following, lines, near
from dateline.store.decided import every
from dateline.store.placing import Placing
from dateline.store.rebuilding import rebuild
from dateline.store.refollowing import refollow
from dateline.store.rulings import documents_of
from dateline.store.tables import copies, documents, followings, loose, merges, told

State = Literal["merged", "loose", "old"]
# What is kept beside the homes: other events or columns of the same homes have another number.
_FORM = 1
_RULES = ("likeness.npz", "words.npz", "matching.toml")
_AT_ONCE = 50
# From so many loose documents on, if they are a fifth of all, merging all anew is cheaper.
_MANY, _SHARE = 20, 5
# The same of documents taken out one after the other: each costs more.
_GONE = 40


@cache
def made() -> str:
    """By what this program merges: a text that differs where the outcome may."""
    digest = hashlib.sha256()
    for name in _RULES:
        digest.update(files("dateline.data").joinpath(f"record/{name}").read_bytes())
    return f"{MADE}, {_FORM}, {digest.hexdigest()[:16]}"


def state(connection: Connection) -> State:
    """Whether all is merged, some reports are not yet, or all was by another version."""
    if connection.execute(select(merges.c.made)).scalar() != made():
        return "old"
    return "merged" if connection.execute(select(loose).limit(1)).first() is None else "loose"


def come(connection: Connection, document: str) -> None:
    """A document has come in, and is to be merged."""
    connection.execute(insert(loose), {"document": document})
    following.come(connection, document)


def bring_up(connection: Connection) -> bool:
    """Merge some of what is loose, or all that there is; whether nothing is left to do.

    What is merged is followed, too, where all is that was before.
    """
    left = connection.execute(select(func.count()).select_from(loose)).scalar_one()
    if state(connection) == "old" or (left > _MANY and left * _SHARE > _every(connection)):
        rebuild(connection, made())
        refollow(connection)
        return True
    asked = (
        select(documents.c.id)
        # not joined: the few are looked up among the documents, not all of these among the few
        .where(documents.c.id.in_(select(loose.c.document)))
        .order_by(documents.c.published_from.is_(None), documents.c.published_from, documents.c.id)
        .limit(_AT_ONCE)
    )
    some = list(connection.execute(asked).scalars())
    _place(connection, some)
    return left <= _AT_ONCE and _followed(connection)


def _followed(connection: Connection) -> bool:
    """Follow some of what waits, if what is kept was followed by these rules; whether none is left.

    Where it was not, all is followed anew once somebody asks.
    """
    return not following.current(connection) or following.bring_up(connection)


def follow(connection: Connection) -> bool:
    """Follow some of what is merged and waits for it, or all; whether nothing is left to do."""
    if not following.current(connection):
        refollow(connection)
        return True
    return following.bring_up(connection)


def followed(connection: Connection) -> bool:
    """Whether all is merged, and followed."""
    return state(connection) == "merged" and following.done(connection)


def _place(connection: Connection, some: list[str]) -> None:
    placing = Placing(connection)
    for document in some:
        placing.put(document)
    placing.settle()
    accounts.renew(connection, placing.homes | _bridged(connection, some), placing.events)
    lines.forget(connection, loose.c.document, some)


def _every(connection: Connection) -> int:
    """How many documents there are; not asked for each report, as it takes longer the more."""
    return connection.execute(select(func.count()).select_from(documents)).scalar_one()


def give_up(connection: Connection, gone: int) -> None:
    """Where so many documents were taken out that merging all anew is cheaper, leave it to that."""
    if gone > _MANY and gone * _GONE > _every(connection):
        connection.execute(delete(merges))
        connection.execute(delete(followings))


def take_out(connection: Connection, document: str) -> None:
    """Delete a document with all that leads to it, and merge what is left."""
    current = state(connection) != "old"
    bridged = _bridged(connection, [document]) if current else set()
    placing = Placing(connection)
    if current:
        following.take(connection, document)
        placing.take(document)
    near.forget(connection, document)
    connection.execute(delete(loose).where(loose.c.document == document))
    connection.execute(delete(documents).where(documents.c.id == document))
    if current:
        placing.settle()
        accounts.renew(connection, placing.homes | bridged, placing.events)
    if state(connection) == "merged":
        _followed(connection)


def decided(connection: Connection, decision: str) -> None:
    """A decision came, or was withdrawn: merge again what it is about."""
    if state(connection) == "old":
        return
    placing = Placing(connection)
    waiting = set(connection.execute(select(loose.c.document)).scalars())
    own = any(one.commitments or one.silences for one in every(connection, [decision]))
    about = documents_of(connection, decision)
    there = lines.values_of(connection, documents.c.id, documents.c.id, about)
    for document in sorted(set(there) - waiting):  # one that is not there yet tells nothing
        before = lines.told_by(connection, told.c.document, [document])
        placing.ruled_anew(document)
        after = lines.told_by(connection, told.c.document, [document])
        following.ruled_anew(connection, document, before, after, own=own)
    placing.settle()
    accounts.renew(connection, placing.homes, placing.events, decided=True)
    if state(connection) == "merged":
        _followed(connection)


def homes(connection: Connection) -> dict[str, str]:
    """Which statement told first of the event that a statement tells of, as far as merged."""
    if state(connection) == "old":
        return {}
    asked = select(told.c.statement, told.c.home)
    return {row.statement: row.home for row in connection.execute(asked)}


def _bridged(connection: Connection, some: Iterable[str]) -> set[str]:
    """The groups that may count sources otherwise with documents than without.

    Documents that are near copies of others that are none of each other make one source of them.
    """
    mine = set(some)
    linked: set[str] = set()
    for side, other in ((copies.c.one, copies.c.other), (copies.c.other, copies.c.one)):
        linked.update(lines.values_of(connection, other, side, mine))
    linked -= mine
    if len(linked) < 2:
        return set()
    among: list[Pair] = []
    for ids in lines.parts(linked):
        asked = select(copies.c.one, copies.c.other).where(copies.c.one.in_(ids))
        among += [Pair(a, b) for a, b in connection.execute(asked) if b in linked]
    family = families(among)
    if len({family.get(one, one) for one in linked}) == 1:
        return set()
    whole = near.family(connection, linked)
    return set(lines.values_of(connection, told.c.home, told.c.document, [*whole, *linked]))
