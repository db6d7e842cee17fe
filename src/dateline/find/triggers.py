"""Candidate triggers: words of the lexicon whose frame fits a row, each with a score.

This is the one place where it is decided how sure a trigger is. The encoder's head of triggers
joins here, by the numbers of ``data/model/join.toml``: a row and the head are weighed together by
their odds, and the head adds words that the lexicon lacks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from dateline.analysis import Analysis, Sentence
from dateline.find import speech_cues
from dateline.find.arguments import Frame, active_frame, frame, nominal_frame, owners
from dateline.find.coder import Heard, factuality, kinds_told, setting
from dateline.find.conditions import fits, is_actor, is_kind
from dateline.find.lexicon import Rule, noun_rules, phrases, verb_rules, word
from dateline.find.modality import modality
from dateline.find.references import acts
from dateline.find.subjects import spread
from dateline.model.encoder import Floats
from dateline.text.tokens import Token
from dateline.types import EventType

# A noun only named by its governor: kept for what it tells of the governor, never emitted alone.
WEAK = 0.2
# How sure a trigger must be to become an event.
FLOOR = 0.55
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_OPEN = frozenset({"VERB", "NOUN"})
_CLAUSES = frozenset({"ccomp", "xcomp"})
_CAUSING = frozenset({"have", "get"})
_VERB_TAGS = frozenset({"VBN", "VBD", "VBZ", "VBP"})
_SAYS_MORE = frozenset({"of", "on", "against", "in", "from", "between", "at", "near", "with",
                        "over", "into", "after", "for"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell of an event: its row, its frame, and how sure it is."""

    rule: Rule
    frame: Frame
    score: float


def triggers(analysis: Analysis, sentence: Sentence) -> Iterator[Trigger]:
    """The candidates of a sentence, in the order of the text."""
    heard = Heard(analysis, sentence)
    for token in analysis.tokens[sentence.first : sentence.last]:
        found, pos = None, token.pos_
        if speech_cues.unsaid(token) is not None:
            continue  # what is taken back is a word, no act
        if pos in _VERBS or token.tag_ in _VERB_TAGS:
            found = _verb(analysis, token)
        if found is None and pos in _NOUNS:
            found = _noun(analysis, sentence, token)
        if found is not None:
            yield _weighed(found, heard.of(token))
        elif pos in _OPEN and (found := _learned(analysis, token, heard.of(token))) is not None:
            yield found


def _weighed(found: Trigger, shares: Floats) -> Trigger:
    """The row as sure as it and the head are together.

    Of a noun that is only named, the head must hold the row's own type likely.
    """
    if found.score <= WEAK:
        share, how = float(shares[kinds_told().index(found.rule.type)]), "weak"
    else:
        share, how = 1.0 - float(shares[0]), "row"
    odds = _odds(found.score) + setting(f"heard_{how}") * (
        _odds(share) + setting(f"heard_{how}_bias")
    )
    return replace(found, score=1.0 / (1.0 + math.exp(-odds)))


def _odds(share: float) -> float:
    """The logarithm of the odds, never without bounds."""
    share = min(max(share, 0.001), 0.999)
    return math.log(share / (1.0 - share))


def _learned(analysis: Analysis, token: Token, shares: Floats) -> Trigger | None:
    """A word that the lexicon has no row for and the head takes for an event.

    It must be surer where no party is near, and where the lexicon holds the word for no event.
    """
    sure = 1.0 - float(shares[0])
    if sure < setting(f"learned_{token.pos_.lower()}"):
        return None
    if _known(token) and sure < setting("learned_known"):
        return None
    if _named(analysis, token) or _carries(token, sure):
        return None
    if token.dep_ in {"amod", "compound", "aux", "auxpass"}:
        return None
    noun = token.pos_ == "NOUN"
    if noun and _below_known(token):
        return None
    found = _with_owners(analysis, nominal_frame(token)) if noun else frame(token)
    if not noun and any(_is_act(analysis, t) for t in found.subjects):
        return None
    if _guarded(analysis, token, found, sure):
        return None
    parties = (*found.subjects, *found.objects, *(t for some in found.preps.values() for t in some))
    if sure < setting("learned_alone") and not any(is_actor(t, analysis) for t in parties):
        return None
    value = factuality(analysis, token.idx)
    if value is not None and value < setting("factual") and modality(token) == "asserted":
        return None
    kind = cast(EventType, kinds_told()[int(shares[1:].argmax()) + 1])
    rule = Rule(
        lemmas=(token.lemma_.lower(),), needs="learned", type=kind, score=sure,
        patient=_where(analysis, found, kind),
    )  # fmt: skip
    return Trigger(rule, found, max(sure, FLOOR))


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


def _below_known(noun: Token) -> bool:
    """Whether it only completes a verb that the lexicon knows (*pledged aid*)."""
    verb = next((t for t in noun.ancestors if t.pos_ in _VERBS), None)
    return (
        verb is not None
        and noun.dep_ not in {"nsubj", "nsubjpass"}
        and verb.lemma_.lower() in verb_rules()
    )


def _carries(token: Token, sure: float) -> bool:
    """Whether it says something, or that something begins: the act is another word.

    The head must be surer of such a word, and what it carries must not stand below it.
    """
    lemma = token.lemma_.lower()
    if lemma in _CAUSING and any(c.dep_ in _CLAUSES for c in token.children):
        return True  # "had the mayor arrested"
    carrying = phrases()["ongoing"] | phrases()["light"] | phrases()["tell"] | phrases()["future"]
    if not (lemma in carrying or lemma in speech_cues.verbs() or lemma in speech_cues.nouns()):
        return False
    return sure < setting("learned_carrying") or any(
        c.dep_ in _CLAUSES or (c.dep_ == "dobj" and word(c) in noun_rules()) for c in token.children
    )


