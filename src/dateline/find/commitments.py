"""Commitments: who is bound to do what, or not to, until when, and on what basis."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dateline.analysis import Analysis, Sentence
from dateline.find.bound import Found
from dateline.find.changes import changed, told_before
from dateline.find.duties import duties
from dateline.find.guards import cues
from dateline.find.retold import told_more_fully, told_once
from dateline.find.terms import (
    condition,
    counted_from_elsewhere,
    due_of,
    extendable,
    news_day,
    starts_at,
    term_of,
)
from dateline.record.entry import Entry, same_party
from dateline.record.follow import follow
from dateline.resolve.toponyms import words
from dateline.text.tokens import Token
from dateline.types import Action, Actor, Commitment, Place, Statement, Time

_AGREEMENTS = frozenset({"SUPPORT", "AGREE", "CONCEDE", "CONSULT"})


class Commitments:
    """Finds commitments and follows them within the document."""

    name = "commitments"
    version = "1"
    needs = frozenset({"statements", "times", "actors"})
    gives = frozenset({"commitments"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its commitments."""
        found: list[Commitment] = []
        for sentence in analysis.sentences:
            for duty in duties(analysis, sentence):
                made = _commitment(analysis, sentence, duty)
                if told_before(analysis, sentence, duty, found):
                    continue
                found = told_once(analysis, made, found)
            found = changed(analysis, sentence, found)
        found = told_more_fully(analysis, found)
        published = analysis.document.published
        as_of = published.to if published.basis in {"given", "metadata", "text"} else None
        entries = [Entry(analysis.document.id, published, s) for s in analysis.statements]
        return analysis.with_(commitments=follow(found, entries, as_of))


def _commitment(analysis: Analysis, sentence: Sentence, duty: Found) -> Commitment:
    by = tuple(_actors(analysis, duty.by))
    span = analysis.span(duty.first, duty.last)
    statement = _own_statement(analysis, sentence, duty)
    basis = _basis(analysis, sentence, duty)
    deployed = _deployments(analysis, sentence, duty, by)
    sent = next((s for s in deployed if s.time is not None and s.time.from_ is not None), None)
    opened = starts_at(analysis, sentence, duty)
    begins = opened.time if opened is not None else _begins(duty, sent, basis)
    old = _is_old(analysis, duty, statement)
    made = _made(analysis, duty, basis, old=old)
    term = term_of(analysis, duty)
    start = begins or (made if made is not None and made.from_ is not None else None)
    depends = condition(analysis, duty)
    if counted_from_elsewhere(analysis, duty) or depends is not None:
        start = begins  # what is to come first is not dated by the promise
    elif start is None and not old:
        start = news_day(analysis)
    due = due_of(analysis, duty, term, start, made, opened, old=old)
    return Commitment(
        id=_id(analysis, span.start, span.end),
        by=by,
        to=_owed(tuple(_actors(analysis, duty.to)), by, basis),
        duty=duty.duty,
        action=Action(
            start=span.start,
            end=span.end,
            text=span.text,
            type=duty.type,
            mode=duty.mode,
            place=_place(analysis, duty) or _posted_to(sent, deployed),
            quantity=next(
                (m.quantity for m in analysis.quantities if duty.first <= m.first < duty.last),
                None,
            ),
        ),
        basis=basis.id if basis is not None else None,
        made=made,
        begins=begins,
        due=due,
        term=term,
        condition=depends,
        extendable=extendable(analysis, sentence, duty),
        timing="no deadline",
        compliance="unknown",
        force="active",
        status="unknown",
        because=tuple(dict.fromkeys(s.id for s in (statement, basis) if s is not None)),
        sentences=(sentence.span,),
    )


def _id(analysis: Analysis, start: int, end: int) -> str:
    key = f"{analysis.document.id} commitment {start} {end}"
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def _owed(
    named: tuple[Actor, ...], by: tuple[Actor, ...], basis: Statement | None
) -> tuple[Actor, ...]:
    """To whom: those named, else the other parties of the agreement that it rests on."""
    named = named or (basis.actors if basis is not None else ())
    return tuple(a for a in named if not any(same_party(a, b) or a.text == b.text for b in by))


def _actors(analysis: Analysis, heads: tuple[int, ...]) -> Iterator[Actor]:
    seen: set[str] = set()
    for head in heads:
        if any(c.i in heads and c.dep_ == "appos" for c in analysis.tokens[head].children):
            continue  # "the armed group X" is named once
        if analysis.tokens[head].dep_ in {"compound", "nmod"} and (
            analysis.tokens[head].head.i in heads
        ):
            continue
        mention = analysis.actor_at(head)
        if mention is not None:
            actors = mention.members or (mention.actor,)
        else:
            actors = (_unnamed(analysis, head),)
        for actor in actors:
            key = actor.id or actor.text.casefold()
            if key not in seen:
                seen.add(key)
                yield actor


