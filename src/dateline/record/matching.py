"""Which statements tell of the same happening: first within a document, then across. Pure.

Statements of a document join where nothing contradicts and something beside the type agrees. Each
such cluster is then put, in order of publication, to the group of earlier documents that it is most
alike: what came out first is never regrouped for what came out later, and the order in which
reports were read does not matter. Only clusters of one block are compared: the same type, a place
or party in common, days close by. What makes two of one event is the score of the pair
(`dateline.record.likeness`), asked to be the higher the less place, party and day agree
(``data/record/matching.toml``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain
from math import inf
from types import MappingProxyType

import msgspec

from dateline.data import toml
from dateline.record.agree import (
    apart,
    barred,
    close,
    contradict,
    elsewhere,
    finest,
    identified,
    lasts,
    ordinal,
    share,
    there,
    tightest,
)
from dateline.record.entry import Entry
from dateline.record.likeness import Telling, features, likeness, telling
from dateline.record.words import Bag, shared, split, table
from dateline.types import Actor, Place, Time

Group = list["Cluster"]
NONE: Mapping[str, str] = MappingProxyType({})
# Written beside homes that are kept: those found otherwise are found anew.
MADE = "17 features, 24 units, blocks of 4 days, 2"
_BUCKET = 4  # days; clusters that are close are in one or in neighbouring ones
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", None})
_COMPARED = 3  # statements of a cluster
_SAYING = 8  # words of a sentence that tells the same wherever it is copied to
# Of so many clusters that came in last the words are kept at hand, of others made when asked for.
_AT_HAND = 10_000


class Least(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The score that is asked where all agrees, where something does, where something is against.

    ``most``: the share of a group's documents that must be alike.
    """

    agreed: float
    some: float
    conflict: float
    most: float


@cache
def least() -> Least:
    """The thresholds."""
    return msgspec.convert(toml("record/matching.toml"), Least)


@dataclass(slots=True, eq=False)
class Told:
    """The sentences of a document that tell of events, and the words of all of them.

    ``source`` gives the sentences where they are not at hand, in order, each once.
    """

    document: str
    sentences: dict[str, None] = field(default_factory=dict)
    source: Callable[[], Iterable[str]] | None = None
    _profile: Bag | None = None
    _alike: dict[Told, float] = field(default_factory=dict)

    @property
    def profile(self) -> Bag:
        """The words with their weights."""
        if self._profile is None:
            self._profile = counted(self.sentences if self.source is None else self.source())
        return self._profile

    @property
    def at_hand(self) -> bool:
        """Whether the words have been looked at."""
        return self._profile is not None

    def take(self, profile: Bag) -> None:
        """Take the words as they were weighed before."""
        self._profile = profile

    def alike(self, other: Told) -> float:
        """How alike its words are to those of another, 0 to 1; kept until it is left."""
        value = self._alike.get(other)
        if value is None:
            value = self._alike[other] = shared(self.profile, other.profile)
        return value

    def leave(self) -> None:
        """Leave what it was compared with to be compared again."""
        self._alike.clear()

    def forget(self) -> None:
        """Leave the words to be looked at again when they are asked for."""
        self._profile = None


def counted(texts: Iterable[str]) -> Bag:
    """The words of sentences with their weights."""
    return table().profile(chain.from_iterable(map(split, texts)))


@dataclass(slots=True, eq=False)
class Cluster:
    """What one document tells of one happening."""

    entries: list[Entry]
    told: Told
    place: Place | None = None
    time: Time | None = None
    actors: tuple[Actor, ...] = ()
    tellings: list[Telling] = field(default_factory=list)
    sayings: list[str] | None = None  # what it is known again by (`_copied`), once looked for

    @property
    def document(self) -> str:
        """The document."""
        return self.told.document

    @property
    def key(self) -> str:
        """The statement that tells of it first: what it, or its group, goes by."""
        return self.entries[0].statement.id

    @property
    def order(self) -> tuple[str, str, int, str]:
        """When it came in."""
        return arrival(self.entries[0])

    @property
    def type(self) -> str:
        """The type of the event."""
        return self.entries[0].statement.event.type

    def forget(self) -> None:
        """Leave what is compared to be made again when it is asked for."""
        self.tellings.clear()
        self.sayings = None
        self.told.forget()


