"""What shows an act where nobody says so: who saw it, what filmed it, what it is told by.

*A reporter saw police beat him*, *he was filmed as he shot*, *40 were killed, by the hospital's
count*, *the car was hit; there is film of it*. What is said, or shown as a thing does, has its
evidence from its cue (`dateline.find.speech_evidence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.analysis import Analysis, Ground, Sentence
from dateline.find.arguments import frame
from dateline.find.evidence import (
    RECORDINGS,
    THINGS,
    evidence_of,
    evidence_words,
    holds_out,
    is_misread,
    noun_of,
    showing,
    thing_shown,
)
from dateline.find.informants import private, tellers
from dateline.find.speech_cues import verbs, withheld
from dateline.find.subjects import is_passive
from dateline.text.tokens import Token
from dateline.types import EvidenceKind

Range = tuple[int, int]
_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "dobj", "oprd", "conj"})
_BELOW = frozenset({"ccomp", "xcomp", "dobj", "oprd"})
_OURS = frozenset({"we", "i"})
_BACK = frozenset({"it", "this", "that", "them"})
_FINITE = frozenset({"VBZ", "VBP", "VBD"})
_PARTICIPLE = frozenset({"VBN", "VBD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_HAVE = frozenset({"has", "have", "'ve"})
_OPEN = frozenset({"VERB", "NOUN", "PROPN"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_PLAYS = frozenset({"pobj", "dobj", "attr", "nsubj", "nsubjpass"})
_ON = frozenset({"on", "in", "from"})
_UNDER = frozenset({"under", "in", "by"})
_COMMAS = frozenset({",", ";", ":", "-", "\N{EM DASH}", "\N{EN DASH}"})
# So many words on at most stands what a clause at the end of a sentence is about.
_FAR = 14


def grounded(analysis: Analysis) -> tuple[Ground, ...]:
    """The grounds of every kept sentence in which events are told, in order."""
    told = {event.sentence for event in analysis.events}
    return tuple(
        ground
        for sentence in analysis.sentences
        if sentence.index in told
        for token in analysis.tokens[sentence.first : sentence.last]
        for ground in _at(sentence, token)
    )


def _at(sentence: Sentence, token: Token) -> Iterator[Ground]:
    if token.pos_ not in _OPEN:
        return
    lemma = token.lemma_.lower()
    if shown := tuple(_shown(sentence, token, lemma)):
        yield from shown
    elif token.pos_ == "VERB":
        if lemma in evidence_words("verbs", "perceive"):
            yield from _perceived(sentence, token)
        elif lemma in evidence_words("verbs", "tells"):
            yield from _recounted(sentence, token)
        elif (kind := _recording(lemma)) is not None:
            yield from _recorded(sentence, token, kind)
    elif token.dep_ in _PLAYS:
        kind = evidence_of(token)
        if token.lower_ in evidence_words("above", "words"):
            yield from _seen_from(sentence, token)
        if lemma in evidence_words("through", "words"):
            yield from _accounts(sentence, token)
        if kind in THINGS:
            yield from _told_by(sentence, token, kind)
        elif kind is None and token.dep_ == "pobj":
            yield from _by_account(sentence, token)


def _shown(sentence: Sentence, verb: Token, lemma: str) -> Iterator[Ground]:
    """What a thing shows, though the parser does not have it for the subject of the verb."""
    noun = _trailing(sentence, verb) if showing(lemma) else None
    if noun is not None and (kind := thing_shown(noun)):
        yield from _ground(sentence, kind, [(sentence.first, min(noun.left_edge.i, noun.i))])
    elif (noun := _belated(sentence, verb) or _of_noun(verb)) and (kind := thing_shown(noun)):
        yield from _ground(sentence, kind, [(verb.i + 1, _whole(verb)[1])])


def _recording(lemma: str) -> EvidenceKind | None:
    if lemma in evidence_words("verbs", "film"):
        return "video"
    return "photo" if lemma in evidence_words("verbs", "photograph") else None


def _ground(sentence: Sentence, kind: EvidenceKind, parts: Iterable[Range]) -> Iterator[Ground]:
    cut = [(max(first, sentence.first), min(last, sentence.last)) for first, last in parts]
    if held := tuple(part for part in cut if part[0] < part[1]):
        yield Ground(kind, held)


def _whole(token: Token, near: Token | None = None) -> Range:
    """The tokens under one, on its side of the semicolons between it and ``near``."""
    first, last = token.left_edge.i, token.right_edge.i + 1
    if near is None:
        return first, last
    low, high = min(first, near.i), max(last, near.i)
    stops = [i for i in range(low, high) if token.doc[i].text == ";"]
    return (
        max([first, *(i + 1 for i in stops if i < near.i)]),
        min([last, *(i for i in stops if i > near.i)]),
    )


def _perceived(sentence: Sentence, verb: Token) -> Iterator[Ground]:
    """What somebody who was there saw or heard himself."""
    if _not_done(verb):
        return
    subjects = frame(verb).subjects
    if not subjects and (last := _trailing(sentence, verb)) and _is_there(last):
        yield from _ground(sentence, "witness", [(sentence.first, min(last.left_edge.i, last.i))])
    if not any(_is_there(t) for s in subjects for t in tellers(s)):
        return
    below = [
        c
        for c in verb.children
        if c.dep_ in _BELOW or (c.dep_ == "conj" and c.tag_ == "VB")  # "saw men run and fire"
    ]
    if not below and verb.dep_ == "relcl" and verb.head.head.lemma_.lower() in verbs():
        return  # "a nun who watched from the tower said": of what, she goes on to say
    if any(c.lower_ in _BACK for c in below) or not below:
        yield from _ground(sentence, "witness", [_before(sentence, verb)])
    else:
        yield from _ground(sentence, "witness", [_whole(c, verb) for c in below])


def _not_done(verb: Token) -> bool:
    """Whether nobody has seen or told anything yet, or it is told of whom."""
    if verb.tag_ in {"VB", "VBG"} or any(c.tag_ == "MD" for c in verb.children):
        return True
    return withheld(verb) or is_passive(verb)


def _recounted(sentence: Sentence, verb: Token) -> Iterator[Ground]:
    """What people without office tell that they went through, however it hangs on the verb."""
    if _not_done(verb):
        return
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "attr", "npadvmod"}]
    if not any(_is_witness(t) for s in subjects for t in tellers(s)):
        return
    below = [c for c in verb.children if c.dep_ in {"ccomp", "parataxis", "dobj", "prep", "dative"}]
    told = [_whole(c, verb) for c in below] or [_before(sentence, verb)]
    doc = verb.doc
    some = [t for first, last in told for t in doc[first:last]]
    past = any(t.tag_ == "VBD" or t.lower_ == "had" for t in some)
    past = past or any(_being_done(verb, c) for c in below)
    if past and not any(k.tag_ == "MD" or k.lower_ in _HAVE for c in below for k in c.children):
        yield from _ground(sentence, "witness", told)


def _being_done(verb: Token, below: Token) -> bool:
    """Whether somebody tells what was being done as he looked: *describe men beating him*."""
    if verb.lemma_.lower() not in evidence_words("verbs", "relives"):
        return False
    doing = (below, *(c for c in below.children if c.dep_ == "acl"))
    return any(t.tag_ == "VBG" and t.i > verb.i + 1 for t in doing)


def _is_witness(noun: Token) -> bool:
    return evidence_of(noun) == "witness" or private(noun)


def _trailing(sentence: Sentence, verb: Token) -> Token | None:
    """The thing that a sentence or clause ends with: ", as two videos of that day show"."""
    doc = verb.doc
    if verb.i + 1 < sentence.last and not (doc[verb.i + 1].is_punct or doc[verb.i + 1].is_space):
        return None
    for i in range(verb.i - 1, max(sentence.first, verb.i - _FAR), -1):
        if doc[i].text in _COMMAS or doc[i].lower_ == "as":
            return noun_of(doc[i + 1 : verb.i])
    return None


def _belated(sentence: Sentence, verb: Token) -> Token | None:
    """The thing whose participle the parser takes for the verb: *film shot by a crew shows X*.

    Or whose verb it takes for a noun: *a transcript seen by diplomats records that X*.
    """
    if is_misread(verb):
        words = verb.doc[sentence.first : verb.i]
        return next((t for t in words if t.pos_ in _NOMINAL and thing_shown(t)), None)
    shot = verb.head
    if verb.tag_ not in _FINITE or shot.tag_ not in _PARTICIPLE or shot.i >= verb.i:
        return None
    if not (showing(verb.lemma_) or verb.lemma_ == "say"):
        return None
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return None
    return next((c for c in shot.children if c.dep_ in _SUBJECTS and c.i + 1 == shot.i), None)


def _of_noun(word: Token) -> Token | None:
    """What shows something by a verb that is read as a noun: *data record ten ships passing*.

    Or of which the parser takes what is shown for the verb: *a photograph has smoke rising*.
    """
    if word.pos_ not in _NOMINAL:
        return None
    has = any(c.dep_ == "aux" and c.lemma_ == "have" for c in word.children)
    takes = any(c.dep_ in {"dobj", "ccomp"} and c.i > word.i for c in word.children)
    if not has and not (takes and showing(word.lemma_.lower())):
        return None
    return next((c for c in word.children if c.dep_ == "nsubj" and c.i < word.i), None)


def _is_there(subject: Token) -> bool:
    """Whether who perceives is the reporter, or somebody who speaks for nobody."""
    if subject.lower_ in _OURS:
        return True
    return private(subject) or bool(
        {subject.lemma_.lower()}
        & (evidence_words("private", "reporters") | evidence_words("private", "watchers"))
    )


def _before(sentence: Sentence, verb: Token) -> Range:
    """What stands in the sentence before the clause of a verb."""
    top = verb
    while top.dep_ in {"relcl", "acl"} and top.head.i >= sentence.first:
        top = top.head.head if top.head.dep_ in {"agent", "pobj"} else top.head
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    edge = min(int(subjects[0].left_edge.i) if subjects else verb.i, verb.i)
    stops = [i + 1 for i in range(sentence.first, edge - 1) if verb.doc[i].text == ";"]
    return max([sentence.first, *stops]), edge


def _recorded(sentence: Sentence, verb: Token, kind: EvidenceKind) -> Iterator[Ground]:
    """What was filmed or photographed, or is done by who filmed it."""
    if any(c.dep_ == "neg" for c in verb.children):
        return
    if any(c.lower_ in _BACK for c in verb.children if c.dep_ == "dobj"):
        yield from _ground(sentence, kind, [_before(sentence, verb)])
        return
    below = [c for c in verb.children if c.dep_ in _CLAUSAL]
    suffering = [c for c in verb.children if c.dep_ == "nsubjpass"]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        suffering.append(verb.head)
    if is_passive(verb) and any(s.lower_ in _BACK for s in suffering):
        yield from _ground(sentence, kind, [_before(sentence, verb)])
    yield from _ground(sentence, kind, map(_whole, [*suffering, *below]))


def _told_by(sentence: Sentence, noun: Token, kind: EvidenceKind) -> Iterator[Ground]:
    """*Killed, by the hospital's count*; *is seen on film*; *was hit; there are films of it*."""
    prep = noun.head
    if noun.dep_ == "pobj" and prep.lower_ == "by":
        verb = prep.head
        if is_passive(verb) and verb.lemma_.lower() in evidence_words("verbs", "catches"):
            caught = (c for c in verb.children if c.dep_ == "nsubjpass")
            yield from _ground(sentence, kind, map(_whole, caught))
        elif kind == "data" or noun.lower_ in evidence_words("records", "words"):
            yield from _ground(sentence, kind, _clause(prep))
    elif noun.dep_ == "pobj" and prep.lower_ in _ON and prep.head.pos_ == "VERB":
        yield from _ground(sentence, kind, _clause(prep) if kind in RECORDINGS else ())
    if kind in RECORDINGS:
        of = (p for p in noun.children if p.lower_ == "of" and noun.dep_ == "dobj")
        yield from _ground(sentence, kind, map(_whole, of))
    elif noun.dep_ == "pobj" and kind == "document":
        yield from _ground(sentence, kind, _written(noun, prep))
    elif noun.dep_ == "dobj":
        yield from _ground(sentence, "data", _listed(noun))
    if any(o.lower_ in _BACK for p in noun.children if p.lower_ == "of" for o in p.children):
        yield from _ground(sentence, kind, [(sentence.first, _clause_start(noun))])


