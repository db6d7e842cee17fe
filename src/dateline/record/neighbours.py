"""Which statements can bear on a commitment or end a silence, without a look at all others.

What following and the end of silences say of these is what they say of the whole record: left
out is only what `dateline.record.bearing` and `dateline.record.spoken` pass over by their first
conditions (the kind of act, who acts, suffers or speaks, and what was over before).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from msgspec.structs import replace

from dateline.record.bearing import kind_of
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.record.follow import Watched, watched
from dateline.record.posting import posted
from dateline.record.spoken import on_it
from dateline.types import Actor, Commitment, Span

_LEFT, _STRUCK, _BLAMED = "RETREAT", "ASSAULT", "ACCUSE"


class Index:
    """Statements by the type of act and a party in some role: its id, or the country of its side.

    Those of one mode are in the order of their last days.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], dict[str | None, list[Entry]]] = {}

    def put(self, entry: Entry, parties: Iterable[Actor]) -> None:
        """Hold a statement under its parties."""
        event = entry.statement.event
        for party in _named(parties):
            modes = self._held.setdefault((event.type, party), {})
            modes.setdefault(event.mode, []).append(entry)

    def sort(self) -> None:
        """Put what is held in order; nothing is found before."""
        for modes in self._held.values():
            for found in modes.values():
                found.sort(key=_end)

    def of(
        self, kind: str, parties: Iterable[Actor], since: str = "", mode: str | None = None
    ) -> Iterator[Entry]:
        """Those of a type with one of the parties, without what was over before a day.

        Where a mode is told, without those of another.
        """
        for party in _named(parties):
            for held, entries in self._held.get((kind, party), {}).items():
                if mode is None or held is None or held == mode:
                    yield from entries[bisect_left(entries, since, key=_end) :]


def _named(parties: Iterable[Actor]) -> set[str]:
    return {key for party in parties for key in (party.id, party.country) if key is not None}


class Neighbours:
    """Statements by their document, their sentence, and by type with each party's role."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._documents: dict[str, list[Entry]] = defaultdict(list)
        self._sentences: dict[Span, list[Entry]] = defaultdict(list)
        self._acts, self._suffers, self._speaks = Index(), Index(), Index()
        self._by_id: dict[str, Entry] = {}
        for entry in entries:
            statement = entry.statement
            self._by_id[statement.id] = entry
            self._documents[entry.document].append(entry)
            self._sentences[statement.sentence].append(entry)
            speaker = statement.attribution.speaker
            for index, actors in (
                (self._acts, statement.actors),
                (self._suffers, statement.recipients),
                (self._speaks, (speaker,) if speaker is not None else ()),
            ):
                index.put(entry, actors)
        for index in (self._acts, self._suffers, self._speaks):
            index.sort()

    def watched(self, kept: Kept, known: Container[str] | None = None) -> Watched:
        """A commitment with what bears on it, in the documents that are ``known``, if not all."""
        near = self.bearing(kept.commitment, kept.document, known, kept.rests)
        home = self._homes(kept.commitment, known) | {kept.document}
        if known is not None:
            kept = replace(kept, altered=tuple(c for c in kept.altered if c.document in known))
        return watched(kept, near, home)

    def bearing(
        self,
        commitment: Commitment,
        document: str,
        known: Container[str] | None = None,
        named: Iterable[str] | None = None,
    ) -> list[Entry]:
        """The statements that can bear on a commitment from a document, and those ``named``."""
        kind, action = kind_of(commitment), commitment.action
        start = commitment.begins or commitment.made
        since = (start.from_ if start is not None else None) or ""
        found = [*self._documents.get(document, ()), *self._own(commitment)]
        found += [self._by_id[key] for key in commitment.because if key in self._by_id]
        if kind == "refrain":
            found += self._acts.of(_STRUCK, commitment.by, since)
            found += self._suffers.of(_BLAMED, commitment.by, since)
        elif kind == "stay":
            by = posted(commitment, self._documents.get(document, ()), {document}).by
            found += self._acts.of(_LEFT, by, since)
        elif action.type is not None:
            found += self._acts.of(action.type, commitment.by, since, action.mode)
        return _once([*found, *self._named(named)], known)

    def _own(self, commitment: Commitment) -> Iterator[Entry]:
        """The statements that tell of the promise itself."""
        for sentence in commitment.sentences:
            yield from self._sentences.get(sentence, ())
        if commitment.basis in self._by_id:
            yield self._by_id[commitment.basis]

    def _homes(self, commitment: Commitment, known: Container[str] | None) -> frozenset[str]:
        """The documents that tell of the promise itself."""
        own = self._own(commitment)
        return frozenset(e.document for e in own if known is None or e.document in known)

    def answering(self, unspoken: Unspoken, known: Container[str] | None = None) -> list[Entry]:
        """The statements that can end a silence, and its matter, of documents that are known."""
        matter = self._by_id.get(unspoken.silence.about or "")
        if matter is None:
            return _once(self._named(unspoken.ends), known)
        kinds = on_it(matter.statement.event.type)
        return _once(
            [
                matter,
                *self._documents.get(unspoken.document, ()),
                *(e for k in kinds for e in self._speaks.of(k, (unspoken.silence.party,))),
                *self._named(unspoken.ends),
            ],
            known,
        )

    def _named(self, ids: Iterable[str] | None) -> list[Entry]:
        return [self._by_id[i] for i in ids or () if i in self._by_id]


def _end(entry: Entry) -> str:
    """The last day of what a statement tells of; what has none is never over."""
    time = entry.statement.time
    return (time.to if time is not None else None) or "9999"


def _once(entries: Iterable[Entry], known: Container[str] | None) -> list[Entry]:
    return list(
        {e.statement.id: e for e in entries if known is None or e.document in known}.values()
    )
