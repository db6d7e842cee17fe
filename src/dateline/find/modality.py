"""Whether an event happened, goes on, is to come, or did not: from auxiliaries and governors."""

from __future__ import annotations

from dateline.find.lexicon import phrases
from dateline.text.tokens import Token
from dateline.types import Modality

_HYPOTHETICAL = frozenset({"could", "may", "might", "should", "can", "must"})
_IF = frozenset({"if", "unless", "whether"})
# What these join to something to come has not come yet; the others only in the present tense.
_AWAITED = frozenset({"until", "till", "once"})
_AFTER = frozenset({"after", "before", "when"})
_TO_COME = frozenset({"will", "shall", "'ll", "would", "'d"})


def modality(trigger: Token) -> Modality:
    """The modality of a verb or of a noun that names an event."""
    if trigger.pos_ not in {"VERB", "AUX"}:
        return _of_noun(trigger)
    aux = {c.lower_ for c in trigger.children if c.dep_ in {"aux", "auxpass"}}
    if _negated(trigger):
        return "negated"
    if _conditional(trigger) or _awaited(trigger, aux):
        return "hypothetical"
    if aux & {"will", "shall", "'ll"}:
        return "planned"
    if aux & {"would", "'d"}:
        return "planned" if _reported(trigger) else "hypothetical"
    if aux & _HYPOTHETICAL:
        return "hypothetical"
    below = "to" in aux or trigger.dep_ in {"xcomp", "pcomp"}
    if below and (governed := _governed(trigger)):
        return governed
    if aux & {"is", "are", "'s", "'re", "am"} and trigger.tag_ == "VBG":
        return "ongoing"
    if trigger.dep_ == "conj" and trigger.head.pos_ == "VERB" and not aux - {"to"}:
        above = modality(trigger.head)
        return (
            above if above in {"planned", "hypothetical"} and trigger.tag_ == "VB" else "asserted"
        )
    return "asserted"


def _negated(trigger: Token) -> bool:
    if any(c.dep_ == "neg" or c.lower_ in {"never", "not", "n't"} for c in trigger.children):
        return True
    for child in trigger.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"} and any(
            g.lower_ in {"no", "neither"} for g in child.children
        ):
            return True
    head = trigger.head
    return trigger.dep_ in {"xcomp", "pcomp"} and (
        head.lemma_ in phrases()["fail"] or (head.dep_ == "prep" and head.lower_ == "without")
    )


def _conditional(trigger: Token) -> bool:
    if any(c.dep_ == "mark" and c.lower_ in _IF for c in trigger.children):
        return True
    return trigger.dep_ == "advcl" and any(c.lower_ in _IF for c in trigger.children)


def _awaited(trigger: Token, aux: set[str]) -> bool:
    """Whether something to come waits for it: *would stay until the army left*."""
    if trigger.dep_ != "advcl" or trigger.head.pos_ not in {"VERB", "AUX"}:
        return False
    above = {c.lower_ for c in trigger.head.children if c.dep_ in {"aux", "auxpass"}}
    if not above & _TO_COME:
        return False
    words = {c.lower_ for c in trigger.children if c.dep_ in {"mark", "advmod"}}
    present = trigger.tag_ in {"VBZ", "VBP"} or bool(aux & {"is", "are", "has", "have"})
    return bool(words & _AWAITED) or (present and bool(words & _AFTER))


def _reported(trigger: Token) -> bool:
    return trigger.dep_ in {"ccomp", "acl", "relcl", "conj", "parataxis"} or any(
        c.dep_ == "ccomp" or (c.dep_ == "mark" and c.lower_ == "that") for c in trigger.children
    )


def _governed(trigger: Token) -> Modality | None:
    head = trigger.head
    if head == trigger:
        return "planned"  # "France to resume talks"
    if head.lemma_ == "be" and trigger.dep_ == "xcomp":
        return "planned"  # "is to leave"
    if _has_to(trigger):
        return "planned"  # "has to leave", "has until Friday to leave"
    if head.lemma_ in phrases()["ongoing"]:
        above = modality(head) if head.pos_ in {"VERB", "AUX"} else "asserted"
        return (
            above
            if above != "asserted"
            else ("asserted" if head.lemma_ in {"begin", "start", "resume"} else "ongoing")
        )
    if head.lemma_ in phrases()["future"] or head.lower_ in phrases()["future"]:
        return "planned"
    if trigger.dep_ == "xcomp" and head.pos_ in {"VERB", "AUX"}:
        above = modality(head)
        return above if above != "asserted" else None
    if trigger.dep_ in {"acl", "advcl"} and "to" in {c.lower_ for c in trigger.children}:
        return "planned"
    return None


def _has_to(trigger: Token) -> bool:
    """Whether it is something that somebody now has to do, and not yet to do."""
    have = trigger.head
    return (
        have.lemma_ == "have"
        and have.tag_ in {"VBZ", "VBP"}
        and trigger.dep_ == "xcomp"
        and not any(t.lower_ == "yet" for t in trigger.doc[have.i : trigger.i])
    )


def _of_noun(trigger: Token) -> Modality:
    if any(c.lower_ == "no" for c in trigger.children):
        return "negated"
    if any(c.lower_ in {"planned", "future", "possible", "potential", "upcoming", "proposed",
                        "imminent", "promised"} for c in trigger.children):  # fmt: skip
        return "planned"
    head = trigger.head
    if trigger.dep_ == "nsubj" and any(
        g.lower_ == "no" for c in head.children if c.dep_ == "dobj" for g in c.children
    ):
        return "asserted"  # "the killing drew no comment"
    if trigger.dep_ == "nsubj" and head.lemma_ == "be" and any(
        c.dep_ == "acomp" and c.lower_ in phrases()["future"] for c in head.children
    ):  # fmt: skip
        return "planned"  # "talks are due to start"
    if trigger.dep_ in {"dobj", "nsubjpass", "nsubj"} and head.pos_ == "VERB":
        above = modality(head)
        return above if above != "asserted" or head.lemma_ not in phrases()["future"] else "planned"
    return "asserted"
