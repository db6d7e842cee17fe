"""Writings that speak: papers and texts by their names, and what "it" or "another paper" means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from dateline.analysis import Analysis, Sentence
from dateline.find.bound import is_doer
from dateline.find.evidence import evidence_of, evidence_words, names_evidence, thing_shown
from dateline.text.tokens import Token
from dateline.types import EvidenceKind

_NEAR = 100
_PLURAL = frozenset({"NNS", "NNPS"})


def thing_speaking(analysis: Analysis, noun: Token) -> EvidenceKind | None:
    """The kind of evidence where ``noun`` is a thing that shows something, or a writing."""
    if (kind := thing_shown(noun)) is not None:
        return kind
    return "document" if _is_writing(analysis, noun) else None


def may_speak(words: Iterable[Token]) -> bool:
    """Whether any of some words may be a thing that speaks, by what they are alone."""
    return any(t.lower_ == "it" or t.lower_ in _writings() or names_evidence(t) for t in words)


@cache
def _writings() -> frozenset[str]:
    return evidence_words("speaking", "words") | evidence_words("speaking", "again")


def _is_writing(analysis: Analysis, noun: Token) -> bool:
    if noun.lower_ in evidence_words("speaking", "words"):
        return bool(noun.pos_ == "NOUN")
    if noun.lower_ in evidence_words("speaking", "again"):
        return any(_documents(analysis, s) for s in _before(analysis, noun))
    return noun.lower_ == "it" and (_was_written(noun) or _means_writing(analysis, noun))


def _before(analysis: Analysis, token: Token) -> Iterator[Sentence]:
    """The sentence that a token stands in and the two before, the nearest first."""
    here = analysis.sentence_of_token.get(token.i)
    if here is not None:
        yield from reversed(analysis.sentences[max(here.index - 2, 0) : here.index + 1])


def _documents(analysis: Analysis, sentence: Sentence) -> list[Token]:
    """The documents that a sentence, or the end of a long one, names by whatever word."""
    words = evidence_words("speaking", "words")
    first = max(sentence.first, sentence.last - _NEAR)
    return [
        t
        for t in analysis.tokens[first : sentence.last]
        if t.pos_ == "NOUN" and (t.lower_ in words or evidence_of(t) == "document")
    ]


def _was_written(pronoun: Token) -> bool:
    """Whether its clause tells who wrote it: "Issued by a judge, it alleges"."""
    return any(
        c.dep_ in {"advcl", "acl"}
        and c.tag_ == "VBN"
        and c.lemma_.lower() in evidence_words("speaking", "written")
        for c in pronoun.head.children
    )


def _means_writing(analysis: Analysis, pronoun: Token) -> bool:
    """Whether the sentence before names one document, and its subject cannot be "it"."""
    near = list(_before(analysis, pronoun))[1:2]
    if not near or near[0].paragraph != analysis.sentence_of_token[pronoun.i].paragraph:
        return False
    named = _documents(analysis, near[0])
    if not any(t.tag_ not in _PLURAL for t in named):
        return False
    words = analysis.tokens[max(near[0].first, near[0].last - _NEAR) : near[0].last]
    mains = [t for t in words if t.dep_ == "ROOT" or (t.dep_ == "conj" and t.pos_ == "VERB")]
    subjects = [c for t in mains for c in t.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return all(s in named or s.tag_ in _PLURAL or _is_person(analysis, s) for s in subjects)


def _is_person(analysis: Analysis, subject: Token) -> bool:
    if subject.lower_ in {"he", "she", "they", "who", "i", "we"} or subject.ent_type_ == "PERSON":
        return True
    mention = analysis.actor_at(subject)
    if mention is not None and mention.actor.id is not None:
        return mention.actor.id.startswith("PER.")
    return bool(subject.pos_ == "NOUN" and is_doer(subject))
