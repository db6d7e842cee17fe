"""Places: toponyms found in the text and resolved among the places that bear the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec
import msgspec.structs

from dateline.analysis import Analysis, PlaceMention
from dateline.data import rows
from dateline.resolve.candidates import Toponym, toponym
from dateline.resolve.demonyms import Country
from dateline.resolve.gazetteer import Entry, folded, lookup
from dateline.resolve.groups import groups
from dateline.resolve.placed_names import bearer, placed_names
from dateline.resolve.rank import Weighed, ranker
from dateline.resolve.relations import related
from dateline.resolve.renown import known_first
from dateline.resolve.time_words import lists
from dateline.resolve.toponyms import recognised, words
from dateline.text.tokens import Doc
from dateline.types import Candidate, Place, Precision, Span

SHOWN = 4
_KINDS = {"admin1": "region", "admin2": "district"}


class Places:
    """Finds and resolves toponyms; gives the document the place of its dateline.

    What stands for a place in another name or as an adjective ("the Kyiv Independent", "Georgian
    troops") is kept apart in ``associated``: nothing happens there.
    """

    name = "places"
    version = "2"
    needs = frozenset({"doc", "sentences", "dateline", "encoded", "names"})
    gives = frozenset({"places", "associated"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its place mentions and the dateline's place."""
        line = list(of_dateline(analysis))
        found = list(_toponyms(analysis))
        places = resolved(analysis, [*line, *found])
        literal: list[PlaceMention] = []
        associated: list[PlaceMention] = []
        for one, place in zip(found, places[len(line) :], strict=True):
            if literal and one.end <= literal[-1].place.end:
                continue  # the Y of "between X and Y"
            mention = _mention(analysis, one, place)
            if mention is not None:
                apart = one.demonym or _in_longer_name(analysis, mention)
                (associated if apart else literal).append(mention)
        document = analysis.document
        if line:
            document = msgspec.structs.replace(document, place=places[0])
        return analysis.with_(
            places=tuple(literal), associated=tuple(associated), document=document
        )


def resolved(analysis: Analysis, toponyms: Sequence[Toponym]) -> list[Place]:
    """The places that the toponyms of a document name, told by all of them together."""
    order = sorted(range(len(toponyms)), key=lambda i: toponyms[i].start)
    ordered = [toponyms[i] for i in order]
    found = groups(ordered, analysis.given.text)
    places: dict[int, Place] = {}
    sizes = known_first(ranker().weigh(found, analysis.given.publisher))
    for group, weighed in zip(found, sizes, strict=True):
        for member in group.members:
            places[order[member]] = placed(ordered[member], weighed)
    return [places[i] for i in range(len(toponyms))]


def given_toponyms(analysis: Analysis, spans: Iterable[tuple[int, int]]) -> list[Toponym]:
    """Toponyms at given offsets of the text, as if found."""
    return [toponym(analysis.given.text, start, end) for start, end in spans]


def of_dateline(analysis: Analysis) -> Iterator[Toponym]:
    """The toponyms of the dateline ("ATHENS, Ga. (Wire) -"), the place itself first."""
    line = analysis.dateline
    if line is None:
        return
    for part in re.finditer(r"[^,/]+", analysis.given.text[line.place.start : line.place.end]):
        start = line.place.start + part.start() + len(part[0]) - len(part[0].lstrip())
        if part[0].strip():
            yield toponym(analysis.given.text, start, start + len(part[0].strip()))


def _toponyms(analysis: Analysis) -> Iterator[Toponym]:
    """What is recognised, and places called one that no gazetteer knows ("the village of X")."""
    doc, taken = analysis.tokens, set[int]()
    text = analysis.given.text
    found = []
    for start, end, sure in recognised(analysis):
        if text[start:end].lower() in words("common") and _named_after(analysis, start, end):
            continue  # the "Red" of the Red Cross says nothing of where the others lie
        span = doc.char_span(start, end, alignment_mode="expand")
        kind = _called(doc, span.start, span.end, "towns") if span is not None else None
        found.append(toponym(text, start, end, kind, sure))
        taken.update(range(start, end))
    for start, end, sure in placed_names(analysis, taken):
        found.append(toponym(text, start, end, None, sure))
        taken.update(range(start, end))
    for sentence in analysis.sentences:
        for first, last, kind in _described(doc, sentence.first, sentence.last):
            start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
            if taken.isdisjoint(range(start, end)):
                found.append(toponym(text, start, end, kind))
    yield from sorted((o for o in found if not _is_zone(text, o)), key=lambda one: one.start)


_AT = re.compile(r"(?:\d|\b[ap]\.? ?m\.?) ?\(?$", re.IGNORECASE)
# So many characters before a time zone its hour may take.
_HOUR = 12


def _is_zone(text: str, one: Toponym) -> bool:
    """Whether it says of what zone an hour is: "at 0430 GMT"."""
    hour = _AT.search(text, max(0, one.start - _HOUR), one.start)
    return hour is not None and one.text.lower() in lists()["zone_name"]


def _called(doc: Doc, first: int, last: int, sorts: str) -> str | None:
    """The word by which the text calls the place ("the village of X", "X district")."""
    if first > 1 and doc[first - 1].lower_ == "of" and doc[first - 2].lower_ in words("towns"):
        return str(doc[first - 2].lower_)
    after = doc[last].lower_ if last < len(doc) else ""
    return after if after in words(sorts) else None


def _described(doc: Doc, first: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Names of up to three words that the text calls a place."""
    i = first
    while i < end:
        last = i
        while last < end and last - i < 3 and doc[last].pos_ == "PROPN" and doc[last].is_title:
            last += 1
        kind = _called(doc, i, last, "called") if last > i else None
        if kind is not None and not _named(doc, last):
            yield i, last, kind
        i = max(last, i + 1)


def _named(doc: Doc, last: int) -> bool:
    """Whether the name goes on."""
    return last < len(doc) and doc[last].pos_ == "PROPN" and doc[last].text[0].isupper()


def _mention(analysis: Analysis, one: Toponym, place: Place) -> PlaceMention | None:
    span = analysis.tokens.char_span(one.start, one.end, alignment_mode="expand")
    if span is None or not span.text.strip():
        return None
    doubtful = place.geonames is None or _owns(analysis, one, place)
    if (doubtful and bearer(analysis, one.start, one.end)) or _is_era(analysis, one):
        return None
    if _directed(analysis.tokens, span.start) and place.precision in {"country", "region"}:
        first = analysis.tokens[span.start - 1].idx
        said = analysis.given.text[first : place.end]
        place = msgspec.structs.replace(place, start=first, text=said, precision="region")
    place = _area(analysis, span.end, place)
    within = Span(one.start, one.end, analysis.given.text[one.start : one.end])
    told = None
    if not one.demonym:
        told = related(analysis.tokens, analysis.given.text, span.start, span.end, place)
    if told is not None:
        return PlaceMention(told.first, told.last, told.head, within, told.place)
    return PlaceMention(span.start, span.end, span.root.i, within, place)


def _area(analysis: Analysis, last: int, place: Place) -> Place:
    """The valley or river that is called after a town is not the town: "the Fergana valley"."""
    doc = analysis.tokens
    word = doc[last].lower_ if last < len(doc) else ""
    if place.precision not in {"exact", "locality"} or word not in words("areas") | words("waters"):
        return place
    end = doc[last].idx + len(doc[last])
    text = analysis.given.text[place.start : end]
    known = {} if word in words("areas") else {"lat": None, "lon": None}
    return msgspec.structs.replace(
        place, end=end, text=text, name=" ".join(text.split()), geonames=None, kind=word,
        precision="region", **known,
    )  # fmt: skip


_OWNED = re.compile("['’]s ")


def _owns(analysis: Analysis, one: Toponym, place: Place) -> bool:
    """Whether something is said to be its, as a person's: "outside Kan's residence"."""
    known = place.precision == "country" or place.kind == "capital"
    return not known and bool(_OWNED.match(analysis.given.text, one.end))


_DATED_BY = re.compile(r"(?:\bcentury|\d) ?$", re.IGNORECASE)


def _is_era(analysis: Analysis, one: Toponym) -> bool:
    """Whether it says before whom years are counted, and no province: "the 4th century BC"."""
    said = analysis.text[one.start : one.end].replace(".", "")
    before = analysis.text[max(0, one.start - 12) : one.start]
    return said == "BC" and bool(_DATED_BY.search(before))


def _in_longer_name(analysis: Analysis, mention: PlaceMention) -> bool:
    """Whether it is a part of the name of a body or person ("the Kyiv Independent")."""
    return _named_after(analysis, mention.span.start, mention.span.end)


def _named_after(analysis: Analysis, start: int, end: int) -> bool:
    return any(
        name.kind in {"Organization", "Person", "Misc", "Product", "NORP"}
        and name.start <= start
        and name.end >= end
        and name.end - name.start > end - start + 1
        for name in analysis.names
    )


def _directed(doc: Doc, first: int) -> bool:
    return first > 0 and doc[first - 1].lower_ in words("directions")


def placed(one: Toponym, weighed: Weighed) -> Place:
    """The place that a toponym most likely names, with the next ones."""
    ranked = sorted(zip(weighed.shares, weighed.entries, strict=True), key=lambda item: -item[0])
    ranked = _town_first(ranked, one) if weighed.bare else ranked
    span = Span(one.start, one.end, one.text)
    best = ranked[0][0] if ranked else 0.0
    if weighed.anchor is not None and weighed.near > best:
        return _near(span, one, weighed)
    if not ranked:
        return Place(
            start=span.start,
            end=span.end,
            text=span.text,
            name=" ".join(span.text.split()),
            kind=one.kind,
            score=0.3,
        )
    share, entry = ranked[0]
    return Place(
        start=span.start, end=span.end, text=span.text, name=_shown(one, entry),
        geonames=entry.geonames, lat=entry.lat, lon=entry.lon, country=entry.country,
        admin1=entry.admin1, kind=_KINDS.get(entry.kind, entry.kind), precision=entry.precision,
        score=round(share * one.sure, 3), candidates=_candidates(ranked[1:]),
    )  # fmt: skip


def as_place(entry: Entry) -> Place:
    """A place of the gazetteer as the cell of a statement that names it outright."""
    return Place(
        start=0, end=len(entry.name), text=entry.name, name=entry.name, geonames=entry.geonames,
        lat=entry.lat, lon=entry.lon, country=entry.country, admin1=entry.admin1,
        kind=_KINDS.get(entry.kind, entry.kind), precision=entry.precision, score=1.0,
    )  # fmt: skip


def _town_first(ranked: list[tuple[float, Entry]], one: Toponym) -> list[tuple[float, Entry]]:
    """The town before the division that is called after it and lies around it.

    A bare name ("Goma", not "Goma district") is the town's.
    """
    if not ranked or ranked[0][1].kind not in {"admin1", "admin2"}:
        return ranked
    share, division = ranked[0]
    # Of a town and a division of one name at one point, the ranker was given a single one.
    listed = {id(entry) for _, entry in ranked}
    towns = [(0.0, e) for e in lookup(one.text) if id(e) not in listed]
    for number, (own, entry) in enumerate([*ranked, *towns]):
        same = entry.kind in {"city", "capital"} and entry.country == division.country
        if same and folded(entry.name) == folded(one.text) and _close(entry, division):
            return [(share + own, entry), *ranked[:number], *ranked[number + 1 :]]
    return ranked


def _close(one: Entry, other: Entry) -> bool:
    """Whether two places lie within half a degree of each other."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) < 0.5 and abs(one.lon - other.lon) < 0.5


def _near(span: Span, one: Toponym, weighed: Weighed) -> Place:
    """A place that the gazetteer lacks, set near the one that the text speaks of around it."""
    anchor = weighed.anchor
    assert anchor is not None  # noqa: S101 (the caller has looked)
    ranked = sorted(zip(weighed.shares, weighed.entries, strict=True), key=lambda item: -item[0])
    wide: Precision = "district" if anchor.kind in {"city", "capital", "admin2"} else "region"
    return Place(
        start=span.start, end=span.end, text=span.text, name=" ".join(span.text.split()),
        lat=anchor.lat, lon=anchor.lon, country=anchor.country,
        admin1=anchor.name if anchor.kind == "admin1" else anchor.admin1, kind=one.kind,
        precision=wide, score=round(0.5 * weighed.near * one.sure, 3),
        candidates=_candidates(ranked),
    )  # fmt: skip


def _shown(one: Toponym, entry: Entry) -> str:
    """The name to show: the text's own, unless it is short, an adjective or an official one."""
    if entry.kind == "country":
        return _usual().get(entry.country or "", entry.name)
    short = one.demonym or "." in one.text or (one.text.isupper() and len(one.text) < 5)
    if short or folded(one.text) == folded(entry.name):
        return entry.name
    text = " ".join(one.text.split())
    return text.title() if text.isupper() else text


@cache
def _usual() -> dict[str, str]:
    """The usual names of countries by their codes."""
    return {row.code: row.names[0] for row in rows("actors/countries.tsv", Country) if row.names}


def _candidates(ranked: list[tuple[float, Entry]]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            name=entry.name, geonames=entry.geonames, lat=entry.lat, lon=entry.lon,
            country=entry.country, admin1=entry.admin1, kind=_KINDS.get(entry.kind, entry.kind),
            score=round(share, 3),
        )
        for share, entry in ranked[:SHOWN]
    )  # fmt: skip
