"""A record looked at piece by piece: stretches of documents and events, and types of statements.

A piece is looked at alike in any process, by the record as it stands there then. One that shows
anything elsewhere is looked at again here, where the record stands as it did at the beginning:
others may write meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import active_children, get_context
from typing import NamedTuple

from dateline.children import started
from dateline.store.sql import SqlStore

# What does not hold, of what: a sort, an id and a message.
Fault = tuple[str, str, str]


class Piece(NamedTuple):
    """What is looked at at once; ``size`` tells about how long that takes, beside the others.

    ``look`` finds ``None`` where the record is not such that it can tell.
    """

    name: str
    size: float
    look: Callable[[SqlStore], list[Fault] | None]


def looked(
    now: SqlStore, pieces: Sequence[Piece], said: Callable[[str], None], workers: int
) -> Iterator[Fault]:
    """What the pieces show, by so many processes; ``said`` is told how far it is."""
    every, done = sum(piece.size for piece in pieces), 0.0
    for piece, found in _found(now, pieces, min(workers, len(pieces))):
        done += piece.size
        said(f"{done / every:.0%} looked at, {piece.name} last")
        yield from found


def _found(
    now: SqlStore, pieces: Sequence[Piece], workers: int
) -> Iterator[tuple[Piece, list[Fault]]]:
    if workers < 2:
        for piece in pieces:
            yield piece, piece.look(now) or []
        return
    url = now.engine.url
    where = (url.database or "") if now.is_file else url.render_as_string(hide_password=False)
    others = set(active_children())
    with ProcessPoolExecutor(workers, get_context("spawn"), started) as pool:
        at = {pool.submit(_elsewhere, where, piece): piece for piece in pieces}
        try:
            for one in as_completed(at):
                piece, found = at.pop(one), one.result()
                yield piece, (piece.look(now) or [] if found is None or found else [])
        except BaseException:  # an interrupt too: what is looked at elsewhere is for nothing
            for child in set(active_children()) - others:
                child.terminate()
            raise


def _elsewhere(where: str, piece: Piece) -> list[Fault] | None:
    """Look at a piece in a process of its own."""
    with SqlStore.open(where, create=False) as store, store.snapshot() as now:
        return piece.look(now)
