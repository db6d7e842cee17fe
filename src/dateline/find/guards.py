"""Whether a clause binds at all: what is feared, denied, hedged or guessed by others does not."""

from __future__ import annotations

import re
from functools import cache

from dateline.analysis import Analysis
from dateline.data import toml
from dateline.find.arguments import frame
from dateline.record.entry import same_party
from dateline.text.tokens import Token
from dateline.types import Actor

# Codes of actors that stand above the parties: the United Nations, other bodies of states.
BODIES = frozenset({"UNO", "IGO", "EUR"})

POINTING = frozenset({"they", "them", "their", "it", "its", "he", "she"})
# Sectors of a state, those of them that its government commands, and those against it.
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD"})
_COMMANDED = frozenset({"MIL", "COP", "SPY"})
_AGAINST = frozenset({"REB", "OPP", "UAF"})
FREE = frozenset({"CVL", "REF", "JRN", "UNK", "MED", "EDU"})
_UNDER = frozenset({"under", "according", "by", "in", "per"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_FUTURE = frozenset({"will", "wo", "would", "'ll", "’ll", "'d", "’d"})


@cache
def cues(name: str) -> frozenset[str]:
    """A word list of the commitment cues."""
    return frozenset(toml("commitments/cues.toml")[name].split())


@cache
def pattern(name: str) -> re.Pattern[str]:
    """An expression of the commitment cues, compiled, without regard to case."""
    return re.compile(toml("commitments/cues.toml")[name], re.IGNORECASE)


def is_truce(noun: Token) -> bool:
    """Whether a noun names a truce, in one word or two ("cease-fire")."""
    if noun.lower_ == "fire":
        return any(c.lower_ == "cease" for c in noun.lefts)
    return noun.lemma_.lower() in cues("truce")


def closes(text: str, start: int) -> bool:
    """Whether the words before a time, which starts there, say that something ends then."""
    return pattern("ending").search(text[max(0, start - 40) : start]) is not None


def disowned(token: Token) -> bool:
    """Whether what governs the clause denies it, or only fears, hopes or expects it."""
    below = token
    for above in token.ancestors:
        if below.dep_ == "conj" and above.pos_ in {"VERB", "AUX"}:
            below = above
            continue
        if below.dep_ == "xcomp" and wishes(above):
            return True
        if below.dep_ != "ccomp" or above.lemma_.lower() in cues("no_clause"):
            return False
        denied = any(c.dep_ == "neg" for c in above.children)
        doubt = {above.lemma_.lower(), *(c.lower_ for c in above.children if c.dep_ == "acomp")}
        held = denied or (bool(doubt & cues("disown")) and not _insists(above, below))
        # two sentences side by side: the one does not hold the other
        return held and not any(t.text == ";" for t in token.doc[below.i : above.i])
    return False


def wishes(token: Token) -> bool:
    """Whether something is wanted, tried or hoped."""
    return bool({token.lemma_.lower(), token.lower_} & cues("wish"))


def _insists(verb: Token, clause: Token) -> bool:
    """Whether it is one's own future that is insisted on: "insisted that he would not go"."""
    return verb.lemma_ == "insist" and any(
        c.dep_ == "aux" and c.lower_ in _FUTURE for c in clause.children
    )


def weak(token: Token) -> bool:
    """Whether it is hedged, or the boilerplate of going on as before."""
    if any(c.lower_ in cues("hedge") for c in token.children):
        return True
    return token.lemma_ == "continue" and any(
        c.dep_ == "xcomp" and c.lemma_.lower() in cues("boilerplate") for c in token.children
    )


def conditional(token: Token) -> bool:
    """Whether the clause is itself the condition of another."""
    above = (token.head,) if token.dep_ == "xcomp" and token.head.lemma_ == "be" else ()
    if token.dep_ == "ccomp" and token.head.lower_ in {"provided", "providing"}:
        return True  # "provided that somebody equips them"
    return any(
        c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether", "until", "once"}
        for t in (token, *above)
        for c in t.children
    )


_ASKING = frozenset({"where", "who", "whom", "how", "when", "why", "what", "which"})


def asked(token: Token) -> bool:
    """Whether the clause is a question asked in another: "would not say where they would go"."""
    if token.head.dep_ == "relcl":
        return False  # "the roads, which they were to open"
    untold = token.dep_ == "advcl" and token.head.lemma_.lower() in cues("untold")
    return (untold or token.dep_ in {"ccomp", "pcomp", "xcomp"}) and any(
        c.lower_ in _ASKING and c.i < token.i and c.dep_ != "mark" for c in token.children
    )


def unbinding(token: Token) -> bool:
    """Whether the clause of a verb binds nobody: a condition, doubted, hedged or a question."""
    return conditional(token) or disowned(token) or weak(token) or asked(token)


def is_deal(token: Token) -> bool:
    """Whether a noun, or what a pronoun in its place points to, is an agreement or a resolution."""
    if token.lemma_.lower() in cues("agreement"):
        return True
    if token.lower_ in {"that", "which", "it"}:
        clause = token.head
        if clause.dep_ in {"relcl", "acl"}:
            return clause.head.lemma_.lower() in cues("agreement")
        if token.lower_ == "it" and token.sent.start > 0:
            before = token.doc[token.sent.start - 1].sent
            return any(t.lemma_.lower() in cues("agreement") for t in before)
    return False


def from_deal(verb: Token) -> bool:
    """Whether the subject of a verb is an agreement or a resolution."""
    return any(c.dep_ == "nsubj" and is_deal(c) for c in verb.children)


def obliged(token: Token) -> bool:
    """Whether an agreement or resolution obliges the subject: any act may be asked by it."""
    head = token.head
    return (
        token.dep_ in {"xcomp", "ccomp"}
        and head.lemma_.lower() in cues("oblige")
        and from_deal(head)
    )


def under_deal(token: Token) -> bool:
    """Whether the sentence says what binds: "under its terms", "according to the agreement"."""
    root = next((a for a in token.ancestors if a.dep_ == "ROOT"), token)
    for noun in (t for t in root.subtree if t.lemma_.lower() in cues("agreement")):
        near = (noun, noun.head, noun.head.head)
        if noun.lower_ == "terms" and noun.head.lower_ == "in":
            continue  # "in terms of"
        if any(a.lower_ in _UNDER and a.dep_ != "agent" for a in near[1:]) and not (
            noun.lemma_.lower() in cues("writing") and noun.head.lower_ == "in"
        ):
            return True
        if any(t.dep_ in _SUBJECTS and t.head.is_ancestor(token) for t in near):
            return True
    return False


def given(analysis: Analysis, token: Token) -> bool:
    """Whether a body sets its own mission a term; by a party, "gave them until" is an ultimatum."""
    if token.dep_ not in {"xcomp", "ccomp", "advcl", "acl"} or token.head.lemma_ != "give":
        return False
    givers = [analysis.actor_at(s) for s in frame(token.head).subjects]
    return any(m is not None and m.actor.country in BODIES for m in givers)


def own_word(analysis: Analysis, token: Token) -> bool:
    """Whether what X "said that Y would do" is said by Y's own side, or by nobody in particular."""
    below, above = token, token.head
    while below.dep_ == "conj" and above != below:
        below, above = above, above.head
    if below.dep_ not in {"ccomp", "parataxis"} or above.pos_ not in {"VERB", "AUX"}:
        return True
    if above.lemma_.lower() in cues("plain") | cues("assure"):
        return True  # "soldiers will take over, she promised"
    subjects = frame(above).subjects
    speakers = [analysis.actor_at(s) for s in subjects]
    known = [m.actor for m in speakers if m is not None]
    bound = [m.actor for m in map(analysis.actor_at, frame(below).subjects) if m is not None]
    if not speakers or not bound or any(s.lemma_.lower() in cues("council") for s in subjects):
        return True
    if not known:
        if any(analysis.tokens[m].ent_type_ == "PERSON" for m in _heads(below)):
            return False  # "he said Reagan would"
        office = cues("giver") | cues("side")
        return any(
            s.lower_ in POINTING or s.lemma_.lower() in office or _is_writing(s) for s in subjects
        )
    # an official or office without a country speaks for those of whom the report is
    person = any(analysis.tokens[m].ent_type_ == "PERSON" for m in _heads(below))
    return any(
        same_party(a, b)
        or _speaks_for(a, b)
        or _commands(a, b)
        or (a.country is None and a.sector not in FREE and not person and not _opposed(a, b))
        for a in known
        for b in bound
    )


def _speaks_for(person: Actor, party: Actor) -> bool:
    """Whether somebody is of the same side as who is to do it: a commander and his movement."""
    return (
        (person.id or "").startswith("PER.")
        and person.sector is not None
        and (person.country, person.sector) == (party.country, party.sector)
    )


def _commands(one: Actor, force: Actor) -> bool:
    """Whether a government speaks of its own soldiers or police."""
    own = force.country in {None, one.country}
    return own and one.sector == "GOV" and force.sector in _COMMANDED and one.country is not None


def _opposed(one: Actor, two: Actor) -> bool:
    """Whether one is of a state and the other of those who fight or oppose it."""
    sectors = {one.sector, two.sector}
    return bool(sectors & _STATE) and bool(sectors & _AGAINST)


def _heads(verb: Token) -> list[int]:
    return [t.i for t in frame(verb).subjects]


def _is_writing(noun: Token) -> bool:
    """Whether a text speaks: "the agreement says", "the text of the deal"."""
    words = {noun.lemma_.lower(), *(t.lemma_.lower() for t in noun.subtree)}
    return bool(words & cues("agreement"))
