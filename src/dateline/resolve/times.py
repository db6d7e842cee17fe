"""Times: expressions become EDTF values anchored to the publication date, or stay open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import msgspec.structs
from spacy.tokens import Span

from dateline.analysis import Analysis, TimeMention
from dateline.resolve.anchor import Anchor, Told, meaning_of
from dateline.resolve.edtf import add_duration, bounds, published_from
from dateline.resolve.expressions import Expression, expressions
from dateline.resolve.meaning import Meaning
from dateline.resolve.published import inferred, stated
from dateline.resolve.tense import direction
from dateline.types import Published, Time

__all__ = ["Times", "add_duration", "bounds", "published_from"]

_RELATION = re.compile(
    r"\b(in|on|since|until|till|by|before|after|for|within|during|from|between|over|through"
    r"|around|about)(?: the| a| an| early| late| around)?\s*$",
    re.IGNORECASE,
)
# Months and days without a year belong to the story told, once it lies this long before.
STORY_DAYS = 200
_TELLING = frozenset({"in", "on", "during", "by", "from", "until", "after", "before"})


@dataclass(frozen=True, slots=True)
class Dated:
    """An expression with its tokens, the word that introduces it, and what it means."""

    expression: Expression
    tokens: Span
    relation: str | None
    meaning: Meaning


class Times:
    """Finds time expressions and says what they mean; settles the publication date first."""

    name = "times"
    version = "2"
    needs = frozenset({"doc", "sentences", "dateline"})
    gives = frozenset({"times"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its time mentions and its publication date."""
        found = list(_kept(analysis))
        published = stated(analysis)
        if published is None:
            undated = _mentions(analysis, dated(analysis, found, Published()))
            published = inferred(analysis, list(undated))
        mentions = _mentions(analysis, dated(analysis, found, published))
        document = msgspec.structs.replace(analysis.document, published=published)
        return analysis.with_(times=_spanned(analysis, mentions), document=document)


def understood(analysis: Analysis) -> list[Dated]:
    """Every expression of the analysis with its meaning, those too that are no mention."""
    published = stated(analysis) or Published()
    return dated(analysis, list(_kept(analysis)), published)


def _kept(analysis: Analysis) -> Iterator[tuple[Expression, Span]]:
    """The expressions that stand in sentences kept, clock times joined to their day."""
    doc = analysis.tokens
    for found in _with_clock(doc.text, list(expressions(doc.text))):
        tokens = doc.char_span(found.start, found.end, alignment_mode="expand")
        if tokens is not None and tokens.start in analysis.sentence_of_token:
            yield found, tokens


_DAYS = frozenset({"weekday", "bare day", "day", "deictic", "iso"})


def _with_clock(text: str, found: list[Expression]) -> Iterator[Expression]:
    """One expression of a clock time and the day after it: "noon Saturday", "8 p.m., Nov. 7"."""
    held: Expression | None = None
    for one in found:
        if held is not None and one.form in _DAYS and re.fullmatch(
            ",? ", text[held.end : one.start]
        ):  # fmt: skip
            yield Expression(held.start, one.end, one.form, {**held.parts, **one.parts})
            held = None
            continue
        if held is not None:
            yield held
        held = one if one.form == "clock" else None
        if held is None:
            yield one
    if held is not None:
        yield held


def dated(
    analysis: Analysis, found: list[tuple[Expression, Span]], published: Published
) -> list[Dated]:
    """What each expression means, in order, each held against those told before it."""
    first, last = _iso(published.from_), _iso(published.to)
    text, where = analysis.text, analysis.sentence_of_token
    told: tuple[int, int, Told] | None = None
    story: tuple[int, Told] | None = None
    quarter: Told | None = None
    read: list[Dated] = []
    for expression, tokens in found:
        sentence = where[tokens.start]
        near = told is not None and (told[0] == sentence.paragraph or told[1] >= sentence.index - 2)
        before = told[2] if told is not None and near else None
        relation = _relation(text, expression)
        anchor = Anchor(
            first, last, direction(tokens.root, relation, headline=sentence.headline), before,
            story[1] if story is not None and story[0] == sentence.paragraph else None, quarter,
        )  # fmt: skip
        meaning = _clocked(meaning_of(expression, anchor), expression)
        if expression.form == "clock":
            meaning = _at(meaning, before, same=told is not None and told[1] == sentence.index)
        read.append(Dated(expression, tokens, relation, meaning))
        quarter = _quarter(meaning) or quarter
        if (now := _as_told(meaning)) is not None:
            told = (sentence.paragraph, sentence.index, now)
            if relation in _TELLING:
                begun = _story(now, first)
                story = (sentence.paragraph, begun) if begun is not None else None
    return read


