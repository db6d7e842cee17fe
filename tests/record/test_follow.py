"""The rule table case by case, and following over made-up statements."""

import msgspec.structs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.record.bearing import Kind
from dateline.record.entry import Entry
from dateline.record.follow import follow, status_of
from dateline.types import (
    Action,
    Actor,
    Attribution,
    Commitment,
    Compliance,
    Event,
    Force,
    Modality,
    Published,
    Span,
    Stance,
    Statement,
    Time,
    Timing,
)

Case = tuple[Kind, Timing, Compliance, Force, str]
CASES: list[Case] = [
    ("act", "not due", "unknown", "active", "pending"),
    ("act", "no deadline", "unknown", "active", "pending"),
    ("act", "due", "unknown", "active", "pending"),
    ("act", "overdue", "unknown", "active", "overdue"),
    ("act", "overdue", "under way", "active", "overdue"),
    ("act", "not due", "under way", "active", "under way"),
    ("act", "not due", "partly kept", "active", "under way"),
    ("act", "on time", "kept", "active", "kept"),
    ("act", "no deadline", "kept", "active", "kept"),
    ("act", "early", "kept", "active", "kept early"),
    ("act", "late", "kept", "active", "kept late"),
    ("act", "not due", "disputed", "active", "disputed"),
    ("act", "not due", "unknown", "withdrawn", "withdrawn"),
    ("act", "not due", "unknown", "replaced", "unknown"),
    ("act", "not due", "unknown", "extended", "extended"),
    ("refrain", "not due", "alleged breach", "active", "disputed"),
    ("refrain", "not due", "disputed", "active", "disputed"),
    ("refrain", "not due", "breach confirmed", "active", "broken"),
    ("refrain", "overdue", "breach confirmed", "active", "broken"),
    ("refrain", "overdue", "unknown", "expired", "expired"),
    ("refrain", "not due", "unknown", "active", "pending"),
    ("refrain", "not due", "unknown", "extended", "extended"),
    ("stay", "not due", "under way", "active", "under way"),
    ("stay", "early", "unknown", "withdrawn", "ended early"),
    ("stay", "overdue", "unknown", "active", "expired"),
    ("stay", "not due", "unknown", "active", "pending"),
    ("stay", "on time", "kept", "active", "kept"),
    ("stay", "not due", "unknown", "extended", "extended"),
]


@pytest.mark.parametrize(("kind", "timing", "compliance", "force", "status"), CASES)
def test_the_rule_table(
    kind: Kind, timing: Timing, compliance: Compliance, force: Force, status: str
) -> None:
    assert status_of(kind, timing, compliance, force) == status


def test_nothing_follows_from_an_end_before_the_making() -> None:
    for kind in ("act", "stay", "refrain"):
        assert status_of(kind, "no deadline", "unknown", "active", impossible=True) == "unknown"
    assert status_of("act", "no deadline", "kept", "active", impossible=True) == "kept"
    (found,) = follow((promise(due="2020-01-01", made="2024-01-01"),), [], "2024-06-01")
    assert (found.timing, found.status) == ("no deadline", "unknown")


def test_a_term_without_a_start_has_no_end() -> None:
    without = msgspec.structs.replace(promise(due=None), made=None, term="P90D")
    (found,) = follow((without,), [], "2030-01-01")
    assert (found.due, found.timing, found.status) == (None, "no deadline", "pending")


def test_a_commitment_that_rests_on_itself_is_followed_all_the_same() -> None:
    made = told("made", "RETREAT", actor("RUS"), "2024-02-01", mode="withdraw")
    statement = msgspec.structs.replace(made.statement, sentence=Span(0, 1, "x"))
    own = msgspec.structs.replace(promise(), basis="made", sentences=(Span(0, 1, "x"),))
    entries = [Entry(made.document, made.published, statement)]
    (once,) = follow((own,), entries, "2024-03-01")
    assert once.status == "pending"  # the promise itself does not keep it
    assert follow((once,), entries, "2024-03-01") == (once,)


def actor(country: str, sector: str = "MIL") -> Actor:
    return Actor(start=0, end=1, text="x", id=f"{country}.{sector}", country=country, sector=sector)


def day(text: str | None) -> Time | None:
    return (text and Time(edtf=text, from_=text, to=text, basis="expression")) or None


def told(
    key: str,
    type_: str,
    who: Actor,
    when: str,
    *,
    mode: str | None = None,
    stance: Stance = "none",
    speaker: Actor | None = None,
    modality: Modality = "asserted",
    document: str | None = None,
    victim: Actor | None = None,
) -> Entry:
    statement = Statement(
        id=key,
        sentence=Span(900, 901, "x"),
        event=Event(
            type=type_,  # type: ignore[arg-type]
            mode=mode,
            contexts=(),
            trigger=Span(900, 901, "x"),
            cameo=None,
            score=1.0,
        ),
        actors=(who,),
        recipients=(victim,) if victim is not None else (),
        place=None,
        time=day(when),
        background=False,
        modality=modality,
        attribution=Attribution(speaker=speaker, stance=stance),
        quantities=(),
    )
    return Entry(
        document or key, Published(edtf=when, from_=when, to=when, basis="given"), statement
    )


