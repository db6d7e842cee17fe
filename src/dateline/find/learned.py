"""Words that the lexicon has no fitting row for and the head of triggers takes for an act."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import cast

from dateline.analysis import Analysis
from dateline.find import speech_cues
from dateline.find.arguments import Frame, frame, nominal_frame, owners
from dateline.find.coder import Heard, factuality, kinds_told, setting
from dateline.find.conditions import fits, is_actor, is_kind
from dateline.find.lexicon import Rule, noun_rules, phrases, verb_rules, word
from dateline.find.modality import modality
from dateline.find.references import FALLEN, acts
from dateline.find.subjects import own_subjects, spread
from dateline.text.tokens import Token
from dateline.types import EventType

_VERBS = frozenset({"VERB", "AUX"})
_CLAUSES = frozenset({"ccomp", "xcomp"})
_CAUSING = frozenset({"have", "get"})
_STATES = frozenset({"ADJ", "ADV"})
_NOBODY = frozenset({"nobody", "none", "one", "no"})
# What a state befalls somebody by; of others, who is in it is its doer.
_SUFFERED = frozenset({"ASSAULT", "COERCE", "SANCTION"})


def learned(
    analysis: Analysis, heard: Heard, token: Token, rows: Container[int]
) -> tuple[Rule, Frame] | None:
    """What stands for a row where none fits and the head takes the word for an event.

    It must be surer where no party is near, and where the lexicon holds the word for no event.
    ``rows``: the words of the sentence that a row fits.
    """
    shares = heard.of(token)
    sure = 1.0 - float(shares[0])
    if not _likely(token, sure, rows):
        return None
    named = part_of_name(analysis, token) and token.lower_ not in FALLEN
    if named or _carries(token, sure, rows):
        return None
    kind = cast(EventType, kinds_told()[int(shares[1:].argmax()) + 1])
    found = _frame(analysis, token, kind)
    over = sure >= setting("learned_over")
    if token.pos_ == "VERB" and not over and any(_is_act(analysis, t) for t in found.subjects):
        return None
    if _guarded(analysis, token, found, sure):
        return None
    parties = (*found.subjects, *found.objects, *(t for some in found.preps.values() for t in some))
    if sure < setting("learned_alone") and not any(is_actor(t, analysis) for t in parties):
        return None
    value = factuality(analysis, token.idx)
    if value is not None and value < setting("factual") and modality(token) == "asserted":
        return None
    rule = Rule(
        lemmas=(token.lemma_.lower(),), needs="learned", type=kind, score=sure,
        patient=_where(analysis, found, kind),
    )  # fmt: skip
    return rule, found


def _likely(token: Token, sure: float, rows: Container[int]) -> bool:
    """Whether a word of its kind and place may be an act, as sure as the head is of it."""
    if token.pos_ in _STATES:
        if sure < setting("learned_state") or not token.is_alpha or token.head.i in rows:
            return False
        below = token.dep_ in {"amod", "compound"} and token.i < token.head.i
        return not below and not any(t.lower_ in _NOBODY for t in _in_state(token))
    if token.pos_ not in {"VERB", "NOUN"} or sure < setting(f"learned_{token.pos_.lower()}"):
        return False
    if _known(token) and sure < setting("learned_known"):
        return False
    if token.dep_ in {"amod", "compound", "aux", "auxpass"}:
        return False
    return token.pos_ == "VERB" or not _below_known(token, sure, rows)


def _frame(analysis: Analysis, token: Token, kind: EventType) -> Frame:
    """Who does it and suffers it; a state (*five dead*, *all are out*) is somebody's."""
    if token.pos_ == "VERB":
        return frame(token)
    found = with_owners(analysis, nominal_frame(token))
    if token.pos_ == "NOUN":
        return found
    theirs = spread(_in_state(token))
    if kind in _SUFFERED:
        return replace(found, objects=theirs)
    return replace(found, subjects=found.subjects or theirs)


def _in_state(state: Token) -> list[Token]:
    """Whose state it is: of its verb's subject, of the noun before it, or of so many."""
    if state.dep_ == "amod":
        return [state.head]
    if state.dep_ in {"acomp", "oprd", "advmod", "attr", "prt"}:
        objects = [c for c in state.head.children if c.dep_ == "dobj"]
        return objects or own_subjects(state.head)
    inner = [c for c in state.children if c.dep_ == "nsubj"]
    return inner or [state]


def _where(analysis: Analysis, found: Frame, kind: EventType) -> str:
    """Where whom it is done to stands by a word that no row tells of.

    Troops are moved against somebody. Who dies, flees or loses an office is the subject; what is
    agreed, given up or joined is as a rule a thing, where no person or state is named.
    """
    verb, lemma = found.verb, found.verb.lemma_.lower()
    if kind == "MOBILIZE":
        return "against"
    if kind in {"AGREE", "AID", "CONSULT"} and lemma in phrases()["sending"]:
        return "to|for"
    if verb.pos_ == "VERB" and _borne(analysis, found, kind):
        return "subj"
    if not found.objects:
        return "in|through|past" if lemma in phrases()["allow"] else "against|on|with|to|at|of"
    if kind in _MATTERS and not any(_is_party(analysis, t) for t in found.objects):
        return "to|with"
    return "obj"


