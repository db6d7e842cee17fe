"""Quantities: how many, of what, with bounds."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from dateline.analysis import Analysis, EventMention, QuantityMention, Sentence
from dateline.data import toml
from dateline.text.tokens import Token
from dateline.types import Quantity, QuantityKind

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALE = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_YEAR = range(1900, 2101)
_HYPHENS = frozenset({"-", "\N{EN DASH}", "to", "and", "or"})
_MONEY = frozenset({"$", "\N{EURO SIGN}", "\N{POUND SIGN}"})
# What cannot be killed, arrested or released, whatever verb counts it.
_THINGS = frozenset({"weapons", "vehicles", "aircraft", "money", "area", "distance"})


@cache
def _table(name: str) -> dict[str, QuantityKind]:
    table = toml("quantities/kinds.toml")[name]
    return {
        word: cast(QuantityKind, kind) for kind, words in table.items() for word in words.split()
    }


class Quantities:
    """Finds counts and amounts and the events that they go with."""

    name = "quantities"
    version = "1"
    needs = frozenset({"doc", "sentences", "events"})
    gives = frozenset({"quantities"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its quantities."""
        found: list[QuantityMention] = []
        for sentence in analysis.sentences:
            events = [e for e in analysis.events if e.sentence == sentence.index]
            found += _in(analysis, sentence, events)
        return analysis.with_(quantities=tuple(found))


def _in(
    analysis: Analysis, sentence: Sentence, events: list[EventMention]
) -> list[QuantityMention]:
    doc, found, i = analysis.tokens, [], sentence.first
    while i < sentence.last:
        last, low, high = _number(doc, i, sentence.last)
        if last == i:
            i += 1
            continue
        noun = _counted(doc[last - 1], doc[i])
        if noun is not None and analysis.time_at(i) is None and _is_count(doc[i], doc[last - 1]):
            first = i - 1 if i > sentence.first and doc[i - 1].text in _MONEY else i
            found.append(_mention(analysis, first, last, low, high, noun, events))
        i = last
    return found


def _number(doc: object, i: int, end: int) -> tuple[int, float | None, float | None]:
    """Where the number at token ``i`` ends, and its bounds; ``i`` itself where there is none."""
    tokens = cast("list[Token]", doc)
    if (vague := _vague(tokens, i, end)) is not None:
        return vague
    at, value = _exact(tokens, i, end)
    if at == i or (at == i + 1 and value in _YEAR and "," not in tokens[i].lower_):
        return i, None, None
    if at + 1 < end and tokens[at].lower_ in _HYPHENS:
        last, other = _exact(tokens, at + 1, end)
        joined = tokens[at].lower_ != "and" or (i > 0 and tokens[i - 1].lower_ == "between")
        if last > at + 1 and joined and other > value:
            return last, value, other
    return at, *_bounded(tokens, i, value)


def _vague(tokens: list[Token], i: int, end: int) -> tuple[int, float | None, float | None] | None:
    table = toml("quantities/kinds.toml")
    word = tokens[i].lower_
    if i > 0 and word == "many" and tokens[i - 1].lower_ in {"as", "how", "so", "too"}:
        return None
    pair = f"{word} {tokens[i + 1].lower_}" if i + 1 < end else ""
    for key, size in ((pair, 2), (word, 1)):
        if key in table["vague"]:
            low, high = table["vague"][key]
            if pair.endswith(" of") and i + 2 < end and size == 1:
                times = table["multiples"].get(tokens[i + 2].lower_)
                if times is not None:
                    return i + 3, float(low * times), None
            return i + size, float(low), None if high < 0 else float(high)
    return None


def _exact(tokens: list[Token], i: int, end: int) -> tuple[int, float]:
    """Where a number in digits or words ends, and what it is."""
    value, at = 0.0, i
    while at < end:
        part = tokens[at].lower_
        if _DIGITS.fullmatch(part) and at == i:
            value = float(part.replace(",", ""))
        elif part in _WORDS:
            value += _WORDS[part]
        elif part in _SCALE and at > i:
            value = max(value, 1) * _SCALE[part]
        elif not (
            part in {"-", "and"}
            and at > i
            and at + 1 < end
            and tokens[at + 1].lower_ in _WORDS
            and not (part == "and" and tokens[at - 1].lower_ not in _SCALE)
        ):
            break
        at += 1
    return at, value


