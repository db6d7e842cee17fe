"""What an event is about: PLOVER's contexts, by the words of its clause."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dateline.data import toml


@lru_cache(maxsize=256)
def contexts(clause: str) -> tuple[str, ...]:
    """The contexts that the words of a clause tell of, in the order of the table."""
    text = clause.casefold()
    return tuple(name for name, words in _patterns().items() if words.search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(
            rf"(?<![\w-])(?:{'|'.join(_pattern(word) for word in listed.split('|'))})(?![\w-])"
        )
        for name, listed in toml("ontology/contexts.toml").items()
    }


def _pattern(word: str) -> str:
    return re.escape(word.strip()).replace(r"\*", r"\w*")
