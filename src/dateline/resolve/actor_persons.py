"""Persons: names after a title or beside an office, names that a table knows, and surnames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.resolve.actor_names import Hit, Person, Role, fold, rows_of_persons, slug
from dateline.resolve.actor_phrases import Who, head_of
from dateline.text.tokens import Doc, Span, Token

_HONORIFICS = frozenset({
    "mr", "mrs", "ms", "dr", "gen", "general", "col", "colonel", "maj", "major", "lt", "capt",
    "captain", "brig", "sir", "president", "brigadier", "sheikh", "ayatollah", "prof", "sgt", "adm",
    "admiral", "lieutenant", "sergeant", "marshal", "professor", "king", "prince",
})  # fmt: skip
# A given name of two joined syllables stands after the family's ("Lee Jae-myung").
_FAMILY_FIRST = re.compile(r"([A-Z][a-z]+) [A-Z][a-z]+-[a-z]+")
_RANKS = _HONORIFICS - {"president", "king", "prince", "ayatollah", "sheikh"}
BODIES = frozenset({
    "ministry", "department", "government", "council", "commission", "cabinet", "court", "service",
    "parliament", "house", "senate", "bank", "office", "embassy", "consulate", "assembly", "staff",
    "congress", "authority", "administration", "regime", "presidency", "delegation", "leadership",
    "team", "tribunal", "legislature", "judiciary", "junta", "agency", "university", "union",
    "public", "population", "church", "tribe", "company", "firm", "people",
})  # fmt: skip
_THINGS = frozenset({
    "day", "centre", "center", "party", "act", "park", "street", "university", "trust", "award",
    "foundation", "chamber", "committee", "committees", "prize", "airport", "hospital", "agreement",
    "directorate", "radio", "advisory", "square", "road", "bridge", "corridor", "province",
})  # fmt: skip
_WITHIN = frozenset({"al", "el", "bin", "ibn", "de", "van", "von", "der", "da", "dos", "ul", "ould",
                     "-", "di", "la", "del", "ag", "-e"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name ``[first, last)``, its head, and the office beside it."""

    first: int
    last: int
    head: int
    who: Who
    office: Hit | None = None
    title: bool = False


def persons(doc: Doc, found: list[Hit], countries: dict[str, int]) -> list[Named]:
    """The persons named in a text, in order."""
    at = {i: hit for hit in found for i in range(hit.first, hit.last)}
    names: list[Named] = []
    surnames: dict[str, Who] = {}
    for first, last in sorted(_spans(doc, found, at)):
        if names and first < names[-1].last:
            continue
        who = _who(doc, first, last, at, surnames, countries)
        if who is None:
            continue
        head = head_of(doc, first, last)
        office, title = _office(doc, first, last, at)
        names.append(Named(first, last, head.i, who, office, title))
        surnames.setdefault(fold(doc[last - 1].text), who)
        if family := _FAMILY_FIRST.fullmatch(doc[first:last].text):
            surnames.setdefault(fold(family[1]), who)
    return names


def bodies(doc: Doc, found: list[Hit], taken: set[int]) -> list[Span]:
    """The organisations named in a text that no table knows."""
    known = taken | {i for hit in found for i in range(hit.first, hit.last)}
    return [
        ent
        for ent in doc.ents
        if ent.label_ == "ORG"
        and not known & set(range(ent.start, ent.end))
        and any(t.pos_ == "PROPN" for t in ent)
    ]


def _spans(doc: Doc, found: list[Hit], at: dict[int, Hit]) -> Iterator[tuple[int, int]]:
    covered: set[int] = set()
    for hit in found:
        if hit.kind == "person":
            covered.update(range(hit.first, hit.last))
            yield hit.first, hit.last
    for ent in doc.ents:
        if ent.label_ != "PERSON" or covered & set(range(ent.start, ent.end)):
            continue
        first, last = ent.start, ent.end
        while first < last and (first in at or fold(doc[first].text).strip(".") in _HONORIFICS):
            first += 1
        while last > first and doc[last - 1].tag_ == "POS":
            last -= 1
        while last < len(doc) and last not in at and _goes_on(doc[last - 1], doc[last]):
            last += 1
        if first < last and not any(i in at for i in range(first, last)):
            covered.update(range(first, last))
            yield first, last
    yield from _runs(doc, at, covered)


