"""What a text has told so far, that later times count from or belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dateline.analysis import Sentence
from dateline.resolve.edtf import bounds
from dateline.resolve.meaning import Meaning
from dateline.resolve.told import STORY_DAYS, Anchor, Direction, Looks, Told

# What was told counts in its paragraph, in the next, and for so many sentences after.
NEAR = 2
# A time of day is of the day told last where that is the report's, or in its paragraph and so few
# days back at most.
NEWS = 2
# Lengths of more than a quarter that figures are given for.
_LONGER = frozenset({"P6M", "P9M", "P12M", "P1Y"})
_YEAR, _QUARTER = 365, 90
_LONG = frozenset({"decade", "century"})
_TELLING = frozenset({"in", "on", "during", "by", "from", "until", "after", "before"})


@dataclass(frozen=True, slots=True)
class Narrative:
    """The bounds of the publication, and the times told last with the sentences they stand in.

    ``gone`` is the last that is not after the report, ``day`` the last day, unless more than a day
    has been told since, and not in passing; ``rare`` a time told after all others only to say how
    rare a thing is ("the worst attack since March 2022").
    """

    first: date | None
    last: date | None
    told: Told | None = None
    told_in: Sentence | None = None
    latest: date | None = None
    latest_in: Sentence | None = None
    story: Told | None = None
    story_in: Sentence | None = None
    quarter: Told | None = None
    longer: bool = False
    gone: Told | None = None
    gone_in: Sentence | None = None
    day: Told | None = None
    day_in: Sentence | None = None
    rare: Told | None = None

    def anchor(self, sentence: Sentence, looks: Looks) -> Anchor:
        """What a time of this sentence is held against."""
        story = self.story_in
        told = self.told if _is_near(self.told_in, sentence) else None
        within = (
            self.story is not None
            and story is not None
            and story.paragraph == sentence.paragraph
            and story.index >= sentence.index - NEAR
        )
        if looks == "later":
            within = within and story == sentence
        coming = looks == "coming" or (looks == "later" and not within)
        ahead: Direction = "coming" if coming else "past"
        return Anchor(
            self.first, self.last, ahead, told,
            self.story if within else None, self.quarter, self.longer, looks == "loose",
            looks == "later" and within, looks == "unsaid",
            self._since(sentence) if looks == "later" else None,
            self.day if _is_near(self.day_in, sentence) else None,
            self.gone if _is_near(self.gone_in, sentence) else None, self.rare,
        )  # fmt: skip

    def in_paragraph(self, sentence: Sentence) -> bool:
        """Whether the time told last is of the same paragraph."""
        return self.told_in is not None and self.told_in.paragraph == sentence.paragraph

    def _since(self, sentence: Sentence) -> date | None:
        """The day or month told in the same sentence: "said on Friday it would go on Sunday".

        Not one told in passing: "talks, which broke down in April, will resume on Sunday".
        """
        return self.latest if self.latest_in == sentence else None

    def after_rare(self, meaning: Meaning) -> Narrative:
        """The narrative once a time has been told only to say how rare a thing is."""
        return replace(self, rare=_told(meaning) if meaning.edtf is not None else None)

    def after(
        self, meaning: Meaning, relation: str | None, sentence: Sentence, *, passing: bool = False
    ) -> Narrative:
        """The narrative once this time, too, has been told, in ``passing`` or not."""
        narrative = self._compared(meaning, relation)
        counts = meaning.edtf is not None and not meaning.compared
        now = _told(meaning) if counts else None
        if now is None:
            return narrative
        narrative = replace(narrative, told=now, told_in=sentence, rare=None)
        if not passing:
            narrative = narrative._on(now, sentence)
        if self.last is None or now.day <= self.last:
            narrative = replace(narrative, gone=now, gone_in=sentence)
        if now.unit == "day" or not passing:
            day = now if now.unit == "day" else None
            narrative = replace(narrative, day=day, day_in=sentence)
        if now.unit in _LONG:
            return replace(narrative, story=None)  # "in the 1980s" is no year that a month has
        recent = self.first is not None and (
            self.first.year - now.day.year <= 1
            if now.unit == "year"
            else (self.first - now.day).days < STORY_DAYS
        )
        current = now.unit == "year" and self.first is not None and (
            now.day.year == self.first.year
        )  # fmt: skip
        if relation not in _TELLING and (recent or relation != "that"):
            return replace(narrative, story=None) if current else narrative
        return replace(narrative, story=None if recent else now, story_in=sentence)

    def _on(self, now: Told, sentence: Sentence) -> Narrative:
        """With the day furthest on that the sentence has told up to the report."""
        if now.unit not in {"day", "month"} or self.first is None or now.day > self.first:
            return self
        known = self.latest if self.latest_in == sentence else None
        return replace(self, latest=max(now.day, known or now.day), latest_in=sentence)

    def _compared(self, meaning: Meaning, relation: str | None) -> Narrative:
        """The period that figures are of: the quarter told last, until more of a year is told.

        A quarter before it ("after a flat second quarter"), or one not over yet, is told in
        passing.
        """
        if meaning.duration in _LONGER or (relation == "for" and meaning.unit == "year"):
            return replace(self, longer=True)
        now = _told(meaning) if meaning.unit == "quarter" and not meaning.compared else None
        if now is None:
            return self
        passing = self.quarter is not None and (
            0 < (self.quarter.day - now.day).days < _YEAR
            or (self.first is not None and (self.first - now.day).days < _QUARTER)
        )
        return replace(self, quarter=self.quarter if passing else now, longer=False)

    def on_day_told(
        self, meaning: Meaning, sentence: Sentence, *, stamp: bool, past: bool
    ) -> Meaning:
        """A clock time on the day told before it, sure only in the same sentence.

        The ``stamp`` of a line is on the day of the report, and so is the time of what is
        ``past`` where no other day is told nearby.
        """
        anchor = self.anchor(sentence, "past")
        passed = past and anchor.told_ahead() and self.told_in != sentence
        told = anchor.gone if passed else anchor.told
        if stamp or told is None or told.unit != "day":
            if self.first is None or self.first != self.last:
                return meaning
            day = str(self.first)
            news = told is None and anchor.story is None and past
            return replace(meaning, edtf=day if stamp or news else None, whole=day, unit="day")
        day = told.day.isoformat()
        back = (self.first - told.day).days if self.first is not None else -1
        news = 0 <= back <= NEWS and (back == 0 or self.in_paragraph(sentence))
        edtf = day if self.told_in == sentence or news else None
        return replace(meaning, edtf=edtf, whole=day, unit="day")


def _is_near(told: Sentence | None, sentence: Sentence) -> bool:
    """Whether what stands in the one sentence still counts in the other."""
    return told is not None and (
        told.paragraph >= sentence.paragraph - 1 or told.index >= sentence.index - NEAR
    )


def _told(meaning: Meaning) -> Told | None:
    """What later expressions may count from: a calendar unit with a known first day."""
    if meaning.whole is None or meaning.unit is None or meaning.duration is not None:
        return None
    sure = meaning.edtf is None or not meaning.edtf.startswith("[")
    exact = meaning.unit == "day" and meaning.edtf is not None and sure
    start = bounds(meaning.edtf if exact and meaning.edtf else meaning.whole)[0]
    return Told(date.fromisoformat(start), meaning.unit, sure) if start is not None else None
