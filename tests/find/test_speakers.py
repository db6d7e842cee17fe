"""Who says it, where the grammar does not say so plainly: text -> (trigger, speaker, stance)."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.types import Reading, Statement


def reading(text: str) -> Reading:
    found = read(Given(text, published="2024-06-12", published_basis="given"))
    assert found.failures == ()
    return found


def told(text: str, trigger: str) -> Statement:
    return next(s for s in reading(text).statements if s.event.trigger.text == trigger)


SPEAKERS = [
    # a headline leaves out the auxiliary
    ("Lebanon's army says soldier killed by Israeli strike\n\nIt was late.", "killed", "LBN.MIL", "states"),
    # a country before a colon says where it happened
    ("Sudan: 12 killed in attack on camp in El Fasher\n\nIt was late.", "killed", None, "none"),
    ("Moscow: Ukraine shelled market in Donetsk\n\nIt was late.", "shelled", "RUS.GOV", "states"),
    ("Thai army: Cambodian troops opened fire first\n\nIt was late.", "opened", "THA.MIL", "states"),
    # a dash with blanks about it joins nothing
    (
        "Aug 16 - Russia's defence ministry said on Friday that its forces had attacked Korenevo.",
        "attacked", "RUS.MIL.defence-ministry", "states",
    ),
    # a report from Nairobi about Haiti: a bare minister may be of either
    (
        "Kenya police killed in Haiti, minister says\n\nNAIROBI, July 23 - Kenya's police in Haiti will "
        "stay for a year, the minister said. Officers arrived in Port-au-Prince on June 25.",
        "killed", None, "states",
    ),
    # the parser gives the verb of saying no subject
    (
        "Russian troops put up a fence near the village of Khurvaleti on the edge of South Ossetia, "
        "Georgia's security service said on Monday.",
        "put up", "GEO.SPY", "states",
    ),
    # who is named beside his office
    (
        "The Russian-installed head of Crimea, Sergei Aksyonov, denied that the bridge had been damaged.",
        "damaged", "PER.sergei-aksyonov", "denies",
    ),
    # a thing shows it, as somebody says
    (
        "Russia's defence ministry said it had shot down nine drones. It published a video which it "
        "said showed the destruction of two armoured vehicles.",
        "destruction", "RUS.MIL.defence-ministry", "states",
    ),
    # "we" are who is quoted
    (
        '"The withdrawal that we announced in October will not take place," Colonel Louie Moreno said.',
        "withdrawal", "PER.louie-moreno", "announces",
    ),
    # what somebody had no part in
    ("The ELN denied responsibility for the attack in Cali.", "attack", "ORG.eln", "denies"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "speaker", "stance"), SPEAKERS)
def test_who_says_it(text: str, trigger: str, speaker: str | None, stance: str) -> None:
    found = told(text, trigger).attribution
    assert (found.speaker and found.speaker.id, found.stance) == (speaker, stance)


def test_who_is_quoted_speaks_of_others_as_they() -> None:
    text = (
        "A spokesman for the Arakan Army, Khaing Thukha, said jets had bombed two villages on Thursday."
        '\n\n"They killed eleven people, four of them children," he said.'
    )
    killed = told(text, "killed")
    assert [a.id for a in killed.actors] == [None]
    assert killed.attribution.speaker is not None
    assert killed.attribution.speaker.id == "ORG.arakan-army"


def test_who_says_that_she_saw_it_is_nobody_named_before() -> None:
    text = (
        "Fighting goes on around the town, spokesman Sylvain Ekenge said.\n\n"
        "A nurse at the hospital said she had attacked the rebels."
    )
    assert [a.text for a in told(text, "attacked").actors] == ["she"]


def test_nobody_who_claimed_an_attack_is_no_doer() -> None:
    found = reading("No group has claimed responsibility for the attack.")
    assert all(not s.actors for s in found.statements)


def test_what_somebody_waits_for_has_not_happened() -> None:
    text = "The general said that his fighters would keep their weapons until the army left Amhara."
    assert told(text, "left").modality == "hypothetical"
    assert told("The rebels stayed until the army left Amhara.", "left").modality == "asserted"


def test_a_name_is_not_cut_by_the_end_of_a_sentence() -> None:
    text = (
        "Thailand's army said on Wednesday that Cambodian soldiers had opened fire on a patrol near "
        "the Ta Muen Thom temple, wounding two rangers."
    )
    assert {s.sentence.text for s in reading(text).statements} == {text}


def test_a_family_name_is_part_of_the_name() -> None:
    text = (
        "Germany will give 30 million euros to help Chad shelter people who fled the war in Sudan, "
        "Foreign Minister Annalena Baerbock announced on Wednesday."
    )
    found = reading(text)
    speakers = {s.attribution.speaker.id for s in found.statements if s.attribution.speaker}
    assert speakers == {"PER.annalena-baerbock"}
    (promise,) = found.commitments
    assert promise.action.text.endswith("fled the war in Sudan")
    assert promise.due is None


def test_a_lake_is_no_government_and_a_namesake_no_seat() -> None:
    sent = told("Officials met. Troops were sent to the Lake Chad region.", "sent")
    assert all(a.country != "TCD" for a in sent.actors)
    held = told("LONDON, Ontario, May 13 - Police in London arrested a man on Monday.", "arrested")
    assert all(a.country != "GBR" for a in held.actors)


def test_a_silence_is_on_what_its_words_name() -> None:
    found = reading(
        "South Sudan's First Vice President Riek Machar was arrested on Wednesday, his party said. The "
        "defence minister disarmed his guards. The government has not commented on the arrest."
    )
    (silence,) = found.silences
    (matter,) = (s for s in found.statements if s.id == silence.about)
    assert matter.event.trigger.text == "arrested"


def test_the_doer_in_a_headline_stands_behind_the_colon() -> None:
    found = told("Thai army: Cambodian troops opened fire first\n\nIt was late.", "opened")
    assert [a.id for a in found.actors] == ["KHM.MIL"]
