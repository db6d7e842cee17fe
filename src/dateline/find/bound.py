"""A duty as it stands in the text: who is bound, by what words, to which act, and when made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from dateline.analysis import ActorMention, Analysis, Sentence, TimeMention
from dateline.find.arguments import frame, nominal_frame
from dateline.find.conditions import fits
from dateline.find.extents import clause_of, extent
from dateline.find.guards import FREE, POINTING, closes, cues
from dateline.find.lexicon import noun_rules, verb_rules
from dateline.find.references import last_force, last_subject
from dateline.find.subjects import spread
from dateline.text.tokens import Token
from dateline.types import EventType

_AUXILIARY = frozenset({"aux", "auxpass"})
_PART = frozenset({"all", "most", "some", "both", "rest", "remainder", "none", "each", "last"})
REFLEXIVE = frozenset({"themselves", "itself", "himself", "herself", "ourselves"})
_NAMES = frozenset({"PERSON", "NORP", "ORG"})
_DOERS = ("er", "or", "ist", "ian", "man")
_STOPPED = frozenset({"dobj", "pobj", "conj", "compound", "amod"})
_REST = frozenset({"rest", "remainder", "last", "others"})
_NONE = frozenset({"no", "neither"})
NOBODY = frozenset({"nobody", "none"})
_THAN = frozenset({"more", "less", "fewer", "later"})  # "no more than ten days"
_WE = frozenset({"we", "i", "us"})
_ENDS = frozenset({"before", "by", "until"})
_ENDED = frozenset({"until", "by", "within", "before", "for"})


@dataclass(frozen=True, slots=True)
class Found:
    """A duty as it stands in the text, by token indices; ``cue`` is its verb or noun.

    ``clause`` are the tokens in which its times and conditions stand. ``past``: told of a time
    before the report; ``made`` is the token of the time of promising.
    """

    cue: int
    cue_start: int
    cue_end: int
    first: int
    last: int
    clause: frozenset[int]
    by: tuple[int, ...]
    to: tuple[int, ...]
    duty: Literal["do", "refrain"]
    type: EventType | None
    mode: str | None
    agreed: bool
    past: bool
    made: int | None = None


def times_in(analysis: Analysis, sentence: Sentence) -> list[TimeMention]:
    """The times that stand in a sentence."""
    return [m for m in analysis.times if sentence.first <= m.first < sentence.last]


def binding(
    analysis: Analysis, heads: Iterable[Token], *, explicit: bool = False
) -> tuple[int, ...]:
    """The heads that are actors who can be bound, or sides of no name; no crowd, no unknown.

    ``explicit``: they give their word themselves, so whoever can speak can be bound.
    """
    bound: list[int] = []
    for head in heads:
        token = _counted(head)
        if len(sent_by := _principals(token)) > 1:
            bound += binding(analysis, sent_by, explicit=explicit)
            continue
        mention = _meant(analysis, token)
        if mention is not None and (
            mention.actor.sector not in FREE
            or token.lemma_.lower() in cues("side")
            or token.pos_ == "PROPN"  # "the Serbs", whom an agreement binds
            or token.lemma_.lower() in cues("counsel")
            or _is_followed(token)
        ):
            bound.append(mention.head)
        elif mention is None and explicit and (owner := _owner(analysis, token)) is not None:
            bound.append(owner)
        elif mention is None and token.lower_ in _WE:
            bound += binding(analysis, _speakers(token), explicit=True)
        elif mention is None and token.lower_ in POINTING:
            bound += signers(analysis, analysis.sentence_of_token[token.i])
        elif mention is None and (
            token.lemma_.lower() in cues("side")
            or (explicit and (token.lemma_.lower() in cues("giver") or is_somebody(token)))
        ):
            bound.append(token.i)
    return tuple(dict.fromkeys(bound))


def _is_followed(token: Token) -> bool:
    """Whether men are somebody's: "Speight's men"."""
    return token.lower_ in {"men", "followers", "loyalists", "supporters"} and any(
        c.dep_ == "poss" for c in token.children
    )