def _written(noun: Token, prep: Token) -> list[Range]:
    """*Under a draft seen by reporters, X would*; *in a letter he rejected it*: by whom is told."""
    held = any(c.dep_ in {"acl", "relcl"} and holds_out(c) for c in noun.children)
    if held and prep.lower_ in _UNDER:
        return _clause(prep)
    says = prep.head.pos_ == "VERB" and prep.head.lemma_.lower() in verbs()
    if says and prep.lower_ == "in" and not any(c.lower_ == "the" for c in noun.children):
        return [(prep.head.i, prep.head.i + 1)]
    return []


def _listed(noun: Token) -> Iterator[Range]:
    """*Drew up a list of 745 people killed*: so many were counted."""
    if noun.lower_ in evidence_words("records", "words") or evidence_of(noun) == "data":
        of = (p for p in noun.children if p.lower_ == "of")
        yield from (_whole(p) for p in of if any(t.like_num for t in p.subtree))


def _seen_from(sentence: Sentence, above: Token) -> Iterator[Ground]:
    """*The graves are visible from space*; *seen from orbit, the column stretched for miles*."""
    seen = above.head.head if above.head.lower_ == "from" else above
    if {seen.lower_, seen.lemma_.lower()} & evidence_words("above", "seen"):
        yield from _ground(sentence, "satellite", [(sentence.first, sentence.last)])


