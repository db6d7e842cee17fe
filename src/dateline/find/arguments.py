"""Who does what to whom, from the dependencies of a trigger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dateline.find.lexicon import classes, phrases
from dateline.find.subjects import (
    PASSIVE,
    SUBJECT,
    antecedent,
    caused,
    inherited_subject,
    is_passive,
    own_subjects,
    spread,
)
from dateline.text.tokens import Token

_BEFORE = frozenset({"poss", "amod", "compound", "nmod"})
# What a verb's noun may be in its clause ("shelling of X by Y intensified").
_PLAYS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
_PREP = frozenset({"prep", "agent", "dative", "prt"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_CALENDAR = frozenset({"DATE", "TIME"})
_FROM_DOER = frozenset(
    {"criticism", "condemnation", "threat", "demand", "protest", "fire", "pressure", "outcry",
     "praise", "attack", "call", "appeal", "support"}
)  # fmt: skip
# Adverbs of the state or place that something is brought to.
_ENDS = frozenset({"home", "alight", "ablaze", "aflame", "afire"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with what it governs, as tokens; ``preps`` maps a preposition to its objects."""

    verb: Token
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    preps: dict[str, tuple[Token, ...]]
    particles: frozenset[str]
    passive: bool


@lru_cache(maxsize=512)  # every stage asks for those of the report in hand
def frame(verb: Token) -> Frame:
    """The frame of a verb, subjects looked for upwards where the clause has none."""
    own = verb.dep_ == "acl" and any(c.dep_ == "nsubj" for c in verb.children)
    if verb.dep_ in {"acl", "amod"} and not own and (verb.tag_ == "VBD" or _headless(verb)):
        return _misattached(verb)
    passive = is_passive(verb)
    objects = [c for c in verb.children if c.dep_ in {"dobj", "obj"}]
    objects = [_displaced(o) for o in _inner_subjects(verb, objects)]
    subjects = [c for c in own_subjects(verb) if c.dep_ in SUBJECT]
    if passive and caused(verb):
        return _causative(verb, subjects)
    surface = [c for c in verb.children if c.dep_ in PASSIVE] or (subjects if passive else [])
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and not objects:
        passive, surface = True, [verb.head]
    if not subjects and not surface:
        above = inherited_subject(verb)
        if passive:
            surface = above
        else:
            subjects = above
    preps = _preps(verb, objects)
    if verb.tag_ == "VBG" and verb.dep_ in _PLAYS and not objects and "of" in preps:
        objects, subjects = list(preps["of"]), list(preps.get("by", ()))
    given = _given_to(verb, objects, surface)
    if given:
        preps["to"] = (*preps.get("to", ()), *spread(map(antecedent, given)))
    if passive:
        objects += surface
        subjects = list(preps.get("by", ()))
    subjects = [antecedent(t) for t in subjects]
    objects = objects or _fronted(verb, passive=passive) or ([] if passive else _shared(verb))
    objects = [antecedent(t) for t in objects]
    return Frame(verb, spread(subjects), spread(objects), preps, _particles(verb), passive)


def _shared(verb: Token) -> list[Token]:
    """What is done two things to at once (*surrounded and disarmed the peacekeepers*)."""
    for other in verb.children:
        beside = other.dep_ == "conj" and other.tag_ == verb.tag_ and other.i - verb.i == 2
        if beside and not any(c.dep_ in SUBJECT | PASSIVE for c in other.children):
            return [c for c in other.children if c.dep_ == "dobj"]
    return []


def _given_to(verb: Token, objects: list[Token], surface: list[Token]) -> list[Token]:
    """Who is given something, as the subject of a passive (*each family was given food*)."""
    return surface if objects and verb.lemma_.lower() in phrases()["giving"] else []


def active_frame(verb: Token) -> Frame | None:
    """The frame of a participle that the parser hung on what may be its subject.

    *The cessation of hostilities held along most of the front*, read as what was held.
    """
    agent = any(c.dep_ == "agent" for c in verb.children)
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or agent:
        return None
    objects = [c for c in verb.children if c.dep_ in {"dobj", "obj"}]
    return Frame(
        verb, spread([_top(verb.head)]), spread(objects), _preps(verb, objects), _particles(verb),
        False,
    )  # fmt: skip


def _particles(verb: Token) -> frozenset[str]:
    return frozenset(
        c.lower_
        for c in verb.children
        if c.dep_ in {"prt", "advmod"} or (c.dep_ in {"npadvmod", "dobj"} and c.lower_ in _ENDS)
    )


def _displaced(noun: Token) -> Token:
    """What is set alight or flown home, where the parser read it as part of "alight" or "home"."""
    before = [c for c in noun.children if c.dep_ in {"compound", "nmod"}]
    return before[-1] if noun.lower_ in _ENDS and before else noun


def _fronted(verb: Token, *, passive: bool) -> list[Token]:
    """The relative pronoun that stands before the verb governing this one.

    *The prisoners, whom the two are to set free*: the parser hangs "whom" on "are".
    """
    if passive or verb.dep_ != "xcomp" or verb.head.dep_ != "relcl":
        return []
    return [c for c in verb.head.children if c.dep_ == "dobj" and c.tag_ in {"WDT", "WP"}]


