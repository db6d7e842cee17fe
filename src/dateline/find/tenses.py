"""Whether two acts may share a time: "left on Monday and has not come back" do not."""

from __future__ import annotations

from spacy.tokens import Token

_PAST = frozenset({"was", "were", "did", "had"})
_PRESENT = frozenset({"is", "are", "am", "'s", "'re", "do", "does"})
_PERFECT = frozenset({"has", "have", "'ve"})
_FUTURE = frozenset({"will", "shall", "'ll", "wo"})


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


def _tense(verb: Token) -> str | None:
    aux = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if aux & _FUTURE:
        return "future"
    if aux & _PERFECT:
        return "perfect"
    if verb.tag_ == "VBD" or aux & _PAST:
        return "past"
    if verb.tag_ in {"VBZ", "VBP"} or aux & _PRESENT:
        return "present"
    return None
