"""How fast ``dateline serve`` answers over a large record, which is made up for it.

    python benchmarks/serving.py --events 10000 --record build/large.db [--seconds 60]

The record is put together from the package's own places and types through the store, in reports of
five statements over six years; a record that is already there is used as it is. The server runs as
a process of its own. Prints one JSON object: seconds to start, milliseconds of the first page, of
each filter (median, 95th percentile, longest), of looks at earlier days, of what changed between
two, of its work on a processor, and of fifty readers at once. The hundred thousand of the bars:
``--events 100000``.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast
from urllib.parse import quote, urlsplit

from dateline.find.ontology import kinds
from dateline.resolve.gazetteer import Entry, populated
from dateline.store import open_store
from dateline.types import (
    Action,
    Actor,
    Attribution,
    Commitment,
    Document,
    Event,
    EventType,
    Place,
    Published,
    Reading,
    Silence,
    Span,
    Stance,
    Statement,
    Time,
    Versions,
)

FIRST = date(2019, 1, 1)
DAYS = 6 * 365
PER_REPORT = 5
SECTORS = ("GOV", "MIL", "REB", "CVL", "COP", "JUD")
NOUNS = {"GOV": "government", "MIL": "army", "REB": "rebels", "CVL": "residents",
         "COP": "police", "JUD": "court"}  # fmt: skip
STANCES: tuple[Stance, ...] = ("states", "confirms", "denies", "accuses", "claims", "announces")
LATER = (
    "/?country=UKR", "/commitments?country=MLI", "/actors?country=SDN", "/silences?country=IND",
    "/claims?type=ACCUSE", "/actors/SDN.GOV?",
)  # fmt: skip


class Maker:
    """Makes reports; the same seed makes the same ones, each with ``words`` more words."""

    def __init__(self, seed: int, words: int = 0) -> None:
        self._dice, self._idle_dice, self._more = random.Random(seed), random.Random(seed), words
        towns = [e for e in populated(50_000) if e.lat is not None and e.country]
        self._towns = self._dice.sample(towns, min(3000, len(towns)))
        self._kinds: list[tuple[EventType, str]] = sorted(
            (cast("EventType", t), m or "") for t, m in kinds()
        )

    def reports(self, number: int) -> Iterator[Reading]:
        """So many reports, in order of publication."""
        for count in range(number):
            yield self._report(count, FIRST + timedelta(DAYS * count // number))

    def _report(self, number: int, day: date) -> Reading:
        published = Published(
            edtf=day.isoformat(), from_=day.isoformat(), to=day.isoformat(), basis="given"
        )
        home = self._dice.choice(self._towns)
        text, statements = "", []
        for _ in range(PER_REPORT):
            statement = self._statement(number, len(text), day, home)
            statements.append(statement)
            text += f"{statement.sentence.text} "
        commitments = self._promise(statements, day) if self._dice.random() < 0.4 else ()
        silences: tuple[Silence, ...] = ()
        if self._dice.random() < 0.15:
            first = statements[0]
            party = self._actor(home.country or "", len(text))
            words = f"{party.text} has not commented."
            sentence = Span(len(text), len(text) + len(words), words)
            text += words
            silences = (Silence(party=party, about=first.id, as_of=None, sentence=sentence),)
        text += self._idle()
        document = Document(
            id=sha256(f"{number} {text}".encode()).hexdigest(), source=f"made/{number}.txt",
            title=f"Report {number} from {home.name}", publisher=f"Agency {number % 40}",
            author=None, language="en", published=published, place=None, characters=len(text),
            sentences=PER_REPORT, repeats=(), text=text,
        )  # fmt: skip
        return Reading(
            document=document, statements=tuple(statements), commitments=commitments,
            silences=silences, failures=(),
            versions=Versions(program="made", model="none", gazetteer="none"),
        )  # fmt: skip

    def _idle(self) -> str:
        """Names of towns, few of them often: as unlike in number as words of a language are."""
        names, dice = self._towns, self._idle_dice
        chosen = (int(len(names) ** dice.random()) - 1 for _ in range(self._more))
        return " ".join(names[number].name for number in chosen)

    def _actor(self, country: str, start: int) -> Actor:
        sector = self._dice.choice(SECTORS)
        words = f"the {NOUNS[sector]} of {country}"
        return Actor(
            start=start, end=start + len(words), text=words, id=f"{country}.{sector}",
            name=f"{country} {NOUNS[sector]}", country=country, sector=sector, score=0.9,
        )  # fmt: skip

    def _statement(self, number: int, start: int, day: date, home: Entry) -> Statement:
        dice = self._dice
        town = home if dice.random() < 0.5 else dice.choice(self._towns)
        country = town.country or ""
        doer, other = self._actor(country, start), self._actor(country, start)
        type_, mode = dice.choice(self._kinds)
        words = (
            f"{doer.text} met {other.text} over {type_.casefold()} {mode} in {town.name} "
            f"on day {dice.randrange(10**6)}."
        )
        place = Place(
            start=start, end=start + 1, text=words[:1], name=town.name, geonames=None,
            lat=town.lat, lon=town.lon, country=country, kind="city",
            precision=dice.choice(("exact", "locality", "district", "region")), score=0.9,
        )  # fmt: skip
        speaker = self._actor(country, start) if dice.random() < 0.35 else None
        return Statement(
            id=sha256(f"{number} {start} {words}".encode()).hexdigest()[:16],
            sentence=Span(start, start + len(words), words),
            event=Event(
                type=type_, mode=mode or None, contexts=(),
                trigger=Span(start, start + 3, words[:3]), cameo=None, score=0.9,
            ),
            actors=(doer,), recipients=(other,) if dice.random() < 0.6 else (),
            place=place if dice.random() < 0.75 else None, time=self._time(day),
            background=dice.random() < 0.2, modality="asserted", quantities=(),
            attribution=Attribution(speaker=speaker, stance=dice.choice(STANCES)),
        )  # fmt: skip

    def _time(self, day: date) -> Time | None:
        chance = self._dice.random()
        told = (day - timedelta(self._dice.randrange(30))).isoformat()
        if chance < 0.7:
            return Time(edtf=told, from_=told, to=told, basis="expression")
        if chance < 0.85:
            return Time(edtf=f"../{told}", from_=None, to=told, basis="document")
        if chance < 0.95:
            month = told[:7]
            return Time(edtf=month, from_=f"{month}-01", to=f"{month}-28", basis="expression")
        return None

    def _promise(self, statements: list[Statement], day: date) -> tuple[Commitment, ...]:
        first = statements[0]
        due = (day + timedelta(self._dice.randrange(400))).isoformat()
        span = first.sentence
        return (
            Commitment(
                id=sha256(f"promise {first.id}".encode()).hexdigest()[:16], by=first.actors,
                to=(), duty="do", action=Action(start=span.start, end=span.end, text=span.text,
                type=first.event.type, mode=first.event.mode, place=first.place),
                basis=None, made=Time(edtf=None, from_=None, to=day.isoformat(), basis="document"),
                begins=None, due=Time(edtf=due, from_=due, to=due, basis="expression"), term=None,
                condition=None, extendable=None, timing="not due", compliance="unknown",
                force="active", status="pending", because=(), sentences=(span,),
            ),
        )  # fmt: skip


def made(path: Path, events: int, words: int) -> float:
    """Make the record where there is none, and merge it; the seconds that took."""
    begun, new = time.perf_counter(), not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_store(path, create=True) as store:
        for reading in Maker(7, words).reports(events // PER_REPORT) if new else ():
            store.add(reading)
        store.settle()
    return time.perf_counter() - begun


class Server:
    """The program itself, serving the record."""

    def __init__(self, record: Path) -> None:
        command = [sys.executable, "-m", "dateline", "serve", "--record", str(record)]
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [*command, "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        assert self._process.stderr is not None
        found = re.search(r"http://\S+", self._process.stderr.readline())
        if found is None:
            raise SystemExit("the server did not start")
        self.netloc = urlsplit(found[0]).netloc
        self.seconds = time.perf_counter() - begun

    def megabytes(self) -> float:
        """What it holds in memory."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def processor(self) -> float:
        """The milliseconds that it has worked: what an answer takes where nobody else does."""
        threads = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(p.read_text(encoding="utf-8").split()[0]) for p in threads) / 1e6

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.communicate(timeout=30)


