"""Whom a pronoun or bare noun points back to, where the actors' own resolution leaves it open."""

from __future__ import annotations

from dateline.analysis import ActorMention, Analysis
from dateline.find.guards import BODIES

REACH = 2
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss"})


_PLURAL = frozenset({"they", "them", "their"})
_ONE = frozenset({"government", "person", "office"})


def last_subject(analysis: Analysis, head: int, *, reach: int = REACH) -> ActorMention | None:
    """The last identified party before ``head`` that stands as a subject or owner.

    Looked for in its own sentence and ``reach`` sentences before it. "They" are no single
    government or person: forces, groups and bodies.
    """
    plural = analysis.tokens[head].lower_ in _PLURAL
    here = analysis.sentence_of_token[head].index
    for mention in sorted(analysis.actors, key=lambda m: m.head, reverse=True):
        if mention.head >= head or (mention.actor.id is None and not mention.members):
            continue
        if plural and mention.kind in _ONE and not mention.members:
            continue
        sentence = analysis.sentence_of_token.get(mention.head)
        if sentence is None or here - sentence.index > reach:
            return None
        if analysis.tokens[mention.head].dep_ in _SUBJECTS:
            return mention
    return None


def last_force(analysis: Analysis, head: int) -> ActorMention | None:
    """The force or mission named last before "the force" or "the mission" at ``head``."""
    for mention in sorted(analysis.actors, key=lambda m: m.head, reverse=True):
        actor = mention.actor
        force = actor.sector == "MIL" or actor.country in BODIES
        if mention.head < head and actor.id is not None and force:
            return mention
    return None
