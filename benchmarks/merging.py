"""How long it takes to merge many readings, how much memory, and what one more report costs.

    python benchmarks/merging.py [--readings 10000] [--statements 10]

The readings are made up, with a fixed seed, to be as news is: stories of some days, each told by a
few reports or by many; a report repeats what others told, in words of its own, with other numbers,
now and then another day, by one side or by both; about half of the statements are told once.
Places, sides and types are spread as in the news: some wars have most of it. Merging is measured
over the statements in memory, in order of publication; one more report is one of the last day.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta

from dateline.record.entry import Entry
from dateline.record.matching import Matcher
from dateline.record.merge import merge
from dateline.types import (
    Actor,
    Attribution,
    Event,
    EventType,
    Place,
    Published,
    Quantity,
    Span,
    Stance,
    Statement,
    Time,
)

START = date(2020, 1, 1)
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
SIDES = (("GOV", "government"), ("MIL", "army"), ("REB", "rebels"))
STANCES: tuple[Stance, ...] = ("states", "claims", "confirms", "denies", "none", "none", "none")
DETAILS = (
    "witnesses said", "in the early hours", "after days of calm", "for the second time this month",
    "according to residents", "as winter set in", "while envoys were still talking",
    "despite the ceasefire", "near the main road", "and the market was closed",
)  # fmt: skip


class Maker:
    """Makes the statements of reports, in order of publication; the same seed makes the same."""

    def __init__(self, readings: int, statements: int, seed: int = 1) -> None:
        self._dice = random.Random(seed)
        self._readings, self._statements = readings, statements
        # A day has as many reports in a large record as in a small one: it goes on for longer.
        self.days = max(readings // 40, 3)
        self._countries = [f"C{n:02d}" for n in range(60)]
        self._weights = [1 / (n + 1) for n in range(60)]
        self._stories: list[tuple[int, int, str, str, str]] = []

    def reports(self) -> Iterator[list[Entry]]:
        """The statements of one report after the other."""
        for number in range(self._readings):
            day = number * self.days // self._readings
            yield self.report(day)

    def report(self, day: int) -> list[Entry]:
        """The statements of a report of that day."""
        dice = self._dice
        out = (START + timedelta(day)).isoformat()
        published = Published(edtf=out, from_=out, to=out, basis="given")
        document = f"{dice.getrandbits(256):064x}"
        found, start = [], 0
        for _ in range(self._statements):
            happened, act, country, side, town = self._story(day)
            statement = self._statement(start, happened, act, country, side, town)
            start = statement.sentence.end + 1
            found.append(Entry(document, published, statement))
        return found

    def _story(self, day: int) -> tuple[int, int, str, str, str]:
        """Something that is told by others too, or something new."""
        dice = self._dice
        if self._stories and dice.random() < 0.5:
            # of the last days, some stories are told by many
            story = self._stories[-1 - min(int(dice.expovariate(1 / 60)), len(self._stories) - 1)]
            if day - story[0] <= 10:
                return story
        (country,) = dice.choices(self._countries, self._weights)
        made = (
            day - dice.choice((0, 0, 0, 1, 1, 2)), dice.randrange(len(ACTS)), country,
            dice.choice(SIDES)[0], f"{country}-town-{int(dice.expovariate(1 / 12))}",
        )  # fmt: skip
        self._stories.append(made)
        del self._stories[:-400]
        return made

    def _statement(
        self, start: int, day: int, act: int, country: str, side: str, town: str
    ) -> Statement:
        dice = self._dice
        type_, mode, words = ACTS[act]
        noun = dict(SIDES)[side]
        when = (START + timedelta(day)).isoformat()
        wrong = dice.random() < 0.05
        told = (START + timedelta(day + 1)).isoformat() if wrong else when
        trigger, killed = dice.choice(words), dice.randrange(1, 40)
        doer = f"the {noun} of {country}"
        text = f"{doer} {trigger} {town}, {dice.choice(DETAILS)}, {killed} people were killed"
        at = start + len(doer) + 1
        actor = Actor(
            start=start, end=start + len(doer), text=doer, id=f"{country}.{side}", name=doer,
            country=country, sector=side, score=0.9,
        )  # fmt: skip
        speaker = None
        if dice.random() < 0.4:
            code, name = dice.choice(SIDES)
            speaker = Actor(
                start=start, end=start + 1, text=name, id=f"{country}.{code}", country=country,
                sector=code,
            )  # fmt: skip
        return Statement(
            id=f"{dice.getrandbits(80):020x}",
            sentence=Span(start, start + len(text), text),
            event=Event(
                type=type_, mode=mode, contexts=(), trigger=Span(at, at + len(trigger), trigger),
                cameo=None, score=0.9,
            ),
            actors=(actor,),
            recipients=(),
            place=Place(
                start=start, end=start + 1, text=town, name=town, country=country,
                precision="locality", score=0.9,
            ) if dice.random() < 0.8 else None,
            time=Time(edtf=told, from_=told, to=told, basis="expression"),
            background=False,
            modality="asserted",
            attribution=Attribution(speaker=speaker, stance=dice.choice(STANCES)),
            quantities=(
                Quantity(
                    kind="killed", min=killed, max=killed, text=str(killed), start=start, end=at,
                ),
            ),
        )  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--readings", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=10, help="of each reading")
    asked = parser.parse_args()
    maker = Maker(asked.readings, asked.statements)
    reports = list(maker.reports())
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    entries = [entry for report in reports for entry in report]
    started, used = time.perf_counter(), time.process_time()
    events = merge(entries)
    print(
        f"{len(reports)} readings, {len(entries)} statements, {len(events)} events: merged in "
        f"{time.perf_counter() - started:.1f} s ({time.process_time() - used:.1f} s of processor)"
    )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {most:.0f} MB, of which {base:.0f} MB are the statements as they were made")
    del events
    matcher = Matcher()
    matcher.put(entries)
    costs = []
    for _ in range(100):
        report = maker.report(maker.days)
        used = time.process_time()
        matcher.put(report)
        costs.append((time.process_time() - used) * 1000)
    print(
        f"one report more: {statistics.median(costs):.1f} ms in the middle, "
        f"{sorted(costs)[94]:.1f} ms at the 95th percentile, of processor"
    )


if __name__ == "__main__":
    main()
