"""Where a text binds somebody: promises, announcements of one's own acts, duties under a deal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.analysis import Analysis, Sentence
from dateline.find.appointed import appointed
from dateline.find.arguments import frame, nominal_frame
from dateline.find.bound import Found, act_of, binding, dated, duty_at, receivers, signers
from dateline.find.changes import change_of
from dateline.find.conditions import infinitive
from dateline.find.deadlines import told
from dateline.find.extents import gapped
from dateline.find.futures import DUE, announced, auxiliaries, ends, happens, said, to_be_done
from dateline.find.gapping import shared
from dateline.find.guards import cues, from_deal, unbinding
from dateline.find.intents import intended
from dateline.find.obligors import obligors
from dateline.find.overheard import overheard
from dateline.find.pledges import further, gives_word, heads_list, offered, pledge, promised
from dateline.find.provided import follows_deal, provided
from dateline.find.subjects import spread
from dateline.find.truces import standing
from dateline.text.tokens import Token
from dateline.types import EventType

_PLANNED = frozenset({"plan", "planned", "promised", "scheduled", "announced"})
_PRESENT = frozenset({"VBP", "VBZ"})
_TELLING = frozenset({"NOUN", "PROPN", "VERB", "AUX"})
_MODAL = frozenset({"will", "would", "shall", "could", "might", "may", "should", "must"})
_EACH = frozenset({"each", "both", "neither", "all", "either"})
_OPEN = frozenset({"would", "could", "may", "might", "should", "can"})


def duties(analysis: Analysis, sentence: Sentence) -> Iterator[Found]:
    """The duties that a sentence tells of, each once."""
    known = list(_by_rules(analysis, sentence))
    yield from known
    yield from overheard(analysis, sentence, known)


def _by_rules(analysis: Analysis, sentence: Sentence) -> Iterator[Found]:
    taken: set[int] = set()
    for token in analysis.tokens[sentence.first : sentence.last]:
        if token.i in taken:
            continue
        if token.pos_ == "ADJ" and token.lemma_.lower() in cues("offering"):
            ready = list(offered(analysis, sentence, token))
            taken |= {i for one in ready for i in range(one.first, one.last)}
            yield from ready
        if token.pos_ not in _TELLING and token.lower_ != "due":
            continue
        for found in _at(analysis, sentence, token):
            if analysis.tokens[found.cue].lemma_ in cues("outlasting"):
                continue  # "to last until May" says how long, not what
            if found.duty == "do" and analysis.tokens[found.first].lemma_ in cues("truce"):
                continue  # a noun: "declares truce over"
            if not taken & set(range(found.first, found.last)):
                taken |= set(range(found.first, found.last))
                yield found


def _at(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    lemma = token.lemma_.lower()
    yield from told(analysis, sentence, token)
    yield from standing(analysis, sentence, token)
    yield from appointed(analysis, sentence, token)
    if token.pos_ in {"NOUN", "PROPN"}:
        if lemma in cues("promise_noun"):
            yield from pledge(analysis, sentence, token)
        return
    if token.pos_ not in {"VERB", "AUX"}:
        return
    yield from heads_list(analysis, sentence, token)
    yield from provided(analysis, sentence, token)
    aux = auxiliaries(token)
    means = lemma in cues("intend")
    gives = any(lemma in cues(name) for name in ("promise", "bind", "allot", "announce"))
    to_come = aux & DUE or token.tag_ in _PRESENT or change_of(token) is not None
    if not (means or gives or to_come):
        return  # most verbs tell of what was
    if unbinding(token):
        return
    if means:
        yield from intended(analysis, sentence, token)
        return
    yield from _called_off(analysis, sentence, token)
    was = token.head.lower_ in {"was", "were"}  # "was to have left"
    open_ = bool(aux & _MODAL - {"will"}) or ("to" in aux and was)
    counterfactual = bool(aux & {"have", "'ve"}) and open_ and not (was and ends(analysis, token))
    if counterfactual or any(c.dep_ == "expl" for c in token.children):
        return  # "would have left", "there will be"
    if not aux & _OPEN and gives_word(analysis, token):
        given = list(promised(analysis, sentence, token))
        yield from shared(analysis, sentence, token, given)
        if given or lemma not in cues("resolve"):
            return  # "is to vote on Friday" says itself what is to be done
    if "would" in aux and happens(analysis, token) and announced(token) and said(token):
        yield from _clause(analysis, sentence, token, agreed=False)
    elif (agreed := to_be_done(analysis, token, aux)) is not None:
        yield from _clause(analysis, sentence, token, agreed=agreed)


def _called_off(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """An own act that is put off or called off was promised: "suspended its deployment"."""
    if change_of(token) not in {"withdrawn", "suspended", "amended", "resized"}:
        return
    told = frame(token)
    for each in told.objects:
        if each.lemma_.lower() not in cues("acting"):
            continue
        named = nominal_frame(each)
        owners = binding(analysis, (*named.subjects, *named.preps.get("of", ())))
        own = any(c.dep_ == "poss" or c.lemma_ in _PLANNED for c in each.children)
        own = own or (not owners and dated(analysis, (t.i for t in token.subtree)))
        by = binding(analysis, told.subjects) if own else ()
        by = by or (owners if told.passive else ())
        if by:
            kind, mode = _kind_of(analysis, each)
            found = duty_at(analysis, sentence, each, by, token, agreed=False)
            yield replace(found, type=kind, mode=mode)


def _kind_of(analysis: Analysis, noun: Token) -> tuple[EventType | None, str | None]:
    """What a noun that is called off names: the act beside it ("plan to send"), or its own."""
    act = next((c for c in noun.children if c.dep_ == "acl" and infinitive(c)), None)
    if act is None and noun.lemma_.lower() in cues("promise_noun"):
        return None, None
    return act_of(analysis, noun if act is None else act)


def _clause(
    analysis: Analysis, sentence: Sentence, token: Token, *, agreed: bool
) -> Iterator[Found]:
    by = obligors(analysis, token)
    if not by and token.head.lemma_ == "give":
        by = binding(analysis, receivers(token.head))
    if not by and from_deal(token.head):
        by = binding(analysis, spread(c for c in token.head.children if c.dep_ == "dobj"))
    if not by and frame(token).passive and follows_deal(analysis, sentence):
        by = signers(analysis, sentence)  # "its parties will be legalised"
    if not by and agreed:
        by = _agreeing(analysis, sentence, token)
    if not by or (token.lemma_ in cues("complete") and frame(token).passive):
        return
    found = duty_at(analysis, sentence, token, by, token, agreed=agreed)
    yield found
    for each in further(token) if token.dep_ == "xcomp" else ():
        yield duty_at(analysis, sentence, each, by, token, agreed=agreed)
    if (second := gapped(token)) is not None:
        rest = [t.i for t in token.subtree if second.left_edge.i <= t.i < sentence.last]
        yield replace(
            found, cue=second.i, first=min(rest), last=max(rest) + 1, clause=frozenset(rest)
        )


def _agreeing(analysis: Analysis, sentence: Sentence, act: Token) -> tuple[int, ...]:
    """Who is bound to what was agreed: whoever is to do it, else those who made the agreement."""
    told = frame(act)
    own = () if told.passive else binding(analysis, told.subjects, explicit=True)
    if own or not (told.passive or any(s.lower_ in _EACH for s in told.subjects)):
        return own
    return signers(analysis, sentence)
