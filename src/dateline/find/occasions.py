"""When an act happened: the times of its clause, of those above it, and of those beside it."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.analysis import Analysis, TimeMention
from dateline.find.beside import (
    BESIDE,
    MODIFIERS,
    caused,
    clause_of,
    following,
    of_making,
    purposes,
)
from dateline.find.clauses import above, adjuncts, nearest
from dateline.find.lexicon import verb_rules
from dateline.find.tenses import comes_before, is_earlier, is_reason, of_other_tense
from dateline.resolve.expressions import words
from dateline.resolve.tense import is_rare
from dateline.text.tokens import Token
from dateline.types import EventType


def times(
    analysis: Analysis, trigger: Token, clause: list[Token], kind: EventType
) -> tuple[int, ...]:
    """The times of the clause, else of the nearest clause above or beside that has one."""
    own = [t for t in clause if _dated(analysis, t) and not _asked_for(analysis, t, trigger, kind)]
    near = nearest(trigger, (t.i for t in own if not _anothers(analysis, t, trigger)))
    if not any(analysis.tokens[i].is_ancestor(trigger) or trigger.is_ancestor(analysis.tokens[i])
               for i in near):  # fmt: skip
        after = (*following(trigger), *of_making(trigger))
        if told := nearest(trigger, (t.i for t in after if _dated(analysis, t))):
            return told
    for verb, shared in _sharing(trigger) if not near else ():
        free = (t for t in shared if not _due(analysis, t, verb, trigger))
        if near := nearest(trigger, (t.i for t in free if _dated(analysis, t))):
            break
        if near := nearest(trigger, (t.i for t in purposes(verb, trigger) if _past(analysis, t))):
            break
    for beside in BESIDE if not near else ():
        if near := nearest(trigger, (t.i for t in beside(trigger) if _dated(analysis, t))):
            break
    near = near or nearest(trigger, (t.i for t in caused(trigger) if _over(analysis, t)))
    if not near and kind in _UNDERTAKEN:
        near = nearest(trigger, (t.i for t in _undertaken(trigger) if _dated(analysis, t)))
    return near


# These are done now by words that are about what comes: its time is theirs if they have none.
_UNDERTAKEN = frozenset({"AGREE", "CONCEDE", "THREATEN"})
# What is asked or ordered is to be done by a time that is not that of the asking.
_ASKING = frozenset({"REQUEST", "REJECT", "ACCUSE"})
_DUE = frozenset({"by", "until", "before", "within"})


def _undertaken(trigger: Token) -> Iterator[Token]:
    """The clause of what is promised: "had promised that aid would enter on Friday"."""
    for clause in trigger.children:
        if clause.dep_ == "ccomp" and clause.i > trigger.i and any(
            c.dep_ == "aux" and c.lower_ in {"will", "would"} for c in clause.children
        ):  # fmt: skip
            yield from adjuncts(clause, trigger)


def _over(analysis: Analysis, token: Token) -> bool:
    """Whether a token is of a day that was over, and is no end of what somebody is let do."""
    mention = analysis.time_at(token)
    ends = mention is not None and _ends(analysis, mention)
    return not ends and _dated(analysis, token) and _past(analysis, token)


def _asked_for(analysis: Analysis, token: Token, trigger: Token, kind: EventType) -> bool:
    """Whether a time is of what is asked: "ordered them to leave by Friday", "until Friday to"."""
    mention = analysis.time_at(token)
    if kind not in _ASKING or mention is None or trigger.pos_ not in {"VERB", "AUX"}:
        return False
    if _ends(analysis, mention) and mention.head > trigger.i:
        return True
    below = any(up.dep_ == "xcomp" and up.head == trigger for up in (token, *token.ancestors))
    return below and _to_come(analysis, mention)


def _due(analysis: Analysis, token: Token, verb: Token, trigger: Token) -> bool:
    """Whether it ends what was ordered before: "ordered them out by Sunday and recalled him"."""
    mention = analysis.time_at(token)
    if trigger.dep_ != "conj" or trigger.tag_ != "VBD" or mention is None:
        return False
    ends = verb.i < mention.head < trigger.i and _ends(analysis, mention)
    return ends and any(rule.type == "REQUEST" for rule in verb_rules().get(verb.lemma_, ()))


def _ends(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether it is a time by which: "by Friday", and the day of "by noon on Friday" too."""
    if mention.relation in _DUE:
        return True
    hour = analysis.time_at(mention.first - 2) if mention.relation == "on" else None
    return hour is not None and hour.last == mention.first - 1 and hour.relation in _DUE