def _goes_on(name: Token, after: Token) -> bool:
    """Whether a name goes on where the recogniser ends it: *Annalena* in *Annalena Baerbock*."""
    return (
        name.pos_ == after.pos_ == "PROPN"
        and (name.dep_, name.head.i) == ("compound", after.i)
        and after.text.isalpha()
        and after.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj", "appos"}
        and not after.ent_type_
    )


def _runs(doc: Doc, at: dict[int, Hit], covered: set[int]) -> Iterator[tuple[int, int]]:
    """Names that the recogniser missed: proper nouns after a title, and surnames again."""
    for token in doc:
        i = token.i
        if i in covered or i in at or token.pos_ != "PROPN":
            continue
        if fold(token.text).strip(".") in _HONORIFICS:
            continue
        if i > 0 and (i - 1 in covered or (doc[i - 1].pos_ == "PROPN" and i - 1 not in at
                      and fold(doc[i - 1].text).strip(".") not in _HONORIFICS)):  # fmt: skip
            continue
        last = i + 1
        while (
            last < len(doc)
            and last not in at
            and (doc[last].pos_ == "PROPN" or fold(doc[last].text) in _WITHIN)
        ):
            last += 1
        while last > i + 1 and not doc[last - 1].is_alpha:
            last -= 1
        yield i, last


def _who(
    doc: Doc,
    first: int,
    last: int,
    at: dict[int, Hit],
    surnames: dict[str, Who],
    countries: dict[str, int],
) -> Who | None:
    hit = at.get(first)
    if hit is not None and hit.kind == "person" and isinstance(hit.entries[0], Person):
        return _known(hit.entries[0], 0.9)
    text = doc[first:last].text
    surname = fold(doc[last - 1].text)
    if surname in _THINGS or any(token.like_url for token in doc[first:last]):
        return None
    if last - first == 1 and surname in surnames:
        return surnames[surname]
    known = rows_of_persons().get(surname)
    if known is not None and countries.get(known.country or "", 0) and _compatible(text, known):
        return _known(known, 0.8)
    titled = first > 0 and (
        fold(doc[first - 1].text).strip(".") in _HONORIFICS or _office(doc, first, last, at)[1]
    )
    if titled or (last - first > 1 and doc[first].ent_type_ == "PERSON"):
        return Who(f"PER.{slug(text)}", text, None, None, None, 0.7)
    if last - first > 1 and doc[last - 1].ent_type_ == "PERSON":
        return Who(f"PER.{slug(text)}", text, None, None, None, 0.6)
    office, _ = _office(doc, first, last, at)
    if office is not None and last - first > 1:
        return Who(f"PER.{slug(text)}", text, None, None, None, 0.6)
    return None


def _compatible(text: str, person: Person) -> bool:
    """Whether a name is the person's surname or begins as a name of the person."""
    pieces = slug(text).split("-")
    return any(set(pieces) <= set(slug(name).split("-")) for name in person.names)


def _known(person: Person, score: float) -> Who:
    name = person.names[0]
    return Who(f"PER.{slug(name)}", name, person.country, person.sector, person.role, score)


def _office(doc: Doc, first: int, last: int, at: dict[int, Hit]) -> tuple[Hit | None, bool]:
    """The office beside a name, and whether it stands before it as a title."""
    i = first - 1
    rank = None
    while i >= 0 and (
        (word := fold(doc[i].text).strip(".")) in _RANKS or (word in _HONORIFICS and i not in at)
    ):
        rank = at.get(i) or rank
        i -= 1
    before = at.get(i) or rank
    if before is not None and before.kind == "role" and _office_word(doc, before):
        return before, True
    if i >= 1 and doc[i].text == ",":
        before = at.get(i - 1)
        if before is not None and before.kind == "role" and _office_word(doc, before):
            name, office = head_of(doc, first, last), head_of(doc, before.first, before.last)
            if name.dep_ == "appos" and name.head == office:
                return before, False
    head = head_of(doc, first, last)
    for child in head.children:
        hit = at.get(child.i)
        if (
            child.dep_ == "appos"
            and hit is not None
            and hit.kind == "role"
            and _office_word(doc, hit)
        ):
            return hit, False
    return None, False


def _office_word(doc: Doc, hit: Hit) -> bool:
    role = hit.entries[0]
    if not isinstance(role, Role) or role.use == "plural":
        return False
    last = doc[hit.last - 1]
    if last.lower_ in BODIES or last.tag_ in {"NNS", "NNPS"}:
        return False
    return role.kind in {"office", "people"} or role.role == "journalists"
