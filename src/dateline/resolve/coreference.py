"""Who a later word in the same document refers to: short names, bare offices, descriptions, *both*.

Only clear cases are resolved: the same word again, or the one party of its sort; else nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from msgspec import structs

from dateline.analysis import ActorMention
from dateline.resolve.actor_names import Role
from dateline.resolve.actor_phrases import Phrase, Who
from dateline.resolve.descriptions import is_sort, noun_of, without_former
from dateline.text.tokens import Doc
from dateline.types import Actor

_NOUNS = frozenset(
    {"ministry", "minister", "mission", "contingent", "council", "commission", "court"}
)
# So many words a mention may begin before the place where it was noted.
_SLACK = 40
# So many mentions back a party is looked for at most, and it is counted who is named most.
_NEAR = 120
_COUNTED = 500


class Known:
    """What a document has named so far."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.starts = _starts(doc)
        self.mentions: list[ActorMention] = []
        self._nouns: dict[str, Who] = {}
        self._offices: dict[str, Who] = {}
        self._last: dict[str, Who] = {}
        self._persons: dict[str, Who] = {}

    def add(self, mention: ActorMention) -> None:
        """Notes a mention."""
        self.mentions.append(mention)
        if (noun := noun_of(self.doc, mention)) is not None:
            self._nouns[noun] = who_is(mention.actor)

    def sentence_before(self, token: int) -> int:
        """Where the sentence before that of a token begins, or its own if it is the first."""
        start = self.starts[token]
        return self.starts[start - 1] if start else 0

    def since(self, floor: int, most: int = _NEAR) -> list[ActorMention]:
        """The mentions from token ``floor`` on, at most so many, as they were noted."""
        found = []
        for mention in reversed(self.mentions[-most:]):
            if mention.last < floor - _SLACK:
                break
            if mention.first >= floor:
                found.append(mention)
        return found[::-1]

    def outer(self, floor: int = 0, most: int = _NEAR) -> list[ActorMention]:
        """The mentions that are not part of another's phrase (*Mali* in *Mali's army*)."""
        mentions = self.since(floor, most)
        ranges = sorted({(m.first, m.last) for m in mentions}, key=lambda r: (r[0], -r[1]))
        inside, reach = set(), 0
        for first, last in ranges:
            if last <= reach:
                inside.add((first, last))
            reach = max(reach, last)
        return [m for m in mentions if (m.first, m.last) not in inside]

    def recent(self) -> list[ActorMention]:
        """The last few hundred that are not part of another's phrase."""
        return self.outer(most=_COUNTED)

    def pair(self, start: int, before: int) -> ActorMention | None:
        """The two parties that together are the last subject between two tokens."""
        outer = {m.head: m for m in self.outer(start) if m.first < before}
        for one in reversed(outer.values()):
            head = self.doc[one.head]
            joined = [outer[c.i] for c in head.conjuncts if c.i in outer and c.i > head.i]
            if head.dep_ in {"nsubj", "nsubjpass"} and len(joined) == 1:
                return both(one, joined[0])
        return None

    def description(self, noun: str, at: int) -> Who | None:
        """Who *the service*, *the charity* or *the general* at token ``at`` was before.

        What the sentence before has named goes first, be it by the noun or by its sort.
        """
        near = self.since(self.sentence_before(at))
        for mention in reversed(near):
            if noun_of(self.doc, mention) == noun or is_sort(noun, mention):
                return who_is(mention.actor)
        known = self._last.get(noun) or self._nouns.get(noun)
        if known is not None:
            return known
        before = (m for m in reversed(self.mentions[-_COUNTED:]) if is_sort(noun, m))
        return next((who_is(m.actor) for m in before), None)

    def titled(self, who: Who, words: Iterable[str]) -> None:
        """Notes the titles of a person: *the general*, *the mayor*."""
        for word in words:
            self._last[word.casefold()] = who

    def remember(self, role: Role, who: Who, words: str) -> None:
        """Notes whose an office or force is, for when it is named without its owner."""
        self._offices[f"{role.sector}.{role.role}"] = who
        self._last[words.casefold()] = who
        last = words.casefold().split()[-1]
        for noun in (*_NOUNS, last):
            if noun in words.casefold():
                self._last[noun] = who

    def name(self, who: Who) -> None:
        """Notes a named body under what it is: *the mission*, *the council*."""
        for noun in (who.role or "").split()[-1:]:
            self._last[noun] = who

    def office(self, role: Role, words: str, at: int, *, definite: bool) -> Who | None:
        """Who *the ministry*, *the army*, *the contingent* or *the rebels* was before."""
        if role.use == "crowd":
            if definite and role.kind == "office":
                return self._last.get(without_former(words))
            if not definite or role.kind != "group":
                return None
            same = self._last.get(words.casefold()) or self._last.get(without_former(words))
            return same or self._group(role) or self.description(words.casefold(), at)
        same = self._last.get(words.casefold()) or self._last.get(without_former(words))
        same = same or (self._offices.get(f"{role.sector}.{role.role}") if role.sector else None)
        if same is None and definite and role.kind == "force":
            return self.description(words.casefold(), at)
        return same

    def _group(self, role: Role) -> Who | None:
        """The one armed group named so far."""
        sectors = {role.sector} if role.sector in {"OPP", "CRM"} else {"REB", "PRM", "PRE"}
        if role.sector not in {None, "REB", "PRM", "OPP", "CRM"}:
            return None
        actors = {
            m.actor.id: m.actor
            for m in self.mentions[-_COUNTED:]
            if m.actor.sector in sectors and (m.actor.id or "").startswith("ORG.")
        }
        if len(actors) != 1:
            return None
        actor = next(iter(actors.values()))
        return replace(who_is(actor), score=0.7)

    def person(self, who: Who) -> Who:
        """The person with what the document has said of them before."""
        key = who.id
        if key is None:
            return who
        before = self._persons.get(key)
        if before is not None and who.score < before.score:
            who = replace(before, name=who.name)
        elif before is not None and who.sector is None:
            who = replace(who, country=before.country, sector=before.sector, role=before.role)
        self._persons[key] = who
        return who