def _owner(analysis: Analysis, token: Token) -> int | None:
    """Whose office speaks: "his office said that he would"."""
    if token.lemma_.lower() not in cues("giver"):
        return None
    return next(
        (
            c.i
            for c in token.children
            if c.dep_ == "poss" and (m := analysis.actor_at(c)) is not None and m.actor.id
        ),
        None,
    )


def is_somebody(token: Token) -> bool:
    """Whether a name or a noun is of people, though no actor is known by it: "bus owners"."""
    if token.ent_type_ in _NAMES and token.pos_ == "PROPN":
        return True
    return bool(token.tag_ == "NNS" and is_doer(token))


def is_doer(noun: Token) -> bool:
    """Whether a noun ends as those do that say who does something, or who is from where."""
    return bool(noun.lemma_.lower().endswith(_DOERS))


def _principals(token: Token) -> tuple[Token, ...]:
    """For whom envoys act: "envoys of the army and the rebels"."""
    if token.lemma_.lower() not in cues("agent"):
        return ()
    preps = nominal_frame(token).preps
    return tuple(t for word in ("of", "for", "from") for t in preps.get(word, ()))


def _meant(analysis: Analysis, token: Token) -> ActorMention | None:
    mention = analysis.actor_at(token)
    if mention is None and token.lower_ in POINTING:
        mention = last_subject(analysis, token.i)
    if mention is None and (
        (token.lemma_.lower() in cues("force_noun") and token.text.lower() != "operations")
        or (token.pos_ == "NUM" and token.dep_ != "pobj")
        or token.lower_ in _REST
    ):
        mention = last_force(analysis, token.i)
    elif (
        mention is not None
        and mention.actor.id is None
        and (_is_bare_force(token) or token.lower_ in _REST)
    ):
        mention = last_force(analysis, token.i) or mention
    return mention


def _is_bare_force(token: Token) -> bool:
    """Whether "the soldiers" points back to a force named before, no more being said of them."""
    return token.lemma_.lower() in cues("force_noun") | cues("force_men") and [
        c.lower_ for c in token.children if c.i < token.i
    ] == ["the"]


def _speakers(token: Token) -> tuple[Token, ...]:
    """Who "we" are in words that are quoted: the subject of what governs the quotation."""
    for above in token.ancestors:
        if any(c.dep_ in {"ccomp", "parataxis"} and c.is_ancestor(token) for c in above.children):
            return frame(above).subjects
    return ()


def signers(analysis: Analysis, sentence: Sentence) -> tuple[int, ...]:
    """The parties of the last agreement told up to this sentence, as heads of their phrases."""
    for statement in reversed(analysis.statements):
        if statement.sentence.start > sentence.span.start or len(statement.actors) < 2:
            continue
        if statement.event.type in {"SUPPORT", "AGREE", "CONCEDE", "RETREAT"}:
            starts = {actor.start for actor in statement.actors}
            heads = [m.head for m in analysis.actors if m.span.start in starts]
            return tuple(dict.fromkeys(heads))
    return ()


def receivers(token: Token) -> tuple[Token, ...]:
    """Those to whom something is given or set, oneself included ("gave themselves a month")."""
    found = frame(token)
    to = [c for c in token.children if c.dep_ in {"dative", "iobj"} and c.pos_ != "ADP"]
    to += [c for c in token.children if c.dep_ == "nsubjpass"]
    if any(t.lower_ in REFLEXIVE for t in to):
        return found.subjects
    own = [t for t in found.preps.get("to", ()) if t.lower_ not in REFLEXIVE]
    return spread(to) or tuple(own) or tuple(o for o in found.objects if o.i > token.i)


def dated(analysis: Analysis, tokens: Iterable[int]) -> bool:
    """Whether an end stands among the tokens: a day to come, a term, "by", "until"."""
    published = analysis.document.published.to
    inside = frozenset(tokens)
    for mention in analysis.times:
        if mention.first not in inside and mention.head not in inside:
            continue
        if mention.relation in _ENDED and (mention.duration or mention.time is not None):
            return True
        time = mention.time
        if time is not None and time.from_ and published and time.from_ > published:
            return True
        if time is not None and published and time.edtf == f"{published}/..":
            return True  # "in the coming days"
    # an end that no calendar tells ("before the rains", "by the New Year")
    ends = (analysis.tokens[i] for i in inside)
    return any(t.ent_type_ == "DATE" and t.dep_ == "pobj" and t.head.lower_ in _ENDS for t in ends)