def arrival(entry: Entry) -> tuple[str, str, int, str]:
    """By publication, then place in the document; what has no date comes last."""
    return (
        entry.said or "9999",
        entry.document,
        entry.statement.sentence.start,
        entry.statement.id,
    )


class Matcher:
    """Statements by event, document after document in order of arrival.

    What a document costs depends on what stands in its blocks, not on how much is held.
    """

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._index: dict[str, list[int]] = {}
        self._added: list[Cluster] = []

    def put(self, known: Iterable[Entry]) -> list[int]:
        """The numbers of the groups that the statements of whole documents went to.

        They must come after all that is held: in order of `arrival`.
        """
        return [self.add(cluster) for cluster in clusters(sorted(known, key=arrival))]

    def hold(self, placed: Iterable[tuple[str, Cluster]]) -> None:
        """Take over groups as they were found before: clusters in order, with a name each."""
        numbers: dict[str, int] = {}
        for name, cluster in placed:
            number = numbers.setdefault(name, len(self.groups))
            if number == len(self.groups):
                self.groups.append([])
            self._into(number, cluster)

    def add(self, cluster: Cluster) -> int:
        """Put what one document tells of one happening to its group, and tell its number."""
        index, groups = self._index, self.groups
        near = sorted({n for key in nearby(cluster) for n in index.get(key, ())})
        home = best(cluster, [groups[n] for n in near])
        number = near[home] if home is not None else len(groups)
        if home is None:
            groups.append([])
        self._into(number, cluster)
        return number

    def _into(self, number: int, cluster: Cluster) -> None:
        if self._added and self._added[-1].told is not cluster.told:
            self._added[-1].told.leave()
        self._added.append(cluster)
        if len(self._added) % _AT_HAND == 0:
            for old in self._added[:-_AT_HAND]:
                old.forget()
        self.groups[number].append(cluster)
        for key in blocks(cluster):
            held = self._index.setdefault(key, [])
            if number not in held:
                held.append(number)


def homes(known: Iterable[Entry], held: Mapping[str, str] = NONE) -> dict[str, str]:
    """For each statement the one that told of its event first, by their ids.

    ``held`` are such homes found before, over statements that all came in: they hold for what came
    out before the first statement that has none, since nothing is regrouped for what comes later.
    """
    entries = sorted(known, key=arrival)
    if all(e.statement.id in held for e in entries):
        return {e.statement.id: held[e.statement.id] for e in entries}
    matcher = Matcher()
    told = clusters(entries)
    fresh = next(
        i for i, c in enumerate(told) if any(e.statement.id not in held for e in c.entries)
    )
    matcher.hold((held[c.entries[0].statement.id], c) for c in told[:fresh])
    for cluster in told[fresh:]:
        matcher.add(cluster)
    return {
        e.statement.id: group[0].entries[0].statement.id
        for group in matcher.groups
        for cluster in group
        for e in cluster.entries
    }


def matched(known: Iterable[Entry], home: Mapping[str, str] | None = None) -> list[list[Entry]]:
    """The statements by event, in order of what told of each first; a stranger is its own event."""
    entries = sorted(known, key=arrival)
    home = homes(entries) if home is None else home
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(home.get(entry.statement.id, entry.statement.id), []).append(entry)
    return list(groups.values())