def _bounded(tokens: list[Token], i: int, value: float) -> tuple[float | None, float | None]:
    bounds = toml("quantities/kinds.toml")["bounds"]
    before = " " + " ".join(t.lower_ for t in tokens[max(0, i - 3) : i])
    if before.endswith(tuple(f" {words}" for words in bounds["least"])):
        return value, None
    if before.endswith(tuple(f" {words}" for words in bounds["most"])):
        return None, value
    return value, value


def _is_count(first: Token, last: Token) -> bool:
    """Whether a number counts: not "Article 5", "6 pm", "three quarters"."""
    lists = toml("quantities/kinds.toml")["unnumbered"]
    if first.i > 0 and first.nbor(-1).lemma_.lower() in lists["before"].split():
        return first.nbor(-1).pos_ not in {"NOUN", "PROPN", "ADP"}
    following = [t for t in last.doc[last.i + 1 : last.i + 3] if t.text != "-"][:1]
    after = frozenset(lists["after"].split())  # "25-year-old" is an age, "44-day" a term
    return not any({t.lower_, t.lemma_.lower()} & after for t in following)


def _counted(number: Token, first: Token) -> Token | None:
    for token in (number, first):
        if token.dep_ in {"nummod", "amod", "quantmod", "compound", "det"}:
            noun = token.head
            while noun.dep_ in {"nummod", "quantmod", "compound"} and noun.head.i > noun.i:
                noun = noun.head
            if noun.pos_ in {"NOUN", "PROPN", "SYM"}:
                return noun
    for child in number.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if number.dep_ == "pobj" and (_is_money(number) or _toll(number) is not None):
        return number  # "cut its pledge to $20 million", "the toll rose to 45"
    if number.dep_ in {"nsubj", "nsubjpass", "dobj", "conj"} and number.pos_ in {"NUM", "NOUN"}:
        return number
    return None


def _mention(
    analysis: Analysis,
    first: int,
    last: int,
    low: float | None,
    high: float | None,
    noun: Token,
    events: list[EventMention],
) -> QuantityMention:
    event = _event(noun, events)
    kind = _kind(noun)
    end = noun.i + 1 if last <= noun.i <= last + 4 else last
    span = analysis.span(first, end)
    return QuantityMention(
        first=first,
        last=end,
        head=noun.i,
        span=span,
        quantity=Quantity(
            kind=kind, min=low, max=high, text=span.text, start=span.start, end=span.end
        ),
        noun=noun.i,
        event=event.head if event is not None else None,
    )


def _event(noun: Token, events: list[EventMention]) -> EventMention | None:
    by_head = {e.head: e for e in events}
    for token in (noun, *noun.ancestors):
        if token.i in by_head:
            return by_head[token.i]
    holding = [e for e in events if noun.i in e.patients or noun.i in e.agents]
    return holding[0] if holding else None


def _toll(number: Token) -> QuantityKind | None:
    """What a bare number is the toll of ("the death toll rose to 45")."""
    for child in number.head.head.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lemma_.lower() in _table("toll"):
            return _table("toll")[child.lemma_.lower()]
    return None


def _is_money(noun: Token) -> bool:
    return noun.text in _MONEY or any(c.text in _MONEY for c in noun.children)


def _kind(noun: Token) -> QuantityKind:
    if _is_money(noun):
        return "money"
    if noun.dep_ == "pobj" and (toll := _toll(noun)) is not None:
        return toll
    own = _table("nouns").get(noun.lemma_.lower(), "other")
    if own == "distance" and any(c.lower_ in {"square", "sq"} for c in noun.children):
        return "area"
    if own in _THINGS or noun.lemma_.lower() in _table("things"):
        return own
    top = noun
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":  # "dozens of civilians"
        top = noun.head.head
    while top.dep_ == "conj" and top.head.pos_ in {"NOUN", "PROPN", "NUM"}:
        top = top.head  # "three hostages and 90 prisoners were released"
    governor = top.head
    predicates = [c for c in governor.children if c.dep_ in {"oprd", "acomp"}]
    for child in (*noun.children, governor, *predicates):
        if child.lower_ in _table("adjectives"):
            return _table("adjectives")[child.lower_]
    if governor.pos_ == "VERB" and top.dep_ in {"dobj", "nsubj", "nsubjpass", "conj"}:
        lemma = governor.lemma_.lower()
        subject_dies = lemma in {"die", "flee", "miss"}
        if lemma in _table("verbs") and (subject_dies or top.dep_ != "nsubj"):
            return _table("verbs")[lemma]
    return own
