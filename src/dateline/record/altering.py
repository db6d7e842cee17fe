"""Which commitments a later report changes: prolongs, puts off, suspends, calls off, ends. Pure.

A report that tells of a change without the promise makes a commitment whose ``force`` is the
change: an `Alteration` of those told before. It bears on one only where the parties, the kind of
act and, as far as told, the place and what is promised agree. What it does to one that was open
then: `dateline.record.altered`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from dateline.record.bearing import could_be_told, kind_of, placed, says_so
from dateline.record.entry import Alteration, Before, Kept, same_party
from dateline.types import Actor, Commitment, Force, Published, Quantity

LASTING = frozenset({"extended", "amended", "suspended"})
OVER = frozenset({"withdrawn", "expired"})
_WORDS = re.compile(r"[^\W\d_]{4,}|\d[\d,.]*")


def alteration(kept: Kept, published: Published) -> Alteration | None:
    """The change that a commitment tells of, where that leads to a sentence and to a day."""
    out, said = published.from_, published.to
    one = replace(kept.commitment, force=force(kept))
    if out is None or said is None or one.made is None or not one.because:
        return None
    if one.force not in LASTING | {"withdrawn"} and not _ran_out(one):
        return None
    if kind_of(one) == "stay" and one.force == "withdrawn" and one.timing == "early":
        return None  # its end is inferred from the departure
    return Alteration(document=kept.document, out=out, said=said, commitment=one)


def may_change(told: Force) -> bool:
    """Whether what has such a force may be a change."""
    return told in LASTING | OVER


def force(kept: Kept) -> Force:
    """The force that its report gives it, or a person does for every day."""
    said = [s.value for s in kept.says if s.cell == "force" and s.since is None]
    return msgspec.convert(said[-1], Force) if said else kept.commitment.force


def _ran_out(one: Commitment) -> bool:
    """Whether a report tells that a truce or term is over, and not only what its own term was."""
    if one.force != "expired" or one.term is not None or one.begins is not None:
        return False
    due, made = one.due, one.made
    return due is not None and made is not None and due.to == made.to


def keys(one: Commitment) -> Iterator[str]:
    """The keys under which a commitment and what changes it meet."""
    kind = kind_of(one)
    of = f"{kind} {one.action.type}" if kind == "act" else kind
    for party in sorted({k for p in parties(one) for k in _names(p)}):
        yield f"alters {of} {party}"


def parties(one: Commitment) -> tuple[Actor, ...]:
    """Whose it is: of a truce, of both sides."""
    return (*one.by, *one.to) if one.duty == "refrain" else one.by


def _names(actor: Actor) -> Iterator[str]:
    known = [k for k in (actor.id, actor.country) if k is not None]
    yield from known or ([_bare(actor)] if _is_name(actor) else [])


def _is_name(actor: Actor) -> bool:
    """Whether one whom nothing is known of has a name of its own, with a capital."""
    words = _bare(actor, fold=False).split()
    return any(word[:1].isupper() for word in words)


def _bare(actor: Actor, *, fold: bool = True) -> str:
    text = re.sub(r"^(?:the|a|an|its|their|his|her)\s+", "", actor.text, flags=re.IGNORECASE)
    return text.casefold() if fold else text


def bears_on(change: Alteration, kept: Kept, out: str | None) -> bool:
    """Whether a change may be of a commitment told before, on the day ``out``."""
    one, other = kept.commitment, change.commitment
    if kept.document == change.document or out is None or change.out < out:
        return False
    first = could_be_told(one)
    if first is not None and other.made is not None and (other.made.to or change.said) < first:
        return False
    if kind_of(one) != kind_of(other) or one.duty != other.duty:
        return False
    return _of_parties(one, other) and _of_matter(one, other)


def _of_parties(one: Commitment, other: Commitment) -> bool:
    """Whether all who are told to change it, as far as known, are its own parties."""
    told = [p for p in parties(other) if next(_names(p), None) is not None]
    mine = parties(one)
    return bool(told) and all(any(_one_party(p, m) for m in mine) for p in told)


def _one_party(one: Actor, other: Actor) -> bool:
    if same_party(one, other):
        return True
    unknown = all(a.id is None and a.country is None for a in (one, other))
    return unknown and _bare(one) == _bare(other)


def _of_matter(one: Commitment, other: Commitment) -> bool:
    kind, mine, told = kind_of(one), one.action, other.action
    apart = mine.place is not None and told.place is not None
    if apart and not placed(mine.place, told.place, named=True):
        return False
    if kind == "refrain":
        return _both_truces(one, other) or (mine.type is not None and mine.type == told.type)
    if kind == "stay":
        return apart or any(a.id == b.id and (a.id or "").startswith("ORG.")
                            for a in one.by for b in other.by)  # fmt: skip
    return _same_act(one, other)


def _both_truces(one: Commitment, other: Commitment) -> bool:
    return all(
        says_so("truce", " ".join((c.action.text, *(s.text for s in c.sentences))))
        for c in (one, other)
    )


def _same_act(one: Commitment, other: Commitment) -> bool:
    """Whether an act changed is the one promised: something beside its type must say so."""
    mine, told = one.action, other.action
    if mine.type != told.type or (mine.mode and told.mode and mine.mode != told.mode):
        return False
    amounts = mine.quantity is not None and told.quantity is not None
    equal = amounts and _amount(mine.quantity) == _amount(told.quantity)
    if amounts and not equal and not resizes(other):
        return False
    owed = any(_one_party(a, b) for a in one.to for b in other.to)
    if one.to and other.to and not owed:
        return False
    there = mine.place is not None and told.place is not None
    words = _content(told.text)
    common = words & _content(mine.text)
    if mine.type is None:
        return len(common) > 1 or (bool(words) and words == common)
    return there or owed or equal or len(common) > 1


def _amount(quantity: Quantity | None) -> Hashable:
    return (quantity.min, quantity.max) if quantity is not None else None


def _content(text: str) -> frozenset[str]:
    """The words that tell what is promised, without their endings."""
    words = (w.casefold().rstrip("s") for w in _WORDS.findall(text))
    return frozenset(w for w in words if not says_so("formal", w))


def _told_in(one: Commitment) -> str:
    return one.sentences[-1].text if one.sentences else one.action.text


def resizes(one: Commitment) -> bool:
    """Whether a change is of how much is promised, and not of until when."""
    return says_so("resized", _told_in(one))


def in_order(change: Alteration) -> tuple[str, str, str, str]:
    """The order in which changes were told."""
    return change.out, change.said, change.document, change.commitment.id


def before(kept: Kept, out: str) -> Before:
    """A commitment as what changes it points to it."""
    start = kept.commitment.sentences[0].start if kept.commitment.sentences else 0
    return Before(
        out=out, document=kept.document, start=start, id=kept.commitment.id,
        because=kept.commitment.because[:1],
    )  # fmt: skip


def pointing(kept: Kept, earlier: Iterable[Before]) -> Kept:
    """A change with what it points to: the first told of those that it changes."""
    first = min(earlier, key=_first, default=None)
    return replace(kept, alters=first if force(kept) in LASTING else None)


def _first(one: Before) -> tuple[str, str, int, str]:
    return one.out, one.document, one.start, one.id


def linked(
    held: Iterable[Kept],
    published: Mapping[str, Published],
    changed: Callable[[Kept], tuple[Alteration, ...]],
) -> tuple[Kept, ...]:
    """The commitments of a record with what changes them, and what they change.

    ``changed`` tells which of the changes that may bear on one do.
    """
    every = list(held)
    dated = {kept.document: published.get(kept.document, Published()) for kept in every}
    under: dict[str, list[Alteration]] = defaultdict(list)
    for kept in every:
        change = alteration(kept, dated[kept.document])
        if change is not None:
            for key in keys(kept.commitment):
                under[key].append(change)
    if not under:
        return tuple(every)
    found = [
        met(kept, dated[kept.document].from_, (c for k in keys(kept.commitment) for c in under[k]))
        for kept in every
    ]
    earlier: dict[str, list[Before]] = defaultdict(list)
    for kept in found:
        if kept.out is not None:
            for change in changed(kept):
                earlier[change.commitment.id].append(before(kept, kept.out))
    return tuple(pointing(k, earlier[k.commitment.id]) for k in found)


def met(kept: Kept, out: str | None, some: Iterable[Alteration]) -> Kept:
    """A commitment with those of some changes that may bear on it, each once."""
    every = {c.commitment.id: c for c in some if bears_on(c, kept, out)}
    found = tuple(sorted(every.values(), key=in_order))
    return replace(kept, altered=found, out=out if found else None)
