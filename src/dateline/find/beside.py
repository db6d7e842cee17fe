"""Times that stand beside the clause of an act, and are its own all the same."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.find.clauses import adjuncts, is_caused
from dateline.find.tenses import is_perfect, is_reason
from dateline.resolve.expressions import words
from dateline.text.tokens import Token
from dateline.text.upward import verb_over


def _antecedent(trigger: Token) -> Iterator[Token]:
    """The time that a clause is said of, or of the event that it goes on about.

    "1968, when tanks came"; "the January bombing that killed"; "the 3 May accord signed by".
    """
    clause = clause_of(trigger)
    if clause.dep_ not in {"relcl", "acl", "advcl"}:
        return
    head = clause.head
    when = any(c.lower_ == "when" for c in clause.children)
    if when and head.pos_ in {"NOUN", "PROPN", "NUM"}:
        yield head
    elif (clause.dep_ == "relcl" and _pronoun(clause)) or (
        clause.dep_ == "acl" and clause.tag_ == "VBN" and head.pos_ == "NOUN"
    ):
        yield from (c for c in head.children if c.dep_ in MODIFIERS and c.i < head.i)


MODIFIERS = frozenset({"compound", "nmod", "nummod", "amod", "poss", "npadvmod"})


def _pronoun(clause: Token) -> bool:
    """Whether the noun that a relative clause is on is itself what acts in it."""
    return any(
        c.dep_ in {"nsubj", "nsubjpass"} and c.lower_ in {"that", "which"} for c in clause.children
    )


def clause_of(token: Token) -> Token:
    """The verb of the clause that holds a token, of coordinate ones the first."""
    while token.dep_ in {"conj", "dobj", "nsubj", "nsubjpass"} and token.head != token:
        token = token.head
    return token


def _when(trigger: Token) -> Iterator[Token]:
    """The clause that says when: "were killed when their car was hit on Friday".

    It may stand after the second of two acts: "three died and ten were hurt when it was hit".
    """
    for act in (trigger, *(c for c in trigger.children if c.dep_ == "conj" and c.pos_ == "VERB")):
        for clause in act.children:
            if clause.dep_ == "advcl" and any(c.lower_ == "when" for c in clause.children):
                yield from clause.subtree


def _shared(trigger: Token) -> Iterator[Token]:
    """What stands after the last of several acts: "six were killed and ten hurt on Friday".

    The last one's verb may be without its "were" and read as a word that describes.
    """
    for other in trigger.children:
        if other.dep_ == "conj" and other.tag_ == "VBN" and trigger.tag_ == "VBN" and not any(
            c.dep_ in {"aux", "auxpass"} for c in other.children
        ):  # fmt: skip
            yield from other.subtree
        gap = other.dep_ == "conj" and other.pos_ in {"NOUN", "NUM", "PRON"}
        for clause in other.children if gap and trigger.tag_ == "VBN" else ():
            if clause.dep_ == "acl" and clause.tag_ == "VBN":
                yield from clause.subtree


def _around(trigger: Token) -> Iterator[Token]:
    """All of the phrase, where the parse takes a verb in the past for a word that describes."""
    if trigger.tag_ == "VBD" and trigger.dep_ in {"amod", "compound", "nmod"}:
        yield from (t for c in trigger.head.children if c.dep_ == "prep" for t in c.subtree)


def _last_shared(trigger: Token) -> Iterator[Token]:
    """What stands at the end of two acts of one doer: "blew up a track and fired on Tuesday"."""
    for other in trigger.children:
        if other.dep_ == "conj" and is_perfect(other) and is_perfect(trigger):
            yield from _since(other)
        if other.dep_ != "conj" or other.tag_ != "VBD" or trigger.tag_ != "VBD":
            continue
        own = any(c.dep_ in {"nsubj", "nsubjpass", "aux", "neg"} for c in other.children)
        apart = any(c.text in {",", ";"} for c in trigger.doc[trigger.i : other.i] if c.head in
                    {trigger, other})  # fmt: skip
        if own or apart or any(c.lower_ in _THEN for c in other.children):
            continue
        for child in other.children:
            if child.dep_ in {"prep", "npadvmod"} and child.i > other.i:
                yield from child.subtree


def _since(verb: Token) -> Iterator[Token]:
    """From when on: "100 have died and 60,000 have fled since May"."""
    for prep in verb.children:
        if prep.lower_ == "since" and prep.dep_ == "prep":
            yield from _phrase(prep)


_THEN = frozenset({"then", "later", "before", "after", "since", "subsequently", "eventually"})


def caused(trigger: Token) -> Iterator[Token]:
    """The clause of what is let or made happen: "let the first eleven go on Sunday"."""
    for clause in trigger.children:
        if clause.i > trigger.i and is_caused(clause):
            yield from adjuncts(clause, trigger)


def _before_saying(trigger: Token) -> Iterator[Token]:
    """What stands before a saying put into a clause: "on Saturday, he said, troops left"."""
    clause = clause_of(trigger)
    verbs = {clause, verb_over(trigger)}
    sayings = [c for v in verbs for c in v.children if c.dep_ == "parataxis" and c.i < v.i]
    if clause.dep_ == "ccomp" and clause.head.i < clause.i and clause.head.nbor(1).text == ",":
        sayings.append(clause.head)
    for saying in sayings:
        who = next((c for c in saying.children if c.dep_ == "nsubj"), None)
        if who is None or who.i > saying.i:
            continue
        for phrase in saying.children:
            if phrase.dep_ in {"prep", "npadvmod"} and phrase.i < who.left_edge.i:
                yield from phrase.subtree


def purposes(verb: Token, below: Token | None = None) -> Iterator[Token]:
    """What an act was done for, in whose words its time may stand: "fired to scatter them on X".

    ``below`` is an act of its own whose words these are not.
    """
    for clause in verb.children:
        if clause.dep_ != "advcl" or clause.tag_ != "VB" or not any(
            c.lower_ == "to" and c.dep_ == "aux" for c in clause.children
        ):  # fmt: skip
            continue
        if below is not None and (clause == below or clause.is_ancestor(below)):
            continue
        yield from (t for t in clause.subtree if clause_above(t) == clause)


def clause_above(token: Token) -> Token:
    """The nearest verb above a token, itself left out."""
    return verb_over(token.head)


def following(trigger: Token) -> Iterator[Token]:
    """A time right after the phrase of a noun: "the killing of ten in X in 2009 led to"."""
    if trigger.pos_ != "NOUN":
        return
    phrase = [t.i for t in trigger.subtree]
    last = max(phrase)
    if last <= trigger.i or last + 1 >= len(trigger.doc):
        return
    prep = trigger.doc[last + 1]
    if prep.dep_ == "prep" and prep.lower_ in {"in", "on", "since"} and prep.head.i < last:
        yield from _phrase(prep)


def of_making(trigger: Token) -> Iterator[Token]:
    """When it was made or did what it did: "an amnesty that he decreed in 1978 has shielded"."""
    for clause in trigger.children if trigger.pos_ == "NOUN" else ():
        told = clause.dep_ == "relcl" or (clause.dep_ == "acl" and clause.tag_ == "VBN")
        if told and clause.lemma_ in words()["happens"]["made"]:
            for child in clause.children:
                if child.dep_ in {"prep", "npadvmod"}:
                    yield from (child, *_phrase(child))


def _phrase(prep: Token) -> Iterator[Token]:
    """The words of a phrase, without those of a clause in it ("in the town, which fell in May")."""
    for child in prep.children:
        if child.dep_ not in {"relcl", "acl", "advcl"}:
            yield child
            yield from _phrase(child)


def _before_when(trigger: Token) -> Iterator[Token]:
    """The time that a clause goes on about: "fell apart in July, days after, when jets came"."""
    for verb in (trigger, *trigger.ancestors) if not is_reason(trigger) else ():
        for word in verb.children if verb.pos_ in {"VERB", "AUX"} else ():
            if word.lower_ == "when" and word.i < verb.i:
                yield from _back_to_verb(word)
                return
        if verb.dep_ == "relcl":
            return  # "sacked him over a clash in which ten died"


def _back_to_verb(token: Token) -> Iterator[Token]:
    for before in reversed(token.doc[token.sent.start : token.i]):
        if before.pos_ in {"VERB", "AUX"}:
            return
        yield before


def _attempt(trigger: Token) -> Iterator[Token]:
    """The time of what came to its end: "the raid on X in May failed when rebels ambushed it"."""
    clause = clause_of(trigger)
    when = any(c.lower_ == "when" for c in clause.children)
    if clause.dep_ != "advcl" or not when or clause.head.tag_ != "VBD":
        return
    for subject in clause.head.children:
        if subject.dep_ in {"nsubj", "nsubjpass"}:
            yield from (t for t in subject.subtree if not _told_of(t, subject))


def _told_of(token: Token, noun: Token) -> bool:
    """Whether a token stands in a clause or an apposition that tells something of a noun."""
    while token != noun:
        if token.dep_ in {"relcl", "appos"} or (token.dep_ == "acl" and token.tag_ != "VB"):
            return True
        token = token.head
    return False


def _in_which(trigger: Token) -> Iterator[Token]:
    """The time of what something happened in: "the war of 1992, in which 1,000 died"."""
    clause = clause_of(trigger)
    if clause.dep_ != "relcl":
        return
    for prep in clause.children:
        if prep.lower_ in {"in", "during"} and any(c.lower_ == "which" for c in prep.children):
            yield from (t for t in clause.head.subtree if t.i < prep.i)


def _where(trigger: Token) -> Iterator[Token]:
    """The time of what led there: "met on Friday in Geneva, where they signed an accord"."""
    clause = clause_of(trigger)
    if clause.dep_ != "relcl" or not any(c.lower_ == "where" for c in clause.children):
        return
    verb = verb_over(clause.head)
    if verb.tag_ == "VBD" and not any(c.dep_ in {"aux", "auxpass"} for c in clause.children):
        yield from adjuncts(verb, trigger)


def _fronted(trigger: Token) -> Iterator[Token]:
    """The time in front of the sentence: "in an offensive this May they broke through and took"."""
    sentence = trigger.sent
    clause = clause_of(trigger)
    if is_caused(clause):
        clause = clause_of(clause.head)
    if sentence.root not in {clause, trigger} or sentence[0].pos_ not in {"ADP", "SCONJ"}:
        return
    if sentence[0].lower_ in _RULES:
        return
    for token in sentence:
        if token.pos_ in {"VERB", "AUX"} or token.dep_ in {"nsubj", "nsubjpass"}:
            return
        yield token


# What stands after these has a time of its own: "under the accord of May 2010 they disband".
_RULES = frozenset({"under", "unlike", "like", "despite"})


BESIDE = (
    _antecedent, _when, _shared, _around, _last_shared, purposes, _before_when, _attempt, _in_which,
    _where, _fronted, _before_saying,
)  # fmt: skip
