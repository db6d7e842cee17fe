"""Places: toponyms found in the text and resolved among the places that bear the name."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import msgspec
import msgspec.structs
from spacy.tokens import Doc, Token

from dateline.analysis import Analysis, PlaceMention
from dateline.data import rows, toml
from dateline.resolve.gazetteer import Entry, folded, lookup
from dateline.types import Candidate, Place, Span

LONGEST = 5


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country as the actors' table names it."""

    code: str
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toponym:
    """A stretch of tokens that may name a place, with the places that bear the name."""

    first: int
    last: int
    entries: tuple[Entry, ...]
    kind: str | None = None


@cache
def words(name: str) -> frozenset[str]:
    """A word list of the rules for toponyms."""
    return frozenset(toml("gazetteer/words.toml")[name].split())


@cache
def _adjectives() -> dict[str, str]:
    table = rows("actors/countries.tsv", Country)
    return {a.casefold(): c.code for c in table for a in (*c.adjectives, *c.people)}


@cache
def _country_names() -> dict[str, str]:
    return {folded(n): c.code for c in rows("actors/countries.tsv", Country) for n in c.names}


class Places:
    """Finds and resolves toponyms; gives the document the place of its dateline."""

    name = "places"
    version = "1"
    needs = frozenset({"doc", "sentences", "dateline"})
    gives = frozenset({"places"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its place mentions and the dateline's place."""
        found = list(_toponyms(analysis))
        near = _countries(analysis, found)
        mentions = resolved(analysis, found)
        document = msgspec.structs.replace(analysis.document, place=_dateline_place(analysis, near))
        return analysis.with_(places=mentions, document=document)


def resolved(analysis: Analysis, toponyms: list[Toponym]) -> tuple[PlaceMention, ...]:
    """The places that the toponyms of a document name, told by all of them together."""
    near = _countries(analysis, toponyms)
    return tuple(_mention(analysis, toponym, near) for toponym in toponyms)


def given_toponyms(
    analysis: Analysis, spans: Iterable[tuple[int, int]]
) -> tuple[Toponym | None, ...]:
    """Toponyms at given offsets of the text, as if found; ``None`` where no words are parsed."""
    doc = analysis.tokens
    held = [doc.char_span(start, end, alignment_mode="expand") for start, end in spans]
    return tuple(
        Toponym(s.start, s.end, _entries(doc, s.start, s.end)) if s and s.text.strip() else None
        for s in held
    )


def _toponyms(analysis: Analysis) -> Iterator[Toponym]:
    doc = analysis.tokens
    for sentence in analysis.sentences:
        shouting = _title_case(doc, sentence.first, sentence.last)
        i = sentence.first
        while i < sentence.last:
            found = _longest(doc, i, sentence.last, shouting=shouting)
            if found is None:
                i += 1
                continue
            yield found
            i = found.last


def _title_case(doc: Doc, first: int, last: int) -> bool:
    """Whether a line is set in capitals, so that a capital says nothing."""
    alpha = [t for t in doc[first:last] if t.is_alpha and len(t) > 3]
    return len(alpha) > 3 and sum(t.text[0].isupper() for t in alpha) > 0.8 * len(alpha)


def _longest(doc: Doc, i: int, end: int, *, shouting: bool) -> Toponym | None:
    token = doc[i]
    if not token.text[0].isupper() or token.lower_ in words("never"):
        return None
    for last in range(min(end, i + LONGEST), i, -1):
        if not (doc[last - 1].text[0].isupper() or last - 1 == i) or doc[last - 1].is_punct:
            continue
        entries = _entries(doc, i, last)
        if entries and _is_place(doc, i, last, entries, shouting=shouting):
            return Toponym(i, last, entries)
    return _described(doc, i, end)


def _entries(doc: Doc, i: int, last: int) -> tuple[Entry, ...]:
    """The places that bear the name of the tokens, with or without a type word at its end."""
    text = doc[i:last].text
    entries = lookup(text)
    if not entries and (plain := _without_type(doc, i, last)):
        entries = lookup(plain)
    code = _country_names().get(folded(text))
    return entries if code is None else _as_country(code, entries)


def _as_country(code: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    own = tuple(e for e in entries if e.kind == "country" and e.country == code)
    if own:
        return (*own, *(e for e in entries if e not in own))
    official = next((n for n, c in _country_names().items() if c == code and lookup(n)), None)
    known = [e for e in lookup(official or "") if e.kind == "country" and e.country == code]
    return (*known, *entries)


def _without_type(doc: Doc, i: int, last: int) -> str | None:
    """The name without its type word ("Kidal Region")."""
    if last - i > 1 and doc[last - 1].lower_ in words("types"):
        return str(doc[i : last - 1].text)
    return None


def _is_place(doc: Doc, i: int, last: int, entries: tuple[Entry, ...], *, shouting: bool) -> bool:
    """Whether the name stands for a place here, not for a person, a body or a common word."""
    best = entries[0]
    strong = best.kind in {"country", "capital", "region"} or best.population >= 150_000
    located = _locative(doc, i, last)
    if shouting:
        return strong and not doc[i].is_stop
    if _in_longer_name(doc, i, last):
        return False
    single = last - i == 1
    if single and (doc[i].lower_ in words("common") or len(doc[i]) < 3) and not located:
        return doc[i].text.isupper() and strong
    if doc[i].ent_type_ == "PERSON" and not strong:
        return located and single
    if single and doc[i].pos_ not in {"PROPN", "NOUN"} and not strong:
        return False
    if doc[i].is_sent_start and single and doc[i].pos_ != "PROPN" and not strong:
        return False
    return strong or located or best.population >= 5_000 or not single


def _locative(doc: Doc, i: int, last: int) -> bool:
    """Whether a preposition of place, "the town of" or a type word stands beside the name."""
    before = doc[i - 1].lower_ if i else ""
    if before in words("locative"):
        return True
    if before == "the" and i > 1 and doc[i - 2].lower_ in words("locative"):
        return True
    after = doc[last].lower_ if last < len(doc) else ""
    return after in words("types") or (
        before in {",", "and", "/"} and i > 1 and doc[i - 2].pos_ == "PROPN"
    )


def _in_longer_name(doc: Doc, i: int, last: int) -> bool:
    """Whether a capitalised neighbour makes it part of another name ("the Kyiv Independent")."""
    if last < len(doc):
        after = doc[last]
        joined = after.text[0].isupper() and after.pos_ in {"PROPN", "NOUN", "ADJ"}
        named = joined and not after.is_sent_start and after.lower_ not in words("types")
        if named and not (after.ent_type_ in {"DATE", "TIME"} or _names_time(after)):
            return True
    if i and doc[i].ent_iob_ == "I" and doc[i].ent_type_ in {"PERSON", "ORG"}:
        before = doc[i - 1]
        if before.text[0].isupper() and before.lower_ not in words("directions"):
            return before.pos_ == "PROPN" and not before.is_sent_start
    if i and doc[i - 1].pos_ == "PROPN" and doc[i - 1].text[0].isupper():
        before = doc[i - 1]
        return (
            before.lower_ not in words("directions")
            and before.dep_ == "compound"
            and before.head.i == doc[last - 1].i
        )
    return False


def _names_time(token: Token) -> bool:
    return token.lower_ in words("days")


def _described(doc: Doc, i: int, end: int) -> Toponym | None:
    """A place that no gazetteer knows, called one: "the village of X", "X district"."""
    last = i
    while last < end and last - i < 3 and doc[last].pos_ == "PROPN" and doc[last].is_title:
        last += 1
    if last == i:
        return None
    if i > 1 and doc[i - 1].lower_ == "of" and doc[i - 2].lower_ in words("towns"):
        return Toponym(i, last, (), doc[i - 2].lower_)
    after = doc[last].lower_ if last < len(doc) else ""
    if after in words("towns") and not _in_longer_name(doc, i, last):
        return Toponym(i, last, (), after)
    return None


def _countries(analysis: Analysis, found: list[Toponym]) -> Counter[str]:
    """How much the document speaks of each country: by its name, adjectives, sure places."""
    near: Counter[str] = Counter()
    for toponym in found:
        sure = [e for e in toponym.entries if e.kind == "country"]
        countries = {e.country for e in toponym.entries if e.country}
        if sure and sure[0].country:
            near[sure[0].country] += 2
        elif len(countries) == 1:
            near[countries.pop()] += 2 if toponym.entries[0].population > 100_000 else 1
    for token in analysis.tokens:
        if code := _adjectives().get(token.lower_):
            near[code] += 1
    return near


def score(entry: Entry, near: Counter[str], *, after: str | None = None) -> float:
    """How likely a name means this place here (0 to 1): size, kind, and the document's countries.

    ``after`` is the country or division that follows the name ("Tripoli, Lebanon").
    """
    size = min(math.log10(max(entry.population, 10)), 8) / 8
    kind = {"country": 0.35, "capital": 0.25, "admin1": 0.12, "region": 0.25, "admin2": 0.0}
    total = sum(near.values()) or 1
    context = near[entry.country] / total if entry.country else 0.0
    value = 0.4 * size + kind.get(entry.kind, 0.06) + 0.45 * min(1.0, 1.8 * context)
    if after is not None:
        value += 0.5 if after in {entry.country, folded(entry.admin1 or "")} else -0.2
    return max(0.0, min(1.0, value))


def _mention(analysis: Analysis, toponym: Toponym, near: Counter[str]) -> PlaceMention:
    doc = analysis.tokens
    after = _container(doc, toponym)
    type_word = doc[toponym.last].lower_ if toponym.last < len(doc) else ""
    ranked = sorted(
        (
            (score(e, near, after=after) + _fits(e, type_word), -n, e)
            for n, e in enumerate(toponym.entries)
        ),
        key=lambda item: (item[0], item[1]),
        reverse=True,
    )
    span = analysis.span(toponym.first, toponym.last)
    head = doc[toponym.first : toponym.last].root.i
    place = _place(span, [(value, entry) for value, _, entry in ranked], toponym.kind)
    if _directed(doc, toponym) and place.precision in {"country", "region"}:
        place = msgspec.structs.replace(place, precision="region")
    return PlaceMention(toponym.first, toponym.last, head, span, place)


def _fits(entry: Entry, type_word: str) -> float:
    """A type word after the name tells a region from the town that bears its name."""
    if type_word in words("divisions"):
        return 0.3 if entry.kind in {"admin1", "admin2", "region", "district"} else -0.1
    if type_word in words("towns"):
        return 0.2 if entry.kind in {"city", "capital"} else 0.0
    return 0.2 if entry.kind in {"city", "capital"} else 0.0


def _directed(doc: Doc, toponym: Toponym) -> bool:
    return toponym.first > 0 and doc[toponym.first - 1].lower_ in words("directions")


def _container(doc: Doc, toponym: Toponym) -> str | None:
    """What follows after a comma or "in": the country (code) or division (folded name)."""
    at = toponym.last
    if at + 1 >= len(doc) or doc[at].text not in {",", "in"}:
        return None
    for last in range(min(len(doc), at + 4), at + 1, -1):
        text = folded(doc[at + 1 : last].text)
        if code := _country_names().get(text):
            return code
        if text in {folded(e.admin1) for e in toponym.entries if e.admin1}:
            return text
    return None


def _place(span: Span, ranked: list[tuple[float, Entry]], kind: str | None) -> Place:
    start, end, text = span.start, span.end, span.text
    if not ranked:
        return Place(start=start, end=end, text=text, name=text, kind=kind, score=0.3)
    value, best = ranked[0]
    shown = text if folded(text) != folded(best.name) and best.kind != "country" else best.name
    return Place(
        start=start,
        end=end,
        text=text,
        name=shown,
        geonames=best.geonames,
        lat=best.lat,
        lon=best.lon,
        country=best.country,
        admin1=best.admin1,
        kind=_kind(best.kind),
        precision=best.precision,
        score=round(min(1.0, value), 3),
        candidates=tuple(_candidate(v, e) for v, e in ranked[1:5]),
    )


def _kind(kind: str) -> str:
    return {"admin1": "region", "admin2": "district"}.get(kind, kind)


def _candidate(value: float, entry: Entry) -> Candidate:
    return Candidate(
        name=entry.name,
        geonames=entry.geonames,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=entry.admin1,
        kind=_kind(entry.kind),
        score=round(max(0.0, min(1.0, value)), 3),
    )


def _dateline_place(analysis: Analysis, near: Counter[str]) -> Place | None:
    line = analysis.dateline
    if line is None:
        return None
    text = analysis.given.text[line.place.start : line.place.end]
    name, _, rest = text.partition(",")
    name = name.strip()
    after = _country_names().get(folded(rest))
    entries = lookup(name)
    ranked = sorted(
        ((score(e, near, after=after) + _fits(e, ""), e) for e in entries),
        key=lambda item: item[0],
        reverse=True,
    )
    span = Span(line.place.start, line.place.start + len(name), name)
    named = name.title() if re.fullmatch(r"[^a-z]+", name) else name
    place = _place(span, ranked, None)
    return msgspec.structs.replace(place, name=named if not ranked else ranked[0][1].name)
