"""Gapping: who promises what besides, where the verb is not said again.

"France promised three lorries and China two thousand tonnes of rice".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.analysis import ActorMention, Analysis, Sentence
from dateline.find.bound import Found, act_of
from dateline.text.tokens import Token

_JOINING = frozenset({"and", ",", ";"})
_OPENING = frozenset({"a", "an", "another", "some"})
_PHRASE = frozenset({"DET", "NUM", "ADJ", "NOUN", "SYM"})
_ENDING = frozenset({",", ";", ".", "?", "!", "and", "but"})
_THINGS = frozenset({"NOUN", "NUM"})
_VERBS = frozenset({"VERB", "AUX"})


def shared(
    analysis: Analysis, sentence: Sentence, verb: Token, given: list[Found]
) -> Iterator[Found]:
    """The duties that a verb of promising lays on those after it, each on its own party."""
    if not given:
        return
    start = sentence.last
    besides: list[Found] = []
    for mention in analysis.actors:
        if not verb.i < mention.first < sentence.last or mention.actor.id is None:
            continue
        thing = _thing_after(analysis, sentence, mention)
        if thing is None or analysis.tokens[mention.first - 1].lower_ not in _JOINING:
            continue
        last = _end(analysis, sentence, thing)
        kind, mode = act_of(analysis, thing)
        start = min(start, mention.first - 1)
        besides.append(
            replace(
                given[0], cue=thing.i, cue_end=thing.idx + len(thing), by=(mention.head,),
                first=mention.last, last=last, clause=frozenset(range(mention.last, last)),
                type=kind, mode=mode, duty="do",
            )
        )  # fmt: skip
    for one in given:
        if one.first < start:
            inside = frozenset(i for i in one.clause if i < start or i >= sentence.last)
            yield replace(one, last=min(one.last, start), clause=inside)
    yield from besides


def _thing_after(analysis: Analysis, sentence: Sentence, mention: ActorMention) -> Token | None:
    """The head of a phrase of amount right after a name, with no verb of its own."""
    first = analysis.tokens[mention.last] if mention.last < sentence.last else None
    if first is None or not (first.pos_ in {"NUM", "SYM"} or first.lower_ in _OPENING):
        return None
    last = first
    while last.i + 1 < sentence.last and analysis.tokens[last.i + 1].pos_ in _PHRASE:
        last = analysis.tokens[last.i + 1]
    end = _end(analysis, sentence, last)
    verbs = any(t.pos_ in _VERBS for t in analysis.tokens[mention.last : end])
    return None if verbs or last.pos_ not in _THINGS else last


def _end(analysis: Analysis, sentence: Sentence, thing: Token) -> int:
    """Where what is promised ends: at the next mark or joining word."""
    after = analysis.tokens[thing.i + 1 : sentence.last]
    return next((t.i for t in after if t.lower_ in _ENDING), sentence.last)
