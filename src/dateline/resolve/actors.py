"""Who acts, suffers and speaks: countries, offices, forces, groups, people and persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import cast

from dateline.analysis import ActorMention, Analysis
from dateline.resolve.actor_names import Country, Hit, Role, hits, role_of, slug
from dateline.resolve.actor_persons import bodies, persons
from dateline.resolve.actor_phrases import Phrase, Who, head_of, known, locative, owned, phrases
from dateline.resolve.antecedents import pronoun_antecedent
from dateline.resolve.coreference import Known, parties, who_is
from dateline.resolve.descriptions import described, title_words
from dateline.resolve.object_pronouns import object_antecedent
from dateline.resolve.sexes import given_name
from dateline.resolve.short_names import ShortNames
from dateline.text.tokens import Doc, Token
from dateline.text.tokens import Span as DocSpan
from dateline.types import Actor

_KIND = {
    "country": "government", "seat": "government", "adjective": "government",
    "people": "people", "ethnic": "people", "person": "person",
}  # fmt: skip


class Actors:
    """Finds the noun phrases that can act, suffer or speak, and says who they are."""

    name = "actors"
    version = "1"
    needs = frozenset({"doc", "sentences", "places"})
    gives = frozenset({"actors"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its actor mentions."""
        return analysis.with_(actors=_Reader(analysis).mentions())


