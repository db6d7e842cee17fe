"""From mentions to statements: each trigger gets its actors, place, time, speaker and numbers.

Nothing is found here. What the stages before have found is joined by one principle: an argument
comes from the trigger's own clause or sentence; what comes from elsewhere says so (`basis`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec.structs

from dateline.analysis import Analysis, EventMention, SpeechMention
from dateline.find.flashback import background
from dateline.find.headlines import dated_by_lead
from dateline.find.lexicon import noun_rules
from dateline.find.ontology import cameo
from dateline.find.references import last_subject, named_beside, party
from dateline.find.silence_cues import words as silent_words
from dateline.find.sites import described, is_site
from dateline.find.timing import event_time
from dateline.text.tokens import Span as DocSpan
from dateline.text.tokens import Token
from dateline.types import (
    Actor,
    Attribution,
    Event,
    EvidenceKind,
    Modality,
    Place,
    Silence,
    Statement,
    Time,
)


class Statements:
    """Assembles statements, and says what each silence is about."""

    name = "statements"
    version = "1"
    needs = frozenset({"events", "speech", "quantities", "silent"})
    gives = frozenset({"statements", "silences"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its statements and silences."""
        found: list[Statement] = []
        for event in sorted(analysis.events, key=lambda e: (e.head, e.type)):
            found.append(_statement(analysis, event, found))
        statements = dated_by_lead(analysis, found)
        return analysis.with_(statements=statements, silences=_silences(analysis, statements))


def _statement(analysis: Analysis, event: EventMention, found: list[Statement]) -> Statement:
    speech = _speech(analysis, event.head)
    time = event_time(analysis, event, speech[0] if speech else None, found)
    attribution = _grounded(analysis, event.head, _attribution(analysis, speech))
    actors = tuple(_actors(analysis, event.agents, attribution.speaker))
    recipients = tuple(
        actor
        for actor in _actors(analysis, event.patients, attribution.speaker)
        if not any(_same_actor(actor, other) for other in actors)
    )
    return Statement(
        id=_id(analysis, event),
        sentence=analysis.sentences[event.sentence].span,
        event=Event(
            type=event.type,
            mode=event.mode,
            contexts=event.contexts,
            trigger=event.span,
            cameo=cameo(event.type, event.mode),
            score=event.score,
        ),
        actors=actors,
        recipients=recipients,
        place=_place(analysis, event),
        time=time,
        background=background(analysis, event, time),
        modality=_modality(event, attribution, actors),
        attribution=attribution,
        quantities=tuple(
            mention.quantity for mention in analysis.quantities if mention.event == event.head
        ),
    )


def _id(analysis: Analysis, event: EventMention) -> str:
    key = f"{analysis.document.id} {event.span.start} {event.span.end} {event.type} {event.mode}"
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def _actors(
    analysis: Analysis, tokens: Iterable[int], speaker: Actor | None = None
) -> Iterable[Actor]:
    """The actors at the head tokens, plural references opened, each once."""
    seen: set[str] = set()
    for token in tokens:
        for actor in party(analysis, token, speaker):
            key = actor.id or actor.text.casefold()
            if key not in seen:
                seen.add(key)
                yield actor


def _same_actor(one: Actor, other: Actor) -> bool:
    """Whether two phrases name one party: nobody is told to act on himself."""
    return one == other or (one.id is not None and one.id == other.id and _exact(one))


def _exact(actor: Actor) -> bool:
    """Whether an id is that of one person or body, not of a sort of people."""
    return (actor.id or "").startswith(("PER.", "ORG.")) or actor.sector == "GOV"


def _place(analysis: Analysis, event: EventMention) -> Place | None:
    for token in event.places:
        if mention := analysis.place_at(token):
            return mention.place
        if is_site(analysis.tokens[token]):
            return described(analysis, analysis.tokens[token])
    return None


def attribution_at(analysis: Analysis, trigger: int) -> Attribution:
    """Who says so, how, and on what evidence, of what the token ``trigger`` tells."""
    return _grounded(analysis, trigger, _attribution(analysis, _speech(analysis, trigger)))


def _speech(analysis: Analysis, trigger: int) -> list[SpeechMention]:
    """Who says it, the innermost first: the speech with the narrowest content that holds it."""
    holding: list[tuple[int, SpeechMention]] = []
    for mention in analysis.speech:
        if not mention.said:
            continue
        if mention.first <= trigger < mention.last:
            if _tells_itself(mention):
                holding.append((0, mention))
            continue
        for first, last in mention.content:
            if first <= trigger < last:
                holding.append((last - first, mention))
                break
    return [mention for _, mention in sorted(holding, key=lambda pair: pair[0])]


