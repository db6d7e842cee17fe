"""Sites: places that the text names by a common noun alone, "the parliament", "a border post".

No gazetteer knows them. "The capital" and "the town" speak of a place named before and get its
point; any other site keeps its words, and has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from msgspec.structs import replace

from dateline.analysis import Analysis, PlaceMention
from dateline.data import toml
from dateline.resolve.demonyms import country_adjectives, country_seats
from dateline.resolve.gazetteer import lookup
from dateline.resolve.places import as_place
from dateline.text.tokens import Token
from dateline.text.upward import first_joined, preposition
from dateline.types import EventType, Place

# Acts that take hold of a place itself: "stormed the palace", "sealed the border".
_TAKING = frozenset({"ASSAULT", "COERCE", "PROTEST", "RETREAT", "MOBILIZE"})
_BODILY = _TAKING | {"AID"}
_BEFORE = frozenset({"det", "compound", "amod", "nmod", "poss", "nummod"})
_KNOWN = frozenset({"the", "this", "that"})
_DETERMINERS = _KNOWN | {"a", "an", "its", "their", "his", "her", "these", "those"}
# Words after "of" that a site is told by, at the most.
_LONGEST = 6


def site(
    trigger: Token, clause: list[Token], kind: EventType, carriers: Collection[Token] = ()
) -> Token | None:
    """The head of the phrase that says by a common noun where an act is.

    A phrase of place goes before what is itself taken or left; else the nearest. ``carriers`` are
    verbs whose phrases hold for the trigger too.
    """
    found = [t for t in clause if is_site(t) and not _institution(t)]
    if kind == "SANCTION":  # "removed from their posts"
        found = [t for t in found if t.lemma_.lower() not in {"post", "office", "position"}]
    placed = [t for t in found if any(_placed(t, v, kind) for v in (trigger, *carriers))] or [
        t for t in found if kind in _TAKING and _taken(t, trigger)
    ]
    return min(placed, key=lambda t: abs(t.i - trigger.i), default=None)


def is_site(token: Token) -> bool:
    """Whether a noun names a sort of place: not "the North", which is some states."""
    named = {token.lemma_.lower(), token.lower_} & _words("nouns")  # "barracks" is no "barrack"
    if token.pos_ not in {"NOUN", "PROPN"} or not named:
        return False
    if is_point(token):
        return bool(token.is_lower)
    if token.lemma_ == "country":  # the one the report is of, and no "third country"
        return {c.dep_ for c in token.lefts} == {"det"} and token.nbor(-1).lower_ in _KNOWN
    return not any(c.lower_ in _words("broadcasting") for c in token.lefts)


def is_point(token: Token) -> bool:
    """Whether it is a point of the compass: "the north"."""
    return token.lemma_.lower() in _words("points")


def _institution(token: Token) -> bool:
    """Whether a bare noun says a state, and no place: "in prison", "into office"."""
    told = any(c.dep_ in _BEFORE for c in token.children)
    return not told and token.lemma_.lower() not in _words("bare")


def _placed(token: Token, trigger: Token, kind: EventType) -> bool:
    """Whether its phrase says where the act is: "at the X", "out of the X", "moved to the X"."""
    prep = preposition(first_joined(token))
    if prep is None:
        return False
    if prep.lower_ in _words("firm"):
        return True
    away = kind == "ASSAULT" or prep.head.dep_ == "nsubj" or is_point(token)
    if prep.lower_ == "from" and away:
        return False  # "fired from a depot", "rebels from the north broke the truce"
    if prep.lower_ == "to" and (kind == "MOBILIZE" or trigger.lemma_.lower() in _words("brought")):
        return bool(prep.head == trigger)
    if prep.lower_ in _words("within") and kind in _BODILY and _hangs(prep.head, trigger):
        return True
    return prep.lower_ in _words("placing") and prep.head in {trigger, *_parts(trigger)}


def _hangs(noun: Token, trigger: Token) -> bool:
    """Whether a noun stands in the phrases of an act, of no other act: those it is done to.

    "Held the ministers in the compound", "hid for two months in the embassy".
    """
    for _ in range(_DEEPEST):
        if noun == trigger:
            return True
        if noun.dep_ not in _HUNG or noun.pos_ == "VERB" or noun.head == noun:
            return False
        noun = noun.head
    return False


_HUNG = frozenset({"dobj", "dative", "nsubjpass", "pobj", "prep", "conj"})
_DEEPEST = 5


def _taken(token: Token, trigger: Token) -> bool:
    """Whether it is itself what is stormed, sealed, occupied or left: one known thing."""
    head = first_joined(token)
    known = any(
        c.lower_ in _KNOWN or c.dep_ == "poss" or (c.dep_ == "compound" and c.pos_ == "PROPN")
        for c in token.children
    )
    return (
        known
        and token.tag_ in {"NN", "NNP"}
        and bool({token.lemma_.lower(), token.lower_} & _words("held"))
        and head.dep_ in {"dobj", "nsubjpass"}
        and head.head == trigger
    )


def _parts(trigger: Token) -> Iterator[Token]:
    """Words of a trigger whose phrases may be its own: "took refuge in", "fled farms in"."""
    for child in trigger.children:
        if child.dep_ in {"dobj", "prt", "prep", "nsubjpass", "oprd", "acomp"}:
            yield child
        if child.dep_ == "nsubj" and child.pos_ == "NOUN":
            yield child  # "residents in the district put up"
    above = trigger
    while trigger.pos_ == "NOUN" and above.dep_ in {"dobj", "pobj", "prep"}:
        above = above.head
        if above.dep_ not in {"pobj", "prep"}:
            yield above


def described(analysis: Analysis, token: Token) -> Place:
    """The place that the words of a site name, with its point where it was named before."""
    first, last = _extent(token)
    while first.i < token.i and first.lower_ in _DETERMINERS:
        first = first.nbor(1)
    start, end = first.idx, last.idx + len(last)
    text = analysis.text[start:end]
    known = any(c.lower_ in _KNOWN for c in token.children)
    before = _named(analysis, token) if known else None
    if before is None:
        return Place(start=start, end=end, text=text, name=" ".join(text.split()),
                     kind=token.lemma_.lower(), score=0.3)  # fmt: skip
    score = round(0.7 * before.score, 3)
    return replace(before, start=start, end=end, text=text, score=score, candidates=())


def _extent(token: Token) -> tuple[Token, Token]:
    """The first and last words of a site's phrase: what describes it, and "of" whom it is."""
    first = token
    for child in sorted(token.lefts, key=lambda c: -c.i):
        if child.dep_ not in _BEFORE or child.right_edge.i != first.i - 1:
            break
        first = child.left_edge
    last = token
    for child in token.rights:
        if child.i != token.i + 1 or child.right_edge.i - token.i > _LONGEST:
            continue
        named = any(c.dep_ == "pobj" and (c.pos_ == "PROPN" or is_site(c)) for c in child.children)
        if child.lower_ == "of" or (named and child.lower_ in {"at", "in", "near"}):
            last = child.right_edge
    return first, last


