"""What is told as to come: "will", "would", "must", "is to", a present under a deal."""

from __future__ import annotations

from dateline.analysis import Analysis
from dateline.find.arguments import Frame, frame
from dateline.find.bound import NOBODY, act_of, dated, negated
from dateline.find.conditions import fits, infinitive
from dateline.find.guards import POINTING, cues, given, obliged, own_word, under_deal
from dateline.find.lexicon import verb_rules
from dateline.find.obligors import comes_about, takes_no_longer
from dateline.find.pledges import DEEDS
from dateline.text.tokens import Token

_SHORT = {"wo": "will", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would"}
_FORCED = frozenset({"will", "shall"})
DUE = _FORCED | {"would", "must", "to"}
_BETWEEN = frozenset({"aux", "auxpass", "advmod", "neg", "npadvmod", "nsubj"})
_PUBLIC = frozenset({"GOV", "LEG", "MIL", "REB", "ELI", "JUD"})
_BODIES = frozenset({"government", "force", "group", "organisation", "office"})


def happens(analysis: Analysis, token: Token) -> bool:
    """Whether a verb told as to come is one of doing, or has a day."""
    return not _idle(analysis, token, frozenset({"would"}))


def to_be_done(analysis: Analysis, token: Token, aux: frozenset[str]) -> bool | None:
    """Whether "will", "must" or "is to" makes it a duty of its doer: one agreed, or only said."""
    lemma = token.lemma_.lower()
    if "shall" in aux and lemma not in {"be", "have"} and not _of_us(token):
        return True
    if token.tag_ in {"VBP", "VBZ"} and not aux:
        return _present(analysis, token)
    if not aux & DUE or _idle(analysis, token, aux) or _tells_words(analysis, token):
        return None
    if _is_not_to(token):
        return True
    deal = under_deal(token)
    if not (deal or _act_promised(analysis, token)):
        return None
    own = own_word(analysis, token) and not _of_a_thing(analysis, token)
    if own and (aux & _FORCED or ("would" in aux and said(token))):
        return deal
    if aux & {"must", "shall"} and (deal or (own and ends(analysis, token))):
        return True
    laid = "to" in aux and (
        _bound(analysis, token, deal=deal) or given(analysis, token) or _headed(token)
    )
    return True if laid else None


def _is_not_to(token: Token) -> bool:
    """Whether it is forbidden now: "they are not to talk to the press"; no one "to be found"."""
    be = token.head
    forbids = be.lower_ in {"is", "are"} and any(c.dep_ == "neg" for c in be.children)
    active = not any(c.dep_ == "auxpass" for c in token.children)
    return forbids and token.dep_ == "xcomp" and infinitive(token) and active and not any(
        c.dep_ in {"attr", "acomp"} for c in be.children
    )  # fmt: skip


def _tells_words(analysis: Analysis, token: Token) -> bool:
    """Whether the verb itself only says something: "he will add"."""
    says = any(c.dep_ == "ccomp" for c in token.children)
    return says and any(m.head == token.i for m in analysis.speech)


def _of_us(token: Token) -> bool:
    return any(c.dep_ == "nsubj" and c.lower_ in {"we", "i"} for c in token.children)


def _idle(analysis: Analysis, token: Token, aux: frozenset[str]) -> bool:
    """Whether a verb tells of what merely comes about or of a day's business, and binds nobody.

    Who says himself that he will meet somebody on a day, or is to, has an appointment to keep.
    """
    lemma = token.lemma_.lower()
    if lemma in cues("stay") | cues("ergative") or _takes_steps(token) or is_due(token):
        return False
    if takes_no_longer(token):
        return False
    if asks(token):
        return True
    if negated(token) and (lemma in cues("force") | cues("spared") | {"be"}):
        return False
    if lemma == "decide" and token.dep_ == "ccomp" and "would" in aux:
        return not ends(analysis, token)  # "said it would decide by Sunday"
    if lemma in cues("meeting") or (_settles(token)):
        own = "to" in aux or (token.dep_ == "ccomp" and "would" in aux)
        goes = lemma == "attend" and bool(aux & (_FORCED | {"to"}))
        return not ((own and ends(analysis, token)) or goes)
    particle = any(c.dep_ == "prt" for c in token.children)
    return lemma in cues("happening") and not (particle and ends(analysis, token))


def asks(token: Token) -> bool:
    """Whether who is to do it only asks for something: "will apply for his release"."""
    return token.lemma_ == "apply" and any(c.lower_ == "for" for c in token.children)


def _settles(token: Token) -> bool:
    """Whether a body is to decide something: "are to decide on Monday what comes next".

    What it may leave as it is ("whether to go") is open.
    """
    return token.lemma_ == "decide" and infinitive(token) and not any(
        t.lower_ in {"whether", "if"} for t in token.subtree
    )  # fmt: skip


def _takes_steps(token: Token) -> bool:
    """Whether "take" tells of a deed by its object: "further measures would be taken"."""
    return token.lemma_ == "take" and any(
        c.dep_ in {"dobj", "nsubjpass"} and c.lemma_.lower() in cues("step") for c in token.children
    )


def _present(analysis: Analysis, token: Token) -> bool | None:
    """Whether a present tells what is to be done: under a deal, or a body's deed on a day to come.

    "Under the text militias hand over their arms", "Swedish soldiers leave Mali in March".
    """
    if stipulated(token):
        return True
    if negated(token):
        return None
    found = frame(token)
    act = act_of(analysis, token)
    deed = token.lemma_.lower() in cues("deed") and bool(found.objects or found.preps)
    if deed and any(c.lower_ in {"under", "per"} for c in token.children) and under_deal(token):
        return True
    if not _of_a_body(analysis, token):
        return None
    moves = act[0] in DEEDS or token.lemma_.lower() in cues("deed")
    return False if moves and _later(analysis, token) else None


def stipulated(token: Token) -> bool:
    """Whether it is what an agreement says in words of its own: "an accord by which they leave"."""
    found = frame(token)
    if token.lemma_ in {"be", "have"} or not found.subjects:
        return False
    deal = any(
        c.lower_ == "which" and p.lower_ in {"by", "under"}
        for p in token.children if p.dep_ == "prep" for c in p.children
    )  # fmt: skip
    before = token.doc[token.sent.start : token.left_edge.i]
    named = [t for t in before if t.lemma_.lower() in cues("agreement") - cues("writing")]
    return deal and bool(named) and token.left_edge.i - named[-1].i < 12


def _later(analysis: Analysis, token: Token) -> bool:
    """Whether a day after the report stands with the verb."""
    published, inside = analysis.document.published.to, {t.i for t in token.subtree}
    return any(
        m.first in inside and m.time is not None and m.time.from_ and published
        and m.time.from_ > published
        for m in analysis.times
    )  # fmt: skip


def auxiliaries(token: Token) -> frozenset[str]:
    """The auxiliaries of a verb; one joined to another shares those of the first."""
    words = (c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"})
    own = frozenset(_SHORT.get(word, word) for word in words)
    joined = token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}
    if joined and not own - {"be", "been"} and token.tag_ in {"VB", "VBN"}:
        return own | auxiliaries(_beside(token))
    return own


def _beside(token: Token) -> Token:
    """What a verb is joined to: of "are to quit the town and swap prisoners" the infinitive."""
    head = token.head
    if token.tag_ == "VB" and head.lemma_ == "be":
        return next((c for c in head.children if c.dep_ == "xcomp" and c.i < token.i), head)
    return head


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
        first = any(c.lower_ == "first" and c.dep_ == "attr" for c in token.children)
        if _says_not(token):
            return True
        if lemma in cues("yielding"):
            return False
        return (
            lemma in cues("force") | cues("spared")
            or (lemma == "be" and any(c.lemma_.lower() in cues("runner") for c in token.children))
            or any(c.lemma_.lower() in cues("violence") for c in token.children if c.dep_ == "dobj")
            or (first and any(t.lemma_.lower() in cues("force") for t in token.subtree))
        )
    if comes_about(analysis, token):
        return True
    if lemma == "continue" and token.dep_ == "ccomp" and _carries_on(token):
        return True
    if lemma in cues("stay") and not _stays(token):
        return False
    if lemma in cues("stay") | cues("deed") or _tells(analysis, frame(token)):
        return True
    if lemma in cues("ergative") and (ends(analysis, token) or _of_oneself(token)):
        return True
    if lemma == "be":
        return any(c.lower_ in cues("away") for c in token.children)
    if lemma in cues("happening") - cues("meeting"):
        own = lemma == "decide" and (token.dep_ == "ccomp" or _settles(token))
        own = own or any(c.dep_ == "prt" for c in token.children)
        return own and ends(analysis, token)
    return (
        ends(analysis, token) or _arranged(analysis, token)
        or _of_a_body(analysis, token) or _of_oneself(token)
    )  # fmt: skip


def _arranged(analysis: Analysis, token: Token) -> bool:
    """Whether "is to" tells what was arranged: for the report's own day, or by an official."""
    be, published = token.head, analysis.document.published.to
    if token.dep_ != "xcomp" or be.lemma_ != "be" or not infinitive(token) or published is None:
        return False
    known = [m for s in frame(token).subjects if (m := analysis.actor_at(s)) is not None]
    if any(m.kind == "person" and m.actor.sector in _PUBLIC for m in known):
        return True
    inside = {t.i for t in be.subtree}
    return any(
        m.first in inside and m.time is not None and m.time.from_ == published
        for m in analysis.times
    )


def _says_not(token: Token) -> bool:
    """Whether somebody says what he will not do, of his own accord: "would not return".

    A plain refusal only answers a demand; one with an end ("until", "before") or "never" binds.
    """
    lemma = token.lemma_.lower()
    if token.dep_ not in {"ccomp", "parataxis"} and token.head.dep_ != "ccomp":
        return False
    if lemma in cues("happening") | cues("vague") | cues("break_off") | {"be", "rest"}:
        return False  # "will not stop until" is a threat
    if frame(token).passive:  # "nobody would be handed over", not "they would not be cowed"
        return any(c.dep_ == "nsubjpass" and c.lower_ in NOBODY for c in token.children)
    if lemma not in cues("yielding"):
        return True
    never = any(c.lower_ == "never" for c in token.children)
    return never or any(t.lower_ in {"until", "before"} for c in token.children
                        for t in (c, *c.children) if t.i > token.i)  # fmt: skip


def _carries_on(token: Token) -> bool:
    """Whether somebody is said to go on with a deed: "would continue to hunt them"."""
    return any(
        c.dep_ == "xcomp" and any(o.dep_ == "dobj" for o in c.children)
        and c.lemma_.lower() not in cues("happening") | cues("boilerplate") | {"be", "have"}
        for c in token.children
    )  # fmt: skip


def is_due(token: Token) -> bool:
    """Whether somebody is due somewhere for it: "are due in Iran on Monday to take samples"."""
    be = token.head
    return (
        token.dep_ in {"xcomp", "advcl"} and be.lemma_ == "be" and infinitive(token)
        and any(c.lower_ == "due" and c.i < token.i for c in be.children)
    )  # fmt: skip


def _of_oneself(token: Token) -> bool:
    """Whether somebody says it of himself: "they said that they would run a service"."""
    return token.dep_ == "ccomp" and any(
        c.dep_ == "nsubj"
        and (c.lower_ in POINTING or any(o.dep_ == "poss" and o.pos_ == "PRON" for o in c.children))
        for c in token.children
    )


def _of_a_body(analysis: Analysis, token: Token) -> bool:
    """Whether who is to do it is a government, a force or another body, and no mere person."""
    known = [m for s in frame(token).subjects if (m := analysis.actor_at(s)) is not None]
    kinds = {m.kind for m in known}
    if any(m.kind == "description" and m.actor.sector in _PUBLIC for m in known):
        return True  # "parliament"
    sides = {s.lemma_.lower() for s in frame(token).subjects} & cues("side")
    return bool(kinds & _BODIES) or bool(sides) or ("pronoun" in kinds and token.dep_ == "ccomp")


def _stays(token: Token) -> bool:
    """Whether a verb of staying tells of a presence: not "serve as", "remain open"."""
    return not any(
        c.dep_ in {"acomp", "attr", "xcomp", "oprd"} or (c.dep_ == "prep" and c.lower_ == "as")
        for c in token.children
    )


def _of_a_thing(analysis: Analysis, token: Token) -> bool:
    """Whether "it" in the narrator's voice may be a thing: "it will ease the burden"."""
    subjects = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return token.dep_ not in {"ccomp", "parataxis"} and any(
        c.lower_ == "it" and analysis.actor_at(c) is None for c in subjects
    )


def ends(analysis: Analysis, token: Token) -> bool:
    """Whether the clause says when it is to be done."""
    before = [t.i for p in token.children if p.dep_ == "prep" for t in p.subtree if t.i < token.i]
    return dated(analysis, (*before, *(t.i for t in token.subtree if t.i > token.i)))


def announced(token: Token) -> bool:
    """Whether what governs the clause, or stands before its "that", announces or promises."""
    if token.head.lemma_ in cues("announce"):
        return True
    mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    before = token.doc[max(0, mark.i - 5) : mark.i] if mark is not None else ()
    return any(t.lemma_.lower() in cues("announce") | cues("promise_noun") for t in before)


def said(token: Token) -> bool:
    """Whether it is "said that it would": a future seen from the past, no mere possibility."""
    return (
        token.dep_ in {"ccomp", "acl"}
        or any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
        or any(c.dep_ in {"ccomp", "parataxis"} and c.i > token.i for c in token.children)
        or (token.dep_ == "conj" and token.head.dep_ in {"ccomp", "acl"})
        or _said_besides(token)
    )


def _said_besides(token: Token) -> bool:
    """Whether it is joined to a verb of saying: "said that it was concerned and would protest"."""
    return (
        token.dep_ == "conj"
        and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
        and any(c.dep_ == "ccomp" and c.i > token.head.i for c in token.head.children)
    )


def _bound(analysis: Analysis, token: Token, *, deal: bool) -> bool:
    """Whether a duty or plan is laid on the subject: "is to", "was expected to", "has to"."""
    if token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        return _bound(analysis, _beside(token), deal=deal)
    head = token.head
    if is_due(token):
        return deal or ends(analysis, head)
    if token.dep_ == "xcomp" and head.lemma_ == "be":
        between = token.doc[head.i + 1 : token.i]
        if any(c.dep_ in {"acomp", "attr"} or c.lower_ == "out" for c in head.children):
            return False  # "how willing they are to", "is out to"
        if _is_purpose(analysis, token, head):
            return False
        return all(t.dep_ in _BETWEEN for t in between)
    if token.dep_ == "xcomp" and head.lemma_ == "have" and head.pos_ in {"VERB", "AUX"}:
        if any(c.dep_ in {"aux", "neg"} for c in head.children):
            return False  # "would have had to", "did not have to"
        return deal or (_of_a_body(analysis, token) and ends(analysis, token))
    words = {head.lemma_.lower(), head.lower_}
    if token.dep_ in {"xcomp", "ccomp", "advcl"} and words & (cues("bound") | cues("planned")):
        if head.tag_ not in {"VBN", "JJ", "IN"} and head.pos_ != "ADJ":
            return False  # "they plan to", "he expects them to"
        firm = deal or bool(words & cues("bound")) or ends(analysis, token)
        if "expect" in words and not (
            token.lemma_.lower() in cues("deed") or _tells(analysis, frame(token))
        ):
            return False  # "is expected to ask for a month more"
        # "analysts expect X to leave" is their opinion and binds nobody
        own = any(c.dep_ == "nsubj" for c in token.children)
        return firm and not (own and head.lemma_.lower() == "expect")
    return token.dep_ in {"xcomp", "ccomp", "advcl", "acl"} and head.lemma_ == "deadline"


def _is_purpose(analysis: Analysis, token: Token, be: Token) -> bool:
    """Whether "to" tells what something is for: "whose mission is to train the police"."""
    subjects = (c for c in be.children if c.dep_ == "nsubj")
    return any(c.lemma_.lower() in cues("purpose") for c in subjects) and not ends(analysis, token)


def _headed(token: Token) -> bool:
    """Whether it is told as headlines do: "Jordan to reopen crossing"."""
    return token.dep_ == "ROOT" and any(
        c.dep_ in {"nsubj", "nsubjpass"} and c.i < token.i for c in token.children
    )


def _tells(analysis: Analysis, found: Frame) -> bool:
    """Whether the verb is one of the lexicon's deeds of cooperation or withdrawal."""
    for rule in verb_rules().get(found.verb.lemma_.lower(), ()):
        if fits(rule.needs, found, analysis):
            return rule.type in DEEDS
    return False
