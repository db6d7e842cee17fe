"""What an agreement gives: shares set aside, a transition foreseen, what is then to be done."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame
from dateline.find.bound import Found, duty_at, negated, signers
from dateline.find.guards import cues, is_deal, unbinding
from dateline.text.tokens import Token


def provided(analysis: Analysis, sentence: Sentence, verb: Token) -> Iterator[Found]:
    """What a deal, as the subject of ``verb``, gives somebody or has for a time to come.

    It binds its parties, or itself where they are told nowhere before.
    """
    lemma = verb.lemma_.lower()
    sets = lemma == "set" and any(c.lower_ == "aside" for c in verb.children)
    if not (sets or lemma in cues("conceding") | cues("provide")):
        return
    above = verb.head if verb.dep_ == "conj" and verb.head.pos_ == "VERB" else verb
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    own = own or [c for c in above.children if c.dep_ == "nsubj"]  # "gave them seats and foresaw"
    deals = [c for c in own if is_deal(c)]
    named = [c for c in deals if c.pos_ == "NOUN" and not _open(c)]
    named = [c for c in named if c.lemma_.lower() not in cues("writing")]
    if not named or unbinding(verb) or negated(verb):
        return
    if _shares(verb) if lemma not in cues("provide") else _stages(verb):
        by = signers(analysis, sentence) or (named[0].i,)
        yield duty_at(analysis, sentence, verb, by, verb, agreed=True)


def _open(deal: Token) -> bool:
    return any(t.lemma_.lower() in cues("proposed") | cues("drafted") for t in deal.subtree)


def _shares(verb: Token) -> bool:
    """Whether it is seats or offices, or a part of them, that are given."""
    return any(t.lemma_.lower() in cues("office") for t in verb.subtree if t.i > verb.i)


def _stages(verb: Token) -> bool:
    """Whether what is foreseen is a stage of government to come, whose length may stand first."""
    found = frame(verb)
    things = [*found.objects, *found.preps.get("for", ())]
    below = (o for t in things for p in t.children if p.lower_ == "of" for o in p.children)
    return any(t.lemma_.lower() in cues("stage") for t in (*things, *islice(below, 2)))


def follows_deal(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the sentence before, in the same paragraph, tells what a deal says."""
    before = analysis.sentences[max(sentence.index - 1, 0)]
    words = analysis.tokens[before.first : before.last]
    return (
        before.index < sentence.index
        and before.paragraph == sentence.paragraph
        and any(t.dep_ == "nsubj" and is_deal(t) for t in words)
    )
