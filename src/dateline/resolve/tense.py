"""Which way the clause of a time looks: back at what was, or ahead at what is to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Literal

from dateline.resolve.expressions import words
from dateline.resolve.told import Looks
from dateline.text.tokens import Token

_VERBS = frozenset({"VERB", "AUX"})
_RARE = frozenset({"first", "only", "last", "second", "third"})


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(words()["tense"][key])


def is_rare(noun: Token) -> bool:
    """Whether it is told how rare a thing is: "the worst drought in 50 years", "the first"."""
    return any(c.tag_ in {"JJS", "RBS"} or c.lower_ in _RARE for c in noun.lefts)


def _of_above(verb: Token, token: Token) -> bool:
    """Whether a time goes with the verb above: it stands before the "that", or the subject.

    "Said in March that it would", "said in March it would".
    """
    if any(c.dep_ == "mark" and c.i > token.i for c in verb.children):
        return True
    if any(c.dep_ == "mark" and c.i < token.i for c in verb.children):
        return False  # "said that from March it would"
    said = verb.dep_ == "ccomp" and verb.head.i < token.i
    who = (c for c in verb.children if c.dep_ in _SUBJECT and c.i > token.i)
    return said and any(not c.is_ancestor(token) for c in who)


@cache
def _parts() -> frozenset[str]:
    """Nouns that are a part of the time itself ("by the end of the quarter", "at noon on")."""
    named = frozenset(words()["parts"]) | frozenset(words()["lists"]["rest"])
    return named | _words("hours")


@dataclass(frozen=True, slots=True)
class _With:
    """The nouns that a time goes with on the way up to its verb.

    ``named`` is any that may be of what was ("Tuesday's attack"), ``firm`` one that surely is,
    ``awaited`` one of what is to come ("the vote on Tuesday"), ``toward`` that something is for
    or before it ("ran for the May election"), ``over`` that what is told comes after it ("will
    meet in the wake of Friday's attack"). ``placed``: it stands with the name of a place;
    ``planned``: it is called so ("the planned visit in September"); ``gone``: it is surely
    behind, whatever will become of it ("Friday's attack will be looked into").
    """

    named: bool = False
    firm: bool = False
    awaited: bool = False
    over: bool = False
    placed: bool = False
    toward: bool = False
    planned: bool = False
    gone: bool = False

    def and_(self, up: Token, below: Token) -> _With:
        """With the noun ``up`` besides, which leads to the time by ``below``."""
        noun = up.lemma_.lower()
        if any(c.lower_ in _words("awaited") and c.dep_ == "amod" for c in _before(up)):
            return replace(self, planned=True)
        if noun in _words("ahead") | _parts():
            toward = up.dep_ == "pobj" and up.head.lower_ in _words("toward")
            awaited = noun in _words("ahead")
            return replace(
                self, awaited=self.awaited or awaited, toward=self.toward or (awaited and toward)
            )
        by_name = up.pos_ == "PROPN" and below.dep_ == "prep"
        behind = noun in _words("behind")
        if (by_name or self.placed) and not behind:
            return replace(self, placed=True)  # "in the Senate in May" is no time of the Senate
        firm = self.firm or behind or below.dep_ in _OWN
        if below.dep_ in _OWN and noun in _words("figures"):
            return replace(self, planned=True)
        own = behind and below.dep_ in _OWN
        gone = self.gone or (own and all(c.lower_ not in {"a", "an"} for c in _before(up)))
        over = self.over or (up.dep_ == "pobj" and up.head.lower_ in _words("over"))
        return replace(self, named=True, firm=firm, over=over, gone=gone)


def _before(noun: Token) -> Iterator[Token]:
    """The words before a noun that go with it, so many as a phrase may have."""
    return islice(noun.lefts, _HIGH)


_OWN = frozenset({"poss", "compound", "nmod", "amod", "nummod"})


def direction(
    token: Token, relation: str | None, before: str, *, headline: bool, day: bool = False
) -> Looks:
    """The way the clause that holds the time looks; without any sign of it, back.

    ``later`` is ahead of what the sentence tells ("agreed to leave in May"); ``loose`` is back,
    but with a noun that may be of what is to come ("told them of a cutback in May"); ``unsaid``
    has no verb to tell.

    ``relation`` is the word that introduces the time, ``before`` the text that leads up to it;
    ``day`` says that it is a day.
    """
    if relation == "since" and before.rstrip().lower().endswith("since"):
        return "past"
    if before.rstrip().lower().endswith(tuple(_words("leads"))) or _AHEAD.search(before):
        return "coming"
    if relation is None and before.rstrip().endswith(" to"):
        relation = "to"
    within, below = _With(), token
    seen: Looks | None = None
    for up in (token, *islice(token.ancestors, _HIGH)):
        if _planned(up, below, relation, day=day):
            return "coming"
        if up.pos_ in {"NOUN", "PROPN"} and up.i != token.i and up.ent_type_ != "DATE":
            within = within.and_(up, below)
        if up.pos_ in _VERBS and not _of_above(up, token):
            seen = _of_verb(up, below, token, relation, within, headline=headline)
            if seen is not None:
                seen = "past" if within.over else seen
                if seen == "later" and not day and _was_to(up):
                    seen = "unsaid"
                break
        below = up
    toward = within.toward and not within.named
    if within.planned or seen is None or (seen == "past" and toward):
        return "unsaid"
    return "loose" if within.named and seen == "past" else seen


# The verb of a time is looked for so many words above it.
_HIGH = 40
# What is told comes before it: "tension grew ahead of the vote in May".
_AHEAD = re.compile(r"\bahead of(?: [\w'’-]+){0,5} $", re.IGNORECASE)


def of_now(token: Token) -> bool:
    """Whether the clause tells how things are, or have been up to now."""
    verb = next((up for up in token.ancestors if up.pos_ in _VERBS), None)
    if verb is None:
        return False
    return any(c.tag_ in {"VBZ", "VBP"} for c in (verb, *_auxiliaries(verb)))


def had_been(token: Token) -> bool:
    """Whether the clause tells what had been before: "she had married in the spring"."""
    verb = next((up for up in token.ancestors if up.pos_ in _VERBS), None)
    return verb is not None and any(c.lower_ == "had" for c in _auxiliaries(verb))


def told_by_then(token: Token) -> bool:
    """Whether what its clause tells had come about by a time: "by noon they had left"."""
    verb = token.head.head
    if verb.pos_ not in _VERBS:
        return False
    return verb.tag_ == "VBD" or any(c.lower_ in _words("past") for c in _auxiliaries(verb))


_TOWARDS = frozenset({"for", "to", "by", "until", "through"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})


def _planned(up: Token, below: Token, relation: str | None, *, day: bool) -> bool:
    """Whether the time is one that something is planned for, or put off or prolonged to.

    ``below`` is what leads from it down to the time: the subject's time is not the plan's, and
    what had been planned is over. A day that something is told to be for is to come.
    """
    lemma = up.lemma_.lower()
    if below.dep_ in _SUBJECT or any(c.lower_ == "had" and c.dep_ == "aux" for c in up.children):
        return False
    if day and relation == "for" and below.lower_ == "for" and up.pos_ in _VERBS:
        return True
    if day and _appointed(up, below):
        return True
    if lemma in _words("put_off"):
        return relation in _TOWARDS
    if lemma not in _words("planned"):
        return False
    if relation is None:
        awaited = day and up.tag_ == "VBN" and below.dep_ == "npadvmod"
        return bool(up.pos_ == "ADJ" or awaited)
    if relation in _TOWARDS or (day and relation == "before"):
        return True
    if lemma == "set" and not any(c.lower_ == "for" for c in up.children):
        return False
    if day and lemma == "plan" and up.pos_ == "VERB":
        return relation == "on"
    return relation in {"in", "on"} and up.tag_ in {"VBN", "JJ"}


def _appointed(verb: Token, below: Token) -> bool:
    """Whether a day is named for what is to be: "set a 27 May trial date", "asked to a summit"."""
    lemma = verb.lemma_.lower()
    named = _words("ahead") | _words("appointed")
    if lemma in _words("appointing"):
        return below.dep_ == "dobj" and below.lemma_.lower() in named
    asked = lemma in _words("inviting") and below.lower_ == "to"
    return asked and any(c.lemma_.lower() in _words("ahead") for c in below.children)


# An infinitive of purpose has the time of the clause above ("rallied to mark the day on Friday").
_PURPOSE = frozenset({"advcl", "acl", "csubj", "relcl"})


def _of_verb(
    verb: Token, below: Token, token: Token, relation: str | None, within: _With, *, headline: bool
) -> Looks | None:
    """What a verb says of its time; ``None`` where it leaves that to the verb above it."""
    aux = {c.lower_ for c in _auxiliaries(verb)}
    if aux & _words("future"):
        return "past" if within.gone else "coming"
    if verb.tag_ == "VBD" and relation in _UP_TO and verb.lemma_ in _words("demanding"):
        return "later"
    if verb.tag_ == "VBD" or aux & _words("past"):
        return "past"
    if verb.tag_ == "VBN" and not aux:
        # "The order issued on Thursday"; but "wants the law passed by May".
        return None if relation in _UP_TO and verb.dep_ == "ccomp" else "past"
    if aux == {"to"} and (seen := _of_infinitive(verb)) is not None:
        if seen == "above" and within.awaited and not within.named and _of_today(verb.head):
            return "coming"  # "paves the way to secure a deal by Monday's deadline"
        return seen if seen != "above" else None
    if not aux and relation in _UP_TO and _bare(verb):
        return "coming"
    if aux & _words("open") or ("could" in aux and not _denied(verb)):
        if within.firm:
            return "past"
        return "later" if aux & _words("relative") else "coming"
    if verb.tag_ == "VBN" and aux & _words("present") and below.dep_ in _SUBJECT:
        return "coming" if within.awaited and not within.named else None
    if verb.tag_ in {"VBZ", "VBP"} or (verb.tag_ == "VBG" and aux & _words("present")):
        return _of_present(verb, token, relation, within, headline=headline)
    return None


def _bare(verb: Token) -> bool:
    """Whether a present is taken for an infinitive: "were flown in and go home by May"."""
    past = verb.head.tag_ == "VBD" or (
        verb.head.tag_ == "VBN" and any(c.lower_ in _words("past") for c in verb.head.children)
    )
    return verb.tag_ == "VB" and verb.dep_ == "conj" and past


def _denied(verb: Token) -> bool:
    return any(c.lower_ in _NOT for c in verb.subtree if c.i < verb.i)


_NOT = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "nobody", "none"})


_UP_TO = frozenset({"by", "until"})


def _auxiliaries(verb: Token) -> Iterator[Token]:
    """The auxiliaries of a verb, and theirs ("will" may hang on the "be" of "will be gone")."""
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass"}:
            yield child
            yield from _auxiliaries(child)


def _of_infinitive(verb: Token) -> Looks | Literal["above"] | None:
    """What an infinitive says by what it hangs on, or that this says it (``above``)."""
    above = verb.head
    if above.lemma_ == "be" and above.tag_ in {"VBZ", "VBP"} and verb.dep_ == "xcomp":
        return "coming"  # "talks are to resume on Sunday"
    if above.lemma_.lower() in _words("planned") and _of_today(above):
        return "coming"  # "banks, shut since March 16, are due to open on Thursday"
    if verb.dep_ == "acl" and above.lemma_.lower() in _words("intents"):
        return "later"
    if verb.dep_ == "advcl" and above.lemma_.lower() in _words("binding"):
        return "later"
    if verb.dep_ in _PURPOSE or _brought_about(verb):
        return "above"
    if above.lemma_.lower() in _words("planned") and any(
        c.lower_ == "had" and c.dep_ == "aux" for c in above.children
    ):
        return "past"
    return None


def _of_today(above: Token) -> bool:
    """Whether the verb that an infinitive hangs on, or its noun, is in the present."""
    verb = next((up for up in (above, *above.ancestors) if up.pos_ in _VERBS), None)
    return verb is not None and verb.tag_ in {"VBZ", "VBP"}


def _was_to(verb: Token) -> bool:
    """Whether something was to be, and may have been by now: "they were to meet in May"."""
    above = verb.head
    return bool(verb.dep_ == "xcomp" and above.lemma_ == "be" and above.tag_ == "VBD")


def _brought_about(verb: Token) -> bool:
    """Whether an infinitive tells what came about: "forced him to resign", "managed to flee"."""
    return verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_.lower() in _words("implying")


def _of_present(
    verb: Token, token: Token, relation: str | None, within: _With, *, headline: bool
) -> Looks:
    """The present tense: of what is to come where a time is set for it ("ends on Friday")."""
    direct = token.dep_ in {"npadvmod", "dobj"} and token.head == verb
    if verb.lower_ in _words("same"):
        return "past"  # "hurt" and "cut" are more often told as past
    due = any(
        _planned(c, c, relation, day=False) for c in verb.children if c.dep_ in {"acomp", "oprd"}
    )
    looks_ahead = verb.lemma_ in _words("foresee") or relation in _UP_TO
    due = due or verb.lemma_ in _words("waits")
    if due or _is_day(verb, token) or (looks_ahead and not within.firm):
        return "coming"
    if within.named and not within.firm and relation == "in" and not headline:
        return "unsaid"
    if headline or within.named or (relation is None and not direct):
        return "past"
    if (direct or relation == "in") and verb.lemma_ in _words("states"):
        return "unsaid" if relation == "in" and verb.lemma_ in {"be", "have"} else "past"
    return "coming"


def _is_day(verb: Token, token: Token) -> bool:
    """Whether something is on the day, or the day is something: "the deadline is Monday"."""
    if verb.lemma_ != "be" or token.head != verb:
        return False
    other = any(c.dep_ in _SUBJECT and c != token for c in verb.children)
    return token.dep_ == "attr" or (token.i < verb.i and not other)
