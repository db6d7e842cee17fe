"""The lexicon of saying: which words are cues, what stance they show and what they take."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec
from spacy.tokens import Token

from dateline.data import rows, toml
from dateline.types import EvidenceKind, Stance

Takes = Literal["clause", "object", "charge", "cause", "addressee", "as"]
# What kinds of things show something; witnesses, officials and monitors say it.
_THINGS = frozenset({"video", "photo", "satellite", "document", "data"})
_NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor"})


class VerbCue(msgspec.Struct, frozen=True, kw_only=True):
    """A verb of saying; ``takes`` lists what it may have as content."""

    lemma: str
    stance: Stance
    takes: tuple[Takes, ...]
    negated: Literal["drop", "keep"] = "drop"


class NounCue(msgspec.Struct, frozen=True, kw_only=True):
    """A noun of saying; ``whose`` where it may stand for whoever issued it."""

    lemma: str
    stance: Stance
    whose: bool = False


@cache
def verbs() -> dict[str, VerbCue]:
    """Verbs of saying by lemma."""
    return {row.lemma: row for row in rows("attribution/verbs.tsv", VerbCue)}


@cache
def nouns() -> dict[str, NounCue]:
    """Nouns of saying by lemma."""
    return {row.lemma: row for row in rows("attribution/nouns.tsv", NounCue)}


@cache
def words(name: str) -> frozenset[str]:
    """A list of other words of attribution."""
    return frozenset(toml("attribution/words.toml")[name])


@cache
def _evidence() -> dict[str, EvidenceKind]:
    kinds: dict[str, EvidenceKind] = {}
    for kind, listed in toml("attribution/evidence.toml").items():
        if kind != "show":
            kinds |= dict.fromkeys(listed.split(), kind)
    return kinds


@cache
def showing() -> frozenset[str]:
    """Verbs by which a thing tells something ("a video shows")."""
    return frozenset(toml("attribution/evidence.toml")["show"].split())


def evidence_of(noun: Token) -> EvidenceKind | None:
    """What kind of evidence a noun names; before "images" and the like, what kind of them."""
    for form in (noun.lemma_.lower(), noun.lower_):
        if kind := _evidence().get(form):
            before = (_evidence().get(c.lower_) for c in noun.children if c.dep_ == "compound")
            return next((k for k in before if k in _THINGS), kind) if kind in _THINGS else kind
    return None


def thing_shown(subject: Token) -> EvidenceKind | None:
    """The kind of evidence where ``subject`` is a thing that can show something."""
    kind = evidence_of(subject)
    return kind if kind in _THINGS else None


def source_kind(speakers: Iterable[Token]) -> tuple[EvidenceKind, ...]:
    """Witnesses, unnamed officials and monitors' data are evidence; a named body is not."""
    found: list[EvidenceKind] = []
    for speaker in speakers:
        for part in (speaker, *_partitive(speaker)):
            kind = evidence_of(part)
            if kind is not None and kind not in found and not _named(part):
                found.append(kind)
    return tuple(found)


def _partitive(noun: Token) -> list[Token]:
    """The officials, in "one of the officials"."""
    if noun.pos_ not in {"NUM", "DET", "PRON"} and noun.lemma_.lower() not in {"dozen", "number"}:
        return []
    return [o for p in noun.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]


def _named(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or any(
        c.dep_ == "appos" and c.pos_ == "PROPN" for c in noun.children
    )


def withheld(verb: Token) -> bool:
    """Whether the saying is denied or did not come: "did not say", "could not be verified"."""
    if any(c.dep_ == "neg" or c.lower_ in _NEGATIONS for c in verb.children if c.i < verb.i):
        return True
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_.lower() in words("withheld"):
        return True
    return verb.dep_ == "xcomp" and any(c.lower_ in words("withheld") for c in head.children)
