"""Sayings by rule: cues with their speakers, stance, evidence and the content they govern."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis, Sentence, SpeechMention
from dateline.find.arguments import frame
from dateline.find.evidence import RECORDINGS, evidence_words, showing, shown_clauses, thing_shown
from dateline.find.informants import source_kind
from dateline.find.quotes import widened
from dateline.find.speech_content import Ranges, caused_by, noun_content, verb_content
from dateline.find.speech_cues import VerbCue, nouns, phrase, unsaid, verbs, withheld, words
from dateline.find.speech_speakers import (
    inverted,
    is_nobody,
    nearest,
    quoted_as,
    reduced,
    set_before,
    speaker_of,
    told_after,
    whose,
)
from dateline.find.subjects import spread
from dateline.find.writings import may_speak, thing_speaking
from dateline.resolve.actor_names import fold
from dateline.text.tokens import Token
from dateline.types import EvidenceKind, Stance

_HEADLINE_SPEAKER = 6
_SINCE = frozenset({"after", "before", "since"})
_VERBS = frozenset({"VERB", "AUX"})
_CUES = frozenset({"VERB", "AUX", "NOUN"})


def ruled(analysis: Analysis, quoted: tuple[tuple[int, int], ...]) -> list[SpeechMention]:
    """What the rules find in every kept sentence, each over the whole of what it quotes."""
    found: list[SpeechMention] = []
    for sentence in analysis.sentences:
        for token in analysis.tokens[sentence.first : sentence.last]:
            if mention := _at(analysis, sentence, token, found):
                found.append(mention)
            if token.pos_ == "NOUN" and (kind := thing_shown(token)) in RECORDINGS:
                found += _to_be_seen(analysis, sentence, token, kind)
        if sentence.headline and (mention := _headline(analysis, sentence)):
            found.append(mention)
    return widened(analysis, found, quoted)


def _at(
    analysis: Analysis, sentence: Sentence, token: Token, before: list[SpeechMention]
) -> SpeechMention | None:
    lower, pos = token.lower_, token.pos_
    if lower == "according" and (to := [c for c in token.children if c.dep_ == "prep"]):
        return _according(analysis, sentence, token, to[0], before)
    if lower in words("adverbs"):
        return _mention(analysis, sentence, token, None, "claims", _clause(token.head, sentence))
    if lower in words("adjectives") and token.dep_ == "amod":
        content = [(token.i + 1, token.head.i + 1)]
        return _mention(analysis, sentence, token, None, "claims", content)
    if pos not in _CUES and token.tag_ != "NNS":
        return None
    lemma = token.lemma_.lower()
    if pos in _VERBS and showing(lemma) and (shown := _shown(analysis, sentence, token)):
        return _evident(analysis, sentence, token, *shown)
    if pos == "VERB" and (mention := _phrase(analysis, sentence, token, before)):
        return mention
    if pos == "VERB" and lemma in verbs():
        return _verb(analysis, sentence, token, verbs()[lemma], before)
    if (
        token.tag_ == "NNS"
        and lemma in verbs()
        and (mention := _misread(analysis, sentence, token))
    ):
        return mention
    if pos == "NOUN" and lemma in nouns():
        return _noun(analysis, sentence, token, nouns()[lemma].stance)
    return None


def _shown(
    analysis: Analysis, sentence: Sentence, token: Token
) -> tuple[tuple[EvidenceKind, ...], Token] | None:
    """What kinds of things show something by a verb, and the first of them."""
    if not may_speak(analysis.tokens[sentence.first : sentence.last]):
        return None
    spoken = reduced(token) or frame(token).subjects
    subjects = dict.fromkeys(t for s in spoken for t in (s, *s.conjuncts))
    kinds = {s: kind for s in subjects if (kind := thing_speaking(analysis, s))}
    return (tuple(dict.fromkeys(kinds.values())), next(iter(kinds))) if kinds else None


def _evident(
    analysis: Analysis,
    sentence: Sentence,
    token: Token,
    kinds: tuple[EvidenceKind, ...],
    subject: Token,
) -> SpeechMention:
    """A thing shows it: the reporter's own word, unless the thing is somebody's."""
    owner = next((c.i for c in subject.children if c.dep_ == "poss"), None)
    if owner is None and (sayer := _said_to(token)) is not None:
        owner = sayer.i
    stance = showing(token.lemma_.lower()) or "none"
    if owner is not None and stance == "none":
        stance = "states"
    ranges = [(token.i + 1, _before_what_was(token, sentence))]
    return _mention(analysis, sentence, token, owner, stance, ranges, kinds)


def _before_what_was(shows: Token, sentence: Sentence) -> int:
    """Where what a thing shows ends: before a semicolon, another thing, how long after it was."""
    for clause in shows.children:
        if clause.dep_ == "conj" and (other := _shown_beside(shows, clause)) is not None:
            return other
    for clause in shows.doc[shows.i + 1 : sentence.last]:
        deps = {c.dep_ for c in clause.children if c.dep_ != "mark" or c.lower_ in _SINCE}
        apart = clause.head.is_ancestor(shows) or "npadvmod" in deps  # "a day after"
        if apart and clause.dep_ == "advcl" and "mark" in deps:
            return int(clause.left_edge.i)
    rest = range(shows.i + 1, sentence.last)
    return next((i for i in rest if shows.doc[i].text == ";"), sentence.last)


def _shown_beside(shows: Token, clause: Token) -> int | None:
    """Where another thing begins to show something: "shows X, *and a clip has Y*"."""
    subject = next((c for c in clause.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.i < shows.i or showing(clause.lemma_.lower()) is None:
        return None
    if thing_shown(subject) is None:
        return None
    first = int(subject.left_edge.i)
    while first - 1 > shows.i and (
        shows.doc[first - 1].is_punct or shows.doc[first - 1].dep_ == "cc"
    ):
        first -= 1
    return first


def _said_to(shows: Token) -> Token | None:
    """Who says that a thing shows it: *a video which the army said showed the strike*."""
    says = shows.head
    if shows.dep_ != "ccomp" or says.lemma_.lower() not in verbs() or withheld(says):
        return None
    if says.i > shows.i:
        return None  # "files confirm it, historians said" has a saying of its own
    if verbs()[says.lemma_.lower()].stance != "states":
        return None
    return next((c for c in says.children if c.dep_ == "nsubj" and c.i < says.i), None)


def _to_be_seen(
    analysis: Analysis, sentence: Sentence, noun: Token, kind: EvidenceKind
) -> Iterator[SpeechMention]:
    """What is to be seen on a thing: "published footage in which trucks cross the border"."""
    for clause in shown_clauses(noun):
        cue = analysis.tokens[noun.i]
        ranges = [(cue.i + 1, min(clause.right_edge.i + 1, sentence.last))]
        if cue.i < sentence.last - 1:
            yield _mention(analysis, sentence, cue, None, "none", ranges, (kind,))


def _verb(
    analysis: Analysis,
    sentence: Sentence,
    token: Token,
    cue: VerbCue,
    before: list[SpeechMention],
) -> SpeechMention | None:
    if cue.negated == "drop" and withheld(token):
        return None
    found = frame(token)
    behind = inverted(token)
    content = verb_content(cue, found, sentence)
    if behind is not None:
        content = [(sentence.first, token.i - 1)]
    if not content:
        return None
    quoted = behind or quoted_as(token)
    subjects = (quoted,) if quoted is not None else nearest(analysis, token, found.subjects)
    if quoted is None and (beside := set_before(analysis, token)) is not None:
        subjects = (beside,)
    if not subjects and (told := told_after(token, content)) is not None:
        content, subjects = told
    if not subjects:
        subjects = tuple(t for t in reduced(token) if thing_speaking(analysis, t))
    if subjects and is_nobody(subjects[0]):
        return None
    spoken, issued = speaker_of(analysis, subjects, before)
    if (
        subjects
        and subjects[0].lemma_ not in nouns()
        and (shown := thing_speaking(analysis, subjects[0]))
    ):
        owner = whose(analysis, subjects[0])
        spoken, issued = (owner.i if owner is not None else None), (shown,)
    target = None
    if cue.stance == "accuses" or "cause" in cue.takes:
        target = caused_by(token) or (found.objects[0] if found.objects else None)
    return _mention(
        analysis, sentence, token, spoken, cue.stance, content, issued,
        target.i if target is not None else None,
    )  # fmt: skip


def _phrase(
    analysis: Analysis, sentence: Sentence, token: Token, before: list[SpeechMention]
) -> SpeechMention | None:
    """*Held the army responsible for*, *turned down by*: a verb with another word."""
    found = phrase(token)
    if found is None or withheld(token):
        return None
    cue, _ = found
    parts = frame(token)
    content = [(token.i + 1, min(token.right_edge.i + 1, sentence.last))]
    if parts.passive:
        content += [(o.left_edge.i, o.right_edge.i + 1) for o in parts.objects if o.i < token.i]
    spoken, issued = speaker_of(analysis, parts.subjects, before)
    content = [part for part in content if part[0] < part[1]]
    if not content or spoken is None:
        return None
    return _mention(analysis, sentence, token, spoken, cue.stance, content, issued)


def _according(
    analysis: Analysis, sentence: Sentence, token: Token, to: Token, before: list[SpeechMention]
) -> SpeechMention | None:
    objects = spread(c for c in to.children if c.dep_ == "pobj")
    if not objects or objects[0].lemma_.lower() in words("not_said"):
        return None
    whole = (token.left_edge.i, max(token.right_edge.i, to.right_edge.i) + 1)
    content = [r for r in ((sentence.first, whole[0]), (whole[1], sentence.last)) if r[0] < r[1]]
    source = objects[0]
    speaker, kinds = speaker_of(analysis, objects, before)
    thing = thing_speaking(analysis, source)
    if thing is None and source.lower_ in evidence_words("speaking", "issued"):
        thing = "document"
    if thing is not None:
        kinds = tuple(dict.fromkeys((*kinds, thing)))
        if thing_shown(source) and (owner := whose(analysis, source)) is not None:
            speaker = owner.i
    return _mention(analysis, sentence, token, speaker, "states", content, kinds, last=to.i + 1)


def _noun(
    analysis: Analysis, sentence: Sentence, token: Token, stance: Stance
) -> SpeechMention | None:
    content = noun_content(token, sentence)
    if not content:
        return None
    owner = whose(analysis, token)
    if (withdrawing := unsaid(token.head, token)) is not None:
        owner, stance = withdrawing, "denies"
    if owner is not None and any(first <= owner.i < last for first, last in content):
        owner = None
    speaker = owner.i if owner is not None else None
    return _mention(analysis, sentence, token, speaker, stance, content)


def _clause(head: Token, sentence: Sentence) -> Ranges:
    return [(max(head.left_edge.i, sentence.first), min(head.right_edge.i + 1, sentence.last))]


def _misread(analysis: Analysis, sentence: Sentence, token: Token) -> SpeechMention | None:
    """A verb at a sentence's end that was read as a noun (", the migration agency estimates")."""
    doc = analysis.tokens
    if any(not t.is_punct for t in doc[token.i + 1 : sentence.last]) or token.i == sentence.first:
        return None
    comma = next((i for i in range(token.i - 1, sentence.first, -1) if doc[i].text == ","), None)
    before = doc[token.i - 1]
    if (
        comma is None
        or analysis.actor_at(before) is None
        or token.i - comma > _HEADLINE_SPEAKER + 2
    ):
        return None
    cue = verbs()[token.lemma_.lower()]
    return _mention(analysis, sentence, token, before.i, cue.stance, [(sentence.first, comma)])


