"""Groups: toponyms of a document that are taken to name one place.

Toponyms of one name are one group (one sense a document), unless what follows them tells two apart
("Paris, Texas", "Paris, France").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.data import toml
from dateline.resolve.candidates import Toponym
from dateline.resolve.gazetteer import Entry, folded

_BEFORE = re.compile(r"(\w+)\s+of\s+(?:the\s+)?$|\b(capital)\s+$")
_SEVERAL = re.compile(r"(?:,\s+[A-Z][\w.-]+)*,?\s+(?:and|or)\s+[A-Z][\w.-]+\s+(\w+)")
_LAST = re.compile(r"[A-Z][\w.-]+,?\s+(?:and|or)\s+$")
_FOLLOWING = re.compile(r"\s+(\w+)")
_BETWEEN = re.compile(r"\s*(?:,|,?\s+in|\()\s*(?:the\s+)?")


@cache
def type_words() -> dict[str, frozenset[str]]:
    """Words that say what kind of place a name is of, by the kinds of the gazetteer."""
    kinds = toml("gazetteer/words.toml")["kinds"]
    return {kind: frozenset(said.split()) for kind, said in kinds.items()}


@cache
def plurals() -> dict[str, str]:
    """The kinds that a word says of several places."""
    said = toml("gazetteer/words.toml")["several"]
    return {word: kind for kind, found in said.items() for word in found.split()}


@dataclass(frozen=True)
class Group:
    """Toponyms that are taken to name one place: their numbers, and the group that holds them."""

    members: tuple[int, ...]
    entries: tuple[Entry, ...]
    name: str
    after: int | None
    demonym: bool
    type_word: str


def groups(toponyms: Sequence[Toponym], text: str) -> list[Group]:
    """The groups of a document's toponyms."""
    keys = [folded(t.text) for t in toponyms]
    after = [_after(toponyms, i, text) for i in range(len(toponyms))]
    by_key: dict[tuple[str, str | None], list[int]] = {}
    for i, key in enumerate(keys):
        holder = after[i]
        by_key.setdefault((key, keys[holder] if holder is not None else None), []).append(i)
    for key in dict.fromkeys(keys):  # those without a holder go with those that have the first
        held = [k for k in by_key if k[0] == key and k[1] is not None]
        if held and (key, None) in by_key:
            by_key[held[0]] = sorted(by_key[held[0]] + by_key.pop((key, None)))
    ordered = sorted(by_key.values())
    number = {i: g for g, members in enumerate(ordered) for i in members}
    found = []
    for members in ordered:
        holder = next((after[i] for i in members if after[i] is not None), None)
        first = toponyms[members[0]]
        kinds = [w for i in members if (w := _type_word(toponyms[i], text))]
        found.append(
            Group(
                tuple(members), first.entries, first.text,
                number[holder] if holder is not None else None, first.demonym,
                kinds[0] if kinds else "",
            )
        )  # fmt: skip
    return found


def _after(toponyms: Sequence[Toponym], i: int, text: str) -> int | None:
    """The toponym that follows as what holds this one ("Paris, Texas"), if any may hold it."""
    if i + 1 >= len(toponyms) or toponyms[i + 1].start < toponyms[i].end:
        return None
    between = text[toponyms[i].end : toponyms[i + 1].start]
    if len(between) > 8 or not _BETWEEN.fullmatch(between):
        return None
    wide = any(e.kind in {"country", "admin1", "admin2"} for e in toponyms[i + 1].entries)
    return i + 1 if wide else None


def _of_several(toponym: Toponym, text: str) -> str | None:
    """The kind that a plural after several names tells of each."""
    last = _LAST.search(text[max(0, toponym.start - 40) : toponym.start])
    several = _SEVERAL.match(text, toponym.end, toponym.end + 80)
    following = _FOLLOWING.match(text, toponym.end, toponym.end + 24) if last else None
    found = several or following
    return plurals().get(found[1].casefold()) if found else None


def _type_word(toponym: Toponym, text: str) -> str:
    """The kind of place that the name, "town of" before it, or the next word says it is.

    A plural tells it of each ("Hayes and Otoe counties").
    """
    said = re.findall(r"\w+", toponym.text.casefold())
    if kind := _of_several(toponym, text):
        return kind
    following = _FOLLOWING.match(text, toponym.end, toponym.end + 24)
    before = _BEFORE.search(text[max(0, toponym.start - 40) : toponym.start])
    said += [found[found.lastindex or 1].casefold() for found in (before, following) if found]
    return next(
        (kind for word in said for kind, types in type_words().items() if word in types), ""
    )