_MATTERS = frozenset({"AGREE", "CONCEDE", "COOPERATE", "PROTEST", "SUPPORT"})
_FLEEING = frozenset({"CVL", "REF", "JRN", "MED", "REL", "EDU", "LAB", "AGR", None})


def _borne(analysis: Analysis, found: Frame, kind: EventType) -> bool:
    """Whether its subject suffers it (*26 died*, *families moved out*, *lost his post*)."""
    if found.passive or kind not in {"ASSAULT", "SANCTION"}:
        return False
    lemma = found.verb.lemma_.lower()
    if lemma in phrases()["dying"]:
        return not found.objects
    if not is_kind(found.subjects, "victims", analysis):
        return False
    mentions = [analysis.actor_at(t) for t in found.subjects]
    fleeing = all(m is None or m.actor.sector in _FLEEING for m in mentions)
    return lemma == "lose" or (kind == "SANCTION" and fleeing and not found.objects)


def _is_party(analysis: Analysis, token: Token) -> bool:
    """Whether a person, a state or people are named, no troops, body or thing."""
    mention = analysis.actor_at(token)
    if mention is None:
        pronoun = token.pos_ == "PRON" and token.lower_ != "it"
        return pronoun or (acts(token) and _there(token))
    return mention.kind in {"person", "government", "people", "pronoun"} and mention.head == token.i


def _there(noun: Token) -> bool:
    """Whether it is somebody there already, not one yet to be found (*a commission*)."""
    return not any(c.lower_ in {"a", "an"} for c in noun.children)


def _known(token: Token) -> bool:
    """Whether the lexicon has rows for the word, none of which fits here."""
    return token.lemma_.lower() in verb_rules() or word(token) in noun_rules()


def _is_act(analysis: Analysis, token: Token) -> bool:
    """Whether a noun of the lexicon tells of the act (*the strike paralysed the port*)."""
    return word(token) in noun_rules() and not is_actor(token, analysis)


def _below_known(noun: Token, sure: float, rows: Container[int]) -> bool:
    """Whether it only completes a verb that the lexicon knows (*pledged aid*).

    One that a head is sure of need not give way to a verb that no row fits (*counted 360 hurt*).
    """
    verb = next((t for t in noun.ancestors if t.pos_ in _VERBS), None)
    if verb is None or noun.dep_ in {"nsubj", "nsubjpass"}:
        return False
    if sure >= setting("learned_over"):
        return verb.i in rows
    return verb.lemma_.lower() in verb_rules()


def _carries(token: Token, sure: float, rows: Container[int]) -> bool:
    """Whether it says something, or that something begins: the act is another word.

    The head must be surer of such a word, and what it carries must not stand below it.
    """
    lemma = token.lemma_.lower()
    if lemma in _CAUSING and any(c.dep_ in _CLAUSES for c in token.children):
        return True  # "had the mayor arrested"
    carrying = phrases()["ongoing"] | phrases()["light"] | phrases()["tell"] | phrases()["future"]
    if not (lemma in carrying or lemma in speech_cues.verbs() or lemma in speech_cues.nouns()):
        return False
    if sure >= setting("learned_over"):
        return any(
            (c.dep_ in _CLAUSES and c.pos_ in _VERBS) or (c.dep_ == "dobj" and c.i in rows)
            for c in token.children
        )
    return sure < setting("learned_carrying") or any(
        c.dep_ in _CLAUSES or (c.dep_ == "dobj" and word(c) in noun_rules()) for c in token.children
    )


def _guarded(analysis: Analysis, token: Token, found: Frame, sure: float) -> bool:
    """Whether the lexicon says that the word tells of no event here.

    A row that says so of whatever no other row takes, or is itself unsure, gives way to a head
    that is sure.
    """
    rules = (*verb_rules().get(token.lemma_.lower(), ()), *noun_rules().get(word(token), ()))
    return any(
        rule.type == "NONE"
        and (_firm(rule) or sure < setting("learned_against"))
        and fits(rule.needs, found, analysis)
        for rule in rules
    )


def _firm(rule: Rule) -> bool:
    """Whether a guard holds whatever the head says."""
    return rule.needs != "-" and rule.score >= 0.5


def part_of_name(analysis: Analysis, token: Token) -> bool:
    """Whether the token is a part of somebody's name (*Ministry of Defence*)."""
    mention = analysis.actor_at(token)
    return mention is not None and mention.kind not in {"description", "pronoun"}


def with_owners(analysis: Analysis, found: Frame) -> Frame:
    """The frame with an adjective or name before the noun as its doer (*Israeli strikes*)."""
    if found.subjects:
        return found
    before = [t for t in owners(found.verb) if is_actor(t, analysis)]
    return replace(found, subjects=spread(before))