def _accounts(sentence: Sentence, noun: Token) -> Iterator[Ground]:
    """*Published witness accounts of killings*, *the survivors' accounts of the raid*."""
    own = (c for c in noun.children if c.dep_ in {"compound", "amod", "poss"})
    if any(_is_witness(c) for c in own):
        told = (p for p in noun.children if p.lower_ == "of")
        yield from _ground(sentence, "witness", map(_whole, told))


def _by_account(sentence: Sentence, noun: Token) -> Iterator[Ground]:
    """*Forty died, by the account of two nuns*."""
    if noun.head.lower_ == "by" and noun.lemma_.lower() in evidence_words("through", "words"):
        of = [o for p in noun.children if p.lower_ == "of" for o in p.children]
        own = [c for c in noun.children if c.dep_ == "poss"]
        if any(private(t) or evidence_of(t) == "witness" for o in (*of, *own) for t in tellers(o)):
            yield from _ground(sentence, "witness", _clause(noun.head))


def _clause(prep: Token) -> list[Range]:
    """What a phrase with a preposition goes with: the words of its verb on both sides of it.

    Clauses that only say which person or thing is meant are left out.
    """
    top = next((t for t in prep.ancestors if t.pos_ in {"VERB", "AUX"}), prep.head)
    while top.dep_ == "conj" and top.head.pos_ == top.pos_:
        top = top.head
    which = (t for t in top.subtree if t.dep_ == "relcl" and t != top)
    apart = sorted([_whole(prep), *map(_whole, which)])
    first, last = _whole(top, prep)
    parts = []
    for begins, ends in apart:
        parts.append((first, begins))
        first = max(first, ends)
    return [*parts, (first, last)]


def _clause_start(noun: Token) -> int:
    """Where the clause of a noun begins, or the part of its sentence after a semicolon."""
    top = next((t for t in noun.ancestors if t.pos_ in {"VERB", "AUX"}), noun)
    edge: int = noun.left_edge.i if top.dep_ == "ROOT" else top.left_edge.i
    return edge
