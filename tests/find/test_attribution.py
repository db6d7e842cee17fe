"""Who says so: text -> (what the statement is, speaker, stance, evidence)."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.types import Statement

Row = tuple[str, str, str | None, str, tuple[str, ...]]

ROWS: list[Row] = [
    ("The army said that rebels had attacked the town of Kidal in Mali.", "ASSAULT", "MLI.MIL", "states", ()),
    ("Rebels attacked the town of Goma, the Congolese army said.", "ASSAULT", "COD.MIL", "states", ()),
    ("Russia confirmed that its troops had left Kherson.", "RETREAT", "RUS.GOV", "confirms", ()),
    ("Azerbaijan confirmed the withdrawal of Russian troops from Karabakh.", "RETREAT", "AZE.GOV", "confirms", ()),
    ("Israel denied that its forces had attacked the hospital.", "ASSAULT", "ISR.GOV", "denies", ()),
    ("Rwanda denied that it had sent troops to Congo.", "MOBILIZE", "RWA.GOV", "denies", ()),
    ("Turkey announced that it had released the two soldiers.", "RETREAT", "TUR.GOV", "announces", ()),
    ("According to the United Nations, gunmen killed 12 people in Ituri.", "ASSAULT", "ORG.united-nations", "states", ()),
    ("Ethiopia claimed that its forces had captured the town of Shire.", "ASSAULT", "ETH.GOV", "claims", ()),
    ("The Taliban admitted that its fighters had killed the officer.", "ASSAULT", "ORG.taliban", "admits", ()),
    ("Ukraine accused Russia of shelling the town of Bakhmut.", "ASSAULT", "UKR.GOV", "accuses", ()),
    ("India said its troops had been attacked, adding that two soldiers were killed.", "ASSAULT", "IND.GOV", "states", ()),
    ('"Our forces have left the city," the Syrian defence ministry said.', "RETREAT", "SYR.MIL.defence-ministry", "states", ()),
    ("Satellite images show that Russian forces have left the base.", "RETREAT", None, "none", ("satellite",)),
    ("A video shows soldiers beating a man in Lagos.", "ASSAULT", None, "none", ("video",)),
    ("Witnesses said that police had arrested dozens of protesters in Harare.", "COERCE", "Witnesses", "states", ("witness",)),
    ("Rebels reportedly attacked the village of Djibo.", "ASSAULT", None, "claims", ()),
    ("Three soldiers were killed, which Baku attributed to an accident.", "ASSAULT", "AZE.GOV", "claims", ()),
    ("The United Nations warned that rebels had attacked the town of Bor.", "ASSAULT", "ORG.united-nations", "warns", ()),
    ("Myanmar's military acknowledged that its soldiers had killed ten villagers.", "ASSAULT", "MMR.MIL", "admits", ()),
    ("Yemen's Houthis declared that they had attacked a ship in the Red Sea.", "ASSAULT", "ORG.houthis", "announces", ()),
    ("Georgia alleged that Russian soldiers had abducted a man near Gori.", "ASSAULT", "GEO.GOV", "claims", ()),
    ("Colombia confirmed the release of 23 hostages by the rebels.", "RETREAT", "COL.GOV", "confirms", ()),
    ("Residents told reporters that soldiers had shelled the town of Sirte.", "ASSAULT", "Residents", "states", ("witness",)),
    ("Serbia's denial that its police had attacked the village surprised nobody.", "ASSAULT", "SRB.GOV", "denies", ()),
    ("Libya blamed Chad for attacking the base.", "ASSAULT", "LBY.GOV", "accuses", ()),
    ("The soldiers allegedly killed nine villagers in Jos.", "ASSAULT", None, "claims", ()),
    ("The Sudanese army estimated that rebels had killed 300 civilians in Darfur.", "ASSAULT", "SDN.MIL", "estimates", ()),
    ("Somalia clarified that its soldiers had arrested two men in Kismayo.", "COERCE", "SOM.GOV", "clarifies", ()),
    ("Philippine police noted that gunmen had abducted a priest in Marawi.", "ASSAULT", "PHL.COP", "states", ()),
    ("Gunmen abducted a priest in Marawi, according to Philippine police.", "ASSAULT", "PHL.COP", "states", ()),
    ("The announcement by Ethiopia that its troops had left Mekelle came late.", "RETREAT", "ETH.GOV", "announces", ()),
    ("Officials said that soldiers had arrested three men in Herat.", "COERCE", "Officials", "states", ("official",)),
    ("Documents show that police arrested 40 protesters in Minsk.", "COERCE", None, "none", ("document",)),
    ("Croatia admitted killing three villagers in 1993.", "ASSAULT", "HRV.GOV", "admits", ()),
]  # fmt: skip


def statements(text: str) -> tuple[Statement, ...]:
    reading = read(Given(text))
    assert reading.failures == ()
    return reading.statements


def named(statement: Statement) -> str | None:
    speaker = statement.attribution.speaker
    return None if speaker is None else speaker.id or speaker.text


@pytest.mark.parametrize(("text", "kind", "speaker", "stance", "evidence"), ROWS)
def test_who_says_so(
    text: str, kind: str, speaker: str | None, stance: str, evidence: tuple[str, ...]
) -> None:
    found = [s for s in statements(text) if s.event.type == kind]
    assert found
    said = found[0].attribution
    assert (named(found[0]), said.stance, said.evidence) == (speaker, stance, evidence)
    assert said.cue is not None
    assert text[said.cue.start : said.cue.end] == said.cue.text


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked the town of Goma on Monday.",
        "The army left Kidal.",
        "Police arrested three protesters in Minsk.",
        "Germany condemned the attack.",
        "The two presidents met in Sochi.",
    ],
)
def test_the_reporters_own_voice(text: str) -> None:
    found = statements(text)
    assert found
    for statement in found:
        assert (statement.attribution.speaker, statement.attribution.stance) == (None, "none")


def test_an_accusation_is_an_event_in_the_reporters_voice_too() -> None:
    found = {
        s.event.type: s for s in statements("Armenia accused Azerbaijan of shelling villages.")
    }
    assert found["ACCUSE"].attribution.speaker is None
    assert [a.id for a in found["ACCUSE"].recipients] == ["AZE.GOV"]
    assert [a.id for a in found["ASSAULT"].actors] == ["AZE.GOV"]
    assert named(found["ASSAULT"]) == "ARM.GOV"


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    text = (
        '"We have left the town of Kidal," the French army said. '
        '"We have released the prisoners." Nobody was hurt.'
    )
    assert {named(s) for s in statements(text)} == {"FRA.MIL"}


@pytest.mark.parametrize("text", ['"' * 50, '"The army "said" "that', "said said said.", '""."'])
def test_odd_quotes_do_no_harm(text: str) -> None:
    statements(text)