class Reader:
    """A reader with one connection."""

    def __init__(self, netloc: str) -> None:
        self._connection = http.client.HTTPConnection(netloc, timeout=60)

    def get(self, address: str) -> tuple[int, float, bytes]:
        """The status, the milliseconds, and what came."""
        begun = time.perf_counter()
        self._connection.request("GET", address, headers={"accept-encoding": "gzip"})
        answer = self._connection.getresponse()
        body = answer.read()
        return answer.status, 1000 * (time.perf_counter() - begun), body


def addresses(dice: random.Random, towns: list[str], countries: list[str]) -> Iterator[str]:
    """What readers ask for: filters of the situation, of the other views, of the map."""
    types = sorted({t for t, _ in kinds()})
    while True:
        country, year = dice.choice(countries), dice.randrange(2019, 2025)
        sector, page = dice.choice(SECTORS), dice.randrange(1, 9)
        yield from (
            f"/?country={country}",
            f"/?type={dice.choice(types)}&page={page}",
            f"/?actor={country}.{sector}",
            f"/?place={quote(dice.choice(towns))}",
            f"/?from={year}-03&to={year}-06",
            f"/?status=disputed&country={country}",
            f"/?words=army+{country.casefold()}",
            f"/claims?country={country}",
            f"/commitments?country={country}&status=overdue",
            f"/commitments/calendar?country={country}&year={year}",
            f"/silences?country={country}",
            f"/actors?country={country}",
            f"/actors/{country}.{sector}",
            f"/search?words=met+{dice.randrange(1000)}",
            "/search?words=the",
            f"/search?words={quote(dice.choice(towns))}&page={page}",
            f'/search?words="in+{quote(dice.choice(towns))}"',
            f"/api/v1/map?zoom={dice.randrange(2, 9)}&box=0,0,50,60",
            f"/api/v1/events?country={country}&order=oldest",
        )


