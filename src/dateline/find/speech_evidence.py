"""What each saying rests on: evidence named around it or held out by it, and who saw it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.analysis import Analysis, SpeechMention
from dateline.find.arguments import frame
from dateline.find.evidence import (
    THINGS,
    beside,
    evidence_of,
    evidence_words,
    holds_out,
    rests_on,
    shows_other,
    thing_shown,
)
from dateline.find.informants import hides, ranked, unnamed
from dateline.find.quotes import source_tokens
from dateline.find.testimony import carried, of_speaker
from dateline.text.tokens import Token
from dateline.types import EvidenceKind

_DOING = frozenset({"VBG", "VBD", "VBN"})
# What a party says for itself rests on no official's word.
_OWN_ACCOUNT = frozenset(
    {
        "accuses",
        "claims",
        "admits",
        "denies",
        "rejects",
        "announces",
        "clarifies",
        "promises",
        "warns",
    }
)
_FROM, _FROM_WITH = frozenset({"from"}), frozenset({"from", "with"})
# So many sayings on either side, and so many words, are looked at for what one rests on.
_BESIDE = 25
_WIDE = 200


def supported(
    analysis: Analysis, mentions: Sequence[SpeechMention], quoted: Iterable[tuple[int, int]]
) -> list[SpeechMention]:
    """The mentions with all the evidence that their sentences name."""
    inside = {i for first, last in quoted for i in range(first, last)}
    touching: dict[int, list[SpeechMention]] = {}
    for mention in mentions:
        for index in dict.fromkeys(
            analysis.sentence_of_token[i].index
            for first, last in mention.content
            for i in range(first, last)
            if i in analysis.sentence_of_token
        ):
            touching.setdefault(index, []).append(mention)
    for some in touching.values():
        some.sort(key=lambda m: m.first)
    acts = frozenset(event.head for event in analysis.events)
    known = [_supported(analysis, m, _beside(touching, m), inside, acts) for m in mentions]
    return list(carried(analysis, list(_written_on(analysis, known))))


def _written_on(analysis: Analysis, mentions: Sequence[SpeechMention]) -> Iterator[SpeechMention]:
    """The mentions; what somebody "wrote" right after a letter of his rests on it too."""
    before: SpeechMention | None = None
    for mention in mentions:
        wrote = analysis.tokens[mention.head].lemma_.lower() == "write"
        if wrote and before is not None and "document" in before.evidence:
            near = mention.sentence - before.sentence <= 1
            if near and "document" not in mention.evidence:
                yield replace(mention, evidence=(*mention.evidence, "document"))
                continue
        yield mention
        before = mention


def _beside(
    touching: dict[int, list[SpeechMention]], mention: SpeechMention
) -> Sequence[SpeechMention]:
    """The sayings of its sentence around a mention; of very many the nearest."""
    some = touching.get(mention.sentence, [])
    at = bisect_left(some, mention.first, key=lambda m: m.first)
    return some[max(at - _BESIDE, 0) : at + _BESIDE]


def _supported(
    analysis: Analysis,
    mention: SpeechMention,
    mentions: Sequence[SpeechMention],
    quoted: set[int],
    acts: frozenset[int],
) -> SpeechMention:
    kinds = list(mention.evidence)
    cue = analysis.tokens[mention.head]
    around, speaking = _around(analysis, mention, mentions), _who(analysis, mention)
    kinds += beside(around, acts, cue)
    kinds += beside(_attached(analysis, mention, acts), acts)
    kinds += _cited(analysis, mention, acts)
    kinds += _held_out(analysis, mention)
    written = thing_shown(cue) if cue.pos_ == "NOUN" else None
    if written is not None and written != "data":  # "the agency estimates", read as a noun
        kinds.append(written)  # "announced in a letter that"
    for who in speaking:
        kinds += beside(rests_on(who)) if mention.speaker is not None else ()
        if who.lower_ in evidence_words("speaking", "issued") and mention.stance != "accuses":
            kinds.append("document")  # "a report of the mission said"
    if any(_is_told_in(t, cue) for t in (cue, *around)):
        kinds.append("document")
    kinds += of_speaker(analysis, mention, quoted, tuple(kinds))
    own = mention.stance in _OWN_ACCOUNT or _of_his_own(analysis, mention, speaking)
    own = own and not _is_hidden(analysis, mention, speaking)
    office = any(evidence_of(who) == "official" for who in speaking)
    if own or ("witness" in kinds and not office):  # "at us", said one of the sailors
        kinds = [kind for kind in kinds if kind != "official"]
    found = tuple(dict.fromkeys(kinds))
    return mention if found == mention.evidence else replace(mention, evidence=found)


def _of_his_own(analysis: Analysis, mention: SpeechMention, speaking: Iterable[Token]) -> bool:
    """Whether an officer speaks for his men: *"We won't fire," a colonel said*."""
    told = (t for first, last in mention.content for t in analysis.tokens[first:last])
    return any(map(ranked, speaking)) and any(t.lower_ in {"we", "our"} for t in told)


def _is_told_in(noun: Token, cue: Token) -> bool:
    """Whether it is said in what is issued: *concluded in a report*."""
    if noun.lower_ not in evidence_words("speaking", "issued") or noun.dep_ != "pobj":
        return False
    return noun.head.lower_ == "in" and cue in (noun, noun.head.head)


def _who(analysis: Analysis, mention: SpeechMention) -> tuple[Token, ...]:
    """Who speaks, and what does: of *a report by X says* both."""
    spoken = () if mention.speaker is None else (analysis.tokens[mention.speaker],)
    return tuple(dict.fromkeys((*spoken, *frame(analysis.tokens[mention.head]).subjects)))


def _is_hidden(analysis: Analysis, mention: SpeechMention, speaking: Iterable[Token]) -> bool:
    """Whether who speaks is not to be named; "anonymously" may stand with the saying."""
    around = analysis.tokens[mention.first : mention.last]
    return any(map(unnamed, speaking)) or any(map(hides, around))


def _around(
    analysis: Analysis, mention: SpeechMention, mentions: Sequence[SpeechMention]
) -> list[Token]:
    """The words of its sentence that belong to no saying, nor to who speaks."""
    sentence = analysis.sentences[mention.sentence]
    low = max(sentence.first, mention.head - _WIDE)
    high = min(sentence.last, mention.head + _WIDE)
    stops = [t.i for t in analysis.tokens[low:high] if t.text == ";"]
    low = max([low, *(i + 1 for i in stops if i < mention.head)])
    high = min([high, *(i for i in stops if i > mention.head)])
    taken = _within(mention, low, high)
    for other in mentions:
        holds = any(first <= mention.head < last for first, last in other.content)
        if other.said and abs(other.sentence - mention.sentence) <= 1 and not holds:
            taken |= _within(other, low, high)
    for first, last in (*mention.source, *_speaker_words(analysis, mention)):
        taken.update(range(first, last))
    taken.add(mention.head)
    return [t for t in analysis.tokens[low:high] if t.i not in taken]


def _within(mention: SpeechMention, low: int, high: int) -> set[int]:
    """The tokens of its content between two tokens."""
    parts = mention.content
    return {i for first, last in parts for i in range(max(first, low), min(last, high))}


def _attached(analysis: Analysis, mention: SpeechMention, acts: frozenset[int]) -> list[Token]:
    """The words that hang on the cue itself, though they stand in or after what is said.

    *Confirmed from network metrics that*, *denied it, posting a photograph*, *and put out footage*.
    """
    cue = analysis.tokens[mention.head]
    found: list[Token] = []
    for child in cue.children:
        beside = child.dep_ in {"advcl", "conj"} and child.tag_ in _DOING and holds_out(child)
        if child.dep_ == "prep" or beside:
            found += _near(child)
        elif child.dep_ in {"dobj", "ccomp"}:
            words = _FROM if child.i in acts else _FROM_WITH  # "were whipped with cables"
            froms = (c for c in child.children if c.dep_ == "prep" and c.lower_ in words)
            for prep in froms:
                found += _near(prep)
    return found


def _cited(
    analysis: Analysis, mention: SpeechMention, acts: frozenset[int]
) -> Iterator[EvidenceKind]:
    """The things that a participle after a saying goes by or holds out, however it is parsed.

    *Accused them of shooting captives, referring to film of it*; *confirmed that they had left,
    releasing a clip*: of who has left it would be said otherwise.
    """
    cue = analysis.tokens[mention.head]
    sentence = analysis.sentences[mention.sentence]
    if cue.pos_ != "VERB" or mention.speaker is None:
        return
    for verb in analysis.tokens[cue.i + 2 : min(sentence.last, cue.i + _WIDE)]:
        part = verb.tag_ == "VBG" and verb.nbor(-1).text == "," and verb.dep_ == "advcl"
        if part and holds_out(verb):
            for noun in verb.subtree:
                kind = evidence_of(noun) if noun.i > verb.i else None
                if kind in THINGS and not shows_other(noun, acts):
                    yield kind
                    return


def _near(top: Token) -> list[Token]:
    """The objects of a preposition or verb and of its prepositions, clauses left out."""
    out: list[Token] = []
    for child in top.children:
        if child.dep_ in {"pobj", "dobj", "conj"}:
            out.append(child)
            out += [c for c in child.children if c.dep_ == "conj"]
            if child.lower_ in evidence_words("through", "strength"):
                out += [o for p in child.children if p.lower_ == "of" for o in _near(p)]
        if child.dep_ == "prep" or (child.dep_ in {"pcomp", "advcl"} and holds_out(child)):
            out += _near(child)
    return out


def _speaker_words(analysis: Analysis, mention: SpeechMention) -> list[tuple[int, int]]:
    if mention.speaker is None:
        return []
    return [source_tokens(analysis.tokens[mention.speaker])]


def _held_out(analysis: Analysis, mention: SpeechMention) -> Iterator[EvidenceKind]:
    """The evidence that what is said is about: *rejected the footage*, *verified three videos*."""
    for first, last in mention.content:
        if first == last:
            continue  # a clause whose words are all somebody else's
        root = analysis.tokens[first:last].root
        if root.pos_ == "NOUN" and root.head.i == mention.head:
            kind = thing_shown(root)
            if kind is not None and kind != "document":  # a note rejected is a demand refused
                yield kind
