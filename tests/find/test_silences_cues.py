"""Silences found in a text: sentence -> head of the party, and what only looks like one."""

import pytest

from dateline.analysis import Given
from dateline.find.silence_cues import any_cue
from dateline.pipeline import analyse, read


def parties(text: str) -> list[str]:
    found = analyse(Given(text))
    assert found.failures == ()
    return [found.tokens[m.party].text for m in found.silent]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Ankara has yet to respond to the accusations.", "Ankara"),
        ("Neither side has commented on the report.", "side"),
        ("Officials in Tripoli were not immediately available for comment.", "Officials"),
        ("The junta's spokesman did not answer calls.", "spokesman"),
        ("There was no immediate reaction from the Eritrean government.", "government"),
        ("Requests for comment to the Iranian mission were not answered.", "mission"),
        ("The RSF could not immediately be reached for comment.", "RSF"),
        ("The army did not comment on the strike.", "army"),
        ("Pakistan has so far not reacted.", "Pakistan"),
        ("The government has been silent on the killings.", "government"),
        ("No official comment was available from Beijing.", "Beijing"),
        ("The ministry would not comment.", "ministry"),
        ("Kampala has not yet issued a statement.", "Kampala"),
        ("Hamas has not responded to the ceasefire proposal.", "Hamas"),
        ("The army has not confirmed the number of dead.", "army"),
        ("Nobody at the Sudanese embassy picked up the phone.", "embassy"),
        ("Damascus's silence over the strike stood out.", "Damascus"),
        ("The junta's only answer so far has been silence.", "junta"),
        ("Attempts to contact the Tuareg alliance were unsuccessful.", "alliance"),
        ("From the Houthis there was not a word.", "Houthis"),
        ("The minister sidestepped questions about the missing money.", "minister"),
        ("Reporters were still awaiting a reply from the presidency on Tuesday.", "presidency"),
        ("Baku had for two days not responded to the appeal.", "Baku"),
        ("The RSF did not address the allegations.", "RSF"),
        ("Reporters who asked the minister for figures got no reply.", "minister"),
        ("Telephones at the palace rang unanswered.", "palace"),
        ("Morocco, tipped as a haven, has said nothing.", "Morocco"),
        ("The rebels have not answered the ultimatum.", "rebels"),
        ("The army's spokesman does not take calls.", "spokesman"),
        ("The ministry let our list of questions lie for nine weeks.", "ministry"),
        ("The White House referred callers to the Justice Department.", "House"),
        ("The governor did not lose a word on the arrests.", "governor"),
        ("Who gave the order, the ministry does not tell.", "ministry"),
        ("The embassy keeps its lips sealed about the plane.", "embassy"),
        ("Damascus has been mute on the matter.", "Damascus"),
        ("Neither delegation wished to take questions.", "delegation"),
        ("The rebels' London office has not been heard from.", "office"),
        ("The deputy mayor, asked whose orders he takes, studied his shoes.", "mayor"),
        ("Asked whether he trusted the army, the president walked on.", "president"),
        ("The organisers, who had ignored all enquiries, sold tickets.", "organisers"),
    ],
)
def test_who_has_not_spoken(text: str, party: str) -> None:
    assert parties(text) == [party]


def test_a_sentence_may_tell_of_several() -> None:
    text = "Ankara has not replied, and the maker, Baykar, refused to discuss its customers."
    assert parties(text) == ["Ankara", "maker"]
    text = "Thatcher's office would not comment, and nor would Buckingham Palace."
    assert parties(text) == ["office", "Palace"]


def test_a_silence_that_was_broken_is_none() -> None:
    assert parties("Congo broke its silence on Monday.") == []
    assert parties("The silence of the guns did not last.") == []


def test_those_who_share_a_verb_are_both_silent() -> None:
    assert parties("Egypt and Jordan have kept silent about it.") == ["Egypt", "Jordan"]
    assert parties("Turkey and Qatar declined to comment.") == ["Turkey", "Qatar"]


def test_neither_of_two_is_both() -> None:
    assert parties("Neither Kigali nor Kinshasa has confirmed the talks.") == ["Kigali", "Kinshasa"]


@pytest.mark.parametrize(
    "text",
    [
        "It was not clear whether Israel would respond.",
        "The rebels have yet to withdraw from Goma.",
        "Turkey did not respond to the shelling with force.",
        "He declined to run for a third term.",
        "The front line has remained silent since Tuesday.",
        "The rebels did not respond to fire.",
        "Iran has yet to respond militarily.",
        "The president refused to answer the summons.",
        "Russia has said nothing would stop it.",
        "The radar was unavailable.",
        "The bridge was unreachable.",
        "The hostages were not returned.",
        "The town has yet to recover.",
        "The two sides commented on the report.",
        "Serbia has confirmed the talks.",
        "There was no immediate withdrawal from Kidal.",
        "The police did not return fire.",
        "The ship has not left the port.",
        "Asked whether he would resign, the minister said that he was tired.",
        "Asked to leave, the minister walked on.",
        "Asked about the talks, the minister nodded.",
        "The minister let the deadline pass.",
        "The soldiers would not go into combat.",
    ],
)
def test_who_may_well_have_spoken(text: str) -> None:
    assert parties(text) == []


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The junta's spokesman in Ouagadougou walked off without taking a question.", "spokesman"),
        ("Israel would neither claim nor disclaim the strike.", "Israel"),
        ("Ethiopia was at a loss for words after the raid.", "Ethiopia"),
        ("The Syrian army let the telephone ring.", "Syrian army"),
        ("The governor's telephone was engaged all day.", "governor"),
        ("The number that the rebels give to reporters was switched off.", "rebels"),
        ("Kenya has told the families of the dead nothing.", "Kenya"),
        ("The King, who has not uttered a word in public, received the envoys.", "King"),
        ("The president has yet to break his silence on the massacre.", "president"),
        ("The mayor, who has not opened his mouth since June, left by a side door.", "mayor"),
        ("The commission has passed over the killings in silence.", "commission"),
        ("Tanzania met the reports of an outbreak with a shrug.", "Tanzania"),
    ],
)
def test_silence_in_other_words(text: str, party: str) -> None:
    (found,) = read(Given(text)).silences
    assert party in found.party.text


@pytest.mark.parametrize(
    "text",
    [
        "Power in Khartoum was switched off all Friday.",
        "The army let the convoy pass.",
        "The coalition reserved two battalions for the assault.",
        "Soldiers knocked at every door of the quarter.",
        "Not everything is quiet in the north.",
        "The line of the Venezuelan army held on the bridge.",
    ],
)
def test_what_only_sounds_like_silence(text: str) -> None:
    assert read(Given(text)).silences == ()


def test_cues_are_written_small() -> None:
    """They are looked for in a sentence without its capitals before they are in the sentence."""
    assert any_cue().pattern == any_cue().pattern.lower()
    assert parties("THE ARMY DID NOT COMMENT ON THE STRIKE.") == ["ARMY"]