def clusters(
    known: list[Entry], sentences: Callable[[str], Iterable[str]] | None = None
) -> list[Cluster]:
    """What each document tells of one happening, in order; ``known`` is sorted by arrival.

    ``sentences`` gives those of a document where not all of its statements are among the known.
    """
    found: list[Cluster] = []
    homes: dict[tuple[str, str], list[Cluster]] = {}
    told: dict[str, Told] = {}
    for entry in known:
        document = told.get(entry.document)
        if document is None:
            source = None if sentences is None else partial(sentences, entry.document)
            document = told[entry.document] = Told(entry.document, source=source)
        if sentences is None:
            document.sentences[entry.statement.sentence.text] = None
        near = homes.setdefault((entry.document, entry.statement.event.type), [])
        home = next((c for c in near if all(_same(entry, other) for other in c.entries)), None)
        if home is None:
            home = Cluster([], document)
            near.append(home)
            found.append(home)
        home.entries.append(entry)
    return [completed(cluster) for cluster in found]


def completed(cluster: Cluster) -> Cluster:
    """The cluster with what its statements say together."""
    statements = [e.statement for e in cluster.entries]
    cluster.place = finest(s.place for s in statements)
    cluster.time = tightest(s.time for s in statements)
    cluster.actors = tuple(a for s in statements for a in s.actors)
    return cluster


def _same(one: Entry, other: Entry) -> bool:
    """Whether two statements of a document tell of one happening, and something says so."""
    a, b = one.statement, other.statement
    if barred(a, b) or contradict(a.time, b.time) or elsewhere(a.place, b.place):
        return False
    if lasts(a.time) != lasts(b.time):
        return False  # what goes on since years is not what happened on a day
    together = there(a.place, b.place) and a.background == b.background
    return bool(share(a.actors, b.actors) or together)


def blocks(cluster: Cluster) -> Iterator[str]:
    """The keys under which a cluster is found; none where its day is not known."""
    yield from _keys(cluster, (0,))


def nearby(cluster: Cluster) -> Iterator[str]:
    """The keys under which those are found that may tell of the same."""
    yield from _keys(cluster, (-1, 0, 1))


def _keys(cluster: Cluster, steps: tuple[int, ...]) -> Iterator[str]:
    if _undated(cluster):
        yield from (f"{cluster.type} {sentence}" for sentence in _copied(cluster))
    if cluster.time is None or cluster.time.to is None:
        return
    day = ordinal(cluster.time.to) // _BUCKET
    for anchor in sorted(_anchors(cluster)):
        for step in steps:
            yield f"{cluster.type} {day + step} {anchor}"


def _copied(cluster: Cluster) -> list[str]:
    """The sentences by which a cluster without a day is known again: those of some length."""
    if cluster.sayings is None:
        told = (e.statement.sentence.text for e in cluster.entries)
        folded = dict.fromkeys(" ".join(split(text)) for text in told)
        cluster.sayings = [text for text in folded if text.count(" ") + 1 >= _SAYING]
    return cluster.sayings


def _anchors(cluster: Cluster) -> set[str]:
    place, found = cluster.place, set()
    if place is not None:
        found.add(f"place {place.country or place.name.casefold()}")
    for actor in cluster.actors:
        if actor.id is not None:
            found.add(f"party {actor.id}")
        if actor.country is not None:
            side = "state" if actor.sector in _STATE else actor.sector
            found.add(f"party {actor.country} {side}")
    return found


class Compared:
    """Pairs of clusters that were compared already: what was asked of each, and the score."""

    def __init__(self) -> None:
        self._needs: dict[tuple[Cluster, Cluster], float | None] = {}
        self._scores: dict[tuple[Cluster, Cluster], float] = {}

    def needed(self, one: Cluster, other: Cluster) -> float | None:
        """The score that the two must have (`needed`)."""
        key = one, other
        if key not in self._needs:
            self._needs[key] = needed(one, other)
        return self._needs[key]

    def scores(self, one: Cluster, others: Iterable[Cluster]) -> list[float]:
        """The score of one with each of the others."""
        every = list(others)
        fresh = [other for other in every if (one, other) not in self._scores]
        rows = [list(_rows(one, other)) for other in fresh]
        found, start = likeness()([row for some in rows for row in some]), 0
        for other, some in zip(fresh, rows, strict=True):
            self._scores[one, other] = float(found[start : start + len(some)].max())
            start += len(some)
        return [self._scores[one, other] for other in every]


