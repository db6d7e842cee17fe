"""Where a text binds somebody: promises, announcements of one's own acts, duties under a deal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import Frame, frame, nominal_frame, spread
from dateline.find.bound import Found, binding, dated, duty_at, gapped, negated, obligors, receivers
from dateline.find.changes import change_of
from dateline.find.conditions import fits, infinitive
from dateline.find.deadlines import told
from dateline.find.guards import (
    asked,
    conditional,
    cues,
    disowned,
    from_deal,
    given,
    obliged,
    own_word,
    under_deal,
    weak,
)
from dateline.find.lexicon import verb_rules
from dateline.find.truces import standing

_FORCED = frozenset({"will", "shall", "'ll"})
_PLANNED = frozenset({"plan", "planned", "promised", "scheduled", "announced"})
_PLAIN = frozenset({"promise", "pledge", "vow", "guarantee"})
_CURRENCIES = frozenset({"EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "AUD", "CAD"})
_BARE = frozenset({"VB", "VBG"})
_TELLING = frozenset({"NOUN", "PROPN", "VERB", "AUX"})
_DUE = _FORCED | {"would", "must", "to"}
_OPEN = frozenset({"would", "could", "may", "might", "should", "can"})


def duties(analysis: Analysis, sentence: Sentence) -> Iterator[Found]:
    """The duties that a sentence tells of, each once."""
    taken: set[int] = set()
    for token in analysis.tokens[sentence.first : sentence.last]:
        if token.i in taken:
            continue
        if token.pos_ == "ADJ" and token.lemma_.lower() in cues("offering"):
            offered = list(_offered(analysis, sentence, token))
            taken |= {i for one in offered for i in range(one.first, one.last)}
            yield from offered
        if token.pos_ not in _TELLING:
            continue
        for found in _at(analysis, sentence, token):
            if analysis.tokens[found.cue].lemma_ in cues("lasting") - {"end"}:
                continue  # "to last until May" says how long, not what
            if not taken & set(range(found.first, found.last)):
                taken |= set(range(found.first, found.last))
                yield found


def _at(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    lemma = token.lemma_.lower()
    yield from told(analysis, sentence, token)
    yield from standing(analysis, sentence, token)
    if token.pos_ in {"NOUN", "PROPN"}:
        if lemma in cues("promise_noun"):
            yield from _pledge(analysis, sentence, token)
        return
    if token.pos_ not in {"VERB", "AUX"}:
        return
    if conditional(token) or disowned(token) or weak(token) or asked(token):
        return
    yield from _called_off(analysis, sentence, token)
    aux = auxiliaries(token)
    if not aux & _OPEN and (
        lemma in cues("promise") or (lemma in cues("announce") and _money(analysis, token))
    ):
        yield from _promise(analysis, sentence, token)
    elif "would" in aux and _announced(token) and _said(token):
        yield from _clause(analysis, sentence, token, agreed=False)
    elif (agreed := _to_be_done(analysis, token, aux)) is not None:
        yield from _clause(analysis, sentence, token, agreed=agreed)


def _to_be_done(analysis: Analysis, token: Token, aux: frozenset[str]) -> bool | None:
    """Whether "will", "must" or "is to" makes it a duty of its doer: one agreed, or only said."""
    lemma = token.lemma_.lower()
    if not aux & _DUE or lemma in cues("happening") - cues("stay"):
        return None
    deal = under_deal(token)
    if not (deal or _act_promised(analysis, token)):
        return None
    own = own_word(analysis, token)
    if own and (aux & _FORCED or ("would" in aux and _said(token))):
        return deal
    if aux & {"must", "shall"} and (deal or (own and _ends(analysis, token))):
        return True
    laid = "to" in aux and (_bound(token, deal=deal) or given(analysis, token))
    return True if laid else None


def auxiliaries(token: Token) -> frozenset[str]:
    """The auxiliaries of a verb; one joined to another shares those of the first."""
    own = frozenset(c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"})
    joined = token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}
    if joined and not own - {"be", "been"} and token.tag_ in {"VB", "VBN"}:
        return own | auxiliaries(token.head)
    return own


def _act_promised(analysis: Analysis, token: Token) -> bool:
    """Whether it is an act that "will", "must" or "is to" turns into a duty.

    Deeds of the lexicon are; not to use force is; any other act is where it has an end to it.
    """
    lemma = token.lemma_.lower()
    if obliged(token):
        return True
    if any(c.lower_ == "longer" for c in token.children):
        return True
    if negated(token):
        return lemma in cues("force") or bool(
            {c.lemma_.lower() for c in token.subtree if c.i > token.i} & cues("violence")
        )
    if lemma in cues("stay") | cues("deed") or _tells(analysis, frame(token)):
        return True
    if lemma == "be":
        return any(c.lower_ in cues("away") for c in token.children)
    return lemma not in cues("happening") and _ends(analysis, token)


def _ends(analysis: Analysis, token: Token) -> bool:
    """Whether the clause says when it is to be done."""
    return dated(analysis, (t.i for t in token.subtree if t.i > token.i))


def _announced(token: Token) -> bool:
    """Whether what governs the clause, or stands before its "that", announces or promises."""
    if token.head.lemma_ in cues("announce"):
        return True
    mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    before = token.doc[max(0, mark.i - 5) : mark.i] if mark is not None else ()
    return any(t.lemma_.lower() in cues("announce") | cues("promise_noun") for t in before)


def _said(token: Token) -> bool:
    """Whether it is "said that it would": a future seen from the past, no mere possibility."""
    return (
        token.dep_ in {"ccomp", "acl", "relcl"}
        or any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
        or any(c.dep_ in {"ccomp", "parataxis"} and c.i > token.i for c in token.children)
        or (token.dep_ == "conj" and token.head.dep_ in {"ccomp", "acl"})
    )


def _bound(token: Token, *, deal: bool) -> bool:
    """Whether a duty or plan is laid on the subject: "is to", "was expected to", "has to"."""
    if token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        return _bound(token.head, deal=deal)
    head = token.head
    if token.dep_ == "xcomp" and head.lemma_ == "be":
        return True
    if token.dep_ == "xcomp" and head.lemma_ == "have" and head.pos_ in {"VERB", "AUX"}:
        return deal
    if token.dep_ in {"xcomp", "ccomp", "advcl"} and (
        head.lemma_.lower() in cues("bound") or head.lower_ in cues("bound")
    ):
        # "analysts expect X to leave" is their opinion and binds nobody
        own = any(c.dep_ == "nsubj" for c in token.children)
        return not (own and head.lemma_.lower() == "expect")
    return token.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and head.lemma_ == "deadline"


_DEEDS = frozenset({"RETREAT", "AID", "COOPERATE", "CONCEDE", "MOBILIZE"})


def _tells(analysis: Analysis, found: Frame) -> bool:
    """Whether the verb is one of the lexicon's deeds of cooperation or withdrawal."""
    for rule in verb_rules().get(found.verb.lemma_.lower(), ()):
        if fits(rule.needs, found, analysis):
            return rule.type in _DEEDS
    return False