def _counted(head: Token) -> Token:
    """Who is meant by "all of the mission's troops": the mission's troops."""
    if head.lower_ in _PART:
        for prep in head.children:
            if prep.lower_ == "of":
                return next((c for c in prep.children if c.dep_ == "pobj"), head)
    return head


def duty_at(
    analysis: Analysis,
    sentence: Sentence,
    act: Token,
    by: tuple[int, ...],
    cue: Token,
    *,
    agreed: bool,
    refrain: bool = False,
    stay: bool = False,
) -> Found:
    """The duty to do what ``act`` says, as the words of ``cue`` lay it on ``by``."""
    first, last = extent(act, sentence, by)
    held = refrain or _refrains(act, negated=negated(act))
    kind, mode = ("MOBILIZE", None) if stay else act_of(analysis, act)
    return Found(
        cue=act.i,
        cue_start=min(cue.idx, act.idx),
        cue_end=max(cue.idx + len(cue), act.idx + len(act)),
        first=first,
        last=last,
        clause=clause_of(act, cue, sentence),
        by=by,
        to=_owed(analysis, act, cue),
        duty="refrain" if held else "do",
        type=None if held else kind,
        mode=None if held else mode,
        agreed=agreed,
        past=past(act) or past(cue),
        made=_made(analysis, sentence, act, cue),
    )


def negated(act: Token) -> bool:
    """Whether the act is one not to be done: "not attack", "no longer fire", "fire no rockets"."""
    if act.dep_ == "conj" and act.tag_ == "VB" and act.head.tag_ == "VB" and not _own(act):
        return negated(act.head)
    if act.dep_ == "xcomp" and act.head.lemma_ == "be" and _is_not(act.head):
        return True  # "is not to attack"
    for child in act.children:
        if child.dep_ == "neg" or (child.lower_ in {"never", "neither"} and child.dep_ == "advmod"):
            return True
        if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
        if child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ in NOBODY:
            return True
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"} and any(
            c.lower_ in _NONE for t in (child, *child.children) for c in (t, *t.children)
            if c.dep_ in {"det", "neg", "advmod", "preconj"} and c.i < child.i
            and c.nbor(1).lower_ not in _THAN
        ):  # fmt: skip
            return True
    return False


def _is_not(be: Token) -> bool:
    return any(c.dep_ == "neg" for c in be.children)


def _own(act: Token) -> bool:
    """Whether a verb joined to another stands for itself: "not attack but will withdraw"."""
    return any(c.dep_ in {"aux", "nsubj", "neg"} for c in act.children) or any(
        c.dep_ == "cc" and c.lower_ == "but" for c in act.head.children
    )


def _refrains(act: Token, *, negated: bool) -> bool:
    """Whether the duty is to leave something undone: "stop firing", "suspend air strikes"."""
    lemma = act.lemma_.lower()
    if negated or lemma in {"refrain", "abstain", "desist"}:
        return True
    if lemma in cues("break_off"):
        if any(c.dep_ in {"xcomp", "pcomp"} for c in act.children):
            return lemma in {"stop", "cease", "quit"}
        stopped = [c for c in act.subtree if c.dep_ in _STOPPED]
        return any(t.i > act.i and t.lemma_.lower() in cues("violence") for t in stopped)
    if lemma in cues("keep_to"):
        return any(
            c.dep_ in {"dobj", "pobj"} and c.lemma_.lower() in cues("truce") for c in act.subtree
        )
    return False


