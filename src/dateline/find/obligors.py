"""Who is bound by a clause of what is to come: its doer, who moves others, or who says it."""

from __future__ import annotations

from dateline.analysis import Analysis
from dateline.find.arguments import frame, owners
from dateline.find.bound import act_of, binding, dated
from dateline.find.guards import POINTING, cues, is_deal
from dateline.text.tokens import Token


def obligors(analysis: Analysis, act: Token) -> tuple[int, ...]:
    """Who is bound by a clause: its doer, or a force that is moved; else whoever says so.

    Whom something is done to is not bound by it: "the prisoners will be freed", nor what comes
    about by somebody's doing: "the border will reopen".
    """
    found = frame(act)
    if not found.passive:
        if own := _own_side(analysis, act, found.subjects):
            return own
        by = binding(analysis, found.subjects)
        if not by and all(s.lemma_.lower() in cues("carrier") for s in found.subjects):
            by = _owning(analysis, found.subjects)
        if by or not comes_about(analysis, act):
            return by
    if by := binding(analysis, found.subjects):
        return by
    kind = act_of(analysis, act)
    moved = kind[0] in {"RETREAT", "MOBILIZE"} and kind[1] not in {"release", "return"}
    written = any(is_deal(t) for t in sayers(act))  # "units will be quartered, the text says"
    if found.passive and (moved or written or act.lemma_ in {"go", "send", "base", "station"}):
        forces = [o for o in found.objects if _is_force(analysis, o)]
        if by := binding(analysis, forces) or _owning(analysis, found.objects):
            return by
    if by := binding(analysis, sayers(act), explicit=True):
        return by
    said = [c for p in act.children if p.lower_ == "according" for c in p.subtree]
    return binding(analysis, (t for t in said if t.dep_ == "pobj"), explicit=True)


def sayers(act: Token) -> tuple[Token, ...]:
    """Who says the clause in which an act is told."""
    below = act
    for above in act.ancestors:
        if below.dep_ in {"ccomp", "parataxis"} and above.pos_ == "VERB":
            return frame(above).subjects
        below = above
    said = (c for c in act.children if c.dep_ == "parataxis" and c.i > act.i and c.pos_ == "VERB")
    return next((s for c in said if (s := frame(c).subjects)), ())


def _own_side(analysis: Analysis, act: Token, subjects: tuple[Token, ...]) -> tuple[int, ...]:
    """Who speaks, where it is told of himself or his own: "they would run", "his men would not"."""
    clause = act.head if act.dep_ == "xcomp" else act
    while clause.dep_ == "conj" and clause.head.pos_ in {"VERB", "AUX"}:
        clause = clause.head  # "said they would not fight and would stay"
    if clause.dep_ not in {"ccomp", "parataxis"}:
        return ()
    for subject in subjects:
        owned = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in subject.children)
        some = subject.lower_ in {"none", "all", "some", "most"} and any(
            o.lower_ in POINTING for p in subject.children for o in p.children
        )  # "none of them"
        mine = subject.lower_ in POINTING or some or (owned and subject.pos_ == "NOUN")
        mention = analysis.actor_at(subject)
        if not mine or (mention is not None and mention.actor.id is not None):
            return ()
    return binding(analysis, sayers(act), explicit=True) if subjects else ()


def comes_about(analysis: Analysis, act: Token) -> bool:
    """Whether a thing is said to do what somebody sees to.

    It opens, resumes or ends by a day; a measure stays; what is planned goes ahead; aid sets out.
    """
    subjects = frame(act).subjects
    if not subjects:
        return False
    if takes_no_longer(act):
        return True
    if any(c.dep_ == "dobj" for c in act.children):
        return False
    if any(analysis.actor_at(s) is not None or s.pos_ != "NOUN" for s in subjects):
        return False
    lemma, things = act.lemma_.lower(), {s.lemma_.lower() for s in subjects}
    if lemma in cues("ergative") and dated(analysis, (t.i for t in act.subtree if t.i > act.i)):
        return True
    goes = lemma == "go"
    goes_on = goes and any(c.lower_ == "on" and c.dep_ == "prt" for c in act.children)
    if lemma in cues("lasting_on") or goes_on:
        return bool(things & cues("measure"))
    if lemma == "proceed" or (goes and any(c.lower_ == "ahead" for c in act.children)):
        return bool(things & (cues("held") | cues("acting") | cues("measure")))
    return lemma in cues("set_out") and bool(things & cues("carrier"))


def takes_no_longer(act: Token) -> bool:
    """Whether an own act is said to take a bounded time: "the pullout would take two days"."""
    if act.lemma_ not in {"take", "last"}:
        return False
    things = {c.lemma_.lower() for c in act.children if c.dep_ == "nsubj"}
    numbers = [t for t in act.subtree if t.like_num and t.i > act.i]
    return bool(things & cues("acting")) and bool(numbers)


def _owning(analysis: Analysis, things: tuple[Token, ...]) -> tuple[int, ...]:
    """Whose things are moved: "the Russian columns"."""
    return binding(analysis, (o for thing in things for o in owners(thing)))


def _is_force(analysis: Analysis, head: Token) -> bool:
    mention = analysis.actor_at(head)
    armed = mention is not None and mention.actor.sector in {"MIL", "REB", "PRM", "UAF", "COP"}
    return armed or head.lemma_.lower() in cues("force_noun") | {"soldier", "fighter"}
