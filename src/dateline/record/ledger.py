"""Commitments and silences as people decided about them, however often they are read. Pure.

As with statements (`dateline.record.ruled`): a decision names them and keeps them as they stood.
Where a document was read anew and the id is gone, the one with the same words takes its place;
what was accepted or corrected and no reading finds any more comes back while its document is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from dateline.errors import UsageError
from dateline.find.ontology import kinds
from dateline.record.decisions import Decision, Promised, Unsaid, identified, now, standing
from dateline.record.entry import Kept, Said, Unspoken
from dateline.record.ruled import overlap, same_words
from dateline.types import (
    Commitment,
    Compliance,
    Force,
    Published,
    Silence,
    Span,
    Timing,
)

T = TypeVar("T", Kept, Unspoken)
STANDING = {"timing": Timing, "compliance": Compliance, "force": Force}
PROMISE_CELLS = (
    "by", "to", "duty", "action", "type", "mode", "place", "quantity", "made", "begins", "due",
    "term", "condition", "extendable", *STANDING, "because",
)  # fmt: skip
SILENCE_CELLS = ("party", "about", "as_of", "ended")
_IN_ACTION = frozenset({"type", "mode", "place", "quantity"})


@dataclass(frozen=True, slots=True)
class Ledger(Generic[T]):
    """Commitments or silences: as decided, as read, and which each decision is about now."""

    held: tuple[T, ...]
    read: tuple[T, ...]
    on: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Sort(Generic[T]):
    """How one sort is named, told apart, put back and corrected."""

    id: Callable[[T], str]
    words: Callable[[T], tuple[Span, Span]]
    stood: Callable[[Decision, Mapping[str, Published]], list[T]]
    instead: Callable[[T, T | None, frozenset[str]], T]
    corrected: Callable[[T, str, Any], T]


def commitments(
    kept: Iterable[Kept],
    decisions: Iterable[Decision],
    published: Mapping[str, Published],
    told: Iterable[str],
) -> Ledger[Kept]:
    """The commitments as the standing decisions leave them; ``told``: ids of statements known."""
    return _ruled(list(kept), standing(decisions), published, frozenset(told), _PROMISES)


def silences(
    unspoken: Iterable[Unspoken],
    decisions: Iterable[Decision],
    published: Mapping[str, Published],
    told: Iterable[str],
) -> Ledger[Unspoken]:
    """The silences as the standing decisions leave them; ``told``: ids of statements known."""
    return _ruled(list(unspoken), standing(decisions), published, frozenset(told), _SILENCES)


def about(
    kind: str,
    some: Sequence[Kept | Unspoken],
    *,
    who: str,
    why: str | None = None,
    cell: str | None = None,
    value: Any = None,
    at: str | None = None,
) -> Decision:
    """A new decision about commitments, or about silences; a ``UsageError`` if it cannot be."""
    if not who.strip():
        raise UsageError("a decision needs a name: who decides?")
    if kind not in {"accept", "reject", "correct"}:
        raise UsageError(f"{kind}: of events and statements alone")
    if (kind == "correct") != (cell is not None):
        raise UsageError("correct needs a cell, and nothing else takes one")
    promised = [k for k in some if isinstance(k, Kept)]
    unsaid = [u for u in some if isinstance(u, Unspoken)]
    if cell is not None:
        for kept in promised:
            _promise_corrected(kept, cell, value)
        for silence in unsaid:
            _silence_corrected(silence, cell, value)
    return identified(
        Decision(
            id="",
            kind=kind,  # type: ignore[arg-type]
            statements=(),
            commitments=tuple(sorted(k.commitment.id for k in promised)),
            silences=tuple(sorted(u.id for u in unsaid)),
            cell=cell,
            value=value,
            who=who.strip(),
            why=(why or "").strip() or None,
            at=at or now(),
            promised=tuple(
                Promised(document=k.document, commitment=k.commitment)
                for k in sorted(promised, key=lambda k: k.commitment.id)
            ),
            unsaid=tuple(
                Unsaid(id=u.id, document=u.document, silence=u.silence)
                for u in sorted(unsaid, key=lambda u: u.id)
            ),
        )
    )


def _ruled(
    known: list[T],
    made: list[Decision],
    published: Mapping[str, Published],
    told: frozenset[str],
    sort: _Sort[T],
) -> Ledger[T]:
    ids = {sort.id(one): one for one in known}
    back: dict[str, T] = {}
    on: dict[str, list[tuple[Decision, T]]] = {}
    placed: dict[str, tuple[str, ...]] = {}
    for one in made:
        taken: dict[str, T] = {}
        for stood in sort.stood(one, published):
            id = _home(stood, known, ids, taken.keys(), sort)
            if id not in ids:
                if one.kind == "reject" or stood.document not in published:
                    continue
                back.setdefault(id, sort.instead(stood, None, told))
            taken[id] = stood
            on.setdefault(id, []).append((one, stood))
        placed[one.id] = tuple(taken)
    read = known + list(back.values())
    held: list[T] = []
    for each in read:
        decided = _decided(each, on.get(sort.id(each), ()), told, sort)
        if decided is not None:
            held.append(decided)
    return Ledger(tuple(held), tuple(read), placed)


def _decided(
    one: T, made: Sequence[tuple[Decision, T]], told: frozenset[str], sort: _Sort[T]
) -> T | None:
    """One as decided; ``None`` where the last word on it is that it is none."""
    verdicts = [(d, stood) for d, stood in made if d.kind in {"accept", "reject"}]
    if verdicts and verdicts[-1][0].kind == "reject":
        return None
    if verdicts and same_words(sort.words(verdicts[-1][1])[0], sort.words(one)[0]):
        one = sort.instead(verdicts[-1][1], one, told)
    for decision, _ in made:
        if decision.kind == "correct" and decision.cell is not None:
            one = sort.corrected(one, decision.cell, decision.value)
    return one


def _home(
    stood: T, known: list[T], ids: Mapping[str, T], taken: Iterable[str], sort: _Sort[T]
) -> str:
    """The id that it goes by now; its own where no reading has it any more."""
    id = sort.id(stood)
    if id in ids:
        return id
    sentence, words = sort.words(stood)
    near = [
        (-overlap(sort.words(one)[1], words), sort.id(one))
        for one in known
        if one.document == stood.document
        and overlap(sort.words(one)[1], words) > 0
        and same_words(sort.words(one)[0], sentence)
        and sort.id(one) not in taken
    ]
    return min(near)[1] if near else id


def _promise_words(kept: Kept) -> tuple[Span, Span]:
    action = kept.commitment.action
    words = Span(action.start, action.end, action.text)
    return (kept.commitment.sentences[0] if kept.commitment.sentences else words), words


def _silence_words(unspoken: Unspoken) -> tuple[Span, Span]:
    party = unspoken.silence.party
    return unspoken.silence.sentence, Span(party.start, party.end, party.text)


def _promise_instead(stood: Kept, now: Kept | None, told: frozenset[str]) -> Kept:
    """A commitment as it stood; what it leads to are statements that are there."""
    one, read = stood.commitment, now.commitment if now is not None else None
    basis = one.basis if one.basis in told else read.basis if read is not None else None
    because = tuple(i for i in one.because if i in told)
    return replace(
        stood,
        commitment=replace(
            one,
            id=read.id if read is not None else one.id,
            basis=basis,
            because=because or (read.because if read is not None else ()),
        ),
    )


def _silence_instead(stood: Unspoken, now: Unspoken | None, told: frozenset[str]) -> Unspoken:
    matter = stood.silence.about
    if matter not in told:
        matter = now.silence.about if now is not None else None
    named = now.id if now is not None else stood.id
    silence = replace(stood.silence, about=matter)
    return Unspoken(stood.document, stood.published, silence, named=named)


def _promise_corrected(kept: Kept, cell: str, value: Any) -> Kept:
    if cell not in PROMISE_CELLS:
        raise UsageError(
            f"no such cell of a commitment: {cell} (one of {', '.join(PROMISE_CELLS)})"
        )
    if cell == "because":
        return replace(kept, rests=_converted(cell, value, tuple[str, ...]))
    if cell in STANDING:
        said = _converted(cell, {"cell": cell, **msgspec.to_builtins(value)}, Said)
        _converted(cell, said.value, STANDING[cell])
        others = tuple(
            s for s in kept.says
            if s.cell != cell or (said.since is not None and s.since != said.since)
        )  # fmt: skip
        return replace(kept, says=(*others, said))
    plain = msgspec.to_builtins(kept.commitment)
    if cell == "action":
        plain["action"].update(msgspec.to_builtins(value))
    else:
        home = plain["action"] if cell in _IN_ACTION else plain
        home[cell] = msgspec.to_builtins(value)
    action = plain["action"]
    if cell == "type" and (action["type"], action["mode"]) not in kinds():
        action["mode"] = None
    return replace(kept, commitment=_converted(cell, plain, Commitment))


def _silence_corrected(unspoken: Unspoken, cell: str, value: Any) -> Unspoken:
    if cell not in SILENCE_CELLS:
        raise UsageError(f"no such cell of a silence: {cell} (one of {', '.join(SILENCE_CELLS)})")
    silence, ends = unspoken.silence, unspoken.ends
    if cell == "ended":
        ends = _converted(cell, value, tuple[str, ...])
    else:
        plain = {**msgspec.to_builtins(silence), cell: msgspec.to_builtins(value)}
        silence = _converted(cell, plain, Silence)
    return Unspoken(unspoken.document, unspoken.published, silence, ends, unspoken.id)


def _converted(cell: str, value: Any, type_: Any) -> Any:
    try:
        return msgspec.convert(value, type_)
    except (msgspec.ValidationError, TypeError) as error:
        raise UsageError(f"{cell}: {error}") from error


_PROMISES: _Sort[Kept] = _Sort(
    id=lambda kept: kept.commitment.id,
    words=_promise_words,
    stood=lambda made, _: [Kept(p.document, p.commitment) for p in made.promised],
    instead=_promise_instead,
    corrected=_promise_corrected,
)
_SILENCES: _Sort[Unspoken] = _Sort(
    id=lambda unspoken: unspoken.id,
    words=_silence_words,
    stood=lambda made, published: [
        Unspoken(u.document, published.get(u.document, Published()), u.silence, named=u.id)
        for u in made.unsaid
    ],
    instead=_silence_instead,
    corrected=_silence_corrected,
)
__all__ = [
    "PROMISE_CELLS", "SILENCE_CELLS", "STANDING", "Ledger", "about", "commitments",
    "silences",
]  # fmt: skip