def _owed(analysis: Analysis, act: Token, cue: Token) -> tuple[int, ...]:
    """To whom: who is promised it, or who gets what is given."""
    promised = frame(cue).preps.get("to", ()) if cue.pos_ == "VERB" else ()
    if not promised and cue.lemma_.lower() in cues("assure") and cue.is_ancestor(act):
        promised = spread(
            c for c in cue.children
            if c.dep_ in {"dobj", "dative"} and c != act and analysis.actor_at(c) is not None
        )  # fmt: skip
    if promised:
        return tuple(t.i for t in promised)
    if act.pos_ not in {"VERB", "AUX"}:
        holders = [c for c in act.children if c.dep_ in {"nmod", "prep"} and c.i > act.i]
        given = [o for p in holders for o in p.children if o.dep_ == "pobj" and p.lower_ == "to"]
        before = [c for c in cue.children if c.dep_ == "dative"]
        return tuple(t.i for t in (*before, *given) if analysis.actor_at(t) is not None)
    found = frame(act)
    to = [c for c in act.children if c.dep_ == "dative" and c.pos_ != "ADP"]
    to += found.preps.get("to", ())
    if act.lemma_.lower() in cues("give_with") and "with" in found.preps:
        to += [o for o in found.objects if o.i > act.i]
    return tuple(t.i for t in to if analysis.actor_at(t) is not None)


def past(token: Token) -> bool:
    """Whether the duty is told as one of the past."""
    if any(c.dep_ == "aux" and c.lower_ in {"will", "shall", "'ll", "’ll"} for c in token.children):
        return False  # "said they will"
    near = (token, token.head) if token.dep_ in {"xcomp", "ccomp"} else (token,)
    return any(
        t.tag_ == "VBD"
        or any(c.lower_ in {"was", "were", "had"} and c.dep_ in _AUXILIARY for c in t.children)
        for t in near
    )


def _made(analysis: Analysis, sentence: Sentence, act: Token, cue: Token) -> int | None:
    """The time of the promising: one that stands with what governs the act, outside of it."""
    mark = max((c.i for c in act.children if c.dep_ == "mark"), default=0)
    inside = {t.i for t in act.subtree if t.i >= mark}
    if act.is_ancestor(cue):  # "a truce declared by both on 20 May"
        inside -= {t.i for t in cue.subtree}
    above = cue if cue != act else act.head
    for token in above.subtree:
        if token.i not in inside and sentence.first <= token.i < sentence.last:
            mention = analysis.time_at(token)
            if mention is not None and mention.time is not None and not _to_come(analysis, mention):
                return mention.first
    return None


def _to_come(analysis: Analysis, mention: TimeMention) -> bool:
    """Whether a time is the start or end of a duty rather than when it was taken on."""
    published, time = analysis.document.published, mention.time
    late = time is not None and time.from_ and published.to and time.from_ > published.to
    of_end = any(
        a.lemma_.lower() in cues("deadline")
        for a in islice(analysis.tokens[mention.head].ancestors, 2)
    )
    ended = mention.relation in {"until", "by", "within", "before", "from"}
    ended = ended or analysis.tokens[mention.head].head.lower_ == "to"  # "put off to May"
    return bool(late) or ended or of_end or closes(analysis.text, mention.span.start)


def act_of(analysis: Analysis, token: Token) -> tuple[EventType | None, str | None]:
    """What the lexicon calls the act; a presence to be kept up is MOBILIZE without a mode."""
    lemma = token.lemma_.lower()
    if lemma in cues("stay"):
        return "MOBILIZE", None
    if token.pos_ in {"NOUN", "PROPN"}:
        kinds = [r for r in noun_rules().get(lemma, ()) if r.type != "NONE"]
        told = nominal_frame(token)
        named = next(
            (r for r in kinds if fits(r.needs, told, analysis)), kinds[0] if kinds else None
        )
        return (None, None) if named is None or named.type == "NONE" else (named.type, named.mode)
    found = frame(token)
    for verb in verb_rules().get(lemma, ()):
        if fits(verb.needs, found, analysis):
            return (verb.type, verb.mode) if verb.type != "NONE" else (None, None)
    if lemma in {"leave", "withdraw", "pull", "vacate", "quit"}:
        return "RETREAT", "withdraw"
    return None, None
