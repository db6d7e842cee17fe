"""Words given: verbs, nouns and adjectives of promising and offering, and what they bind to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dateline.analysis import Analysis, Sentence
from dateline.find.arguments import frame, nominal_frame
from dateline.find.bound import (
    NOBODY,
    REFLEXIVE,
    Found,
    act_of,
    binding,
    dated,
    duty_at,
    negated,
)
from dateline.find.changes import change_of
from dateline.find.conditions import infinitive, is_kind
from dateline.find.extents import listed
from dateline.find.guards import (
    FREE,
    POINTING,
    asked,
    conditional,
    cues,
    disowned,
    own_word,
    unbinding,
)
from dateline.find.lexicon import verb_rules
from dateline.find.obligors import obligors
from dateline.find.subjects import spread
from dateline.text.tokens import Token

DEEDS = frozenset({"RETREAT", "AID", "COOPERATE", "CONCEDE", "MOBILIZE"})
_SIGN = re.compile(r"[$€£¥]\s?\d")
_CURRENCIES = frozenset({"EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "AUD", "CAD"})
_NEAR = 100
# Kinds of mentions that may be men who are promised: "promised observers".
_SENT = frozenset({"force", "group", "description"})
_BARE = frozenset({"VB", "VBG"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OWNED = frozenset({"GPE", "NORP", "ORG", "PERSON"})
_FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "'d", "’d", "must"})
_OPEN = frozenset({"would", "could", "may", "might", "should", "can"})


def heads_list(analysis: Analysis, sentence: Sentence, verb: Token) -> Iterator[Found]:
    """What who gave most of what was pledged promised: "headed the list with $130 million"."""
    if verb.lemma_.lower() not in cues("head"):
        return
    found = frame(verb)
    if cues("list").isdisjoint(o.lemma_.lower() for o in found.objects):
        return
    if unbinding(verb):
        return
    before = analysis.sentences[max(sentence.index - 1, 0)].first
    told = analysis.tokens[max(before, sentence.last - _NEAR) : sentence.last]
    if not any(t.lemma_.lower() in cues("promise") | cues("promise_noun") for t in told):
        return
    by = binding(analysis, found.subjects, explicit=True)
    for given in found.preps.get("with", ()):
        told = analysis.tokens[given.left_edge.i : given.i + 1]
        if by and (_counts_money(analysis, given) or _SIGN.search(told.text)):
            yield duty_at(analysis, sentence, given, by, verb, agreed=False)
            return


def gives_word(analysis: Analysis, token: Token) -> bool:
    """Whether a verb is one by which somebody binds himself, or announces what he will give."""
    lemma = token.lemma_.lower()
    if lemma in cues("promise") or (lemma in cues("bind") and _oneself(token)):
        return True
    if lemma in cues("allot"):
        return _money(analysis, token)
    return lemma in cues("announce") and (_money(analysis, token) or _planned(analysis, token))


def promised(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What a verb of promising is followed by: an infinitive, a clause, a thing promised."""
    found = frame(token)
    by = binding(analysis, found.subjects, explicit=True)
    if not by and found.passive and token.lemma_.lower() in cues("bind"):
        by = binding(analysis, [o for o in found.objects if o.i < token.i], explicit=True)
    if not by or negated(token) or _only_meant(token):
        return
    for verb in _complements(token):
        if negated(verb) and verb.lemma_.lower() in cues("yielding"):
            return
        if verb.lemma_ == "do" and not any(c.dep_ == "dobj" for c in verb.children):
            return  # "as it had agreed to do"
        if not _to_come(analysis, token, verb) or (found.passive and _is_vague(verb)):
            return
        for each in (verb, *further(verb)):
            by_it = _whose(analysis, verb, by)
            yield duty_at(analysis, sentence, each, by_it, token, agreed=False)
        return
    if (kept := _as_promised(token)) is not None:
        found_so = duty_at(analysis, sentence, kept, by, token, agreed=False)
        kind, mode = act_of(analysis, kept)
        yield replace(found_so, duty="do", type=kind, mode=mode)
        return
    for noun in _things(token):
        if _is_thing(analysis, token, noun):
            yield duty_at(analysis, sentence, noun, by, token, agreed=False)
            return


def _as_promised(token: Token) -> Token | None:
    """The deed of which it is told whether it was done as promised: "not freed, as they vowed"."""
    marked = any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in token.children)
    plain = token.lemma_.lower() in cues("plain") | {"agree", "undertake"}
    if token.dep_ != "advcl" or not marked or not plain:
        return None
    act = token.head
    done = act.pos_ == "VERB" and act.i < token.i and frame(act).passive
    return act if done else None


