"""Whose word is evidence: who was there, who speaks in office, who may not be named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from dateline.data import rows
from dateline.find.evidence import evidence_of, evidence_words
from dateline.find.sites import is_site
from dateline.resolve.actor_names import Role
from dateline.text.tokens import Token
from dateline.types import EvidenceKind

_ONESELF = frozenset({"me", "my", "us"})
_PERSONS = frozenset({"he", "she", "i", "we"})
_ANY = frozenset({"a", "an", "one", "another"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def source_kind(speakers: Iterable[Token]) -> tuple[EvidenceKind, ...]:
    """Witnesses, unnamed officials and monitors' data are evidence; a named body is not."""
    found: list[EvidenceKind] = []
    for speaker in speakers:
        for part in (speaker, *_partitive(speaker)):
            kind = "official" if unnamed(part) or ranked(part) else evidence_of(part)
            if kind is None and _was_there(part):
                kind = "witness"
            named = _named(part) and not _is_people(part)  # "Kuwaitis who crossed the border"
            if kind is not None and kind not in found and not named:
                found.append(kind)
    return tuple(found)


def _was_there(noun: Token) -> bool:
    """Whether it is told that somebody was there: "who escaped", "people in the village"."""
    if noun.lemma_.lower() in evidence_words("around", "people") and any(
        p.lower_ in evidence_words("around", "at") and any(map(_is_spot, p.children))
        for p in noun.children
    ):
        return True
    for clause in noun.children:
        if clause.dep_ not in {"relcl", "acl"} or clause.i < noun.i:
            continue
        if clause.dep_ == "acl" and clause.tag_ == "VBN" and _was_reached(noun, clause):
            return True
        if clause.dep_ == "acl" and clause.tag_ != "VBG":
            continue
        if clause.dep_ == "relcl" and not any(c.lower_ == "who" for c in clause.children):
            continue
        if clause.lemma_.lower() in evidence_words("verbs", "there"):
            return True
        came = clause.lemma_.lower() in evidence_words("verbs", "came")
        if came and (_is_people(noun) or private(noun)):
            return True
        if private(noun) and any(
            c.lower_ in evidence_words("around", "near") for c in clause.children
        ):
            return True
        if clause.lemma_ == "be" and any(
            t.lower_ in evidence_words("around", "words") for t in clause.subtree
        ):
            return True
    return False


def on_the_spot(speaker: Token) -> bool:
    """Whether those who watch by trade are told to stand where it was: *monitors at the bridge*."""
    return speaker.lemma_.lower() in evidence_words("reporting", "monitors") and any(
        p.lower_ in evidence_words("around", "close") and any(map(_is_spot, p.children))
        for p in speaker.children
    )


def _is_spot(place: Token) -> bool:
    """Whether a noun is of where people live or pass, or its name."""
    return is_site(place) or place.ent_type_ in _PLACES


def _is_people(name: Token) -> bool:
    """Whether a name is of many: *Kuwaitis who*; of one person no "who" tells which."""
    if name.tag_ == "NNPS":
        return True
    plain = name.tag_ == "NNP" and name.lower_.endswith("s") and name.i + 1 < len(name.doc)
    return plain and name.nbor(1).lower_ == "who"


def _was_reached(noun: Token, clause: Token) -> bool:
    """Whether somebody without office was asked: "a relief worker reached by telephone"."""
    return private(noun) and clause.lemma_.lower() in evidence_words("verbs", "reached")


def private(noun: Token) -> bool:
    """Whether a common noun is of people without office: what they tell they went through."""
    if noun.pos_ != "NOUN" or not _people() & {noun.lower_, noun.lemma_.lower()}:
        return False
    if _named(noun) and not any(c.lower_ in _ANY for c in noun.children):
        return False  # "his son Rajendra"; but "a cook, Ali Hassan"
    if noun.i and f"{noun.nbor(-1).lower_} {noun.lemma_.lower()}" in _offices():
        return False
    return not any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in noun.children)


@cache
def _people() -> frozenset[str]:
    """The nouns of people without office, as they stand in the text or as lemmas."""
    sectors = evidence_words("private", "sectors")
    roles = (r for r in rows("actors/roles.tsv", Role) if r.kind in {"people", "group"})
    heads = {word.split()[-1] for r in roles if r.sector in sectors for word in r.words}
    others = evidence_words("private", "not")
    return (frozenset(heads) | evidence_words("private", "words")) - others


@cache
def _offices() -> frozenset[str]:
    """What two words name a force or office, though the second alone may name anybody."""
    sectors = evidence_words("private", "sectors")
    roles = (r for r in rows("actors/roles.tsv", Role) if r.sector and r.sector not in sectors)
    return frozenset(w.removesuffix("s") for r in roles for w in r.words if w.count(" ") == 1)


