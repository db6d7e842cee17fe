"""Readings made up to be as news is, with a fixed seed: what the benchmarks of merging work on.

Stories of some days, each told by a few reports or by many; a report repeats what others told, in
words of its own, with other numbers, now and then another day, by one side or by both; about half
of the statements are told once. Places, sides and types are spread as in the news: some wars have
most of it. One report in twenty is a near copy of an earlier one, one in four has a promise, one in
ten says that a party is silent. A day has as many reports in a large record as in a small one: it
goes on for longer. Every span is the text at its place, so that the record can be verified.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.record.words import table
from dateline.text.canonical import document_id
from dateline.types import (
    Action,
    Actor,
    Attribution,
    Commitment,
    Document,
    Duty,
    Event,
    EventType,
    Place,
    Published,
    Quantity,
    Reading,
    Silence,
    Span,
    Stance,
    Statement,
    Time,
    Versions,
)

START = date(2020, 1, 1)
A_DAY = 40
ACTS: tuple[tuple[EventType, str | None, tuple[str, ...]], ...] = (
    ("ASSAULT", None, ("shelled", "attacked", "struck", "bombarded", "hit")),
    ("RETREAT", "withdraw", ("withdrew from", "left", "pulled out of", "abandoned")),
    ("COERCE", "arrest", ("arrested people in", "detained people in", "rounded up people in")),
    ("CONSULT", None, ("met envoys in", "held talks in", "sat down with envoys in")),
    ("AID", None, ("sent food to", "delivered aid to", "brought relief to")),
    ("ACCUSE", None, ("accused rivals over", "blamed rivals over", "charged rivals over")),
    ("MOBILIZE", "troops", ("massed troops near", "deployed troops to", "sent troops to")),
    ("AGREE", None, ("agreed to a truce in", "signed a deal on", "accepted terms for")),
)
SIDES = {"GOV": "government", "MIL": "army", "REB": "rebels"}
STANCES: tuple[Stance, ...] = ("states", "claims", "confirms", "denies", "none", "none", "none")
VERSIONS = Versions(program="made", model="none", gazetteer="none")


@dataclass(frozen=True)
class Story:
    """Something that happened, and words that those who tell of it choose from."""

    day: int
    act: int
    country: str
    side: str
    town: str
    words: tuple[str, ...]


class Maker:
    """Makes reports in order of publication; the same seed makes the same."""

    def __init__(self, readings: int, statements: int = 10, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._readings, self._statements = readings, statements
        self.days = max(readings // A_DAY, 3)
        self._countries = [f"C{n:02d}" for n in range(60)]
        self._weights = [1 / (n + 1) for n in range(60)]
        self._words = table().known()
        self._stories: list[Story] = []
        self._texts: list[str] = []

    def reports(self) -> Iterator[Reading]:
        """One report after the other."""
        for number in range(self._readings):
            yield self.report(number * self.days // self._readings)

    def report(self, day: int) -> Reading:
        """A report of that day."""
        dice, out = self._dice, (START + timedelta(day)).isoformat()
        text = ""
        if self._texts and dice.random() < 0.05:
            text = f"{dice.choice(self._texts)} "
        told: list[tuple[int, Story]] = []
        for _ in range(self._statements):
            story = self._story(day)
            sentence = self._sentence(story)
            told.append((len(text), story))
            text += f"{sentence}. {self._filler()} "
        silent = told[0] if dice.random() < 0.1 else None
        at = len(text)
        if silent is not None:
            text += f"The {SIDES[dice.choice(tuple(SIDES))]} of {silent[1].country} is silent."
        text = text.rstrip()
        key = document_id(text)
        statements = tuple(self._statement(key, text, s, story) for s, story in told)
        self._texts = [*self._texts[-200:], text[told[0][0] :]]
        return Reading(
            document=Document(
                id=key, source=f"made/{key[:12]}.txt", title=statements[0].sentence.text,
                publisher=f"Agency {dice.randrange(40)}", author=None, language="en",
                published=Published(edtf=out, from_=out, to=out, basis="given"), place=None,
                characters=len(text), sentences=2 * len(told), repeats=(), text=text,
            ),
            statements=statements,
            commitments=self._promise(text, statements[-1], day),
            silences=() if silent is None else (_silence(text, at, statements[0], silent[1]),),
            failures=(), versions=VERSIONS,
        )  # fmt: skip

    def _story(self, day: int) -> Story:
        """Something that is told by others too, or something new."""
        dice = self._dice
        if self._stories and dice.random() < 0.5:
            # of the last days, some stories are told by many
            story = self._stories[-1 - min(int(dice.expovariate(1 / 60)), len(self._stories) - 1)]
            if day - story.day <= 10:
                return story
        (country,) = dice.choices(self._countries, self._weights)
        made = Story(
            day=day - dice.choice((0, 0, 0, 1, 1, 2)), act=dice.randrange(len(ACTS)),
            country=country, side=dice.choice(tuple(SIDES)),
            town=f"{country}-town-{int(dice.expovariate(1 / 12))}",
            words=tuple(dice.choices(self._words, k=8)),
        )  # fmt: skip
        self._stories.append(made)
        del self._stories[:-400]
        return made

    def _sentence(self, story: Story) -> str:
        dice = self._dice
        trigger = dice.choice(ACTS[story.act][2])
        said = " ".join((*dice.sample(story.words, 4), *dice.choices(self._words, k=3)))
        killed = dice.randrange(1, 40)
        doer = f"the {SIDES[story.side]} of {story.country}"
        return f"{doer} {trigger} {story.town}, {said}, {killed} people were killed"

    def _filler(self) -> str:
        return f"{' '.join(self._dice.choices(self._words, k=20))}."

    def _statement(self, key: str, text: str, start: int, story: Story) -> Statement:
        dice = self._dice
        type_, mode, words = ACTS[story.act]
        sentence = Span(start, text.index(".", start), text[start : text.index(".", start)])
        trigger = next(w for w in words if f" {w} {story.town}," in sentence.text)
        doer = f"the {SIDES[story.side]} of {story.country}"
        town = start + sentence.text.index(story.town)
        number = sentence.text.rsplit(", ", 1)[1].split()[0]
        count = start + sentence.text.rindex(number)
        when = (START + timedelta(story.day + (dice.random() < 0.05))).isoformat()
        actor = Actor(
            start=start, end=start + len(doer), text=doer, id=f"{story.country}.{story.side}",
            name=doer, country=story.country, sector=story.side, score=0.9,
        )  # fmt: skip
        speaker = None
        if dice.random() < 0.4:
            code = dice.choice(tuple(SIDES))
            speaker = Actor(
                start=start, end=start + len(doer), text=doer, id=f"{story.country}.{code}",
                country=story.country, sector=code,
            )  # fmt: skip
        at = start + sentence.text.index(trigger)
        return Statement(
            id=f"{key[:14]}{start:x}",
            sentence=sentence,
            event=Event(
                type=type_, mode=mode, contexts=(), trigger=Span(at, at + len(trigger), trigger),
                cameo=None, score=0.9,
            ),
            actors=(actor,),
            recipients=(),
            place=Place(
                start=town, end=town + len(story.town), text=story.town, name=story.town,
                country=story.country, precision="locality", score=0.9,
            ) if dice.random() < 0.8 else None,
            time=Time(edtf=when, from_=when, to=when, basis="expression"),
            background=False,
            modality="asserted",
            attribution=Attribution(speaker=speaker, stance=dice.choice(STANCES)),
            quantities=(
                Quantity(
                    kind="killed", min=int(number), max=int(number), text=number, start=count,
                    end=count + len(number),
                ),
            ),
        )  # fmt: skip

    def _promise(self, text: str, basis: Statement, day: int) -> tuple[Commitment, ...]:
        dice = self._dice
        if dice.random() >= 0.25:
            return ()
        made = (START + timedelta(day)).isoformat()
        due = (START + timedelta(day + dice.randrange(5, 400))).isoformat()
        type_, mode, _ = ACTS[dice.randrange(len(ACTS))]
        start, end = basis.event.trigger.start, basis.sentence.end
        duties: tuple[Duty, ...] = ("do", "do", "do", "refrain")
        return (
            Commitment(
                id=f"{basis.id[:17]}p", by=basis.actors, to=(), duty=dice.choice(duties),
                basis=basis.id,
                action=Action(start=start, end=end, text=text[start:end], type=type_, mode=mode,
                              place=basis.place),
                made=Time(edtf=made, from_=made, to=made, basis="document"), begins=None,
                due=Time(edtf=due, from_=due, to=due, basis="expression"), term=None,
                condition=None, extendable=None, timing="not due", compliance="unknown",
                force="active", status="pending", because=(basis.id,), sentences=(basis.sentence,),
            ),
        )  # fmt: skip


def _silence(text: str, at: int, about: Statement, story: Story) -> Silence:
    """That a side has not spoken, by the last sentence of a text."""
    words = text[at : text.index(" is silent", at)]
    code = next(code for code, noun in SIDES.items() if noun in words)
    party = Actor(
        start=at, end=at + len(words), text=words, id=f"{story.country}.{code}",
        country=story.country, sector=code,
    )  # fmt: skip
    return Silence(party=party, about=about.id, as_of=None, sentence=Span(at, len(text), text[at:]))
