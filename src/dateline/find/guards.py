"""Whether a clause binds at all: what is feared, denied, hedged or guessed by others does not."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from dateline.analysis import Analysis
from dateline.data import toml
from dateline.find.arguments import frame
from dateline.record.entry import same_party

# Codes of actors that stand above the parties: the United Nations, other bodies of states.
BODIES = frozenset({"UNO", "IGO", "EUR"})

POINTING = frozenset({"they", "them", "their", "it", "its", "he", "she"})
FREE = frozenset({"CVL", "REF", "JRN", "UNK", "MED", "EDU"})


@cache
def cues(name: str) -> frozenset[str]:
    """A word list of the commitment cues."""
    return frozenset(toml("commitments/cues.toml")[name].split())


def disowned(token: Token) -> bool:
    """Whether what governs the clause denies it, or only fears, hopes or expects it."""
    below = token
    for above in token.ancestors:
        if below.dep_ == "conj" and above.pos_ in {"VERB", "AUX"}:
            below = above
            continue
        return below.dep_ == "ccomp" and above.lemma_.lower() in cues("disown")
    return False


def weak(token: Token) -> bool:
    """Whether it is hedged, or the boilerplate of going on as before."""
    if any(c.lower_ in cues("hedge") for c in token.children):
        return True
    return token.lemma_ == "continue" and any(
        c.dep_ == "xcomp" and c.lemma_.lower() in cues("boilerplate") for c in token.children
    )


def conditional(token: Token) -> bool:
    """Whether the clause is itself the condition of another."""
    return any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in token.children)


def obliged(token: Token) -> bool:
    """Whether an agreement or resolution obliges the subject: any act may be asked by it."""
    head = token.head
    return (
        token.dep_ in {"xcomp", "ccomp"}
        and head.lemma_.lower() in {"oblige", "require", "bind", "commit"}
        and any(c.dep_ == "nsubj" and c.lemma_.lower() in cues("agreement") for c in head.children)
    )


def given(analysis: Analysis, token: Token) -> bool:
    """Whether a body sets its own mission a term; by a party, "gave them until" is an ultimatum."""
    if token.dep_ not in {"xcomp", "ccomp", "advcl", "acl"} or token.head.lemma_ != "give":
        return False
    givers = [analysis.actor_at(s) for s in frame(token.head).subjects]
    return any(m is not None and m.actor.country in BODIES for m in givers)


def own_word(analysis: Analysis, token: Token) -> bool:
    """Whether what X "said that Y would do" is said by Y's own side, or by nobody in particular."""
    below, above = token, token.head
    while below.dep_ == "conj" and above != below:
        below, above = above, above.head
    if below.dep_ != "ccomp" or above.pos_ not in {"VERB", "AUX"}:
        return True
    speakers = [analysis.actor_at(s) for s in frame(above).subjects]
    known = [m.actor for m in speakers if m is not None]
    bound = [m.actor for m in map(analysis.actor_at, frame(below).subjects) if m is not None]
    if not speakers or not bound:
        return True
    if not known:
        return any(s.lower_ in POINTING for s in frame(above).subjects)
    # an official or office without a country speaks for those of whom the report is
    return any(
        same_party(a, b) or (a.country is None and a.sector not in FREE)
        for a in known
        for b in bound
    )
