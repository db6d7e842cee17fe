"""Speech found in a text: sentence -> (cue, head of the speaker, stance, part of the content)."""

import pytest

from dateline.analysis import Analysis, Given
from dateline.find.quotes import quotations
from dateline.pipeline import analyse

Row = tuple[str, str, str | None, str, str]

VERBS: list[Row] = [
    ("The ministry denied involvement in the attack.", "denied", "ministry", "denies", "involvement in the attack"),
    ("Houthi officials acknowledged the strike on Hodeidah.", "acknowledged", "officials", "admits", "the strike on Hodeidah"),
    ("Turkish media reported the arrest of 12 officers.", "reported", "media", "states", "the arrest of 12 officers"),
    ("Israel told reporters that Hezbollah fired rockets at Haifa.", "told", "Israel", "states", "that Hezbollah fired rockets at Haifa"),
    ("An eyewitness told a radio station that gunmen burned the village.", "told", "eyewitness", "states", "that gunmen burned the village"),
    ("Georgia has warned that Russian troops are moving the fence near Gori.", "warned", "Georgia", "warns", "Russian troops are moving"),
    ("Officials estimate that 300 people were killed in the fighting.", "estimate", "Officials", "estimates", "300 people were killed"),
    ("The rebels vowed to continue attacks on convoys.", "vowed", "rebels", "promises", "to continue attacks on convoys"),
    ("The army rejected claims that it had shelled the camp.", "rejected", "army", "rejects", "that it had shelled the camp"),
    ("It said that the rebels had been driven out.", "said", "It", "states", "that the rebels had been driven out"),
    ("The strike was confirmed by two officials.", "confirmed", "officials", "confirms", "The strike"),
    ("The ministry dismissed the report as false.", "dismissed", "ministry", "rejects", "the report"),
    ("Myanmar junta denies bombing school", "denies", "junta", "denies", "bombing school"),
    ("UN says thousands flee fighting in Darfur", "says", "UN", "states", "thousands flee fighting in Darfur"),
    ("The minister, who said that five soldiers were killed, blamed smugglers.", "said", "minister", "states", "five soldiers were killed"),
    ("Kabul's police chief was quoted as saying that two men were arrested.", "saying", "chief", "states", "that two men were arrested"),
    ("State media cited the army as saying that rebels were surrounded.", "saying", "army", "states", "that rebels were surrounded"),
    ("The commander is said to have ordered the killings.", "said", None, "states", "to have ordered the killings"),
    ("The general was reported to have fled to Chad.", "reported", None, "states", "to have fled to Chad"),
    ("As the army admitted, the drone hit a wedding.", "admitted", "army", "admits", "the drone hit a wedding"),
]  # fmt: skip

PLACES: list[Row] = [
    ("Soldiers set fire to the village, residents said.", "said", "residents", "states", "Soldiers set fire to the village"),
    ("12 killed in Gaza strike, health ministry says", "says", "ministry", "states", "12 killed in Gaza strike"),
    ("Dozens killed in strike: officials", ":", "officials", "states", "Dozens killed in strike"),
    ("Army: 12 rebels dead in Mindanao", ":", "Army", "states", "12 rebels dead in Mindanao"),
    ('"The agreement is dead," he told reporters in Sanaa.', "told", "he", "states", "The agreement is dead"),
    ('"They burned our homes," said Amina, a resident of El Geneina.', "said", "Amina", "states", "They burned our homes"),
    ('"Nobody was hurt. We took everything," the Malian army said.', "said", "army", "states", "Nobody was hurt. We took everything"),
    ("A spokesman for the mission said that a base was handed over.", "said", "mission", "states", "a base was handed over"),
    ("Nearly 600 Haitians were driven out, three of them children, President Leslie Voltaire said.", "said", "Voltaire", "states", "Haitians were driven out"),
    ("In a statement, the junta in Myanmar said its troops had retaken the town.", "said", "junta", "states", "its troops had retaken the town"),
    ("The UN said Russia had confirmed it would leave the port.", "confirmed", "Russia", "confirms", "it would leave the port"),
    ("Sudan's army said the RSF had denied that it shelled the hospital.", "denied", "RSF", "denies", "that it shelled the hospital"),
]  # fmt: skip

CHARGES: list[Row] = [
    ("Colombia's ELN blamed the army for the attack in Arauca.", "blamed", "ELN", "accuses", "the attack in Arauca"),
    ("Libya's eastern government was accused of bombing the port.", "accused", None, "accuses", "bombing the port"),
    ("A UN report accused Rwanda of sending troops to Congo.", "accused", "UN", "accuses", "sending troops to Congo"),
    ("The attack, which Kyiv blamed on Russia, killed five people.", "blamed", "Kyiv", "accuses", "The attack"),
    ("Three soldiers were killed, which Baku attributed to an accident.", "attributed", "Baku", "claims", "Three soldiers were killed"),
]  # fmt: skip