def _headless(verb: Token) -> bool:
    """Whether a sentence that the parser left without a verb has it here.

    *The front, which wants independence, killed 26 people* may come as a noun phrase.
    """
    root = verb.sent.root
    ends = next((t.text for t in reversed(verb.sent) if not t.is_space), "")
    if verb.tag_ != "VBN" or root.pos_ not in _NOMINAL or ends not in {".", '"', "”"}:
        return False
    governs = {c.dep_ for c in verb.children}
    return "agent" not in governs and bool(governs & {"dobj", "xcomp", "oprd"})


def _inner_subjects(verb: Token, objects: list[Token]) -> list[Token]:
    """Whom it is done to, where the parser made them the subject of what completes the verb.

    *Helped them to invade*, *let her return*, *found him guilty*, *left five people dead*.
    """
    for below in verb.children:
        if any(c.dep_ == "mark" for c in below.children):
            continue
        inner = [c for c in below.children if c.dep_ in SUBJECT]
        if below.dep_ == "oprd" and below.pos_ == "ADJ" and inner:
            return inner
        if below.dep_ != "ccomp" or objects:
            continue
        bare = (below.tag_ == "VB" or (below.tag_ == "VBP" and verb.lemma_ == "let")) and not any(
            c.dep_ == "aux" and c.lower_ != "to" for c in below.children
        )
        if bare or below.pos_ == "ADJ":
            return inner
    return objects


def _causative(verb: Token, suffering: list[Token]) -> Frame:
    doers = own_subjects(verb.head) or inherited_subject(verb.head)
    doers = [] if verb.head.lemma_ == "see" else doers
    preps, particles = _preps(verb, suffering), _particles(verb)
    return Frame(verb, spread(map(antecedent, doers)), spread(suffering), preps, particles, True)


def _misattached(verb: Token) -> Frame:
    """The frame of a finite verb that the parser took for a modifier of its own subject or object.

    "The military seized power" may come as a noun phrase headed by "power".
    """
    objects = [c for c in verb.children if c.dep_ in {"dobj", "obj"}]
    if verb.dep_ == "amod":
        before = [c for c in verb.head.children if c.i < verb.i and c.dep_ in _BEFORE]
        subjects, objects = before[-1:], [verb.head]
    else:
        subjects = [_top(verb.head)] if objects or _headless(verb) else []
        if _headless(verb):
            subjects = [verb.sent.root]
            objects = _inner_subjects(verb, objects)
        objects = objects or ([] if subjects else [verb.head])
    preps, passive = _preps(verb, objects), not subjects
    return Frame(verb, spread(subjects), spread(objects), preps, _particles(verb), passive)


def _top(noun: Token) -> Token:
    while noun.dep_ == "pobj" and noun.head.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head.head
    return noun


def _preps(verb: Token, objects: list[Token]) -> dict[str, tuple[Token, ...]]:
    found: dict[str, tuple[Token, ...]] = {}
    for holder in (verb, *objects):
        for prep in holder.children:
            if prep.dep_ == "dative" and prep.pos_ in _NOMINAL:
                found["to"] = (*found.get("to", ()), *spread([prep]))  # "gave the families land"
            elif prep.dep_ in _PREP:
                _collect(prep, found)
                for inner in (c for o in prep.children for c in o.children if o.dep_ == "pcomp"):
                    if prep.lower_ == "without" and inner.dep_ == "prep":
                        _collect(inner, found)  # "opened fire without warning on the crowd"
    return found


def _collect(prep: Token, found: dict[str, tuple[Token, ...]]) -> None:
    clause = {"pobj", "pcomp"} if prep.lower_ == "from" else {"pobj"}  # "barred from entering"
    objects = spread(antecedent(c) for c in prep.children if c.dep_ in clause)
    if objects:
        found[prep.lower_] = (*found.get(prep.lower_, ()), *objects)
    for inner in prep.children if prep.lower_ != "according" else ():
        if inner.dep_ == "prep":
            _collect(inner, found)
            if not objects:  # "out of the town" is "out" too
                found[prep.lower_] = (*found.get(prep.lower_, ()), *found.get(inner.lower_, ()))


def nominal_frame(noun: Token) -> Frame:
    """The frame of a noun: possessor and "by" its doer, "of" its patient."""
    preps: dict[str, tuple[Token, ...]] = {}
    for child in noun.children:
        if child.dep_ in _PREP:
            _collect(child, preps)
    possessors = [c for c in noun.children if c.dep_ == "poss" and c.ent_type_ not in _CALENDAR]
    return Frame(
        noun,
        spread([*possessors, *preps.get("by", ()), *_sources(noun, preps)]),
        (),
        preps,
        frozenset(),
        False,
    )


def _sources(noun: Token, preps: dict[str, tuple[Token, ...]]) -> tuple[Token, ...]:
    """Who criticism or threats come from; a withdrawal from somewhere has a place there."""
    return preps.get("from", ()) if noun.lemma_.lower() in _FROM_DOER else ()


def owners(noun: Token) -> list[Token]:
    """What stands before a noun and may name who it is of (*the army's*, *Israeli*, *NATO*)."""
    return [c for c in noun.children if c.dep_ in {"poss", "compound", "amod", "nmod"}]


def owned(noun: Token) -> list[Token]:
    """Whose a thing is, before it or after "of" (*the headquarters of the movement*)."""
    things = classes()
    lemma = noun.lemma_.lower()
    after = [o for p in noun.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
    thing = any(lemma in things[c] for c in ("structures", "vehicles", "premises"))
    return [*owners(noun), *(after if thing else ())]
