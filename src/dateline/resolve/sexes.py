"""Whether a person is *he* or *she*, by title or given name; nothing where neither tells."""

from __future__ import annotations

from functools import cache

from dateline.analysis import ActorMention
from dateline.data import toml
from dateline.resolve.actor_names import fold
from dateline.text.tokens import Doc, Token

_BESIDE = frozenset({"appos", "compound", "nmod"})


@cache
def _told() -> tuple[dict[str, str], dict[str, str]]:
    """The pronoun of each title and of each given name."""
    table = toml("actors/given_names.toml")
    titles = {word: sex for sex in ("he", "she") for word in table[f"{sex}_titles"].split()}
    names = {fold(name): sex for sex in ("he", "she") for name in table[sex].split()}
    return titles, names


def sex(doc: Doc, mention: ActorMention) -> str | None:
    """``he`` or ``she``."""
    titles, names = _told()
    head = doc[mention.head]
    for token in (head, *_around(doc, mention), *(c for c in head.children if c.dep_ in _BESIDE)):
        if told := titles.get(fold(token.text).strip(".")):
            return told
    name = mention.actor.name if mention.kind == "person" else None
    return names.get(fold(name.split()[0])) if name and " " in name else None


def _around(doc: Doc, mention: ActorMention) -> list[Token]:
    """The words of a mention and the one before it."""
    return list(doc[max(mention.first - 1, 0) : mention.last])


def given_name(word: str) -> bool:
    """Whether a word is a given name."""
    return fold(word) in _told()[1]
