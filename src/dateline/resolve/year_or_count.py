"""Whether four figures before a noun are a year ("in 1992 troops came") or count ("in 2000 homes").

A year there is the object of its preposition, and the noun the subject of what follows; where the
parser makes one phrase of both, the clause or the preposition is left without what it needs.
"""

from __future__ import annotations

from dateline.resolve.expressions import Expression, guard, word_before, words_after
from dateline.text.tokens import Span


def before_counted(found: Expression, text: str) -> bool:
    """Whether a noun of what is counted in thousands comes next, or after one word more."""
    after = words_after(found, text)
    if after is None:
        return False
    follows = [word.lower() for word in after.groups() if word]
    if follows[0] in guard("year_after", "words"):
        return False
    return not guard("year_after", "counted").isdisjoint(follows)


def introduced(found: Expression, text: str) -> bool:
    """Whether figures of a year's size follow a word that may introduce a year."""
    first, last = _YEARS
    in_range = first <= int(found.parts["year"]) <= last
    return in_range and word_before(found, text) in guard("year_after", "introducing")


_YEARS = (1500, 2100)


def counts(found: Expression, tokens: Span, text: str) -> bool:
    """Whether figures read as a year say how many there are, by the parse of their clause."""
    alone = "year" in found.parts and (len(tokens) == 1 or "roughly" in found.parts)
    if found.form != "year" or not alone or not before_counted(found, text):
        return False
    before = tokens.doc[tokens.start - 1].lower_ if tokens.start > 0 else ""
    if tokens.root.dep_ not in _MODIFIES or tokens.root.head.i < tokens.start:
        return False
    return before not in guard("year_after", "introducing") or not parted(tokens)


_MODIFIES = frozenset({"nummod", "quantmod", "compound", "amod", "nmod"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})


def parted(tokens: Span) -> bool:
    """Whether a time parsed as part of the noun after it is not: "at midnight troops came".

    The clause needs the noun for its subject, the word before the time for its object. "Since
    2000 people had fled, the town was empty" has a conjunction that needs no object.
    """
    if tokens.start == 0 or tokens.root.dep_ not in _MODIFIES:
        return False
    before, noun = tokens.doc[tokens.start - 1], tokens.root.head
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        leads = before.dep_ == "mark" and noun.head.dep_ != "advcl"
        return leads or (before.dep_ == "prep" and all(c.dep_ != "pobj" for c in before.children))
    if noun.dep_ != "pobj" or noun.head is not before:
        return False
    verb = before.head
    if verb is before:
        return True
    fronted = verb.i > noun.i and verb.pos_ in {"VERB", "AUX"}
    return fronted and not any(child.dep_ in _SUBJECTS for child in verb.children)
