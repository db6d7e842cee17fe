"""One list of sayings from what the rules find and what the encoder does.

Where both find one, the rule tells who speaks and how, and the encoder how far source, cue and
content reach. What only one of them finds stands as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.analysis import Analysis, SpeechMention
from dateline.find.evidence import evidence_of, evidence_words, noun_of, showing
from dateline.find.informants import private
from dateline.find.speech_cues import nouns, verbs, withheld, words
from dateline.find.speech_links import Link
from dateline.find.speech_spans import SpeechSpan, join
from dateline.find.speech_speakers import speaker_of
from dateline.find.writings import thing_speaking
from dateline.model.encoder import Floats
from dateline.text.tokens import Span, Token
from dateline.types import EvidenceKind, Stance

Range = tuple[int, int]
Ranges = tuple[Range, ...]
_JOINTS = frozenset({",", ";", "and", "but", "or", "while", "although", "though"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_PAST = frozenset({"VBD", "VBN"})
_SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_PRESENT = frozenset({"VBZ", "VBP"})
_CLAUSAL = _FINITE | {"MD"}
# So many words of the encoder's are too few to stand against what a rule finds elsewhere.
_SLIGHT = 3
_QUOTES = frozenset({'"', "''", "``", "\N{LEFT DOUBLE QUOTATION MARK}"})


def joined(
    analysis: Analysis,
    rules: Sequence[SpeechMention],
    found: Sequence[Link],
    heard: Floats,
) -> list[SpeechMention]:
    """The mentions in the order of their cues.

    ``heard`` is how likely the encoder takes each token for a cue; a rule that stands alone where
    it does not at all is left out.
    """
    left = dict(enumerate(rules))
    out: list[SpeechMention] = []
    for link in sorted(found, key=lambda one: one.cue.first):
        mine = [i for i, rule in left.items() if link.cue.first <= rule.head < link.cue.last]
        if mine:
            rule = left.pop(mine[-1])  # "continued to deny" denies
            for i in mine[:-1]:
                del left[i]
            out.append(_merged(analysis, rule, link, out))
            more = (run for run in link.further if not _parted(analysis, link, run))
            out += [replace(out[-1], content=tuple(run)) for run in more]
        elif link.contents or link.sources:
            more = (run for run in link.further if not _parted(analysis, link, run))
            for run in (link.contents, *more):
                out.append(_new(analysis, replace(link, contents=run), out))
    cues = {i for link in found if link.contents for i in range(link.cue.first, link.cue.last)}
    believed = (rule for rule in left.values() if _stands_alone(analysis, rule, cues))
    alone = [
        rule
        for rule in believed
        if analysis.sentences[rule.sentence].headline or not _unheard(rule, heard)
    ]
    every = sorted([*out, *alone], key=lambda m: m.first)
    return [_same_speaker(analysis, m, every) for m in every]


def _parted(analysis: Analysis, link: Link, run: Sequence[Range]) -> bool:
    """Whether a semicolon parts it from a saying of what follows: *A; on Friday, X said, B*."""
    before = run[-1][1]
    if not link.contents or link.contents[0][0] < link.cue.last or before > link.cue.first:
        return False
    sentence = analysis.sentences[link.cue.sentence]
    between = analysis.tokens[before : link.cue.first]
    return before > sentence.first and any(t.text == ";" for t in between)


def _stands_alone(analysis: Analysis, rule: SpeechMention, cues: set[int]) -> bool:
    """Whether a rule is believed where the encoder sees no cue: it knows who says so, or why not.

    *Reportedly* and a thing that shows it have no speaker; *the release of* the prisoners says
    nothing. What holds a cue that the encoder does see is no saying itself.
    """
    shown = rule.speaker is None and bool(rule.evidence)
    if not shown and any(i in cues for first, last in rule.content for i in range(first, last)):
        return False
    known = rule.speaker is not None or bool(rule.evidence)
    cue = analysis.tokens[rule.head]
    return known or cue.pos_ in {"ADV", "ADJ"} or analysis.sentences[rule.sentence].headline


def _unheard(rule: SpeechMention, heard: Floats) -> bool:
    """Whether a plain verb of saying (*they continue to*) is none to the encoder.

    What denies, accuses, or names what it rests on is believed even so.
    """
    plain = rule.stance == "states" and rule.speaker is not None and not rule.evidence
    return plain and bool(heard[rule.head] < join().heard)


def _merged(
    analysis: Analysis, rule: SpeechMention, link: Link, before: list[SpeechMention]
) -> SpeechMention:
    """A rule's mention with the extents that the encoder gives it.

    Of *reportedly* and *alleged* the rule knows it all: nobody is named, the clause is said.
    """
    cue = analysis.tokens[rule.head]
    if cue.pos_ in {"ADV", "ADJ"}:
        return rule
    content = tuple(_cut(analysis, cue, part, rule) for part in link.contents)
    overlap = any(a < d and c < b for a, b in rule.content for c, d in content)
    slight = sum(last - first for first, last in content) < _SLIGHT
    lost = _holds(content, rule.speaker) and not _holds(rule.content, rule.speaker)
    if lost or (slight and (rule.content or not overlap)) or _torn(analysis, content, rule.content):
        content = rule.content
    sources = [
        span
        for span in link.sources
        if not any(first <= span.first < last for first, last in content)
    ]
    speaker, evidence, source = rule.speaker, rule.evidence, _ranges(sources)
    if speaker is None and not evidence and sources and not _passive(cue):
        speaker, evidence = _spoken(analysis, sources, before)
    stance = rule.stance
    if not evidence and (thing := _thing(analysis, sources)) is not None:
        speaker, evidence = None, (thing,)
        stance = showing(cue.lemma_.lower()) or stance
    return replace(
        rule,
        first=link.cue.first,
        last=link.cue.last,
        span=analysis.span(link.cue.first, link.cue.last),
        speaker=speaker,
        stance=stance,
        evidence=evidence,
        source=source,
        content=content,
    )


def _holds(parts: Ranges, token: int | None) -> bool:
    return token is not None and any(first <= token < last for first, last in parts)


def _cut(analysis: Analysis, cue: Token, part: Range, rule: SpeechMention) -> Range:
    """A content that ends where a rule ends it, if what follows there is told by another.

    *Said that they had left, but the army denied it*: the parse tells what "but" joins. What a
    thing shows ends at a semicolon, or where another thing shows more.
    """
    first, last = part
    for begins, ends in rule.content:
        if not (begins < last and first < ends < last):
            continue
        rest = analysis.tokens[ends:last]
        if rest[0].text not in _JOINTS:
            continue
        if rule.evidence and showing(cue.lemma_.lower()):
            return first, ends
        words = {e.head for e in analysis.events if ends < e.head < last and e.type in _SPOKEN}
        if _apart(cue, analysis.tokens[first:ends], rest, words):
            return first, ends
    return part


def _apart(cue: Token, said: Span, rest: Span, words: set[int]) -> bool:
    """Whether a clause goes on beside the cue, not in what is said.

    It has its own word of saying, is joined to the cue in its own form (*has pledged ... and
    delivered*), or is told of the present where the cue and what is said are of the past.
    """
    if any(_says_itself(t, rest[0], words) for t in rest):
        return True
    if any(t.dep_ == "conj" and t.head == cue and t.tag_ in _PAST for t in rest[1:2]):
        return cue.tag_ in _PAST
    past = cue.tag_ in {"VBD", "VBG"} and not any(t.tag_ in _PRESENT for t in said)
    verb = next((t for t in rest if t.tag_ in _CLAUSAL), None)
    return past and verb is not None and verb.tag_ in _PRESENT


def _says_itself(token: Token, joint: Token, words: set[int]) -> bool:
    """Whether it is a verb of saying with a subject of its own, or right behind "and".

    ``words`` are the triggers of what is done by words, such as demands.
    """
    if token.pos_ != "VERB" or (token.lemma_.lower() not in verbs() and token.i not in words):
        return False
    deps = {c.dep_ for c in token.children}
    if token.tag_ in _FINITE or "aux" in deps:
        return "nsubj" in deps or (token.i == joint.i + 1 and token.tag_ in _FINITE)
    return False


def _torn(analysis: Analysis, parts: Ranges, ruled: Ranges) -> bool:
    """Whether the encoder found only pieces of a clause that a rule has whole, its verb left out.

    *Troops have left the town, the army said*: it has seen few texts that tell of such acts.
    """
    if len(ruled) != 1:
        return False
    first, last = ruled[0]
    opens = analysis.tokens[first].lower_ == "that"
    if not opens and first != analysis.sentence_of_token[first].first:
        return False
    held = {i for begins, ends in parts for i in range(begins, ends)}
    whole = set(range(first, last))
    if any(analysis.tokens[i].tag_ in _CLAUSAL for i in held - whole):
        return False
    return any(analysis.tokens[i].tag_ in _CLAUSAL for i in whole - held)


def _passive(cue: Token) -> bool:
    return any(c.dep_ in {"auxpass", "nsubjpass"} for c in cue.children)


def _same_speaker(
    analysis: Analysis, mention: SpeechMention, every: Sequence[SpeechMention]
) -> SpeechMention:
    """Who says the next thing too, where the parse joins it to what was said.

    *Denied that anyone was hurt and blamed Hamas*: a cue in the tense of the one before, joined
    by "and", without a subject of its own.
    """
    cue = analysis.tokens[mention.head]
    if cue.dep_ != "conj" or cue.i == 0 or cue.nbor(-1).dep_ != "cc" or cue.tag_ not in _FINITE:
        return mention
    if any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in cue.children):
        return mention
    for other in reversed(every):
        before = analysis.tokens[other.head]
        inside = any(first <= cue.head.i < last for first, last in other.content)
        if other.first < mention.first and inside and before.tag_ == cue.tag_:
            return replace(mention, speaker=other.speaker, source=other.source)
    return mention


def _new(analysis: Analysis, link: Link, before: list[SpeechMention]) -> SpeechMention:
    """A mention that no rule has found."""
    cue = analysis.tokens[link.cue.first : link.cue.last].root
    speaker, evidence = _spoken(analysis, link.sources, before)
    stance, said = _stance(analysis, cue, link)
    shown, thing = showing(cue.lemma_.lower()), _thing(analysis, link.sources)
    if thing is not None:  # a thing shows it: nobody says so
        speaker, evidence = None, (thing,)
        if shown is not None:
            stance, said = shown, True
    said = said or _recounts(analysis, cue, link)
    return SpeechMention(
        first=link.cue.first,
        last=link.cue.last,
        head=cue.i,
        span=analysis.span(link.cue.first, link.cue.last),
        sentence=link.cue.sentence,
        speaker=speaker,
        stance=stance,
        content=tuple(link.contents),
        evidence=evidence,
        source=_ranges(link.sources),
        said=said and bool(link.contents),
    )


def _recounts(analysis: Analysis, cue: Token, link: Link) -> bool:
    """Whether people without office tell what they saw done, or a report found it.

    *Nurses describe men beating him*, *residents report seeing it*.
    """
    lemma = cue.lemma_.lower()
    if cue.pos_ != "VERB" or withheld(cue):
        return False
    spoken = _heads(analysis, link.sources)
    seeing = cue.tag_ == "VBG" and lemma in evidence_words("verbs", "perceive")
    if seeing or lemma in evidence_words("verbs", "relives"):
        return any(private(head) or evidence_of(head) == "witness" for head in spoken)
    if lemma != "find" or not any(_is_clause(analysis, p, headline=False) for p in link.contents):
        return False
    return any(head.lower_ in evidence_words("speaking", "issued") for head in spoken)


def _heads(analysis: Analysis, sources: Sequence[SpeechSpan]) -> list[Token]:
    """The head of each source and, of *film shot by a crew*, its noun."""
    phrases = [analysis.tokens[span.first : span.last] for span in sources]
    return [head for words in phrases for head in (words.root, noun_of(words)) if head]


def _thing(analysis: Analysis, sources: Sequence[SpeechSpan]) -> EvidenceKind | None:
    """The kind of thing that a source is, by its head or, of *film shot by a crew*, its noun."""
    heads = _heads(analysis, sources)
    return next((kind for head in heads if (kind := thing_speaking(analysis, head))), None)


def _ranges(spans: Sequence[SpeechSpan]) -> Ranges:
    return tuple((span.first, span.last) for span in spans)


def _spoken(
    analysis: Analysis, sources: Sequence[SpeechSpan], before: list[SpeechMention]
) -> tuple[int | None, tuple[EvidenceKind, ...]]:
    heads = [analysis.tokens[span.first : span.last].root for span in sources]
    return speaker_of(analysis, heads, before)


def _stance(analysis: Analysis, cue: Token, link: Link) -> tuple[Stance, bool]:
    """The stance that a cue shows, and whether anything is said to have happened by it."""
    headline = analysis.sentences[link.cue.sentence].headline
    told = bool(link.sources) and any(
        _is_clause(analysis, part, headline=headline) for part in link.contents
    )
    for token in (cue, *analysis.tokens[link.cue.first : link.cue.last]):
        lemma = token.lemma_.lower()
        if lemma in words("withheld") and any(c.dep_ == "xcomp" for c in token.children):
            return "states", False
        if token.pos_ == "VERB" and lemma in verbs():
            takes = {"object", "about"} & set(verbs()[lemma].takes) and link.sources
            return verbs()[lemma].stance, bool(told or takes) and not withheld(token)
        if token.pos_ == "NOUN" and lemma in nouns():
            return nouns()[lemma].stance, told
    return "states", False


def _is_clause(analysis: Analysis, part: Range, *, headline: bool) -> bool:
    """Whether it has a verb with a subject, or is quoted.

    A headline leaves out the auxiliary: *says soldier killed by strike*, *troops to leave*.
    """
    first, last = part
    words = analysis.tokens[first : min(last, first + 60)]
    if headline and any(_headed(t) and t.i - first > 0 for t in words):
        return True
    return any(t.tag_ in _FINITE or t.text in _QUOTES for t in words)


def _headed(token: Token) -> bool:
    """Whether a verb without its auxiliary stands after a noun."""
    if token.tag_ == "VB" and token.i > 1 and token.nbor(-1).lower_ == "to":
        return token.nbor(-2).pos_ in {"NOUN", "PROPN"}
    return token.tag_ == "VBN" and token.i > 0 and token.nbor(-1).pos_ in {"NOUN", "PROPN"}
