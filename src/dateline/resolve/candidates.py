"""Candidates: the places that a toponym may name, by its name and the forms that names take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.data import toml
from dateline.resolve.demonyms import is_demonym, of_demonym
from dateline.resolve.gazetteer import Entry, folded, lookup

# The most candidates that are weighed: beyond are hamlets of a very common name.
MOST = 24


@dataclass(frozen=True, slots=True)
class Toponym:
    """A stretch of the text that names a place, with the places that bear the name.

    ``start`` and ``end`` are offsets in the text as given. ``kind`` is what the text calls a place
    that no gazetteer knows; ``sure`` how surely the stretch is a toponym (0 to 1).
    """

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    demonym: bool = False
    kind: str | None = None
    sure: float = 1.0


def toponym(text: str, start: int, end: int, kind: str | None = None, sure: float = 1.0) -> Toponym:
    """The toponym at ``[start, end)`` of a text, with its candidates."""
    name = " ".join(text[start:end].split())
    return Toponym(start, end, text[start:end], candidates(name), is_demonym(name), kind, sure)


@cache
def _forms() -> dict[str, str]:
    """Short words in names of places by what they stand for ("Mt.")."""
    return dict(toml("gazetteer/words.toml")["forms"])


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(toml("gazetteer/words.toml")[name].split())


@lru_cache(maxsize=32768)
def candidates(name: str) -> tuple[Entry, ...]:
    """The places that a name may stand for: of the name itself, else of its other forms."""
    if not folded(name):
        return ()
    found = (*of_demonym(folded(name)), *lookup(name))
    if not found:
        found = next((entries for form in _others(name) if (entries := lookup(form))), ())
    unique = {(e.name, e.lat, e.lon): e for e in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda e: -e.population)[:MOST])


def _others(name: str) -> Iterator[str]:
    """Other forms of a name: short words written out, then without words that say what it is."""
    parts = re.findall(r"[^\s.]+\.?", name)
    long = [_forms().get(part.rstrip(".").casefold(), part) for part in parts]
    yield " ".join(long)
    plain = [part.rstrip(".") for part in long]
    ends, begins = _list("types") | _list("ways"), _list("directions") | _list("types")
    while len(plain) > 1 and plain[-1].casefold() in ends:
        plain = plain[:-1]
        yield " ".join(plain)
    while len(plain) > 1 and (
        plain[0].casefold() in begins or plain[0].casefold() in {"the", "of"}
    ):
        plain = plain[1:]
        yield " ".join(plain)
    yield from _arabic(name)


def _arabic(name: str) -> Iterator[str]:
    """How else an Arabic name may be written: "Qamishli" with its article, "Hawija" with its h."""
    last = {"ah": name[:-1], "a": f"{name}h"}
    other = next((form for end, form in last.items() if name.endswith(end)), None)
    for form in (name, other) if other is not None else (name,):
        bare = _ARTICLE.sub("", form)
        yield from (f"Al {bare}", bare) if len(bare) > _SHORT else ()


# Names of so few letters are not looked for in other spellings.
_SHORT = 3
_ARTICLE = re.compile(r"(?:al|el|an|ar|as|ash|at|az)[ -](?=\w)", re.IGNORECASE)