def promise(
    *, duty: str = "do", type_: str | None = "RETREAT", mode: str | None = "withdraw",
    due: str | None = "2024-06-30", made: str = "2024-01-01", begins: str | None = None,
) -> Commitment:  # fmt: skip
    return Commitment(
        id="c",
        by=(actor("RUS"),),
        to=(),
        duty=duty,  # type: ignore[arg-type]
        action=Action(start=0, end=1, text="x", type=type_, mode=mode),  # type: ignore[arg-type]
        basis=None,
        made=day(made),
        begins=day(begins),
        due=day(due),
        term=None,
        condition=None,
        extendable=None,
        timing="no deadline",
        compliance="unknown",
        force="active",
        status="unknown",
        because=("made",),
        sentences=(Span(0, 1, "x"),),
    )


def stands(commitment: Commitment, entries: list[Entry], as_of: str | None) -> Commitment:
    (found,) = follow([commitment], entries, as_of)
    return found


LEFT = told("left", "RETREAT", actor("RUS"), "2024-06-10", mode="withdraw")
LATE = told("late", "RETREAT", actor("RUS"), "2024-08-01", mode="withdraw")
ELSE = told("else", "RETREAT", actor("FRA"), "2024-06-10", mode="withdraw")
GOING = told("going", "RETREAT", actor("RUS"), "2024-06-10", mode="withdraw", modality="ongoing")
OTHER = told("other", "RETREAT", actor("RUS"), "2024-06-10", mode="release")
OLD = told("old", "RETREAT", actor("RUS"), "2023-06-10", mode="withdraw")
PLAN = told("plan", "RETREAT", actor("RUS"), "2024-06-10", mode="withdraw", modality="planned")
DENY = told(
    "deny", "RETREAT", actor("RUS"), "2024-06-10", mode="withdraw", stance="denies",
    speaker=actor("UKR"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "as_of", "timing", "compliance", "status"),
    [
        ([], "2024-05-01", "not due", "unknown", "pending"),
        ([], "2024-06-30", "due", "unknown", "pending"),
        ([], "2024-07-01", "overdue", "unknown", "overdue"),
        ([], None, "not due", "unknown", "pending"),
        ([LEFT], "2024-07-01", "early", "kept", "kept early"),
        ([LATE], "2024-09-01", "late", "kept", "kept late"),
        ([LATE], "2024-07-15", "overdue", "unknown", "overdue"),
        ([ELSE], "2024-07-01", "overdue", "unknown", "overdue"),
        ([GOING], "2024-06-12", "not due", "under way", "under way"),
        ([OTHER], "2024-07-01", "overdue", "unknown", "overdue"),
        ([OLD], "2024-07-01", "overdue", "unknown", "overdue"),
        ([PLAN], "2024-07-01", "overdue", "unknown", "overdue"),
        ([LEFT, DENY], "2024-06-12", "not due", "disputed", "disputed"),
    ],
)
def test_following_an_act(
    entries: list[Entry], as_of: str | None, timing: str, compliance: str, status: str
) -> None:
    found = stands(promise(), entries, as_of)
    assert (found.timing, found.compliance, found.status) == (timing, compliance, status)


FIRED = told("fired", "ASSAULT", actor("RUS"), "2024-03-01", document="front")
BLAMED = told(
    "blamed", "ASSAULT", actor("RUS"), "2024-03-01", stance="accuses", speaker=actor("UKR"),
    document="front",
)  # fmt: skip
OWNED = told("owned", "ASSAULT", actor("RUS"), "2024-03-01", stance="admits", speaker=actor("RUS"))


@pytest.mark.parametrize(
    ("entries", "as_of", "status"),
    [
        ([], "2024-05-01", "pending"),
        ([], "2024-07-01", "expired"),
        ([BLAMED], "2024-05-01", "disputed"),
        ([BLAMED], "2024-02-01", "pending"),
        ([FIRED], "2024-05-01", "broken"),
        ([OWNED], "2024-05-01", "broken"),
        ([BLAMED, FIRED], "2024-05-01", "broken"),
        ([LEFT], "2024-06-12", "pending"),
    ],
)
def test_following_a_truce(entries: list[Entry], as_of: str, status: str) -> None:
    assert stands(promise(duty="refrain", type_=None, mode=None), entries, as_of).status == status


