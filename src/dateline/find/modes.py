"""How an act was done: the mode that its row of the lexicon gives, or that its words tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from dateline.analysis import EventMention
from dateline.data import toml
from dateline.find.arguments import Frame
from dateline.find.lexicon import Rule, word
from dateline.text.tokens import Doc, Token

_ASKED = frozenset({"REQUEST", "REJECT", "THREATEN"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
# What a clause told beside an act (*killed when gunmen opened fire*) may hang on.
_BESIDE = frozenset({"advcl", "conj", "acl", "xcomp"})
# The mode of an act asked or refused that no word tells more of.
_VAGUE = {"REQUEST": "change", "REJECT": "change"}
# Several parties at one table.
_MANY = 3


@cache
def _words() -> dict[str, dict[str, frozenset[str]]]:
    """By type, each mode with the words that tell of it, the first mode first."""
    listed: dict[str, dict[str, str]] = toml("ontology/modes.toml")
    return {
        kind: {mode: frozenset(words.split()) for mode, words in modes.items()}
        for kind, modes in listed.items()
        if kind not in {"yields", "vague"}
    }


def told_by(kind: str, tokens: Iterable[Token]) -> str | None:
    """The first mode of a type that one of the words tells of."""
    told = {form for t in tokens for form in (word(t), t.lower_, *_joined(t))}
    return next((mode for mode, words in _words().get(kind, {}).items() if told & words), None)


def _joined(token: Token) -> Iterator[str]:
    """A word with what governs it, either way round: "air+strike", "from+air", "bomb+fall"."""
    one, other = word(token), word(token.head)
    yield f"{one}+{other}"
    yield f"{other}+{one}"


@cache
def _yields() -> dict[str, frozenset[str]]:
    """The modes of rows that give way to a mode told by a word."""
    listed: dict[str, dict[str, str]] = toml("ontology/modes.toml")["yields"]
    return {
        f"{kind}.{mode}": frozenset(to.split())
        for kind, modes in listed.items()
        for mode, to in modes.items()
    }


def mode_of(
    rule: Rule, found: Frame, clause: Sequence[Token], struck: Sequence[Token]
) -> str | None:
    """The row's mode; one that a word of the clause tells of goes before a vaguer one.

    A weapon that is itself struck is none that is used; who acts tells of it too (*jets bombed*).
    """
    to = _yields().get(f"{rule.type}.{rule.mode}", frozenset())
    if not to and (rule.mode is not None or rule.type != "ASSAULT"):
        return rule.mode
    if rule.type == "MOBILIZE":
        words = [t for o in found.objects or found.subjects for t in _left(o)]
    else:
        hit = {t for o in struck for t in _left(o)}
        doing = (t for o in found.subjects for t in _left(o))
        hit |= {found.verb} if rule.mode else set()
        words = [t for t in (*clause, *doing) if t not in hit]
    told = told_by(rule.type, words)
    return told if rule.mode is None or told in to else rule.mode


def _left(noun: Token) -> tuple[Token, ...]:
    """A noun with what stands before it in its phrase."""
    return (noun, *(c for c in noun.children if c.i < noun.i))


def with_modes(doc: Doc, events: Sequence[EventMention]) -> list[EventMention]:
    """The events, those without a mode given the one that their words or weapon tell of."""
    found = [_from_words(doc, event) for event in events]
    return [_from_beside(doc, event, found) if event.mode is None else event for event in found]


def _from_words(doc: Doc, event: EventMention) -> EventMention:
    head, mode = doc[event.head], event.mode
    if mode is not None:
        to = _yields().get(f"{event.type}.{mode}", frozenset()) if event.type in _ASKED else ()
        told = told_by(event.type, _content(head)) if to else None
        return replace(event, mode=told) if told in to else event
    if event.type in _ASKED:
        each = (told_by(event.type, (t,)) for t in _content(head))
        mode = next((m for m in each if m is not None), None)
        if mode is None and any(c.dep_ in {"xcomp", "ccomp"} for c in head.children):
            mode = _VAGUE.get(event.type)
        elif mode is None and event.type == "REQUEST" and head.pos_ == "VERB":
            mode = toml("ontology/modes.toml")["vague"].get(word(head))
    elif event.type != "ASSAULT":
        mode = told_by(event.type, _own(head))
    if event.type == "CONSULT" and mode is None and (
        len(event.agents) >= _MANY or _is_gathering(head)
    ):  # fmt: skip
        mode = "multilateral"
    return replace(event, mode=mode)


def _is_gathering(verb: Token) -> bool:
    """Whether those who sit for several states meet: "the bloc's foreign ministers met"."""
    alone = not any(c.dep_ == "dobj" or c.lower_ == "with" for c in verb.children)
    return alone and verb.lemma_ in {"meet", "convene", "gather"} and any(
        c.dep_ in _SUBJECTS
        and (c.tag_ == "NNS" or word(c) == "council")
        and word(c) in _SEATED
        and not any(t.lower_ in {"two", "both"} for t in c.children)
        for c in verb.children
    )  # fmt: skip


_SEATED = frozenset({"minister", "ambassador", "leader", "president", "envoy", "council", "chief"})


def _own(head: Token) -> Iterator[Token]:
    """An act's word with what it governs, without clauses below."""
    stack = [head]
    while stack:
        token = stack.pop()
        yield token
        stack += [
            c for c in token.children
            if c.dep_ not in {"relcl", "advcl", "ccomp", "conj", "parataxis"}
            and (c.dep_ not in _SUBJECTS or token.pos_ not in {"VERB", "AUX"}
                 or c.dep_ == "nsubjpass")
        ]  # fmt: skip


def _content(head: Token) -> Iterator[Token]:
    """What is asked, refused or threatened: what the word governs, not who does so."""
    stack = [c for c in head.children if c.dep_ not in _SUBJECTS | {"conj", "parataxis"}]
    while stack:
        token = stack.pop(0)
        if token.dep_ == "advcl" and token.tag_ != "VB":
            continue
        yield token
        stack += [c for c in token.children if c.dep_ not in {"relcl", "nsubj", "npadvmod"}]


def _from_beside(doc: Doc, event: EventMention, events: Sequence[EventMention]) -> EventMention:
    """An assault with the weapon of the one that its clause goes with (*struck, killing five*)."""
    if event.type != "ASSAULT":
        return event
    for other in events:
        same = other.type == "ASSAULT" and other.sentence == event.sentence
        if same and other.mode in _weapons() and _together(doc[event.head], doc[other.head]):
            return replace(event, mode=other.mode)
    return event


def _weapons() -> frozenset[str]:
    return frozenset(_words()["ASSAULT"])


def _together(one: Token, other: Token) -> bool:
    """Whether one of two verbs is told beside the other, in one run of clauses."""
    return _below(one, other) or _below(other, one)


def _below(low: Token, high: Token) -> bool:
    token = low
    while token != high and token.dep_ in _BESIDE and token.head != token:
        alike = low.dep_ == "advcl" and token.tag_ == token.head.tag_ == "VBN"
        if token.dep_ == "conj" and not alike and any(c.dep_ in _SUBJECTS for c in token.children):
            return False  # somebody else's act
        token = token.head
    return bool(token == high and low != high)
