"""How well times are read, against TimeML files (TIMEX3 of TempEval-3).

Spans are matched as TempEval-3 does: strict where both ends agree, relaxed where they overlap.
Type and value are compared on relaxed matches; a value counts as found where it is equal.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import msgspec

from dateline.analysis import Given
from dateline.errors import DataError, DatelineError, UsageError
from dateline.pipeline import analyse
from dateline.resolve.dating import Dated
from dateline.resolve.edtf import published_from
from dateline.resolve.fixed import SEASON_CODES
from dateline.resolve.times import understood
from dateline.score.labels import one_of
from dateline.text.parse import Parse

_TYPES = frozenset({"DATE", "TIME", "DURATION", "SET"})


class Timex(msgspec.Struct, frozen=True):
    """A TIMEX3: its span in the text, type (DATE, TIME, DURATION, SET) and value."""

    start: int
    end: int
    type: str
    value: str


class Report(msgspec.Struct, frozen=True):
    """A TimeML file: its text, when the document was made, and its TIMEX3."""

    name: str
    text: str
    created: str
    timexes: tuple[Timex, ...]


class Figures(msgspec.Struct, frozen=True):
    """The score; ratios are 0 to 1, ``items`` the expressions labelled."""

    span_strict_f1: float
    span_strict_precision: float
    span_strict_recall: float
    span_relaxed_f1: float
    span_relaxed_precision: float
    span_relaxed_recall: float
    type_accuracy: float
    type_f1: float
    value_accuracy: float
    value_f1: float
    files: int
    items: int
    found: int
    seconds: float


class Pair(msgspec.Struct, frozen=True):
    """What is labelled beside what was found; either may lack the other."""

    report: Report
    gold: Timex | None
    found: Timex | None


def score(path: Path) -> Figures:
    """The score over a folder of ``.tml`` files (or one)."""
    began = time.perf_counter()
    reports = list(read_reports(path))
    pairs = [pair for report in reports for pair in paired(report)]
    return _figures(pairs, len(reports), time.perf_counter() - began)


def read_reports(path: Path) -> Iterator[Report]:
    """The TimeML files of a folder, in order of their names."""
    files = [path] if path.is_file() else sorted(path.rglob("*.tml"))
    if not files:
        raise UsageError(f"{path}: no TimeML files (*.tml) in this folder")
    for file in files:
        yield read_report(file)


def read_report(file: Path) -> Report:
    """One TimeML file; a ``DataError`` where it is none."""
    try:
        root = ElementTree.fromstring(file.read_bytes())  # noqa: S314
    except (ElementTree.ParseError, OSError) as error:
        raise DataError(f"{file}: not TimeML: {error}") from error
    body = root.find("TEXT")
    if body is None:
        raise DataError(f"{file}: not TimeML: no TEXT")
    created = next(
        (t.get("value", "") for t in root.iter("TIMEX3")
         if t.get("functionInDocument") in {"CREATION_TIME", "PUBLICATION_TIME"}), "",
    )  # fmt: skip
    pieces: list[str] = []
    timexes: list[Timex] = []
    for timex in body.iter("TIMEX3"):
        where = f"{file}, TIMEX3 {timex.get('tid', '?')}"
        one_of(timex.get("type"), _TYPES, f"{where}, type")
    if created:
        _check_created(created[:10], file)
    _walk(body, pieces, timexes)
    return Report(file.stem, "".join(pieces), created[:10], tuple(timexes))


def _check_created(day: str, file: Path) -> None:
    try:
        published_from(day)
    except DatelineError as error:
        raise DataError(f"{file}, TIMEX3 of its creation, value: {error}") from error


def _walk(element: ElementTree.Element, pieces: list[str], timexes: list[Timex]) -> None:
    start = sum(len(piece) for piece in pieces)
    pieces.append(element.text or "")
    for child in element:
        _walk(child, pieces, timexes)
        pieces.append(child.tail or "")
    if element.tag == "TIMEX3":
        end = sum(len(piece) for piece in pieces)
        timexes.append(Timex(start, end, element.get("type", "DATE"), element.get("value", "")))


def found_in(report: Report) -> list[Timex]:
    """What reading finds in the report, as TIMEX3."""
    given = Given(report.text, published=report.created or None, published_basis="given")
    analysis = analyse(given, [Parse()])
    if analysis.failures:
        raise DataError(f"{report.name}: {analysis.failures[0].message}")
    return [timex for one in understood(analysis) for timex in timexes_of(one, report.text)]


def paired(report: Report) -> list[Pair]:
    """Labelled and found expressions that overlap, each used once, and what is left of both."""
    found = found_in(report)
    left = list(found)
    pairs: list[Pair] = []
    for gold in sorted(report.timexes, key=lambda t: t.start):
        over = [f for f in left if f.start < gold.end and gold.start < f.end]
        best = max(over, key=lambda f: min(f.end, gold.end) - max(f.start, gold.start),
                   default=None)  # fmt: skip
        if best is not None:
            left.remove(best)
        pairs.append(Pair(report, gold, best))
    return [*pairs, *(Pair(report, None, one) for one in left)]


def _figures(pairs: list[Pair], files: int, seconds: float) -> Figures:
    both = [(p.gold, p.found) for p in pairs if p.gold is not None and p.found is not None]
    items = sum(p.gold is not None for p in pairs)
    found = sum(p.found is not None for p in pairs)
    strict = sum(g.start == f.start and g.end == f.end for g, f in both)
    types = sum(g.type == f.type for g, f in both)
    values = sum(g.value == f.value for g, f in both)

    def ratio(part: int, whole: int) -> float:
        return round(part / whole, 4) if whole else 0.0

    def f1(hits: int) -> float:
        return ratio(2 * hits, items + found)

    return Figures(
        span_strict_f1=f1(strict),
        span_strict_precision=ratio(strict, found),
        span_strict_recall=ratio(strict, items),
        span_relaxed_f1=f1(len(both)),
        span_relaxed_precision=ratio(len(both), found),
        span_relaxed_recall=ratio(len(both), items),
        type_accuracy=ratio(types, len(both)),
        type_f1=f1(types),
        value_accuracy=ratio(values, len(both)),
        value_f1=f1(values),
        files=files,
        items=items,
        found=found,
        seconds=round(seconds, 3),
    )


# ----------------------------------------------------------------------------- meaning to TIMEX3


def timexes_of(one: Dated, text: str) -> Iterator[Timex]:
    """The expression as TIMEX3, which has "24 and 25 April" as two, and no ages."""
    whole = timex_of(one)
    if whole is None or _unmarked(one, text):
        return
    days = (one.meaning.edtf or "").split("/")
    both = _BOTH.search(text, whole.start, whole.end) if "last" in one.expression.parts else None
    if both is None or len(days) == 1:
        yield whole
        return
    yield Timex(whole.start, both.start(), whole.type, days[0])
    yield Timex(both.end(), whole.end, whole.type, days[1])


_BOTH = re.compile(r"\s+(?:and|or)\s+")
_EVENT = re.compile(r"\s+(?:before|after|following|preceding|leading up to)\b")


def _unmarked(one: Dated, text: str) -> bool:
    """What the labels leave out: rates a year, and "days before the vote", which is no length."""
    parts = one.expression.parts
    if one.meaning.kind == "set":
        return "often" in parts and one.meaning.every == "P1Y"
    vague = set(parts) == {"plural"} and one.expression.form == "duration"
    return vague and one.relation != "for" and bool(_EVENT.match(text, one.expression.end))


def timex_of(one: Dated) -> Timex | None:
    """The expression as one TIMEX3, ``None`` where it says nothing that TIMEX3 could hold."""
    meaning = one.meaning
    start, end, parts = one.expression.start, one.expression.end, one.expression.parts
    if meaning.kind == "age":
        return None
    if meaning.kind == "set":
        return Timex(start, end, "SET", _length(meaning.every or "", parts))
    # "The past year" is a length to us, and the year before to the labels.
    counted = one.expression.form in {"duration", "near"} and meaning.edtf is not None
    if meaning.duration is not None and not counted:
        return Timex(start, end, "DURATION", _length(meaning.duration, parts))
    if meaning.reference is not None:
        return Timex(start, end, "DATE", meaning.reference)
    value = _value(one)
    if value is None:
        return None
    return Timex(start, end, "TIME" if meaning.kind == "time" else "DATE", value)


def _length(duration: str, parts: dict[str, str]) -> str:
    """A length as TIMEX3 has it: ISO 8601, but for quarters, which it counts (``P2Q``)."""
    units = {parts.get(key, "") for key in ("unit", "units", "either_unit", "unit_one")}
    if units.isdisjoint({"quarter", "quarters"}) or not (
        months := re.fullmatch(r"P(\d+)M", duration)
    ):
        return duration
    return f"P{int(months[1]) // 3}Q"


def _value(one: Dated) -> str | None:
    meaning, whole = one.meaning, one.meaning.whole
    if whole is None:
        return None
    if one.expression.parts.get("bare") == "week":
        # "For the week": which one is not said.
        return _unit_value(whole, "week").partition("W")[0] + "WXX"
    if meaning.unit == "day":
        return whole + (meaning.clock or "")
    return _unit_value(whole, meaning.unit)


_HALVES = {40: "H1", 41: "H2"}


def _unit_value(whole: str, unit: str | None) -> str:
    """A week as ``1998-W45``, a season as ``1998-FA``, a decade as ``199``."""
    if unit in {"week", "weekend"}:
        year, week, _ = date.fromisoformat(whole.split("/", maxsplit=1)[0]).isocalendar()
        return f"{year}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    if len(whole) == 4:
        return whole.rstrip("X")
    if re.fullmatch(r"\d{4}-\d\d", whole) and int(whole[5:]) > 12:
        number = int(whole[5:])
        code = SEASON_CODES.get(number) or _HALVES.get(number) or f"Q{number - 32}"
        return f"{whole[:4]}-{code}"
    return whole
