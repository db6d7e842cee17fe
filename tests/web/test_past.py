"""What was known on an earlier day, cut from the whole record, is what merging it tells."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from dateline.record.earlier import Earlier
from dateline.record.entry import entries
from dateline.record.matching import homes
from dateline.record.merge import merge
from dateline.store import Query, Store, open_store, views
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
from dateline.web.asked import EVERY, Asked
from dateline.web.merged import Merged
from dateline.web.past import Past
from dateline.web.queries import Change, Found
from dateline.web.snapshot import Snapshot

START = date(2024, 3, 1)
ACTS: tuple[tuple[EventType, str], ...] = (
    ("ASSAULT", "shelled"),
    ("RETREAT", "withdrew from"),
    ("CONSULT", "held talks in"),
)
SIDES = (("GOV", "government"), ("MIL", "army"), ("REB", "rebels"))
STANCES: tuple[Stance, ...] = ("none", "states", "confirms", "denies", "accuses")


class Plain(Merged):
    """Merges what was known anew for each day."""

    def _cut(self, version: str, as_of: str | None) -> Snapshot | None:
        return None


class Maker:
    """Made-up reports that tell of the same few happenings, some of them copies of others."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311
        self._told: list[str] = []

    def reports(self, number: int) -> Iterator[Reading]:
        made: list[Reading] = []
        for count in range(number):
            told = list(self._dice.choice(made).statements) if made and count % 5 == 0 else None
            made.append(self._report(count, told))
            yield made[-1]

    def _published(self, day: date) -> Published:
        chance, text = self._dice.random(), day.isoformat()
        if chance < 0.1:
            return Published()
        if chance < 0.3:
            return Published(
                edtf=text[:7], from_=f"{text[:7]}-01", to=f"{text[:7]}-28", basis="given"
            )
        if chance < 0.4:
            return Published(edtf=f"{text}/..", from_=text, to=None, basis="inferred")
        return Published(edtf=text, from_=text, to=text, basis="given")

    def _report(self, number: int, copied: list[Statement] | None) -> Reading:
        day = START + timedelta(self._dice.randrange(24))
        text, statements = "", []
        for n in range(4):
            words = copied[n].sentence.text if copied else None
            statement = self._statement(number, len(text), day, words)
            statements.append(statement)
            self._told.append(statement.id)
            text += f"{statement.sentence.text} "
        silences = []
        if self._dice.random() < 0.6:
            party = self._actor(len(text))
            words = f"{party.text} has not commented."
            sentence = Span(len(text), len(text) + len(words), words)
            about = self._dice.choice(self._told)
            silences.append(Silence(party=party, about=about, as_of=None, sentence=sentence))
            text += words
        document = Document(
            id=hashlib.sha256(f"{number} {text}".encode()).hexdigest(), source=None,
            title=f"Report {number}", publisher=None, author=None, language="en",
            published=self._published(day), place=None, characters=len(text), sentences=5,
            repeats=(), text=text,
        )  # fmt: skip
        return Reading(
            document=document, statements=tuple(statements),
            commitments=tuple(self._promises(statements, day)), silences=tuple(silences),
            failures=(), versions=Versions(program="made", model="none", gazetteer="none"),
        )  # fmt: skip

    def _actor(self, start: int) -> Actor:
        sector, noun = self._dice.choice(SIDES)
        country = self._dice.choice(("MLI", "NER"))
        words = f"the {noun} of {country}"
        return Actor(
            start=start, end=start + len(words), text=words, id=f"{country}.{sector}",
            name=self._dice.choice((None, f"{country} {noun}")), country=country, sector=sector,
        )  # fmt: skip

    def _statement(self, number: int, start: int, day: date, words: str | None) -> Statement:
        dice = self._dice
        type_, verb = dice.choice(ACTS)
        town, doer = dice.choice(("Gao", "Kidal", "Ménaka")), self._actor(start)
        told = (day - timedelta(dice.choice((0, 0, 1, 2)))).isoformat()
        words = words or f"{doer.text} {verb} {town} after days of calm, residents said."
        place = Place(
            start=start, end=start + 1, text=words[0], name=town, lat=16.0 + len(town), lon=1.5,
            country="MLI", kind="city", precision=dice.choice(("exact", "locality")),
        )  # fmt: skip
        return Statement(
            id=hashlib.sha256(f"{number} {start}".encode()).hexdigest()[:16],
            sentence=Span(start, start + len(words), words),
            event=Event(
                type=type_, mode=None, contexts=(), trigger=Span(start, start + 3, words[:3]),
                cameo=None, score=dice.random(),
            ),
            actors=(doer,) if dice.random() < 0.9 else (),
            recipients=(self._actor(start),) if dice.random() < 0.4 else (),
            place=place if dice.random() < 0.8 else None,
            time=Time(edtf=told, from_=told, to=told, basis="expression")
            if dice.random() < 0.9 else None,
            background=dice.random() < 0.2, modality="asserted", quantities=(),
            attribution=Attribution(
                speaker=self._actor(start) if dice.random() < 0.6 else None,
                stance=dice.choice(STANCES),
            ),
        )  # fmt: skip

    def _promises(self, statements: list[Statement], day: date) -> Iterator[Commitment]:
        first = statements[0]
        due, made = (day + timedelta(20)).isoformat(), day.isoformat()
        bare = self._dice.random() < 0.3  # its own report does not tell of it
        if self._dice.random() < 0.8:
            yield Commitment(
                id=hashlib.sha256(f"promise {first.id}".encode()).hexdigest()[:16],
                by=first.actors or first.recipients, to=(),
                duty=self._dice.choice(("do", "refrain")),
                action=Action(start=0, end=3, text=first.sentence.text[:3], type=first.event.type,
                              place=first.place if self._dice.random() < 0.5 else None),
                basis=None if bare else first.id,
                made=Time(edtf=made, from_=made, to=made, basis="expression"), begins=None,
                due=Time(edtf=due, from_=due, to=due, basis="expression"), term=None,
                condition=None, extendable=None, timing="not due", compliance="unknown",
                force="active", status="pending", because=() if bare else (first.id,),
                sentences=() if bare else (first.sentence,),
            )  # fmt: skip