def _headline(analysis: Analysis, sentence: Sentence) -> SpeechMention | None:
    """The speaker on one side of a headline's colon ("Dozens killed in strike: officials")."""
    doc = analysis.tokens
    colons = [i for i in range(sentence.first + 1, sentence.last - 1) if doc[i].text == ":"]
    if len(colons) != 1:
        return None
    colon = colons[0]
    for first, last, content in (
        (colon + 1, sentence.last, (sentence.first, colon)),
        (sentence.first, colon, (colon + 1, sentence.last)),
    ):
        if last - first > _HEADLINE_SPEAKER or content[1] - content[0] <= last - first:
            continue
        head = doc[last - 1]
        known = analysis.actor_at(head)
        if last == colon and _is_label(analysis, first, last):
            return None
        if (known is not None and known.kind != "pronoun") or head.lemma_.lower() in words(
            "speakers"
        ):
            kinds = source_kind([head])
            return _mention(analysis, sentence, doc[colon], head.i, "states", [content], kinds)
    return None


def _is_label(analysis: Analysis, first: int, last: int) -> bool:
    """Whether a country alone says where it happened, not who says so ("Sudan: camp shelled")."""
    known = analysis.actor_at(analysis.tokens[last - 1])
    if known is None or known.kind != "government" or last - first != known.last - known.first:
        return False
    return known.actor.name is not None and fold(known.span.text) == fold(known.actor.name)


def _mention(
    analysis: Analysis,
    sentence: Sentence,
    cue: Token,
    speaker: int | None,
    stance: Stance,
    content: Ranges,
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
