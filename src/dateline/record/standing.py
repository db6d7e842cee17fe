"""How an event stands: which parties say what of it, who is silent, and what that makes. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.record.entry import Entry, Unspoken, same_party
from dateline.record.spoken import later
from dateline.types import Actor, EventStatus, Party

CONFIRMING = frozenset({"confirms", "admits", "announces", "states", "claims", "clarifies"})
DENYING = frozenset({"denies", "rejects"})


def parties(group: list[Entry], silent: list[Unspoken]) -> dict[str, Party]:
    """What each party says of the event, its last word counting; who is silent.

    A bare statement does not take the place of a stronger word said before. Who was silent and
    had its side speak later (a government by its ministry) says what that said.
    """
    found: dict[str, Party] = {}
    ids = {e.statement.id for e in group}
    for unspoken in silent:
        party = unspoken.silence.party
        if unspoken.silence.about in ids and party.id is not None:
            found[party.id] = Party(
                stance="silent",
                document=unspoken.document,
                statement=None,
                said=unspoken.published.to,
            )
    for entry in group:
        for key in _speaking(entry, silent, found):
            known, stance = found.get(key), entry.statement.attribution.stance
            if known is None or known.stance == "silent" or stance != "states":
                found[key] = Party(
                    stance=stance,
                    document=entry.document,
                    statement=entry.statement.id,
                    said=entry.said,
                )
    return dict(sorted(found.items()))


def _speaking(entry: Entry, silent: list[Unspoken], found: dict[str, Party]) -> Iterator[str]:
    """Whose word a statement is: the speaker's, and that of its side where that was silent."""
    speaker = entry.statement.attribution.speaker
    if speaker is None:
        return
    if speaker.id is not None:
        yield speaker.id
    for unspoken in silent:
        party = unspoken.silence.party
        if (
            party.id in found
            and party.id != speaker.id
            and found[party.id].stance == "silent"
            and same_party(speaker, party)
            and later(unspoken, entry)
        ):
            yield party.id


def status(group: list[Entry], actors: tuple[Actor, ...]) -> EventStatus:
    """From who says so: denial, dispute, the sides that confirm, or bare report.

    The doer's own word confirms; so does the word of two sides. An accusation is one side's claim.
    A side that first claimed it and later denies it took its word back: where no other word is
    left, the event is retracted. ``group`` is in order of publication.
    """
    claiming: list[Actor] = []
    denying: list[Actor] = []
    plain = taken_back = False
    for entry in group:
        attribution = entry.statement.attribution
        speaker = attribution.speaker
        if speaker is None or speaker.country is None:
            plain = plain or attribution.stance == "none"
        elif attribution.stance in DENYING:
            kept = [c for c in claiming if not _one(c, speaker)]
            if len(kept) < len(claiming):
                taken_back, plain = True, False  # a report before it may rest on the claim
            claiming = kept
            denying.append(speaker)
        elif attribution.stance in CONFIRMING or attribution.stance == "accuses":
            denying = [d for d in denying if not _one(d, speaker)]
            claiming.append(speaker)
    if denying:
        return _denied(claiming, plain=plain, taken_back=taken_back)
    if not claiming:
        return "reported"
    doers = [s for s in claiming if any(same_party(s, a) for a in actors)]
    others = [s for s in claiming if s not in doers]
    if doers and any(not same_party(s, d) for s in others for d in doers):
        return "confirmed by both sides"
    return "confirmed" if doers and plain else "claimed by one side"


def _denied(claiming: list[Actor], *, plain: bool, taken_back: bool) -> EventStatus:
    if claiming or plain:
        return "disputed"
    return "retracted" if taken_back else "denied"


def _one(one: Actor, other: Actor) -> bool:
    """Whether it is one speaker, or the same institution: only these take their own word back."""
    return one.id is not None and one.id == other.id
