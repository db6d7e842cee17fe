"""Whose act a verb tells of: its subject, the one it takes from above, and what stands for it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from dateline.find.lexicon import noun_rules, phrases, word
from dateline.text.tokens import Token
from dateline.text.upward import first_joined

SUBJECT = frozenset({"nsubj", "csubj"})
PASSIVE = frozenset({"nsubjpass", "csubjpass"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_MATTERS = frozenset(
    {"talk", "meeting", "call", "letter", "agreement", "deal", "visit", "conversation", "request",
     "negotiation", "discussion", "message", "summit"}
)  # fmt: skip
_HAVE = frozenset({"has", "have", "had", "having", "'ve"})
_CONTROL_OBJECT = frozenset(
    {"urge", "order", "ask", "force", "tell", "allow", "invite", "call", "press", "help",
     "enable", "persuade", "push", "warn", "authorise", "authorize", "assign", "leave", "see",
     "lead", "show", "prompt", "require", "instruct"}
)  # fmt: skip
_COUNTERS = frozenset(
    {"dozen", "score", "hundred", "thousand", "million", "number", "group", "most", "many", "some",
     "all", "both", "one", "two", "three", "trickle", "handful", "couple",
     "majority", "batch", "several", "ten", "member", "none"}
)  # fmt: skip
CHARGES = frozenset(
    {"accuse", "blame", "suspect", "condemn", "criticise", "criticize", "denounce", "charge",
     "convict", "praise", "stop", "prevent", "deter", "sue"}
)  # fmt: skip


_ACTIVE = frozenset({"dobj", "obj", "aux", "auxpass", "ccomp", "xcomp", "dative"})


@lru_cache(maxsize=512)
def conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and what is joined to it by "and"."""
    joined = tuple(t for t in token.conjuncts if t.i > token.i and t.dep_ == "conj")
    return (token, *joined, *_listed(token))


def _listed(name: Token) -> tuple[Token, ...]:
    """The rest of a list of names that the parser read as what the first is also called.

    *Saudi Arabia, the United Arab Emirates, Bahrain and Egypt broke relations.*
    """
    beside = [c for c in name.children if c.dep_ == "appos" and c.pos_ == name.pos_ == "PROPN"]
    return tuple(
        t for c in beside if any(k.dep_ == "conj" for k in c.children) for t in conjuncts(c)
    )