NOMINALS: list[Row] = [
    ("The announcement by the junta that troops had left Kidal came late.", "announcement", "junta", "announces", "that troops had left Kidal"),
    ("Despite earlier announcements in April that France would withdraw, soldiers stayed in Gao.", "announcements", None, "announces", "that France would withdraw"),
    ("Ethiopia rejected accusations from Sudan that its soldiers crossed the border.", "accusations", "Sudan", "accuses", "that its soldiers crossed the border"),
    ("The army's claim of having captured Bakhmut was disputed by Kyiv.", "claim", "army", "claims", "having captured Bakhmut"),
    ("Ukraine's claims that it had hit the bridge were false, said Moscow.", "claims", "Ukraine", "claims", "that it had hit the bridge"),
    ("The alleged massacre of villagers in Tigray took place in November.", "alleged", None, "claims", "massacre"),
    ("Police reportedly shot three protesters in Port-au-Prince.", "reportedly", None, "claims", "shot three protesters"),
    ("According to satellite images, the village was burned.", "According to", "images", "states", "the village was burned"),
]  # fmt: skip


def said(text: str) -> tuple[Analysis, list[tuple[str, str | None, str, str]]]:
    found = analyse(Given(text))
    assert found.failures == ()
    doc = found.tokens
    return found, [
        (
            m.span.text,
            None if m.speaker is None else doc[m.speaker].text,
            m.stance,
            " ".join(doc[first:last].text for first, last in m.content),
        )
        for m in found.speech
        if m.said
    ]


@pytest.mark.parametrize(
    ("text", "cue", "speaker", "stance", "content"), [*VERBS, *PLACES, *CHARGES, *NOMINALS]
)
def test_who_says_what(text: str, cue: str, speaker: str | None, stance: str, content: str) -> None:
    found = [row for row in said(text)[1] if cue in row[0]]
    assert [row[1:3] for row in found] == [(speaker, stance)]
    assert content in found[0][3]


@pytest.mark.parametrize(
    "text",
    [
        "The claim could not be independently verified.",
        "The general did not confirm that the town had fallen.",
        "He refused to say whether troops had crossed the border.",
        "Nobody has claimed responsibility for the blast.",
        "They argued about the withdrawal.",
        "Mali never announced that it had paid.",
        "Under the agreement, and according to its timetable, troops left.",
    ],
)
def test_what_nobody_says(text: str) -> None:
    assert said(text)[1] == []


@pytest.mark.parametrize(
    ("text", "cue", "wrong"),
    [
        ("Soldiers burned the village, residents said, while the army denied it.", "said", "denied"),
        ("Beijing said its ships had left and blamed Manila for trespassing.", "said", "Manila"),
        ("Sudan's army said the RSF had denied that it shelled the town.", "denied", "Sudan"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_content(text: str, cue: str, wrong: str) -> None:
    found = [row for row in said(text)[1] if cue in row[0]]
    assert found
    assert wrong not in found[0][3]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("A government source said three officers were detained.", ("official",)),
        ("One of the officials said that the base was empty.", ("official",)),
        ("Officials and residents said that gunmen attacked Tripoli.", ("official", "witness")),
        ("The town fell, according to a local hospital.", ()),
        ("According to data from ACLED, 45 people were killed.", ("data",)),
        ("According to satellite images, the village was burned.", ("satellite",)),
        ("The Sudanese army said that its troops had left.", ()),
    ],
)
def test_what_it_rests_on(text: str, evidence: tuple[str, ...]) -> None:
    (mention,) = said(text)[0].speech
    assert mention.evidence == evidence


def test_the_one_accused_is_the_target() -> None:
    found, _ = said("The attack, which Kyiv blamed on Russia, killed five people.")
    (mention,) = found.speech
    assert mention.target is not None
    assert found.tokens[mention.target].text == "Russia"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we left" and "they won".', ['"we left"', '"they won"']),
        ('"Rebels came," he said.\n"We fled.\n"We hid."', ['"Rebels came,"', '"We fled.', '"We hid."']),
        ('"An open mark that nothing closes. He left.', []),
        ("It's the army's.", []),
    ],
)  # fmt: skip
def test_quotations(text: str, quoted: list[str]) -> None:
    found = analyse(Given(text))
    assert [found.tokens[a:b].text.strip() for a, b in quotations(found)] == quoted


