"""Events: triggers of the lexicon found in the parse, typed, with their arguments and modality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from dateline.analysis import Analysis, EventMention, Sentence
from dateline.find.arguments import (
    Frame,
    above,
    adjuncts,
    frame,
    nominal_frame,
    spread,
    within,
)
from dateline.find.conditions import fits
from dateline.find.lexicon import NounRule, VerbRule, noun_rules, phrases, verb_rules
from dateline.find.modality import modality
from dateline.types import EventType

FLOOR = 0.55
_FUTURE: dict[str, EventType] = {
    "RETREAT": "CONCEDE", "CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE",
    "AID": "AGREE",
}  # fmt: skip
_ABSORBING = frozenset({"REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE"})
_RECIPROCAL = frozenset({"CONSULT", "SUPPORT", "AGREE", "COOPERATE"})
_REQUEST_MODES = {
    "RETREAT": "yield", "CONCEDE": "yield", "CONSULT": "meet", "AGREE": "meet", "AID": "assist",
    "COOPERATE": "assist", "SUPPORT": "assist",
}  # fmt: skip
_THREAT_MODES = {
    "ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations",
}  # fmt: skip
_MEANS = {
    "airstrike": "aerial", "air": "aerial", "aerial": "aerial", "warplane": "aerial",
    "jet": "aerial", "drone": "drone", "uav": "drone", "artillery": "heavy-weapons",
    "rocket": "heavy-weapons", "missile": "heavy-weapons", "mortar": "heavy-weapons",
    "shelling": "heavy-weapons", "suicide": "suicide-attack", "bomb": "explosives",
    "bombing": "explosives", "ied": "explosives", "mine": "explosives", "landmine": "explosives",
    "explosion": "explosives", "blast": "explosives", "grenade": "explosives",
    "gunman": "firearms", "gunfire": "firearms", "sniper": "firearms", "knife": "primitive",
    "machete": "primitive", "chemical": "unconventional",
}  # fmt: skip


class Events:
    """Finds events in every kept sentence."""

    name = "events"
    version = "1"
    needs = frozenset({"doc", "sentences", "actors", "places", "times"})
    gives = frozenset({"events"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its event mentions."""
        found: list[EventMention] = []
        for sentence in analysis.sentences:
            found += _settled(analysis, list(_in_sentence(analysis, sentence)))
        return analysis.with_(events=tuple(found))


def _in_sentence(analysis: Analysis, sentence: Sentence) -> Iterator[EventMention]:
    for token in analysis.tokens[sentence.first : sentence.last]:
        mention = None
        if token.pos_ in {"VERB", "AUX"} or token.tag_ in {"VBN", "VBD", "VBZ", "VBP"}:
            mention = _verb(analysis, sentence, token)
        elif token.pos_ in {"NOUN", "PROPN"}:
            mention = _noun(analysis, sentence, token)
        if mention is not None and mention.score >= FLOOR:
            yield mention


def _verb(analysis: Analysis, sentence: Sentence, token: Token) -> EventMention | None:
    rules = verb_rules().get(token.lemma_.lower())
    if not rules or token.dep_ in {"amod", "compound"}:
        return None
    found = frame(token)
    for rule in rules:
        if fits(rule.needs, found, analysis):
            return _mention(analysis, sentence, found, rule, _patients(found, rule.patient))
    return None


def _noun(analysis: Analysis, sentence: Sentence, token: Token) -> EventMention | None:
    rule = noun_rules().get(token.lemma_.lower())
    if rule is None or token.dep_ == "compound" or analysis.actor_at(token) is not None:
        return None
    if any(c.lower_ in phrases()["guard_poss"] for c in token.children if c.dep_ == "compound"):
        return None
    found = nominal_frame(token)
    score = _told(analysis, sentence, found, rule)
    if score == 0:
        return None
    head = token.head
    if token.dep_ in {"dobj", "nsubjpass"} and head.lemma_ in phrases()["light"]:
        carrier = frame(head)
        found = replace(
            found, subjects=(*found.subjects, *carrier.subjects), preps=carrier.preps | found.preps
        )
    return _mention(analysis, sentence, found, rule, _patients(found, rule.patient), score)


