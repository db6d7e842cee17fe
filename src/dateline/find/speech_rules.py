"""Sayings by rule: cues with their speakers, stance, evidence and the content they govern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.analysis import Analysis, Sentence, SpeechMention
from dateline.find.arguments import frame
from dateline.find.evidence import (
    RECORDINGS,
    evidence_words,
    noun_of,
    showing,
    shown_clauses,
    source_kind,
    thing_shown,
)
from dateline.find.quotes import widened
from dateline.find.speech_content import Ranges, caused_by, noun_content, verb_content
from dateline.find.speech_cues import VerbCue, nouns, phrase, unsaid, verbs, withheld, words
from dateline.find.subjects import spread
from dateline.find.writings import thing_speaking
from dateline.resolve.actor_names import fold
from dateline.text.tokens import Token
from dateline.types import EvidenceKind, Stance

_HEADLINE_SPEAKER = 6
_SINCE = frozenset({"after", "before", "since"})
_LONGEST_SPEAKER = 12
_CUES = frozenset({"VERB", "AUX", "NOUN"})
_PARTS = frozenset({",", '"', "''", "\N{RIGHT DOUBLE QUOTATION MARK}"})


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
    if pos in {"VERB", "AUX"} and showing(lemma) and (shown := _shown(analysis, token)):
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


def _shown(analysis: Analysis, token: Token) -> tuple[tuple[EvidenceKind, ...], Token] | None:
    """What kinds of things show something by a verb, and the first of them."""
    subjects = dict.fromkeys(t for s in frame(token).subjects for t in (s, *s.conjuncts))
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
    """Where what a thing shows ends: before the clause that says how long after what it was."""
    for clause in shows.doc[shows.i + 1 : sentence.last]:
        deps = {c.dep_ for c in clause.children if c.dep_ != "mark" or c.lower_ in _SINCE}
        apart = clause.head.is_ancestor(shows) or "npadvmod" in deps  # "a day after"
        if apart and clause.dep_ == "advcl" and "mark" in deps:
            return int(clause.left_edge.i)
    return sentence.last


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
    content = verb_content(cue, found, sentence)
    if not content:
        return None
    quoted = _quoted_as(token)
    subjects = (quoted,) if quoted is not None else _near(analysis, token, found.subjects)
    if quoted is None and (beside := _set_before(analysis, token)) is not None:
        subjects = (beside,)
    if not subjects and (told := _told_after(token, content)) is not None:
        content, subjects = told
    if subjects and _is_nobody(subjects[0]):
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


def _is_nobody(subject: Token) -> bool:
    """*Nobody*, *no group*."""
    return subject.lower_ in words("nobody") or any(
        c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in subject.children
    )


def _near(analysis: Analysis, verb: Token, subjects: tuple[Token, ...]) -> tuple[Token, ...]:
    """The subjects from the named one on that stands next to its verb.

    In "wounded, three of them seriously, the president said" the parser takes both for subjects.
    """
    own = [s for s in subjects if s.i < verb.i and s.head == verb]
    if len(own) > 1 and analysis.actor_at(own[-1]) is not None:
        return subjects[subjects.index(own[-1]) :]
    return subjects


def _set_before(analysis: Analysis, verb: Token) -> Token | None:
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


def _told_after(verb: Token, content: Ranges) -> tuple[Ranges, tuple[Token, ...]] | None:
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


def _quoted_as(token: Token) -> Token | None:
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


def continued(
    analysis: Analysis, found: list[SpeechMention], quoted: tuple[tuple[int, int], ...]
) -> list[SpeechMention]:
    """The mentions; sentences that are all quotation and have no cue are the last speaker's.

    Who is told of within what another says is no speaker of what follows. Sentences of one
    quotation make one content.
    """
    inside = {i: pair for pair in quoted for i in range(*pair)}
    held = {i for m in found for first, last in m.content for i in range(first, last)}
    spoken = {m.sentence for m in found}
    latest = {m.sentence: m for m in found if m.speaker is not None and m.first not in held}
    out = list(found)
    last: SpeechMention | None = None
    going_on: tuple[int, int] | None = None
    for sentence in analysis.sentences:
        last = latest.get(sentence.index, last)
        here = inside.get(sentence.first, (0, 0))
        free = last is not None and sentence.first not in held and sentence.index not in spoken
        if last is None or not free or here[1] < sentence.last:
            going_on = None
            continue
        if going_on == here:
            ((first, _),) = out[-1].content
            out[-1] = replace(last, content=((first, sentence.last),))
        else:
            out.append(replace(last, content=((sentence.first, sentence.last),)))
        going_on = here
    return out
