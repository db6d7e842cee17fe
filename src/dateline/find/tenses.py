"""Whether two acts may share a time: "left on Monday and has not come back" do not."""

from __future__ import annotations

from dateline.resolve.expressions import words
from dateline.text.tokens import Token

_PAST = frozenset({"was", "were", "did", "had"})
_PRESENT = frozenset({"is", "are", "am", "'s", "'re", "do", "does"})
_PERFECT = frozenset({"has", "have", "'ve"})
_HAVE = _PERFECT | {"'s"}
_FUTURE = frozenset({"will", "shall", "'ll", "wo"})


def is_perfect(verb: Token) -> bool:
    """Whether a verb is told in the perfect: "have fled", "he's fled"."""
    return any(c.dep_ == "aux" and c.lower_ in _HAVE for c in verb.children)


def of_other_tense(verb: Token, other: Token) -> bool:
    """Whether two verbs are told in tenses that differ; a bare participle has the other's."""
    one, two = _tense(verb), _tense(other)
    return one is not None and two is not None and one != two


def comes_before(clause: Token) -> bool:
    """Whether a clause tells what came before: "expelled two, days after they left"."""
    return clause.dep_ == "advcl" and any(
        c.lower_ == "after" and c.dep_ in {"mark", "prep"} and c.i < clause.i
        for c in clause.children
    )


def is_earlier(clause: Token) -> bool:
    """Whether a clause without a time tells what had been: "pledged more than it had asked for"."""
    had = any(c.lower_ in {"had", "'d"} and c.dep_ == "aux" for c in clause.children)
    main = clause.head
    return (
        clause.dep_ in {"advcl", "acl"}
        and had
        and main.tag_ == "VBD"
        and not any(c.lower_ in {"before", "until", "when"} for c in clause.children)
    )


def is_reason(noun: Token) -> bool:
    """Whether an act is what another is for: "resigned after the killing", "jailed for looting".

    Also one that something is done at: "at the request of".
    """
    if noun.pos_ != "NOUN":
        return False
    while noun.dep_ == "conj" and noun.head != noun:
        noun = noun.head
    prep = noun.head
    if noun.dep_ != "pobj" or prep.dep_ != "prep":
        return False
    return prep.lower_ in _REASONS and (prep.lower_ != "for" or prep.head.pos_ == "VERB")


_REASONS = frozenset({"after", "over", "following", "despite", "at"})


def _tense(verb: Token) -> str | None:
    aux = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if aux & _FUTURE:
        return "future"
    if aux & _PERFECT:
        return "perfect"
    if verb.tag_ == "VBD" or aux & _PAST:
        return "past"
    bare = verb.tag_ == "VB" and verb.dep_ == "conj" and not aux
    if bare and verb.lower_ in words()["tense"]["same"]:
        return None  # "set fire to cars and hurt a driver"
    if verb.tag_ in {"VBZ", "VBP"} or aux & _PRESENT or (bare and verb.head.tag_ == "VBD"):
        return "present"
    return None