def further(verb: Token) -> Iterator[Token]:
    """What is promised besides: "to halt attacks, to free prisoners and to let convoys pass"."""
    for joined in verb.conjuncts:
        if joined.tag_ in _BARE and joined.i > verb.i:
            yield joined
    for each in listed(verb):
        yield from (each, *(c for c in each.conjuncts if c.i > each.i))


def _only_meant(token: Token) -> bool:
    """Whether no word is given yet: "a plan to offer loans", "led him to promise"."""
    above = token.head.lemma_.lower()
    if any(c.lower_ == "have" and c.dep_ == "aux" for c in token.children):
        return False  # "is said to have promised"
    return infinitive(token) and not (
        token.dep_ == "xcomp" and above in cues("promise") | cues("bound") | {"be", "go"}
    )


def _to_come(analysis: Analysis, token: Token, verb: Token) -> bool:
    """Whether a clause after a verb of promising says what is to be done, not what is so.

    "Agreed that time was short", "assured them that it works", "agreed that the debate would
    change little" promise nothing; what was decided is a promise where it is a deed of its own.
    """
    subjects = [c for c in verb.children if c.dep_ in {*_SUBJECTS, "expl"}]
    if infinitive(verb) or not subjects:
        return token.lemma_.lower() not in cues("resolve") or _is_deed(analysis, verb)
    aux = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if not aux & _FUTURE or any(c.dep_ == "expl" for c in subjects):
        return False
    if verb.lemma_ == "be" and not any(c.lower_ in cues("away") for c in verb.children):
        return False
    firm = token.lemma_.lower() in cues("plain") | cues("assure")
    if firm and {c.lemma_.lower() for c in subjects} & cues("carrier"):
        return True  # "promised that the aid would enter"
    if any(c.dep_ == "nsubjpass" for c in subjects):
        return True
    if firm and verb.lemma_.lower() not in cues("happening"):
        return True
    doers = spread(subjects)
    if any(c.dep_ == "poss" and c.pos_ == "PRON" for t in doers for c in t.children):
        return True  # "promised that his men would not fight"
    return any(t.pos_ in {"PRON", "NUM"} for t in doers) or bool(
        binding(analysis, doers, explicit=True)
        or is_kind(doers, "person", analysis)
        or verb.lemma_.lower() in cues("ergative")
    )


def _is_deed(analysis: Analysis, verb: Token) -> bool:
    return (
        verb.lemma_.lower() in cues("deed")
        or act_of(analysis, verb)[0] in DEEDS
        or dated(analysis, (t.i for t in verb.subtree if t.i > verb.i))
    )


def _whose(analysis: Analysis, verb: Token, by: tuple[int, ...]) -> tuple[int, ...]:
    """Who is bound by a clause that somebody promises: its own subject, if that is a party.

    Forces of no name are those of who promises: "assured Haiti that the officers would land".
    """
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if verb.dep_ != "ccomp" and not subjects:
        return by
    if any(c.lower_ in NOBODY for c in subjects):
        return by  # "vowed that nobody would hang"
    own = obligors(analysis, verb)
    return by if all(_nameless(analysis, i) for i in own) else own


def _nameless(analysis: Analysis, head: int) -> bool:
    token, mention = analysis.tokens[head], analysis.actor_at(head)
    if mention is None or mention.kind != "force":
        return False
    return not any(
        t.pos_ == "PROPN" or t.ent_type_ in _OWNED or t.dep_ == "poss" for t in token.subtree
    )


def _oneself(token: Token) -> bool:
    return any(c.dep_ in {"dobj", "dative"} and c.lower_ in REFLEXIVE for c in token.children)


def _complements(token: Token) -> Iterator[Token]:
    """The clauses that say what is promised, the parser's usual mistakes allowed for."""
    for child in token.children:
        verbal = child.pos_ in {"VERB", "AUX"} or infinitive(child)
        if child.dep_ not in {"xcomp", "ccomp"} or child.i < token.i or conditional(child):
            continue
        if verbal and not asked(child):
            yield child
    for child in token.children:
        if (
            child.dep_ == "advcl"
            and child.i > token.i
            and child.pos_ == "VERB"
            and infinitive(child)
            and (_oneself(token) or not any(c.dep_ == "dobj" for c in token.children))
        ):
            yield child
        if child.dep_ == "prep" and child.lower_ in {"to", "on"}:
            yield from (c for c in child.children if c.dep_ == "pcomp")


