"""Whether one cell of a reading agrees with the golden one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.score.golden import GoldenCommitment, GoldenEvent
from dateline.types import Actor, Commitment, Place, Statement, Time

# A found time may be a little tighter than the golden bounds (an autumn from 22 September on),
# but not pretend to know what the text does not say.
_TIGHTEST = 0.5
_LINKS = frozenset({"of", "in", "from", "near", "with", "at", "who"})


def event_cells(golden: GoldenEvent, found: Statement) -> dict[str, bool]:
    """Each cell of an event that is not free: right or wrong."""
    spoken = found.attribution
    cells = {
        "actor": same_actors(golden.actors, found.actors),
        "recipient": same_actors(golden.recipients, found.recipients),
        "place": same_place(golden.place, found.place),
        "time": same_time(golden.from_, golden.to, found.time),
        "modality": found.modality in golden.modality.split("|"),
        "speaker": same_actors(
            (golden.speaker,) if golden.speaker else (), (spoken.speaker,) if spoken.speaker else ()
        ),
        "stance": spoken.stance in golden.stance.split("|"),
    }
    return {name: right for name, right in cells.items() if name not in golden.free}


def commitment_cells(golden: GoldenCommitment, found: Commitment) -> dict[str, bool]:
    """Each cell of a commitment that is not free: right or wrong."""
    cells = {
        "by": same_actors(golden.by, found.by),
        "due": same_time(golden.due_from, golden.due_to, found.due),
        "status": golden.status is None or found.status in golden.status.split("|"),
        "term": _one_of(golden.term, found.term),
        "duty": golden.duty == found.duty,
        "extendable": golden.extendable == found.extendable,
    }
    return {name: right for name, right in cells.items() if name not in golden.free}


def same_actors(golden: Sequence[str], found: Sequence[Actor]) -> bool:
    """Whether each golden actor is one of those found and none is left over, in any order."""
    if len(golden) != len(found):
        return False
    if not golden:
        return True
    return any(
        is_actor(golden[0], actor) and same_actors(golden[1:], (*found[:i], *found[i + 1 :]))
        for i, actor in enumerate(found)
    )


def is_actor(golden: str, found: Actor) -> bool:
    """Whether an actor is one of those that a golden cell allows (``RUS.MIL|ORG.|text:men``)."""
    return any(_is_one(option, found) for option in golden.split("|"))


def _is_one(option: str, found: Actor) -> bool:
    if option.startswith("text:"):
        return _head(option.removeprefix("text:")) in _words(found.text)
    if found.id is not None and (found.id == option or found.id.startswith(_prefix(option))):
        return True
    country, _, sector = option.partition(".")
    if country in {"ORG", "PER"}:
        return False
    return country in {"?", found.country} and (not sector or sector == found.sector)


def _prefix(option: str) -> str:
    return option if option.endswith(".") else f"{option}."


def _head(phrase: str) -> str:
    """The head word of a noun phrase: the last before its first preposition."""
    words = _words(phrase)
    end = next((i for i, word in enumerate(words) if i and word in _LINKS), len(words))
    return words[end - 1] if words else ""


def same_place(golden: str | None, found: Place | None) -> bool:
    """Whether a place bears (or holds within its name, or its words) a golden name."""
    if golden is None or found is None:
        return golden is None and found is None
    names = [_words(found.name), _words(found.text)]
    options = [_words(option) for option in golden.split("|")]
    return any(_within(a, b) or _within(b, a) for a in options for b in names)


def same_time(first: str | None, last: str | None, found: Time | None) -> bool:
    """Whether a time lies within the golden bounds and does not claim to know much better.

    Where the golden cell is empty, nothing is right, and so is a bare "not after this report".
    """
    if found is None or (found.from_ is None and found.to is None):
        return first is None and last is None
    if first is None and last is None:
        return found.from_ is None and found.basis in {"inherited", "document"}
    if first is None or last is None:
        return (found.from_, found.to) == (first, last)
    if found.from_ is None or found.to is None:
        return False
    if not first <= found.from_ <= found.to <= last:
        return False
    return days_of(found.from_, found.to) >= _TIGHTEST * days_of(first, last)


def days_of(first: str, last: str) -> float:
    """How many days there are from the first to the last, both counted."""
    return (date.fromisoformat(last) - date.fromisoformat(first)) / timedelta(days=1) + 1


def _one_of(golden: str | None, found: str | None) -> bool:
    return found is None if golden is None else found in golden.split("|")


def _within(inner: Sequence[str], outer: Sequence[str]) -> bool:
    return bool(inner) and any(
        outer[i : i + len(inner)] == inner for i in range(len(outer) - len(inner) + 1)
    )


def _words(text: str) -> list[str]:
    """Words without case, accents and punctuation, articles left out."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return [word for word in kept.split() if word not in {"the", "a", "an", "al", "el"}]