def _told(analysis: Analysis, sentence: Sentence, found: Frame, rule: NounRule) -> float:
    """How sure it is that the sentence tells of the noun's event, not just names it."""
    token, head = found.verb, found.verb.head
    says_more = bool(found.subjects) or any(
        p in found.preps for p in ("of", "on", "against", "in", "from", "between", "at", "near")
    )
    if rule.solo or sentence.headline:
        return rule.score
    if token.dep_ in {"dobj", "nsubjpass"}:
        if head.lemma_ in phrases()["light"]:
            return rule.score
        if head.lemma_ in phrases()["tell"] and says_more:
            return rule.score
    if token.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ in phrases()["happen"]:
        return rule.score
    if token.dep_ == "pobj" and found.subjects and says_more:
        return rule.score * 0.7
    return 0.0


def _patients(found: Frame, spec: str) -> tuple[Token, ...]:
    if spec == "obj":
        return found.objects
    if spec == "subj":
        return found.subjects
    if spec == "-":
        return ()
    return spread(t for prep in spec.split("|") for t in found.preps.get(prep, ()))


def _mention(
    analysis: Analysis,
    sentence: Sentence,
    found: Frame,
    rule: VerbRule | NounRule,
    patients: tuple[Token, ...],
    score: float | None = None,
) -> EventMention:
    token = found.verb
    agents = () if rule.patient == "subj" else found.subjects
    if rule.type == "RETREAT" and not agents and rule.mode == "withdraw":
        agents = (*found.objects, *found.preps.get("of", ()), *found.preps.get("by", ()))
    between = found.preps.get("between", ())
    if between:
        agents, patients = (*agents, *between), tuple(p for p in patients if p not in between)
    clause = list(within(token, sentence.first, sentence.last))
    first, last = _extent(token, found)
    return EventMention(
        first=first,
        last=last,
        head=token.i,
        span=analysis.span(first, last),
        sentence=sentence.index,
        type=rule.type,
        mode=_mode(rule, clause),
        modality=modality(token),
        score=rule.score if score is None else score,
        agents=tuple(t.i for t in agents),
        patients=tuple(t.i for t in patients),
        places=_places(analysis, token, clause),
        times=_times(analysis, token, clause),
        clause=(min(t.i for t in clause), max(t.i for t in clause) + 1),
        rule=f"{rule.lemma}:{rule.type}",
        perfect_past=any(c.lower_ == "had" and c.dep_ == "aux" for c in token.children),
    )


def _extent(token: Token, found: Frame) -> tuple[int, int]:
    particle = [c.i for c in token.children if c.dep_ == "prt" and c.i == token.i + 1]
    return token.i, (particle[0] if particle else token.i) + 1


def _times(analysis: Analysis, token: Token, clause: list[Token]) -> tuple[int, ...]:
    """The times of the clause, else of the nearest clause above that has one."""
    near = _near(token, (t.i for t in clause if _dated(analysis, t)))
    for verb in above(token) if not near else ():
        beside = (t.i for t in adjuncts(verb, token) if _dated(analysis, t))
        if near := _near(token, beside):
            break
    return near


def _dated(analysis: Analysis, token: Token) -> bool:
    mention = analysis.time_at(token)
    return mention is not None and mention.time is not None


def _places(analysis: Analysis, token: Token, clause: list[Token]) -> tuple[int, ...]:
    """The places of the clause, then of the clauses above; no place that is part of an actor."""
    near = list(_near(token, (t.i for t in clause if _located(analysis, t))))
    for verb in above(token):
        near += _near(token, (t.i for t in adjuncts(verb, token) if _located(analysis, t)))
    return tuple(dict.fromkeys(near))


def _located(analysis: Analysis, token: Token) -> bool:
    place, actor = analysis.place_at(token), analysis.actor_at(token)
    if place is None:
        return False
    return actor is None or (actor.last - actor.first) <= (place.last - place.first)