def _promise(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a verb of promising is followed by: an infinitive, a clause, a thing promised."""
    found = frame(token)
    by = binding(analysis, found.subjects, explicit=True)
    if not by or negated(token):
        return
    for verb in _complements(token):
        own = obligors(analysis, verb) if verb.dep_ == "ccomp" or _has_subject(verb) else ()
        for each in (verb, *(c for c in verb.conjuncts if c.tag_ in _BARE and c.i > verb.i)):
            yield duty_at(analysis, sentence, each, own or by, token, agreed=False)
        return
    for each in _things(token):
        if _is_thing(analysis, token, each):
            yield duty_at(analysis, sentence, each, by, token, agreed=False)
            return


def _offered(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What somebody says to be ready to do: "said it was ready to assist"."""
    if token.dep_ != "acomp" or token.head.dep_ != "ccomp" or disowned(token.head):
        return
    if negated(token.head) or conditional(token.head):
        return
    by = binding(analysis, frame(token.head).subjects, explicit=True)
    for child in token.children:
        rules = verb_rules().get(child.lemma_.lower(), ())
        deed = child.lemma_.lower() in cues("deed") or any(r.type in _DEEDS for r in rules)
        if (
            by
            and child.dep_ == "xcomp"
            and infinitive(child)
            and deed
            and own_word(analysis, token.head)
        ):
            yield duty_at(analysis, sentence, child, by, token, agreed=False)


def _called_off(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """An own act that is put off or called off was promised: "suspended its deployment"."""
    if change_of(token) not in {"withdrawn", "suspended", "amended"}:
        return
    for each in frame(token).objects:
        own = any(c.dep_ == "poss" or c.lemma_ in _PLANNED for c in each.children)
        by = binding(analysis, frame(token).subjects) if own else ()
        if by and each.lemma_.lower() in cues("acting"):
            yield duty_at(analysis, sentence, each, by, token, agreed=False)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _complements(token: Token) -> Iterator[Token]:
    """The clauses that say what is promised, the parser's usual mistakes allowed for."""
    for child in token.children:
        verbal = child.pos_ in {"VERB", "AUX"} or infinitive(child)
        if child.dep_ in {"xcomp", "ccomp"} and verbal and child.i > token.i and not asked(child):
            yield child
    for child in token.children:
        if (
            child.dep_ == "advcl"
            and child.i > token.i
            and child.pos_ == "VERB"
            and (infinitive(child) and not any(c.dep_ == "dobj" for c in token.children))
        ):
            yield child
        if child.dep_ == "prep" and child.lower_ in {"to", "on"}:
            yield from (c for c in child.children if c.dep_ == "pcomp")


def _things(token: Token) -> Iterator[Token]:
    """The nouns that name what is promised: "an inquiry", "to a truce"."""
    yield from (c for c in token.children if c.dep_ in {"dobj", "obj"})
    for prep in token.children:
        if prep.dep_ in {"prep", "dative"} and prep.lower_ in {"to", "on"}:
            yield from (c for c in prep.children if c.dep_ == "pobj")


def _is_thing(analysis: Analysis, verb: Token, noun: Token) -> bool:
    """Whether a noun can be what is promised: not a person, not revenge, not a deal itself."""
    lemma = noun.lemma_.lower()
    if lemma in cues("truce") or lemma in cues("empty") or noun.pos_ == "PRON":
        return False
    if verb.lemma_.lower() in cues("restate"):
        return False  # "reaffirmed its support"
    if lemma in cues("promised") or _counts_money(analysis, noun):
        return True
    plain = verb.lemma_.lower() in _PLAIN
    return plain and analysis.actor_at(noun) is None and analysis.time_at(noun) is None


def _money(analysis: Analysis, verb: Token) -> bool:
    """Whether a sum is announced: "announced 200 million euros in aid"."""
    return any(
        c.dep_ == "dobj" and (_counts_money(analysis, c) or c.lemma_ == "aid")
        for c in verb.children
    )


def _counts_money(analysis: Analysis, noun: Token) -> bool:
    if any(m.quantity.kind == "money" and m.first <= noun.i < m.last for m in analysis.quantities):
        return True
    coded = any(c.text in _CURRENCIES for c in noun.lefts)
    return coded and any(c.like_num for c in (noun, *noun.lefts))


def _pledge(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a noun binds its owner to: "its pledge to defend", "a commitment by X to leave"."""
    owners = nominal_frame(token).subjects
    if any(t.pos_ == "PRON" for t in owners) and token.dep_ == "dobj":
        owners = frame(token.head).subjects  # "X reaffirmed its pledge"
    by = binding(analysis, owners, explicit=True)
    for child in token.children:
        if by and child.dep_ in {"acl", "xcomp"} and infinitive(child):
            yield duty_at(analysis, sentence, child, by, token, agreed=False)


def _clause(
    analysis: Analysis, sentence: Sentence, token: Token, *, agreed: bool
) -> Iterator[Found]:
    by = obligors(analysis, token)
    if not by and token.head.lemma_ == "give":
        by = binding(analysis, receivers(token.head))
    if not by and from_deal(token.head):
        by = binding(analysis, spread(c for c in token.head.children if c.dep_ == "dobj"))
    if not by or token.lemma_ in cues("complete"):
        return
    found = duty_at(analysis, sentence, token, by, token, agreed=agreed)
    yield found
    if (second := gapped(token)) is not None:
        rest = [t.i for t in token.subtree if second.left_edge.i <= t.i < sentence.last]
        yield replace(
            found, cue=second.i, first=min(rest), last=max(rest) + 1, clause=frozenset(rest)
        )
