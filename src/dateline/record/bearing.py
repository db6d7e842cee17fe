"""Which statements bear on a commitment, and what they say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from dateline.data import toml
from dateline.record.entry import Entry, same_party
from dateline.types import Actor, Commitment, Compliance, Place, Statement

Kind = Literal["act", "stay", "refrain"]
# Of a promise made so long before its report, the report may tell the keeping without a day.
NEWS = timedelta(days=3)
_BREACH = frozenset({"ASSAULT"})
_TOLD = frozenset({"asserted", "ongoing"})
_DENYING = frozenset({"denies", "rejects"})
_MONITORS = frozenset({"UNO", "IGO", "NGO", "EUR"})


def kind_of(commitment: Commitment) -> Kind:
    """What is owed: an act, an abstention, or a presence (coded MOBILIZE without a mode)."""
    if commitment.duty == "refrain":
        return "refrain"
    action = commitment.action
    return "stay" if action.type == "MOBILIZE" and action.mode is None else "act"


def own(commitment: Commitment, statement: Statement) -> bool:
    """Whether a statement tells of the promise itself, which neither keeps nor breaks it."""
    return statement.id == commitment.basis or statement.sentence in commitment.sentences


def homes(commitment: Commitment, entries: Iterable[Entry]) -> frozenset[str]:
    """The documents that the commitment was read from, as far as its statements show."""
    documents: set[str] = set()
    told: set[str] = set()
    for entry in entries:
        documents.add(entry.document)
        if own(commitment, entry.statement):
            told.add(entry.document)
    return frozenset(told or (documents if len(documents) == 1 else ()))


def bears(commitment: Commitment, entry: Entry, home: frozenset[str]) -> bool:
    """Whether a statement tells that the commitment was fulfilled, ended or breached."""
    statement = entry.statement
    # most statements of a large record are passed over by the first of these, the cheapest
    if statement.modality not in _TOLD or _over_before(commitment, statement):
        return False
    if _told_before(commitment, entry):
        return False
    kind, away = kind_of(commitment), entry.document not in home
    if kind == "refrain":
        return _breaks(commitment, entry, away=away)
    if not alike(commitment, statement, away=away) or own(commitment, statement):
        return False
    if yet_to_come(entry):
        return False
    return kind == "stay" or not _made_with(commitment, entry, away=away)


def yet_to_come(entry: Entry) -> bool:
    """Whether an act is told for a day after its report: "brought its pullout forward to May"."""
    time, out = entry.statement.time, entry.published.to
    return time is not None and time.from_ is not None and out is not None and time.from_ > out


def alike(commitment: Commitment, statement: Statement, *, away: bool) -> bool:
    """Whether what was promised is told as done there and by those who did, whenever that was."""
    if statement.modality not in _TOLD:
        return False
    if kind_of(commitment) == "stay":
        if statement.event.type != "RETREAT" or statement.event.mode != "withdraw":
            return False
        if not _in_one_country(commitment.action.place, statement.place, named=away):
            return False
    elif not _same_act(commitment, statement, away=away):
        return False
    return any(same_party(a, b) for a in statement.actors for b in commitment.by)


def _breaks(commitment: Commitment, entry: Entry, *, away: bool) -> bool:
    """Whether what is told in time breaks an abstention."""
    statement = entry.statement
    # "agreed to a truce, but each has since accused the other": the charge is not of the promise
    charge = statement.event.type == "ACCUSE" and _charged_since(statement)
    if own(commitment, statement) and not charge:
        return False
    if blames(commitment, statement, away=away):
        return _after_its_start(commitment, entry, away=away)
    return (
        statement.event.type in _BREACH
        and any(same_party(a, b) for a in statement.actors for b in commitment.by)
        and (not statement.background or _since(statement))
        and _while_it_lasts(commitment, entry)
        and _against_party(commitment, statement, away=away)
    )


def blames(commitment: Commitment, statement: Statement, *, away: bool) -> bool:
    """Whether one party charges another with a breach: "accused Pakistan of violations".

    Where another report tells it, both must be named; "each accused the other" is of the parties
    that its own report speaks of.
    """
    text = statement.sentence.text
    if statement.event.type != "ACCUSE" or not says_so("violation", text):
        return False
    sides = (*commitment.by, *commitment.to)
    charged = any(any(same_party(a, b) for b in commitment.by) for a in statement.recipients)
    speaker = any(any(same_party(a, b) for b in sides) for a in statement.actors)
    if charged and (speaker or len(sides) == 1):
        return True
    return not away and not statement.recipients and says_so("mutual", text)


def _charged_since(statement: Statement) -> bool:
    text = statement.sentence.text
    return says_so("mutual", text) and _since(statement)


def _after_its_start(commitment: Commitment, entry: Entry, *, away: bool) -> bool:
    """Whether a charge is made once the truce holds: its own report says so by day or words."""
    statement, start = entry.statement, commitment.begins or commitment.made
    if statement.background:
        return False
    out, began = entry.published.from_, start.to if start is not None else None
    later = out is not None and began is not None and began < out
    return away or later or says_so("sequel", statement.sentence.text)


# A sentence is asked about once for each promise that it may bear on.
@lru_cache(maxsize=8192)
def says_so(name: str, text: str) -> bool:
    """Whether a text has words of a list."""
    return _pattern(name).search(text) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(toml("record/words.toml")[name], re.IGNORECASE)


def _since(statement: Statement) -> bool:
    """Whether the sentence tells of what came since ("has fired on posts since")."""
    return says_so("since", statement.sentence.text)


def _made_with(commitment: Commitment, entry: Entry, *, away: bool) -> bool:
    """Whether the promise is this very report's news: the report does not tell it as done too.

    One made within some days of its report was kept in it only where the doing has a later day.
    """
    made, out = commitment.made, entry.published
    if made is None or made.to is None or away or out.to is None:
        return False
    if made.basis == "document":
        return made.to == out.to
    recent = date.fromisoformat(out.to) - date.fromisoformat(made.to) <= NEWS
    done = entry.statement.time
    return recent and (done is None or done.from_ is None or done.from_ < made.to)


def _same_act(commitment: Commitment, statement: Statement, *, away: bool) -> bool:
    event, action = statement.event, commitment.action
    if action.type is None or event.type != action.type:
        return False
    if action.mode is not None and event.mode is not None and event.mode != action.mode:
        return False
    return placed(action.place, statement.place, named=away and action.place is not None)


def placed(asked: Place | None, told: Place | None, *, named: bool) -> bool:
    """Whether two places do not contradict; ``named`` asks that both are said."""
    if asked is None or told is None:
        return not named
    if asked.geonames is not None and asked.geonames == told.geonames:
        return True
    first, second = asked.name.casefold(), told.name.casefold()
    return (
        first in second
        or second in first
        or (asked.country == told.country and "country" in (asked.precision, told.precision))
    )


def _in_one_country(sent: Place | None, left: Place | None, *, named: bool) -> bool:
    """A force leaves the country that it was sent to: by another corner of it, too."""
    if sent is None or left is None or sent.country is None or left.country is None:
        return placed(sent, left, named=named)
    return sent.country == left.country


def _over_before(commitment: Commitment, statement: Statement) -> bool:
    """Whether what is told was over before the commitment was made or began."""
    start = commitment.begins or commitment.made
    time = statement.time
    if start is None or start.from_ is None or time is None or time.to is None:
        return False
    return time.to < start.from_


def _told_before(commitment: Commitment, entry: Entry) -> bool:
    """Whether the report came out before the commitment was made, so that it cannot tell its fate.

    Of a promise told as news without a day, some days before its report count as its making.
    """
    first, out = could_be_told(commitment), entry.published.to
    return first is not None and out is not None and out < first


def could_be_told(commitment: Commitment) -> str | None:
    """The first day on which a report can tell of the fate of a commitment, where one is known."""
    made = commitment.made
    if made is None or made.to is None:
        return None
    return made.from_ or (date.fromisoformat(made.to) - NEWS).isoformat()


def _while_it_lasts(commitment: Commitment, entry: Entry) -> bool:
    """Whether an act is known to fall after a truce began and not after its end.

    Of an act on the day that it began nothing tells which came first.
    """
    time, start, due = entry.statement.time, commitment.begins or commitment.made, commitment.due
    first = time.from_ if time is not None else None
    if first is None and start is not None and start.to is not None:
        # told as news without a day: after the truce only where another day's report tells it
        out = entry.published.from_
        if start.basis == "document" or out is None or out <= start.to:
            return False
    elif (
        first is not None
        and start is not None
        and start.to is not None
        and first <= start.to
        and not _since(entry.statement)
    ):
        return False
    last = first or entry.said
    if due is None or due.to is None or last is None:
        return True
    # of a term that ran out on no day said, nothing tells what came before its end
    return last <= due.to if due.from_ is not None else last < due.to


def _against_party(commitment: Commitment, statement: Statement, *, away: bool) -> bool:
    """Whether force was used where the truce holds: on one of its parties, or in its country."""
    parties = (*commitment.by, *commitment.to)
    struck = [a for a in statement.recipients if a.id is not None or a.country is not None]
    if struck and len(parties) > 1:
        theirs = {p.country for p in parties if p.country is not None}
        return any(any(same_party(a, p) for p in parties) or a.country in theirs for a in struck)
    place, where = statement.place, commitment.action.place
    if where is not None and place is not None and placed(where, place, named=True):
        return True
    countries = {p.country for p in parties if p.country is not None}
    if where is not None and where.country is not None:
        countries.add(where.country)
    if place is not None and place.country is not None and countries:
        # one side's own truce does not name the country of the other
        return place.country in countries or (len(parties) == 1 and where is None and not away)
    return not away


def compliance_of(commitment: Commitment, bearing: list[Entry]) -> Compliance:
    """What those that bear on a commitment say of it together."""
    if not bearing:
        return "unknown"
    if kind_of(commitment) == "refrain":
        return _breach(commitment, bearing)
    told = {says(commitment, e) for e in bearing}
    if told == {"denied"}:
        return "disputed"
    if told <= {"denied", "less"}:
        return "partly kept"
    if told <= {"denied", "less", "ongoing"}:
        return "under way"
    return "disputed" if "denied" in told else "kept"


Told = Literal["denied", "less", "ongoing", "done"]


def says(commitment: Commitment, entry: Entry) -> Told:
    """What one statement that bears on an act or a stay tells of it."""
    found = told_as(entry)
    return "less" if found != "denied" and _less(commitment, entry.statement) else found


def told_as(entry: Entry) -> Told:
    """What a statement tells of an act, whatever amount of it was promised."""
    if denies(entry):
        return "denied"
    statement = entry.statement
    if statement.event.type == "RETREAT" and says_so("part", statement.sentence.text):
        return "less"
    return "ongoing" if entry.statement.modality == "ongoing" else "done"


def denies(entry: Entry) -> bool:
    """Whether a statement denies what it tells of."""
    return entry.statement.attribution.stance in _DENYING


def confirms(commitment: Commitment, entry: Entry) -> bool:
    """Whether what bears on an abstention is told as a breach by the report, doer or a monitor."""
    attribution, doers = entry.statement.attribution, entry.statement.actors
    speaker, stance = attribution.speaker, attribution.stance
    if entry.statement.event.type == "ACCUSE" or stance in _DENYING:
        return False
    if speaker is None:
        return stance == "none"
    return any(same_party(speaker, a) for a in doers) or _independent(commitment, speaker)


def _breach(commitment: Commitment, bearing: list[Entry]) -> Compliance:
    """Confirmed by the report, the doer or a monitor; else what one side says of the other."""
    if any(confirms(commitment, entry) for entry in bearing):
        return "breach confirmed"
    denied = False
    accused: list[tuple[Actor | None, tuple[Actor, ...]]] = []
    for entry in bearing:
        attribution, doers = entry.statement.attribution, entry.statement.actors
        if entry.statement.event.type == "ACCUSE":
            denied = denied or not doers  # "each accused the other"
            accused += [(who, entry.statement.recipients) for who in doers]
        elif attribution.stance in _DENYING:
            denied = True
        else:
            accused.append((attribution.speaker, doers))
    if denied or _each_other(accused):
        return "disputed"
    return "alleged breach"


def _independent(commitment: Commitment, speaker: Actor) -> bool:
    parties = (*commitment.by, *commitment.to)
    return speaker.country in _MONITORS and not any(same_party(speaker, p) for p in parties)


def _each_other(accused: list[tuple[Actor | None, tuple[Actor, ...]]]) -> bool:
    """Whether one who accuses is accused by the one accused."""
    return any(
        any(same_party(one, a) for a in by_other) and any(same_party(other, a) for a in by_one)
        for one, by_one in accused
        for other, by_other in accused
        if one is not None and other is not None
    )


def _less(commitment: Commitment, statement: Statement) -> bool:
    """Whether what is told to be done is less than what was promised."""
    asked = commitment.action.quantity
    if asked is None or asked.min is None:
        return False
    done = [q.max for q in statement.quantities if q.kind == asked.kind and q.max is not None]
    return bool(done) and max(done) < asked.min
