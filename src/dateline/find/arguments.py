"""Who does what to whom, from the dependencies of a trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

_BEFORE = frozenset({"poss", "amod", "compound", "nmod"})
_SUBJECT = frozenset({"nsubj", "csubj"})
_PASSIVE = frozenset({"nsubjpass", "csubjpass"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
# What a verb's noun may be in its clause ("shelling of X by Y intensified").
_PLAYS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
_PREP = frozenset({"prep", "agent", "dative", "prt"})
_MATTERS = frozenset(
    {"talk", "meeting", "call", "letter", "agreement", "deal", "visit", "conversation", "request",
     "negotiation", "discussion", "message", "summit"}
)  # fmt: skip
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_HAVE = frozenset({"has", "have", "had", "having", "'ve"})
_CONTROL_OBJECT = frozenset(
    {"urge", "order", "ask", "force", "tell", "allow", "invite", "call", "press", "help",
     "enable", "persuade", "push", "warn", "authorise", "authorize", "assign", "leave", "see",
     "lead", "show", "prompt", "require", "instruct"}
)  # fmt: skip


_CALENDAR = frozenset({"DATE", "TIME"})
_COUNTERS = frozenset(
    {"dozen", "score", "hundred", "thousand", "million", "number", "group", "most", "many", "some",
     "all", "both", "one", "two", "three", "trickle", "handful", "couple",
     "majority", "batch", "several", "ten", "member", "none"}
)  # fmt: skip
_CHARGES = frozenset(
    {"accuse", "blame", "suspect", "condemn", "criticise", "criticize", "denounce", "charge",
     "convict", "praise", "stop", "prevent", "deter", "sue"}
)  # fmt: skip
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


def conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and what is joined to it by "and"."""
    return (token, *(t for t in token.conjuncts if t.i > token.i and t.dep_ == "conj"))