def _to_come(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether a time begins after the report came out."""
    start = mention.time.from_ if mention.time is not None else None
    published = analysis.document.published.to
    return start is not None and published is not None and start > published


def _sharing(trigger: Token) -> Iterator[tuple[Token, list[Token]]]:
    """The clauses above whose time a trigger may share, each with the words that may tell it.

    None from a second "that" clause on, none that is told in another tense, none for a condition
    or for what came before.
    """
    clause = clause_of(trigger)
    own = clause.dep_ == "conj" and any(c.dep_ == "mark" for c in clause.children)
    before = comes_before(clause) or is_earlier(clause) or is_reason(trigger)
    if (own and clause == trigger) or _is_condition(clause) or before:
        return
    below = trigger
    for verb in above(trigger):
        joined = below.dep_ == "conj" and below.head == verb
        if joined and of_other_tense(below, verb):
            return
        shared = [*adjuncts(verb, trigger), *_of_plan(verb, trigger)]
        fronted = joined and _is_contrast(below, verb)
        yield verb, [t for t in shared if not fronted or t.i < verb.i]
        below = verb


def _of_plan(verb: Token, trigger: Token) -> Iterator[Token]:
    """What is said of the plan that an act is the subject of: "talks are to be held on Friday".

    Also "are due on Friday" and "are due to start by Friday".
    """
    if verb.lemma_ != "be" or trigger.head != verb or trigger.dep_ not in {"nsubj", "nsubjpass"}:
        return
    due = [c for c in verb.children if c.lower_ in words()["tense"]["planned"]]
    for clause in (*verb.children, *(c for word in due for c in word.children)):
        yield from adjuncts(clause, trigger) if clause.dep_ == "xcomp" else ()
    for word in due:
        yield from adjuncts(word, trigger)


def _is_contrast(below: Token, verb: Token) -> bool:
    """Whether "but" tells of another: "sacked his ministers in May but the crowds stayed"."""
    but = any(c.lower_ == "but" for c in verb.children if verb.i < c.i < below.i)
    who = (c for c in below.children if c.dep_ in {"nsubj", "nsubjpass"})
    return but and any(c.pos_ != "PRON" for c in who)


def _is_condition(clause: Token) -> bool:
    """Whether the clause says what would have to be: "should they refuse"."""
    first = min(clause.subtree, key=lambda t: t.i)
    return clause.dep_ == "advcl" and first.lower_ in {"if", "unless", "should"}


def _past(analysis: Analysis, token: Token) -> bool:
    """Whether a token is of a time that was over when the report came out."""
    mention = analysis.time_at(token)
    until = mention.time.to if mention is not None and mention.time is not None else None
    published = analysis.document.published.to
    return until is not None and published is not None and until <= published


def _anothers(analysis: Analysis, token: Token, trigger: Token) -> bool:
    """Whether a time goes with a noun that is neither the trigger nor what does it.

    "Condemned Tuesday's attack" and "left the 2015 deal" are of other times than the attack and
    the deal; "Tuesday's attack killed ten" is of its own.
    """
    mention = analysis.time_at(token)
    if mention is None:
        return False
    noun = analysis.tokens[mention.head]
    if _in_apposition(noun, trigger) or _of_office(mention, noun, trigger):
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ in _NOUNS:
        noun = noun.head.head  # "burned a shrine of the sixteenth century"
    elif noun.dep_ in MODIFIERS - {"npadvmod"} and noun.head.pos_ in _NOUNS:
        noun = noun.head
    else:
        return False
    while noun != trigger and noun.dep_ not in {"nsubj", "nsubjpass"}:
        if noun.dep_ == "dobj" or (noun.dep_ == "pobj" and noun.head.lower_ not in _DURING):
            return True
        if noun.head == noun:
            return False
        noun = noun.head
    told = noun.head  # "declared the truce of 1991 to be over"
    return bool(noun != trigger != told and told.dep_ == "ccomp" and trigger.is_ancestor(told))


_NOUNS = frozenset({"NOUN", "PROPN"})


def _in_apposition(noun: Token, trigger: Token) -> bool:
    """Whether a time is in words beside a name: "X, a colony from 1890, was annexed"."""
    for up in noun.ancestors:
        if up == trigger:
            return False
        if up.dep_ == "appos":
            return True
    return False


def _of_office(mention: TimeMention, noun: Token, trigger: Token) -> bool:
    """Whether it tells since when somebody is what he is: "X, in office since May, sacked them"."""
    prep = noun.head
    within = mention.relation == "since" and prep.dep_ == "prep" and prep.head.pos_ in _INNER
    return within and trigger.tag_ == "VBD" and prep.head.i < trigger.i


_INNER = frozenset({"ADP", "NOUN", "ADJ"})
_DURING = frozenset({"in", "at", "during"})


def _dated(analysis: Analysis, token: Token) -> bool:
    """Whether a token is of a time at which something may have happened."""
    mention = analysis.time_at(token)
    if mention is None or mention.time is None:
        return False
    apart = (_of_dateline, _meant_for, _since_the_last, _compared_with)
    return not any(of_other(analysis, mention) for of_other in apart)


def _of_dateline(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether it stands in front of the text: "Dhaka, 17 July 2024: ten people were killed"."""
    doc = analysis.tokens
    first = analysis.sentence_of_token[mention.first].first
    after = doc[mention.last : mention.last + 2]
    closes = any(
        (t.text in _DASHES and t.whitespace_ and doc[t.i - 1].whitespace_)
        or (t.text == ":" and t.i == mention.last)
        for t in after
    )
    return (
        closes
        and mention.first - first <= _FRONT
        and not any(t.pos_ in {"VERB", "AUX"} for t in doc[first : mention.first])
    )


_DASHES = frozenset({"-", "--", "–", "—"})
# A dateline has so many tokens before its day at most.
_FRONT = 8


def _since_the_last(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether it says how rare a thing is: "the deadliest attack since 2015", "the first since"."""
    since = analysis.tokens[mention.head].head
    if mention.relation != "since" or since.lower_ != "since":
        return False
    noun = since.head
    noun = noun.head if noun.dep_ in {"relcl", "acl"} else noun
    if noun.pos_ == "AUX":  # "was the deadliest attack since 2015"
        noun = next((c for c in noun.children if c.dep_ == "attr"), noun)
    return is_rare(noun)


def _compared_with(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether it is what something is held against: "handed out otherwise than in 2010"."""
    head = analysis.tokens[mention.head]
    first = head.head if head.dep_ == "pobj" else head
    return first.dep_ in {"pcomp", "prep", "pobj"} and first.head.lower_ == "than"


def _meant_for(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether it says what a thing is for: "a quota for 1995", "aid for next year"."""
    prep = analysis.tokens[mention.head].head
    return mention.relation == "for" and prep.lower_ == "for" and prep.head.pos_ == "NOUN"