def _tells_itself(mention: SpeechMention) -> bool:
    """Whether a cue is what it tells of: "counted 41 bodies", "the paper tells guards to shoot"."""
    if mention.speaker is None:
        return bool(mention.evidence) and mention.stance in {"none", "states"}
    return mention.stance == "estimates"


def _attribution(analysis: Analysis, speech: list[SpeechMention]) -> Attribution:
    if not speech:
        return Attribution()
    # A thing that shows it has no stance of its own, nor is it who says so.
    inner = next((m for m in speech if m.stance != "none"), speech[0])
    inner = _denial(analysis, speech, inner) or inner
    spoken = inner if inner.speaker is not None else next(_spoken(speech, inner), inner)
    spoken = next(_of_us(analysis, speech, spoken), spoken)
    evidence: list[EvidenceKind] = []
    for mention in speech:
        evidence += [kind for kind in mention.evidence if kind not in evidence]
    return Attribution(
        speaker=None if spoken.speaker is None else _speaker(analysis, spoken.speaker),
        cue=inner.span,
        stance=inner.stance,
        evidence=tuple(evidence),
    )


def _grounded(analysis: Analysis, trigger: int, said: Attribution) -> Attribution:
    """The attribution with what else shows the act that the token ``trigger`` tells."""
    kinds = dict.fromkeys(said.evidence)
    for ground in analysis.grounds:
        if any(first <= trigger < last for first, last in ground.parts):
            kinds[ground.kind] = None
    found = tuple(kinds)
    return said if found == said.evidence else msgspec.structs.replace(said, evidence=found)


def _denial(
    analysis: Analysis, speech: list[SpeechMention], inner: SpeechMention
) -> SpeechMention | None:
    """Who denies or rejects what another is said to say: *rejected the charge that it shelled*."""
    if analysis.tokens[inner.head].pos_ != "NOUN":
        return None
    for outer in speech:
        holds = any(first <= inner.head < last for first, last in outer.content)
        if outer is not inner and holds and outer.stance in {"denies", "rejects"}:
            return outer
    return None


def _spoken(speech: Iterable[SpeechMention], inner: SpeechMention) -> Iterator[SpeechMention]:
    """Who tells of what a thing shows."""
    return (m for m in speech if m.speaker is not None and inner.evidence)


def _of_us(
    analysis: Analysis, speech: Sequence[SpeechMention], inner: SpeechMention
) -> Iterator[SpeechMention]:
    """Who "we" are in "the pullout that we announced", said by somebody: who says all of it."""
    if inner.speaker is None or analysis.tokens[inner.speaker].lower_ not in {"we", "i"}:
        return
    if analysis.actor_at(inner.speaker) is None:
        yield from (m for m in speech if m is not inner and m.speaker not in {None, inner.speaker})


def _speaker(analysis: Analysis, head: int) -> Actor:
    """The actor who speaks; one that no table knows keeps the words of the text."""
    mention = analysis.actor_at(head)
    if mention is None or mention.actor.id is None:
        named = named_beside(analysis, analysis.tokens[head])
        return named or (mention.actor if mention is not None else _described(analysis, head))
    return mention.actor


def _described(analysis: Analysis, head: int) -> Actor:
    """Somebody of whom no more is known than the words of the text."""
    token = analysis.tokens[head]
    own = [t.i for t in token.subtree if t.dep_ not in {"relcl", "acl", "appos", "punct"}]
    near = [i for i in own if abs(i - head) <= 8] or [head]
    span = analysis.span(min(near), max(near) + 1)
    return Actor(start=span.start, end=span.end, text=span.text)


def _modality(event: EventMention, attribution: Attribution, actors: tuple[Actor, ...]) -> Modality:
    """A future act that its own doer announces is promised, not just planned."""
    speaker = attribution.speaker
    if event.modality == "planned":
        if attribution.stance == "promises" or (
            attribution.stance == "announces" and speaker is None and actors
        ):
            return "promised"
        if attribution.stance in {"announces", "confirms", "states"} and any(
            speaker is not None and _same_side(actor, speaker) for actor in actors
        ):
            return "promised"
    return event.modality


def _same_side(one: Actor, other: Actor) -> bool:
    if one.id is not None and one.id == other.id:
        return True
    return one.country is not None and one.country == other.country and one.sector != "REB"


