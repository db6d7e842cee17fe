"""Whom an act is done to, from the frame of its trigger: where the row says so, and behind it."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.analysis import Analysis
from dateline.find.arguments import Frame, frame, owners
from dateline.find.conditions import is_actor
from dateline.find.further import further, is_somebody
from dateline.find.lexicon import Rule, noun_rules, phrases, word
from dateline.find.references import acts
from dateline.find.subjects import CHARGES, own_subjects, spread
from dateline.text.tokens import Token
from dateline.types import EventType

_CHARGING = frozenset({"ACCUSE", "REQUEST"})
_ANSWERING = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT"})
_LETTING = frozenset({"AGREE", "CONCEDE", "REJECT"})
# What one does to a thing of one's own is done to nobody, but for harm.
_HARMING = frozenset({"ACCUSE", "ASSAULT", "COERCE", "REJECT", "SANCTION", "THREATEN"})


def patients_of(analysis: Analysis, rule: Rule, kind: EventType, found: Frame) -> tuple[Token, ...]:
    """Heads of the phrases of those who suffer it, are asked, met or helped."""
    suffering = _in_slots(found, rule.patient)
    if kind in _ANSWERING and not any(is_actor(t, analysis) for t in suffering):
        behind = [b for t in (suffering or found.objects) for b in _behind(analysis, kind, t)]
        suffering = spread(behind) or suffering
    if not suffering and kind in _CHARGING:
        suffering = _charged(found, kind)
    if not suffering and kind in _LETTING:
        suffering = _let(found)
    if not any(is_somebody(analysis, t) for t in suffering):
        suffering = spread(further(analysis, kind, found)) or suffering
    if kind not in _HARMING:
        suffering = tuple(t for t in suffering if not _own(analysis, t))
    return tuple(t for t in suffering if not _a_matter(kind, found.verb, t))


def slots(spec: str) -> list[str]:
    """The places of a frame where a row looks for whom it is done to."""
    return spec.replace("/", "|").split("|")


def _in_slots(found: Frame, spec: str) -> tuple[Token, ...]:
    suffering: list[Token] = []
    for slot in slots(spec):
        if slot == "obj":
            suffering += found.objects
        elif slot == "mod":  # "took 180 people hostage"
            suffering += [o for o in found.objects[:-1] if o.dep_ == "dobj"][:1]
            suffering += [m for o in found.objects for m in o.children if m.dep_ == "compound"]
        elif slot == "subj":
            suffering += found.subjects
        else:
            suffering += found.preps.get(slot, ())
    return spread(suffering)


def _behind(analysis: Analysis, kind: EventType, noun: Token) -> list[Token]:
    """Whose words, deed or merit is answered (*a Venezuelan request*, *the courage of both*).

    After "of" stands who has a merit, but whom an act was done to (*the killing of civilians*),
    and of what is asked for only whose act it is to be is named before it (*Mesa's ouster*).
    """
    if noun.pos_ != "NOUN":
        return []
    before = [t for t in owners(noun) if t.dep_ == "poss" or kind != "REQUEST"]
    found = [t for t in before if _known(analysis, t)]
    own = kind in {"ACCUSE", "SUPPORT"} and word(noun) not in noun_rules()
    after = {"by", "of"} if own else {"by"}
    for prep in noun.children:
        if prep.lower_ in after and kind != "REQUEST":
            found += [t for t in prep.children if t.dep_ == "pobj" and is_actor(t, analysis)]
    return found


def _known(analysis: Analysis, owner: Token) -> bool:
    """Whether it is told who that is, also by a pronoun."""
    mention = analysis.actor_at(owner)
    return mention is not None and (owner.pos_ != "PRON" or mention.actor.id is not None)


def _charged(found: Frame, kind: EventType) -> tuple[Token, ...]:
    """Of whom it is said or asked that they act (*complained that the police had beaten him*).

    Also without "that", of whom it is wanted (*want him gone*, *want Africans to take over*).
    """
    clauses = [c for c in found.verb.children if c.dep_ == "ccomp"]
    clauses += [c for o in found.objects for c in o.children if c.dep_ == "acl" and _finite(c)]
    for clause in clauses:
        if kind == "REQUEST" and not any(c.dep_ == "mark" for c in clause.children):
            asked = found.verb.lemma_ == "want" and (clause.tag_ == "VB" or clause.lemma_ == "go")
            return spread(own_subjects(clause)) if asked else ()
        inner = frame(clause)
        if not inner.passive and _finite(clause):
            return inner.subjects or spread(own_subjects(clause))
    return ()


def _finite(clause: Token) -> bool:
    """Whether a clause has "that" before it and a subject of its own."""
    marks = {c.dep_ for c in clause.children}
    return "nsubj" in marks and any(c.lower_ == "that" for c in clause.children)


def _let(found: Frame) -> tuple[Token, ...]:
    """Whom somebody agrees or refuses to let do something (*agreed to let them stay*)."""
    letting = phrases()["allow"]
    for below in found.verb.children:
        if below.dep_ == "xcomp" and below.lemma_.lower() in letting:
            inner = frame(below)
            return inner.objects or inner.preps.get("in", ())  # "let in the army", read as a place
    return ()


# Of these "it" tells what is condemned, agreed or joined, as a rule no party.
_MATTERS = frozenset({"ACCUSE", "AGREE", "CONCEDE", "PROTEST", "SUPPORT"})
_NOBODY = frozenset({"nobody", "nothing", "none", "one"})


def _a_matter(kind: EventType, verb: Token, token: Token) -> bool:
    """Whether a pronoun means nobody, or the matter at hand (*called it a farce*)."""
    if token.lower_ in _NOBODY and any(c.lower_ == "no" for c in token.children):
        return True
    charged = token.dep_ == "dobj" and verb.lemma_.lower() in CHARGES | {"hold"}
    return token.lower_ == "it" and kind in _MATTERS and not charged


def _own(analysis: Analysis, noun: Token) -> bool:
    """Whether it is a thing of whoever "its" or "their" points to (*gave up its programmes*)."""
    held = any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in noun.children)
    return held and analysis.actor_at(noun) is None and not acts(noun)


def counted_out(analysis: Analysis, tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Without the numbers and shares of people (*hundreds of civilians*), which are no party.

    Where the count is itself a party (*members of the church*), those whose they are go.
    """
    found = list(tokens)
    for token in tuple(found):
        of = [o for p in token.children if p.lower_ == "of" for o in p.children if o in found]
        if not of or token not in found:
            continue
        if analysis.actor_at(token) is None:
            found.remove(token)
        else:
            found = [t for t in found if t not in of]
    return tuple(found)
