"""Whom *him*, *her*, *it* and *them* point to where they are acted on.

Such a pronoun is never the subject of its own verb: the last party before it that fits and is not
that subject, in its sentence, else the subject of the sentence before, else the last fitting there.
"""

from __future__ import annotations

from dateline.analysis import ActorMention
from dateline.find.arguments import frame
from dateline.resolve.antecedents import fits, person_before
from dateline.resolve.coreference import Known
from dateline.text.tokens import Doc, Token
from dateline.text.upward import verb_over

_NOMINATIVE = {"him": "he", "her": "she", "them": "they", "it": "it"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def object_antecedent(doc: Doc, i: int, known: Known) -> ActorMention | None:
    """The party that the pronoun at ``i`` points back to, where one fits."""
    token = doc[i]
    word = _NOMINATIVE.get(token.lower_)
    if word is None or token.tag_ != "PRP":
        return None
    start = known.starts[i]
    floor = known.sentence_before(i)
    own = _subjects(token)
    before = (m for m in known.outer(floor) if m.last <= i and m.kind != "pronoun")
    fitting = [m for m in before if fits(word, m, doc)]
    here = [m for m in fitting if m.first >= start and m.head not in own]
    if here:
        return here[-1]
    last = [m for m in fitting if m.first < start]
    subjects = [m for m in last if doc[m.head].dep_ in _SUBJECTS]
    if found := subjects or last:
        return found[-1]
    return person_before(doc, i, known)


def _subjects(pronoun: Token) -> set[int]:
    """The subjects of the verb that the pronoun stands under."""
    verb = verb_over(pronoun.head)
    return {t.i for t in frame(verb).subjects if t != pronoun}
