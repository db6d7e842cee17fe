"""From names and words found in a text to the noun phrases around them and whom they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.resolve.actor_names import Country, Hit, Named, People, Person, Role, slug
from dateline.text.tokens import Doc, Token

_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "ADV", "VERB", "CCONJ"})
_BELONGS = frozenset({"of", "for", "to", "from", "with"})
_IN = frozenset({
    "in", "at", "near", "across", "inside", "throughout", "outside", "into", "around", "within",
    "toward", "towards", "through", "via", "over", "onto", "off", "along", "beyond",
})  # fmt: skip
_MOTION = frozenset({
    "leave", "withdraw", "flee", "depart", "evacuate", "travel", "fly", "return", "come", "go",
    "move", "retreat", "pull", "arrive", "drive", "head", "deploy", "escape", "cross", "march",
    "withdrawal", "departure", "evacuation", "pullout", "exit", "flight",
    "journey", "trip", "way", "airlift", "exodus", "relocate", "expel", "deport", "advance",
})  # fmt: skip
_LEFT = frozenset({"leave", "reach", "enter", "flee", "near", "cross"})
_NUMBERS = frozenset({"DATE", "TIME", "CARDINAL", "QUANTITY", "PERCENT", "ORDINAL"})
_SPREAD = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})
_PART_SECTOR = {"commander": "MIL", "fighters": "UAF", "armed forces": "MIL"}


@dataclass(frozen=True, slots=True)
class Who:
    """An actor before it has a span: what `dateline.types.Actor` says of it."""

    id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """A role word with its phrase ``[first, last)``, its head and the hits it belongs to."""

    hit: Hit
    first: int
    last: int
    head: int
    owners: tuple[Hit, ...]
    pronoun: int | None = None
    blocked: bool = False


def head_of(doc: Doc, first: int, last: int) -> Token:
    """The syntactic head of the tokens ``[first, last)``."""
    stop = next((i for i in range(first + 1, last) if doc[i].pos_ == "ADP"), last)
    for i in range(stop - 1, first - 1, -1):
        token = doc[i]
        if not first <= token.head.i < last or token.head.i == i:
            if token.pos_ in {"PUNCT", "PART"} and last - first > 1:
                continue
            return token
    return doc[last - 1]


def owned(role: Role, owner: Who | None, words: str) -> Who:
    """Who an office or force is, from whom it belongs to."""
    if owner is None:
        return Who(sector=role.sector, role=role.role, score=0.4)
    country, own = owner.country, owner.id or ""
    group = own.startswith("ORG.") and (country not in {"UNO", "EUR"} or owner.sector is not None)
    if role.use == "part" and not (own.count(".") == 1 and owner.sector == "GOV"):
        return replace(owner, role=role.role)
    if group and not (country in _SPREAD and role.sector is None):
        return replace(owner, role=words.casefold())
    if role.role == "group" and own.startswith("ORG."):
        return replace(owner, role=words.casefold())
    if owner.sector == "PRE":
        return replace(owner, role=role.role)
    sector = role.sector or _PART_SECTOR.get(role.role, "GOV")
    if country is None:
        return Who(sector=sector, role=role.role, score=owner.score)
    if role.use == "crowd" and owner.sector in {"REB", "PRM", "UAF", "CRM", "OPP", "PTY"}:
        sector = owner.sector if role.sector in {None, "CVL"} else sector
    tail = f".{role.slug}" if role.slug else ""
    return Who(f"{country}.{sector}{tail}", None, country, sector, role.role, owner.score)


def known(hit: Hit, countries: dict[str, int]) -> Who | None:
    """Who a name, a country or an adjective stands for, by itself."""
    entry = _chosen(hit, countries)
    score = 1.0 if len(hit.entries) == 1 or hit.kind == "country" else 0.6
    match entry:
        case Country():
            role = "people" if hit.kind == "people" else "government"
            sector = "CVL" if hit.kind == "people" else "GOV"
            return Who(f"{entry.code}.{sector}", entry.names[0], entry.code, sector, role, score)
        case Named():
            own = entry.id or f"ORG.{slug(entry.name)}"
            return Who(own, entry.name, entry.country, entry.sector, entry.role, score)
        case People():
            crowd = f"{entry.country}.CVL" if entry.country else None
            return Who(crowd, None, entry.country, "CVL", "people", 0.8)
        case Person():
            name = entry.names[0]
            return Who(f"PER.{slug(name)}", name, entry.country, entry.sector, entry.role, 0.9)
        case _:
            return None


def _chosen(hit: Hit, countries: dict[str, int]) -> object:
    """The entry whose country the document names most, else the first."""
    if len(hit.entries) == 1 or hit.kind == "country":
        return hit.entries[0]
    return max(hit.entries, key=lambda e: countries.get(e.code, 0) if isinstance(e, Country) else 0)


def locative(doc: Doc, first: int, last: int) -> bool:
    """Whether a toponym says where, not who: *in Moscow*, *fled from Baku*, *left Kabul*."""
    head = head_of(doc, first, last)
    above = head.head
    if head.dep_ in {"conj", "appos"} and above.pos_ == "PROPN":
        return locative(doc, above.i, above.i + 1)
    if head.dep_ == "pobj":
        word = above.lower_
        if word in _IN:
            return True
        if word in {"from", "to", "out", "of"}:
            lemmas = {above.head.lemma_.lower(), above.head.head.lemma_.lower()}
            return bool(lemmas & _MOTION) and not (word == "of" and above.head.pos_ == "NOUN")
    if head.dep_ in {"dobj", "obj"}:
        return above.lemma_.lower() in _LEFT
    return (
        head.dep_ in {"npadvmod", "nmod"} and head.i + 1 < len(doc) and doc[head.i + 1].text == ","
    )


def phrases(doc: Doc, found: list[Hit]) -> Iterator[Phrase]:
    """The phrase of each role word that stands for somebody."""
    at = {i: hit for hit in found for i in range(hit.first, hit.last)}
    for hit in found:
        if hit.kind == "role" and (phrase := _phrase(doc, hit, at)) is not None:
            yield phrase


def _phrase(doc: Doc, hit: Hit, at: dict[int, Hit]) -> Phrase | None:
    head = head_of(doc, hit.first, hit.last)
    if head.pos_ not in {"NOUN", "PROPN", "ADJ"} or (head.pos_ == "ADJ" and head.dep_ == "amod"):
        return None
    above = at.get(head.head.i)
    if head.dep_ in {"compound", "amod", "nmod"} and above is not None and above.kind == "name":
        return None
    first, owners = _before(doc, hit, head, at)
    last = hit.last
    pronoun = next((c.i for c in head.children if c.dep_ == "poss" and c.pos_ == "PRON"), None)
    if not owners or hit.entries[0].use != "body":  # type: ignore[union-attr]
        last, after = _after(doc, hit, head, at)
        owners = (*after, *owners) if after else owners
    blocked = not owners and any(_hyphened(doc, at[i]) for i in range(first, hit.first) if i in at)
    return Phrase(hit, first, last, head.i, owners, pronoun, blocked)


def _before(doc: Doc, hit: Hit, head: Token, at: dict[int, Hit]) -> tuple[int, tuple[Hit, ...]]:
    """Hits that modify the head from the left, and where the phrase begins."""
    first, owners = hit.first, []
    i = hit.first - 1
    while i >= 0 and not doc[i + 1].is_sent_start:
        token, other = doc[i], at.get(i)
        if other is not None:
            if not _modifies(doc, other, head, first):
                break
            if not _hyphened(doc, other):
                owners.append(other)
            first, i = other.first, other.first - 1
        elif token.tag_ == "POS":
            i -= 1
        elif token.pos_ in _MODIFIERS and head.is_ancestor(token) and token.text not in {",", ";"}:
            if token.pos_ == "CCONJ" and (at.get(i - 1) is None or at[i - 1].kind == "role"):
                break
            i -= 1
            named = token.pos_ in {"ADJ", "NOUN", "PROPN"} and not token.like_url
            if named and token.ent_type_ not in _NUMBERS:
                first = token.i
        else:
            break
    return first, tuple(reversed(owners))


def _modifies(doc: Doc, other: Hit, head: Token, first: int) -> bool:
    """Whether a hit to the left belongs to the phrase that so far begins at ``first``."""
    top = head_of(doc, other.first, other.last)
    if _poss(doc, other) and other.last + 1 >= first - 1:
        return True
    beside = other.last == first
    if beside and other.kind in {"name", "adjective", "ethnic"}:
        return True
    if beside and top.dep_ in {"compound", "amod", "nmod"} and top.pos_ != "ADV":
        return True
    if not head.is_ancestor(top):
        return False
    loose = {"appos", "nsubj", "pobj", "dobj", "conj"}
    return top.dep_ not in loose or (top.dep_ == "conj" and other.kind == "adjective")


def _poss(doc: Doc, hit: Hit) -> bool:
    return hit.last < len(doc) and doc[hit.last].tag_ == "POS"


def _hyphened(doc: Doc, hit: Hit) -> bool:
    """Whether the hit is part of a compound such as *Russian-backed* or *pro-Russian*."""
    # a dash with blanks about it joins nothing ("Aug 16 - Russia's ministry")
    after = hit.last < len(doc) and doc[hit.last].text == "-" and not doc[hit.last - 1].whitespace_
    before = hit.first > 0 and doc[hit.first - 1].text == "-" and not doc[hit.first - 1].whitespace_
    return after or before


def _after(doc: Doc, hit: Hit, head: Token, at: dict[int, Hit]) -> tuple[int, tuple[Hit, ...]]:
    """Hits that a phrase such as *of X, Y and Z* names after the head, and where it ends."""
    if hit.last >= len(doc):
        return hit.last, ()
    word = doc[hit.last]
    if word.lower_ not in _BELONGS - {"with"} or word.dep_ not in {"prep", "dative"}:
        if (named := at.get(hit.last)) is not None and named.kind == "name":
            top = head_of(doc, named.first, named.last)
            if top.dep_ == "appos" or head.head == top:
                return named.last, (named,)
        return hit.last, ()
    if word.lower_ in {"from", "to"} and doc[hit.last - 1].pos_ == "PROPN":
        return hit.last, ()
    owners: list[Hit] = []
    last, i = hit.last, hit.last + 1
    while i < min(len(doc), hit.last + 14):
        token, other = doc[i], at.get(i)
        if other is not None and (other.kind != "role" or not owners):
            owners.append(other)
            last = i = other.last
        elif (
            (token.pos_ in {"DET", "ADJ"} and not owners)
            or (
                owners
                and (token.text == "," or token.pos_ == "CCONJ")
                and _goes_on(doc, i, at, head.tag_ in {"NNS", "NNPS"})
            )
            or (owners and token.pos_ == "DET" and doc[i - 1].pos_ == "CCONJ")
        ):
            i += 1
        else:
            break
    return last, tuple(owners)


def _goes_on(doc: Doc, i: int, at: dict[int, Hit], many: bool) -> bool:
    """Whether a list of names goes on after the comma or conjunction at ``i``.

    After a plural (*the leaders of X, Y and Z*) the list is trusted more than the parse.
    """
    for j in range(i + 1, min(i + 4, len(doc))):
        other = at.get(j)
        if other is not None:
            top = head_of(doc, other.first, other.last)
            return other.kind in {"country", "name", "seat"} and (many or top.dep_ == "conj")
        if doc[j].pos_ not in {"DET", "CCONJ"}:
            return False
    return False