def _guarded(analysis: Analysis, token: Token, found: Frame, sure: float) -> bool:
    """Whether the lexicon says that the word tells of no event here.

    A row that says so of whatever no other row takes gives way to a head that is sure.
    """
    rules = (*verb_rules().get(token.lemma_.lower(), ()), *noun_rules().get(word(token), ()))
    return any(
        rule.type == "NONE"
        and (rule.needs != "-" or sure < setting("learned_against"))
        and fits(rule.needs, found, analysis)
        for rule in rules
    )


def _first_fit(rules: tuple[Rule, ...], found: Frame, analysis: Analysis) -> Rule | None:
    for rule in rules:
        if fits(rule.needs, found, analysis):
            return None if rule.type == "NONE" else rule
    return None


def _verb(analysis: Analysis, token: Token) -> Trigger | None:
    rules = verb_rules().get(token.lemma_.lower())
    if (
        not rules
        or (token.dep_ in {"amod", "compound"} and token.tag_ != "VBD")
        or _named(analysis, token)
    ):
        return None
    found = frame(token)
    rule = _first_fit(rules, found, analysis)
    if rule is None and (other := active_frame(token)) is not None:
        found, rule = other, _first_fit(rules, other, analysis)
    if rule is None:
        return None
    return Trigger(rule, found, rule.score * _doubt(found))


def _doubt(found: Frame) -> float:
    """Less sure where the doer is "you" or a thing that can do nothing."""
    if any(t.lower_ == "you" for t in found.subjects):
        return 0.5
    return 1.0


def _named(analysis: Analysis, token: Token) -> bool:
    """Whether the token is a part of somebody's name (*Ministry of Defence*)."""
    mention = analysis.actor_at(token)
    return mention is not None and mention.kind not in {"description", "pronoun"}


def _noun(analysis: Analysis, sentence: Sentence, token: Token) -> Trigger | None:
    rules = noun_rules().get(word(token))
    if not rules or token.dep_ == "compound" or _named(analysis, token):
        return None
    found = _with_owners(analysis, nominal_frame(token))
    head = token.head
    if token.dep_ in {"dobj", "nsubjpass"} and head.lemma_ in phrases()["light"]:
        carrier = frame(head)
        found = replace(
            found,
            subjects=spread([*found.subjects, *carrier.subjects]),
            preps={**carrier.preps, **found.preps},
        )
    if not found.subjects and (answer := _answered(token)) is not None:
        found = replace(found, subjects=frame(answer).subjects)
    rule = _first_fit(rules, found, analysis)
    if rule is None:
        return None
    if token.dep_ == "dobj" and head.lemma_ in phrases()["undergo"]:
        slots = [slot for slot in rule.patient.replace("/", "|").split("|") if slot.isalpha()]
        suffering = frame(head).subjects
        found = replace(found, preps={**found.preps, **dict.fromkeys(slots, suffering)})
    return Trigger(rule, found, _told(sentence, found, rule))


def _answered(act: Token) -> Token | None:
    """The verb by which somebody says whether it was he: *denied any role in the killing*."""
    share = act.head.head if act.dep_ == "pobj" and act.head.lower_ in {"for", "in"} else act
    if share.lemma_ not in phrases()["share"] or share.dep_ != "dobj":
        return None
    verb = share.head
    if verb.lemma_ not in phrases()["answer"] or speech_cues.withheld(verb):
        return None
    nobody = speech_cues.words("nobody")
    subjects = [t for s in frame(verb).subjects for t in (s, *s.children)]
    return None if any(t.lower_ in {"no", *nobody} for t in subjects) else verb


def _with_owners(analysis: Analysis, found: Frame) -> Frame:
    """The frame with an adjective or name before the noun as its doer (*Israeli strikes*)."""
    if found.subjects:
        return found
    before = [t for t in owners(found.verb) if is_actor(t, analysis)]
    return replace(found, subjects=spread(before))


def _told(sentence: Sentence, found: Frame, rule: Rule) -> float:
    """How sure it is that the sentence tells of the noun's event, not just names it."""
    token, head = found.verb, found.verb.head
    says_more = bool(found.subjects) or bool(_SAYS_MORE & found.preps.keys())
    if rule.solo:
        return rule.score
    if sentence.headline and (token.dep_ == "ROOT" or says_more):
        return rule.score if token.dep_ != "pobj" else WEAK
    if token.dep_ in {"dobj", "nsubjpass"}:
        if head.lemma_ in phrases()["light"] and found.subjects:
            return rule.score
        if head.lemma_ in phrases()["tell"] and says_more:
            return rule.score
        if head.lemma_ in phrases()["light"] and says_more:
            return rule.score * 0.9
    if _answered(token) is not None:
        return rule.score
    if token.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ in phrases()["happen"]:
        return rule.score if says_more or rule.type == "ASSAULT" else rule.score * 0.75
    if token.dep_ == "attr" and any(c.lower_ == "there" for c in head.children):
        return rule.score
    if token.dep_ == "dobj" and head.lemma_ in phrases()["undergo"] and says_more:
        return rule.score
    if token.dep_ == "pobj" and "between" in found.preps and head.lower_ in {"to", "under"}:
        return rule.score
    if token.dep_ == "pobj" and found.subjects and "of" in found.preps:
        return rule.score * 0.75
    return WEAK
