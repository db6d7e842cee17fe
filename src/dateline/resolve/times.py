"""Times: expressions become EDTF values anchored to the publication date, or stay open."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import msgspec.structs
from spacy.tokens import Doc, Span, Token

from dateline.analysis import Analysis, TimeMention
from dateline.resolve.anchor import Anchor, Direction, edtf_of, number_of
from dateline.resolve.edtf import add_duration, bounds, published_from
from dateline.resolve.expressions import Expression, expressions, units
from dateline.resolve.published import inferred, stated
from dateline.types import Published, Time

__all__ = ["Times", "add_duration", "bounds", "published_from"]

_KINDS = {"set": "set", "duration": "duration"}
_RELATION = re.compile(
    r"\b(in|on|since|until|till|by|before|after|for|within|during|from|between|over|through"
    r"|around|about)(?: the| a| an| early| late| around)?\s*$",
    re.IGNORECASE,
)
_FUTURE_TAGS = frozenset({"will", "shall", "'ll"})


class Times:
    """Finds time expressions and says what they mean; settles the publication date first."""

    name = "times"
    version = "1"
    needs = frozenset({"doc", "sentences", "dateline"})
    gives = frozenset({"times"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its time mentions and its publication date."""
        found = list(expressions(analysis.text))
        published = stated(analysis)
        first = _mentions(analysis, found, published)
        if published is None:
            published = inferred(analysis, first)
            first = _mentions(analysis, found, published)
        document = msgspec.structs.replace(analysis.document, published=published)
        return analysis.with_(times=_spanned(analysis, first), document=document)


def _mentions(
    analysis: Analysis, found: list[Expression], published: Published | None
) -> list[TimeMention]:
    day = _day_of(published)
    mentions: list[TimeMention] = []
    context: tuple[int, date] | None = None
    for expression in found:
        tokens = _tokens(analysis.tokens, expression)
        if tokens is None or tokens.start not in analysis.sentence_of_token:
            continue
        paragraph = analysis.sentence_of_token[tokens.start].paragraph
        told = context[1] if context is not None and context[0] == paragraph else None
        anchor = Anchor(day, _story(told, day), _direction(tokens.root))
        mention = _mention(analysis, expression, tokens, anchor)
        mentions.append(mention)
        told_time = mention.time if mention.relation != "since" else None
        if told_time is not None and (start := _iso(told_time.from_)) is not None:
            context = (paragraph, start)
    return mentions


def _day_of(published: Published | None) -> date | None:
    """The publication date where it is known to the day."""
    if published is None or published.from_ is None or published.from_ != published.to:
        return None
    return _iso(published.from_)


def _story(told: date | None, day: date | None) -> date | None:
    """The story's own time counts where it lies well before the report."""
    if told is None or (day is not None and (day - told).days < 200):
        return None
    return told


def _iso(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _tokens(doc: Doc, found: Expression) -> Span | None:
    return doc.char_span(found.start, found.end, alignment_mode="expand")


def _direction(token: Token) -> Direction:
    """Whether the clause that holds the time looks ahead."""
    for up in (token, *token.ancestors):
        if up.pos_ not in {"VERB", "AUX"}:
            continue
        if any(c.dep_ == "mark" and c.i > token.i for c in up.children):
            continue  # it stands before the "that" of the clause, so with what governs it
        aux = {c.lower_ for c in up.children if c.dep_ in {"aux", "auxpass"}}
        if aux & _FUTURE_TAGS:
            return "coming"
        if up.tag_ in {"VBD", "VBZ", "VBP"} or aux & {"had", "has", "have", "was", "were"}:
            return "past"
        if "to" in aux or aux & {"would", "should", "must", "may"}:
            return "coming"
    return "past"


def _mention(analysis: Analysis, found: Expression, tokens: Span, anchor: Anchor) -> TimeMention:
    before = analysis.text[max(0, found.start - 24) : found.start]
    match = _RELATION.search(before)
    relation = match[1].lower() if match else None
    kind = _KINDS.get(found.form, "date")
    duration = _duration(found) if kind == "duration" else None
    edtf = None if kind != "date" else _related(edtf_of(found, anchor), relation)
    span = analysis.span(tokens.start, tokens.end)
    first, last = bounds(edtf) if edtf is not None else (None, None)
    time = Time(
        edtf=edtf, from_=first, to=last, basis="expression",
        start=span.start, end=span.end, text=span.text,
    )  # fmt: skip
    return TimeMention(
        first=tokens.start,
        last=tokens.end,
        head=tokens.root.i,
        span=span,
        kind="set" if kind == "set" else "duration" if kind == "duration" else "date",
        time=time if kind == "date" else None,
        duration=duration,
        relation="until" if relation == "till" else relation,
    )


def _related(edtf: str | None, relation: str | None) -> str | None:
    """The value as its preposition bounds it: "since" leaves the end open, "until" the start."""
    if edtf is None or ".." in edtf:
        return edtf
    if relation in {"since"}:
        return f"{edtf.split('/')[0]}/.."
    if relation in {"until", "till", "by"}:
        return f"../{edtf.split('/')[-1]}"
    if relation == "before":
        return f"../{edtf.split('/')[0]}"
    if relation == "after":
        return f"{edtf.split('/')[-1]}/.."
    return edtf


def _duration(found: Expression) -> str:
    number = number_of(found.parts["number"])
    unit = units()[found.parts["unit"]]
    if unit == "10Y":
        return f"P{int(number * 10)}Y" if number is not None else "PXY"
    count = "X" if number is None else f"{number:g}"
    return f"P{'T' if unit in 'HMS' and found.parts['unit'] in _CLOCK else ''}{count}{unit}"


_CLOCK = frozenset({"hour", "minute", "second"})


def _spanned(analysis: Analysis, mentions: list[TimeMention]) -> tuple[TimeMention, ...]:
    """Times said in two parts as one: "between 9 and 11 November", "from April until June"."""
    text = analysis.text
    joined: list[TimeMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.relation in {"between", "from"}
            and last.time is not None
            and mention.time is not None
            and re.fullmatch(
                r"\s+(?:and|to|until|till|through)\s+", text[last.span.end : mention.span.start]
            )
            and last.time.from_
            and mention.time.to
            and last.time.from_ <= mention.time.to
        ):
            joined[-1] = _whole(analysis, last, mention)
        else:
            joined.append(mention)
    return tuple(joined)


def _whole(analysis: Analysis, one: TimeMention, other: TimeMention) -> TimeMention:
    if one.time is None or other.time is None:
        return one
    start = (one.time.edtf or "").split("/")[0]
    end = (other.time.edtf or "").split("/")[-1]
    span = analysis.span(one.first, other.last)
    time = msgspec.structs.replace(
        one.time,
        edtf=f"{start}/{end}",
        to=other.time.to,
        end=span.end,
        text=span.text,
    )
    return replace(one, last=other.last, span=span, time=time)
