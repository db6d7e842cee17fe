"""What a saying rests on: things that show it, who saw it, officials whom nobody names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from dateline.data import rows, toml
from dateline.resolve.actor_names import Role
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
_ONESELF = frozenset({"me", "my", "us"})
_PERSONS = frozenset({"he", "she", "i", "we"})
_GOING_BY = frozenset({"according", "per"})
_ANY = frozenset({"a", "an", "one", "another"})


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


def evidence_of(noun: Token) -> EvidenceKind | None:
    """What kind of evidence a noun names; of *satellite images*, what the first word says."""
    if _naming().isdisjoint((noun.lower_, noun.lemma_.lower())) or is_misread(noun):
        return None
    around = {c.lower_ for c in noun.children if c.dep_ in {"compound", "amod", "nmod", "poss"}}
    above = (noun, *(c for c in noun.children if c.dep_ == "acl"))
    froms = [p for t in above for p in t.children if p.lower_ in {"from", "of"}]
    beside = around | {o.lower_ for p in froms for o in p.children}
    beside.add(noun.nbor(-1).lower_ if noun.i else "")
    near = {t.lower_ for p in froms for t in noun.doc[p.i + 1 : p.i + 1 + _QUALIFIER]}
    for kind, before, after in _qualified():
        if (beside | near) & before and {noun.lower_, noun.lemma_.lower()} & after:
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


def source_kind(speakers: Iterable[Token]) -> tuple[EvidenceKind, ...]:
    """Witnesses, unnamed officials and monitors' data are evidence; a named body is not."""
    found: list[EvidenceKind] = []
    for speaker in speakers:
        for part in (speaker, *_partitive(speaker)):
            kind = "official" if unnamed(part) else evidence_of(part)
            if kind is None and _was_there(part):
                kind = "witness"
            named = _named(part) and part.tag_ != "NNPS"  # "Kuwaitis who crossed the border"
            if kind is not None and kind not in found and not named:
                found.append(kind)
    return tuple(found)


def _was_there(noun: Token) -> bool:
    """Whether a clause says that somebody was there: "who escaped", "living near the depot"."""
    for clause in noun.children:
        if clause.dep_ not in {"relcl", "acl"} or clause.i < noun.i:
            continue
        if clause.dep_ == "acl" and clause.tag_ == "VBN" and _was_reached(noun, clause):
            return True
        if clause.dep_ == "acl" and clause.tag_ != "VBG":
            continue
        if clause.dep_ == "relcl" and not any(c.lower_ == "who" for c in clause.children):
            continue
        if clause.lemma_.lower() in evidence_words("verbs", "there"):
            return True
        came = clause.lemma_.lower() in evidence_words("verbs", "came")
        if came and (noun.tag_ == "NNPS" or private(noun)):
            return True
        if private(noun) and any(
            c.lower_ in evidence_words("around", "near") for c in clause.children
        ):
            return True
        if clause.lemma_ == "be" and any(
            t.lower_ in evidence_words("around", "words") for t in clause.subtree
        ):
            return True
    return False


def _was_reached(noun: Token, clause: Token) -> bool:
    """Whether somebody without office was asked: "a relief worker reached by telephone"."""
    return private(noun) and clause.lemma_.lower() in evidence_words("verbs", "reached")


def private(noun: Token) -> bool:
    """Whether a common noun is of people without office: what they tell they went through."""
    if noun.pos_ != "NOUN" or not _people() & {noun.lower_, noun.lemma_.lower()}:
        return False
    if _named(noun) and not any(c.lower_ in _ANY for c in noun.children):
        return False  # "his son Rajendra"; but "a cook, Ali Hassan"
    if noun.i and f"{noun.nbor(-1).lower_} {noun.lemma_.lower()}" in _offices():
        return False
    return not any(c.dep_ == "poss" and c.pos_ == "PROPN" for c in noun.children)


@cache
def _people() -> frozenset[str]:
    """The nouns of people without office, as they stand in the text or as lemmas."""
    sectors = evidence_words("private", "sectors")
    roles = (r for r in rows("actors/roles.tsv", Role) if r.kind in {"people", "group"})
    heads = {word.split()[-1] for r in roles if r.sector in sectors for word in r.words}
    others = evidence_words("private", "not")
    return (frozenset(heads) | evidence_words("private", "words")) - others


@cache
def _offices() -> frozenset[str]:
    """What two words name a force or office, though the second alone may name anybody."""
    sectors = evidence_words("private", "sectors")
    roles = (r for r in rows("actors/roles.tsv", Role) if r.sector and r.sector not in sectors)
    return frozenset(w.removesuffix("s") for r in roles for w in r.words if w.count(" ") == 1)


