"""Times: expressions become EDTF values anchored to the publication date, or stay open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import msgspec.structs

from dateline.analysis import Analysis, Sentence, TimeMention
from dateline.resolve.anchor import in_time, meaning_of
from dateline.resolve.clock import clock_in
from dateline.resolve.edtf import add_duration, bounds, published_from
from dateline.resolve.expressions import Expression, month_number, words
from dateline.resolve.joined import end_of, joined
from dateline.resolve.meaning import Meaning
from dateline.resolve.narrative import Narrative
from dateline.resolve.passing import aside, compared_with, in_clause_of_noun, since_when
from dateline.resolve.published import inferred, stated, told_on
from dateline.resolve.tense import direction, is_rare, of_now
from dateline.resolve.time_grammar import expressions
from dateline.resolve.told import Anchor
from dateline.text.tokens import Span
from dateline.types import Published, Time

__all__ = ["Times", "add_duration", "bounds", "published_from"]


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
        return analysis.with_(times=joined(analysis, mentions), document=document)


def understood(analysis: Analysis) -> list[Dated]:
    """Every expression of the analysis with its meaning, those too that are no mention."""
    published = stated(analysis) or Published()
    return dated(analysis, list(_kept(analysis)), published)


def _kept(analysis: Analysis) -> Iterator[tuple[Expression, Span]]:
    """The expressions that stand in sentences kept, clock times joined to their day."""
    doc, text = analysis.tokens, analysis.text
    for found in _with_clock(text, _one_zone(text, _with_year(text, list(expressions(text))))):
        tokens = doc.char_span(found.start, found.end, alignment_mode="expand")
        if tokens is None or tokens.start not in analysis.sentence_of_token:
            continue
        if found.parts.get("which") == "that" and tokens[0].tag_ == "IN" and len(tokens) > 1:
            yield _without_that(found, tokens), tokens[1:]
        else:
            yield found, tokens


def _without_that(found: Expression, tokens: Span) -> Expression:
    """The day alone where "that" leads a clause: "said that Monday would be fine"."""
    parts = {key: part for key, part in found.parts.items() if key != "which"}
    return replace(found, start=tokens[1].idx, parts=parts)


_LINKED = re.compile(r"\s*(?:,|-|–|and|to|until|till|through|or)\s+", re.IGNORECASE)
_DATED = {"bare day": "day", "bare month": "month", "bare season": "season"}


def _with_year(text: str, found: list[Expression]) -> list[Expression]:
    """The year said once for both: "from 28 February to 3 March 2023"."""
    made: list[Expression] = []
    for one in reversed(found):
        after = made[-1] if made else None
        linked = after is not None and _LINKED.fullmatch(text, one.end, after.start)
        made.append(_of_year(one, after) if linked and after is not None else one)
    return made[::-1]


def _of_year(one: Expression, after: Expression) -> Expression:
    lone = {"month", "dom", "last", "part", "ordinal", "season"}.issuperset(one.parts)
    if not lone or one.form not in _DATED or after.form not in _DATED.values():
        return one
    if "year" not in after.parts:
        return one
    months = "month" in one.parts and "month" in after.parts
    later = months and month_number(one.parts["month"]) > month_number(after.parts["month"])
    year = str(int(after.parts["year"]) - later)
    return replace(one, form=_DATED[one.form], parts={**one.parts, "year": year})


_OTHER_ZONE = re.compile(r" ?\(")


def _one_zone(text: str, found: list[Expression]) -> Iterator[Expression]:
    """Without a clock time that only says the one before it again: "10 a.m. (0700 GMT)"."""
    last: Expression | None = None
    for one in found:
        again = last is not None and last.form == one.form == "clock"
        if not again or last is None or not (
            _OTHER_ZONE.fullmatch(text, last.end, one.start) and text[one.end : one.end + 1] == ")"
        ):  # fmt: skip
            yield one
        last = one


_DAYS = frozenset({"weekday", "bare day", "day", "deictic", "daypart", "iso"})


def _with_clock(text: str, found: Iterable[Expression]) -> Iterator[Expression]:
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
    narrative = Narrative(*told_on(analysis, published))
    text, where = analysis.text, analysis.sentence_of_token
    read: list[Dated] = []
    figured: dict[int, bool] = {}
    for expression, tokens in found:
        sentence = where[tokens.start]
        lead = text[max(0, expression.start - _LEAD) : expression.start]
        relation = _said_of(tokens, _relation(lead))
        day = expression.form in _ON_DAYS
        looks = direction(tokens.root, relation, lead, headline=sentence.headline, day=day)
        anchor = narrative.anchor(sentence, looks)
        if read and (since := _begun(text, read[-1], expression)) is not None:
            anchor = Anchor(since, since, "coming")
        if expression.form == "overnight" and not narrative.in_paragraph(sentence):
            anchor = replace(anchor, told=None)
        if read and _QUOTE_ENDS.search(text, read[-1].expression.end, expression.start):
            anchor = replace(anchor, story=None)
        if relation == "since" and of_now(tokens.root):
            anchor = replace(anchor, story=None)
        if lead.rstrip().lower().endswith(tuple(words()["tense"]["reported"])):
            anchor = replace(anchor, story=None)
        if sentence.index not in figured:
            span = sentence.span
            figured[sentence.index] = bool(_FIGURES.search(text, span.start, span.end))
        if expression.parts.get("bare") != "quarter" and not figured[sentence.index]:
            anchor = replace(anchor, quarter=None)
        meaning = _clocked(meaning_of(expression, anchor), expression)
        if looks == "coming" and _some_day(tokens):
            meaning = Meaning(reference="FUTURE_REF")
        if expression.form == "clock":
            stamp = _is_stamp(text, expression, sentence)
            past = looks == "past" and relation not in {"from", "until", "by"}
            meaning = narrative.on_day_told(meaning, sentence, stamp=stamp, past=past)
        elif relation == "in" and anchor.direction == "coming" and not _told_more(tokens):
            meaning = in_time(meaning, expression, anchor)
        if _same_as(text, read, expression):
            meaning = read[-1].meaning
        read.append(Dated(expression, tokens, relation, meaning))
        narrative = _after(narrative, read[-1], lead, sentence)
    return _clocks_on_days(text, read)


def _after(narrative: Narrative, one: Dated, lead: str, sentence: Sentence) -> Narrative:
    """The narrative once the time has been told."""
    tokens, relation, meaning = one.tokens, one.relation, one.meaning
    if meaning.reference == "PRESENT_REF" and of_now(tokens.root):
        narrative = replace(narrative, story=None)
    if since_when(tokens, relation):
        return narrative.after_rare(meaning)
    if one.expression.form == "overnight":
        return narrative
    told = None if compared_with(lead) else _tells(tokens, relation, sentence)
    return narrative.after(meaning, told, sentence, passing=in_clause_of_noun(tokens))


def _same_as(text: str, read: list[Dated], found: Expression) -> bool:
    """Whether "the year" is only said again: "in 2000, the year he came to power"."""
    if not read or found.parts.get("bare") != "year" or read[-1].meaning.unit != "year":
        return False
    return text[read[-1].expression.end : found.start] == ", "


# What is told in a quotation is no story of who quotes it.
_QUOTE_ENDS = re.compile(r"[,.!?]?[\"”]|''")
# What is held against a quarter a year back are figures.
_FIGURES = re.compile(
    r"[$£€¥%#]|\b(?:rose|fell|up|down|higher|lower|million|billion|cents|net|sales|revenues?|earn\w+|profits?|loss\w*|results?|income"
    r"|shares?|figures?|percent|prices?|costs?|orders?|output|production|volume|rates?|expenses?)\b",
    re.IGNORECASE,
)
# So many characters before a time are looked at for what introduces it.
_LEAD = 60
_ON_DAYS = frozenset({"weekday", "bare day"})


def _some_day(tokens: Span) -> bool:
    """Whether it is a day to come that nobody knows: "one day it will change"."""
    return bool(tokens.text.lower() == "one day" and tokens.root.dep_ == "npadvmod")


def _told_more(tokens: Span) -> bool:
    """Whether the words say which length it was: "in a quarter that brought losses".

    Or how rare a thing is: "the worst drought in 50 years will", "the first talks in a decade".
    """
    if any(c.dep_ in {"relcl", "acl"} and c not in tokens for c in tokens.root.children):
        return True
    noun = tokens.root.head.head
    return noun.pos_ in {"NOUN", "PROPN"} and is_rare(noun)


_SPAN = re.compile(r"\s+(?:and|to|until|till|through)\s+")
_LOOSE = frozenset({"weekday", "bare day", "bare month"})


def _begun(text: str, one: Dated, other: Expression) -> date | None:
    """The day from which a span runs whose end is told next: "from Friday until Sunday"."""
    begun = one.relation in {"from", "between"} and other.form in _LOOSE
    if not begun or one.meaning.edtf is None or "year" in other.parts:
        return None
    if not _SPAN.fullmatch(text, one.expression.end, other.start):
        return None
    return _iso(bounds(one.meaning.edtf)[0])


_STAMPED = re.compile(r"(?:\d\d:\d\d)(?: ?[-–—:] | (?=[A-Z\"“']))")


def _is_stamp(text: str, one: Expression, sentence: Sentence) -> bool:
    """Whether a clock time is the mark of its line: "12:30 London has recalled its envoy"."""
    return one.start == sentence.span.start and bool(_STAMPED.match(text, one.start))


_ON = re.compile(r"(?: \([^)]*\)|\))?,?(?: on)? ")


def _clocks_on_days(text: str, read: list[Dated]) -> list[Dated]:
    """A clock time on the day said right after it: "6 p.m. (1600 GMT) on Tuesday"."""
    made: list[Dated] = []
    for one in reversed(read):
        days = (d for d in reversed(made[-2:]) if d.expression.form != "clock")
        day = next((d for d in days if d.meaning.unit == "day"), None)
        open_ = one.expression.form == "clock"
        if open_ and day is not None and _ON.fullmatch(
            text, one.expression.end, day.expression.start
        ):  # fmt: skip
            whole = day.meaning.whole
            meaning = replace(one.meaning, edtf=day.meaning.edtf, whole=whole, unit="day")
            made.append(replace(one, meaning=meaning))
        else:
            made.append(one)
    return made[::-1]


@cache
def _relations() -> tuple[dict[str, str], re.Pattern[str]]:
    said = {said: name for name, every in words()["relations"].items() for said in every}
    longest = sorted(said, key=len, reverse=True)
    lead = rf"\b({'|'.join(longest)})(?: the| a| an| early| late| around)?\s*$"
    return said, re.compile(lead, re.IGNORECASE)


def _relation(lead: str) -> str | None:
    """The word that introduces a time, the same for all that mean the same ("till", "until")."""
    said, pattern = _relations()
    match = pattern.search(lead)
    return said[match[1].lower()] if match else None


def _said_of(tokens: Span, relation: str | None) -> str | None:
    """The relation, unless it is a noun's that the time goes with ("by the 1991 treaty")."""
    return relation if relation not in _OF_NOUNS or not _of_noun(tokens) else None


