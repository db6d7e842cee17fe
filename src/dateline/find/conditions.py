"""What a row of the lexicon asks of the frame that it is held against."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dateline.analysis import Analysis
from dateline.find.arguments import Frame
from dateline.find.lexicon import classes


def fits(needs: str, found: Frame, analysis: Analysis) -> bool:
    """Whether every condition (joined by ``+``) holds of the frame."""
    return needs == "-" or all(_holds(need, found, analysis) for need in needs.split("+"))


def _holds(need: str, found: Frame, analysis: Analysis) -> bool:
    if need == "passive":
        return found.passive
    if need == "xcomp":
        return any(c.dep_ == "xcomp" for c in found.verb.children)
    if "=" in need:
        lemmas = set(need.split("=")[1].split("|"))
        return any(t.lemma_.lower() in lemmas for t in found.objects)
    what, _, kind = need.partition(":")
    if what == "prt":
        return bool(set(kind.split("|")) & found.particles)
    if what == "prep":
        return bool(set(kind.split("|")) & found.preps.keys())
    tokens = found.subjects if what == "subj" else found.objects
    return is_kind(tokens, kind, analysis)


def is_kind(tokens: Iterable[Token], kind: str, analysis: Analysis) -> bool:
    """Whether a token is of the class: any, an actor, plural, or one of the lexicon's."""
    tokens = tuple(tokens)
    if kind == "any":
        return bool(tokens)
    if kind == "plural":
        return len(tokens) > 1 or any(
            t.tag_ in {"NNS", "NNPS"} or t.lower_ == "they" for t in tokens
        )
    if kind == "actor":
        return any(analysis.actor_at(t) is not None for t in tokens)
    if kind == "attack":
        return any(t.lemma_.lower() in {"attack", "strike", "airstrike", "raid", "blast",
                   "explosion", "bombing", "shelling", "fire"} for t in tokens)  # fmt: skip
    if kind == "bomb":
        return any(t.lemma_.lower() in {"bomb", "device", "mine", "grenade", "ied"} for t in tokens)
    words = classes()[kind]
    if any(t.lemma_.lower() in words for t in tokens):
        return True
    if kind == "territory":
        return any(analysis.place_at(t) is not None for t in tokens)
    if kind == "forces":
        return any(_armed(t, analysis) for t in tokens)
    return False


def _armed(token: Token, analysis: Analysis) -> bool:
    mention = analysis.actor_at(token)
    return mention is not None and mention.actor.sector in {"MIL", "REB", "PRM", "UAF", "SPY"}