def spread(milliseconds: list[float]) -> dict[str, float]:
    """Median, 95th percentile and the longest."""
    ordered = sorted(milliseconds)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[max(0, -(-95 * len(ordered) // 100) - 1)], 1),
        "longest": round(ordered[-1], 1),
    }


Spreads = dict[str, dict[str, float]]


def earlier(dice: random.Random, rounds: int) -> Iterator[tuple[str, str]]:
    """First and later looks at earlier days, and what changed between two, each with its kind."""
    for _ in range(rounds):
        days = [FIRST + timedelta(dice.randrange(365, DAYS)) for _ in range(3)]
        first, second, third = (f"as_of={day.isoformat()}" for day in days)
        yield "first look: situation", f"/?{first}"
        yield "again: situation", f"/?{first}"
        for path in LATER:
            yield "later look: pages and filters", f"{path}&{first}"
        yield "first look: commitments", f"/commitments?{second}"
        yield "first look: an actor", f"/actors/SDN.GOV?{third}"
        week, year = (days[0] - timedelta(some) for some in (7, 365))
        yield "what changed in a week", f"/changes?since={week}&until={days[0]}"
        yield "what changed in a year", f"/changes?since={year}&until={days[0]}"


def one_by_one(
    server: Server, asked: Iterable[tuple[str, str]]
) -> tuple[Spreads, Spreads, list[str]]:
    """Each kind of address on its own: milliseconds, those of work, and what went wrong."""
    reader, wrong = Reader(server.netloc), []
    kinds_, worked = dict[str, list[float]](), dict[str, list[float]]()
    for kind, address in asked:
        before = server.processor()
        status, took, _ = reader.get(address)
        kinds_.setdefault(kind, []).append(took)
        worked.setdefault(kind, []).append(server.processor() - before)
        if status != 200 and not (status == 404 and address.startswith("/actors/")):
            wrong.append(f"{status} {address}")
    return _spreads(kinds_), _spreads(worked), wrong


def _spreads(kinds_: dict[str, list[float]]) -> Spreads:
    every = [took for found in kinds_.values() for took in found]
    return {"all": spread(every), **{k: spread(v) for k, v in sorted(kinds_.items())}}


def kind_of(address: str) -> str:
    """An address without what it asks for."""
    return re.sub(r"=[^&]*", "", re.sub(r"/[A-Z]{3}\.[A-Z]{3}$", "/ID", address))


def together(server: Server, asked: list[str], readers: int, seconds: float) -> dict[str, object]:
    """So many readers at once for so long."""
    until = time.perf_counter() + seconds
    took: list[float] = []
    wrong: list[str] = []

    def go(seed: int) -> None:
        dice, reader = random.Random(seed), Reader(server.netloc)
        while time.perf_counter() < until:
            address = dice.choice(asked)
            try:
                status, milliseconds, _ = reader.get(address)
            except OSError as error:
                wrong.append(f"{error} {address}")
                return
            took.append(milliseconds)
            if status not in {200, 404}:
                wrong.append(f"{status} {address}")

    threads = [threading.Thread(target=go, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"readers": readers, "seconds": seconds, "answers": len(took), "errors": len(wrong),
            "first errors": wrong[:3], "milliseconds": spread(took)}  # fmt: skip


def main() -> int:
    """Make, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--words", type=int, default=0, help="more words in each report")
    options = parser.parse_args()
    making = made(options.record, options.events, options.words)
    server = Server(options.record)
    try:
        reader = Reader(server.netloc)
        first = [reader.get("/") for _ in range(3)]
        found = json.loads(gzip.decompress(reader.get("/api/v1/events?size=30")[2]))
        dice = random.Random(1)
        towns = [e.name for e in populated(500_000) if e.lat is not None][:300]
        countries = ["SDN", "UKR", "RUS", "IND", "NGA", "COL", "MLI", "SYR", "MEX", "CHN"]
        source = addresses(dice, towns, countries)
        asked = [next(source) for _ in range(19 * options.rounds)]
        begun = time.perf_counter()
        Reader(server.netloc).get("/commitments")  # waits for what is computed beside the answers
        ledger = time.perf_counter() - begun
        started = server.processor() / 1000
        alone, worked, wrong = one_by_one(server, ((kind_of(a), a) for a in asked))
        days, days_worked, amiss = one_by_one(server, earlier(dice, options.rounds))
        crowd = together(server, asked, options.readers, options.seconds)
        print(json.dumps({
            "events asked for": options.events, "seconds to make": round(making, 1),
            "seconds to start": round(server.seconds, 1),
            "first page": [round(took, 1) for _, took, _ in first],
            "first page bytes": len(first[0][2]), "seconds then to the ledger": round(ledger, 1),
            "seconds of work till then": round(started, 1), "alone": alone, "worked": worked,
            "earlier days": days, "earlier days worked": days_worked,
            "wrong": [*wrong, *amiss][:5], "together": crowd, "load": os.getloadavg(),
            "megabytes": round(server.megabytes()), "events": found["total"],
        }, indent=1))  # fmt: skip
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
