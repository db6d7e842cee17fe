"""The commitments and silences that a query asks for, as they stand on its day."""

from __future__ import annotations

from datetime import date

from dateline.record.entry import Unspoken
from dateline.store import fits
from dateline.store.answers import CommitmentRow, SilenceRow
from dateline.store.held import Held
from dateline.types import Commitment


def promised(held: Held) -> list[CommitmentRow]:
    """The commitments asked for as they stand on the day of the query, or today, by due day."""
    from dateline.export.rows import days_left

    query = held.query
    day = query.as_of or date.today().isoformat()
    rows = [
        CommitmentRow(
            commitment=c,
            document=held.about[document],
            days=days_left(c, day),
            decided=held.marks([c.id]),
        )
        for document, c in held.followed(day)
        if fits.names(query, (*c.by, *c.to))
        and (query.type is None or c.action.type == query.type.upper())
        and (query.place is None or fits.at(query.place, c.action.place))
        and fits.in_time(query, c.due)
        and (query.status is None or c.status == query.status)
    ]
    return sorted(rows, key=lambda r: (_due(r.commitment), r.commitment.id))


def silent(held: Held) -> list[SilenceRow]:
    """The silences asked for, in order of publication, with what ended them."""
    query = held.query
    found = (
        held.silence(u)
        for u in sorted(held.unspoken, key=_published)
        if fits.names(query, (u.silence.party,)) and fits.in_time(query, u.published)
    )
    asked = query.status
    return [one for one in found if asked is None or (one.ended is not None) == (asked == "closed")]


def _due(commitment: Commitment) -> str:
    return (commitment.due.to if commitment.due else None) or "9999"


def _published(unspoken: Unspoken) -> tuple[bool, str, str, int, int, str]:
    """The order of publication, and of a report's silences among each other."""
    first, silence = unspoken.published.from_, unspoken.silence
    start = silence.sentence.start
    return first is None, first or "", unspoken.document, start, silence.party.start, unspoken.id
