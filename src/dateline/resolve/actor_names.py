"""Names and words for actors, and where a text has them: one pass over its tokens.

All tables are read once into an index by the first piece of each name. Pieces are words and signs
without hyphens and accents, so that *al-Shabaab* and *Al Shabaab* are one; what a name writes in
capitals must stand in capitals in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import msgspec

from dateline.data import rows
from dateline.text.tokens import Doc

HitKind = Literal["country", "seat", "adjective", "people", "name", "ethnic", "role", "person"]
_PIECE = re.compile(r"[^\W_]+|[^\w\s-]")
_ORDER: tuple[HitKind, ...] = (
    "name", "person", "country", "seat", "people", "adjective", "ethnic", "role",
)  # fmt: skip


class Country(msgspec.Struct, frozen=True):
    """A country by its ISO code and what English news calls it."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


class Named(msgspec.Struct, frozen=True):
    """An organisation, body or armed group with a name of its own."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    id: str | None = None


class Role(msgspec.Struct, frozen=True):
    """A word for an office, a body, a force, a group or people."""

    words: tuple[str, ...]
    sector: str | None = None
    kind: Literal["office", "force", "group", "people", "description"] = "office"
    slug: str | None = None
    role: str = ""
    use: Literal["body", "part", "crowd", "plural"] = "body"


class People(msgspec.Struct, frozen=True):
    """A people or community."""

    names: tuple[str, ...]
    country: str | None = None


class Person(msgspec.Struct, frozen=True):
    """A person often named by surname alone."""

    names: tuple[str, ...]
    country: str | None = None
    sector: str | None = None
    role: str | None = None


Entry = Country | Named | Role | People | Person


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``[first, last)`` that a table knows; several entries where it is ambiguous."""

    first: int
    last: int
    kind: HitKind
    entries: tuple[Entry, ...]


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def slug(text: str) -> str:
    """A name as the third part of an id: ``nikol-pashinyan``."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def plural(word: str) -> str:
    """The regular plural of a noun phrase's last word."""
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    if word.endswith(("s", "ch", "sh", "x")):
        return word + "es"
    return word + "s"


Form = tuple[tuple[str, ...], tuple[str, ...], HitKind, Entry]


def _forms() -> Iterator[tuple[str, HitKind, Entry]]:  # noqa: PLR0912 - one loop a table
    for country in rows("actors/countries.tsv", Country):
        for name in country.names:
            yield name, "country", country
        for name in country.seats:
            yield name, "seat", country
        for name in country.adjectives:
            yield name, "adjective", country
            if not name.endswith(("s", "ese", "sh", "ch", "S.", "UK", "US")):
                yield name + "s", "people", country
        for name in country.people:
            yield name, "people", country
    for table in ("actors/organisations.tsv", "actors/groups.tsv"):
        for named in rows(table, Named):
            for name in (named.name, *named.aliases):
                yield name, "name", named
    for people in rows("actors/peoples.tsv", People):
        for name in people.names:
            yield name, "ethnic", people
    for role in rows("actors/roles.tsv", Role):
        for word in role.words:
            yield word, "role", role
            yield plural(word), "role", role
    for person in rows("actors/persons.tsv", Person):
        for name in person.names:
            yield name, "person", person


@cache
def _index() -> dict[str, tuple[Form, ...]]:
    found: dict[str, dict[tuple[tuple[str, ...], HitKind, str], Form]] = {}
    for name, kind, entry in _forms():
        pieces = tuple(_PIECE.findall(name))
        folded = tuple(fold(piece) for piece in pieces)
        key = (pieces, kind, repr(entry) if kind == "adjective" else "")
        found.setdefault(folded[0], {}).setdefault(key, (folded, pieces, kind, entry))
    return {
        first: tuple(sorted(forms.values(), key=lambda f: (-len(f[0]), _ORDER.index(f[2]))))
        for first, forms in found.items()
    }


@cache
def _roles() -> dict[str, Role]:
    return {
        form: entry
        for form, kind, entry in _forms()
        if kind == "role" and isinstance(entry, Role) and " " not in form
    }


def role_of(word: str) -> Role | None:
    """What a word in lower case says of a body that is called by it (*Brigade*)."""
    return _roles().get(word)


class _Piece(NamedTuple):
    token: int
    folded: str
    text: str
    ends: bool
    starts: bool


def _pieces(doc: Doc) -> list[_Piece]:
    return [
        _Piece(i, folded, part, ends, starts)
        for i, token in enumerate(doc)
        for folded, part, ends, starts in _parts(token.text)
    ]


@lru_cache(maxsize=65536)
def _parts(text: str) -> tuple[tuple[str, str, bool, bool], ...]:
    """The pieces of a token: folded, as written, whether the last and whether the first."""
    parts = _PIECE.findall(text)
    return tuple((fold(p), p, n == len(parts) - 1, n == 0) for n, p in enumerate(parts))


def hits(doc: Doc) -> list[Hit]:
    """What the tables know in a text, longest first, without overlap, in order."""
    index, pieces = _index(), _pieces(doc)
    folds = tuple(piece.folded for piece in pieces)
    found: list[Hit] = []
    at = 0
    while at < len(pieces):
        forms = index.get(folds[at], ())
        some = tuple(form for form in forms if folds[at : at + len(form[0])] == form[0])
        hit, width = _longest(doc, some, pieces, at) if some else (None, 0)
        if hit is None:
            at += 1
        else:
            found.append(hit)
            at += width
    return found


def _longest(
    doc: Doc, forms: tuple[Form, ...], pieces: list[_Piece], at: int
) -> tuple[Hit | None, int]:
    """The longest of the forms, all of the words that stand here, that fit in case."""
    if not pieces[at].starts:
        return None, 0
    chosen: list[Form] = []
    for form in forms:
        if chosen and (len(form[0]) < len(chosen[0][0]) or form[2] != chosen[0][2]):
            break
        if _matches(doc, form, pieces, at):
            chosen.append(form)
    if not chosen:
        return None, 0
    width = len(chosen[0][0])
    first, last = pieces[at].token, pieces[at + width - 1].token + 1
    return Hit(first, last, chosen[0][2], tuple(dict.fromkeys(f[3] for f in chosen))), width


def _matches(doc: Doc, form: Form, pieces: list[_Piece], at: int) -> bool:
    folded, written, _, _ = form
    window = pieces[at : at + len(folded)]
    if not window[-1].ends:
        return False
    if not all(_cased(shape, have.text) for have, shape in zip(window, written, strict=True)):
        return False
    first, last = doc[window[0].token], doc[window[-1].token]
    if any(doc[i].is_sent_start for i in range(first.i + 1, last.i + 1)):
        return False
    short = len(folded) == 1 and written[0].isupper() and len(written[0]) <= 4
    return not short or first.pos_ in {"PROPN", "NOUN", "ADJ"}


def _cased(shape: str, text: str) -> bool:
    if shape.islower() or not shape[0].isalpha():
        return True
    if shape.isupper() and len(shape) > 1:
        return text.isupper()
    if not shape[1:].islower() and len(shape) > 1:  # LeT, JeM, FAMa
        return text in {shape, shape.upper()}
    return text[0].isupper()


@cache
def rows_of_persons() -> dict[str, Person]:
    """The persons of the table by surname; a surname of two persons is nobody's."""
    found: dict[str, Person] = {}
    shared: set[str] = set()
    for person in rows("actors/persons.tsv", Person):
        for surname in {fold(re.split(r"[\s-]", name)[-1]) for name in person.names}:
            if surname in found:
                shared.add(surname)
            found[surname] = person
    return {surname: person for surname, person in found.items() if surname not in shared}