@pytest.mark.parametrize(
    ("entries", "as_of", "status"),
    [
        ([], "2024-05-01", "under way"),
        ([], "2024-07-01", "expired"),
        ([LEFT], "2024-06-12", "ended early"),
        ([LATE], "2024-09-01", "kept"),
        ([OLD], "2024-05-01", "under way"),
    ],
)
def test_following_a_presence(entries: list[Entry], as_of: str, status: str) -> None:
    presence = promise(type_="MOBILIZE", mode=None, begins="2024-01-01")
    assert stands(presence, entries, as_of).status == status


def test_what_it_rests_on_is_named() -> None:
    assert stands(promise(), [LEFT, ELSE], "2024-07-01").because == ("made", "left")


UNMIK = Actor(start=0, end=1, text="x", id="ORG.un", country="UNO", sector="IGO")


def shelled(
    key: str, who: str, stance: Stance = "none", speaker: Actor | None = None,
    when: str = "2024-03-01", victim: Actor | None = None,
) -> Entry:  # fmt: skip
    return told(
        key, "ASSAULT", actor(who), when, stance=stance, speaker=speaker, document="front",
        victim=victim,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "compliance"),
    [
        ([shelled("a", "RUS")], "breach confirmed"),
        ([shelled("a", "RUS", "states", actor("RUS"))], "breach confirmed"),
        ([shelled("a", "RUS", "claims", actor("RUS", "GOV"))], "breach confirmed"),
        ([shelled("a", "RUS", "states", UNMIK)], "breach confirmed"),
        ([shelled("a", "RUS", "accuses", UNMIK)], "breach confirmed"),
        ([shelled("a", "RUS", "states", actor("UKR"))], "alleged breach"),
        ([shelled("a", "RUS", "confirms", actor("UKR"))], "alleged breach"),
        ([shelled("a", "RUS", "claims")], "alleged breach"),
        ([shelled("a", "RUS", "accuses", actor("UKR")),
          shelled("b", "RUS", "denies", actor("RUS"))], "disputed"),
        ([shelled("a", "RUS", "accuses", actor("UKR")),
          shelled("b", "UKR", "accuses", actor("RUS"))], "disputed"),
        ([shelled("a", "RUS", "denies", actor("RUS"))], "disputed"),
        # on the day that it began, before it and after its end
        ([shelled("a", "RUS", when="2024-01-01")], "unknown"),
        ([shelled("a", "RUS", when="2023-12-31")], "unknown"),
        ([shelled("a", "RUS", when="2024-08-01")], "unknown"),
        ([shelled("a", "FRA")], "unknown"),
        ([shelled("a", "RUS", victim=actor("UKR"))], "breach confirmed"),
        ([shelled("a", "RUS", victim=actor("SYR"))], "unknown"),
    ],
)  # fmt: skip
def test_who_says_that_a_truce_was_broken(entries: list[Entry], compliance: str) -> None:
    truce = msgspec.structs.replace(
        promise(duty="refrain", type_=None, mode=None), by=(actor("RUS"), actor("UKR"))
    )
    assert stands(truce, entries, "2024-09-01").compliance == compliance


def test_what_is_told_elsewhere_bears_only_where_place_or_victim_tells() -> None:
    truce = promise(duty="refrain", type_=None, mode=None)
    home = told("home", "CONCEDE", actor("RUS"), "2024-01-01")
    agreed = Entry(
        "home", home.published, msgspec.structs.replace(home.statement, sentence=Span(0, 1, "x"))
    )
    assert stands(truce, [agreed, shelled("a", "RUS")], "2024-05-01").status == "pending"
    both = msgspec.structs.replace(truce, by=(actor("RUS"), actor("UKR")))
    hit = shelled("a", "RUS", victim=actor("UKR"))
    assert stands(both, [agreed, hit], "2024-05-01").status == "broken"


FOLLOWED = [LEFT, LATE, ELSE, GOING, FIRED, BLAMED, OWNED, DENY]


@given(st.lists(st.sampled_from(FOLLOWED), unique_by=lambda e: e.statement.id),
       st.sampled_from(["2024-02-01", "2024-06-12", "2024-09-01"]),
       st.sampled_from(["2024-02-01", "2024-06-12", "2024-09-01", None]))  # fmt: skip
def test_following_again_forgets_the_following_before(
    entries: list[Entry], first: str, second: str | None
) -> None:
    presence = promise(type_="MOBILIZE", mode=None, begins="2024-01-01")
    for commitment in (promise(), promise(duty="refrain", type_=None, mode=None), presence):
        before = stands(commitment, entries, first)
        assert stands(before, entries, second) == stands(commitment, entries, second)


@given(st.permutations([LEFT, LATE, ELSE, GOING, FIRED, BLAMED, DENY]))
def test_the_order_of_arrival_does_not_matter(entries: list[Entry]) -> None:
    for commitment in (promise(), promise(duty="refrain", type_=None, mode=None)):
        assert stands(commitment, entries, "2024-09-01") == stands(
            commitment, sorted(entries, key=lambda e: e.document), "2024-09-01"
        )
