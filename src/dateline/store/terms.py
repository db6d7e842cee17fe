"""Words by number: what events are found by, and what columns hold."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, insert, select

from dateline.store.lines import parts
from dateline.store.tables import terms

Term = tuple[str, str]
_KNOWN = select(terms.c.word, terms.c.number).where(
    terms.c.kind == bindparam("kind"), terms.c.word.in_(bindparam("some", expanding=True))
)


def numbers_of(connection: Connection, wanted: set[Term]) -> dict[Term, int]:
    """The numbers of terms (a kind and a word), new ones where needed."""
    known: dict[Term, int] = {}
    for kind in sorted({kind for kind, _ in wanted}):
        words = sorted(word for k, word in wanted if k == kind)
        for some in parts(words):
            found = connection.execute(_KNOWN, {"kind": kind, "some": some})
            known |= {(kind, word): number for word, number in found}
    fresh = sorted(wanted - known.keys())
    if fresh:
        last = connection.execute(select(func.max(terms.c.number))).scalar() or 0
        known |= {term: number for number, term in enumerate(fresh, last + 1)}
        connection.execute(
            insert(terms), [{"number": known[k, w], "kind": k, "word": w} for k, w in fresh]
        )
    return known
