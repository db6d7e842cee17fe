"""Who did, suffered, said and promised how often: counted for any day, from columns made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from dateline.export.rows import name_of, names
from dateline.record.entry import Entry, Kept
from dateline.types import Actor
from dateline.web.queries import ActorRow
from dateline.web.sayings import Mask, Numbers

_DID, _SUFFERED, _SAID, _PROMISED = range(4)


class Roles:
    """Each time that an actor with an id does, suffers, says or promises something.

    ``documents`` numbers the documents, to leave some of them out.
    """

    def __init__(
        self, entries: Iterable[Entry], kept: Iterable[Kept], documents: Mapping[str, int]
    ) -> None:
        self._actors: list[Actor] = []
        self._ids: dict[str, int] = {}
        self._calls: dict[tuple[int, str], int] = {}
        columns: tuple[list[int], ...] = ([], [], [], [])

        def put(document: int, role: int, actors: tuple[Actor, ...]) -> None:
            for actor, name in zip(actors, _named(actors), strict=True):
                if actor.id is not None:
                    key = self._ids.setdefault(actor.id, len(self._ids))
                    call = key, actor.name or name
                    self._actors.append(actor)
                    row = document, role, key, self._calls.setdefault(call, len(self._calls))
                    for column, value in zip(columns, row, strict=True):
                        column.append(value)

        for entry in entries:
            document, statement = documents[entry.document], entry.statement
            speaker = statement.attribution.speaker
            put(document, _DID, statement.actors)
            put(document, _SUFFERED, statement.recipients)
            put(document, _SAID, (speaker,) if speaker else ())
        for one in kept:
            put(documents[one.document], _PROMISED, one.commitment.by)
        made: list[Numbers] = [np.array(column, dtype=np.int32) for column in columns]
        self._document, self._role, self._key, self._call = made
        order = sorted(self._calls, key=lambda call: call[1])
        rank = {call: number for number, call in enumerate(order)}
        self._called: Numbers = np.array(
            [(key, rank[key, name]) for key, name in self._calls], dtype=np.int32
        ).reshape(-1, 2)
        self._names = [name for _, name in self._calls]

    def counted(self, known: Mask | None = None) -> tuple[ActorRow, ...]:
        """The actors by how often they are met in the documents that are known, or in all."""
        there: NDArray[np.intp] = (
            np.arange(len(self._key)) if known is None else np.flatnonzero(known[self._document])
        )
        keys = self._key[there]
        found, first = np.unique(keys, return_index=True)
        shape = (len(self._ids), 4)
        counts = np.bincount(keys * 4 + self._role[there], minlength=shape[0] * 4).reshape(shape)
        called = self._most_called(there)
        rows = []
        for key, number in zip(found.tolist(), there[first].tolist(), strict=True):
            actor = self._actors[number]
            did, suffered, said, promised = counts[key].tolist()
            rows.append(
                ActorRow(
                    id=actor.id or "", name=self._names[called[key]], country=actor.country,
                    sector=actor.sector, did=did, suffered=suffered, said=said, promised=promised,
                )
            )  # fmt: skip
        return tuple(
            sorted(rows, key=lambda r: (-(r.did + r.suffered + r.said + r.promised), r.id))
        )

    def _most_called(self, there: NDArray[np.intp]) -> Numbers:
        """For each actor the number of the name that it is called by most, the first of equals."""
        times = np.bincount(self._call[there], minlength=len(self._names))
        keys, rank = self._called.T
        order = np.lexsort((-rank, times, keys))  # the last of a key is what is looked for
        found = np.zeros(len(self._ids), dtype=np.int32)
        found[keys[order]] = order
        return found


def _named(actors: tuple[Actor, ...]) -> list[str]:
    return [name_of(actors[0])] if len(actors) == 1 else names(actors)
