"""What a statement rests on: text -> the evidence of the act told in it."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read

ROWS: list[tuple[str, str, tuple[str, ...]]] = [
    # writings that speak themselves
    ("Leaked party papers describe how guards beat inmates in the camp.", "beat", ("document",)),
    ("Rebels freed 40 hostages, according to the text, which the ministry published.", "freed", ("document",)),
    ("Reporters saw a secret memo of 2009. Another paper says that police killed nine miners.", "killed", ("document",)),
    ("An officer read him the warrant. It says that soldiers killed three priests in 1975.", "killed", ("document",)),
    ("The rebels announced in a letter to the BBC that they had left the town. Their men, they wrote, had freed 12 soldiers.", "freed", ("document",)),
    # what is to be seen on a thing
    ("The ministry published footage in which soldiers shoot at a crowd.", "shoot", ("video",)),
    ("The chief showed reporters film of men in masks beating a guard.", "beating", ("video",)),
    # people without office
    ("A woman who works across the street said that police had beaten two students.", "beaten", ("witness",)),
    ("A driver reached by telephone said gunmen had abducted nine nuns.", "abducted", ("witness",)),
    ("A teacher said that soldiers burned the market.", "burned", ("witness",)),
    ("A trader who asked not to be named said soldiers had killed two boys.", "killed", ("witness",)),
    ("Three nurses at the clinic describe militiamen dragging patients from their beds.", "dragging", ("witness",)),
    ("Two medics recall soldiers firing at the ambulance.", "firing", ("witness",)),
    ("Survivors said that raiders burned the huts. Others were drowned in the well, one said.", "drowned", ("witness",)),
    # what counts, and what is read as another word
    ("Three soldiers were hurt, according to the city hospital's register.", "hurt", ("data",)),
    ("Data from the coastguard record eleven trawlers seized since May.", "seized", ("data",)),
    ("A post-mortem report found that he had been hit in the head.", "hit", ("document",)),
    ("A coroner's report found that the boy had been shot in the back.", "shot", ("document",)),
    ("Footage shot from a rooftop, which we have matched with pictures, shows men whipping a cyclist.", "whipping", ("video",)),
    ("Drone footage shows tanks entering the town, and satellite images show that the bridge has been destroyed.", "destroyed", ("satellite",)),
    ("Drone footage shows tanks entering the town, and satellite images show that the bridge has been destroyed.", "entering", ("video",)),
    # who tells in office of others
    ("A Chadian colonel told reporters that gunmen had burned the depot.", "burned", ("official",)),
    ("Prosecutors said that gunmen had killed three miners.", "killed", ("official",)),
    ("Warplanes bombed a camp on Thursday, security sources said, a day after rebels seized a town.", "bombed", ("official",)),
    # what it rests on besides
    ("A report by Human Rights Watch, based on interviews with 28 witnesses, accuses soldiers of executing two monks.", "executing", ("witness",)),
    ("Officials citing radar data and recordings of the pilots' voices said a missile had hit the plane.", "hit", ("official", "data")),
    ("Doctors and police officials gave far higher figures, saying that soldiers had killed 64 protesters.", "killed", ("official",)),
    # who saw it
    ("Two reporters saw soldiers beat a porter at the gate.", "beat", ("witness",)),
    ("The soldiers burned the mill, and we watched them shoot a miller.", "shoot", ("witness",)),
    # what filmed it
    ("A policeman was filmed as he beat a student.", "beat", ("video",)),
    ("Soldiers beat a clerk on Monday; a neighbour filmed it.", "beat", ("video",)),
    ("Soldiers burned a mill on Monday, and a monk photographed it.", "burned", ("photo",)),
    ("In the pictures, soldiers shoot at a crowd of farmers.", "shoot", ("photo",)),
    # what it is told by
    ("Rebels killed 19 people in the town, by the hospital's count.", "killed", ("data",)),
    ("Gunmen killed a teacher in the square, two videos show.", "killed", ("video",)),
    ("Gunmen killed four nuns, by the account of three villagers.", "killed", ("witness",)),
    ("The army shelled the port on Friday; there are films of it.", "shelled", ("video",)),
    # whose word it is
    ("The police beat two boys, a barber said.", "beat", ("witness",)),
    ("A nurse told a court that soldiers had shot eleven patients.", "shot", ("witness",)),
    ("A cook, Ali Hassan, said that gunmen had abducted four guards.", "abducted", ("witness",)),
    ("Women from the valley described how soldiers burned their barns.", "burned", ("witness",)),
    ("A gardener said men had robbed him. Soldiers then killed his dog's owner, he said.", "killed", ("witness",)),
    ("A report of the mission said that rebels had killed six guards.", "killed", ("document",)),
    # things in frames of their own
    ("Soldiers burned the mill, radar images from a satellite show.", "burned", ("satellite",)),
    ("Amnesty International has published witness accounts of killings by soldiers.", "killings", ("witness",)),
    ("The bombing of the bridge was caught by a traffic camera.", "bombing", ("video",)),
    ("The army confirmed that the rebels had left the town, releasing a clip of lorries.", "left", ("video",)),
    ("An autopsy found that guards had beaten the prisoner.", "beaten", ("document",)),
    ("A UN mission concluded in a report that the army had killed 40 farmers.", "killed", ("document",)),
    ("Film shot by a neighbour shows soldiers beating a monk.", "beating", ("video",)),
    ("A transcript seen by clerks records that soldiers had killed two nuns.", "killed", ("document",)),
    ("In the port reporters saw men hurl bricks at a column and beat an old nun.", "beat", ("witness",)),
    ("The council confirmed, on the strength of a gate log, that soldiers had beaten two clerks.", "beaten", ("document",)),
    ("Rebels took the camp, killing 40 people by the ministry's count.", "killing", ("data",)),
    ("Soldiers shot at the boats, according to six of those who got across.", "shot", ("witness",)),
    ("Syrians who crossed the border said that soldiers had executed four teachers.", "executed", ("witness",)),
    ("The rebels published a video of the execution of two soldiers.", "execution", ("video",)),
    ("Jets bombed the airfield on Tuesday, images from Planet Labs show.", "bombed", ("satellite",)),
    ("Pirates attacked the ship with a mine, an internal report of the company says.", "attacked", ("document",)),
    ("Soldiers killed the students, according to a report by the interior ministry.", "killed", ("document",)),
    # offices without a name
    ("Soldiers arrested four men, the public prosecutor's office said.", "arrested", ("official",)),
    ("Rebels seized the bridge, a senior adviser to one of the ministers said.", "seized", ("official",)),
    ("Gunmen shot two policemen in the market, police said.", "shot", ("official",)),
    ("Rebels killed a judge, the prosecutor's office said.", "killed", ("official",)),
    ("Rebels seized the bridge, a member of the delegation said.", "seized", ("official",)),
    ("Officials denied the raid. They said that rebels had burned a mill.", "burned", ("official",)),
    # who counts
    ("More than 5,700 people have been killed by rebels, according to Deep South Watch.", "killed", ("data",)),
    ("The monitors have documented 70 killings in the valley.", "killings", ("data",)),
    # whatever the parser makes of the phrase that speaks
    ("Footage taken with a telephone, which the agency has obtained, shows guards beating a monk.", "beating", ("video",)),
    ("Leaflets smuggled out of the port, which a clerk has seen, say that police shot two dockers.", "shot", ("document",)),
    ("Minutes of the meeting, which a lawyer showed to reporters, say that soldiers had burned a mill.", "burned", ("document",)),
    ("The mission told the council in a note that rebels had burned 30 houses.", "burned", ("document",)),
    ("Records that a charity got from a court show that soldiers killed 40 miners.", "killed", ("document",)),
    ("Soldiers killed the captives, according to a summary made available to reporters.", "killed", ("document",)),
    ("Soldiers burned the mill on Monday, a photographer at the scene saw.", "burned", ("witness",)),
    # whose word it is, by where they are, what was done to them, and whom "she" goes on about
    ("People in the suburb of Kasarani said that policemen had beaten women with clubs.", "beaten", ("witness",)),
    ("Monitors at the crossing said that soldiers had shot two drivers.", "shot", ("witness",)),
    ("Several said that soldiers had beaten their sons.", "beaten", ("witness",)),
    ("Others told a court how guards had beaten them.", "beaten", ("witness",)),
    ("Ahmed Saleh, a fisherman, said that a patrol boat had rammed two canoes.", "rammed", ("witness",)),
    ("A teacher who escaped from the town spoke by telephone. Militiamen dragged boys from the school, she said.", "dragged", ("witness",)),
    ("The hostages were freed on Sunday, confirmed an official who declined to be named.", "freed", ("official",)),
    # acts of words in a letter, what is put down in lists and drafts
    ("In a letter to the president the bishops condemned the arrests.", "condemned", ("document",)),
    ("Under a draft that diplomats showed to a reporter, the rebels would hand over their rifles.", "hand", ("document",)),
    ("The church drew up a list of 120 people abducted since May.", "abducted", ("data",)),
]  # fmt: skip

NONE: list[tuple[str, str]] = [
    ("A lawyer said that they had been whipped with cables by guards.", "whipped"),
    ("Amateur video shows soldiers firing at a crowd; the army said that its men had shot only dogs.", "shot"),
    ("She expelled 23 Russians whom she described as intelligence officers and suspended talks.", "expelled"),
    ("A senior official claimed that the army had freed the captives.", "freed"),
    ("The dock workers said they would end their boycott once the captives were freed.", "end"),
    ("His son Rajendra said that the rebels had beaten two guards.", "beaten"),
    ('"I hear of a stray shot, but nobody is shelling the town any more," the general said.', "shelling"),
    ("Aid workers say more than 900 civilians have been killed in the war.", "killed"),
    ("The Philippine coast guard said that four sailors were wounded by gunmen.", "wounded"),
    ("The envoy arrived with a letter and said that soldiers had killed six herders.", "killed"),
    ("Rebels shelled the airport in May; we saw the tents in the fields.", "shelled"),
    ("The inspectors are to watch as the rebels hand over their rifles.", "hand"),
    ("A relative said that the general was shot dead when gunmen attacked the house.", "shot"),
    ("The police chief announced that he had freed three men.", "freed"),
    ("A friend said that the president would pardon the rebels.", "pardon"),
    ("People in the government said the army had killed two students.", "killed"),
    ("Several said that the government had broken the truce.", "broken"),
    ("Maria Lopez, a lawyer for the families, said the police had killed six men.", "killed"),
    ("Joseph Banda, a farmer, said he would join the protest on Friday.", "join"),
    ("A minister spoke on Monday. Militiamen dragged boys from the school, she said.", "dragged"),
    ("A rebel commander said that his men had taken the town.", "taken"),
    ("Soldiers looted the mission, and a nun who watched from the tower told us that they shot the porter.", "looted"),
    ("Mali has kept investigators out; on Saturday, an official of the mission said, soldiers turned back a patrol.", "kept"),
    ("The rebels attacked the barracks, fired at the gate, wounded an official and fled.", "wounded"),
    ("Photographs show guards beating a monk; the army killed two of them later.", "killed"),
]  # fmt: skip


def evidence(text: str, act: str) -> set[str]:
    """The evidence of all statements whose trigger is this word."""
    reading = read(Given(text))
    assert reading.failures == ()
    found = [s for s in reading.statements if act in s.event.trigger.text]
    assert found, text
    return {kind for s in found for kind in s.attribution.evidence}


@pytest.mark.parametrize(("text", "act", "kinds"), ROWS)
def test_what_the_text_says_it_rests_on(text: str, act: str, kinds: tuple[str, ...]) -> None:
    assert evidence(text, act) == set(kinds)


@pytest.mark.parametrize(("text", "act"), NONE)
def test_what_is_no_evidence(text: str, act: str) -> None:
    assert evidence(text, act) == set()


def test_a_thing_that_shows_one_act_is_no_evidence_of_another() -> None:
    text = "Gunmen had shot at soldiers, the chief said, showing reporters film of men beating a guard."
    assert evidence(text, "shot") == set()
    assert evidence(text, "beating") == {"video"}


def test_what_somebody_counted_himself_is_told_by_him() -> None:
    (told,) = (s for s in read(Given("A priest counted 41 bodies.")).statements)
    assert (told.attribution.stance, told.attribution.evidence) == ("estimates", ("witness",))


def test_what_a_thing_shows_rests_on_it_whoever_says_so_behind() -> None:
    text = "Declassified files confirm that the embassy handed lists to the army, historians said."
    assert evidence(text, "handed") == {"document"}