def _silences(analysis: Analysis, statements: tuple[Statement, ...]) -> tuple[Silence, ...]:
    found = []
    for mention in analysis.silent:
        for actor in _party(analysis, mention.party):
            sentence = analysis.sentences[mention.sentence]
            named = _kinds_named(analysis.tokens[sentence.first : sentence.last])
            about = _matter(actor, sentence.span.start, statements, named)
            found.append(
                Silence(party=actor, about=about, as_of=_as_of(analysis), sentence=sentence.span)
            )
    return tuple(found)


_POINTING = frozenset({"it", "they", "he", "she"})
_OWNERS = frozenset({"his", "her", "its", "their"})
_VAGUE = frozenset(
    "it they he she force group government army mission ministry authorities alliance movement"
    " office militia side spokesman spokeswoman agency body organisation organization".split()
)


def _party(analysis: Analysis, head: int) -> tuple[Actor, ...]:
    """The silent party; a pronoun or bare noun takes its identity from the last subject before."""
    token = analysis.tokens[head]
    if _placed_body(analysis, token):
        return (_described(analysis, head),)
    named = tuple(_actors(analysis, [head]))
    if token.pos_ == "NOUN":  # of "his bureau" the owner may be unknown
        named = tuple(a for a in named if a.id or a.text.lower() not in _OWNERS)
    if any(actor.id is not None for actor in named) and not _no_person(token, named):
        return named
    if (body := _body_before(analysis, token)) is not None:
        return (_described(analysis, body),)
    if token.lower_ in _VAGUE and (before := last_subject(analysis, head)) is not None:
        span = analysis.span(head, head + 1)
        return (
            msgspec.structs.replace(
                before.actor, start=span.start, end=span.end, text=span.text, score=0.5
            ),
        )
    return named or (() if token.lower_ in _POINTING else (_speaker(analysis, head),))


def _no_person(token: Token, named: tuple[Actor, ...]) -> bool:
    """Whether "it" was taken for a person."""
    return token.lower_ == "it" and all((a.id or "").startswith("PER.") for a in named)


def _body_before(analysis: Analysis, token: Token) -> int | None:
    """The body of no name that "it" goes on about: "the bank had shut. It has yet to say why"."""
    here = analysis.sentence_of_token[token.i]
    if token.lower_ != "it" or not here.index:
        return None
    before = analysis.sentences[here.index - 1]
    words = analysis.tokens[before.first : before.last]
    subjects = (t for t in words if t.dep_ == "nsubj" and t.head.dep_ == "ROOT")
    noun = next((t for t in subjects if t.tag_ == "NN"), None)
    if noun is None or before.paragraph != here.paragraph or analysis.actor_at(noun) is not None:
        return None
    return noun.i if noun.lemma_.lower() in silent_words("speakers") else None


def _placed_body(analysis: Analysis, token: Token) -> bool:
    """Whether what is known of a body is but where it is: "the Huancayo command"."""
    if token.pos_ != "NOUN" or any(m.head == token.i for m in analysis.actors):
        return False
    names = [c for c in token.children if c.dep_ in {"compound", "nmod"} and c.pos_ == "PROPN"]
    known = [m.actor for c in names if (m := analysis.actor_at(c)) is not None]
    return bool(known) and all(a.country is None and a.sector is None for a in known)


def _kinds_named(words: DocSpan) -> frozenset[str]:
    """The types of what it says one is silent on: "has not commented on the arrest"."""
    on = (t for t in words if t.dep_ == "pobj" and t.head.lower_ in {"on", "about", "to"})
    return frozenset(
        rule.type
        for t in on
        for rule in noun_rules().get(t.lemma_.lower(), ())
        if rule.type != "NONE"
    )


def _matter(
    party: Actor, before: int, statements: tuple[Statement, ...], named: frozenset[str]
) -> str | None:
    """The news that the party is silent on: the nearest told before it that it did not say.

    What its words name goes first, if it tells of somebody.
    """
    earlier = [
        s
        for s in statements
        if s.sentence.end <= before and not s.background and s.attribution.speaker != party
    ]
    meant = [s for s in earlier if s.event.type in named]
    if meant:
        return max(meant, key=lambda s: (_tells_who(s), s.sentence.start)).id
    concerned = [
        s for s in earlier if any(_same_side(a, party) for a in (*s.actors, *s.recipients))
    ]
    chosen = concerned or earlier
    return chosen[-1].id if chosen else None


def _tells_who(statement: Statement) -> bool:
    return any(a.id is not None for a in (*statement.actors, *statement.recipients))


def _as_of(analysis: Analysis) -> Time | None:
    published = analysis.document.published
    if published.edtf is None or published.basis == "inferred":
        return None
    return Time(edtf=published.edtf, from_=published.from_, to=published.to, basis="document")
