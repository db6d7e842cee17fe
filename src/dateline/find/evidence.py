"""What a saying rests on: things that show it, who saw it, officials whom nobody names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from dateline.data import toml
from dateline.text.tokens import Span, Token
from dateline.types import EvidenceKind, Stance

# What kinds of things show something; witnesses and officials say it.
THINGS = frozenset({"video", "photo", "satellite", "document", "data"})
# On which an act can be seen itself.
RECORDINGS = frozenset({"video", "photo", "satellite"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_SPOKEN_OF = _NOMINAL | {"PRON", "NUM"}
# So many words on stands what something is "of", and what kind of thing it is "from".
_OF = 6
_QUALIFIER = 4
# What may have recorded but a sound.
_SOUND = frozenset({"recording"})
_ON_WORD = frozenset({"from", "by", "with", "of", "to"})
_GOING_BY = frozenset({"according", "per"})


@cache
def evidence_words(table: str, name: str) -> frozenset[str]:
    """A list of ``attribution/evidence.toml``."""
    return frozenset(toml("attribution/evidence.toml")[table][name].split())


@cache
def _nouns() -> dict[str, EvidenceKind]:
    kinds: dict[str, EvidenceKind] = {}
    for kind, listed in toml("attribution/evidence.toml")["nouns"].items():
        kinds |= dict.fromkeys(listed.split(), kind)
    return kinds


@cache
def _qualified() -> tuple[tuple[EvidenceKind, frozenset[str], frozenset[str]], ...]:
    told = toml("attribution/evidence.toml")
    return tuple(
        (kind, frozenset(told["before"][kind].split()), frozenset(listed.split()))
        for kind, listed in told["after"].items()
    )


@cache
def _naming() -> frozenset[str]:
    """The words that may name evidence, alone or with what stands before them."""
    return frozenset(_nouns()).union(_SOUND, *(after for _, _, after in _qualified()))


def showing(lemma: str) -> Stance | None:
    """How a thing tells something by a verb: it confirms it, or just shows it."""
    if lemma in evidence_words("verbs", "confirm"):
        return "confirms"
    return "none" if lemma in evidence_words("verbs", "show") else None


def names_evidence(word: Token) -> bool:
    """Whether a word by itself may name evidence of any kind."""
    naming = _naming()
    return word.lower_ in naming or word.lemma_.lower() in naming


def evidence_of(noun: Token) -> EvidenceKind | None:
    """What kind of evidence a noun names; of *satellite images*, what the first word says."""
    if not names_evidence(noun) or is_misread(noun):
        return None
    around = {c.lower_ for c in noun.children if c.dep_ in {"compound", "amod", "nmod", "poss"}}
    above = (noun, *(c for c in noun.children if c.dep_ in {"acl", "relcl"}))
    froms = [p for t in above for p in t.children if p.lower_ in {"from", "of"}]
    beside = around | {o.lower_ for p in froms for o in p.children}
    beside.add(noun.nbor(-1).lower_ if noun.i else "")
    near = {t.lower_ for p in froms for t in noun.doc[p.i + 1 : p.i + 1 + _QUALIFIER]}
    for kind, before, after in _qualified():
        if (beside | near) & before and {noun.lower_, noun.lemma_.lower()} & after:
            if kind == "data" and noun.dep_ == "pobj" and noun.head.lower_ == "from":
                continue  # names "from hospital registers" are read there, no count of theirs
            return kind
    if _is_sound(noun):
        return "data"
    named = _nouns().get(noun.lower_) or _nouns().get(noun.lemma_.lower())
    if named in THINGS:
        words = (_nouns().get(word) for word in sorted(around))
        return next((k for k in words if k in THINGS), named)
    return named


def is_misread(noun: Token) -> bool:
    """Whether what the parser takes for a noun tells something: "a transcript records that X"."""
    if noun.pos_ not in _NOMINAL or showing(noun.lemma_.lower()) is None:
        return False
    return any(
        c.dep_ == "acl" and any(k.dep_ == "mark" and k.lower_ == "that" for k in c.children)
        for c in noun.children
    )


def _is_sound(noun: Token) -> bool:
    """Whether what was recorded was but heard: "recordings of the pilots' voices"."""
    if noun.lemma_.lower() not in _SOUND:
        return False
    after = noun.doc[noun.i + 1 : noun.i + 1 + _OF]
    if not after or after[0].lower_ != "of":
        return False
    return any(t.lemma_.lower() in evidence_words("sound", "words") for t in after)


def thing_shown(noun: Token) -> EvidenceKind | None:
    """The kind of evidence where ``noun`` is a thing that can show something."""
    kind = evidence_of(noun)
    return kind if kind in THINGS else None


def beside(
    tokens: Iterable[Token], acts: frozenset[int] = frozenset(), cue: Token | None = None
) -> Iterator[EvidenceKind]:
    """The evidence named by the words around a saying: things, and whose word it rests on.

    ``acts`` are tokens that tell of acts: a thing on which one is seen shows that, no other. With
    ``cue`` only what is held out or gone by counts: no letter that is just brought or answered.
    """
    for token in tokens:
        if token.pos_ not in _NOMINAL:
            continue
        kind = evidence_of(token)
        if kind is None or _apart(token):
            continue
        if token.dep_ == "compound" and not (kind == "witness" and through(token)):
            continue  # what it stands before says what it is: footage, or a telephone
        if shows_other(token, acts) or _is_told(token, kind):
            continue
        if through(token) or (kind in THINGS and (cue is None or _held(token, cue))):
            yield kind


def noun_of(phrase: Span) -> Token | None:
    """The noun that the words before a verb are of, though the parser hangs them elsewhere.

    Of *a senior adviser to one of them* and *a trader who saw it* the first, of others the last.
    """
    stops = [t.i for t in phrase if t.pos_ == "ADP" or t.lower_ == "who"]
    last = min([phrase.end, *stops])
    nouns = [t for t in phrase if t.pos_ in _SPOKEN_OF and t.i < last]
    return nouns[-1] if nouns else None


def _held(noun: Token, cue: Token) -> bool:
    """Whether somebody shows a thing, goes by it, or says in it what he says by ``cue``."""
    top = noun
    while top.dep_ in {"conj", "appos"}:
        top = top.head
    above = top.head
    if top.dep_ == "pobj":
        while above.dep_ in {"prep", "pcomp", "agent"} and above.pos_ != "VERB":
            above = above.head
        if above == cue or top.head.lower_ in _GOING_BY or top.head.is_title:
            return True  # "In a letter the group ...", wherever the parser hangs it
    elif top.dep_ not in {"dobj", "nsubjpass", "attr", "nsubj"}:
        return top.dep_ not in {"poss", "npadvmod"}
    return holds_out(above)


def holds_out(verb: Token) -> bool:
    """Whether somebody shows a thing by a verb, or goes by it."""
    lemma = verb.lemma_.lower()
    return any(lemma in evidence_words("verbs", name) for name in ("offers", "rests"))


def shows_other(noun: Token, acts: frozenset[int]) -> bool:
    """Whether a thing shows another act: "film of men hitting policemen", "and pictures show X"."""
    if any(clause.i in acts for clause in shown_clauses(noun)):
        return True
    return noun.dep_ == "nsubj" and any(
        c.dep_ in {"dobj", "ccomp"} and c.i > noun.i for c in noun.head.children
    )


def shown_clauses(noun: Token) -> Iterator[Token]:
    """The clauses that tell what is to be seen: "footage in which X", "a film of X doing Y"."""
    held = [o for p in noun.children if p.lower_ == "of" and p.dep_ == "prep" for o in p.children]
    for clause in noun.children:
        if clause.dep_ == "relcl" and any(
            w.lower_ == "which" for p in clause.children if p.lower_ in {"in", "on"}
            for w in p.children
        ):  # fmt: skip
            yield clause
    for clause in (c for t in (noun, *held) for c in t.children if held):
        verb = clause.lemma_.lower() not in evidence_words("verbs", "show")
        if clause.dep_ == "acl" and clause.tag_ == "VBG" and clause.i > held[0].i and verb:
            yield clause


def _is_told(noun: Token, kind: EvidenceKind) -> bool:
    """Whether numbers are what somebody tells: "gave far higher figures"."""
    verb = noun.head.lemma_.lower()
    return kind == "data" and noun.dep_ == "dobj" and verb in evidence_words("verbs", "gives")


def _apart(noun: Token) -> bool:
    """Whether a thing only says when or in spite of what: "released after a court order"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in evidence_words("apart", "words")


def rests_on(speaker: Token) -> Iterator[Token]:
    """What a speaker is told to have before him: "citing imagery", "who studied pictures"."""
    for clause in speaker.children:
        after = clause.dep_ in {"acl", "relcl", "advcl"} and clause.i > speaker.i
        if after and holds_out(clause):
            yield from clause.subtree


def counted(cue: Token) -> bool:
    """Whether a cue is one of counting: "logged 300 violations"."""
    return cue.lemma_.lower() in evidence_words("verbs", "counts")


def through(noun: Token) -> bool:
    """Whether something rests on the word of ``noun``: *accounts of witnesses*."""
    if noun.dep_ in {"poss", "compound"}:
        return noun.head.lower_ in evidence_words("through", "words")
    above = noun.head
    if noun.dep_ == "pobj":
        above = above.head
    elif noun.dep_ != "dobj":
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ not in _ON_WORD:
        return False  # "described as officers"
    return bool({above.lower_, above.lemma_.lower()} & evidence_words("through", "words"))
