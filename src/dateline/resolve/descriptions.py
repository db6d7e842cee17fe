"""Whom a bare description stands for: *the service*, *the bloc*, *the charity*, *the general*.

The noun is one that has named the same party before, or says what sort of organisation it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dateline.analysis import ActorMention
from dateline.data import toml
from dateline.resolve.actor_names import fold
from dateline.text.tokens import Doc, Token

_DETERMINERS = frozenset({"the", "this", "that"})
_FORMER = frozenset({"former", "ex", "acting", "interim", "then", "outgoing", "late", "new"})
_FORCES = frozenset({"force", "contingent"})
_NAMED = frozenset({"organisation", "office", "force", "group", "government", "description"})


@cache
def _sorts() -> dict[str, frozenset[str]]:
    return {noun: frozenset(codes) for noun, codes in toml("actors/descriptions.toml").items()}


def described(doc: Doc) -> Iterator[int]:
    """The nouns that stand alone behind *the*, *this* or *that*."""
    for token in doc:
        if token.tag_ == "NN" and token.i and token.nbor(-1).lower_ in _DETERMINERS:
            before = [c for c in token.children if c.i < token.i]
            if before and all(c.dep_ == "det" for c in before) and not _specified(token):
                yield token.i


def _specified(noun: Token) -> bool:
    """Whether what follows says which one: *the head of the mission*, *the town that fell*."""
    return any(
        c.dep_ in {"relcl", "acl"} or c.lower_ == "of" for c in noun.children if c.i > noun.i
    )


def title_words(doc: Doc, first: int, name: int) -> Iterator[str]:
    """The nouns before a name that say what the person is: *General*, *opposition leader*."""
    i = name - 1
    while i >= first or (i >= 0 and doc[i].dep_ == "compound" and doc[i].head.i >= name):
        if doc[i].pos_ in {"NOUN", "PROPN"}:
            yield doc[i].lower_
        i -= 1


def without_former(words: str) -> str:
    """An office without what says that it was held or is to be."""
    kept = words.casefold().replace("ex-", "ex ").split()
    while len(kept) > 1 and kept[0] in _FORMER:
        kept = kept[1:]
    return " ".join(kept)


def noun_of(doc: Doc, mention: ActorMention) -> str | None:
    """The noun that a mention of a body may be called by later: *service*, *council*, *force*."""
    if mention.kind not in _NAMED or mention.actor.id is None or mention.members:
        return None
    head = doc[mention.head]
    if head.pos_ not in {"NOUN", "PROPN"}:
        return None
    word = fold(head.text)
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def is_sort(noun: str, mention: ActorMention) -> bool:
    """Whether an organisation is of the sort that a noun names."""
    actor = mention.actor
    if noun in _FORCES and actor.id is not None:
        return actor.sector == "MIL" or mention.kind == "force"
    if not (actor.id or "").startswith("ORG.") or mention.kind == "pronoun":
        return False
    codes = _sorts().get(noun, frozenset())
    return bool(codes & {actor.sector, actor.country if actor.sector is None else None}) or (
        noun in {"bloc", "alliance", "agency", "body", "organisation", "organization"}
        and actor.country in codes
    )
