"""Times: expressions become EDTF values anchored to the publication date, or stay open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec.structs

from dateline.analysis import Analysis, TimeMention
from dateline.resolve.dating import Dated, dated
from dateline.resolve.edtf import add_duration, bounds, published_from
from dateline.resolve.expressions import Expression, month_number
from dateline.resolve.joined import end_of, joined
from dateline.resolve.meaning import Meaning
from dateline.resolve.published import inferred, stated
from dateline.resolve.time_grammar import expressions
from dateline.resolve.year_or_count import counts
from dateline.text.tokens import Span
from dateline.types import Published, Time

__all__ = ["Times", "add_duration", "bounds", "published_from"]


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
        if counts(found, tokens, text):
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
