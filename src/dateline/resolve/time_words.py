"""The words and figures that times are told with: text spelt as one character a word.

A grammar over words becomes a plain regular expression when every known word is one character
of a private alphabet; figures are told apart by their shape alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.data import toml

SHAPES = {
    "iso": "I", "numeric": "J", "clock": "K", "decimal": "X", "meridiem": "P",
    "day": "[D]", "small": "[DN]", "int": "[DNY]", "year": "Y",
}  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))
      | (?P<numeric>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:\d{4}|\d\d)(?![\w/-])
                  |\d{4}(?P<also>[/.])\d{1,2}(?P=also)\d{1,2}(?![\w/]))
      | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?=[ap]m\b|\W|\Z))
      | (?P<meridiem>[ap]\.\s?m\b\.?|[ap]m\b)
      | (?P<big>\d{1,3}(?:,\d{3})+(?:\.\d+)?)
      | (?P<decimal>\d+\.\d+|\d+\ ?½)
      | (?P<figure>\d+)
      | (?P<word>[^\W\d_]+)
      | (?P<gap>[^\S\n]*\n\s*|[^\S\n]{4,})
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_DASHES = dict.fromkeys("‐‑–—−", "-") | dict.fromkeys("’‘", "'")
_SAME = frozenset(",.-/'()")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Stretches of a text in the alphabet: letter ``i`` is ``text[starts[i]:ends[i]]``."""

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@cache
def lists() -> dict[str, dict[str, Any]]:
    """The word lists, each with what its words mean."""
    found: dict[str, dict[str, Any]] = toml("times/words.toml")["lists"]
    return found


@cache
def alphabet() -> dict[str, str]:
    """One private character for each word that a list or the grammar knows."""
    grammar = toml("times/grammar.toml")
    patterns = [*grammar["macros"].values(), *(rule["pattern"] for rule in grammar["rule"])]
    named = [name for day in toml("times/words.toml")["holidays"] for name in day["words"]]
    bare = {word for pattern in (*patterns, *named) for word in bare_words(pattern)}
    known = sorted({word for words in lists().values() for word in words} | bare)
    return {word: chr(0xE000 + number) for number, word in enumerate(known)}


_BRACES = re.compile(r"\{[^}]*\}")


def bare_words(pattern: str) -> list[str]:
    """The words that stand in a pattern as themselves."""
    return re.findall("[a-z]+", _BRACES.sub(" ", pattern))


def spell(text: str) -> Spelling:
    """The stretches of a text that may tell a time, one character a word, figure or sign.

    A stretch ends at a word that no list knows, and is left out where it has nothing but words
    that are found everywhere ("of the"); stretches are kept apart by line breaks.
    """
    known, common = alphabet(), _common()
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begun, telling = 0, False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            letter = known.get(match.group().lower(), "w")
        elif kind == "space":
            letter = " "
        else:
            letter = _letter(match, kind)
        if letter in _BREAKS:
            if not telling:
                del letters[begun:], starts[begun:], ends[begun:]
            if not telling and letters[-1:] == ["\n"]:
                continue
            letter, begun, telling = "\n", len(letters) + 1, False
        elif letter not in common:
            telling = True
        letters.append(letter)
        starts.append(match.start())
        ends.append(match.end())
    if not telling:
        del letters[begun:], starts[begun:], ends[begun:]
    return Spelling("".join(letters), tuple(starts), tuple(ends))


_BREAKS = frozenset("w?\n")


@cache
def _common() -> frozenset[str]:
    """The letters of what no time is told by alone: small words, signs and white space."""
    known = alphabet()
    return frozenset(known[word] for word in toml("times/words.toml")["common"]["words"]) | {
        " ", *_SAME,
    }  # fmt: skip


def _letter(match: re.Match[str], kind: str | None) -> str:
    whole = match.group()
    match kind:
        case "gap":
            return "\n"
        case "figure":
            return _figure(whole)
        case "other":
            sign = _DASHES.get(whole, whole)
            return sign if sign in _SAME else "?"
        case "big":
            return "B"
        case _:
            return SHAPES[kind or "iso"]


def _figure(digits: str) -> str:
    if not digits.isascii() or len(digits) > 4:
        return "B"
    if len(digits) <= 2 and 1 <= int(digits) <= 31:
        return "D"
    return "Y" if len(digits) == 4 and 1000 <= int(digits) < 2200 else "N"


_COUNT = re.compile(r"(?P<whole>\d+(?:\.\d+)?)(?:[ -](?P<over>\d+)/(?P<under>\d+))?")


def number_of(text: str | None) -> float | None:
    """A counting word or figure as a number: "five", "twenty-four", "2 1/2", "one and a half"."""
    if text is None:
        return None
    plain = text.strip().lower().replace("-and-a-half", " and a half").replace("½", " 1/2")
    plain = plain.replace("  ", " ")
    half = 0.5 if plain.endswith(" and a half") else 0.0
    plain = plain.removesuffix(" and a half")
    if match := _COUNT.fullmatch(plain):
        under = int(match["under"] or 1)
        return float(match["whole"]) + (int(match["over"] or 0) / under if under else 0) + half
    small: dict[str, int] = {"a": 1, "an": 1, **lists()["ones"], **lists()["teens"]}
    total = 0
    for word in re.split(r"[\s-]+", plain):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in small or word in lists()["tens"]:
            total += small.get(word) or lists()["tens"][word]
        else:
            return None
    return total + half if total else None