@pytest.mark.parametrize(
    ("text", "speaker", "contents"),
    [
        ('"Where are the hostages?" the minister asked in Tripoli. The army moved in.', "minister", ['"Where are the hostages?"']),
        ('"The road is open," the governor of Gao said.\n"Nobody was hurt. They have gone home."', "governor", ['"The road is open,"', '"Nobody was hurt. They have gone home."']),
        ('The governor of Gao said the road was open.\n"They have gone home and the market is full."', "governor", ["the road was open", '"They have gone home and the market is full."']),
        ('The general received his critics in Bamako - "they have never seen a battle," he said.', "he", ['"they have never seen a battle,"']),
    ],
)  # fmt: skip
def test_quotations_without_a_cue_of_their_own(
    text: str, speaker: str, contents: list[str]
) -> None:
    found = analyse(Given(text))
    rows = [m for m in found.speech if m.speaker is not None]
    assert [found.tokens[a:b].text.strip() for m in rows for a, b in m.content] == contents
    assert {found.tokens[m.speaker].text for m in rows if m.speaker is not None} == {speaker}


@pytest.mark.parametrize(
    ("text", "inside", "beyond"),
    [
        ("The UN said no aid had come, although the rebels had demanded a toll.", "come", "toll"),
        ("The mayor of Kidal said troops had left, but the town has no water.", "left", "water"),
        ("Austria has pledged 30 million euros and delivered trucks.", "euros", "trucks"),
    ],
)  # fmt: skip
def test_a_clause_beside_what_is_said(text: str, inside: str, beyond: str) -> None:
    (content,) = [row[3] for row in said(text)[1] if inside in row[3]]
    assert beyond not in content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The dam is safe, the ministry in Lusaka said.", "The dam is safe"),
        ('The governor of Kidal said "the road is open".', '"the road is open"'),
        ("The army said the bridge had fallen; the mayor was told nothing.", "the bridge had fallen"),
    ],
)  # fmt: skip
def test_a_content_ends_without_the_marks_around_it(text: str, content: str) -> None:
    found = analyse(Given(text))
    assert content in {found.tokens[a:b].text for m in found.speech for a, b in m.content}


def test_who_is_told_of_in_a_quotation_does_not_speak_on() -> None:
    found = analyse(
        Given(
            'The mayor of Gao said: "The rebels told us that the war was over."\n'
            '"They have gone home. Nobody was hurt and the market is full."'
        )
    )
    last = found.sentences[-1].first
    (speaker,) = {m.speaker for m in found.speech for a, b in m.content if a <= last < b}
    assert speaker is not None
    assert found.tokens[speaker].text == "mayor"


def test_a_quotation_of_ten_thousand_words_is_one() -> None:
    found = analyse(Given('"' + "We left Goma. " * 2500 + '" the army said.'))
    assert found.failures == ()
    assert len(quotations(found)) == 1


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Confirming rumours, the prime minister's office said the governor had fled.", "confirms"),
        ("In a denial, the presidency in Niamey said that no soldier had mutinied.", "denies"),
        ("There was no coup, the spokesman insisted in Brazzaville.", "denies"),
        ("The Houthis held Washington responsible for the bombing of a market.", "accuses"),
        ("The militia took the blame for the shelling of the clinic.", "admits"),
        ("Ankara warned of an attack on the bridge.", "warns"),
        ("Up to 300 fighters are thought to have slipped out of Mosul.", "estimates"),
    ],
)
def test_stance_shown_by_more_than_the_cue(text: str, stance: str) -> None:
    assert stance in [row[2] for row in said(text)[1]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The navy denied the sinking of the ship, posting a photograph of it.", "photo"),
        ("NetBlocks said from network metrics that phones had been cut off.", "data"),
        ("A diplomat who asked not to be named said the envoy had left.", "official"),
        ("A bomb wrecked a motel at Celopek, police said.", "official"),
        ("Two researchers, citing satellite imagery, said the town had burned.", "satellite"),
        ('"They shot two soldiers in front of me," said Ghulam Sarwar.', "witness"),
    ],
)
def test_what_a_saying_rests_on(text: str, kind: str) -> None:
    assert kind in [each for m in said(text)[0].speech for each in m.evidence]


def test_police_who_tell_of_themselves_are_a_party() -> None:
    text = "The police said that they had fired after protesters hurled bricks."
    assert not any(m.evidence for m in said(text)[0].speech)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 50,
        'The army said "troops left Kidal. Rebels took it.\n\nIt said no more.',
        "'' said '' said '' said ''",
        "said said said said",
        "\u201d said the army, \u201cthe town fell",
    ],
)
def test_unbalanced_marks_break_nothing(text: str) -> None:
    found = said(text)[0]
    assert all(m.span.text == text[m.span.start : m.span.end] for m in found.speech)
