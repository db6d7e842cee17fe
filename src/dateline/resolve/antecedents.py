"""Whom a pronoun as a subject or an owner points back to.

Only clear cases are resolved: the last fitting subject of the sentence, else that of the sentence
before, its main clause first; a person may stand a few sentences back where no other fits.
"""

from __future__ import annotations

from dateline.analysis import ActorMention
from dateline.resolve.actor_names import fold
from dateline.resolve.actor_persons import BODIES
from dateline.resolve.coreference import Known
from dateline.resolve.sexes import sex
from dateline.text.tokens import Doc, Token
from dateline.text.upward import verb_over

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BARE = {"its": "it", "their": "they", "his": "he", "her": "she"}
_PERSONS = {"he": "he", "his": "he", "him": "he", "she": "she", "her": "she"}
_SINGLE = frozenset({
    "president", "prime minister", "foreign minister", "defence minister", "interior minister",
    "minister", "spokesperson", "official", "leader", "commander", "ambassador", "governor",
    "mayor", "mediator", "army chief", "diplomat", "monarch", "chancellor", "police chief",
    "prosecutor", "vice president", "supreme leader", "secretary-general", "former official",
    "journalists", "witnesses", "lawmaker",
})  # fmt: skip
# Verbs whose object does what the infinitive after it tells.
_CONTROL = frozenset({
    "ask", "urge", "tell", "order", "force", "persuade", "call", "press", "beg", "invite", "warn",
    "instruct", "allow", "compel", "advise", "require", "enable", "encourage", "request",
})  # fmt: skip
# So many sentences back a person is still spoken of.
_FAR = 4


def pronoun_antecedent(doc: Doc, i: int, known: Known) -> ActorMention | None:
    """The clear antecedent of the pronoun at ``i``."""
    token = doc[i]
    word = fold(token.text)
    possessive = token.tag_ == "PRP$"
    if not possessive and token.dep_ not in _SUBJECTS:
        return None
    if word == "it" and (token.dep_ == "expl" or _of_a_thing(token, known)):
        return None
    start = known.starts[i]
    near = [m for m in _since(i, 1, known) if m.first < i and fits(word, m, doc)]
    fitting = [m for m in near if doc[m.head].dep_ in _SUBJECTS]
    if possessive and (done := _controlled(token)) is not None:
        told = [m for m in known.since(start) if m.head == done.i and fits(word, m, doc)]
        if told:
            return told[-1]
    if here := [m for m in fitting if m.first >= start]:
        return here[-1]
    known_ones = [m for m in near if m.actor.id or m.members] or near
    if fitting := [m for m in known_ones if doc[m.head].dep_ in _SUBJECTS]:
        return _salient(doc, fitting)
    if word in {"they", "their"} and start:
        return known.pair(known.sentence_before(start), start) or _one(known_ones)
    return person_before(doc, i, known)


def _one(mentions: list[ActorMention]) -> ActorMention | None:
    """The last of several mentions where all are of one party."""
    return mentions[-1] if len({m.actor.id for m in mentions}) == 1 else None


def person_before(doc: Doc, i: int, known: Known) -> ActorMention | None:
    """The one person of the last few sentences whom *he*, *him* or *her* may mean."""
    word = _PERSONS.get(fold(doc[i].text))
    if word is None:
        return None
    near = [
        m for m in _since(i, _FAR, known)
        if m.last <= i and fits(word, m, doc) and m.actor.id is not None
        and doc[m.head].lower_ not in BODIES
    ]  # fmt: skip
    named = [m for m in near if m.kind == "person" or (m.actor.id or "").startswith("PER.")]
    return _one(named or near)


def _since(i: int, back: int, known: Known) -> list[ActorMention]:
    """The mentions since so many sentences before that of token ``i``."""
    floor = known.starts[i]
    for _ in range(back):
        floor = known.sentence_before(floor)
    return known.since(floor)


def _salient(doc: Doc, subjects: list[ActorMention]) -> ActorMention:
    """Of the subjects of the sentence before, the last that stands in its main clause."""
    main = [m for m in subjects if _is_main(doc[m.head].head)]
    return (main or subjects)[-1]


def _is_main(verb: Token) -> bool:
    while verb.dep_ in {"conj", "aux", "auxpass"}:
        verb = verb.head
    return bool(verb.dep_ == "ROOT")


def _of_a_thing(pronoun: Token, known: Known) -> bool:
    """Whether a clause before it is told of a thing: *the decree lasts 60 days, and it may be*."""
    verb = pronoun.head
    if verb.dep_ != "conj":
        return False
    before = [c for c in verb.head.children if c.dep_ in _SUBJECTS and c.pos_ == "NOUN"]
    return bool(before) and all(
        c.tag_ == "NN" and not any(m.first <= c.i < m.last for m in known.since(c.left_edge.i))
        for c in before
    )


def _controlled(owner: Token) -> Token | None:
    """Who does what is asked: *asked India to withdraw its soldiers*."""
    verb = verb_over(owner.head)
    if verb.dep_ != "xcomp" or verb.head.lemma_.lower() not in _CONTROL:
        return None
    return next((c for c in verb.head.children if c.dep_ in {"dobj", "obj"}), None)


def fits(word: str, mention: ActorMention, doc: Doc) -> bool:
    """Whether a pronoun, as it stands as a subject or owner, may be the mention's by its form."""
    head = doc[mention.head]
    many = bool(mention.members) or (
        head.tag_ in {"NNS", "NNPS"} and mention.kind not in {"government", "organisation"}
    )
    person = mention.kind == "person" or (
        mention.kind in {"office", "pronoun"} and (mention.actor.role or "") in _SINGLE and not many
    )
    if mention.kind == "pronoun" and head.tag_ in {"PRP", "PRP$"}:
        return _BARE.get(fold(head.text), fold(head.text)) == _BARE.get(word, word)
    if word in {"he", "his", "she", "her"}:
        return person and sex(doc, mention) in {None, _PERSONS[word]}
    if word in {"it", "its"}:
        return not person and not many and mention.kind not in {"people", "person"}
    if word in {"they", "their"}:
        return many or mention.kind == "group"
    return False