_FIGHTING = frozenset({"MIL", "REB", "PRM", "PRE"})


def _starts(doc: Doc) -> list[int]:
    """Where the sentence of each token begins; spaCy looks for it anew each time."""
    starts, start = [], 0
    for i, token in enumerate(doc):
        start = i if token.is_sent_start else start
        starts.append(start)
    return starts


def who_is(actor: Actor) -> Who:
    """An actor without its span."""
    return Who(actor.id, actor.name, actor.country, actor.sector, actor.role, actor.score)


def both(one: ActorMention, other: ActorMention) -> ActorMention:
    """Two mentions as one that stands for both."""
    members = (*(one.members or (one.actor,)), *(other.members or (other.actor,)))
    actor = Actor(start=one.actor.start, end=other.actor.end, text=one.actor.text, score=0.7)
    return replace(one, last=other.last, actor=actor, kind="description", members=members)


def parties(doc: Doc, phrase: Phrase, known: Known) -> tuple[Actor, ...]:
    """The two that *both sides* or *the warring parties* were named as before, where clear."""
    states = {"countries", "nations", "governments", "neighbours", "neighbors"}
    only_states = bool(states & {t.lower_ for t in doc[phrase.first : phrase.last]})
    start = known.starts[phrase.head]
    for _ in range(4):
        actors: dict[str, Actor] = {}
        for m in known.outer(start):
            if m.first >= phrase.first or m.kind in {"people", "pronoun"}:
                continue
            for actor in m.members or (m.actor,):
                key = actor.country if only_states else actor.id
                if actor.country in _NO_SIDE:
                    continue
                if key is None or (only_states and actor.sector not in {"GOV", "MIL", "PRE"}):
                    continue
                if only_states and actor.sector == "MIL":
                    state = structs.replace(actor, id=f"{key}.GOV", sector="GOV", role="government")
                    actors.setdefault(key, state)
                    continue
                actors.setdefault(key, actor)
        fighting = {k: a for k, a in actors.items() if a.sector in _FIGHTING}
        if len(actors) > 2 and not only_states and len(fighting) == 2:
            actors = fighting
        if len(actors) == 2:
            return tuple(actors.values())
        if len(actors) > 2 and (two := known.pair(start, phrase.first)) is not None:
            return two.members
        if len(actors) > 2:
            return _most_named(actors, known, phrase.first, only_states=only_states)
        if start == 0:
            return ()
        start = known.sentence_before(start)
    return ()


# Bodies that watch, help and report are no side of a conflict.
_NO_SIDE = frozenset({"NGO", "MED", "IMG"})


def _most_named(
    actors: dict[str, Actor], known: Known, before: int, *, only_states: bool
) -> tuple[Actor, ...]:
    """The two of several parties that the document has named most so far, where that is clear."""
    counts = Counter(
        actor.country if only_states else actor.id
        for m in known.recent()
        if m.first < before
        for actor in m.members or (m.actor,)
    )
    ordered = sorted(actors, key=lambda key: -counts[key])
    if counts[ordered[1]] <= counts[ordered[2]]:
        return ()
    return tuple(actor for key, actor in actors.items() if key in ordered[:2])
