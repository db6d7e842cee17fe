import pytest

from dateline.analysis import Given
from dateline.pipeline import read

BEFORE = "Rebels attacked the town of Goma on Monday. "


def silent(text: str) -> list[str]:
    reading = read(Given(BEFORE + text))
    assert reading.failures == ()
    for silence in reading.silences:
        span = silence.sentence
        assert reading.document.text[span.start : span.end] == span.text
    return [s.party.id or s.party.text for s in reading.silences]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Moscow has yet to issue a statement.", "RUS.GOV"),
        ("Rwanda has not commented on the attack.", "RWA.GOV"),
        ("The Ugandan army did not respond to a request for comment.", "UGA.MIL"),
        ("Kenya's foreign ministry declined to comment.", "KEN.GOV.foreign-ministry"),
        ("The Pentagon refused to answer questions.", "USA.MIL.defence-ministry"),
        ("There was no immediate comment from Burundi.", "BDI.GOV"),
        ("There has been no official reaction from Kinshasa.", "COD.GOV"),
        ("The Kremlin has remained silent.", "RUS.GOV"),
        ("Tanzania could not be reached for comment.", "TZA.GOV"),
        ("Angola has neither confirmed nor denied the report.", "AGO.GOV"),
        ("The White House had no immediate comment.", "USA.GOV"),
        ("China has not said whether it knew.", "CHN.GOV"),
        ("Hezbollah made no comment.", "ORG.hezbollah"),
        ("France has said nothing about it.", "FRA.GOV"),
    ],
)
def test_a_party_that_has_not_spoken(text: str, party: str) -> None:
    assert silent(text) == [party]


@pytest.mark.parametrize(
    "text",
    [
        "Rwanda has yet to withdraw its troops.",
        "The army has not left the town.",
        "Uganda did not send soldiers.",
        "Kenya commented on the attack at once.",
        "The rebels declined to leave.",
        "France refused to pay.",
        "The guns have fallen silent in Goma.",
        "There was no immediate danger for the town.",
        "Nobody answered the phone in the shop.",
        "The ministry said that it had no money.",
        "Angola confirmed the report.",
        "The government has not banned the party.",
    ],
)
def test_what_is_no_silence(text: str) -> None:
    assert silent(text) == []


def test_it_is_about_the_news_that_concerns_the_party() -> None:
    reading = read(
        Given(
            "Azerbaijan said on Wednesday that Russian peacekeepers had left Karabakh. "
            "Moscow has yet to comment.",
            published="2024-06-12",
            published_basis="given",
        )
    )
    (silence,) = reading.silences
    about = {s.id: s for s in reading.statements}[silence.about or ""]
    assert about.event.type == "RETREAT"
    assert silence.as_of is not None
    assert silence.as_of.to == "2024-06-12"


def test_a_pronoun_takes_the_last_subject() -> None:
    assert silent("Turkish police arrested three men. They did not comment.") == ["TUR.COP"]


def test_it_is_a_body_and_no_person() -> None:
    text = (
        "The president's guards seized two branches. The bank had shut them. It has not commented."
    )
    (silence,) = read(Given(text)).silences
    assert silence.party.text == "The bank"


def test_what_somebody_had_insisted_he_had_not_answered_either() -> None:
    text = (
        "Saudi Arabia admitted the killing after weeks in which it had insisted that he walked out"
        " alive and had left most questions unanswered."
    )
    assert silent(text) == ["SAU.GOV"]
