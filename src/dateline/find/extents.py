"""How far the words of a duty reach, and where its times and conditions stand."""

from __future__ import annotations

from dateline.analysis import Sentence
from dateline.find.conditions import infinitive
from dateline.find.guards import cues
from dateline.find.speech_cues import verbs
from dateline.text.tokens import Token


def gapped(act: Token) -> Token | None:
    """The thing of a second duty that shares this verb: "return A by May and B by June"."""
    for child in act.children:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"} and child.i > act.i:
            if child.lemma_.lower() in cues("side"):
                return None
            later = any(
                c.dep_ == "prep" and c.i > child.i for c in (*act.children, *child.children)
            )
            return child if later else None
    return None


def _apart(act: Token) -> set[int]:
    """The tokens of acts joined to this one, which are duties of their own."""
    second = gapped(act)
    rest = set() if second is None else {t.i for t in act.subtree if t.i >= second.left_edge.i}
    return (
        rest
        | {
            t.i
            for c in act.children
            if c.dep_ in {"conj", "parataxis"} and c.pos_ in {"VERB", "AUX"} and c.i > act.i
            if not _shares(act, c)
            for t in c.subtree
        }
        | {t.i for each in listed(act) for t in each.subtree}
        | _aside(act)
        | _saying(act)
    )


def _aside(act: Token) -> set[int]:
    """Duties told beside of somebody named: "to the council, which is to name a premier"."""
    found: set[int] = set()
    for clause in act.subtree:
        first = clause.left_edge.i
        if clause.dep_ == "relcl" and first > act.i and act.doc[first - 1].text == ",":
            found |= {t.i for t in clause.subtree} if _to_come(clause) else set()
    return found


def _saying(act: Token) -> set[int]:
    """Who says it, where the parser hangs that on the act: "will give aid, the minister said"."""
    found: set[int] = set()
    for verb in act.children:
        first = verb.left_edge.i
        if verb.i <= act.i or verb.tag_ not in {"VBD", "VBZ"} or act.doc[first - 1].text != ",":
            continue
        deps = {c.dep_ for c in verb.children}
        if verb.lemma_.lower() in verbs() and "nsubj" in deps and not deps & {"mark", "dobj"}:
            found |= {t.i for t in verb.subtree}
    return found


def _to_come(clause: Token) -> bool:
    """Whether a clause tells what is to be done: "which will", "which is to", "who vowed"."""
    if any(t.lemma_.lower() in cues("promise") for t in (clause, *clause.conjuncts)):
        return True
    return any(c.dep_ == "aux" and c.tag_ == "MD" for c in clause.children) or (
        clause.lemma_ == "be" and any(c.dep_ == "xcomp" and infinitive(c) for c in clause.children)
    )


def listed(verb: Token) -> list[Token]:
    """Infinitives listed after one, which the parser hangs on it: "to stop, to free and to"."""
    found: list[Token] = []
    for below in verb.children if verb.tag_ == "VB" else ():
        first = next((c.i for c in below.children if c.lower_ == "to" and c.dep_ == "aux"), 0)
        if below.dep_ == "advcl" and first > verb.i and verb.doc[first - 1].text == ",":
            found.append(below)
    return found + _misjoined(verb) + _let_go(verb)


def _let_go(verb: Token) -> list[Token]:
    """Verbs of a list that the parser hangs on "is": "is to lift the siege, return arms and go"."""
    be = verb.head
    if verb.dep_ != "xcomp" or be.lemma_ != "be" or not infinitive(verb):
        return []
    return [c for c in be.children if c.i > verb.i and c.tag_ in {"VB", "VBP"} and c.dep_ == "dep"]


def _misjoined(verb: Token) -> list[Token]:
    """Infinitives that the parser joins to a verb with a tense: "once they have left and to go"."""
    if verb.tag_ != "VB" or not infinitive(verb):
        return []
    return [
        t
        for t in verb.subtree
        if t.i > verb.i and t.dep_ == "conj" and infinitive(t) and t.head.tag_ != "VB"
    ]


