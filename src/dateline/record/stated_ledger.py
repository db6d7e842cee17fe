"""A cell of a commitment or silence as a person states it in a line.

    by, to, party        RSF=SDN.REB; Sudan's army     as actors of a statement
    duty                 do or refrain
    action, condition    words of the sentence         (- for no condition)
    type, mode, place    of the action, as of a statement; quantity: 200 troops
    made, begins, due, as_of    2024-06-10 (EDTF), or - for none
    term                 P5Y (ISO 8601), or - for none
    extendable           yes, no, or - where it is not said
    timing, compliance, force   kept since 2024-06-12, or kept on every day
    because, ended       ids of the statements that bear on it or end it, or - for none
    about                the id of the statement that the party is silent on, or -

A value in JSON, in the form of the cell, is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dateline.errors import UsageError
from dateline.record.entry import Kept, Unspoken
from dateline.record.ledger import STANDING
from dateline.record.stated import (
    Frame,
    actor,
    from_json,
    is_json,
    is_none,
    mode,
    parts,
    place,
    quantity,
    time,
    type_,
    where,
    yes,
)
from dateline.resolve.edtf import published_from
from dateline.types import Span, Time

_TERM = re.compile(r"P(?=\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?")
_SINCE = re.compile(r"(?P<value>[a-z ]+?)(?:\s+since\s+(?P<day>\S+))?")
_TIMES = frozenset({"made", "begins", "due"})
_IDS = frozenset({"because", "ended"})


def stated_of(cell: str, text: str, about: Kept | Unspoken) -> Any:
    """The value for the cell; a ``UsageError`` where the words make none."""
    value = text.strip()
    if is_json(value):
        return from_json(cell, value)
    if cell in _IDS:
        return [] if is_none(value) else parts(value.replace(",", " "), " ")
    return (
        _of_promise(cell, value, about)
        if isinstance(about, Kept)
        else _of_silence(cell, value, about)
    )


def _of_promise(cell: str, value: str, kept: Kept) -> Any:
    one, none = kept.commitment, is_none(value)
    action = one.action
    held = getattr(one, cell) if cell in _TIMES else None
    frame = Frame(
        one.sentences[0] if one.sentences else Span(action.start, action.end, action.text),
        (*one.by, *one.to),
        action.type,
        held if isinstance(held, Time) else None,
        (action.quantity,) if action.quantity else (),
    )
    if cell in {"by", "to"}:
        return [] if none else [actor(part, frame) for part in parts(value, ";")]
    if cell in STANDING:
        return _standing(cell, value)
    if none:
        return None
    makers: dict[str, Callable[[], Any]] = {
        "action": lambda: _words(cell, value, frame),
        "condition": lambda: _words(cell, value, frame),
        "type": lambda: type_(value),
        "mode": lambda: mode(value, frame),
        "place": lambda: place(value, frame),
        "quantity": lambda: quantity(value, frame),
        "term": lambda: _term(value),
        "extendable": lambda: yes(cell, value),
        **dict.fromkeys(_TIMES, lambda: time(value, frame)),
    }
    return makers[cell]() if cell in makers else value


def _of_silence(cell: str, value: str, unspoken: Unspoken) -> Any:
    silence = unspoken.silence
    frame = Frame(silence.sentence, (silence.party,), time=silence.as_of)
    if cell == "party":
        return actor(value, frame)
    if is_none(value):
        return None
    return time(value, frame) if cell == "as_of" else value


def _words(cell: str, value: str, frame: Frame) -> Span:
    """Words that stand in the sentence."""
    found = where(value, frame)
    if found == frame.sentence and value != found.text:
        raise UsageError(f"{cell}: words of the sentence, not: {value}")
    return found


def _term(value: str) -> str:
    if not _TERM.fullmatch(value.upper()):
        raise UsageError(f"term: an ISO 8601 duration such as P5Y or P30D, not {value}")
    return value.upper()


def _standing(cell: str, value: str) -> dict[str, str | None]:
    """How it stands, and from which day on."""
    match = _SINCE.fullmatch(value.casefold())
    if match is None:
        raise UsageError(f"{cell}: as in: kept since 2024-06-12; not {value}")
    day = match["day"]
    return {"value": match["value"], "since": published_from(day).from_ if day else None}