def spread(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The heads of noun phrases with their conjuncts; "dozens of people" heads at people too."""
    found: list[Token] = []
    for token in tokens:
        for each in conjuncts(token):
            for head in (each, *_counted(each)):
                if head not in found:
                    found.append(head)
    return tuple(found)


def _counted(token: Token) -> tuple[Token, ...]:
    """Who is counted by a number or share (*hundreds of protesters*, *11 of the hostages*)."""
    if token.pos_ != "NUM" and token.lemma_.lower() not in _COUNTERS:
        return ()
    of = [p for p in token.children if p.lower_ == "of"]
    return tuple(o for p in of for o in p.children if o.dep_ == "pobj")


def frame(verb: Token) -> Frame:
    """The frame of a verb, subjects looked for upwards where the clause has none."""
    if verb.dep_ in {"acl", "amod"} and (verb.tag_ == "VBD" or _headless(verb)):
        return _misattached(verb)
    passive = is_passive(verb)
    objects = [c for c in verb.children if c.dep_ in {"dobj", "obj"}]
    objects = [_displaced(o) for o in _inner_subjects(verb, objects)]
    subjects = [c for c in verb.children if c.dep_ in _SUBJECT]
    if passive and _caused(verb):
        return _causative(verb, subjects)
    surface = [c for c in verb.children if c.dep_ in _PASSIVE]
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
    if passive:
        objects += surface
        subjects = list(preps.get("by", ()))
    subjects = [_antecedent(t) for t in subjects]
    objects = [_antecedent(t) for t in objects or _fronted(verb, passive=passive)]
    return Frame(verb, spread(subjects), spread(objects), preps, _particles(verb), passive)


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
        inner = [c for c in below.children if c.dep_ in _SUBJECT]
        if below.dep_ == "oprd" and below.pos_ == "ADJ" and inner:
            return inner
        if below.dep_ != "ccomp" or objects:
            continue
        bare = below.tag_ == "VB" and not any(
            c.dep_ == "aux" and c.lower_ != "to" for c in below.children
        )
        if bare or below.pos_ == "ADJ":
            return inner
    return objects


def is_passive(verb: Token) -> bool:
    """Whether its subject suffers it, also where "were" stands with the verb that it is joined to.

    *Two were beaten and later expelled*; *she was gang-raped*, read as an adjective; *had him
    arrested*.
    """
    if any(c.dep_ in _PASSIVE or c.dep_ == "auxpass" for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "dobj" or c.lower_ in _HAVE for c in verb.children):
        return False
    if verb.dep_ == "conj" and not any(c.dep_ in _SUBJECT for c in verb.children):
        return verb.head.pos_ in {"VERB", "AUX"} and is_passive(verb.head)
    if verb.dep_ in {"acomp", "oprd"}:
        return bool(verb.head.lemma_ == "be")
    return _caused(verb)


def _caused(verb: Token) -> bool:
    """Whether somebody has it done (*had him arrested*)."""
    return (
        verb.tag_ == "VBN"
        and verb.dep_ in {"ccomp", "xcomp"}
        and verb.head.lemma_ in {"have", "get", "order", "see"}
        and not any(c.dep_ in {"aux", "auxpass", "mark"} for c in verb.children)
        and any(c.dep_ in _SUBJECT for c in verb.children)
    )


def _causative(verb: Token, suffering: list[Token]) -> Frame:
    doers = _own_subjects(verb.head) or inherited_subject(verb.head)
    doers = [] if verb.head.lemma_ == "see" else doers
    preps, particles = _preps(verb, suffering), _particles(verb)
    return Frame(verb, spread(map(_antecedent, doers)), spread(suffering), preps, particles, True)


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


def _joined_to(verb: Token) -> Token:
    """What a verb goes with: "urged them to stay and promised" is joined to what urged."""
    head = verb.head
    below = head.tag_ == "VB" and head.dep_ == "xcomp"
    return head.head if verb.dep_ == "conj" and verb.tag_ == "VBD" and below else head


def inherited_subject(verb: Token) -> list[Token]:
    """The subject that a clause without one takes from the clause above it."""
    head = _joined_to(verb)
    if verb.dep_ == "conj" and (nearer := _nearer(verb)) is not None:
        return _own_subjects(nearer)
    if verb.dep_ == "conj":
        return _own_subjects(head) or (inherited_subject(head) if head.pos_ == "VERB" else [])
    if verb.dep_ in {"acomp", "oprd"}:
        return _own_subjects(head)
    if verb.dep_ in {"xcomp", "ccomp", "advcl", "pcomp", "prep"}:
        governor = head if head.pos_ in {"VERB", "AUX"} else _first_of(head).head
        if governor == verb:
            return []
        if governor.dep_ in {"dobj", "nsubjpass"} and governor.head.lemma_ in _CHARGES:
            return [governor]  # "accused the police of shooting", hung on the police
        dobj = [c for c in governor.children if c.dep_ in {"dobj", "obj"}]
        if verb.dep_ == "pcomp" and governor.lemma_ in _CHARGES and dobj:
            return dobj
        if verb.dep_ in {"xcomp", "ccomp"} and dobj and governor.lemma_ in _CONTROL_OBJECT:
            return dobj
        if governor.pos_ in {"VERB", "AUX"}:
            return _own_subjects(governor) or (
                inherited_subject(governor) if governor.dep_ != "ROOT" else []
            )
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return [head]
    if verb.dep_ == "acl" and head.pos_ == "NOUN":
        return [c for c in head.children if c.dep_ == "poss"] or _own_subjects(head.head)
    if verb.dep_ == "relcl":
        return [head]
    return []


def _nearer(verb: Token) -> Token | None:
    """The verb that a joined one truly goes with, where the parser hung it too high.

    *Witnesses said that soldiers had sealed the exits, beaten them*: "beaten" needs the "had".
    *It was closed after gunmen broke in, looted the rooms*: what loots is not what was closed.
    """
    head = verb.head
    perfect = verb.tag_ == "VBN" and head.tag_ != "VBN" and not is_passive(verb)
    active = any(c.dep_ == "dobj" for c in verb.children) and is_passive(head)
    if not perfect and not active:
        return None
    for token in reversed(list(head.subtree)):
        if not head.i < token.i < verb.i or token.pos_ != "VERB" or is_passive(token):
            continue
        has = any(c.lower_ in _HAVE for c in token.children)
        if _own_subjects(token) and (active or (token.tag_ == "VBN" and has)):
            return token
    return None


def _first_of(preposition: Token) -> Token:
    """The first of joined prepositions (*accused of moving a fence and of detaining him*)."""
    while preposition.dep_ == "conj" and preposition.head != preposition:
        preposition = preposition.head
    return preposition


def _own_subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in _SUBJECT | _PASSIVE]


def _antecedent(token: Token) -> Token:
    whose = [o for p in token.children if p.lower_ == "of" for o in p.children]
    if whose and whose[0].tag_ in {"WDT", "WP"}:  # "two of whom"
        return _antecedent(whose[0])
    if token.lower_ in _RELATIVE and token.tag_ in {"WDT", "WP", "IN", "WRB"}:
        for ancestor in token.ancestors:
            if ancestor.dep_ in {"relcl", "acl"}:
                return _person_before(token, ancestor.head)
    return token


def _person_before(relative: Token, head: Token) -> Token:
    """The person named right before "who", where the parser hung the clause on a thing.

    *Held talks with the minister Anupong Paojinda, who promised more.*
    """
    at = relative.i - 1
    if relative.lower_ not in {"who", "whom"} or head.ent_type_ == "PERSON" or at < 1:
        return head
    before = relative.doc[at - 1] if relative.doc[at].text == "," else relative.doc[at]
    named = before.ent_type_ == "PERSON" and head.pos_ == "NOUN" and head.is_ancestor(before)
    return before if named and head.lemma_.lower() in _MATTERS else head


def _preps(verb: Token, objects: list[Token]) -> dict[str, tuple[Token, ...]]:
    found: dict[str, tuple[Token, ...]] = {}
    for holder in (verb, *objects):
        for prep in holder.children:
            if prep.dep_ == "dative" and prep.pos_ in _NOMINAL:
                found["to"] = (*found.get("to", ()), *spread([prep]))  # "gave the families land"
            elif prep.dep_ in _PREP:
                _collect(prep, found)
    return found


def _collect(prep: Token, found: dict[str, tuple[Token, ...]]) -> None:
    clause = {"pobj", "pcomp"} if prep.lower_ == "from" else {"pobj"}  # "barred from entering"
    objects = spread(_antecedent(c) for c in prep.children if c.dep_ in clause)
    if objects:
        found[prep.lower_] = (*found.get(prep.lower_, ()), *objects)
    for inner in prep.children:
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


_BELOW = frozenset({"ccomp", "relcl", "parataxis", "advcl", "conj", "acl"})


def _sources(noun: Token, preps: dict[str, tuple[Token, ...]]) -> tuple[Token, ...]:
    """Who criticism or threats come from; a withdrawal from somewhere has a place there."""
    return preps.get("from", ()) if noun.lemma_.lower() in _FROM_DOER else ()


def owners(noun: Token) -> list[Token]:
    """What stands before a noun and may name who it is of (*the army's*, *Israeli*, *NATO*)."""
    return [c for c in noun.children if c.dep_ in {"poss", "compound", "amod", "nmod"}]


def within(trigger: Token, first: int, last: int) -> Iterator[Token]:
    """The tokens of a trigger's own phrase or clause, those of clauses below left out."""
    first = max(
        [first, *(c.i for c in trigger.children if c.dep_ == "mark" and c.lower_ == "that")]
    )
    stack = [trigger]
    while stack:
        token = stack.pop()
        if first <= token.i < last:
            yield token
        stack += [
            c
            for c in token.children
            if not (c.dep_ in _BELOW and c.pos_ in {"VERB", "AUX"} and c.i != trigger.i)
        ]


def above(trigger: Token) -> Iterator[Token]:
    """The clauses that a trigger's time and place may stand in, the nearest first.

    What is said, and what a relative clause tells, has a time of its own: the climb ends there.
    """
    token = trigger
    while token.head != token and token.dep_ not in {"ccomp", "relcl", "parataxis", "ROOT"}:
        if token.dep_ == "acl" and token.pos_ in {"VERB", "AUX"} and token.tag_ != "VBG":
            return
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            yield token


def adjuncts(verb: Token, below: Token) -> Iterator[Token]:
    """The tokens of the phrases that a clause has beside the one that leads to ``below``."""
    for child in verb.children:
        if child.dep_ in {"prep", "npadvmod", "advmod", "nmod", "agent"} and not (
            child == below or child.is_ancestor(below)
        ):
            yield from child.subtree