def tellers(speaker: Token) -> Iterator[Token]:
    """Whoever a phrase stands for: itself, of *three of the girls* the girls, *Ali, a cook*."""
    yield speaker
    yield from _partitive(speaker)
    if speaker.pos_ in {"NUM", "PRON", "DET", "PROPN"}:
        yield from (c for c in speaker.children if c.dep_ == "appos")


def _partitive(noun: Token) -> list[Token]:
    """The officials, in "one of the officials"."""
    if noun.pos_ not in {"NUM", "DET", "PRON"} and noun.lemma_.lower() not in {"dozen", "number"}:
        return []
    return [o for p in noun.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]


def _named(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or any(
        c.dep_ == "appos" and c.pos_ == "PROPN" for c in noun.children
    )


def unnamed(noun: Token) -> bool:
    """Somebody who asked not to be named, spoke privately, or is close to who decides.

    Who has no office is no official for that; *a member of the delegation* is one without a name.
    """
    if noun.pos_ == "PROPN" or private(noun):
        return False
    if noun.lemma_.lower() == "source" or _of_a_body(noun):
        return True
    for token in noun.subtree:
        if token.i <= noun.i and token.dep_ not in {"amod", "compound"}:
            continue
        word = token.lower_
        if hides(token):
            return True
        if token.lemma_.lower() in evidence_words("unnamed", "verbs") and _refused(token):
            return True
        if word in evidence_words("unnamed", "near") and token.head == noun and token.i > noun.i:
            return True
    return False


def ranked(noun: Token) -> bool:
    """Whether it is one who serves in a rank and is not named: *a Chadian colonel, a sergeant*."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in evidence_words("unnamed", "ranks"):
        return False
    of_others = evidence_words("unnamed", "irregular")
    if any(c.lower_ in of_others for c in noun.children if c.i < noun.i) or _named(noun):
        return False
    return any(c.dep_ in {"det", "nummod"} and c.lower_ != "the" for c in noun.children)


def _of_a_body(noun: Token) -> bool:
    """Whether somebody is one of those who decide, and no more is said: "an aide to the king"."""
    words = "members" if noun.lemma_.lower() in evidence_words("unnamed", "members") else "aides"
    if noun.lemma_.lower() not in evidence_words("unnamed", words) or _named(noun):
        return False
    if any(c.dep_ in {"det", "poss"} and c.lower_ not in _ANY for c in noun.children):
        return False
    whole = [o for p in noun.children if p.lower_ == "of" for o in p.children]
    bodies = evidence_words("unnamed", "bodies")
    return words == "aides" or any(o.lemma_.lower() in bodies for o in whole)


def hides(word: Token) -> bool:
    """Whether a word tells that who speaks is not to be named."""
    return word.lower_ in evidence_words("unnamed", "words")


def _refused(verb: Token) -> bool:
    """Whether it is not done: "asked not to be named", "declined to be identified"."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in {"decline", "refuse"}


def reports(speaker: Token) -> bool:
    """Whether a speaker is of those who tell in office what others did: "police said".

    A state's police that are called so ("Philippine police") speak for it.
    """
    if speaker.lemma_.lower() in evidence_words("reporting", "heads"):
        words = evidence_words("reporting", "words")
        of = (c for c in speaker.children if c.dep_ in {"compound", "poss"})
        return not _named(speaker) and any(c.lemma_.lower() in words for c in of)
    state = any(c.i < speaker.i and c.text.istitle() and c.dep_ != "det" for c in speaker.children)
    state = state and speaker.lemma_.lower() in evidence_words("reporting", "forces")
    return (
        speaker.lemma_.lower() in evidence_words("reporting", "words")
        and not state
        and not _named(speaker)
    )


def counts_himself(speaker: Token) -> bool:
    """Whether who counted is somebody who went there, or "she"."""
    words = evidence_words("private", "reporters")
    return any(t.lemma_.lower() in words or t.lower_ in _PERSONS for t in tellers(speaker))


def saw(tokens: Iterable[Token], *, quoted: bool) -> bool:
    """Whether who says it says that he was there: *they had seen*, "in front of me"."""
    tokens = tuple(tokens)
    past = any(token.tag_ == "VBD" for token in tokens)
    for token in tokens:
        if quoted and past and token.lower_ in _ONESELF:
            return True
        if token.pos_ == "VERB" and token.lemma_ in evidence_words("verbs", "saw"):
            if token.lemma_ == "hear" and any(c.lower_ == "of" for c in token.children):
                continue
            subjects = [c for c in token.children if c.dep_ == "nsubj"]
            if subjects and subjects[0].lower_ in {"they", "he", "she", "we", "i"}:
                return True
    return False
