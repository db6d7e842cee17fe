"""The record as it was known on an earlier day, cut from the whole without merging it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dateline.record.earlier import Then
from dateline.record.entry import Entry, Unspoken
from dateline.types import Commitment
from dateline.web.columns import Columns
from dateline.web.queries import ActorRow, LedgerRow
from dateline.web.sayings import Mask, Numbers
from dateline.web.snapshot import Promise, Snapshot, in_roles


@dataclass(frozen=True, kw_only=True, eq=False)
class Past(Snapshot):
    """What was known on a day; ``then`` tells what of the ``whole`` record that was."""

    whole: Snapshot
    then: Then

    @cached_property
    def columns(self) -> Columns:
        """The columns that views are filtered and counted by."""
        return self.whole.columns.cut(self.then)

    @cached_property
    def _fresh(self) -> list[int]:
        """The numbers of the events that are not as they stand today."""
        return [int(n) for n in np.flatnonzero(self.then.taken < 0)]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {self.events[n].id: n for n in self._fresh}

    def number(self, key: str) -> int | None:
        """The number of an event, by its id or that of a statement which tells of it."""
        told = self.earlier.number.get(key)
        if told is not None:
            return int(self.then.at[told]) if self.then.at[told] >= 0 else None
        if key in self._numbers:
            return self._numbers[key]
        today = self.whole.number(key)
        found = None if today is None else int(self.now[today])
        return None if found == -1 else found

    @cached_property
    def now(self) -> Numbers:
        """For each event of the whole record its number here, -1 where it did not stand so."""
        found = np.full(len(self.whole.events), -1, dtype=np.int32)
        kept = np.flatnonzero(self.then.taken >= 0)
        found[self.then.taken[kept]] = kept
        return found

    @cached_property
    def ledger(self) -> tuple[LedgerRow, ...]:
        """The commitments as they stood, by due day."""
        day = self.as_of or ""
        return self._by_due(
            (p.kept, self._followed(p, day))
            for p in self.whole.promises
            if p.kept.document in self.sources
        )

    def _followed(self, promise: Promise, day: str) -> Commitment:
        if promise.sure:
            return promise.watched.on(day, self.sources)
        return self.whole.neighbours.watched(promise.kept, self.sources).on(day)

    @cached_property
    def actors(self) -> tuple[ActorRow, ...]:
        """The actors with how often each did what, the most often met first."""
        known: Mask = np.array([key in self.sources for key in self.whole.sources], dtype=bool)
        return self.whole.roles.counted(known)

    def parts(self, actor: str) -> tuple[list[int], list[int], list[int]]:
        """The numbers of the events that an actor did, suffered and spoke or kept silent of."""
        did, suffered, spoken = (
            [n for n in self.now[today].tolist() if n >= 0] for today in self.whole.parts(actor)
        )
        for number in self._fresh:
            for found, keys in zip(
                (did, suffered, spoken), in_roles(self.events[number]), strict=True
            ):
                if actor in keys:
                    found.append(number)
        return did, suffered, spoken

    @property
    def made_in(self) -> Mapping[str, list[Entry]]:
        """The statements of a document."""
        return self.whole.made_in

    @property
    def on(self) -> Mapping[str, list[Unspoken]]:
        """The silences on a statement."""
        return self.whole.on

    def _answering(self, unspoken: Unspoken) -> list[Entry]:
        return self.whole.neighbours.answering(unspoken, self.sources)


def past(whole: Snapshot, as_of: str, copies: Mapping[str, str]) -> Past | None:
    """What was known on a day; ``None`` where only merging what was can tell.

    ``copies`` are the families of near copies among the documents of then.
    """
    then = whole.earlier.on(as_of, copies)
    if then is None:
        return None
    sources = {k: s for k, s in whole.sources.items() if (s.published.from_ or "9999") <= as_of}
    for document, led in whole.refers:
        if document in sources and not led <= sources.keys():
            return None
    return Past(
        as_of=as_of,
        sources=sources,
        failures={k: f for k, f in whole.failures.items() if k in sources},
        decisions=whole.decisions,
        entries=whole.entries,
        unspoken=tuple(u for u in whole.unspoken if u.document in sources),
        kept=tuple(k for k in whole.kept if k.document in sources),
        refers=whole.refers,
        earlier=whole.earlier,
        events=then.events,
        whole=whole,
        then=then,
        tolds=whole.tolds,
    )
