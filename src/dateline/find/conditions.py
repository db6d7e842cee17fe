"""What a row of the lexicon asks of the frame that it is held against."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dateline.analysis import Analysis
from dateline.find.arguments import Frame
from dateline.find.lexicon import classes, word

_ARMED = frozenset({"MIL", "REB", "PRM", "UAF", "SPY"})
_PERSONS = frozenset({"person", "office"})


def fits(needs: str, found: Frame, analysis: Analysis) -> bool:
    """Whether every condition (joined by ``+``) holds of the frame."""
    return needs == "-" or all(
        not _holds(need[1:], found, analysis)
        if need.startswith("!")
        else _holds(need, found, analysis)
        for need in needs.split("+")
    )


def _holds(need: str, found: Frame, analysis: Analysis) -> bool:
    if need == "passive":
        return found.passive
    if need in {"xcomp", "ccomp"}:
        return bool(_complements(found, need))
    what, mark, kind = need.partition("=" if "=" in need else ":")
    wanted = frozenset(kind.split("|"))
    if what == "prt":
        return bool(wanted & found.particles)
    if what == "prep":
        return bool(wanted & found.preps.keys())
    tokens = _slot(what, found)
    if mark == "=":
        return any(word(t) in wanted or t.lower_ in wanted for t in tokens)
    return is_kind(tokens, kind, analysis)


def _complements(found: Frame, kind: str) -> list[Token]:
    """Clauses that complete the verb; the parser hangs some on the object as ``acl``."""
    own = [c for c in found.verb.children if c.dep_ == kind]
    if kind == "xcomp":
        own += [c for c in found.verb.children if c.dep_ == "ccomp" and infinitive(c)]
        own += [c for o in found.objects for c in o.children if c.dep_ == "acl" and infinitive(c)]
    return own


def infinitive(token: Token) -> bool:
    """Whether a verb stands with its own "to"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _slot(what: str, found: Frame) -> list[Token]:
    if what == "subj":
        return list(found.subjects)
    if what == "obj":
        return list(found.objects)
    if what == "xcomp":
        return _complements(found, "xcomp")
    if what == "adv":
        return [c for c in found.verb.children if c.dep_ in {"advmod", "acomp", "oprd", "prep",
                                                             "prt", "npadvmod"}]  # fmt: skip
    if what == "adj":
        return [c for c in found.verb.subtree if c.dep_ in {"acomp", "oprd", "ccomp", "amod"}]
    if what == "mod":
        return _modifiers(found.verb)
    if what == "objmod":
        return [m for o in found.objects for m in _modifiers(o)]
    return [t for prep in what.split("/") for t in found.preps.get(prep, ())]


def _modifiers(noun: Token) -> list[Token]:
    return [
        c
        for c in noun.subtree
        if c.dep_ in {"amod", "compound", "nmod", "poss"} and c.i < noun.i and noun.i - c.i < 5
    ]


def is_kind(tokens: Iterable[Token], kind: str, analysis: Analysis) -> bool:
    """Whether a token is of the class: any, an actor, plural, or one of the lexicon's."""
    tokens = tuple(tokens)
    if kind == "any":
        return bool(tokens)
    if kind == "none":
        return not tokens
    if kind == "plural":
        return len(tokens) > 1 or any(
            t.tag_ in {"NNS", "NNPS"} or t.lower_ in {"they", "both"} for t in tokens
        )
    if kind == "actor":
        return any(is_actor(t, analysis) for t in tokens)
    words = classes().get(kind, frozenset())
    if any(word(t) in words or t.lower_ in words for t in tokens):
        return True
    if kind == "territory":
        return any(analysis.place_at(t) is not None or t.ent_type_ in {"GPE", "LOC", "FAC"}
                   for t in tokens)  # fmt: skip
    if kind in {"forces", "armed"}:
        return any(_armed(t, analysis, kind) for t in tokens)
    if kind in {"person", "official"}:
        return any(_person(t, analysis) for t in tokens)
    return False


def is_actor(token: Token, analysis: Analysis) -> bool:
    """Whether the token names or points to somebody."""
    return (
        analysis.actor_at(token) is not None
        or token.lower_ in {"he", "she", "they", "we", "i"}
        or token.ent_type_ in {"PERSON", "NORP", "GPE", "ORG"}
        or token.lemma_.lower() in classes()["person"]
    )


def _armed(token: Token, analysis: Analysis, kind: str) -> bool:
    mention = analysis.actor_at(token)
    if mention is not None and mention.actor.sector in _ARMED:
        return True
    if kind == "forces":
        return False
    return (
        token.lemma_.lower() in classes()["forces"]
        or (mention is not None and mention.kind == "government")
        or token.lower_ in {"they", "it"}
    )


def _person(token: Token, analysis: Analysis) -> bool:
    mention = analysis.actor_at(token)
    if mention is not None:
        return mention.kind in _PERSONS
    return bool(token.ent_type_ == "PERSON")
