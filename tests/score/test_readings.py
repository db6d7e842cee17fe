"""The scorer itself: made-up readings against made-up golden ones, right and wrong."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from dateline.cli.score import app
from dateline.errors import DataError, UsageError
from dateline.score.cells import is_actor, same_actors, same_place, same_time
from dateline.score.golden import Case, Golden, GoldenCommitment, GoldenEvent, GoldenSilence, cases
from dateline.score.precision import dated_closer, placed_closer
from dateline.score.readings import Comparison, compare, explain, tally
from dateline.types import (
    Action,
    Actor,
    Attribution,
    Commitment,
    Document,
    Event,
    Place,
    Precision,
    Published,
    Reading,
    Silence,
    Span,
    Statement,
    Time,
    Versions,
)

HEAD = "Army leaves Bor"
LEAD = "Army troops left Bor on Monday."
TALE = "Gunmen killed ten people in Pibor."
HUSH = "Rebels have not commented."
PACT = "The army must leave Akobo by May 3."
TEXT = "\n\n".join((HEAD, LEAD, TALE, HUSH, PACT))


def span(text: str) -> Span:
    start = TEXT.index(text)
    return Span(start, start + len(text), text)


def actor(tag: str, text: str = "Army") -> Actor:
    country, _, sector = tag.partition(".")
    return Actor(
        start=0,
        end=len(text),
        text=text,
        id=None if country == "?" else tag,
        country=None if country == "?" else country,
        sector=sector or None,
    )


def place(name: str) -> Place:
    return Place(start=0, end=len(name), text=name, name=name)


def when(first: str | None, last: str | None, basis: str = "expression") -> Time:
    return msgspec.convert({"edtf": None, "from": first, "to": last, "basis": basis}, Time)


def statement(sentence: str, trigger: str, kind: str, **cells: object) -> Statement:
    said = cells.pop("said", Attribution())
    values = {
        "id": f"{sentence}:{trigger}:{kind}",
        "sentence": span(sentence),
        "event": Event(
            type=kind,  # type: ignore[arg-type]
            mode=None,
            contexts=(),
            trigger=span(trigger),
            cameo=None,
            score=1.0,
        ),
        "actors": (),
        "recipients": (),
        "place": None,
        "time": None,
        "background": False,
        "modality": "asserted",
        "attribution": said,
        "quantities": (),
    }
    return Statement(**(values | cells))  # type: ignore[arg-type]


LEFT = statement(
    LEAD,
    "left",
    "RETREAT",
    actors=(actor("SSD.MIL.army"),),
    place=place("Bor"),
    time=when("2024-01-01", "2024-01-01"),
)
GOLDEN_LEFT = GoldenEvent(
    in_="Army troops left",
    also_in=(HEAD,),
    trigger="left",
    type="RETREAT",
    actors=("SSD.MIL",),
    place="Bor",
    from_="2024-01-01",
    to="2024-01-01",
)
GOLDEN_KILLED = GoldenEvent(
    in_="Gunmen killed", trigger="killed", type="ASSAULT", actors=("?.UAF",), place="Pibor"
)


def reading(*statements: Statement, **more: object) -> Reading:
    document = Document(
        id="x",
        source=None,
        title=None,
        publisher=None,
        author=None,
        language="en",
        published=Published(),
        place=None,
        characters=len(TEXT),
        sentences=4,
        repeats=(),
        text=TEXT,
    )
    empty = {"commitments": (), "silences": (), "failures": ()}
    return Reading(
        document=document,
        statements=statements,
        versions=Versions(program="0", model="m", gazetteer="g"),
        **(empty | more),  # type: ignore[arg-type]
    )


def set_beside(*statements: Statement, golden: Golden | None = None, **more: object) -> Comparison:
    told = golden or Golden(events=(GOLDEN_LEFT, GOLDEN_KILLED))
    return compare(Case("case", TEXT, told), reading(*statements, **more))


def test_a_perfect_reading_scores_one() -> None:
    killed = statement(
        TALE, "killed", "ASSAULT", actors=(actor("?.UAF", "Gunmen"),), place=place("Pibor")
    )
    figures = tally([set_beside(LEFT, killed)], 0.0)
    assert (figures.events_found, figures.cells_right, figures.spurious) == (1.0, 1.0, 0.0)


def test_an_empty_reading_scores_zero_and_has_no_cells() -> None:
    figures = tally([set_beside()], 0.0)
    assert (figures.events_found, figures.events_found_any_type) == (0.0, 0.0)
    assert figures.cells_right is None
    assert figures.spurious is None


def test_a_wrong_type_is_found_only_as_any_type_and_is_not_spurious() -> None:
    figures = tally([set_beside(statement(LEAD, "left", "ASSAULT"))], 0.0)
    assert (figures.events_found, figures.events_found_any_type) == (0.0, 0.5)
    assert figures.spurious == 0.0


def test_a_statement_with_another_trigger_and_type_is_spurious() -> None:
    compared = set_beside(statement(LEAD, "troops", "MOBILIZE"))
    assert tally([compared], 0.0).spurious == 1.0
    assert len(compared.missed) == 2


def test_a_second_statement_of_the_same_event_is_spurious() -> None:
    assert tally([set_beside(LEFT, statement(LEAD, "troops", "RETREAT"))], 0.0).spurious == 0.5


def test_the_headline_may_tell_it_again_or_alone() -> None:
    headline = statement(HEAD, "leaves", "RETREAT")
    assert tally([set_beside(LEFT, headline)], 0.0).spurious == 0.0
    assert tally([set_beside(headline)], 0.0).events_found == 0.5


def test_an_optional_event_is_neither_missed_nor_spurious() -> None:
    golden = Golden(events=(GOLDEN_LEFT,), optional=(GoldenEvent(in_=TALE, type="ASSAULT"),))
    with_it = tally([set_beside(LEFT, statement(TALE, "killed", "ASSAULT"), golden=golden)], 0.0)
    without = tally([set_beside(LEFT, golden=golden)], 0.0)
    assert (with_it.events_found, with_it.spurious) == (1.0, 0.0)
    assert without.events_found == 1.0


@pytest.mark.parametrize(
    ("cell", "value", "wrong"),
    [
        ("actors", (actor("SSD.GOV"),), "actor_right"),
        ("recipients", (actor("SSD.CVL"),), "recipient_right"),
        ("place", place("Juba"), "place_right"),
        ("place", None, "place_right"),
        ("time", None, "time_right"),
        ("modality", "planned", "modality_right"),
        ("attribution", Attribution(speaker=actor("SSD.REB")), "speaker_right"),
        ("attribution", Attribution(stance="denies"), "stance_right"),
        ("background", True, "background_right"),
        ("attribution", Attribution(evidence=("video",)), "evidence_right"),
    ],
)
def test_a_wrong_cell_is_wrong_and_only_it(cell: str, value: object, wrong: str) -> None:
    compared = set_beside(msgspec.structs.replace(LEFT, **{cell: value}))
    figures = msgspec.to_builtins(tally([compared], 0.0))
    assert figures[wrong] == 0.0
    in_cells = wrong not in {"background_right", "evidence_right"}
    assert figures["cells_right"] == pytest.approx(6 / 7 if in_cells else 1.0, abs=1e-3)


@pytest.mark.parametrize(("mode", "right"), [("withdraw|release", 1.0), ("disarm|resign", 0.0)])
def test_a_mode_is_right_where_it_is_one_of_those_given(mode: str, right: float) -> None:
    golden = Golden(events=(msgspec.structs.replace(GOLDEN_LEFT, mode=mode),))
    event = msgspec.structs.replace(LEFT.event, mode="withdraw")
    compared = set_beside(msgspec.structs.replace(LEFT, event=event), golden=golden)
    assert tally([compared], 0.0).mode_right == right


def test_a_free_cell_is_not_scored() -> None:
    free = msgspec.structs.replace(GOLDEN_LEFT, free=("place",))
    moved = msgspec.structs.replace(LEFT, place=place("Juba"))
    figures = tally([set_beside(moved, golden=Golden(events=(free,)))], 0.0)
    assert (figures.place_right, figures.cells_right) == (None, 1.0)


@pytest.mark.parametrize(
    ("golden", "found", "same"),
    [
        (["A.X", "B.Y"], ["B.Y", "A.X"], True),
        (["?.X", "A.X"], ["A.X", "B.X"], True),
        (["A.X"], ["A.X", "B.X"], False),
        (["A.X"], [], False),
        (["A.X|B.X"], ["B.X"], True),
        (["A"], ["A.X"], True),
        ([], [], True),
    ],
)
def test_actors_are_the_same_in_any_order(golden: list[str], found: list[str], same: bool) -> None:
    assert same_actors(golden, [actor(tag) for tag in found]) is same


def test_actors_by_id_or_by_the_head_of_their_words() -> None:
    bob = Actor(start=0, end=3, text="two local men", id="PER.bob", country="USA", sector="GOV")
    assert is_actor("PER.bob", bob)
    assert is_actor("PER.", bob)
    assert is_actor("USA.GOV", bob)
    assert is_actor("text:several men from Bor", bob)
    assert not is_actor("text:Bor", bob)
    assert not is_actor("ORG.bob", bob)
    assert not is_actor("PER.bo", bob)


@pytest.mark.parametrize(
    ("golden", "found", "same"),
    [
        ("Goma", "Goma", True),
        ("Mekele|Mekelle", "Mekelle", True),
        ("Lachin corridor", "Lachin", True),
        ("Nagorno-Karabakh", "nagorno karabakh", True),
        ("Goma", "Gomando", False),
        ("Goma", None, False),
        (None, "Goma", False),
        (None, None, True),
    ],
)
def test_places(golden: str | None, found: str | None, same: bool) -> None:
    assert same_place(golden, place(found) if found else None) is same


@pytest.mark.parametrize(
    ("golden", "found", "same"),
    [
        (("2020-09-01", "2020-11-30"), when("2020-09-01", "2020-11-30"), True),
        (("2020-09-01", "2020-11-30"), when("2020-09-22", "2020-11-30"), True),
        (("2020-09-01", "2020-11-30"), when("2020-10-01", "2020-10-01"), False),
        (("2020-09-01", "2020-11-30"), when("2020-09-01", "2020-12-21"), False),
        (("2020-09-01", "2020-11-30"), when(None, "2020-11-30"), False),
        ((None, "2024-06-12"), when(None, "2024-06-12"), True),
        ((None, "2024-06-12"), when("2024-06-12", "2024-06-12"), False),
        ((None, "2024-06-12"), None, False),
        ((None, None), None, True),
        ((None, None), when(None, None), True),
        ((None, None), when(None, "2024-06-12", "inherited"), True),
        ((None, None), when(None, "2024-06-12", "document"), True),
        ((None, None), when(None, "2024-06-12"), False),
        ((None, None), when("2024-06-12", "2024-06-12", "inherited"), False),
    ],
)
def test_times(golden: tuple[str | None, str | None], found: Time | None, same: bool) -> None:
    assert same_time(*golden, found) is same


def pledge(**cells: object) -> Commitment:
    values = {
        "id": "c",
        "by": (actor("SSD.MIL"),),
        "to": (),
        "duty": "do",
        "action": Action(start=span("leave Akobo").start, end=0, text="leave Akobo"),
        "basis": None,
        "made": None,
        "begins": None,
        "due": when("2024-05-03", "2024-05-03"),
        "term": None,
        "condition": None,
        "extendable": None,
        "timing": "not due",
        "compliance": "unknown",
        "force": "active",
        "status": "pending",
        "because": (),
        "sentences": (span(PACT),),
    }
    return Commitment(**(values | cells))  # type: ignore[arg-type]


GOLDEN_PLEDGE = Golden(
    commitments=(
        GoldenCommitment(
            in_="The army must leave",
            by=("SSD.MIL",),
            action="leave Akobo",
            due_from="2024-05-03",
            due_to="2024-05-03",
            status="pending|unknown",
        ),
    ),
    silences=(GoldenSilence(in_=HUSH, party="SSD.REB"),),
)


@pytest.mark.parametrize(
    ("cells", "found", "right"),
    [
        ({}, 1.0, 1.0),
        ({"due": None}, 1.0, 5 / 6),
        ({"status": "broken", "duty": "refrain"}, 1.0, 4 / 6),
        ({"term": "P5Y", "extendable": True, "by": ()}, 1.0, 3 / 6),
        ({"sentences": (span(LEAD),)}, 0.0, None),
    ],
)
def test_commitments(cells: dict[str, object], found: float, right: float | None) -> None:
    figures = tally([set_beside(golden=GOLDEN_PLEDGE, commitments=(pledge(**cells),))], 0.0)
    assert figures.commitments_found == found
    assert figures.commitment_cells_right == (right and pytest.approx(right, abs=1e-3))


@pytest.mark.parametrize(
    ("party", "sentence", "found"),
    [("SSD.REB", HUSH, 1.0), ("SSD.MIL", HUSH, 0.0), ("SSD.REB", LEAD, 0.0)],
)
def test_silences(party: str, sentence: str, found: float) -> None:
    silence = Silence(party=actor(party), about=None, as_of=None, sentence=span(sentence))
    figures = tally([set_beside(golden=GOLDEN_PLEDGE, silences=(silence,))], 0.0)
    assert (figures.silences_found, figures.silences_spurious) == (found, 1.0 - found)


def test_explain_names_what_is_wrong() -> None:
    moved = msgspec.structs.replace(LEFT, place=place("Juba"))
    lines = list(explain(set_beside(moved, statement(HUSH, "commented", "REJECT"))))
    assert any("place     Bor, got Juba" in line for line in lines)
    assert any("missed    ASSAULT killed" in line for line in lines)
    assert any("spurious  REJECT commented" in line for line in lines)


@pytest.mark.parametrize(
    ("toml", "error"),
    [
        ('events = [{in = "not there", type = "AID"}]', "0 times"),
        ('events = [{in = "o", type = "AID"}]', "times in the text"),
        ('events = [{in = "tale", typ = "AID"}]', "typ"),
        ("events = [", "case.toml"),
    ],
)
def test_broken_golden_readings_are_named(tmp_path: Path, toml: str, error: str) -> None:
    (tmp_path / "case.toml").write_text(toml)
    (tmp_path / "case.txt").write_text("One tale, told once or so.")
    with pytest.raises(DataError, match=error):
        cases(tmp_path)


def test_a_folder_without_golden_readings_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        cases(tmp_path)
    with pytest.raises(UsageError):
        cases(tmp_path / "none")


@pytest.mark.parametrize("corpus", ["examples", "held", "dev", *(f"dev{n}" for n in range(2, 12))])
def test_our_own_golden_readings_are_sound(corpus: str) -> None:
    found = cases(Path(__file__).parents[1] / "golden" / corpus)
    assert len(found) >= 6
    assert all(100 <= len(case.text.split()) <= 460 for case in found)
    assert all(case.golden.events for case in found)


@pytest.mark.parametrize("task", ["readings", "times", "places", "attribution"])
def test_a_missing_path_ends_with_exit_code_2(task: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [task, str(tmp_path / "none")])
    assert result.exit_code == 2
    assert "no such file or folder" in result.output


@pytest.mark.parametrize(
    ("first", "last", "found", "closer"),
    [
        ("2024-05-01", "2024-05-31", ("2024-05-03", "2024-05-03"), True),
        ("2024-05-01", "2024-05-31", ("2024-06-01", "2024-06-30"), False),
        ("2024-05-01", "2024-05-31", (None, "2024-05-31"), False),
        (None, "2024-05-31", ("2024-05-31", "2024-05-31"), True),
        (None, None, ("2024-05-31", "2024-05-31"), True),
        (None, None, (None, "2024-05-31"), False),
    ],
)
def test_a_time_is_closer_where_it_says_more_than_the_golden_one(
    first: str | None, last: str | None, found: tuple[str | None, str | None], closer: bool
) -> None:
    time = Time(edtf=None, from_=found[0], to=found[1], basis="expression")
    assert dated_closer(first, last, time) == closer


@pytest.mark.parametrize(
    ("golden", "name", "country", "precision", "closer"),
    [
        ("South Sudan", "Juba", "SSD", "locality", True),
        ("South Sudan|Juba", "Juba", "SSD", "locality", False),
        ("Juba", "South Sudan", "SSD", "country", False),
        ("Sudan", "Juba", "SSD", "locality", False),
        ("the consulate", "Juba", "SSD", "locality", False),
        (None, "South Sudan", "SSD", "country", True),
    ],
)
def test_a_place_is_closer_where_it_says_more_than_the_golden_one(
    golden: str | None, name: str, country: str, precision: Precision, closer: bool
) -> None:
    found = msgspec.structs.replace(place(name), country=country, precision=precision)
    assert placed_closer(golden, found) == closer
    assert not placed_closer(golden, None)


def test_the_share_of_events_told_too_closely_is_in_the_score() -> None:
    day = Time(edtf="2024-05-03", from_="2024-05-03", to="2024-05-03", basis="expression")
    golden = msgspec.structs.replace(GOLDEN_LEFT, from_=None, to=None, place=None)
    found = msgspec.structs.replace(LEFT, time=day, place=place("Bor"))
    figures = tally([set_beside(found, golden=Golden(events=(golden,)))], 0.0)
    assert (figures.dated_closer, figures.placed_closer) == (1.0, 1.0)
    exact = tally([set_beside(LEFT)], 0.0)
    assert (exact.dated_closer, exact.placed_closer) == (0.0, 0.0)
