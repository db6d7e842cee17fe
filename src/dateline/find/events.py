"""Events: triggers of the lexicon found in the parse, typed, with their arguments and modality."""

from __future__ import annotations

from dataclasses import replace

from dateline.analysis import Analysis, EventMention, Sentence
from dateline.find.arguments import Frame, frame, owners
from dateline.find.circumstances import places
from dateline.find.clauses import within
from dateline.find.coder import detailed, retyped
from dateline.find.conditions import is_actor
from dateline.find.lexicon import Rule, classes, phrases
from dateline.find.modality import modality
from dateline.find.modes import mode_of, with_modes
from dateline.find.occasions import times
from dateline.find.parties import filled
from dateline.find.patients import counted_out, patients_of, slots
from dateline.find.settle import settle
from dateline.find.subjects import spread
from dateline.find.triggers import FLOOR, Trigger, triggers
from dateline.text.tokens import Token
from dateline.types import EventType

_INSTRUMENTS = ("attack", "missiles", "weapons", "forces", "papers")


class Events:
    """Finds events in every kept sentence."""

    name = "events"
    version = "2"
    needs = frozenset({"doc", "sentences", "encoded", "heard", "actors", "places", "times"})
    gives = frozenset({"events"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its event mentions."""
        found: list[EventMention] = []
        for sentence in analysis.sentences:
            mentions = [_mention(analysis, sentence, t) for t in triggers(analysis, sentence)]
            found += settle(analysis, [m for m in mentions if m is not None], FLOOR)
        before = {event.head: event.type for event in found}
        again = [_set(analysis, e, before) for e in retyped(analysis, filled(analysis, found))]
        typed = with_modes(analysis.tokens, again)
        return analysis.with_(events=tuple(detailed(analysis, event) for event in typed))


def _set(analysis: Analysis, event: EventMention, before: dict[int, EventType]) -> EventMention:
    """The event set where one of its type is, if another type was thought of when none was found.

    ``before`` holds the types until then.
    """
    if event.places or before.get(event.head, event.type) == event.type:
        return event
    sentence, token = analysis.sentences[event.sentence], analysis.tokens[event.head]
    clause = list(within(token, sentence.first, sentence.last))
    patients = tuple(analysis.tokens[i] for i in event.patients)
    return replace(event, places=places(analysis, token, clause, patients, event.type))


def _mention(analysis: Analysis, sentence: Sentence, trigger: Trigger) -> EventMention | None:
    rule, found = trigger.rule, trigger.frame
    if rule.type == "NONE":
        return None
    token = found.verb
    how = "asserted" if _speech(rule) else modality(token)
    agents, patients = _arguments(analysis, rule, rule.type, found)
    if how not in {"planned", "promised"}:
        agents, patients = _both_sides(rule, found, agents, patients)
    clause = list(within(token, sentence.first, sentence.last))
    first, last = _extent(token)
    return EventMention(
        first=first,
        last=last,
        head=token.i,
        span=analysis.span(first, last),
        sentence=sentence.index,
        type=rule.type,
        mode=mode_of(rule, found, clause, patients),
        modality=how,
        score=round(trigger.score, 3),
        agents=tuple(t.i for t in agents),
        patients=tuple(t.i for t in patients),
        places=places(analysis, token, clause, patients, rule.type),
        times=times(analysis, token, clause, rule.type),
        clause=(min(t.i for t in clause), max(t.i for t in clause) + 1),
        rule=f"{token.lemma_.lower()}:{rule.type}:{rule.needs}",
        perfect_past=any(c.lower_ == "had" and c.dep_ == "aux" for c in token.children),
    )


def _arguments(
    analysis: Analysis, rule: Rule, kind: EventType, found: Frame
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Who does it and who suffers it."""
    patients = patients_of(analysis, rule, kind, found)
    agents = () if rule.patient == "subj" else found.subjects
    if kind == "ASSAULT" and found.verb.lemma_ == "lose":
        agents = found.preps.get("to", ())  # who loses men or a town does it to nobody
    if _speech(rule):
        agents = _who_says(found.verb)
    if kind == "RETREAT" and rule.mode == "withdraw" and not agents:
        agents = (*found.objects, *found.preps.get("of", ()))
    if kind == "MOBILIZE" and not agents:
        agents = (*found.objects, *found.preps.get("of", ()))
    between = found.preps.get("between", ())
    if between and kind in {"CONSULT", "ASSAULT", "SUPPORT", "AGREE", "CONCEDE"}:
        agents, patients = (*agents, *between), tuple(p for p in patients if p not in between)
    if found.verb.pos_ == "NOUN" and not agents and "of" not in slots(rule.patient):
        agents = found.preps.get("of", ())
    agents = counted_out(analysis, spread(a for each in agents for a in _doers(analysis, each)))
    patients = counted_out(analysis, patients)
    return agents, tuple(p for p in patients if p not in agents)


def _both_sides(
    rule: Rule, found: Frame, agents: tuple[Token, ...], patients: tuple[Token, ...]
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Both sides as doers of what they do together: they meet, talk, clash or trade fire.

    A visitor has a host, and a mediator those between whom he goes.
    """
    verb, kind = found.verb, rule.type
    if kind not in {"CONSULT", "ASSAULT"} or rule.mode in {"visit", "third-party"}:
        return agents, patients
    if verb.pos_ != "NOUN" and verb.lemma_.lower() not in phrases()["mutual"]:
        return agents, patients
    others = {*found.preps.get("with", ()), *(found.objects if kind == "CONSULT" else ())}
    both = (*agents, *(p for p in patients if p in others))
    return both, tuple(p for p in patients if p not in others)


def _speech(rule: Rule) -> bool:
    """Whether the row reads what somebody says as an act of his: it is done, whatever comes of it.

    *The troops must go* is a demand, *the vote was a farce, he said* a reproach.
    """
    needs = rule.needs.split("+")
    return (rule.type == "REQUEST" and "must" in needs) or "said" in needs


def _who_says(verb: Token) -> tuple[Token, ...]:
    """The subject of the verb of saying that a clause is the content of."""
    while verb.dep_ in {"xcomp", "conj"} and verb.head != verb:
        verb = verb.head
    if verb.dep_ != "ccomp":
        return ()
    return frame(verb.head).subjects


def _doers(analysis: Analysis, token: Token) -> tuple[Token, ...]:
    """Who stands behind a means that does it (*Israeli strikes killed*, *the army's shells*)."""
    lemma = token.lemma_.lower()
    if analysis.actor_at(token) is not None or not any(lemma in classes()[c] for c in _INSTRUMENTS):
        return (token,)
    by = [t for p in token.children if p.lower_ in {"by", "from", "of"} for t in p.children]
    behind = [t for t in (*owners(token), *by) if is_actor(t, analysis)]
    return tuple(behind) or (token,)


def _extent(token: Token) -> tuple[int, int]:
    particle = [c.i for c in token.children if c.dep_ == "prt" and c.i == token.i + 1]
    return token.i, (particle[0] if particle else token.i) + 1