def best(
    cluster: Cluster,
    groups: list[Group],
    ready: Callable[[list[Told]], None] | None = None,
    compared: Compared | None = None,
) -> int | None:
    """The number of the group that tells of the same, if one does: the likeliest, the first.

    ``ready`` is told whose words will be compared; what was ``compared`` before is not again.
    """
    held = compared or Compared()
    pairs, possible = comparable(cluster, groups, held)
    if ready is not None and pairs:
        ready([cluster.told, *(other.told for _, _, other in pairs)])
    alike: dict[int, list[float]] = {}
    scores = held.scores(cluster, (other for _, _, other in pairs))
    for (number, need, _), value in zip(pairs, scores, strict=True):
        if value >= need:
            alike.setdefault(number, []).append(value)
    most = least().most
    found = [n for n, values in alike.items() if len(values) >= most * possible[n]]
    return min(found, key=lambda n: (-max(alike[n]), n), default=None)


def comparable(
    cluster: Cluster, groups: Iterable[Group], compared: Compared
) -> tuple[list[tuple[int, float, Cluster]], dict[int, int]]:
    """With which clusters of which group one is compared, and how large the groups are.

    Each with the score that it must have; groups of which one speaks against it are left out.
    """
    pairs: list[tuple[int, float, Cluster]] = []
    possible: dict[int, int] = {}
    for number, group in enumerate(groups):
        needs: list[tuple[int, float, Cluster]] = []
        for other in group:
            need = compared.needed(cluster, other)
            if need is None:
                break
            needs.append((number, need, other))
        else:
            possible[number] = len(group)
            pairs += [one for one in needs if one[1] < inf]
    return pairs, possible


def needed(one: Cluster, other: Cluster) -> float | None:
    """The score that two clusters must have to be of one event; ``None`` where they cannot be.

    Infinite where nothing speaks for it: they may stand in one group by way of others.
    """
    if one.told.document == other.told.document or apart(one.time, other.time):
        return None
    pairs = [(a.statement, b.statement) for a in one.entries for b in other.entries]
    if any(barred(a, b) for a, b in pairs):
        return None
    undated = _undated(one) and _undated(other)
    if undated and not set(_copied(one)).isdisjoint(_copied(other)):
        return 0.0
    if not close(one.time, other.time):
        return None if contradict(one.time, other.time) else inf
    place, party = there(one.place, other.place), share(one.actors, other.actors) is True
    if contradict(one.time, other.time) or elsewhere(one.place, other.place):
        sure = identified(one.actors, other.actors)
        return least().conflict if (place and party) or (sure and one.place) else None
    if place and party:
        return least().agreed
    return least().some if place or identified(one.actors, other.actors) else inf


def _undated(cluster: Cluster) -> bool:
    """Whether it is of no day, or of all days since long."""
    return cluster.time is None or cluster.time.to is None or lasts(cluster.time)


def _rows(one: Cluster, other: Cluster) -> Iterator[tuple[float, ...]]:
    documents = one.told.alike(other.told)
    for a in _tellings(one):
        for b in _tellings(other):
            yield features(a, b, documents)


def _tellings(cluster: Cluster) -> list[Telling]:
    if not cluster.tellings:
        words = table()
        for entry in cluster.entries[:_COMPARED]:
            statement = entry.statement
            trigger = split(statement.event.trigger.text)
            cluster.tellings.append(
                telling(
                    entry.document,
                    statement.sentence.start,
                    sorted(trigger, key=words.rarity, reverse=True),
                    _words(statement.actors),
                    _words(statement.recipients),
                    split(statement.sentence.text),
                    cluster.told.profile,
                )
            )
    return cluster.tellings


def _words(actors: tuple[Actor, ...]) -> list[str]:
    return [word for actor in actors for word in split(f"{actor.text} {actor.name or ''}")]
