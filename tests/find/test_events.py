"""Sentences in, events out: the tables beside this file, and who does what to whom."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dateline.analysis import Analysis, Given
from dateline.find.conditions import is_class
from dateline.find.lexicon import noun_rules, verb_rules
from dateline.find.ontology import kinds
from dateline.pipeline import analyse, default_stages, read

_HERE = Path(__file__).parent
_STAGES = frozenset({"parse", "names", "times", "places", "actors", "events"})


def _lines(name: str) -> list[str]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _read(sentence: str) -> Analysis:
    given = Given(sentence, published="2019-06-12", published_basis="given")
    analysis = analyse(given, [s for s in default_stages() if s.name in _STAGES])
    assert not analysis.failures
    return analysis


@pytest.mark.parametrize("line", _lines("events.tsv"))
def test_sentence_tells_of_these_events(line: str) -> None:
    sentence, expected = line.split("\t")
    analysis = _read(sentence)
    found = [
        f"{analysis.tokens[m.head].text} {m.type} {m.mode or '-'} {m.modality}"
        for m in analysis.events
    ]
    assert found == expected.split(";")


@pytest.mark.parametrize("sentence", _lines("no_events.txt"))
def test_sentence_tells_of_no_event(sentence: str) -> None:
    assert [m.span.text for m in _read(sentence).events] == []


@pytest.mark.parametrize(
    ("sentence", "agents", "patients"),
    [
        ("Gunmen killed nine farmers in Zamfara.", ["Gunmen"], ["farmers"]),
        ("Nine farmers were killed by gunmen.", ["gunmen"], ["farmers"]),
        ("Israeli strikes killed 12 people.", ["Israeli"], ["people"]),
        ("The rebels killed hundreds of civilians.", ["rebels"], ["civilians"]),
        ("Macron and Scholz met in Paris.", ["Macron", "Scholz"], []),
        ("Rights groups accused Kenyan police of shooting protesters.", ["groups"], ["police"]),
        ("Protesters were arrested by police.", ["police"], ["Protesters"]),
        ("The junta had the mayor arrested.", ["junta"], ["mayor"]),
        ("The rebels took 40 people hostage.", ["rebels"], ["people"]),
        (
            "Qatar, the United Arab Emirates, Kuwait and Egypt broke relations with Syria.",
            ["Qatar", "Emirates", "Kuwait", "Egypt"],
            ["Syria"],
        ),
        ("The president met the Turkish foreign minister.", ["president", "minister"], []),
        ("Rebels clashed with the army on Monday.", ["Rebels", "army"], []),
        (
            "The opposition complained that police had beaten its leader.",
            ["opposition"],
            ["police"],
        ),
        ("Rabat demanded that the soldiers leave the island.", ["Rabat"], ["soldiers"]),
        ("Taylor, indicted by a UN court, fled to Nigeria.", ["court"], ["Taylor"]),
        ("Iran helped Moscow to invade Ukraine.", ["Iran"], ["Moscow"]),
        ("Mauritania gave each family a plot.", ["Mauritania"], ["family"]),
        ("A report by Amnesty accuses the army of torture.", ["Amnesty"], ["army"]),
        ("The general offered to help Chad.", ["general"], ["Chad"]),
        ("The governor blamed the violence on warlords.", ["governor"], ["warlords"]),
        ("Six members of the church were sentenced by a court.", ["court"], ["members"]),
        ("Access was refused to the monitors by an officer.", ["officer"], ["monitors"]),
        ("Each family was offered shelter by Mauritania.", ["Mauritania"], ["family"]),
        ("Seven parties want him gone by midnight.", ["parties"], ["him"]),
        ("Denmark offered to let Latvia open an office.", ["Denmark"], ["Latvia"]),
        ("Ronald Reagan praised the courage of both leaders.", ["Reagan"], ["leaders"]),
        ("Colombia turned down a Venezuelan request.", ["Colombia"], ["Venezuelan"]),
        ("He condemned the attack by the rebels.", ["He"], ["rebels"]),
        ("Soldiers shot into a crowd in Abidjan.", ["Soldiers"], ["crowd"]),
        ("The army lost nine soldiers in the battle.", [], ["soldiers"]),
        ("The army lost the town of Bor to the rebels.", ["rebels"], []),
        ("Russia was refused.", [], ["Russia"]),
        # not a time or a warning
        ("The minister blamed Iran on Thursday.", ["minister"], ["Iran"]),
        ("Soldiers opened fire without warning on the crowd.", ["Soldiers"], ["crowd"]),
        # who stands further off
        ("The rebels surrounded and disarmed the peacekeepers.", ["rebels"], ["peacekeepers"]),
        ("Blair promised the villagers that they could go home.", ["Blair"], ["villagers"]),
        ("The bloc threatened to remove Gbagbo by force.", ["bloc"], ["Gbagbo"]),
        ("Police used tear gas to disperse the crowd.", ["Police"], ["crowd"]),
        ("Turkey opened its border to the refugees.", ["Turkey"], ["refugees"]),
        ("Tehran put off a fifth round of its talks with Riyadh.", ["Tehran"], ["Riyadh"]),
        ("Youths set fire to a patrol car in Lagos.", ["Youths"], ["car"]),
        # "was" is left out
        ("Five were arrested and two others wounded.", [], ["Five"]),
        ("The French prefect was chased and shot dead.", [], ["prefect"]),
    ],
)
def test_who_does_what_to_whom(sentence: str, agents: list[str], patients: list[str]) -> None:
    analysis = _read(sentence)
    mention, doc = analysis.events[0], analysis.tokens
    assert [doc[i].text for i in mention.agents] == agents
    assert [doc[i].text for i in mention.patients] == patients


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Three young Kanaks were killed in Noumea.", "Kanaks"),
        ("More than one million have been driven from their homes.", "one million"),
        ("The army faulted the newcomers for the fire.", "newcomers"),
    ],
)
def test_people_of_no_table_are_parties(sentence: str, who: str) -> None:
    (statement,) = read(Given(sentence)).statements
    assert [actor.text for actor in statement.recipients] == [who]


def test_force_that_is_used_is_no_party() -> None:
    (statement,) = read(Given("Nigeria threatened to use force.")).statements
    assert statement.recipients == ()


def test_a_party_is_no_matter_or_thing_of_the_doer() -> None:
    for sentence in ("The minister called it a farce.", "Rebels gave up their weapons in Goma."):
        assert all(event.patients == () for event in _read(sentence).events)


def test_an_infinitive_that_a_headline_hangs_on_lies_ahead() -> None:
    (event,) = _read("France to begin withdrawal from Chad").events
    assert (event.type, event.modality) == ("CONCEDE", "planned")


def test_what_one_is_accused_of_is_done_by_the_accused() -> None:
    analysis = _read("Rights groups accused Kenyan police of shooting protesters.")
    assert [analysis.tokens[i].text for i in analysis.events[1].agents] == ["police"]


def test_every_class_that_a_row_asks_for_is_known() -> None:
    asked = {
        need.split(":", 1)[1]
        for table in (verb_rules(), noun_rules())
        for rules in table.values()
        for rule in rules
        for need in rule.needs.replace("!", "").split("+")
        if ":" in need and not need.startswith(("prt:", "prep:"))
    }
    assert {kind for kind in asked if not is_class(kind)} == set()


def test_every_row_has_a_type_and_mode_of_the_ontology() -> None:
    rules = [r for table in (verb_rules(), noun_rules()) for rows in table.values() for r in rows]
    unknown = {(r.type, r.mode) for r in rules if r.type != "NONE"} - kinds().keys()
    assert unknown == set()


def test_every_word_of_a_row_can_be_reached() -> None:
    """The first row that fits counts: none before may ask for no more and tell of the same."""
    hidden = [
        (lemma, late.needs)
        for table in (verb_rules(), noun_rules())
        for lemma, rules in table.items()
        for number, late in enumerate(rules)
        for early in rules[:number]
        if early.type == late.type and _needs(early.needs) <= _needs(late.needs)
    ]
    assert hidden == []


def _needs(needs: str) -> set[str]:
    return set() if needs == "-" else set(needs.split("+"))
