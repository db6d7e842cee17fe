"""Which place belongs to which event, and where the text gives an event none."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.types import Place

PLACED = [
    # where a weapon lay, whoever was there and what a film shows
    ("A mine hidden under a track near Mopti killed two teachers on Sunday.", "killed", "Mopti"),
    ("Residents of Goma said that deserters had beaten them.", "beaten", "Goma"),
    ("Pictures from Mariupol showed marines firing from a tram depot.", "firing", "Mariupol"),
    # relative clauses
    ("The worst raid was at Duékoué, where elders say that gunmen burned forty houses.",
     "burned", "Duékoué"),
    ("Last week the two ministers met in Lusaka, where they agreed to reopen the railway.",
     "agreed", "Lusaka"),
    ("The unrest that began in Derry on Friday reached Belfast.", "unrest", "Derry"),
    ("The envoys met the vice-president in Lima, where they agreed to set up a court.", "agreed",
     "Lima"),
    ("Four sailors were questioned on Norfolk Island by two officers.", "questioned",
     "Norfolk Island"),
    ("The ministers will attend the Bogota meeting on Friday.", "attend", "Bogot"),
    # what is done to a place, visited, barred or left
    ("In Syria, army units joined up with the militia on Monday and broke the siege of Aleppo.",
     "broke", "Aleppo"),
    ("The foreign minister, who was visiting Dushanbe on Monday, praised the deal.",
     "visiting", "Dushanbe"),
    ("Inspectors have been barred from Natanz since May.", "barred", "Natanz"),
    ("Thousands have fled Spin Boldak since the shelling began.", "fled", "Spin Boldak"),
    # a toll is of the act before it, and first words set the whole sentence
    ("A bus was rammed in Lahore on Monday; nine people were hurt.", "hurt", "Lahore"),
    ("In Bunia, rebels fired on a crowd; four people were killed.", "killed", "Bunia"),
    # places that no gazetteer knows
    ("Algeria denied that it had moved tanks to the border.", "moved", "border"),
    ("The general has been confined to his house since June.", "confined", "house"),
    ("On Tuesday farmers blocked the runway with tractors.", "blocked", "runway"),
    ("In the north, raiders killed nine herders.", "killed", "north"),
    ("The mutineers held the premier and five deputies in the palace for a week.", "held",
     "palace"),
    ("He was in Geneva when the king died; officers closed the border to keep him out.", "closed",
     "border"),
    ("The engineer was driving along the airport motorway when a slab smashed his windscreen.",
     "smashed", "motorway"),
    ("A sergeant was killed in an exchange of fire outside the gendarmes' barracks.", "killed",
     "barracks"),
]  # fmt: skip

# What is given, sold or said to or by somebody with a place's name is done at no place that the
# text tells, and where others go is not where this was done.
UNPLACED = [
    ("President Ruto invited the two generals to Nairobi.", "invited"),
    ("The council accepted offers of help from Norway and Qatar.", "accepted"),
    ("The junta also bought helicopters from Russia.", "bought"),
    ("Belgrade sold mortars to Myanmar until last year.", "sold"),
    ("Three brothers whom Ankara wanted were handed over to Turkey on Friday.", "handed"),
    ("Sweden suspended arms exports to Turkey in October.", "suspended"),
    ("More than thirty guards deserted overnight, according to Poland's border agency.",
     "deserted"),
    ("Tripoli pledged not to interfere in Tunisia's affairs.", "pledged"),
    ("The ministry blocked two news sites and drove the reporters out of Agadez on Tuesday.",
     "blocked"),
    ("Soldiers seized the president on Thursday and put him on a plane to Lomé.", "seized"),
    ("Police handed the boys over to militiamen, who shot two of them in a quarry at Chilpo.",
     "handed"),
    ("Canada urged Sudan on Friday to give relief workers access to Darfur.", "urged"),
    ("He rejected an offer of asylum from Zambia in March.", "rejected"),
    ("The premier apologised in a letter to Copenhagen and promised an inquiry.", "promised"),
    ("It refuses to close the base.", "refuses"),
]  # fmt: skip


def place_of(text: str, trigger: str) -> Place | None:
    reading = read(Given(text))
    assert reading.failures == ()
    return next(s.place for s in reading.statements if trigger in s.event.trigger.text)


@pytest.mark.parametrize(("text", "trigger", "name"), PLACED)
def test_an_event_is_where_its_sentence_sets_it(text: str, trigger: str, name: str) -> None:
    place = place_of(text, trigger)
    assert place is not None
    assert name in f"{place.name} {place.text}"
    assert text[place.start : place.end] == place.text


@pytest.mark.parametrize(("text", "trigger"), UNPLACED)
def test_an_event_that_the_text_sets_nowhere_has_no_place(text: str, trigger: str) -> None:
    assert place_of(text, trigger) is None


def test_the_base_and_the_island_are_only_those_called_so() -> None:
    before = "Troops left the base at Bagram on Friday. Two generals met in Kabul. "
    place = place_of(f"{before}Looters stormed the base on Sunday.", "stormed")
    assert place is not None
    assert place.name == "Bagram"


def test_a_town_is_no_region_spoken_of_again() -> None:
    before = "Soldiers shot two men near Doha on Friday. "
    place = place_of(f"{before}Gunmen attacked the region on Sunday.", "attacked")
    assert place is None or place.name != "Doha"
