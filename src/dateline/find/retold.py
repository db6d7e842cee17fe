"""Duties told twice in one report, and what is left of those that others tell more fully."""

from __future__ import annotations

from datetime import date

import msgspec.structs

from dateline.analysis import Analysis
from dateline.find.guards import cues
from dateline.record.bearing import kind_of, placed
from dateline.record.entry import same_party
from dateline.types import Action, Actor, Commitment, Time

# So many days between two truces are no two tellings of one.
_APART = 60
_TELLING = frozenset({"NOUN", "PROPN", "NUM"})


def told_once(analysis: Analysis, made: Commitment, found: list[Commitment]) -> list[Commitment]:
    """The commitments with one more, joined to that which it tells again."""
    for at, other in enumerate(found):
        if _again(analysis, made, other):
            return [*found[:at], _joined(made, other), *found[at + 1 :]]
    return [*found, made]


def _again(analysis: Analysis, made: Commitment, other: Commitment) -> bool:
    """The same duty told twice in a document: same side, same end, same kind of act."""
    if kind_of(made) != kind_of(other) or made.duty != other.duty:
        return False
    one, two = made.action, other.action
    if kind_of(made) == "act" and made.sentences == other.sentences:
        return one.text == two.text
    if not made.by and not other.by:
        return one.text == two.text
    one_side = _one_side if kind_of(made) == "refrain" else same_party
    if not any(one_side(a, b) for a in made.by for b in other.by):
        return False
    if _differ(made, other):
        return False
    if kind_of(made) == "stay" or one.text == two.text:
        return True
    if kind_of(made) == "refrain":
        return _of_force(analysis, one) == _of_force(analysis, two)
    same = one.type is not None and one.type == two.type and one.mode == two.mode
    return same and not _of_other_things(analysis, one, two)


def _of_force(analysis: Analysis, action: Action) -> bool:
    """Whether it is force that is not to be used, as in a truce."""
    return not _words(analysis, action).isdisjoint(cues("truce") | cues("violence") | cues("force"))


def _of_other_things(analysis: Analysis, one: Action, two: Action) -> bool:
    """Whether two deeds told by verbs are done to other things: "hand in a report", "a town"."""
    things, others = _things(analysis, one), _things(analysis, two)
    return bool(things) and bool(others) and things.isdisjoint(others)


def _words(analysis: Analysis, action: Action) -> frozenset[str]:
    span = analysis.tokens.char_span(action.start, action.end, alignment_mode="expand")
    return frozenset() if span is None else frozenset(t.lemma_.lower() for t in span)


def _things(analysis: Analysis, action: Action) -> frozenset[str]:
    """What an act is done to, where a verb tells of it."""
    span = analysis.tokens.char_span(action.start, action.end, alignment_mode="expand")
    if span is None or span.root.pos_ != "VERB":
        return frozenset()
    done = (c for c in span.root.children if c.dep_ in {"dobj", "nsubjpass"})
    return frozenset(t.lemma_.lower() for c in done for t in c.subtree if t.pos_ in _TELLING)


def _one_side(one: Actor, two: Actor) -> bool:
    """Whether two are one party, or a commander and his force: what he forbids, it is not to do."""
    if same_party(one, two):
        return True
    person = any((a.id or "").startswith("PER.") for a in (one, two))
    known = one.country is not None and one.sector is not None
    return person and known and (one.country, one.sector) == (two.country, two.sector)


def _differ(made: Commitment, other: Commitment) -> bool:
    """Whether two duties have different ends, lengths, places or numbers."""
    one, two = made.action, other.action
    if made.duty == "refrain" and _apart(made.made, other.made):
        return True
    if made.due is not None and other.due is not None and made.due.edtf != other.due.edtf:
        return True
    if made.term is not None and other.term is not None and made.term != other.term:
        return True
    if one.quantity is not None and two.quantity is not None:
        return (one.quantity.min, one.quantity.kind) != (two.quantity.min, two.quantity.kind)
    return not placed(one.place, two.place, named=False)


def _apart(one: Time | None, two: Time | None) -> bool:
    """Whether two truces were made at times that the text tells and that lie months apart."""
    if one is None or two is None or not (one.from_ and one.to and two.from_ and two.to):
        return False
    first, second = sorted(((one.from_, one.to), (two.from_, two.to)))
    between = date.fromisoformat(second[0][:10]) - date.fromisoformat(first[1][:10])
    return between.days > _APART


def _joined(made: Commitment, known: Commitment) -> Commitment:
    """One duty told twice: the fuller telling, with the places of both."""
    fuller, other = (made, known) if _told(made) > _told(known) else (known, made)
    return msgspec.structs.replace(
        fuller,
        sentences=tuple(dict.fromkeys((*fuller.sentences, *other.sentences))),
        because=tuple(dict.fromkeys((*fuller.because, *other.because))),
        condition=fuller.condition or other.condition,
        extendable=other.extendable if fuller.extendable is None else fuller.extendable,
    )


def _told(made: Commitment) -> tuple[int, int, bool, bool]:
    """How much a telling says: whom it names, its end and length."""
    named = sum(a.id is not None for a in made.by)
    return named, len(made.by), made.due is not None or made.term is not None, made.to != ()


def told_more_fully(analysis: Analysis, found: list[Commitment]) -> list[Commitment]:
    """The commitments without those of which others in the report tell more."""
    found = [made for made in found if not _less(made, found)]
    return [made for made in found if not _summed_up(analysis, made, found)]


def _less(made: Commitment, found: list[Commitment]) -> bool:
    """A truce or stay of sides that have no name, where another is told with its parties."""
    return all(a.id is None and a.country is None for a in made.by) and any(
        kind_of(made) != "act" and kind_of(other) == kind_of(made)
        for other in found
        if any(_names(a, made.by) for a in other.by)
    )


def _names(one: Actor, unnamed: tuple[Actor, ...]) -> bool:
    """Whether a named party may be who is meant: not the council by "they" of the rebels."""
    if one.id is None:
        return False
    return all(a.sector is None or one.sector in {None, a.sector} for a in unnamed)


def _summed_up(analysis: Analysis, made: Commitment, found: list[Commitment]) -> bool:
    """Whether only a headline tells it, and the report below tells more of the same party's."""
    heads = {s.span for s in analysis.sentences if s.headline}
    if not heads.issuperset(made.sentences):
        return False
    return any(
        other.duty == made.duty and not heads.issuperset(other.sentences)
        for other in found
        if not made.by or any(_may_be(a, b) for a in made.by for b in other.by)
    ) or any(
        s.event.type == made.action.type and s.sentence not in heads for s in analysis.statements
    )


def _may_be(one: Actor, two: Actor) -> bool:
    return same_party(one, two) or one.id is None or two.id is None
