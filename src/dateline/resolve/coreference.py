"""Who a later word in the same document refers to: short names, bare offices, pronouns, *both*.

Only clear cases are resolved: the same word again, or the subject of the same or the previous
sentence; else nobody.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from msgspec import structs
from spacy.tokens import Doc

from dateline.analysis import ActorMention
from dateline.resolve.actor_names import Role, fold
from dateline.resolve.actor_phrases import Phrase, Who
from dateline.types import Actor

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NOUNS = frozenset(
    {"ministry", "minister", "mission", "contingent", "council", "commission", "court"}
)
_FEMALE = frozenset(
    {"spokeswoman", "chairwoman", "queen", "policewoman", "woman", "mother", "girl"}
)


class Known:
    """What a document has named so far."""

    def __init__(self) -> None:
        self.mentions: list[ActorMention] = []
        self._offices: dict[str, Who] = {}
        self._last: dict[str, Who] = {}
        self._persons: dict[str, Who] = {}

    def add(self, mention: ActorMention) -> None:
        """Notes a mention."""
        self.mentions.append(mention)

    def outer(self) -> list[ActorMention]:
        """The mentions that are not part of another's phrase (*Mali* in *Mali's army*)."""
        ranges = sorted({(m.first, m.last) for m in self.mentions}, key=lambda r: (r[0], -r[1]))
        inside, reach = set(), 0
        for first, last in ranges:
            if last <= reach:
                inside.add((first, last))
            reach = max(reach, last)
        return [m for m in self.mentions if (m.first, m.last) not in inside]

    def remember(self, role: Role, who: Who, words: str) -> None:
        """Notes whose an office or force is, for when it is named without its owner."""
        self._offices[f"{role.sector}.{role.role}"] = who
        last = words.casefold().split()[-1]
        for noun in (*_NOUNS, last):
            if noun in words.casefold():
                self._last[noun] = who

    def name(self, who: Who) -> None:
        """Notes a named body under what it is: *the mission*, *the council*."""
        for noun in (who.role or "").split()[-1:]:
            self._last[noun] = who

    def office(self, role: Role, words: str, definite: bool) -> Who | None:
        """Who *the ministry*, *the army*, *the contingent* or *the rebels* was before."""
        if role.use == "crowd":
            if not definite or role.kind != "group":
                return None
            return self._last.get(words.casefold()) or self._group(role)
        same = self._last.get(words.casefold())
        return same or (self._offices.get(f"{role.sector}.{role.role}") if role.sector else None)

    def _group(self, role: Role) -> Who | None:
        """The one armed group named so far."""
        sectors = {role.sector} if role.sector in {"OPP", "CRM"} else {"REB", "PRM", "PRE"}
        if role.sector not in {None, "REB", "PRM", "OPP", "CRM"}:
            return None
        actors = {
            m.actor.id: m.actor
            for m in self.mentions
            if m.actor.sector in sectors and (m.actor.id or "").startswith("ORG.")
        }
        if len(actors) != 1:
            return None
        actor = next(iter(actors.values()))
        return Who(actor.id, actor.name, actor.country, actor.sector, actor.role, 0.7)

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


def pronoun_antecedent(doc: Doc, i: int, known: Known) -> ActorMention | None:
    """The clear antecedent of the pronoun at ``i``: the last fitting subject before it."""
    token = doc[i]
    word = fold(token.text)
    possessive = token.tag_ == "PRP$"
    if not possessive and token.dep_ not in _SUBJECTS:
        return None
    if word == "it" and token.dep_ == "expl":
        return None
    start = token.sent.start
    before_start = doc[start - 1].sent.start if start > 0 else 0
    floor = doc[before_start].i
    fitting = [
        m for m in known.mentions
        if floor <= m.first < i and doc[m.head].dep_ in _SUBJECTS and fits(word, m, doc)
    ]  # fmt: skip
    here = [m for m in fitting if m.first >= start]
    return (here or fitting or [None])[-1]  # type: ignore[list-item]


def fits(word: str, mention: ActorMention, doc: Doc) -> bool:
    """Whether a pronoun, as it stands as a subject or owner, may be the mention's by its form."""
    head = doc[mention.head]
    many = head.tag_ in {"NNS", "NNPS"} or bool(mention.members)
    person = mention.kind == "person" or (
        mention.kind in {"office", "pronoun"} and (mention.actor.role or "") in _SINGLE and not many
    )
    if mention.kind == "pronoun" and head.tag_ == "PRP":
        return fold(head.text) == word or (word in {"its", "their", "his", "her"}
                                           and _BARE[word] == fold(head.text))  # fmt: skip
    if word in {"he", "his"}:
        return person and fold(head.text) not in _FEMALE
    if word in {"she", "her"}:
        return person
    if word in {"it", "its"}:
        return not person and not many and mention.kind not in {"people", "person"}
    if word in {"they", "their"}:
        return many or mention.kind == "group"
    return False


_FIGHTING = frozenset({"MIL", "REB", "PRM", "PRE"})
_BARE = {"its": "it", "their": "they", "his": "he", "her": "she"}
_SINGLE = frozenset({
    "president", "prime minister", "foreign minister", "defence minister", "interior minister",
    "minister", "spokesperson", "official", "leader", "commander", "ambassador", "governor",
    "mayor", "mediator", "army chief", "diplomat", "monarch", "chancellor", "police chief",
    "prosecutor", "vice president", "supreme leader", "secretary-general", "former official",
    "journalists", "witnesses", "lawmaker",
})  # fmt: skip


def parties(doc: Doc, phrase: Phrase, known: Known) -> tuple[Actor, ...]:
    """The two that *both sides* or *the warring parties* were named as before, where clear."""
    states = {"countries", "nations", "governments", "neighbours", "neighbors"}
    only_states = bool(states & {t.lower_ for t in doc[phrase.first : phrase.last]})
    start = doc[phrase.head].sent.start
    for _ in range(4):
        actors: dict[str, Actor] = {}
        for m in known.outer():
            if not start <= m.first < phrase.first or m.kind in {"people", "pronoun"}:
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
        if len(actors) > 2:
            return _most_named(actors, known, phrase.first, only_states=only_states)
        if start == 0:
            return ()
        start = doc[start - 1].sent.start
    return ()


# Bodies that watch, help and report are no side of a conflict.
_NO_SIDE = frozenset({"NGO", "MED", "IMG"})


def _most_named(
    actors: dict[str, Actor], known: Known, before: int, *, only_states: bool
) -> tuple[Actor, ...]:
    """The two of several parties that the document has named most so far, where that is clear."""
    counts = Counter(
        actor.country if only_states else actor.id
        for m in known.outer()
        if m.first < before
        for actor in m.members or (m.actor,)
    )
    ordered = sorted(actors, key=lambda key: -counts[key])
    if counts[ordered[1]] <= counts[ordered[2]]:
        return ()
    return tuple(actor for key, actor in actors.items() if key in ordered[:2])
