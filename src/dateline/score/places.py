"""How well toponyms are found and resolved, against corpora in the XML of LGL and TR-News.

Found: a toponym counts where its span is exactly the gold one (relaxed: where they overlap, each
used once). Resolved: the gold toponyms are given to the stage that reads; right is within 161 km
of the gold point, and a toponym that gets no point is wrong. Gold toponyms without a point count
for finding only.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

import msgspec

from dateline.analysis import Analysis, Given
from dateline.errors import DataError
from dateline.find.names import Names
from dateline.pipeline import analyse
from dateline.resolve.candidates import candidates
from dateline.resolve.gazetteer import held
from dateline.resolve.places import Places, given_toponyms, of_dateline, resolved
from dateline.text.parse import Parse

NEAR_KM = 161.0
# How far beside its phrase an offset may point, in characters.
_DRIFT = 200
_EARTH_KM = 6371.0
# Half the way round: the error of a toponym that gets no point, and the unit of the curve.
_FARTHEST_KM = math.pi * _EARTH_KM


class PlacesScore(msgspec.Struct, frozen=True, kw_only=True):
    """Ratios from 0 to 1 (``auc``: less is better), ``None`` where there was nothing to score."""

    recognition_f1: float | None
    recognition_precision: float | None
    recognition_recall: float | None
    recognition_relaxed_f1: float | None
    accuracy_161km: float | None
    accuracy_161km_known: float | None
    coverage: float | None
    median_error_km: float | None
    auc: float | None
    toponyms: int
    items: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Gold:
    """A toponym as annotated; ``point`` is its latitude and longitude, where it has any."""

    start: int
    end: int
    phrase: str
    geonames: int | None
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated report; ``publisher`` is the domain that it was taken from."""

    id: str
    text: str
    toponyms: tuple[Gold, ...]
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold toponym with the distance of the point it got in km, ``None`` without one."""

    article: str
    gold: Gold
    error: float | None


def score(path: Path) -> PlacesScore:
    """The score of a corpus file, or of a folder of them."""
    began = time.perf_counter()
    corpus = tuple(articles(path))
    spans: list[tuple[set[tuple[int, int]], set[tuple[int, int]]]] = []
    judged: list[Judged] = []
    for article in corpus:
        given = Given(article.text, publisher=article.publisher)
        analysis = analyse(given, [Parse(), Names(), Places()])
        found = {(m.span.start, m.span.end) for m in (*analysis.places, *analysis.associated)}
        found |= {(t.start, t.end) for t in of_dateline(analysis)}
        spans.append(({(g.start, g.end) for g in article.toponyms}, found))
        judged += judge(article, analysis)
    return tally(spans, judged, len(corpus), time.perf_counter() - began)


def articles(path: Path) -> Iterator[Article]:
    """The annotated reports of a file or folder; a file of another kind is a ``DataError``."""
    files = sorted(path.glob("*.xml")) if path.is_dir() else [path]
    if not files:
        raise DataError(f"{path}: no XML files")
    for file in files:
        try:
            root = ElementTree.parse(file).getroot()  # noqa: S314 (a corpus the caller chose)
            found = [_article(node, number) for number, node in enumerate(root.iter("article"), 1)]
        except (ElementTree.ParseError, ValueError, UnicodeDecodeError) as error:
            raise DataError(f"{file}: not a corpus of places ({error})") from error
        if not found:
            raise DataError(f"{file}: not a corpus of places (no <article>)")
        yield from found


def _article(node: ElementTree.Element, number: int) -> Article:
    text = node.findtext("text")
    if text is None:
        raise ValueError(f"article {number} has no text")
    name = node.get("docid") or node.get("file") or str(number)
    gold = tuple(
        _aligned(_gold(toponym, f"article {name}, toponym {at}", len(text)), text)
        for at, toponym in enumerate(node.iter("toponym"), 1)
    )
    publisher = (node.findtext("domain") or "").strip() or None
    return Article(name, text, gold, publisher)


def _aligned(gold: Gold, text: str) -> Gold:
    """The toponym where its phrase stands, should its offsets point beside it.

    Some corpora count line breaks otherwise than an XML parser gives them.
    """
    if not gold.phrase or text[gold.start : gold.end] == gold.phrase:
        return gold
    places = [m.start() for m in re.finditer(re.escape(gold.phrase), text)]
    near = min(places, key=lambda start: abs(start - gold.start), default=None)
    if near is None or abs(near - gold.start) > _DRIFT:
        return gold
    return replace(gold, start=near, end=near + len(gold.phrase))


_NUMBERS = ("geonameid", "geonamesid")


def _first(node: ElementTree.Element, names: tuple[str, ...]) -> str | None:
    """The text of the first element of one of the names, however its letters are set."""
    return next((e.text for e in node.iter() if e.tag.lower() in names and e.text), None)


def _number(node: ElementTree.Element, name: str, where: str) -> int:
    said = node.findtext(name, "").strip()
    if not said.isdecimal():
        raise ValueError(f"{where}, {name}: {said!r} is no number")
    return int(said)


def _point(lat: str | None, lon: str | None, where: str) -> tuple[float, float] | None:
    if not lat or not lon:
        return None
    point = float(lat), float(lon)
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        raise ValueError(f"{where}: {lat}, {lon} is no latitude and longitude")
    return point


def _gold(node: ElementTree.Element, where: str, length: int) -> Gold:
    start, end = _number(node, "start", where), _number(node, "end", where)
    if not start < end <= length + _DRIFT:
        raise ValueError(f"{where}, offsets: {start} to {end} in a text of {length} characters")
    tag = node.find("gaztag")
    number = tag.get("geonameid") if tag is not None else _first(node, _NUMBERS)
    lat, lon = (_first(node, names) for names in (("lat", "latitude"), ("lon", "longitude")))
    return Gold(
        start=start,
        end=end,
        phrase=node.findtext("phrase") or node.findtext("extractedName") or "",
        geonames=int(number) if number and number.isdigit() else None,
        point=_point(lat, lon, where),
    )


def judge(article: Article, analysis: Analysis) -> Iterator[Judged]:
    """How far from its gold point each gold toponym is resolved, all of them given."""
    toponyms = given_toponyms(analysis, [(g.start, g.end) for g in article.toponyms])
    for gold, place in zip(article.toponyms, resolved(analysis, toponyms), strict=True):
        if gold.point is None:
            continue
        if place.lat is None or place.lon is None:
            yield Judged(article.id, gold, None)
        else:
            yield Judged(article.id, gold, kilometres((place.lat, place.lon), gold.point))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points in degrees, over a round earth."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def tally(
    spans: Sequence[tuple[set[tuple[int, int]], set[tuple[int, int]]]],
    judged: Sequence[Judged],
    items: int,
    seconds: float,
) -> PlacesScore:
    """The figures over several reports together; ``spans`` holds gold and found ones of each."""
    wanted = sum(len(gold) for gold, _ in spans)
    got = sum(len(found) for _, found in spans)
    exact = sum(len(gold & found) for gold, found in spans)
    relaxed = sum(_overlapping(gold, found) for gold, found in spans)
    in_gazetteer = held({j.gold.geonames for j in judged if j.gold.geonames is not None})
    known = [j for j in judged if j.gold.geonames in in_gazetteer]
    errors = [j.error for j in judged if j.error is not None]
    return PlacesScore(
        recognition_f1=_ratio(2 * exact, wanted + got),
        recognition_precision=_ratio(exact, got),
        recognition_recall=_ratio(exact, wanted),
        recognition_relaxed_f1=_ratio(2 * relaxed, wanted + got),
        accuracy_161km=_ratio(sum(map(_right, judged)), len(judged)),
        accuracy_161km_known=_ratio(sum(map(_right, known)), len(known)),
        coverage=_ratio(len([j for j in judged if _covered(j.gold)]), len(judged)),
        median_error_km=round(median(errors), 2) if errors else None,
        auc=_auc([_FARTHEST_KM if j.error is None else j.error for j in judged]),
        toponyms=wanted,
        items=items,
        seconds=round(seconds, 2),
    )


def _right(judged: Judged) -> bool:
    return judged.error is not None and judged.error <= NEAR_KM


def _covered(gold: Gold) -> bool:
    """Whether some place of that name lies where the gold one does."""
    return gold.point is not None and any(
        kilometres((e.lat, e.lon), gold.point) <= NEAR_KM
        for e in candidates(gold.phrase)
        if e.lat is not None and e.lon is not None
    )


def _overlapping(gold: set[tuple[int, int]], found: set[tuple[int, int]]) -> int:
    left = sorted(found)
    count = 0
    for start, end in sorted(gold):
        for one in left:
            if one[0] < end and start < one[1]:
                left.remove(one)
                count += 1
                break
    return count


def _auc(errors: Sequence[float]) -> float | None:
    """The area under the sorted errors, in logarithms: 0 is all right, 1 all as far as can be."""
    if not errors:
        return None
    logs = sorted(math.log1p(e) / math.log1p(_FARTHEST_KM) for e in errors)
    if len(logs) == 1:
        return round(logs[0], 4)
    area = sum((a + b) / 2 for a, b in pairwise(logs))
    return round(area / (len(logs) - 1), 4)


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
