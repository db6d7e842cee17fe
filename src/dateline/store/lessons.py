"""What people decided, as examples to learn from: one line a judgement, with its words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, Literal

import msgspec

from dateline.record.decisions import Decision, corrected, standing
from dateline.record.ledger import STANDING
from dateline.store import Store
from dateline.types import Commitment, Document, Silence, Span, Statement

Task = Literal["statement", "commitment", "silence", "cell", "coreference"]
SCHEMA = "dateline.lesson/1"


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A statement, commitment or silence as the machine read it, and the words of its sentence.

    ``trigger`` has offsets into ``sentence.text``: of a commitment it is what is to be done, of a
    silence the party.
    """

    document: str
    published: str | None
    sentence: Span
    trigger: Span
    statement: Statement | None = None
    commitment: Commitment | None = None
    silence: Silence | None = None


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """One judgement of a person.

    ``task`` is ``statement``, ``commitment`` or ``silence`` (does the sentence say this? ``label``
    yes or no), ``cell`` (what belongs into ``cell``: ``read`` by the machine, ``label`` by the
    person) or ``coreference`` (do ``one`` and ``other`` tell of the same event?). ``decision`` is
    where it comes from.
    """

    task: Task
    one: Side
    label: Any
    who: str
    at: str
    decision: str
    other: Side | None = None
    cell: str | None = None
    read: Any = None
    why: str | None = None
    schema: Literal["dateline.lesson/1"] = "dateline.lesson/1"


def lessons(store: Store) -> Iterator[Lesson]:
    """The standing decisions as lessons, in order of time; withdrawn ones teach nothing."""
    made = standing(store.decisions())
    wanted = {id for one in made for id in one.documents}
    known = {d.id: d for d, _ in store.documents() if d.id in wanted}
    for one in made:
        yield from _of(one, known)


def _of(made: Decision, known: dict[str, Document]) -> Iterator[Lesson]:
    sides = {a.statement.id: _side(a.document, known, a.statement) for a in made.anchors}
    about = [sides[i] for i in made.statements if i in sides]
    about += [_side(p.document, known, p.commitment) for p in made.promised]
    about += [_side(u.document, known, u.silence) for u in made.unsaid]
    given: dict[str, Any] = {
        "who": made.who, "at": made.at, "why": made.why, "decision": made.id,
    }  # fmt: skip
    if made.kind in {"accept", "reject"}:
        for side in about:
            yield Lesson(task=_task(side), one=side, label=made.kind == "accept", **given)
    elif made.kind == "correct" and made.cell is not None:
        for side in about:
            yield Lesson(
                task="cell", one=side, cell=made.cell, read=_cell(side, made.cell),
                label=_label(side, made.cell, made.value), **given,
            )  # fmt: skip
    elif made.kind == "same":
        for one, other in combinations(about, 2):
            yield Lesson(task="coreference", one=one, other=other, label=True, **given)
    else:
        apart = [sides[i] for i in made.others if i in sides]
        for one, other in product(about, apart):
            yield Lesson(task="coreference", one=one, other=other, label=False, **given)


def _task(side: Side) -> Task:
    return "statement" if side.statement else "commitment" if side.commitment else "silence"


def _label(side: Side, cell: str, value: Any) -> Any:
    """What a person says belongs into a cell."""
    if side.statement is None:
        return value
    return _in(cell, corrected(side.statement, cell, value))


def _cell(side: Side, cell: str) -> Any:
    """What the machine read there; nothing of what it concludes from other sentences."""
    if side.commitment is not None:
        return None if cell in STANDING else _in(cell, side.commitment)
    return _in(cell, side.silence if side.silence is not None else side.statement)


def _in(cell: str, of: object) -> Any:
    for home in (of, *(getattr(of, part, None) for part in ("event", "attribution", "action"))):
        if hasattr(home, cell):
            return getattr(home, cell)
    return None


def _side(id: str, known: dict[str, Document], read: Statement | Commitment | Silence) -> Side:
    document = known.get(id)
    sentence, words = _words(read)
    start = words.start - sentence.start
    return Side(
        document=id,
        published=document.published.edtf if document else None,
        sentence=sentence,
        trigger=Span(start, start + len(words.text), words.text),
        statement=read if isinstance(read, Statement) else None,
        commitment=read if isinstance(read, Commitment) else None,
        silence=read if isinstance(read, Silence) else None,
    )


def _words(read: Statement | Commitment | Silence) -> tuple[Span, Span]:
    """The sentence, and the words in it that say so."""
    if isinstance(read, Statement):
        return read.sentence, read.event.trigger
    if isinstance(read, Silence):
        return read.sentence, Span(read.party.start, read.party.end, read.party.text)
    action = Span(read.action.start, read.action.end, read.action.text)
    return next((s for s in read.sentences if s.start <= action.start < s.end), action), action
