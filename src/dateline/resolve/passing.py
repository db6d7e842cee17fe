"""Whether a time is told in passing, and not as that of what the text goes on to tell."""

from __future__ import annotations

import re
from itertools import islice

from dateline.resolve.tense import is_rare
from dateline.text.tokens import Span, Token


def aside(tokens: Span) -> bool:
    """Whether it is told in passing: "an amnesty decreed in 1978", "since they came in"."""
    if any(up.lower_ == "than" for up in islice(tokens.root.ancestors, 2)):
        return True  # "better than in 2010"
    verb = next((up for up in tokens.root.ancestors if up.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return False
    since = any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children)
    of_noun = verb.dep_ == "acl" and verb.tag_ == "VBN"
    return since or of_noun or _reduced(verb) or (
        verb.dep_ in {"relcl", "acl"} and any(c.lower_ == "that" for c in verb.children)
    )  # fmt: skip


# What figures are held against: "down from 4.3 billion euros in 2011", "compared with 12 in May",
# "up 3 percent from May 2022".
_AGAINST = re.compile(
    r"\d[\w.,]*%?(?:\s+[\w-]+){0,2}\s+from\s+(?:the\s+)?\Z|"
    r"\b(?:from|compared (?:with|to)|against|versus|than)\s+(?:[a-z]+\s+){0,2}"
    r"[^\w\s]*(?:[A-Z]{1,3})?\$?\d[\d.,]*%?(?:\s+[\w-]+){0,4}?\s+(?:in|during|on|for)\s+(?:the\s+)?\Z"
)


def compared_with(lead: str) -> bool:
    """Whether the text that leads up to a time gives a figure to hold another against."""
    return _AGAINST.search(lead) is not None


def since_when(tokens: Span, relation: str | None) -> bool:
    """Whether it only says how rare a thing is: "the deadliest day since 9 September"."""
    since = tokens.root.head
    if relation != "since" or since.lower_ != "since":
        return False
    above = since.head
    if above.tag_ in {"JJS", "RBS"}:
        return True
    nouns = (above, *above.children) if above.pos_ in {"VERB", "AUX"} else (above,)
    return any(is_rare(noun) for one in nouns for noun in (one, *_of_preposition(one)))


def _of_preposition(token: Token) -> tuple[Token, ...]:
    return tuple(c for c in token.children if c.dep_ == "pobj") if token.dep_ == "prep" else ()


def in_clause_of_noun(tokens: Span) -> bool:
    """Whether it is told of a thing that the clause is about: "the law, passed in 2008, is"."""
    verb = next((up for up in tokens.root.ancestors if up.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and (verb.dep_ in {"relcl", "acl"} or _reduced(verb))


def _reduced(verb: Token) -> bool:
    """Whether what was taken for a verb is a participle: "the drive, launched in May, failed".

    Two verbs are not joined by a comma alone.
    """
    if verb.tag_ != "VBD" or verb.i == 0 or verb.nbor(-1).text != ",":
        return False
    second = next((c for c in verb.children if c.dep_ == "conj" and c.tag_ == "VBD"), None)
    joined = any(c.dep_ == "cc" for c in verb.children)
    return second is not None and not joined and second.nbor(-1).text == ","


def tells_now(sentence: Span) -> bool:
    """Whether a sentence tells how things are, have been or will be: a story ends with it.

    Not with what has gone on "since" it; a present without its "s" may be a past ("retook").
    """
    verb = sentence.root
    if verb.pos_ not in {"VERB", "AUX"} or verb.lemma_ == "say":
        return False
    if any(word.lower_ == "since" for word in sentence):
        return False
    words = (verb, *(c for c in verb.children if c.dep_ in {"aux", "auxpass"}))
    return any(w.tag_ == "VBZ" or w.lower_ in _NOW for w in words)


_NOW = frozenset({"am", "are", "have", "'re", "'ve", "will", "'ll"})
