"""Who says so: cues of speech with their speakers, stance, evidence and the content they govern."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import msgspec
from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence, SpeechMention
from dateline.data import rows, toml
from dateline.find.arguments import frame, spread
from dateline.types import EvidenceKind, Stance

_COMPLEMENT = frozenset({"ccomp", "xcomp", "parataxis"})
_NOMINAL_CONTENT = frozenset(
    {"confirms", "announces", "denies", "rejects", "admits", "accuses", "states", "claims",
     "promises", "estimates", "warns", "clarifies"}
)  # fmt: skip
_ADVERBS = {"reportedly": "claims", "allegedly": "claims", "purportedly": "claims",
            "supposedly": "claims"}  # fmt: skip
_CAUSE = frozenset({"attribute", "blame", "ascribe"})


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """A word of saying and the stance it shows."""

    lemma: str
    stance: Stance


@cache
def verbs() -> dict[str, Stance]:
    """Verbs of saying."""
    return {row.lemma: row.stance for row in rows("attribution/verbs.tsv", Cue)}


@cache
def nouns() -> dict[str, Stance]:
    """Nouns of saying."""
    return {row.lemma: row.stance for row in rows("attribution/nouns.tsv", Cue)}


@cache
def _evidence() -> dict[str, EvidenceKind]:
    kinds: dict[str, EvidenceKind] = {}
    for kind, words in toml("attribution/evidence.toml").items():
        if kind != "show":
            kinds |= dict.fromkeys(words.split(), kind)
    return kinds


@cache
def _showing() -> frozenset[str]:
    return frozenset(toml("attribution/evidence.toml")["show"].split())


class Attributions:
    """Finds who says what in every kept sentence."""

    name = "attribution"
    version = "1"
    needs = frozenset({"doc", "sentences", "actors", "events"})
    gives = frozenset({"speech"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its speech mentions."""
        found: list[SpeechMention] = []
        for sentence in analysis.sentences:
            for token in analysis.tokens[sentence.first : sentence.last]:
                if mention := _at(analysis, sentence, token, found):
                    found.append(mention)
        found += _continued(analysis, found)
        return analysis.with_(speech=tuple(found))


def _at(
    analysis: Analysis, sentence: Sentence, token: Token, before: list[SpeechMention]
) -> SpeechMention | None:
    lemma = token.lemma_.lower()
    if token.lower_ == "according" and (to := [c for c in token.children if c.dep_ == "prep"]):
        return _according(analysis, sentence, token, to[0])
    if token.lower_ in _ADVERBS:
        return _mention(analysis, sentence, token, None, "claims", _clause(token.head, sentence))
    if token.pos_ in {"VERB", "AUX"} and lemma in _showing() and (kind := _shows(token)):
        return _evident(analysis, sentence, token, kind)
    if token.pos_ == "VERB" and lemma in verbs():
        return _verb(analysis, sentence, token, verbs()[lemma], before)
    if token.pos_ == "NOUN" and lemma in nouns():
        return _noun(analysis, sentence, token, nouns()[lemma])
    return None


def _shows(token: Token) -> EvidenceKind | None:
    for subject in frame(token).subjects:
        for part in (*subject.children, subject):
            if kind := _evidence().get(part.lemma_.lower()):
                return kind if kind in {"video", "photo", "satellite", "document", "data"} else None
    return None


def _evident(
    analysis: Analysis, sentence: Sentence, token: Token, kind: EvidenceKind
) -> SpeechMention:
    ranges = [(token.i + 1, sentence.last)]
    subjects = frame(token).subjects
    owner = next((c.i for s in subjects for c in s.children if c.dep_ == "poss"), None)
    return _mention(analysis, sentence, token, owner, "states", ranges, (kind,))


def _verb(
    analysis: Analysis,
    sentence: Sentence,
    token: Token,
    stance: Stance,
    before: list[SpeechMention],
) -> SpeechMention | None:
    found = frame(token)
    content = list(_content(token, sentence, stance, found.objects))
    if not content:
        return None
    speaker = found.subjects[0] if found.subjects else None
    if speaker is not None and speaker.lemma_.lower() in {
        "statement",
        "announcement",
        "communique",
    }:
        speaker = _whose(speaker)
        spoken = speaker.i if speaker is not None else _last_speaker(before)
    else:
        spoken = speaker.i if speaker is not None else None
    if found.passive and spoken is None and stance == "accuses":
        return None
    target = found.objects[0].i if stance == "accuses" and found.objects else None
    kinds = _source_kind(speaker)
    return _mention(analysis, sentence, token, spoken, stance, content, kinds, target)