def _things(token: Token) -> Iterator[Token]:
    """The nouns that name what is promised: "an inquiry", "to a truce", "aid that it promised"."""
    if token.dep_ == "relcl" and token.lemma_.lower() in cues("plain"):
        yield token.head
    yield from (
        c for c in token.children if c.dep_ in {"dobj", "obj"} and c.lower_ not in REFLEXIVE
    )
    for prep in token.children:
        if prep.dep_ in {"prep", "dative"} and prep.lower_ in {"to", "on"}:
            yield from (c for c in prep.children if c.dep_ == "pobj")


def _is_thing(analysis: Analysis, verb: Token, noun: Token) -> bool:
    """Whether a noun can be what is promised: not a person, not revenge, not a deal itself."""
    lemma = noun.lemma_.lower()
    if lemma in cues("backing") and any(c.lower_ == "for" for c in noun.children):
        return False
    mention = analysis.actor_at(noun)
    if lemma in cues("truce") | cues("empty") | cues("word") or noun.pos_ == "PRON":
        return False
    if verb.lemma_.lower() in cues("restate"):
        return False  # "reaffirmed its support", "undertook reforms"
    if lemma in cues("promised") or _counts_money(analysis, noun):
        return True
    if verb.lemma_.lower() in cues("announce") - cues("plain") and _is_act(analysis, noun):
        return True
    plain = verb.lemma_.lower() in cues("plain") or (
        verb.lemma_.lower() == "offer" and (_to_somebody(analysis, verb) or _is_goods(noun))
    )
    counted = any(c.dep_ == "nummod" for c in noun.children)
    kinds = _SENT | {"office", "people"} if counted else _SENT
    men = mention is not None and noun.tag_ == "NNS" and mention.kind in kinds
    men = men and not any(c.dep_ in {"poss", "det"} or c.pos_ == "PROPN" for c in noun.children)
    return plain and (mention is None or men) and analysis.time_at(noun) is None


def _is_goods(noun: Token) -> bool:
    """Whether it is so many of something, or some: "offered two helicopters", "offered drones"."""
    bare = noun.tag_ == "NNS" and not any(c.i < noun.i for c in noun.children)
    return noun.lemma_.lower() not in cues("words") and (
        bare or any(c.dep_ == "nummod" for c in noun.children)
    )


def _to_somebody(analysis: Analysis, verb: Token) -> bool:
    """Whether a thing is offered to a party, or as something: "offered a ship as a venue"."""
    if any(c.dep_ == "prep" and c.lower_ == "as" for o in (verb, *verb.children)
           for c in o.children):  # fmt: skip
        return True
    to = [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
    to += [o for p in verb.children if p.lower_ == "to" for o in p.children]
    return any((m := analysis.actor_at(t)) is not None and m.actor.sector not in FREE for t in to)


def _is_act(analysis: Analysis, noun: Token) -> bool:
    """Whether a noun names an act that can be owed, or what is given."""
    return (
        act_of(analysis, noun)[0] in DEEDS
        or noun.lemma_.lower() in cues("promised") | cues("acting")
        or _counts_money(analysis, noun)
    )


def _money(analysis: Analysis, verb: Token) -> bool:
    """Whether a sum is announced: "announced 200 million euros in aid"."""
    return any(
        c.dep_ in {"dobj", "ccomp"} and (_counts_money(analysis, c) or c.lemma_ == "aid")
        for c in verb.children
    )


def _planned(analysis: Analysis, verb: Token) -> bool:
    """Whether an own act to come is announced with its day: "announced a pullout by May"."""
    if verb.lemma_.lower() in cues("plain"):
        return False
    acts = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in cues("acting")]
    return bool(acts) and dated(analysis, (t.i for t in verb.subtree if t.i > verb.i))


def _counts_money(analysis: Analysis, noun: Token) -> bool:
    sums = [m for m in analysis.quantities if m.quantity.kind == "money"]
    if any(m.first <= noun.i < m.last for m in sums):
        return True
    if noun.lemma_.lower() in cues("sum") and any(
        noun.left_edge.i <= m.first <= noun.right_edge.i for m in sums
    ):
        return True
    before = analysis.tokens[noun.left_edge.i : noun.i + 1].text
    if noun.lemma_.lower() in cues("sum") and _SIGN.search(before):
        return True
    coded = any(c.text in _CURRENCIES for c in noun.lefts)
    return coded and any(c.like_num for c in (noun, *noun.lefts))


