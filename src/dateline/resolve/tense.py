"""Which way the clause of a time looks: back at what was, or ahead at what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from spacy.tokens import Token

from dateline.resolve.expressions import words
from dateline.resolve.told import Looks

_VERBS = frozenset({"VERB", "AUX"})


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(words()["tense"][key])


def _of_above(verb: Token, token: Token) -> bool:
    """Whether a time goes with the verb above: it stands before the "that", or the subject.

    "Said in March that it would", "said in March it would".
    """
    if any(c.dep_ == "mark" and c.i > token.i for c in verb.children):
        return True
    said = verb.dep_ == "ccomp" and verb.head.i < token.i
    return said and any(c.dep_ in _SUBJECT and c.i > token.i for c in verb.children)


@cache
def _parts() -> frozenset[str]:
    """Nouns that are a part of the time itself ("by the end of the first quarter")."""
    return frozenset(words()["parts"]) | frozenset(words()["lists"]["rest"])


def direction(token: Token, relation: str | None, before: str, *, headline: bool) -> Looks:
    """The way the clause that holds the time looks; without any sign of it, back.

    ``later`` is ahead of what the sentence tells ("agreed to leave in May"); ``loose`` is back,
    but with a noun that may be of what is to come ("told them of a cutback in May"); ``unsaid``
    has no verb to tell.

    ``relation`` is the word that introduces the time, ``before`` the text that leads up to it.
    """
    if relation == "since":
        return "past"
    if before.rstrip().lower().endswith(tuple(_words("leads"))):
        return "coming"
    if relation is None and before.rstrip().endswith(" to"):
        relation = "to"
    named = False  # the time goes with a noun, "Tuesday's attack", that is not one to come
    below = token
    over = False  # and what is told comes after that: "will meet in the wake of Friday's attack"
    seen: Looks | None = None
    for up in (token, *token.ancestors):
        if _planned(up, below, relation):
            return "coming"
        below = up
        if up.pos_ in {"NOUN", "PROPN"} and up.i != token.i and up.ent_type_ != "DATE":
            named = named or up.lemma_.lower() not in _words("ahead") | _parts()
            over = over or (named and up.dep_ == "pobj" and up.head.lower_ in _words("over"))
        if up.pos_ not in _VERBS:
            continue
        if _of_above(up, token):
            continue
        seen = _of_verb(up, token, relation, named=named, headline=headline)
        if seen is not None:
            seen = "past" if over else seen
            break
    if seen is None:
        return "unsaid"
    return "loose" if named and seen == "past" else seen


def of_now(token: Token) -> bool:
    """Whether the clause tells how things are, or have been up to now."""
    verb = next((up for up in token.ancestors if up.pos_ in _VERBS), None)
    if verb is None:
        return False
    return any(c.tag_ in {"VBZ", "VBP"} for c in (verb, *_auxiliaries(verb)))


_TOWARDS = frozenset({"for", "to", "by", "until", "through"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})


def _planned(up: Token, below: Token, relation: str | None) -> bool:
    """Whether the time is one that something is planned for, or put off or prolonged to.

    ``below`` is what leads from it down to the time: the subject's time is not the plan's, and
    what had been planned is over.
    """
    lemma = up.lemma_.lower()
    if below.dep_ in _SUBJECT or any(c.lower_ == "had" and c.dep_ == "aux" for c in up.children):
        return False
    if lemma in _words("put_off"):
        return relation in _TOWARDS
    if lemma not in _words("planned"):
        return False
    if relation is None:
        return bool(up.pos_ == "ADJ")
    if relation in _TOWARDS:
        return True
    if lemma == "set" and not any(c.lower_ == "for" for c in up.children):
        return False
    return relation in {"in", "on"} and up.tag_ in {"VBN", "JJ"}


# An infinitive of purpose has the time of the clause above ("rallied to mark the day on Friday").
_PURPOSE = frozenset({"advcl", "acl", "csubj", "relcl"})


def _of_verb(
    verb: Token, token: Token, relation: str | None, *, named: bool, headline: bool
) -> Looks | None:
    """What a verb says of its time; ``None`` where it leaves that to the verb above it."""
    aux = {c.lower_ for c in _auxiliaries(verb)}
    if aux & _words("future"):
        return "coming"
    if verb.tag_ == "VBD" or aux & _words("past"):
        return "past"
    if verb.tag_ == "VBN" and not aux:
        return "past"  # "the order issued on Thursday"
    if aux == {"to"} and (seen := _of_infinitive(verb)) is not None:
        return seen if seen != "above" else None
    if aux & _words("open"):
        return "past" if named else "later" if aux & _words("relative") else "coming"
    if verb.tag_ in {"VBZ", "VBP"} or (verb.tag_ == "VBG" and aux & _words("present")):
        direct = token.dep_ in {"npadvmod", "dobj"} and token.head == verb
        return _of_present(verb, relation, past=headline or named, direct=direct)
    return None


def _auxiliaries(verb: Token) -> Iterator[Token]:
    """The auxiliaries of a verb, and theirs ("will" may hang on the "be" of "will be gone")."""
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass"}:
            yield child
            yield from _auxiliaries(child)


def _of_infinitive(verb: Token) -> Looks | Literal["above"] | None:
    """What an infinitive says by what it hangs on, or that this says it (``above``)."""
    above = verb.head
    if verb.dep_ == "acl" and above.lemma_.lower() in _words("intents"):
        return "later"
    if verb.dep_ in _PURPOSE or _brought_about(verb):
        return "above"
    if above.lemma_.lower() in _words("planned") and any(
        c.lower_ == "had" and c.dep_ == "aux" for c in above.children
    ):
        return "past"
    return None


def _brought_about(verb: Token) -> bool:
    """Whether an infinitive tells what came about: "forced him to resign", "managed to flee"."""
    return verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_.lower() in _words("implying")


def _of_present(verb: Token, relation: str | None, *, past: bool, direct: bool) -> Looks:
    """The present tense: of what is to come where a time is set for it ("ends on Friday").

    ``direct`` is a time without a preposition that is the verb's own ("talks begin Monday").
    """
    if verb.lower_ in _words("same"):
        return "past"  # "hurt" and "cut" are more often told as past
    due = any(_planned(c, c, relation) for c in verb.children if c.dep_ in {"acomp", "oprd"})
    if due:
        return "coming"
    if past or (relation is None and not direct):
        return "past"
    if (direct or relation == "in") and verb.lemma_ in _words("states"):
        return "past"
    return "coming"