def _of_noun(tokens: Span) -> bool:
    """Whether the time goes with a noun: "the 1991 treaty", "the May 1, 1991, bombing"."""
    head = tokens.root
    if tokens.start > 0 and tokens.doc[tokens.start - 1].tag_ == "DT":
        return True
    return head.dep_ in {"compound", "nummod", "nmod", "amod", "poss"} and head.head not in tokens


def _tells(tokens: Span, relation: str | None, sentence: Sentence) -> str | None:
    """The relation of a time that tells when the story was, not of a noun in passing.

    "That year they met" has none, and goes on with the story.
    """
    fronted = tokens.start - sentence.first <= _FRONT
    if aside(tokens):
        return None
    if relation is None and tokens.root.dep_ == "npadvmod" and tokens[0].lower_ == "that":
        return "that"
    return relation if fronted or not _of_noun(tokens) else None


# So many words may stand before a time at the front of its sentence ("In the 1973 war").
_FRONT = 3
_OF_NOUNS = frozenset({"by", "from", "for", "within", "over", "about"})


def _iso(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _clocked(meaning: Meaning, found: Expression) -> Meaning:
    clock = clock_in(found.parts) if meaning.unit == "day" and meaning.kind != "set" else None
    if clock is None or ("tod" not in found.parts and meaning.clock is not None):
        return meaning
    return replace(meaning, kind="time", clock=clock)


# -------------------------------------------------------------------------------------- mentions


def _mentions(analysis: Analysis, read: Iterable[Dated]) -> Iterator[TimeMention]:
    for one in read:
        meaning = one.meaning
        if meaning.kind == "age":
            continue
        if meaning.reference is None or meaning.first is not None or meaning.last is not None:
            yield _mention(analysis, one)


def _mention(analysis: Analysis, one: Dated) -> TimeMention:
    meaning, tokens = one.meaning, one.tokens
    kind = meaning.kind if meaning.kind != "age" else "duration"
    span = analysis.span(tokens.start, tokens.end)
    timed = meaning.kind in {"date", "time"}
    length = meaning.duration if not timed or one.expression.form == "duration" else None
    edtf, first, last = _related(meaning, one.relation)
    time = Time(
        edtf=edtf, from_=first, to=last, basis="expression",
        start=span.start, end=span.end, text=span.text,
    )  # fmt: skip
    return TimeMention(
        first=tokens.start, last=tokens.end, head=tokens.root.i, span=span, kind=kind,
        time=time if timed else None, duration=length, relation=one.relation,
    )  # fmt: skip


def _related(meaning: Meaning, relation: str | None) -> tuple[str | None, str | None, str | None]:
    """EDTF and bounds: "since" and "after" leave the end open, "until" and "by" the start.

    What an end names is taken in: "before 2013" is not after the last day of 2013.
    """
    edtf, first, last = meaning.edtf, meaning.first, meaning.last
    of_day = meaning.clock is not None and relation in {"before", "after", "by"}
    if edtf is not None and ".." not in edtf and not of_day:
        if relation in {"since", "after"}:
            edtf = f"{end_of(edtf, 0)}/.."
        elif relation in {"until", "by", "before"}:
            edtf = f"../{end_of(edtf, -1)}"
    if edtf is not None:
        return edtf, *bounds(edtf)
    if relation in {"since", "after"}:
        return None, first, None
    if relation in {"until", "by", "before"}:
        return None, None, last
    return None, first, last