def tellers(speaker: Token) -> Iterator[Token]:
    """Whoever a phrase stands for: itself, and of *three of the girls* the girls, *one, a cook*."""
    yield speaker
    yield from _partitive(speaker)
    if speaker.pos_ in {"NUM", "PRON", "DET"}:
        yield from (c for c in speaker.children if c.dep_ == "appos")


def _partitive(noun: Token) -> list[Token]:
    """The officials, in "one of the officials"."""
    if noun.pos_ not in {"NUM", "DET", "PRON"} and noun.lemma_.lower() not in {"dozen", "number"}:
        return []
    return [o for p in noun.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]


def _named(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or any(
        c.dep_ == "appos" and c.pos_ == "PROPN" for c in noun.children
    )


def unnamed(noun: Token) -> bool:
    """Somebody who asked not to be named, spoke privately, or is close to who decides.

    Who has no office is no official for that; *a member of the delegation* is one without a name.
    """
    if noun.pos_ == "PROPN" or private(noun):
        return False
    if noun.lemma_.lower() == "source" or _of_a_body(noun):
        return True
    for token in noun.subtree:
        if token.i <= noun.i and token.dep_ not in {"amod", "compound"}:
            continue
        word = token.lower_
        if hides(token):
            return True
        if token.lemma_.lower() in evidence_words("unnamed", "verbs") and _refused(token):
            return True
        if word in evidence_words("unnamed", "near") and token.head == noun and token.i > noun.i:
            return True
    return False


def _of_a_body(noun: Token) -> bool:
    """Whether somebody is one of those who decide, and no more is said: "an aide to the king"."""
    words = "members" if noun.lemma_.lower() in evidence_words("unnamed", "members") else "aides"
    if noun.lemma_.lower() not in evidence_words("unnamed", words) or _named(noun):
        return False
    if any(c.dep_ in {"det", "poss"} and c.lower_ not in _ANY for c in noun.children):
        return False
    whole = [o for p in noun.children if p.lower_ == "of" for o in p.children]
    bodies = evidence_words("unnamed", "bodies")
    return words == "aides" or any(o.lemma_.lower() in bodies for o in whole)


def hides(word: Token) -> bool:
    """Whether a word tells that who speaks is not to be named."""
    return word.lower_ in evidence_words("unnamed", "words")


def _refused(verb: Token) -> bool:
    """Whether it is not done: "asked not to be named", "declined to be identified"."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in {"decline", "refuse"}


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
        c.dep_ == "dobj" and c.i > noun.i for c in noun.head.children
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


def reports(speaker: Token) -> bool:
    """Whether a speaker is of those who tell in office what others did: "police said".

    A state's police that are called so ("Philippine police") speak for it.
    """
    if speaker.lemma_.lower() in evidence_words("reporting", "heads"):
        words = evidence_words("reporting", "words")
        of = (c for c in speaker.children if c.dep_ in {"compound", "poss"})
        return not _named(speaker) and any(c.lemma_.lower() in words for c in of)
    state = any(c.i < speaker.i and c.text.istitle() and c.dep_ != "det" for c in speaker.children)
    state = state and speaker.lemma_.lower() in evidence_words("reporting", "forces")
    return (
        speaker.lemma_.lower() in evidence_words("reporting", "words")
        and not state
        and not _named(speaker)
    )


def rests_on(speaker: Token) -> Iterator[Token]:
    """What a speaker is told to have before him: "citing imagery", "who studied pictures"."""
    for clause in speaker.children:
        after = clause.dep_ in {"acl", "relcl", "advcl"} and clause.i > speaker.i
        if after and holds_out(clause):
            yield from clause.subtree


def counted(cue: Token) -> bool:
    """Whether a cue is one of counting: "logged 300 violations"."""
    return cue.lemma_.lower() in evidence_words("verbs", "counts")


def counts_himself(speaker: Token) -> bool:
    """Whether who counted is somebody who went there, or "she"."""
    words = evidence_words("private", "reporters")
    return any(t.lemma_.lower() in words or t.lower_ in _PERSONS for t in tellers(speaker))


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


def saw(tokens: Iterable[Token], *, quoted: bool) -> bool:
    """Whether who says it says that he was there: *they had seen*, "in front of me"."""
    tokens = tuple(tokens)
    past = any(token.tag_ == "VBD" for token in tokens)
    for token in tokens:
        if quoted and past and token.lower_ in _ONESELF:
            return True
        if token.pos_ == "VERB" and token.lemma_ in evidence_words("verbs", "saw"):
            if token.lemma_ == "hear" and any(c.lower_ == "of" for c in token.children):
                continue
            subjects = [c for c in token.children if c.dep_ == "nsubj"]
            if subjects and subjects[0].lower_ in {"they", "he", "she", "we", "i"}:
                return True
    return False