def _shares(act: Token, other: Token) -> bool:
    """Whether two verbs have one object and are one duty: "release and transfer all prisoners"."""
    own = any(c.dep_ in {"dobj", "prep", "xcomp", "ccomp"} for c in act.children)
    return not own and other.i - act.i == 2 and any(c.dep_ == "dobj" for c in other.children)


def extent(act: Token, sentence: Sentence, by: tuple[int, ...]) -> tuple[int, int]:
    """The words of the act, up to what is joined to it.

    They begin with what it is done to where that stands before it: "the siege would be lifted".
    """
    other, noun = _apart(act), act.pos_ in {"NOUN", "PROPN", "NUM"}
    done = {"nsubjpass", "nsubj"} if act.lemma_.lower() in cues("ergative") else {"nsubjpass"}
    passive = [c for c in act.children if c.dep_ in done and c.i not in by]
    subtree = [t.i for t in act.subtree if (t.i >= act.i or noun) and t.i not in other]
    last = max((i for i in subtree if act.i <= i < sentence.last), default=act.i) + 1
    if other and min(other) > act.i:
        last = min(last, *other)
    first = min(i for i in subtree if i >= sentence.first)
    if passive and passive[0].pos_ != "PRON" and not any(i in by for i in _below(passive[0])):
        first = max(sentence.first, min(_below(passive[0])))
    doc = act.doc
    while last > first + 1 and (doc[last - 1].is_punct or doc[last - 1].dep_ == "cc"):
        last -= 1
    return first, last


def _below(token: Token) -> list[int]:
    return [t.i for t in token.subtree]


def clause_of(act: Token, cue: Token, sentence: Sentence) -> frozenset[int]:
    """Where times and conditions of the act stand: not with what is joined to it or to the cue."""
    if act.pos_ in {"NOUN", "PROPN"}:
        whole = set(range(sentence.first, sentence.last)) - _history(act, act.sent.root)
        return frozenset(whole - (_apart(cue) if cue.pos_ in {"VERB", "AUX"} else set()))
    top = cue if cue.is_ancestor(act) else act
    if top == act and act.dep_ == "xcomp" and act.head.pos_ in {"VERB", "AUX"}:
        top = act.head  # "are to leave by May": the end may hang on "are"
    left = _apart(top) | _apart(act)
    if act in top.conjuncts or any(act.i in {t.i for t in c.subtree} for c in top.conjuncts):
        left = _apart(act)
    who = {
        t.i
        for c in top.children
        if c.dep_ in {"nsubj", "nsubjpass"} and c.pos_ != "PRON"
        for below in c.children
        if below.dep_ in {"relcl", "acl"}
        for t in below.subtree
    }
    left |= _beside(act, top) | _history(act, top)
    tokens = {t.i for t in top.subtree if sentence.first <= t.i < sentence.last}
    return frozenset(tokens - left - who)


def _history(act: Token, top: Token) -> set[int]:
    """The tokens of clauses that tell of what was: "which had fought for a week"."""
    return {
        t.i
        for clause in top.subtree
        if clause.dep_ in {"relcl", "advcl"} and clause.head != act and _was(clause)
        if clause != act and not clause.is_ancestor(act)
        for t in clause.subtree
    }


def _was(clause: Token) -> bool:
    if clause.lower_ in cues("condition"):
        return False
    return clause.tag_ == "VBD" or any(
        c.dep_ in {"aux", "auxpass"} and c.lower_ in {"had", "has", "have", "was", "were"}
        for c in clause.children
    )


def _beside(act: Token, top: Token) -> set[int]:
    """The tokens of clauses beside the act: of the act that it is joined to, of another sentence.

    "Undertook to remove its tanks by 2001 and to complete the withdrawal by 2002".
    """
    left: set[int] = set()
    if act.dep_ == "conj" and act.head.pos_ in {"VERB", "AUX"} and act.head != top:
        own = set(_below(act))
        left |= {i for i in _below(act.head) if i not in own and i > act.head.i}
    for clause in top.children:
        apart = clause.dep_ in {"ccomp", "parataxis"} and clause.i < top.i
        if apart and clause != act and not clause.is_ancestor(act):
            left |= set(_below(clause))
    return left
