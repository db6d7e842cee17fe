"""Which statements can bear on a commitment or end a silence, without a look at all others.

What following and the end of silences say of these is what they say of the whole record: left
out is only what `dateline.record.bearing` and `dateline.record.spoken` pass over by their first
conditions (the kind of act, and who acts, suffers or speaks).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import islice

from dateline.record.bearing import kind_of
from dateline.record.entry import Entry, Unspoken
from dateline.types import Actor, Commitment, Span

_LEFT, _STRUCK, _BLAMED = "RETREAT", "ASSAULT", "ACCUSE"
Key = tuple[str, str]


class Neighbours:
    """Statements by their document, their sentence, and by type with each party's role."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._documents: dict[str, list[Entry]] = defaultdict(list)
        self._sentences: dict[Span, list[Entry]] = defaultdict(list)
        self._acts: dict[Key, list[Entry]] = defaultdict(list)
        self._suffers: dict[Key, list[Entry]] = defaultdict(list)
        self._speaks: dict[Key, list[Entry]] = defaultdict(list)
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
                for key in _keys(statement.event.type, actors):
                    index[key].append(entry)

    def bearing(
        self,
        commitment: Commitment,
        document: str,
        known: Container[str] | None = None,
        named: Iterable[str] | None = None,
    ) -> list[Entry]:
        """The statements that can bear on a commitment read from a document, and those ``named``.

        Those of the documents that are ``known``, where these are told.
        """
        kind, action = kind_of(commitment), commitment.action
        found = list(self._documents.get(document, ()))
        for sentence in commitment.sentences:
            found += self._sentences.get(sentence, ())
        if commitment.basis in self._by_id:
            found.append(self._by_id[commitment.basis])
        if kind == "refrain":
            found += _at(self._acts, _STRUCK, commitment.by)
            found += _at(self._suffers, _BLAMED, commitment.by)
        elif kind == "stay":
            found += _at(self._acts, _LEFT, commitment.by)
        elif action.type is not None:
            found += _at(self._acts, action.type, commitment.by)
        return _once([*found, *self._named(named), *self._two(known)], known)

    def answering(self, unspoken: Unspoken, known: Container[str] | None = None) -> list[Entry]:
        """The statements that can end a silence, and its matter, of documents that are known."""
        matter = self._by_id.get(unspoken.silence.about or "")
        if matter is None:
            return _once(self._named(unspoken.ends), known)
        kind = matter.statement.event.type
        return _once(
            [
                matter,
                *self._documents.get(unspoken.document, ()),
                *_at(self._speaks, kind, (unspoken.silence.party,)),
                *self._named(unspoken.ends),
            ],
            known,
        )

    def _named(self, ids: Iterable[str] | None) -> list[Entry]:
        return [self._by_id[i] for i in ids or () if i in self._by_id]

    def _two(self, known: Container[str] | None) -> Iterator[Entry]:
        """Statements of two documents where there are two: of one alone more is known."""
        firsts = (
            entries[0] for key, entries in self._documents.items() if known is None or key in known
        )
        return islice(firsts, 2)


def _keys(kind: str, actors: Iterable[Actor]) -> set[Key]:
    """Under what an actor of an act is found: its id, and its country for all of its side."""
    named = {key for a in actors for key in (a.id, a.country) if key is not None}
    return {(kind, key) for key in named}


def _at(index: dict[Key, list[Entry]], kind: str, parties: Iterable[Actor]) -> list[Entry]:
    return [entry for key in _keys(kind, parties) for entry in index.get(key, ())]


def _once(entries: Iterable[Entry], known: Container[str] | None) -> list[Entry]:
    return list(
        {e.statement.id: e for e in entries if known is None or e.document in known}.values()
    )
