"""Whose word a saying rests on: of who was there, of who tells in office, of who counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.analysis import Analysis, SpeechMention
from dateline.find.evidence import counted, evidence_of, evidence_words, thing_shown
from dateline.find.informants import (
    counts_himself,
    on_the_spot,
    private,
    reports,
    saw,
    source_kind,
    tellers,
)
from dateline.text.tokens import Token
from dateline.types import EvidenceKind

_OWN = frozenset({"nsubj", "nsubjpass", "poss"})
_DOING = frozenset({"nsubj", "poss", "pobj", "conj", "amod", "compound"})
_TELLING = frozenset({"states", "accuses", "confirms", "admits"})
_SIDES = frozenset({"REB", "PRM", "UAF", "PTY", "OPP", "PRE", "MIL", "LEG"})
# Sectors of those who tell what they saw, not what a body has to say.
_PRIVATE = frozenset({None, "CVL", "REF", "SOC", "MED", "EDU", "REL", "LAB"})
_ONE = frozenset({"he", "she"})
# Some of those who spoke before: "said one", "another told us".
_OF_THEM = frozenset({"one", "another", "others", "both"})
_POINTING = frozenset({"them", "those", "us", "whom"})
_SOME = frozenset({"several", "some", "others", "many", "both", "another", "most", "two", "three"})
_THEMSELVES = frozenset({"they", "them", "their"})
# So many sentences on "she said" still rests on who said something before.
_ON = 2


def of_speaker(
    analysis: Analysis, mention: SpeechMention, quoted: set[int], known: Sequence[EvidenceKind]
) -> Iterator[EvidenceKind]:
    """The kinds that follow from who speaks, and of what; ``known`` are those found before."""
    if mention.speaker is None:
        return
    speaker = analysis.tokens[mention.speaker]
    written = speaker.dep_ == "poss" and thing_shown(speaker.head) == "document"
    if reports(speaker) and not written and not _of_themselves(analysis, mention):
        yield "official"
    counts = counted(analysis.tokens[mention.head])
    there = "witness" in known or _went_through(analysis, mention)
    there = there or on_the_spot(speaker)
    there = there or (counts and counts_himself(speaker)) or _witness(analysis, mention, quoted)
    if there:
        yield "witness"
    elif (counts and not _partial(analysis, mention)) or _monitored(analysis, mention):
        yield "data"


def carried(analysis: Analysis, mentions: Sequence[SpeechMention]) -> Iterator[SpeechMention]:
    """The mentions; what "she" says rests on her word as what she said by name did."""
    last: SpeechMention | None = None
    for mention in mentions:
        if mention.speaker is None:
            yield mention
            continue
        speaker = analysis.tokens[mention.speaker]
        if speaker.pos_ != "PRON" and speaker.lower_ not in _OF_THEM:
            last = mention
            yield mention
            continue
        more: list[EvidenceKind] = []
        if last is not None and _same(analysis, last, mention):
            more = [k for k in last.evidence if k in {"witness", "official"}]
            if not more and "official" in source_kind([analysis.tokens[last.speaker or 0]]):
                more = ["official"]  # officials denied one thing; "they told reporters" another
            if "witness" in more and not _past(analysis, mention):
                more = []
        if not more and _of_whom(analysis, mention):
            more = ["witness"]
        kinds = tuple(dict.fromkeys((*mention.evidence, *more)))
        yield replace(mention, evidence=kinds) if more else mention


def _of_whom(analysis: Analysis, mention: SpeechMention) -> bool:
    """Whether "she" is somebody without office of whom the sentence before was: "a nurse gave"."""
    if not mention.sentence or mention.stance not in _TELLING or not _past(analysis, mention):
        return False
    if mention.speaker is None or analysis.tokens[mention.speaker].lower_ not in _ONE:
        return False
    here, before = analysis.sentences[mention.sentence], analysis.sentences[mention.sentence - 1]
    words = analysis.tokens[before.first : before.last]
    subjects = [t for t in words if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"]
    one = subjects[0] if len(subjects) == 1 and before.paragraph == here.paragraph else None
    return one is not None and one.tag_ == "NN" and (private(one) or evidence_of(one) == "witness")


def _same(analysis: Analysis, before: SpeechMention, mention: SpeechMention) -> bool:
    """Whether a pronoun that speaks may stand for who spoke before, near and in as many."""
    if not 0 <= mention.sentence - before.sentence <= _ON or mention.stance not in _TELLING:
        return False
    pronoun = analysis.tokens[mention.speaker or 0].lower_
    many = analysis.tokens[before.speaker or 0].tag_ in {"NNS", "NNPS"}
    if pronoun in _OF_THEM:
        return many
    return pronoun == "they" if many else pronoun in _ONE


def _went_through(analysis: Analysis, mention: SpeechMention) -> bool:
    """Whether somebody without office tells of what happened: "a driver said men had robbed it"."""
    if mention.speaker is None or mention.stance not in _TELLING | {"estimates"}:
        return False
    if mention.stance in {"accuses", "admits"} or _of_figures(analysis.tokens[mention.head]):
        return False
    speaker = analysis.tokens[mention.speaker]
    if not any(map(private, tellers(speaker))) and not _some_of_them(analysis, mention, speaker):
        return False
    if speaker.dep_ == "poss" and thing_shown(speaker.head) == "document":
        return False  # "a doctor's certificate says"
    return _past(analysis, mention) or counted(analysis.tokens[mention.head])


def _of_figures(cue: Token) -> bool:
    """Whether who speaks gives numbers of a whole: "gave higher figures, saying that"."""
    objects = (c for verb in (cue, cue.head) for c in verb.children if c.dep_ == "dobj")
    return any(evidence_of(c) == "data" for c in objects)


def _past(analysis: Analysis, mention: SpeechMention) -> bool:
    """Whether what is said is told of the past, nothing to come."""
    told = [analysis.tokens[first:last] for first, last in mention.content]
    past = any(t.tag_ == "VBD" or t.lower_ == "had" for part in told for t in part)
    return past and not any(c.tag_ == "MD" for part in told for c in part.root.children)


def _some_of_them(analysis: Analysis, mention: SpeechMention, speaker: Token) -> bool:
    """Whether some speak of people without office: "three of them", "those who got across"."""
    for part in tellers(speaker):
        if part.lower_ in _SOME and _of_them(analysis, mention):
            return True
        if part.lower_ == "those" and any(c.dep_ == "relcl" for c in part.children):
            return True
        known = analysis.actor_at(part) if part.lower_ in _POINTING else None
        if known is not None and known.kind == "people":
            return True
        if known is not None and known.kind == "pronoun" and known.actor.sector in {"CVL", "REF"}:
            return True
    return False


def _of_them(analysis: Analysis, mention: SpeechMention) -> bool:
    """Whether what "several" tell was done to them: *that policemen had beaten their sons*."""
    told = (t for first, last in mention.content for t in analysis.tokens[first:last])
    return any(t.lower_ in _THEMSELVES and t.dep_ not in {"nsubj", "nsubjpass"} for t in told)


def _witness(analysis: Analysis, mention: SpeechMention, quoted: set[int]) -> bool:
    """Whether somebody without an office tells what he saw himself."""
    if mention.speaker is None or mention.stance not in _TELLING:
        return False
    known = analysis.actor_at(mention.speaker)
    if known is not None and (known.actor.sector not in _PRIVATE or known.kind == "government"):
        return False
    for first, last in mention.content:
        words = analysis.tokens[first : min(last, first + 200)]
        if saw(words, quoted=first in quoted):
            return True
    return False


def _of_themselves(analysis: Analysis, mention: SpeechMention) -> bool:
    """Whether those who speak are named in what they tell: "police said that they had fired"."""
    sentence = analysis.sentences[mention.sentence]
    speaker = analysis.actor_at(mention.speaker) if mention.speaker is not None else None
    return speaker is not None and any(
        m.head != speaker.head and m.actor.sector == speaker.actor.sector
        for m in analysis.actors
        if sentence.first <= m.head < sentence.last
        and analysis.tokens[m.head].dep_ in (_OWN if m.kind == "pronoun" else _DOING)
    )


def _partial(analysis: Analysis, mention: SpeechMention) -> bool:
    """Whether who counts is a side in the matter: its number is what it says."""
    known = None if mention.speaker is None else analysis.actor_at(mention.speaker)
    if known is None:
        return mention.speaker is None or analysis.tokens[mention.speaker].lemma_ == "side"
    return known.kind == "government" or known.actor.sector in _SIDES


def _monitored(analysis: Analysis, mention: SpeechMention) -> bool:
    """Whether those who watch over something by trade give a number of it."""
    if mention.speaker is None or mention.stance not in _TELLING:
        return False
    speaker = analysis.tokens[mention.speaker]
    if speaker.lemma_.lower() in evidence_words("reporting", "monitors"):
        told = (t for first, last in mention.content for t in analysis.tokens[first:last])
        return any(t.like_num for t in told)
    return _watches(speaker) and any(
        t.like_num and (t.dep_ != "nummod" or analysis.actor_at(t.head) is not None)
        for first, last in mention.content
        for t in analysis.tokens[first:last]
    )


def _watches(speaker: Token) -> bool:
    """Whether a body counts what happens, by its name or by what is said of it.

    *Deep South Watch*, *a league that keeps a register of the dead*.
    """
    if speaker.pos_ == "PROPN" and speaker.lower_ in evidence_words("reporting", "watches"):
        return speaker.i > 0 and speaker.nbor(-1).lower_ not in evidence_words("reporting", "of")
    return any(
        evidence_of(o) == "data" or o.lower_ in evidence_words("records", "words")
        for clause in speaker.children
        if clause.dep_ in {"relcl", "acl"} and clause.lemma_ in {"keep", "compile", "run", "hold"}
        for o in clause.children
        if o.dep_ == "dobj"
    )
