"""Quantities: how many, of what, with bounds."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from spacy.tokens import Token

from dateline.analysis import Analysis, EventMention, QuantityMention, Sentence
from dateline.data import toml
from dateline.types import Quantity, QuantityKind

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_YEAR = range(1900, 2101)


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
        if noun is not None and analysis.time_at(i) is None:
            found.append(_mention(analysis, i, last, low, high, noun, events))
        i = last
    return found


def _number(doc: object, i: int, end: int) -> tuple[int, float | None, float | None]:
    """Where the number at token ``i`` ends, and its bounds; ``i`` itself where there is none."""
    tokens = cast("list[Token]", doc)
    word = tokens[i].lower_
    pair = f"{word} {tokens[i + 1].lower_}" if i + 1 < end else ""
    vague = toml("quantities/kinds.toml")["vague"]
    for key, size in ((pair, 2), (word, 1)):
        if key in vague:
            low, high = vague[key]
            return i + size, float(low), None if high < 0 else float(high)
    value, at = 0.0, i
    while at < end:
        part = tokens[at].lower_
        if _DIGITS.fullmatch(part):
            value += float(part.replace(",", ""))
        elif part in _WORDS:
            value += _WORDS[part]
        elif part in _SCALE and at > i:
            value = max(value, 1) * _SCALE[part]
        elif not (
            part in {"-", "and"} and at > i and at + 1 < end and tokens[at + 1].lower_ in _WORDS
        ):
            break
        at += 1
    if at == i or (at == i + 1 and value in _YEAR and "," not in word):
        return i, None, None
    return at, *_bounded(tokens, i, value)


def _bounded(tokens: list[Token], i: int, value: float) -> tuple[float | None, float | None]:
    before = " ".join(t.lower_ for t in tokens[max(0, i - 3) : i])
    if before.endswith(("at least", "more than", "over", "no fewer than", "upwards of")):
        return value, None
    if before.endswith(("up to", "at most", "fewer than", "less than", "as many as", "nearly",
                        "almost")):  # fmt: skip
        return None, value
    return value, value


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


def _kind(noun: Token) -> QuantityKind:
    top = noun
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":  # "dozens of civilians"
        top = noun.head.head
    governor = top.head
    for child in (*noun.children, governor):
        if child.lower_ in _table("adjectives"):
            return _table("adjectives")[child.lower_]
    if governor.pos_ == "VERB" and top.dep_ in {"dobj", "nsubj", "nsubjpass", "conj"}:
        lemma = governor.lemma_.lower()
        subject_dies = lemma in {"die", "flee", "miss"}
        if lemma in _table("verbs") and (subject_dies or top.dep_ != "nsubj"):
            return _table("verbs")[lemma]
    if noun.lower_ in {"$", "€", "£"}:
        return "money"
    return _table("nouns").get(noun.lemma_.lower(), "other")
