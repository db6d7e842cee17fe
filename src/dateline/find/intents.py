"""What somebody means to do himself: "plans to", "intends to", "expects to begin by May"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame
from dateline.find.bound import Found, act_of, binding, dated, duty_at, negated
from dateline.find.conditions import infinitive
from dateline.find.guards import cues
from dateline.find.pledges import DEEDS
from dateline.text.tokens import Token

_NOW = frozenset({"VBP", "VBZ"})
_BARE = frozenset({"VB", "VBG"})


def intended(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """The acts that a party says it plans, each its own: "aims to collect 3,300 and go home"."""
    if negated(token) or not _told_now(token):
        return
    by = binding(analysis, frame(token).subjects, explicit=True)
    if not by:
        return
    for verb in token.children:
        if verb.dep_ != "xcomp" or not infinitive(verb) or verb.i < token.i:
            continue
        for act in (verb, *(c for c in verb.conjuncts if c.tag_ in _BARE and c.i > verb.i)):
            if _means(analysis, token, act):
                yield duty_at(analysis, sentence, act, by, token, agreed=False)


def _means(analysis: Analysis, token: Token, act: Token) -> bool:
    """Whether it is a deed that is meant; what is but expected, one of his own with a day."""
    lemma = act.lemma_.lower()
    starts = lemma in {"begin", "start"} and any(
        c.dep_ == "dobj" and c.lemma_.lower() in cues("acting") for c in act.children
    )
    if token.lemma_.lower() != "expect":
        return starts or lemma not in cues("vague") | cues("happening")
    deed = starts or lemma in cues("deed") or act_of(analysis, act)[0] in DEEDS
    own = not any(c.dep_ == "nsubj" for c in act.children)
    return deed and own and dated(analysis, (t.i for t in act.subtree if t.i > act.i))


def _told_now(token: Token) -> bool:
    """Whether it is meant now, or was when it was said: "said that he meant to"."""
    if token.tag_ in _NOW:
        return True
    if token.tag_ == "VBG":
        return any(c.dep_ == "aux" and c.lower_ in {"is", "are"} for c in token.children)
    return bool(token.tag_ == "VBD" and token.dep_ == "ccomp")
