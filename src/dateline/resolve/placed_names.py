"""Names that the grammar says are places where the tagger sees none: "the pullout from Kidal".

A name in a phrase of place counts if the gazetteer knows it, or if troops and people move there
("withdrew from X", "barred from X"); so does one that is captured, left, entered or flown to and
known, and what the names head takes for a location or facility, known or not ("the Monasavu dam").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dateline.analysis import Analysis
from dateline.resolve.gazetteer import folded, lookup
from dateline.resolve.toponyms import words
from dateline.text.tokens import Doc, Token
from dateline.text.upward import first_joined

# How sure a toponym found so is.
SURE = 0.5
# The names head is sure enough from here on that a name is a body's, a product's or a people's.
OTHER = 0.4
LONGEST = 3
# From so surely on a location or facility of the names head counts where the grammar agrees.
LOCATED = 0.2
# A town of so many people, or a country or division, is meant in a phrase of place, though the
# names head takes it for a body.
PEOPLE = 10_000
PLACES = frozenset({"Location", "Facility"})


def placed_names(analysis: Analysis, taken: Collection[int]) -> Iterator[tuple[int, int, float]]:
    """Toponyms that the grammar tells (start, end, how sure), none at an offset that is taken."""
    doc = analysis.tokens
    told = set(taken)
    for start, end, sure in _of_head(analysis, taken):
        told.update(range(start, end))
        yield start, end, sure
    taken = told
    for sentence in analysis.sentences:
        i = sentence.first
        while i < sentence.last:
            last = _name_end(doc, i, sentence.last)
            if last > i and _stands_as_place(doc, i, last) and _free(analysis, i, last, taken):
                yield doc[i].idx, doc[last - 1].idx + len(doc[last - 1]), SURE
            i = max(last, i + 1)


def _of_head(analysis: Analysis, taken: Collection[int]) -> Iterator[tuple[int, int, float]]:
    """Locations and facilities of the names head that stand as places."""
    for name in analysis.names:
        text = analysis.text[name.start : name.end]
        short = text.replace(".", "").isupper() and len(text) < 6
        if name.kind not in PLACES or name.score < LOCATED or short or "\n" in text:
            continue
        span = analysis.tokens.char_span(name.start, name.end, alignment_mode="expand")
        if span is None or any(at in taken for at in range(name.start, name.end)):
            continue
        at = first_joined(span.root)
        entered = at.dep_ in {"dobj", "nsubjpass"} and _taking(at.head)
        placed = at.dep_ == "pobj" and at.head.lower_ in words("placing") | {"on", "off"}
        if (entered or placed) and any(t.pos_ == "PROPN" for t in span):
            yield name.start, name.end, min(SURE, name.score)


def _taking(verb: Token) -> bool:
    """Whether what a verb is done to is a place: "captured X", "stormed X"."""
    return verb.lower_ in words("locative") or verb.lemma_.lower() in words("taking")


def _name_end(doc: Doc, first: int, end: int) -> int:
    """Where a run of names that begins here ends; the same token where none begins."""
    last = first
    while last < end and doc[last].pos_ == "PROPN" and doc[last].text[0].isupper():
        last += 1
    return last if last - first <= LONGEST else first


def _stands_as_place(doc: Doc, first: int, last: int) -> bool:
    """Whether a run of names is in a phrase of place, or is what is taken, left or entered."""
    head: Token = doc[first:last].root
    if head.i != last - 1 or (last < len(doc) and doc[last].text in {"'s", "-"}):
        return False
    text = doc[first:last].text
    known = bool(lookup(text)) and text.casefold() not in words("common")
    if any(word.lower_ in words("never") for word in doc[first:last]):
        return False
    at = first_joined(head)
    if at.dep_ == "pobj" and at.head.lower_ in words("placing"):
        governor = at.head.head
        return known or governor.lemma_.lower() in words("moving")
    if _gone_to(at):
        return known
    done = at.dep_ in {"dobj", "nsubjpass", "oprd"}
    if done and at.head.lemma_.lower() in words("reaching"):
        return known and _settled(doc, first, last)
    taken = done and _taking(at.head)
    return known and (taken or (at.dep_ == "nsubj" and at.head.lemma_ == "fall"))


def _gone_to(name: Token) -> bool:
    """Whether somebody goes there: "flew to X"."""
    prep = name.head
    to = name.dep_ == "pobj" and prep.lower_ == "to"
    return to and prep.head.lemma_.lower() in words("going")


def _free(analysis: Analysis, first: int, last: int, taken: Collection[int]) -> bool:
    """Whether no toponym stands there, nor a part of a longer name or one of another class."""
    doc = analysis.tokens
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    if any(at in taken for at in range(start, end)):
        return False
    for name in analysis.names:
        if name.end <= start or end <= name.start:
            continue
        longer = name.start < start or name.end > end
        another = name.kind not in {"Location", "Person"} and name.score >= OTHER
        body = name.kind == "Organization" and _settled(doc, first, last)
        people = name.kind == "NORP" and _gone_to(first_joined(doc[first:last].root))
        if longer or (another and not (body or people)):
            return False
    return not bearer(analysis, start, end)


def bearer(analysis: Analysis, start: int, end: int) -> bool:
    """Whether somebody bears the name as the last of several: "Ali Khamenei", then "Khamenei"."""
    name = analysis.text[start:end]
    return any(
        n.kind == "Person" and analysis.text[n.start : n.end].endswith(f" {name}")
        for n in analysis.names
    )


def _settled(doc: Doc, first: int, last: int) -> bool:
    """Whether a name is of a town or division that people live in."""
    name = doc[first:last].text
    return not name.isupper() and any(
        folded(entry.name) == folded(name)
        and (entry.population >= PEOPLE or entry.kind in {"country", "admin1"})
        for entry in lookup(name)
    )
