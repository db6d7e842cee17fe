"""What shows an act where nobody says so, and whose word a saying rests on: text -> evidence."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read

ROWS: list[tuple[str, str, tuple[str, ...]]] = [
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
    ("The monitors have documented 70 killings in the valley.", "killings", ("data",)),
]  # fmt: skip

NONE: list[tuple[str, str]] = [
    ("Aid workers say more than 900 civilians have been killed in the war.", "killed"),
    ("The Philippine coast guard said that four sailors were wounded by gunmen.", "wounded"),
    ("The envoy arrived with a letter and said that soldiers had killed six herders.", "killed"),
    ("Rebels shelled the airport in May; we saw the tents in the fields.", "shelled"),
    ("The inspectors are to watch as the rebels hand over their rifles.", "hand"),
    ("A friend said that the president would pardon the rebels.", "pardon"),
]


def evidence(text: str, act: str) -> set[str]:
    """The evidence of all statements whose trigger is this word."""
    reading = read(Given(text))
    assert reading.failures == ()
    found = [s for s in reading.statements if act in s.event.trigger.text]
    assert found, text
    return {kind for s in found for kind in s.attribution.evidence}


@pytest.mark.parametrize(("text", "act", "kinds"), ROWS)
def test_what_shows_an_act(text: str, act: str, kinds: tuple[str, ...]) -> None:
    assert evidence(text, act) == set(kinds)


@pytest.mark.parametrize(("text", "act"), NONE)
def test_what_shows_nothing(text: str, act: str) -> None:
    assert evidence(text, act) == set()
