"""Whom an act is done to, where the places that its row names hold nobody."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis
from dateline.find import speech_cues
from dateline.find.arguments import Frame, frame
from dateline.find.conditions import infinitive
from dateline.find.lexicon import phrases
from dateline.find.references import acts, party
from dateline.text.tokens import Token
from dateline.types import EventType


def is_somebody(analysis: Analysis, token: Token) -> bool:
    """Whether a word tells of a party at all, also of no name or by a thing of theirs."""
    return next(party(analysis, token.i), None) is not None


def further(analysis: Analysis, kind: EventType, found: Frame) -> list[Token]:
    """The first place of those that kinds of acts have beside their rows where somebody stands."""
    for ways, tokens in (
        (_GIVEN, _given(analysis, found)),
        (_TO, _towards(analysis, found)),
        ({"REQUEST"}, [t for t in found.objects if _named(analysis, t)]),
        ({"ASSAULT"}, _aimed_at(analysis, found)),
        ({"ASSAULT"}, list(_dispersed(found))),
        ({"THREATEN"}, list(_ahead(found))),
        ({"REJECT", "SANCTION"}, list(_matter_with(found))),
    ):
        if kind in ways and tokens:
            return tokens
    return []


_GIVEN = frozenset({"AGREE", "CONCEDE", "COOPERATE", "REJECT", "SANCTION", "SUPPORT"})
_TO = frozenset({"ACCUSE", "AGREE", "AID", "CONCEDE", "COERCE", "COOPERATE", "REQUEST", "RETREAT"})


def _named(analysis: Analysis, token: Token) -> bool:
    """Whether a word itself tells of somebody, not of a thing of theirs."""
    mention = analysis.actor_at(token)
    return acts(token) if mention is None else mention.head == token.i


def _towards(analysis: Analysis, found: Frame) -> list[Token]:
    """Who it is done to after "to"; whom somebody complains to is not who is accused."""
    if found.verb.lemma_.lower() in speech_cues.verbs():
        return []
    return [t for t in found.preps.get("to", ()) if _named(analysis, t)]


def _given(analysis: Analysis, found: Frame) -> list[Token]:
    """Who is given or promised something (*offered Tunis the know-how*, *promised them that*)."""
    verb = found.verb
    if verb.lemma_.lower() not in phrases()["giving"] or found.passive:
        return []
    things = [c for c in verb.children if c.dep_ in {"dobj", "ccomp"}]
    if verb.lemma_.lower() not in phrases()["sending"]:
        things += [c for c in verb.children if c.dep_ in {"xcomp", "advcl"} and infinitive(c)]
    if len(things) > 1:
        return [t for t in found.objects if _named(analysis, t)][:1]
    owners = [c for o in found.objects for c in o.children if c.dep_ in {"compound", "nmod"}]
    return [c for c in owners if c.pos_ == "PROPN" and _named(analysis, c)]


def _aimed_at(analysis: Analysis, found: Frame) -> list[Token]:
    """Who is shot at or fallen upon."""
    aimed = [t for prep in ("at", "on", "among") for t in found.preps.get(prep, ())]
    return [t for t in aimed if _named(analysis, t)]


def _dispersed(found: Frame) -> Iterator[Token]:
    """Whom a weapon is used against, as its purpose tells (*used tear gas to disperse them*)."""
    if found.verb.lemma_ in {"use", "fire", "deploy"}:
        yield from _ahead(found)


def _ahead(found: Frame) -> Iterator[Token]:
    """Whom the act told of by an infinitive is to be done to (*threatened to remove him*)."""
    for clause in found.verb.children:
        if clause.dep_ in {"xcomp", "advcl"} and infinitive(clause):
            yield from frame(clause).objects


def _matter_with(found: Frame) -> Iterator[Token]:
    """With whom the matter is that is put off or refused (*a round of talks with Riyadh*)."""
    for matter in found.objects:
        for prep in (p for of in matter.children for o in of.children for p in o.children):
            if prep.lower_ == "with":
                yield from (o for o in prep.children if o.dep_ == "pobj")
