"""Candidate triggers: words of the lexicon whose frame fits a row, each with a score.

This is the one place where it is decided how sure a trigger is. The encoder's head of triggers
joins here, by the numbers of ``data/model/join.toml``: a row and the head are weighed together by
their odds, and the head adds words that the lexicon lacks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.analysis import Analysis, Sentence
from dateline.find import speech_cues
from dateline.find.arguments import Frame, active_frame, frame, nominal_frame
from dateline.find.coder import Heard, kinds_told, setting
from dateline.find.conditions import fits
from dateline.find.learned import learned, part_of_name, with_owners
from dateline.find.lexicon import Rule, noun_rules, phrases, verb_rules, word
from dateline.find.references import nominal
from dateline.find.subjects import spread
from dateline.model.encoder import Floats
from dateline.text.tokens import Token

# A noun only named by its governor: kept for what it tells of the governor, never emitted alone.
WEAK = 0.2
# How sure a trigger must be to become an event.
FLOOR = 0.55
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
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
    words = analysis.tokens[sentence.first : sentence.last]
    rows = {t.i: row for t in words if (row := _by_row(analysis, sentence, t)) is not None}
    for token in words:
        if token.i in rows:
            yield _weighed(rows[token.i], heard.of(token))
        elif _may_act(analysis, token) and (told := learned(analysis, heard, token, rows)):
            rule, found = told
            yield Trigger(rule, found, max(rule.score, FLOOR))


def _may_act(analysis: Analysis, token: Token) -> bool:
    """Whether a word may tell of an act: not one taken back, of a date, or of those it befell."""
    return not (speech_cues.unsaid(token) or nominal(token) or _of_a_date(analysis, token))


def _by_row(analysis: Analysis, sentence: Sentence, token: Token) -> Trigger | None:
    """The word with the row of the lexicon that it fits."""
    found, pos = None, token.pos_
    if not _may_act(analysis, token):
        return None
    if pos in _VERBS or token.tag_ in _VERB_TAGS:
        found = _verb(analysis, token)
    if found is None and pos in _NOUNS:
        found = _noun(analysis, sentence, token)
    return found


def _of_a_date(analysis: Analysis, token: Token) -> bool:
    """Whether it is a part of a date, also where the tagger takes "March" for an act."""
    return token.is_title and token.i > token.sent.start and analysis.time_at(token) is not None


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
        or part_of_name(analysis, token)
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


def _noun(analysis: Analysis, sentence: Sentence, token: Token) -> Trigger | None:
    rules = noun_rules().get(word(token))
    if not rules or token.dep_ == "compound" or part_of_name(analysis, token):
        return None
    found = with_owners(analysis, nominal_frame(token))
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
    """The verb by which somebody says whether it was he: *denied any role in the killing*.

    *Denied any killings* says it of the act at once.
    """
    if act.dep_ == "dobj" and any(c.lower_ == "any" for c in act.children):
        return act.head if act.head.lemma_ in phrases()["answer"] else None
    share = act.head.head if act.dep_ == "pobj" and act.head.lower_ in {"for", "in"} else act
    if share.lemma_ not in phrases()["share"] or share.dep_ != "dobj":
        return None
    verb = share.head
    if verb.lemma_ not in phrases()["answer"] | phrases()["taking"] or speech_cues.withheld(verb):
        return None
    nobody = speech_cues.words("nobody")
    subjects = [t for s in frame(verb).subjects for t in (s, *s.children)]
    return None if any(t.lower_ in {"no", *nobody} for t in subjects) else verb


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