def _unnamed(analysis: Analysis, head: int) -> Actor:
    """A side of which no more is known than what the text calls it."""
    token = analysis.tokens[head]
    words = [t.i for t in token.subtree if t.dep_ in {"det", "amod", "nummod", "compound"}]
    span = analysis.span(min([head, *(i for i in words if i < head)]), head + 1)
    return Actor(start=span.start, end=span.end, text=span.text)


def _own_statement(analysis: Analysis, sentence: Sentence, duty: Found) -> Statement | None:
    """The statement of the promise itself, which neither keeps nor breaks it."""
    for statement in analysis.statements:
        trigger = statement.event.trigger
        if (
            statement.sentence == sentence.span
            and trigger.start <= duty.cue_end
            and (trigger.end >= duty.cue_start)
        ):
            return statement
    return None


def _basis(analysis: Analysis, sentence: Sentence, duty: Found) -> Statement | None:
    """The agreement that a duty rests on: told in the same sentence, else shortly before it.

    What one side offers or pledges elsewhere binds nobody to the duty.
    """
    if not duty.agreed:
        return None
    earlier = [
        s
        for s in analysis.statements
        if _agrees(s) and s.sentence.start <= sentence.span.start and s.modality == "asserted"
    ]
    same = [s for s in earlier if s.sentence == sentence.span]
    near = [s for s in earlier if _concluded(s) and _paragraphs_apart(analysis, s, sentence) <= 1]
    chosen = same or near
    return chosen[-1] if chosen else None


def _paragraphs_apart(analysis: Analysis, statement: Statement, sentence: Sentence) -> int:
    told = next(
        (s.paragraph for s in analysis.sentences if s.span == statement.sentence),
        sentence.paragraph,
    )
    return abs(sentence.paragraph - told)


def _concluded(statement: Statement) -> bool:
    """Whether it tells of several who agree, or says that something was concluded."""
    trigger = statement.event.trigger.text.casefold()
    return len(statement.actors) > 1 or any(trigger.startswith(w) for w in cues("concluding"))


def _agrees(statement: Statement) -> bool:
    """Whether a statement tells of an agreement: of what concedes, only what agrees or signs."""
    if statement.event.type != "CONCEDE":
        return statement.event.type in _AGREEMENTS
    return _concluded(statement)


def _posted_to(sent: Statement | None, deployed: list[Statement]) -> Place | None:
    """Where those are who are to stay: where the deployment that began it, or another, went."""
    told = deployed if sent is None else [sent, *deployed]
    return next((s.place for s in told if s.place is not None), None)


def _deployments(
    analysis: Analysis, sentence: Sentence, duty: Found, by: tuple[Actor, ...]
) -> list[Statement]:
    """The deployments of those who are to stay, the nearest to the sentence first.

    The nearest told with a time is the one that a presence began with.
    """
    if duty.type != "MOBILIZE" or duty.mode is not None:
        return []
    sent = [
        s
        for s in analysis.statements
        if s.event.type == "MOBILIZE"
        and any(same_party(a, b) for a in (*s.actors, *s.recipients) for b in by)
    ]
    return sorted(sent, key=lambda s: abs(s.sentence.start - sentence.span.start))


def _begins(duty: Found, sent: Statement | None, basis: Statement | None) -> Time | None:
    """When a term starts to run: for a presence the deployment, else the agreement's own time."""
    if sent is not None:
        return sent.time
    if duty.type == "MOBILIZE" and duty.mode is None and duty.past:
        return None
    if basis is not None and basis.time is not None and basis.time.from_ is not None:
        return basis.time
    return None


def _made(analysis: Analysis, duty: Found, basis: Statement | None, *, old: bool) -> Time | None:
    if duty.made is not None and (mention := analysis.time_at(duty.made)):
        return mention.time
    if basis is not None and basis.time is not None and basis.time.from_ is not None:
        return basis.time
    published = analysis.document.published
    if published.to is None or published.basis == "inferred" or old:
        return None
    return Time(edtf=f"../{published.to}", from_=None, to=published.to, basis="document")


def _is_old(analysis: Analysis, duty: Found, statement: Statement | None) -> bool:
    """Whether a promise is told as history: "had promised", "were to", a background statement.

    What is the report's own news was made about its day, and a term runs from there.
    """
    cue = analysis.tokens[duty.cue]
    laid = any(
        t.lower_ in {"was", "were"} for t in (cue.head, *cue.head.children) if cue.dep_ == "xcomp"
    )
    had = any(c.lower_ == "had" and c.dep_ == "aux" for t in (cue, cue.head) for c in t.children)
    return duty.past and (had or laid or (statement is not None and statement.background))


def _place(analysis: Analysis, duty: Found) -> Place | None:
    for i in range(duty.first, duty.last):
        mention = analysis.place_at(i)
        if mention is not None and _is_where(analysis.tokens[i]):
            return mention.place
    return None


def _is_where(token: Token) -> bool:
    """Whether a name is a place's own, or of its kind ("the X district"), and no other word's."""
    if token.dep_ != "compound":
        return True
    return token.head.lemma_.lower() in words("divisions") | words("towns") | words("types")
