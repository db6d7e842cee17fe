"""The grammar of time expressions, and where a text matches it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from dateline.data import toml
from dateline.errors import DataError
from dateline.resolve.expressions import Expression, refined
from dateline.resolve.holidays import holidays
from dateline.resolve.impossible import of_no_year
from dateline.resolve.plausible import plausible
from dateline.resolve.time_words import SHAPES, Spelling, alphabet, lists, spell


def expressions(text: str) -> Iterator[Expression]:
    """The expressions of a text in order, none overlapping, the longest winning."""
    spelling = spell(text)
    found: list[tuple[int, int, int, Expression]] = []
    for order, (form, pattern) in enumerate(_rules()):
        for match in pattern.finditer(spelling.letters):
            if match.start() < match.end():
                made = refined(_expression(form, match, spelling, text), text)
                if of_no_year(made, text):
                    made = replace(made, form="no time")
                if plausible(made, text):
                    found.append((made.start - made.end, order, made.start, made))
    taken: list[tuple[int, int]] = []
    kept: list[Expression] = []
    for *_, one in sorted(found, key=lambda f: f[:3]):
        at = bisect_left(taken, (one.start, one.end))
        if (at and taken[at - 1][1] > one.start) or (at < len(taken) and taken[at][0] < one.end):
            continue
        taken.insert(at, (one.start, one.end))
        kept.append(one)
    yield from sorted(
        (one for one in kept if one.form != "no time"), key=lambda expression: expression.start
    )


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    grammar = toml("times/grammar.toml")
    names = "|".join(sorted(holidays(), key=len, reverse=True))
    holiday = f"(?:{{which=near}} )?(?:{names})(?: {{in_week=a_week}})?(?:,? {{year}})?"
    named = [("holiday", holiday)]
    told = [(rule["form"], rule["pattern"]) for rule in grammar["rule"]]
    return tuple((form, re.compile(_compiled(p, grammar["macros"]))) for form, p in told + named)


_PIECE = re.compile(
    r"\{(?:(?P<alias>\w+)=)?(?P<quiet>~?)(?P<name>\w+)\}|(?P<word>[a-z]+)|(?P<any>.)"
)


def _compiled(pattern: str, macros: dict[str, str]) -> str:
    """A pattern over words as one over the letters of the alphabet."""
    made: list[str] = []
    for piece in _PIECE.finditer(pattern):
        if piece["word"]:
            made.append(alphabet()[piece["word"]])
        elif piece["any"]:
            made.append(piece["any"])
        else:
            name = piece["name"]
            group = "" if piece["quiet"] else f"?P<{piece['alias'] or name}>"
            made.append(f"({group or '?:'}{_named(name, macros)})")
    return "".join(made)


def _named(name: str, macros: dict[str, str]) -> str:
    if name in macros:
        return _compiled(macros[name], macros)
    if name in SHAPES:
        return SHAPES[name]
    if name not in lists():
        raise DataError(f"times/grammar.toml: no list, macro or shape is called {name}")
    return "[" + "".join(alphabet()[word] for word in lists()[name]) + "]"


def _expression(form: str, match: re.Match[str], spelling: Spelling, text: str) -> Expression:
    parts = {
        name: text[spelling.starts[match.start(name)] : spelling.ends[match.end(name) - 1]].lower()
        for name in match.groupdict()
        if match.start(name) >= 0 and match.end(name) > match.start(name)
    }
    start, end = spelling.starts[match.start()], spelling.ends[match.end() - 1]
    if form == "holiday":
        parts["holiday"] = _holiday_name(text[start:end], parts)
    return Expression(start, end, form, parts)


def _holiday_name(whole: str, parts: dict[str, str]) -> str:
    """The name of the day, without what stands before and after it."""
    plain = whole.lower().replace("’", "'").removesuffix(parts.get("year", "")).rstrip(", ")
    plain = plain.removesuffix(parts.get("in_week", "")).rstrip()
    return " ".join(plain.removeprefix(parts.get("which", "")).split())