@dataclass
class _Reader:
    """One pass over a document in reading order, with what it has named so far."""

    analysis: Analysis
    doc: Doc = field(init=False)
    known: Known = field(init=False)
    short: ShortNames = field(init=False)
    countries: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.doc = self.analysis.tokens
        self.known = Known(self.doc)
        self.short = ShortNames(self.doc)

    def mentions(self) -> tuple[ActorMention, ...]:
        doc = self.doc
        found = [
            h for h in hits(doc)
            if h.first in self.analysis.sentence_of_token
            and not _of_a_name(doc, h) and not _of_a_place(self.analysis, h)
        ]  # fmt: skip
        self.countries = _countries(found)
        named = persons(doc, found, self.countries)
        taken = {i for p in named for i in range(p.first, p.last)}
        by_hit = {p.hit: p for p in phrases(doc, found)}
        inside = _inside(doc, by_hit, found)
        todo: list[tuple[int, Hit | None]] = [(h.first, h) for h in found]
        todo += [(t.i, None) for t in doc if _pointing(t)]
        todo += [(p.first, None) for p in named]
        titles = {p.office for p in named if p.title}
        at_person = {p.first: p for p in named}
        at_body = {b.start: b for b in bodies(doc, found, taken)}
        todo += [(first, None) for first in at_body]
        covered = taken | {i for h in found for i in range(h.first, h.last)}
        covered |= {i for b in at_body.values() for i in range(b.start, b.end)}
        todo += [(i, None) for i in self.short.tokens() if i not in covered]
        bare = {i for i in described(doc) if i not in covered}
        todo += [(i, None) for i in bare]
        for i, hit in sorted(todo, key=lambda pair: (pair[0], pair[1] is not None)):
            if hit is None and i in at_person:
                person = at_person[i]
                office = by_hit.get(person.office) if person.office else None
                who = person.who
                if office is not None:
                    who = _as_person(who, self._office(office, by_hit)[0])
                who = self.known.person(who)
                if office is not None and who.country is not None:
                    self.known.remember(
                        _role(office), who, self.doc[office.hit.first : office.hit.last].text
                    )
                title = office.first if office and person.title else i
                self.known.titled(who, title_words(doc, title, i))
                self._add(
                    min(person.first, office.first if office and person.title else i),
                    person.last,
                    person.head,
                    who,
                    "person",
                )
            elif hit is None and i in at_body:
                self._body(at_body[i])
            elif hit is None and (short := self.short.who(doc[i].text)) is not None:
                self._add(i, i + 1, i, short, self.short.kind(doc[i].text))
            elif hit is None and i in bare:
                self._described(i)
            elif hit is None:
                self._pronoun(i)
            elif hit in by_hit:
                if hit not in titles and not (set(range(hit.first, hit.last)) & taken):
                    self._phrase(by_hit[hit], by_hit)
            elif (
                hit.kind not in {"role", "person"} and hit not in inside and hit.first not in taken
            ):
                self._named(hit)
        return tuple(sorted(self.known.mentions, key=lambda m: (m.first, m.last)))

    def _add(
        self, first: int, last: int, head: int, who: Who, kind: str,
        members: tuple[Actor, ...] = (),
    ) -> None:  # fmt: skip
        span = self.analysis.span(first, last)
        actor = Actor(
            start=span.start, end=span.end, text=span.text, id=who.id, name=who.name,
            country=who.country, sector=who.sector, role=who.role, score=who.score,
        )  # fmt: skip
        mention = ActorMention(first, last, head, span, actor, kind, members)  # type: ignore[arg-type]
        self.known.add(mention)
        self.short.define(last, who, span.text, kind)

    def _named(self, hit: Hit) -> None:
        who = self._known(hit)
        if who is None:
            return
        top = head_of(self.doc, hit.first, hit.last)
        if hit.kind in {"country", "seat"} and locative(self.doc, hit.first, hit.last):
            return
        kind = _KIND.get(hit.kind, "organisation")
        if hit.kind == "name":
            self.known.name(who)
        if kind == "organisation":
            kind = "force" if who.sector == "MIL" else kind
            kind = "group" if who.sector in {"REB", "PRM", "CRM", "UAF"} else kind
        first = hit.first
        if hit.kind == "adjective":
            if top.dep_ not in {"amod", "compound", "nmod", "poss", "conj"} and top.pos_ != "ADJ":
                who = replace(who, id=f"{who.country}.CVL", sector="CVL", role="people")
                kind = "people"
            who = replace(who, score=min(who.score, 0.7))
        if hit.kind in {"people", "adjective"} and _ethnic(self.doc, first):
            first -= 1
            who = Who(None, None, None, "CVL", f"ethnic {self.doc[hit.first].text}", 0.8)
            kind = "people"
        self._add(first, hit.last, top.i, who, kind)

    def _known(self, hit: Hit) -> Who | None:
        """Who a name is: what the text itself has defined it to stand for goes first."""
        own = self.short.who(self.doc[hit.first : hit.last].text)
        return own if own is not None else known(hit, self.countries)

    def _body(self, name: DocSpan) -> None:
        """A named body that no table knows: a force or a group by its last word, else any body."""
        role = role_of(self.doc[name.end - 1].lower_)
        sector, what = (role.sector, role.role) if role is not None else (None, None)
        own = self.short.who(name.text)
        who = own or Who(f"ORG.{slug(name.text)}", name.text, None, sector, what, 0.6)
        kind = role.kind if role is not None and role.kind in {"force", "group"} else "organisation"
        self._add(name.start, name.end, head_of(self.doc, name.start, name.end).i, who, kind)

    def _owners(self, phrase: Phrase, by_hit: dict[Hit, Phrase]) -> list[Who]:
        found: list[Who] = []
        nested = {o for hit in phrase.owners if hit in by_hit for o in by_hit[hit].owners}
        for hit in phrase.owners:
            if hit in nested:
                continue
            if hit in by_hit and hit != phrase.hit and _role(by_hit[hit]).use != "plural":
                found.append(self._office(by_hit[hit], by_hit)[0])
            elif hit.kind == "role":
                words = cast(Role, hit.entries[0])
                if words.use != "plural":
                    found.append(owned(words, None, words.role))
            elif (who := self._known(hit)) is not None:
                found.append(who)
        if not found and phrase.pronoun is not None:
            before = pronoun_antecedent(self.doc, phrase.pronoun, self.known)
            if before is not None:
                found.append(who_is(before.actor))
        return found

    def _office(self, phrase: Phrase, by_hit: dict[Hit, Phrase]) -> tuple[Who, list[Who]]:
        """Who a role phrase is, and every member where it belongs to several."""
        role = _role(phrase)
        words = self.doc[phrase.hit.first : phrase.hit.last].text
        owners = self._owners(phrase, by_hit)
        if role.use == "part" and len(owners) > 1 and phrase.owners[0].kind == "role":
            owners = owners[:1]
        several = len({w.id for w in owners}) > 1 and _listed(self.doc, phrase.owners)
        if owners and not several:
            best = min(owners, key=_nearness)
            country = next((w.country for w in owners if w.country), None)
            if best.country is None and country is not None:
                best = _in_country(role, country)
                return best, []
            return owned(role, best, words), []
        if several:
            members = [owned(role, w, words) for w in owners]
            return Who(None, None, None, role.sector, role.role, 0.9), members
        if phrase.blocked:
            return owned(role, None, words), []
        definite = phrase.first > 0 and self.doc[phrase.first - 1].lower_ in {"the", "this"}
        before = self.known.office(role, words, phrase.head, definite=definite)
        if before is not None:
            return replace(before, role=role.role, score=min(before.score, 0.8)), []
        if role.use in {"body"} and (country := self._dominant()) is not None:
            return replace(owned(role, Who(country=country), words), score=0.5), []
        alone = definite and (role.use, role.sector, role.slug) == ("body", "GOV", None)
        if alone and (country := self._acting(phrase.first)) is not None:
            return replace(owned(role, Who(country=country), words), score=0.5), []
        return owned(role, None, words), []

    def _dominant(self) -> str | None:
        """The one country that the document is about, where it is clear.

        It is not where the report is written in another that it names too.
        """
        if not self.countries:
            return None
        (code, count), *others = self.countries.most_common(2)
        rest = sum(self.countries.values()) - count
        place = self.analysis.document.place
        if place is not None and place.country != code and self.countries[place.country or ""]:
            return None
        return code if not others or count > rest else None

    def _acting(self, before: int) -> str | None:
        """The one country whose government or force the sentence before is told of."""
        start = self.known.starts[before]
        last = self.known.outer(self.known.sentence_before(start)) if start else []
        acting = [m for m in last if m.first < start and self.doc[m.head].dep_ == "nsubj"]
        countries = {m.actor.country for m in acting if m.actor.sector in {"GOV", "MIL", "COP"}}
        return countries.pop() if len(countries) == 1 and len(acting) == 1 else None

    def _phrase(self, phrase: Phrase, by_hit: dict[Hit, Phrase]) -> None:
        role = _role(phrase)
        if role.use == "plural":
            if members := parties(self.doc, phrase, self.known):
                who = Who(role=role.role, score=0.7)
                self._add(phrase.first, phrase.last, phrase.head, who, "description", members)
            return
        who, several = self._office(phrase, by_hit)
        named = (who.id or "").startswith("ORG.") or (who.id is not None and not phrase.owners)
        if role.role == "group" and not named:
            return
        members = tuple(self._member(w, phrase) for w in several)
        kind: str = role.kind
        bare = not phrase.owners
        if bare and who.id is not None and role.use != "crowd":
            kind = "person" if who.id.startswith("PER.") else "description"
        self._add(phrase.first, phrase.last, phrase.head, who, kind, members)
        if not bare and who.id is not None:
            self.known.remember(role, who, self.doc[phrase.hit.first : phrase.hit.last].text)

    def _member(self, who: Who, phrase: Phrase) -> Actor:
        span = self.analysis.span(phrase.first, phrase.last)
        return Actor(
            start=span.start, end=span.end, text=span.text, id=who.id, name=who.name,
            country=who.country, sector=who.sector, role=who.role, score=who.score,
        )  # fmt: skip

    def _described(self, i: int) -> None:
        who = self.known.description(self.doc[i].lower_, i)
        if who is not None:
            kind = "person" if (who.id or "").startswith("PER.") else "description"
            self._add(i, i + 1, i, replace(who, score=min(who.score, 0.7)), kind)

    def _pronoun(self, i: int) -> None:
        before = pronoun_antecedent(self.doc, i, self.known)
        acts = self.doc[i].dep_ in {"nsubj", "nsubjpass"} and self.doc[i].lower_ not in _ACCUSATIVE
        if before is None and not acts:
            before = object_antecedent(self.doc, i, self.known)
        if before is not None:
            who = replace(who_is(before.actor), score=0.6)
            self._add(i, i + 1, i, who, "pronoun", before.members)


_PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them"})
_ACCUSATIVE = frozenset({"him", "her", "them"})
_OWNERS = frozenset({"his", "her", "its", "their"})


def _of_a_name(doc: Doc, hit: Hit) -> bool:
    """Whether a place is a given name before a family's: *Sofia Marin*."""
    if hit.kind not in {"seat", "country"} or hit.last - hit.first > 1:
        return False
    token = doc[hit.first]
    beside = token.dep_ == "compound" and token.head.i == hit.last
    return beside and token.head.pos_ == "PROPN" and given_name(token.text)


def _of_a_place(analysis: Analysis, hit: Hit) -> bool:
    """Whether a country's or seat's name is but part of a place's, or that of a namesake.

    *The Lake Chad region*; *police in London*, where the report's London lies in Ontario.
    """
    if hit.kind not in {"seat", "country"} or (at := analysis.place_at(hit.first)) is None:
        return False
    span = analysis.span(hit.first, hit.last)
    longer = at.span.start <= span.start and span.end <= at.span.end
    if longer and at.span.end - at.span.start > span.end - span.start + 1:
        return True
    codes = {e.code for e in hit.entries if isinstance(e, Country)}
    place = at.place
    return place.geonames is not None and place.country is not None and place.country not in codes


def _pointing(token: Token) -> bool:
    """Whether it is a pronoun that may stand for a party, also as the owner of something."""
    if token.tag_ == "PRP":
        return token.lower_ in _PRONOUNS
    return token.tag_ == "PRP$" and token.lower_ in _OWNERS