def _relation(text: str, found: Expression) -> str | None:
    match = _RELATION.search(text, max(0, found.start - 24), found.start)
    relation = match[1].lower() if match else None
    return "until" if relation == "till" else relation


def _iso(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _story(told: Told | None, day: date | None) -> Told | None:
    """The story's own time counts where it lies well before the report."""
    if told is None or (day is not None and (day - told.day).days < STORY_DAYS):
        return None
    return told


def _as_told(meaning: Meaning) -> Told | None:
    """What later expressions may count from: a calendar unit with a known first day."""
    if meaning.whole is None or meaning.unit is None or meaning.edtf is None:
        return None
    start = _iso(bounds(meaning.edtf if meaning.unit == "day" else meaning.whole)[0])
    return Told(start, meaning.unit) if start is not None else None


def _clocked(meaning: Meaning, found: Expression) -> Meaning:
    if "tod" not in found.parts or meaning.unit != "day" or meaning.clock is not None:
        return meaning
    clock = meaning_of(Expression(0, 0, "clock", found.parts), _NOWHERE).clock
    return replace(meaning, kind="time", clock=clock)


_NOWHERE = Anchor(None, None, "past")


def _quarter(meaning: Meaning) -> Told | None:
    if meaning.unit != "quarter" or meaning.whole is None:
        return None
    start = _iso(bounds(meaning.whole)[0])
    return Told(start, "quarter") if start is not None else None


def _at(meaning: Meaning, told: Told | None, *, same: bool) -> Meaning:
    """A clock time on the day told before it, sure only in the same sentence."""
    if told is None or told.unit != "day":
        return meaning
    day = told.day.isoformat()
    return replace(meaning, edtf=day if same else None, whole=day, unit="day")


# -------------------------------------------------------------------------------------- mentions


def _mentions(analysis: Analysis, read: Iterable[Dated]) -> Iterator[TimeMention]:
    for one in read:
        if one.meaning.reference is None:
            yield _mention(analysis, one)


def _mention(analysis: Analysis, one: Dated) -> TimeMention:
    meaning, tokens = one.meaning, one.tokens
    span = analysis.span(tokens.start, tokens.end)
    timed = meaning.kind in {"date", "time"}
    edtf, first, last = _related(meaning, one.relation)
    time = Time(
        edtf=edtf, from_=first, to=last, basis="expression",
        start=span.start, end=span.end, text=span.text,
    )  # fmt: skip
    return TimeMention(
        first=tokens.start, last=tokens.end, head=tokens.root.i, span=span, kind=meaning.kind,
        time=time if timed else None, duration=None if timed else meaning.duration,
        relation=one.relation,
    )  # fmt: skip


def _related(meaning: Meaning, relation: str | None) -> tuple[str | None, str | None, str | None]:
    """EDTF and bounds: "since" leaves the end open, "until" and "by" the start."""
    edtf = meaning.edtf
    first, last = bounds(edtf) if edtf is not None else (meaning.first, meaning.last)
    if edtf is not None and ".." in edtf:
        return edtf, first, last
    if relation in {"since", "after"}:
        known = _end(edtf, 0 if relation == "since" else -1)
        start = first if relation == "since" else last
        return (f"{known}/.." if known else None), start, None
    if relation in {"until", "by", "before"}:
        known = _end(edtf, 0 if relation == "before" else -1)
        return (f"../{known}" if known else None), None, first if relation == "before" else last
    return edtf, first, last


def _end(edtf: str | None, which: int) -> str | None:
    """One end of an interval or of a set of two days."""
    return re.split("[/,]", edtf.strip("[]"))[which] if edtf is not None else None


_AND = re.compile(r"\s+(?:and|to|until|till|through)\s+")


def _spanned(analysis: Analysis, mentions: Iterable[TimeMention]) -> tuple[TimeMention, ...]:
    """Make one time of two parts: "between 9 and 11 November", "from April until June"."""
    text = analysis.text
    joined: list[TimeMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.relation in {"between", "from"}
            and _AND.fullmatch(text, last.span.end, mention.span.start)
            and (whole := _whole(analysis, last, mention)) is not None
        ):
            joined[-1] = whole
        else:
            joined.append(mention)
    return tuple(joined)


def _whole(analysis: Analysis, one: TimeMention, other: TimeMention) -> TimeMention | None:
    """From the first to the last of both, where both are known and in this order."""
    if one.time is None or other.time is None or not one.time.edtf or not other.time.edtf:
        return None
    start, end = _end(one.time.edtf, 0), _end(other.time.edtf, -1)
    low, high = bounds(f"{start}/{end}")
    if low is None or high is None or low > high:
        return None
    span = analysis.span(one.first, other.last)
    time = msgspec.structs.replace(
        one.time, edtf=f"{start}/{end}", from_=low, to=high, end=span.end, text=span.text
    )
    return replace(one, last=other.last, span=span, time=time)