def decide(store: Store, seed: int) -> None:
    """Join, part, correct and reject some of what the record tells."""
    dice = random.Random(seed)  # noqa: S311
    events = [row.event for row in views.events(store, limit=0).items]
    several = [e for e in events if len(e.statements) > 1]
    one, other, third, fourth, last = (e.id for e in dice.sample(events, 5))
    views.decide(store, "same", [one, other, third], who="A. Analyst")
    for event in dice.sample(several, min(3, len(several))):
        views.decide(
            store, "split", event.statements[:1], others=event.statements[1:], who="A. Analyst"
        )
    views.decide(store, "reject", [fourth], who="A. Analyst")
    views.decide(store, "correct", [last], cell="modality", value="ongoing", who="A. Analyst")
    promises = sorted(kept.commitment.id for kept in store.commitments())
    silences = sorted(unspoken.id for unspoken in store.silences())
    for ids in (promises, silences):
        wrong, right = dice.sample(ids, 2)
        views.decide(store, "reject", [wrong], who="A. Analyst")
        views.decide(store, "accept", [right], who="A. Analyst")
    told = tuple(sorted(e.statement.id for e in store.entries(Query()))[:20])
    views.decide(
        store, "correct", [dice.choice(promises)], cell="because", value=told, who="A. Analyst"
    )


def changes(record: Merged, since: str, until: str) -> Found[Change]:
    return record.changes(Asked(size=EVERY), since, until)


def alike(store: Store, days: list[str]) -> None:
    """Every answer about each of the days is that of merging what was known then."""
    quick, plain = Merged(store), Plain(store)
    types = [None, "ASSAULT", "RETREAT"]
    for day in days:
        for asked in (
            *(Asked(as_of=day, type=t) for t in types),
            Asked(as_of=day, order="oldest", from_="2024-03-20", to="2024-04-10"),
            Asked(as_of=day, country="MLI"), Asked(as_of=day, actor="army"),
            Asked(as_of=day, place="gao"), Asked(as_of=day, words="days calm"),
            Asked(as_of=day, status="disputed"), Asked(as_of=day, page=2, size=7),
        ):  # fmt: skip
            for name in ("events", "counts", "spots", "tray", "claims", "commitments",
                         "standings", "silences", "sources", "actors"):  # fmt: skip
                assert getattr(quick, name)(asked) == getattr(plain, name)(asked), name
        assert quick.search(Asked(as_of=day, words="the")) == plain.search(
            Asked(as_of=day, words="the")
        )
        assert quick.days(day) == plain.days(day)
        whole, every = quick.known(None), plain.known(day)
        for key in (*whole.entries, *(e.id for e in whole.events), *(e.id for e in every.events)):
            assert quick.event(key, day) == plain.event(key, day)
        for actor in {a.id for a in whole.actors}:
            assert quick.actor(actor, day) == plain.actor(actor, day)
    for since, until in pairwise(days):
        assert changes(quick, since, until) == changes(plain, since, until)
    assert changes(quick, days[0], days[-1]) == changes(plain, days[0], days[-1])
    assert changes(quick, days[-1], days[0]) == changes(plain, days[-1], days[0])


@pytest.mark.parametrize("seed", range(4))
def test_made_up_records_are_as_they_were(tmp_path: Path, seed: int) -> None:
    with open_store(tmp_path / "made.db", create=True) as store:
        for reading in Maker(seed).reports(40):
            store.add(reading)
        assert any(row.event.sources > 2 for row in views.events(store, limit=0).items)
        if seed:
            decide(store, seed)
        out = sorted({d.published.from_ or "9999" for d, _ in store.documents()})
        days = ["1990-01-01", *out[:2], *out[3::4], "2030-01-01"]
        alike(store, days)
        quick = Merged(store)
        assert sum(isinstance(quick.known(day), Past) for day in days) > len(days) // 2