def _role(phrase: Phrase) -> Role:
    role = phrase.hit.entries[0]
    assert isinstance(role, Role)  # noqa: S101 - hits of kind role hold roles only
    return role


def _nearness(who: Who) -> tuple[bool, bool, bool]:
    """A group's own name says more than its country, a country more than a people."""
    group = (who.id or "").startswith("ORG.") and who.country not in {"UNO", "EUR", "IGO"}
    return (not group, who.sector == "CVL", who.id is None)


def _listed(doc: Doc, owners: tuple[Hit, ...]) -> bool:
    """Whether the owners are coordinated: *Armenian and Azerbaijani*, *of X, Y and Z*."""
    ordered = sorted(owners, key=lambda h: h.first)
    return any(
        token.pos_ == "CCONJ"
        for one, two in pairwise(ordered)
        for token in doc[one.last : two.first]
    )


def _as_person(who: Who, office: Who) -> Who:
    """A person in an office: the name of the one, country, sector and role of the other."""
    if who.country is not None and office.score <= 0.5:  # the office's country is only a guess
        return replace(who, role=office.role or who.role)
    return replace(
        who,
        country=office.country or who.country,
        sector=office.sector or who.sector,
        role=office.role or who.role,
        score=0.9 if office.country else 0.7,
    )


def _in_country(role: Role, country: str) -> Who:
    return owned(role, Who(f"{country}.GOV", None, country, "GOV"), role.role)


def _countries(found: list[Hit]) -> Counter[str]:
    """How often each country is named, by names and adjectives of one country only."""
    counts: Counter[str] = Counter()
    for hit in found:
        entry = hit.entries[0]
        if isinstance(entry, Country) and len(hit.entries) == 1:
            counts[entry.code] += 1
        elif hit.kind == "name" and (code := getattr(entry, "country", None)) and code.isupper():
            counts[code] += code not in {"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"}
    return +counts


def _ethnic(doc: Doc, first: int) -> bool:
    return first > 0 and doc[first - 1].lower_ == "ethnic"


def _inside(doc: Doc, by_hit: dict[Hit, Phrase], found: list[Hit]) -> set[Hit]:
    """Hits that only say whose another phrase is: adjectives and names before its head."""
    inside: set[Hit] = set()
    for hit, phrase in by_hit.items():
        for owner in phrase.owners:
            before = owner.last <= hit.first
            possessor = owner.last < len(doc) and doc[owner.last].tag_ == "POS"
            if before and not possessor:
                inside.add(owner)
    for hit in found:
        after = hit.last < len(doc) and doc[hit.last].text == "-"
        if hit.kind in {"adjective", "country"} and after:
            inside.add(hit)
        if hit.first > 1 and doc[hit.first - 1].text == "-" and hit.kind == "adjective":
            inside.add(hit)
    return inside
