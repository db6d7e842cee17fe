"""What people decided, as examples to learn from: one line a judgement, with its words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, Literal

import msgspec

from dateline.record.decisions import Decision, corrected, standing
from dateline.store import Store
from dateline.types import Document, Span, Statement

SCHEMA = "dateline.lesson/1"


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as the machine read it: the words of its sentence, and of its trigger there.

    ``trigger`` has offsets into ``sentence.text``.
    """

    document: str
    published: str | None
    sentence: Span
    trigger: Span
    statement: Statement


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """One judgement of a person.

    ``task`` is ``statement`` (does the sentence say this? ``label`` yes or no), ``cell`` (what
    belongs into ``cell``: ``read`` by the machine, ``label`` by the person) or ``coreference``
    (do ``one`` and ``other`` tell of the same event?). ``decision`` is where it comes from.
    """

    task: Literal["statement", "cell", "coreference"]
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
    wanted = {a.document for one in made for a in one.anchors}
    known = {d.id: d for d, _ in store.documents() if d.id in wanted}
    for one in made:
        yield from _of(one, known)


def _of(made: Decision, known: dict[str, Document]) -> Iterator[Lesson]:
    sides = {a.statement.id: _side(a.statement, known.get(a.document), a.document)
             for a in made.anchors}  # fmt: skip
    about = [sides[i] for i in made.statements if i in sides]
    given: dict[str, Any] = {
        "who": made.who, "at": made.at, "why": made.why, "decision": made.id,
    }  # fmt: skip
    if made.kind in {"accept", "reject"}:
        for side in about:
            yield Lesson(task="statement", one=side, label=made.kind == "accept", **given)
    elif made.kind == "correct" and made.cell is not None:
        for side in about:
            now = corrected(side.statement, made.cell, made.value)
            yield Lesson(
                task="cell", one=side, cell=made.cell, read=_cell(side.statement, made.cell),
                label=_cell(now, made.cell), **given,
            )  # fmt: skip
    elif made.kind == "same":
        for one, other in combinations(about, 2):
            yield Lesson(task="coreference", one=one, other=other, label=True, **given)
    else:
        apart = [sides[i] for i in made.others if i in sides]
        for one, other in product(about, apart):
            yield Lesson(task="coreference", one=one, other=other, label=False, **given)


def _cell(statement: Statement, cell: str) -> Any:
    for home in (statement, statement.event, statement.attribution):
        if hasattr(home, cell):
            return getattr(home, cell)
    return None


def _side(statement: Statement, document: Document | None, id: str) -> Side:
    sentence, trigger = statement.sentence, statement.event.trigger
    start = trigger.start - sentence.start
    return Side(
        document=id,
        published=document.published.edtf if document else None,
        sentence=sentence,
        trigger=Span(start, start + len(trigger.text), trigger.text),
        statement=statement,
    )