def _named(analysis: Analysis, token: Token) -> Place | None:
    """The place that "the capital", "the city" or "the province" speaks of again."""
    if token.lemma_.lower() == "capital":
        return _capital(token, [m.place for m in _told(analysis, token)])
    before = spoken_again(analysis, token)
    return None if before is None else before.place


def spoken_again(analysis: Analysis, token: Token) -> PlaceMention | None:
    """The place named last of the sort that a noun speaks of again: "the city", "the island"."""
    noun = token.lemma_.lower()
    sort = next((kinds for kinds, nouns in _again().items() if noun in nouns), ())
    if any(c.dep_ in {"compound", "amod", "poss", "prep"} for c in token.children):
        return None
    for mention in reversed(_told(analysis, token)):
        if not sort or not mention.place.name:
            continue
        if noun in _words("own"):
            if _is_called(analysis, mention, noun):
                return mention
        elif _is_sort(mention.place, noun, sort):
            return mention
    return None


def _is_sort(place: Place, noun: str, sort: tuple[str, ...]) -> bool:
    """Whether a place is of a sort: of one that no gazetteer knows, whether it may be a town."""
    if "locality" in sort:
        unknown = place.geonames is None and place.precision in {"district", None}
        return place.precision in sort or (unknown and noun in _words("small"))
    return place.precision in sort and place.kind not in _TOWNS


# What is no region, though no more is known of it than the region about it.
_TOWNS = frozenset({"city", "capital", "town", "village", None})


def _is_called(analysis: Analysis, mention: PlaceMention, noun: str) -> bool:
    """Whether a place is such a thing: "X camp", "the base at X", not "the base in X"."""
    doc, first, last = analysis.tokens, mention.first, mention.last
    of = first > 1 and doc[first - 1].lower_ in {"of", "at"} and doc[first - 2].lower_ == noun
    after = last < len(doc) and doc[last].lower_ == noun
    return mention.place.kind == noun or doc[last - 1].lower_ == noun or of or after


def _told(analysis: Analysis, token: Token) -> list[PlaceMention]:
    """The places that are told of before a word."""
    return [m for m in analysis.places if m.last <= token.i and not _acts(analysis, m)]


def _acts(analysis: Analysis, mention: PlaceMention) -> bool:
    """Whether a toponym stands for its government, which is no place that is spoken of again."""
    actor = analysis.actor_at(mention.head)
    return (
        actor is not None
        and actor.kind == "government"
        and first_joined(analysis.tokens[mention.head]).dep_
        in {"nsubj", "nsubjpass", "poss", "dobj"}
    )


def _capital(token: Token, told: list[Place]) -> Place | None:
    """The capital of the country that is said, or the last one that was named."""
    codes = [country_adjectives().get(c.lower_) for c in token.children]
    code = next((code for code in codes if code is not None), None)
    if code is None:
        return next((p for p in reversed(told) if p.kind == "capital"), None)
    seats = (entry for name in country_seats().get(code, ()) for entry in lookup(name))
    entry = next((e for e in seats if e.country == code and e.kind == "capital"), None)
    return None if entry is None else as_place(entry)


@cache
def _again() -> dict[tuple[str, ...], frozenset[str]]:
    """Nouns that speak of a place again, by the precisions of what they may speak of."""
    nouns = toml("gazetteer/words.toml")["again"]
    return {tuple(key.split()): frozenset(said.split()) for key, said in nouns.items()}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(toml("gazetteer/words.toml")["sites"][name].split())