def spread(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The heads of noun phrases with their conjuncts; "dozens of people" heads at people too."""
    found: list[Token] = []
    for token in tokens:
        for each in conjuncts(token):
            for head in (each, *_counted(each)):
                if head not in found:
                    found.append(head)
    return tuple(found)


def _counted(token: Token) -> tuple[Token, ...]:
    """Who is counted by a number or share (*hundreds of protesters*, *11 of the hostages*)."""
    if token.pos_ != "NUM" and token.lemma_.lower() not in _COUNTERS:
        return ()
    of = [p for p in token.children if p.lower_ == "of"]
    return tuple(o for p in of for o in p.children if o.dep_ == "pobj")


def _joined_to(verb: Token) -> Token:
    """What a verb goes with: "urged them to stay and promised" is joined to what urged."""
    head = verb.head
    below = (head.tag_ == "VB" and head.dep_ == "xcomp") or _told_beside(verb)
    return head.head if verb.dep_ == "conj" and verb.tag_ == "VBD" and below else head


def inherited_subject(verb: Token) -> list[Token]:
    """The subject that a clause without one takes from the clause above it."""
    head = _joined_to(verb)
    if verb.dep_ == "conj":
        head = _nearer(verb) or head
        return own_subjects(head) or (inherited_subject(head) if head.pos_ == "VERB" else [])
    if verb.dep_ in {"acomp", "oprd"}:
        return own_subjects(head)
    if verb.dep_ in {"xcomp", "ccomp", "advcl", "pcomp", "prep"}:
        governor = head if head.pos_ in {"VERB", "AUX"} else first_joined(head).head
        if governor == verb:
            return []
        if governor.dep_ in {"dobj", "nsubjpass"} and governor.head.lemma_ in CHARGES:
            return [governor]  # "accused the police of shooting", hung on the police
        dobj = [c for c in governor.children if c.dep_ in {"dobj", "obj"}]
        if verb.dep_ == "pcomp" and governor.lemma_ in CHARGES and dobj:
            return dobj
        if verb.dep_ in {"xcomp", "ccomp"} and dobj and governor.lemma_ in _CONTROL_OBJECT:
            return dobj
        if governor.pos_ in {"VERB", "AUX"}:
            return own_subjects(governor) or (
                inherited_subject(governor) if governor.dep_ != "ROOT" else []
            )
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return [head]
    if verb.dep_ == "acl" and head.pos_ == "NOUN":
        return [c for c in head.children if c.dep_ == "poss"] or own_subjects(head.head)
    if verb.dep_ == "relcl":
        return [head]
    return _run_on(verb)


def _told_beside(verb: Token) -> bool:
    """Whether an act was hung on the state that its clause goes with.

    *They struck before the results were due and arrested him*: results arrest nobody.
    """
    state = verb.head
    return (
        bool(state.lemma_ == "be")
        and state.dep_ == "advcl"
        and verb.tag_ == "VBD"
        and state.head.tag_ == "VBD"
    )


def _run_on(verb: Token) -> list[Token]:
    """Who acts, where the parser read them into the place before (*In Lae youths fought*)."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else verb
    if verb.dep_ in {"ROOT", "ccomp"} and verb.tag_ in {"VBD", "VBP"}:
        above = before.head
        if before.dep_ == "pobj" and before.tag_ == "NNS" and above.lower_ in {"in", "at", "near"}:
            return [before] if above.head == verb else []
    return []


def _nearer(verb: Token) -> Token | None:
    """The verb that a joined one truly goes with, where the parser hung it too high.

    *Witnesses said that soldiers had sealed the exits, beaten them*: "beaten" needs the "had".
    *It was closed after gunmen broke in, looted the rooms*: what loots is not what was closed.
    *Unrest erupted when crowds tore down posters, stoned buses*: nor does unrest throw stones.
    """
    head = verb.head
    perfect = verb.tag_ == "VBN" and head.tag_ != "VBN" and not is_passive(verb)
    active = any(c.dep_ == "dobj" for c in verb.children) and (is_passive(head) or _no_doer(head))
    if not perfect and not active:
        return None
    for token in reversed(list(head.subtree)):
        if not head.i < token.i < verb.i or token.pos_ != "VERB" or is_passive(token):
            continue
        has = any(c.lower_ in _HAVE for c in token.children)
        if own_subjects(token) and (active or (token.tag_ == "VBN" and has)):
            return token
    return None


def _no_doer(verb: Token) -> bool:
    """Whether its subject is an act itself (*the unrest erupted*)."""
    return any(c.dep_ == "nsubj" and c.pos_ == "NOUN" and word(c) in noun_rules()
               for c in verb.children)  # fmt: skip


def own_subjects(verb: Token) -> list[Token]:
    """The subjects that stand in a verb's own clause.

    What the parser cut off from the phrase before it is none (*gunmen of the warlord Sodirov*).
    """
    found = [c for c in verb.children if c.dep_ in SUBJECT | PASSIVE]
    return [c for i, c in enumerate(found) if not i or not _cut_off(found[i - 1], c)]


def _cut_off(before: Token, name: Token) -> bool:
    """Whether a name goes on from the noun right before it, which belongs to another phrase."""
    last = before.right_edge
    return bool(last != before and last.pos_ == "NOUN" and name.pos_ == "PROPN"
                and name.left_edge.i == last.i + 1)  # fmt: skip


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other word stands for itself."""
    whose = [o for p in token.children if p.lower_ == "of" for o in p.children]
    if whose and whose[0].tag_ in {"WDT", "WP"}:  # "two of whom"
        return antecedent(whose[0])
    if token.lower_ in _RELATIVE and token.tag_ in {"WDT", "WP", "IN", "WRB"}:
        for ancestor in token.ancestors:
            if ancestor.dep_ in {"relcl", "acl"}:
                return _person_before(token, ancestor.head)
    return token


def _person_before(relative: Token, head: Token) -> Token:
    """The person named right before "who", where the parser hung the clause on a thing.

    *Held talks with the minister Anupong Paojinda, who promised more.*
    """
    at = relative.i - 1
    if relative.lower_ not in {"who", "whom"} or head.ent_type_ == "PERSON" or at < 1:
        return head
    before = relative.doc[at - 1] if relative.doc[at].text == "," else relative.doc[at]
    named = before.ent_type_ == "PERSON" and head.pos_ == "NOUN" and head.is_ancestor(before)
    return before if named and head.lemma_.lower() in _MATTERS else head


def is_passive(verb: Token) -> bool:
    """Whether its subject suffers it, also where "were" stands with the verb that it is joined to.

    *Two were beaten and later expelled*; *she was gang-raped*, read as an adjective; *had him
    arrested*; *Taylor, indicted in June, fled*.
    """
    if any(c.dep_ in PASSIVE or c.dep_ == "auxpass" for c in verb.children) or _elliptic(verb):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "dobj" or c.lower_ in _HAVE for c in verb.children):
        return False
    if verb.dep_ == "conj" and not any(c.dep_ in SUBJECT for c in verb.children):
        return verb.head.pos_ in {"VERB", "AUX"} and is_passive(verb.head)
    if verb.dep_ in {"acomp", "oprd"}:
        return bool(verb.head.lemma_ == "be")
    if verb.dep_ == "advcl" and not any(c.dep_ in SUBJECT for c in verb.children):
        return True
    return caused(verb)


def _elliptic(verb: Token) -> bool:
    """Whether "was" is left out (*president captured*, *shot dead*, *two others wounded*)."""
    kinds = {c.dep_ for c in verb.children}
    if verb.tag_ not in {"VBN", "VBD"} or verb.dep_ == "relcl" or kinds & _ACTIVE:
        return False
    if "nsubj" not in kinds:  # "was arrested and freed", read as a past
        beside = verb.dep_ == "conj" and verb.tag_ == "VBD" and is_passive(verb.head)
        return beside and verb.lemma_.lower() in phrases()["transitive"]
    dead = any(c.lower_ == "dead" and c.dep_ in {"acomp", "oprd", "advmod"} for c in verb.children)
    return dead or verb.lemma_.lower() in phrases()["transitive"]


def caused(verb: Token) -> bool:
    """Whether somebody has it done (*had him arrested*)."""
    return (
        verb.tag_ == "VBN"
        and verb.dep_ in {"ccomp", "xcomp"}
        and verb.head.lemma_ in {"have", "get", "order", "see"}
        and not any(c.dep_ in {"aux", "auxpass", "mark"} for c in verb.children)
        and any(c.dep_ in SUBJECT for c in verb.children)
    )
