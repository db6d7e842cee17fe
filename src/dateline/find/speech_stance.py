"""The stance of a saying where more than its cue shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.analysis import Analysis, SpeechMention
from dateline.find.speech_cues import nouns, verbs, words
from dateline.text.tokens import Token
from dateline.types import Stance

_NOT = frozenset({"no", "not", "n't", "never", "nobody", "none", "nothing"})


def toned(analysis: Analysis, mention: SpeechMention) -> SpeechMention:
    """The mention with the stance that the words around its cue give it."""
    cue = analysis.tokens[mention.head]
    stance = mention.stance
    if stance == "states" and cue.pos_ == "VERB":
        stance = next(_beside(cue), stance)
    if stance in {"states", "claims"} and _denied(analysis, mention, cue):
        stance = "denies"
    if mention.speaker is None and cue.lemma_.lower() in words("supposed") and _passive(cue):
        stance = "estimates"
    return mention if stance == mention.stance else replace(mention, stance=stance)


def _beside(cue: Token) -> Iterator[Stance]:
    """*Confirming rumours, X said*; *in a denial, X said*; *X corrected it, saying that*."""
    others = [c for c in cue.children if c.dep_ == "advcl" and c.tag_ == "VBG" and c.i < cue.i]
    if cue.dep_ == "advcl" and cue.tag_ == "VBG":
        others.append(cue.head)
    for other in others:
        if (row := verbs().get(other.lemma_.lower())) and row.stance != "states":
            yield row.stance
    for prep in cue.children:
        if prep.dep_ == "prep" and prep.lower_ in {"in", "with"}:
            for inner in prep.children:
                noun = nouns().get(inner.lemma_.lower())
                if noun is not None and noun.stance != "states":
                    yield noun.stance


def _denied(analysis: Analysis, mention: SpeechMention, cue: Token) -> bool:
    """Whether all that is said is that something is not so."""
    if cue.lemma_.lower() not in words("insisting") or not mention.content:
        return False
    first, last = mention.content[0]
    inside = analysis.tokens[first:last]
    if any(t.lower_ in words("untrue") for t in inside):
        return True
    root = inside.root
    if any(c.dep_ == "acomp" and c.lower_ == "true" for c in root.children):
        return any(c.dep_ == "neg" for c in root.children)
    if mention.stance != "claims":
        return False
    return any(t.lower_ in _NOT for t in (*root.children, *inside[:3]))


def _passive(cue: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in cue.children)
