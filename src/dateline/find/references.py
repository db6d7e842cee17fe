"""Whom a pronoun or bare noun points back to, where the actors' own resolution leaves it open."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from dateline.analysis import ActorMention, Analysis
from dateline.find.arguments import owned, owners
from dateline.find.guards import BODIES, cues
from dateline.find.lexicon import classes, persons, phrases
from dateline.text.tokens import Token
from dateline.text.upward import first_joined
from dateline.types import Actor

REACH = 2
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss"})


_PLURAL = frozenset({"they", "them", "their"})
_ONE = frozenset({"government", "person", "office"})


_SINGLE = frozenset({"he", "she", "his", "her", "him"})
_THING = frozenset({"it", "its"})
_NO_HE = frozenset({"it", "its", "they", "their", "them"})


def last_subject(analysis: Analysis, head: int, *, reach: int = REACH) -> ActorMention | None:
    """The last identified party before ``head`` that stands as a subject or owner.

    Looked for in its own sentence and ``reach`` sentences before it. "They" are no single
    government or person: forces, groups and bodies.
    """
    plural = analysis.tokens[head].lower_ in _PLURAL
    single = analysis.tokens[head].lower_ in _SINGLE
    thing = analysis.tokens[head].lower_ in _THING
    here = analysis.sentence_of_token[head].index
    if single and _of_who_says(analysis, analysis.tokens[head]):
        return None
    for mention in sorted(analysis.actors, key=lambda m: m.head, reverse=True):
        if mention.head >= head or (mention.actor.id is None and not mention.members):
            continue
        if plural and mention.kind in _ONE and not mention.members:
            continue
        if thing and (mention.actor.id or "").startswith("PER."):
            continue
        if single and mention.kind not in {"person", "office", "pronoun"}:
            continue
        if single and mention.kind == "pronoun" and analysis.tokens[mention.head].lower_ in _NO_HE:
            continue
        sentence = analysis.sentence_of_token.get(mention.head)
        if sentence is None or here - sentence.index > reach:
            return None
        party = analysis.tokens[mention.head]
        if party.dep_ in _SUBJECTS or (single and _told_of(party)):
            return mention
    return None


def _of_who_says(analysis: Analysis, pronoun: Token) -> bool:
    """Whether somebody of whom no more is known says it: "a nurse said she had seen rebels"."""
    verb, above = pronoun.head, pronoun.head.head
    if verb.dep_ != "ccomp" or pronoun.dep_ not in _SUBJECTS:
        return False
    says = next((c for c in above.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    if says is None or says.tag_ != "NN":
        return False
    mention = analysis.actor_at(says)
    return mention is None or mention.actor.id is None


def _told_of(person: Token) -> bool:
    """Whether a clause goes on about somebody: "the first by X, who won in June"."""
    return any(
        c.dep_ == "relcl" and any(w.lower_ == "who" for w in c.children) for c in person.children
    )


_ARMED = frozenset({"MIL", "COP", "PRM"})
_STAFFED = frozenset({"mission", "operation", "contingent"})


def last_force(analysis: Analysis, head: int) -> ActorMention | None:
    """The force or mission named last before "the force" or "the mission" at ``head``.

    A body that sends none (an aid agency) is a mission at most, never a force.
    """
    staffed = analysis.tokens[head].lemma_.lower() in _STAFFED
    for mention in sorted(analysis.actors, key=lambda m: m.head, reverse=True):
        actor = mention.actor
        force = actor.sector in _ARMED or (staffed and actor.country in BODIES)
        if mention.head < head and actor.id is not None and force:
            return mention
    return None


def party(analysis: Analysis, head: int, speaker: Actor | None = None) -> Iterator[Actor]:
    """Who the phrase headed at ``head`` is: a party named, one pointed to, or people of no name.

    "We" is the speaker, "the force" the one named last, a thing its owner ("Chinese ships"); people
    and bodies whom no table knows keep the words of the text. Nothing for other things.
    """
    token = analysis.tokens[head]
    mention = analysis.actor_at(head)
    lemma = token.lemma_.lower()
    if mention is None and token.lower_ in {"we", "i"} and speaker is not None:
        yield _here(analysis, token, speaker)
        return
    if (mention is None or mention.actor.id is None) and lemma in cues("force_noun"):
        before = last_force(analysis, head)
        if before is not None:
            yield _here(analysis, token, before.actor)
            return
    if (mention is None or mention.actor.id is None) and (named := named_beside(analysis, token)):
        yield named
        return
    if speaker is not None and _of_others(analysis, token, mention, speaker):
        mention = None
    elif mention is None and token.lower_ in {"he", "she", "they"}:
        mention = last_subject(analysis, head)
        if mention is not None and not mention.members:
            yield _here(analysis, token, mention.actor)
            return
    if mention is None:
        yield from _unlisted(analysis, token)
        return
    yield from mention.members or (mention.actor,)


def _of_others(
    analysis: Analysis, token: Token, mention: ActorMention | None, speaker: Actor
) -> bool:
    """Whether somebody quoted speaks of others: "they killed eleven" is not said of oneself."""
    if token.lower_ not in _THIRD or not analysis.is_quoted(token):
        return False
    found = mention or last_subject(analysis, token.i)
    return found is not None and speaker.id is not None and found.actor.id == speaker.id


def named_beside(analysis: Analysis, token: Token) -> Actor | None:
    """The person whose office or trade the phrase tells (*its grand master, Dawson Bailie*)."""
    if token.pos_ != "NOUN":
        return None
    of = [o for p in token.children if p.dep_ == "prep" for o in p.children if o.dep_ == "pobj"]
    for child in (c for t in (token, *of) for c in t.children if c.dep_ == "appos"):
        mention = analysis.actor_at(child)
        apart = child.head == token or analysis.tokens[child.left_edge.i - 1].text == ","
        if apart and mention is not None and mention.kind == "person":
            return mention.actor
    return None


def _unlisted(analysis: Analysis, token: Token) -> Iterator[Actor]:
    """Who it is that no table knows: whose unit or thing it is, else people or a body."""
    acting = acts(token)
    owner = next((t for t in owned(token) if analysis.actor_at(t) is not None), None)
    mention = None if owner is None else analysis.actor_at(owner)
    poss = owner is not None and owner.dep_ == "poss"
    if mention is not None and not (acting if poss else token.pos_ == "PROPN"):
        yield from mention.members or (mention.actor,)
    elif acting or _personal(token) or _bodily(token) or _names_somebody(analysis, token):
        same = [t.i for t in owners(token) if t.pos_ == token.pos_ and t.dep_ != "poss"]
        span = analysis.span(min([*same, token.i]), token.i + 1)
        yield Actor(start=span.start, end=span.end, text=span.text, score=0.4)


_ACTING = ("victims", "captives", "person", "people", "protesters", "workers", "official", "police",
           "acting")  # fmt: skip
_THIRD = frozenset({"they", "them", "he", "him", "she", "it"})
_PERSONAL = frozenset({"they", "them", "he", "him", "she", "us", "me", "we", "i", "who", "whom",
                       "whoever", "everyone", "everybody", "anyone", "anybody", "someone",
                       "somebody"})  # fmt: skip
_SOME = frozenset({"those", "others", "other", "both", "all", "many", "several", "some", "more",
                   "most", "another", "one", "dozen", "score", "hundred", "thousand",
                   "million"})  # fmt: skip


_STATES = frozenset({"emergency", "siege", "alert", "war", "affair"})


def acts(token: Token) -> bool:
    """Whether a noun that no table knows says that somebody is meant, not something."""
    lemma = token.lemma_.lower()
    if lemma == "state" and any(o.lemma_ in _STATES for c in token.children for o in c.children):
        return False  # "lifted the state of emergency"
    if token.lower_ == "force" and not any(token.children):
        return False  # "threatened to use force"
    return token.pos_ == "NOUN" and (
        lemma in persons() or any(lemma in classes()[c] for c in _ACTING)
    )


_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})


def nominal(token: Token) -> bool:
    """Whether a participle means those of whom it tells (*beat the wounded*)."""
    if token.tag_ not in {"VBN", "VBD"} or token.dep_ not in _NOMINAL:
        return False
    kinds = {c.dep_ for c in token.children}
    return "det" in kinds and kinds.isdisjoint({"dobj", "nsubj", "nsubjpass", "aux", "auxpass"})


FALLEN = frozenset({"dead", "wounded", "injured", "hurt"})


def _fallen(token: Token) -> bool:
    """Whether those are meant who died or were hurt (*the dead*, *five dead*)."""
    counted = any(c.dep_ in {"det", "nummod"} for c in token.children)
    return token.lower_ in FALLEN and counted


def _personal(token: Token) -> bool:
    """Whether a word that names nobody means people (*killed three*, *those who had fled*)."""
    if token.lower_ in _PERSONAL or nominal(token) or _fallen(token):
        return True
    if token.lower_ == "it":  # who does something, though it is not told who "it" is
        return token.dep_ == "nsubj" and token.head.pos_ == "VERB"
    if token.pos_ != "NUM" and token.lower_ not in _SOME and token.lemma_.lower() not in _SOME:
        return False
    below = [c for c in token.children if c.dep_ in {"relcl", "acl"}]
    if any(w.lower_ == "who" for clause in below for w in clause.children):
        return True
    first = first_joined(token)
    if first.dep_ == "nsubj" and token.lower_ in {"both", "each"}:
        return True
    verbs = [c for c in below if c.tag_ == "VBN"]
    if first.dep_ in {"dobj", "nsubj", "nsubjpass"}:
        verbs.append(first.head)
    return any(v.lemma_.lower() in phrases()["personal"] for v in verbs)


def _bodily(token: Token) -> bool:
    """Whether a name or noun that no table knows is one of people, by what is done to it."""
    first = first_joined(token)
    suffers = first.dep_ in {"dobj", "nsubjpass"} and token.pos_ in {"NOUN", "PROPN"}
    return suffers and first.head.lemma_.lower() in phrases()["bodily"]


def _names_somebody(analysis: Analysis, name: Token) -> bool:
    """Whether a name that no table knows is that of a person or body, not of a place or time."""
    if name.pos_ != "PROPN" or name.ent_type_ not in {"PERSON", "ORG", "NORP"}:
        return False
    return analysis.place_at(name) is None and analysis.time_at(name) is None


def _here(analysis: Analysis, token: Token, who: Actor) -> Actor:
    span = analysis.span(token.i, token.i + 1)
    return structs.replace(who, start=span.start, end=span.end, text=span.text, score=0.6)