def test_the_example_record_is_as_it_was(record: Path) -> None:
    with open_store(record, create=False) as store:
        decide(store, 1)
        published = [d.published.to for d, _ in store.documents()]
        alike(store, ["1990-01-01", *sorted({d for d in published if d is not None})])


def test_what_was_known_is_made_of_what_is_known_now(record: Path) -> None:
    """Of an earlier day nothing is held twice: events that stood as they stand are the same."""
    with open_store(record, create=False) as store:
        held = Merged(store)
        then, now = held.known("2024-06-12"), held.known(None)
        today = {id(event) for event in now.events}
        assert sum(id(event) in today for event in then.events) > 0.8 * len(then.events)


def test_a_document_of_which_only_the_last_day_is_known_is_merged_anew(tmp_path: Path) -> None:
    """It is known on no day, and what came out after it may be told of with it all the same."""
    with open_store(tmp_path / "made.db", create=True) as store:
        out = Published(edtf="../2024-03-02", from_=None, to="2024-03-02", basis="inferred")
        some_day = Published(edtf="2024-03-20", from_="2024-03-20", to="2024-03-20", basis="given")
        for number, reading in enumerate(Maker(7).reports(12)):
            document = replace(reading.document, published=out if number == 3 else some_day)
            store.add(replace(reading, document=document))
        quick, plain = Merged(store), Plain(store)
        asked = Asked(as_of="2024-04-01")
        assert quick.events(asked) == plain.events(asked)
        assert not isinstance(quick.known("2024-04-01"), Past)


def test_copies_that_came_later_did_not_make_one_source_of_two() -> None:
    readings = sorted(Maker(0).reports(40), key=lambda r: r.document.published.from_ or "9999")
    known, day = [e for r in readings for e in entries(r)], "2024-03-20"
    out = [e for e in known if (e.published.from_ or "9999") <= day]
    events = merge(out, as_of=day)
    several = next(e for e in events if e.sources > 1)
    told = {e.document for e in out if e.statement.id in several.statements}
    last = next(r.document.id for r in reversed(readings) if r.document.published.from_)
    assert last not in {e.document for e in out}
    family = dict.fromkeys((*told, last), last)
    earlier = Earlier(
        merge(known, copies=family), {e.statement.id: e for e in known},
        {r.document.id: r.document.published for r in readings}, (),
        decisions=(), copies=family, homes=homes(known),
    )  # fmt: skip
    then = earlier.on(day, {})
    assert then is not None
    assert then.events == events


def test_a_promise_that_its_report_does_not_tell_of_is_followed_by_it(tmp_path: Path) -> None:
    """What its own report tells is about the promise, however many others there are."""
    made = list(Maker(1).reports(9))
    promise = next(r for r in made if r.commitments and r.statements[1].actors)
    by, place = promise.statements[1].actors, promise.statements[1].place
    (commitment,) = promise.commitments
    kept = replace(promise.statements[1], place=None, time=None, event=promise.statements[0].event)
    action = replace(commitment.action, place=place or promise.statements[0].place)
    commitment = replace(
        commitment, by=by, duty="do", action=action, basis=None, because=(), sentences=(), made=None
    )
    days = ("2024-03-01", "2024-03-02")
    with open_store(tmp_path / "two.db", create=True) as store:
        other = next(r for r in made if r is not promise)
        first = replace(
            promise, statements=(promise.statements[0], kept), commitments=(commitment,)
        )
        for reading, day in zip((first, replace(other, commitments=())), days, strict=True):
            out = Published(edtf=day, from_=day, to=day, basis="given")
            store.add(replace(reading, document=replace(reading.document, published=out)))
        alike(store, list(days))
        quick = Merged(store)
        stood = [quick.commitments(Asked(as_of=day)).items[0].commitment for day in days]
        assert [c.compliance for c in stood] == ["disputed", "disputed"]


def test_a_silence_accepted_on_what_came_later_was_on_what_its_report_says(tmp_path: Path) -> None:
    made = list(Maker(1).reports(9))
    first = next(r for r in made if r.silences)
    later = next(r for r in made if not r.silences)
    silence, days = first.silences[0], ("2024-03-01", "2024-03-02")
    given = [Published(edtf=day, from_=day, to=day, basis="given") for day in days]
    first, later = (
        replace(r, document=replace(r.document, published=out))
        for r, out in zip((first, later), given, strict=True)
    )
    spoken_for = replace(
        silence, about=later.statements[0].id, party=replace(silence.party, id="ORG.the-desk")
    )
    with open_store(tmp_path / "two.db", create=True) as store:
        store.add(later)
        store.add(replace(first, silences=(spoken_for,)))
        views.decide(store, "accept", [store.silences()[0].id], who="A. Analyst")
        again = replace(spoken_for, about=first.statements[0].id)
        store.add(
            replace(first, silences=(again,), versions=replace(first.versions, program="new"))
        )
        alike(store, list(days))
        quick = Merged(store)
        matters = [quick.silences(Asked(as_of=day)).items[0].event for day in days]
        assert matters[0] != matters[1]
