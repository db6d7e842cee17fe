"""Who says it: the speaker of a saying, and whoever issued what speaks."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.analysis import Analysis, SpeechMention
from dateline.find.arguments import frame
from dateline.find.evidence import noun_of
from dateline.find.informants import source_kind
from dateline.find.speech_content import Ranges
from dateline.find.speech_cues import nouns, verbs, words
from dateline.text.tokens import Token
from dateline.types import EvidenceKind

_LONGEST_SPEAKER = 12
_PARTS = frozenset({",", '"', "''", "\N{RIGHT DOUBLE QUOTATION MARK}"})


def is_nobody(subject: Token) -> bool:
    """Whether nobody says it: *nobody*, *no group*."""
    return subject.lower_ in words("nobody") or any(
        c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in subject.children
    )


def nearest(analysis: Analysis, verb: Token, subjects: tuple[Token, ...]) -> tuple[Token, ...]:
    """The subjects from the named one on that stands next to its verb.

    In "wounded, three of them seriously, the president said" the parser takes both for subjects.
    """
    own = [s for s in subjects if s.i < verb.i and s.head == verb]
    if len(own) > 1 and analysis.actor_at(own[-1]) is not None:
        return subjects[subjects.index(own[-1]) :]
    return subjects


def set_before(analysis: Analysis, verb: Token) -> Token | None:
    """Who stands between a comma and a verb that the parser gives no subject: ", the army said"."""
    if any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for c in verb.children):
        return None
    if verb.tag_ not in {"VBD", "VBZ"} or verb.i == 0:
        return None
    mention = analysis.actor_at(verb.nbor(-1))
    if mention is None or mention.last != verb.i or mention.first == 0:
        return None
    first = mention.first - (analysis.tokens[mention.first - 1].pos_ == "DET")
    return analysis.tokens[mention.head] if analysis.tokens[first - 1].text == "," else None


def reduced(verb: Token) -> tuple[Token, ...]:
    """The noun of a participle that the parser takes for a clause: *film shot by a crew shows*."""
    if any(c.dep_ in {"nsubj", "nsubjpass", "expl"} and c.pos_ != "VERB" for c in verb.children):
        return ()
    shot = (c for c in verb.children if c.i < verb.i and c.tag_ in {"VBN", "VBD"})
    return tuple(
        t for c in shot for t in c.children if t.dep_ in {"nsubj", "nsubjpass"} and t.i + 1 == c.i
    )


def inverted(verb: Token) -> Token | None:
    """Who stands behind a verb of saying that a comma parts off: ", confirmed an official".

    What somebody does after what he did is joined by "and".
    """
    if verb.tag_ not in {"VBD", "VBZ"} or verb.i == 0 or verb.nbor(-1).text != ",":
        return None
    before = {c.dep_ for c in verb.children if c.i < verb.i} - {"punct"}
    if before != {"ccomp"} if verb.dep_ == "ROOT" else before or verb.dep_ not in {"conj", "dep"}:
        return None
    behind = [c for c in verb.children if c.dep_ in {"dobj", "nsubj"}]
    speaks = len(behind) == 1 and (source_kind(behind) or behind[0].lemma_ in words("speakers"))
    return behind[0] if speaks else None


def told_after(verb: Token, content: Ranges) -> tuple[Ranges, tuple[Token, ...]] | None:
    """What is said and who says it, in "..., police and railway officials said", read as one."""
    first, last = content[-1]
    if last != verb.i or len(content) != 1:
        return None
    doc, telling = verb.doc, False
    for i in range(verb.i - 1, max(first, verb.i - _LONGEST_SPEAKER), -1):
        telling = doc[i].lower_ != "who" and (telling or doc[i].pos_ in {"VERB", "AUX"})
        if doc[i].text in _PARTS and i + 1 < verb.i:
            noun = None if telling else noun_of(doc[i + 1 : verb.i])
            return None if noun is None else ([(first, i)], (noun,))
    return None


def quoted_as(token: Token) -> Token | None:
    """Who is quoted, in "was quoted as saying" and "quoted X as saying"."""
    above = token.head.head if token.dep_ == "pcomp" and token.head.lower_ == "as" else None
    if above is None or above.lemma_ not in verbs() or "as" not in verbs()[above.lemma_].takes:
        return None
    objects = frame(above).objects
    return objects[0] if objects else None


def speaker_of(
    analysis: Analysis, subjects: Sequence[Token], before: list[SpeechMention]
) -> tuple[int | None, tuple[EvidenceKind, ...]]:
    """Who speaks, where the subject does, or whoever issued it; and what evidence that is."""
    if not subjects:
        return None, ()
    subject = subjects[0]
    cue = nouns().get(subject.lemma_.lower())
    if cue is None or not cue.whose:
        return _spoken_for(subject).i, source_kind(subjects)
    owner = whose(analysis, subject)
    if owner is None and any(c.lower_ in {"the", "this", "that"} for c in subject.children):
        return _last_speaker(before), source_kind(subjects)
    return (owner.i if owner is not None else None), source_kind(subjects)


def _spoken_for(speaker: Token) -> Token:
    """Who a spokesman without a name speaks for ("a spokesman for the mission said")."""
    if speaker.lemma_.lower() not in words("speaks_for"):
        return speaker
    for prep in speaker.children:
        if prep.dep_ == "prep" and prep.lower_ == "for":
            return next((c for c in prep.children if c.dep_ == "pobj"), speaker)
    return speaker


def whose(analysis: Analysis, noun: Token) -> Token | None:
    """Who issued a statement: its possessor, "by" or "from" whom, or who stands before."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner
    for child in noun.children:
        if child.dep_ in {"compound", "amod", "nmod"} and analysis.actor_at(child) is not None:
            return child
    return None


def _last_speaker(before: list[SpeechMention]) -> int | None:
    return next((m.speaker for m in reversed(before) if m.speaker is not None), None)