def pledge(analysis: Analysis, sentence: Sentence, noun: Token) -> Iterator[Found]:
    """What a noun binds its giver to: "its pledge to defend", "gave his word that he would"."""
    if any(c.dep_ in {"det", "neg"} and c.lower_ in {"no", "any"} for c in noun.children):
        return
    by = _givers(analysis, noun)
    if not by:
        return
    for child in _contents(analysis, noun):
        if not _to_come(analysis, noun, child):
            return
        yield duty_at(analysis, sentence, child, _whose(analysis, child, by), noun, agreed=False)
        return
    if noun.lemma_.lower() not in cues("word"):
        return
    for prep in noun.children:
        if prep.dep_ != "prep" or prep.lower_ not in {"to", "of", "for"}:
            continue
        for each in prep.children:
            deed = each.dep_ == "pcomp" and not _is_vague(each)
            if deed or (each.dep_ == "pobj" and _is_act(analysis, each)):
                yield duty_at(analysis, sentence, each, by, noun, agreed=False)
                return


def _is_vague(verb: Token) -> bool:
    """Whether it names nothing that could be followed: "committed to improving relations"."""
    return verb.lemma_.lower() in cues("vague")


def _givers(analysis: Analysis, noun: Token) -> tuple[int, ...]:
    """Whose promise a noun tells of: its owner's, or who gives, makes or repeats it."""
    owners = nominal_frame(noun).subjects
    verb = noun.head if noun.dep_ == "dobj" and noun.head.pos_ == "VERB" else None
    if noun.dep_ == "pobj":  # "went back on its promise", "pulled out of it"
        above = next((a for a in noun.ancestors if a.pos_ not in {"ADP", "ADV"}), None)
        verb = above if above is not None and above.pos_ == "VERB" else None
    if not owners or any(t.pos_ == "PRON" or t.lower_ in POINTING for t in owners):
        if verb is None or not (owners or verb.lemma_.lower() in cues("giving") | cues("approve")):
            return ()
        if negated(verb) or disowned(verb) or any(c.lower_ in _OPEN for c in verb.children):
            return ()
        owners = frame(verb).subjects  # "X reaffirmed its pledge"
    return binding(analysis, owners, explicit=True)


def _contents(analysis: Analysis, noun: Token) -> Iterator[Token]:
    """The clauses that say what a noun promises, on it or on the verb that it stands by."""
    plan = noun.lemma_.lower() == "plan"
    for child in () if plan and not (_approved(noun) or _owned(analysis, noun)) else noun.children:
        if child.dep_ in {"acl", "xcomp", "relcl", "ccomp"} and (infinitive(child) or _that(child)):
            yield child
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in cues("giving"):
        yield from (c for c in noun.head.children if c.dep_ in {"ccomp", "xcomp"} and c.i > noun.i)


def _approved(plan: Token) -> bool:
    """Whether somebody took a plan for his own: "endorsed plans to bring them home"."""
    return plan.dep_ == "dobj" and plan.head.lemma_.lower() in cues("approve")


def _owned(analysis: Analysis, plan: Token) -> bool:
    """Whether it is said whose plan it is and until when, and not that he drops it."""
    if plan.dep_ == "dobj" and change_of(plan.head) is not None:
        return False
    owned = any(c.dep_ == "poss" for c in plan.children)
    return owned and dated(analysis, (t.i for t in plan.subtree if t.i > plan.i))


def _that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def offered(analysis: Analysis, sentence: Sentence, token: Token) -> Iterator[Found]:
    """What somebody says to be ready to do: "said it was ready to assist", "stands ready to"."""
    above = token.head
    if token.dep_ not in {"acomp", "oprd", "advmod", "xcomp"} or above.pos_ not in {"VERB", "AUX"}:
        return
    stands = above.lemma_.lower() == "stand"
    if disowned(above) or negated(above) or conditional(above):
        return
    by = binding(analysis, frame(above).subjects, explicit=True)
    named = all((m := analysis.actor_at(i)) is not None and m.actor.id for i in by)
    if not stands and above.dep_ != "ccomp" and not (named and above.dep_ == "ROOT"):
        return
    for child in (*token.children, *(above.children if stands else ())):
        rules = verb_rules().get(child.lemma_.lower(), ())
        deed = child.lemma_.lower() in cues("deed") or any(r.type in DEEDS for r in rules)
        if (
            by
            and child.dep_ == "xcomp"
            and infinitive(child)
            and deed
            and own_word(analysis, above)
        ):
            yield duty_at(analysis, sentence, child, by, token, agreed=False)
            return