def _content(
    token: Token, sentence: Sentence, stance: Stance, objects: tuple[Token, ...]
) -> Iterator[tuple[int, int]]:
    for child in token.children:
        charge = child.dep_ == "prep" and child.lower_ in {"of", "for"} and stance == "accuses"
        if child.dep_ in _COMPLEMENT or charge:
            yield _range(child, token, sentence)
    if token.lemma_ in _CAUSE and any(
        c.lower_ in {"which", "that"} and c.dep_ in {"dobj", "nsubjpass"} for c in token.children
    ):
        head = token.head
        yield (sentence.first, token.left_edge.i) if head.i < token.i else (token.i, token.i)
        return
    beside = token.dep_ in {"parataxis", "ccomp"} and token.head.pos_ in {"VERB", "AUX"}
    if beside and token.i > token.head.i:
        yield (sentence.first, token.left_edge.i)
    if stance in _NOMINAL_CONTENT and not any(c.dep_ in _COMPLEMENT for c in token.children):
        for each in objects:
            if each.lower_ not in {"that", "which", "it", "them", "him", "her"}:
                yield _range(each, token, sentence)


def _range(child: Token, cue: Token, sentence: Sentence) -> tuple[int, int]:
    first, last = child.left_edge.i, child.right_edge.i + 1
    if first <= cue.i < last:
        first, last = (cue.i + 1, last) if child.i > cue.i else (first, cue.i)
    return max(first, sentence.first), min(last, sentence.last)


def _clause(head: Token, sentence: Sentence) -> list[tuple[int, int]]:
    return [(max(head.left_edge.i, sentence.first), min(head.right_edge.i + 1, sentence.last))]


def _according(
    analysis: Analysis, sentence: Sentence, token: Token, to: Token
) -> SpeechMention | None:
    objects = spread(c for c in to.children if c.dep_ == "pobj")
    if not objects:
        return None
    whole = (token.left_edge.i, max(token.right_edge.i, to.right_edge.i) + 1)
    content = [r for r in ((sentence.first, whole[0]), (whole[1], sentence.last)) if r[0] < r[1]]
    source = objects[0]
    if source.lemma_.lower() in {"agreement", "deal", "treaty", "accord", "resolution"}:
        return None
    kinds = _source_kind(source)
    named = _whose(source) if source.lemma_.lower() in nouns() else source
    speaker = named.i if named is not None else None
    return _mention(analysis, sentence, token, speaker, "states", content, kinds, last=to.i + 1)


def _noun(
    analysis: Analysis, sentence: Sentence, token: Token, stance: Stance
) -> SpeechMention | None:
    clauses = [c for c in token.children if c.dep_ in {"acl", "ccomp", "relcl"} and c.i > token.i]
    said = [
        c for c in clauses if any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children)
    ] or [p for p in token.children if p.dep_ == "prep" and p.lower_ == "of"]
    content = [_range(c, token, sentence) for c in said]
    if not content and (mark := _that(token, sentence)) is not None:
        content = [(mark.i, min(mark.head.right_edge.i + 1, sentence.last))]
    if not content:
        return None
    speaker = _whose(token)
    return _mention(
        analysis, sentence, token, speaker.i if speaker is not None else None, stance, content
    )


def _that(noun: Token, sentence: Sentence) -> Token | None:
    """The "that" a few words after a noun of saying, whatever the parser hangs its clause on."""
    for token in noun.doc[noun.i + 1 : min(noun.i + 7, sentence.last)]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return token
        if token.pos_ in {"VERB", "AUX"} or token.text in {",", ";"}:
            return None
    return None


def _whose(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner
    return None


def _last_speaker(before: list[SpeechMention]) -> int | None:
    return next((m.speaker for m in reversed(before) if m.speaker is not None), None)


def _source_kind(speaker: Token | None) -> tuple[EvidenceKind, ...]:
    """Witnesses, unnamed officials and monitors' data are evidence; a named body is not."""
    if speaker is None:
        return ()
    kind = _evidence().get(speaker.lemma_.lower())
    return (kind,) if kind in {"witness", "official", "data", "document"} else ()


def _mention(
    analysis: Analysis,
    sentence: Sentence,
    cue: Token,
    speaker: int | None,
    stance: Stance,
    content: list[tuple[int, int]],
    evidence: tuple[EvidenceKind, ...] = (),
    target: int | None = None,
    last: int | None = None,
) -> SpeechMention:
    last = last or cue.i + 1
    return SpeechMention(
        first=cue.i,
        last=last,
        head=cue.i,
        span=analysis.span(cue.i, last),
        sentence=sentence.index,
        speaker=speaker,
        stance=stance,
        content=tuple(content),
        evidence=evidence,
        target=target,
    )


def _continued(analysis: Analysis, found: list[SpeechMention]) -> Iterator[SpeechMention]:
    """A sentence that is all quotation and has no cue goes on with the last speaker's words."""
    spoken = {m.sentence for m in found}
    last: SpeechMention | None = None
    for sentence in analysis.sentences:
        here = [m for m in found if m.sentence == sentence.index and m.speaker is not None]
        if here:
            last = here[-1]
        elif sentence.index not in spoken and last is not None and _quoted(analysis, sentence):
            yield replace(last, content=((sentence.first, sentence.last),), sentence=sentence.index)


def _quoted(analysis: Analysis, sentence: Sentence) -> bool:
    return bool(analysis.tokens[sentence.first].text == '"')
