"""Publishers: where a report's paper is at home, by the place in its name or address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from dateline.data import toml
from dateline.resolve.candidates import candidates
from dateline.resolve.gazetteer import Entry, folded
from dateline.resolve.gazetteer_build import alpha3

# Shorter rests of an address say nothing ("cbc", "la").
SHORTEST = 4
# What is longer is no name of a paper.
LONGEST = 80


@lru_cache(maxsize=4096)
def home_country(publisher: str | None) -> str | None:
    """The country of a publisher's address by its last part (".co.uk"), where it has one."""
    last = (publisher or "").rpartition(".")[2].upper()
    return alpha3().get({"UK": "GB"}.get(last, last)) if len(last) == 2 else None


@lru_cache(maxsize=4096)
def home_places(publisher: str | None) -> tuple[str, tuple[Entry, ...]]:
    """The name of the place in a publisher's name, and the places that bear it.

    "The Paris News", "theparisnews.com" and "paris-news.co.uk" name Paris; which one is not said.
    """
    for name in _rests(publisher or ""):
        if found := candidates(name):
            return folded(name), found
    return "", ()


def _rests(publisher: str) -> Iterator[str]:
    """What is left of a name or address without the words that papers are called by."""
    given = publisher.strip()[:LONGEST]
    if " " in given or "." not in given:
        words = re.findall(r"[^\W_]+", given)
        yield from _runs([word for word in words if folded(word) not in _papers()])
        return
    host = re.sub(r"^\w+://", "", given.casefold()).partition("/")[0]
    labels = [label for label in host.split(".")[:-1] if label not in _papers()]
    for label in sorted(labels, key=len, reverse=True):
        parts = [rest for part in re.split(r"[-_]", label) if (rest := _bare(part))]
        yield from _runs(parts)
        for rest in parts:
            if len(rest) >= SHORTEST:
                yield from (f"{rest[:at]} {rest[at:]}" for at in range(2, len(rest) - 1))
                yield from (part for part in rest.split("and") if len(part) > SHORTEST)


def _runs(words: list[str]) -> Iterator[str]:
    """Runs of words, the longest first."""
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            run = " ".join(words[first : first + size])
            if len(run) >= SHORTEST:
                yield run


def _bare(part: str) -> str:
    """A part of an address without words of papers at its ends ("theparisnews": "paris")."""
    shorter = True
    while shorter:
        shorter = False
        for word in sorted(_papers(), key=len, reverse=True):
            if part.startswith(word) and (len(word) > 2 or len(part) == len(word)):
                part, shorter = part[len(word) :], True
            elif part.endswith(word) and len(word) > 2:
                part, shorter = part[: -len(word)], True
    return part


@cache
def _papers() -> frozenset[str]:
    return frozenset(toml("gazetteer/words.toml")["papers"].split())