def _near(token: Token, indices: Iterator[int]) -> tuple[int, ...]:
    return tuple(sorted(indices, key=lambda i: (abs(i - token.i), i)))


def _mode(rule: VerbRule | NounRule, clause: list[Token]) -> str | None:
    if rule.type != "ASSAULT" or rule.mode not in {None, "explosives", "firearms"}:
        return rule.mode
    for token in clause:
        if mode := _MEANS.get(token.lemma_.lower()):
            if mode != "explosives" or rule.mode is None:
                return mode
    return rule.mode


def _settled(analysis: Analysis, mentions: list[EventMention]) -> list[EventMention]:
    """One statement an act: complements taken into their governors, doubles dropped."""
    doc = analysis.tokens
    by_head = {m.head: m for m in mentions}
    gone: set[int] = set()
    settled: list[EventMention] = []
    for mention in mentions:
        governor = _governor(doc[mention.head], by_head)
        if governor is None:
            continue
        if governor.type in _ABSORBING and _is_content(doc[mention.head], doc[governor.head]):
            gone.add(mention.head)
            by_head[governor.head] = _taking(by_head[governor.head], mention)
        elif _same_act(mention, governor):
            gone.add(mention.head)
            by_head[governor.head] = _joined(by_head[governor.head], mention)
    for mention in mentions:
        if mention.head not in gone:
            settled.append(_converted(by_head[mention.head]))
    if any(m.type == "ASSAULT" for m in settled):
        settled = [m for m in settled if not (m.type == "MOBILIZE" and m.mode == "police")]
    return settled


def _governor(token: Token, by_head: dict[int, EventMention]) -> EventMention | None:
    for ancestor in token.ancestors:
        if ancestor.i in by_head:
            return by_head[ancestor.i]
        if ancestor.pos_ in {"VERB", "AUX"} and ancestor.dep_ in {"relcl", "advcl"}:
            return None
    return None


def _is_content(token: Token, governor: Token) -> bool:
    """What is asked, threatened, refused or agreed: its complement, object or "for" phrase."""
    below = token
    while below.head != governor and below.head != below:
        below = below.head
    return below.dep_ in {"xcomp", "ccomp", "dobj", "prep", "acl", "dative", "nsubjpass"}


def _taking(governor: EventMention, content: EventMention) -> EventMention:
    places = governor.places or content.places
    times = governor.times
    if governor.type == "REQUEST":
        return replace(governor, mode=_REQUEST_MODES.get(content.type, "change"), places=places)
    if governor.type == "REJECT":
        return replace(governor, mode=_REQUEST_MODES.get(content.type, "change"), places=places)
    if governor.type == "THREATEN":
        return replace(governor, mode=_THREAT_MODES.get(content.type, governor.mode))
    kind = "CONCEDE" if content.type in {"RETREAT", "CONCEDE"} else governor.type
    promised = kind == "CONCEDE" or governor.rule.split(":")[0] in {"promise", "pledge", "vow"}
    return replace(
        governor,
        type=kind,
        mode=None if kind == "CONCEDE" else governor.mode,
        modality="promised" if promised and governor.modality == "asserted" else governor.modality,
        places=places,
        times=times or content.times,
    )


def _same_act(one: EventMention, other: EventMention) -> bool:
    return one.type == other.type == "ASSAULT"


def _joined(kept: EventMention, other: EventMention) -> EventMention:
    return replace(
        kept,
        mode=kept.mode or other.mode,
        agents=kept.agents
        if other.agents == ()
        else tuple(dict.fromkeys((*other.agents, *(a for a in kept.agents if a != other.head)))),
        patients=kept.patients or other.patients,
        places=tuple(dict.fromkeys((*kept.places, *other.places))),
        times=tuple(dict.fromkeys((*kept.times, *other.times))),
    )


def _converted(mention: EventMention) -> EventMention:
    """Future acts take the type that the ontology gives them."""
    if mention.modality != "planned":
        return mention
    if kind := _FUTURE.get(mention.type):
        return replace(mention, type=kind, mode=None)
    return mention
