"""Whole statements: short reports -> the cells of each, as the codebook fills them."""

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.types import Statement

DAY = "2024-06-12"  # a Wednesday


def statements(text: str, day: str | None = DAY) -> tuple[Statement, ...]:
    reading = read(Given(text, published=day, published_basis="given" if day else None))
    assert reading.failures == ()
    return reading.statements


def one(text: str, trigger: str, day: str | None = DAY) -> Statement:
    (found,) = [s for s in statements(text, day) if s.event.trigger.text == trigger]
    return found


TIMES = [
    # said in the clause itself
    ("Rebels attacked Goma on Monday.", "attacked", "2024-06-10", "expression"),
    ("Rebels attacked Goma on 3 May 2024.", "attacked", "2024-05-03", "expression"),
    ("France withdrew its troops from Niger in December 2023.", "withdrew", "2023-12",
     "expression"),
    ("The two presidents will meet in Sochi on Friday.", "meet", "2024-06-14", "expression"),
    # at the end of two acts of one doer, in the words of its purpose, after a noun's phrase
    ("Rebels blew up a bridge and shelled the town on Monday.", "blew up", "2024-06-10",
     "expression"),
    ("Police fired tear gas to scatter crowds in Lagos and ten other towns on Monday.", "fired",
     "2024-06-10", "expression"),
    # a count since a day ends with the report, what goes on does not
    ("At least 24 people have been killed in Iran since Friday.", "killed",
     "2024-06-07/2024-06-12", "expression"),
    # this report's news: not after it came out
    ("Rebels have attacked Goma.", "attacked", "../2024-06-12", "document"),
    ("The Syrian army shelled Idlib.", "shelled", "../2024-06-12", "document"),
    # the day belongs to the saying: the happening is not after it
    ("On Tuesday Baku confirmed that Russian troops had left Karabakh.", "left", "../2024-06-11",
     "inherited"),
    ("The Malian army said on Monday that rebels had attacked Kidal.", "attacked",
     "../2024-06-10", "inherited"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "edtf", "basis"), TIMES)
def test_when_it_happened(text: str, trigger: str, edtf: str, basis: str) -> None:
    time = one(text, trigger).time
    assert time is not None
    assert (time.edtf, time.basis) == (edtf, basis)
    if basis == "expression":
        assert text[time.start : time.end] == time.text
    else:
        assert (time.start, time.end, time.text) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Russia will withdraw its troops from Kherson.", "withdraw"),
        ("Ukraine urged Russia to release the prisoners.", "urged"),
    ],
)
def test_what_lies_ahead_is_not_bounded_by_the_report(text: str, trigger: str) -> None:
    time = one(text, trigger).time
    assert time is None or time.basis == "document"
    assert trigger == "urged" or time is None


def test_without_a_publication_date_news_has_no_time() -> None:
    assert one("Rebels have attacked Goma.", "attacked", None).time is None


def test_the_time_of_a_flashback_goes_on_in_its_paragraph() -> None:
    text = "In August 2008 Russia invaded Georgia. Its troops attacked Gori."
    time = one(text, "attacked").time
    assert time is not None
    assert (time.edtf, time.basis) == ("2008-08", "inherited")


def test_and_not_in_the_next_one() -> None:
    text = "In August 2008 Russia invaded Georgia.\n\nRebels attacked Goma."
    time = one(text, "attacked").time
    assert time is not None
    assert time.edtf == "../2024-06-12"


@pytest.mark.parametrize(
    ("text", "trigger", "told_as_history"),
    [
        ("Rebels attacked Goma on Monday.", "attacked", False),
        ("Rebels have attacked Goma.", "attacked", False),
        ("In 2013 France sent troops to Mali.", "sent", True),
        ("Turkey invaded Cyprus in 1974.", "invaded", True),
        ("In 2013 France sent troops to Mali. Rebels had attacked Kidal.", "attacked", True),
        ("In 2013 France sent troops to Mali. Rebels still shell Kidal.", "shell", False),
        ("The man, who was shot in 2013, came home. Rebels attacked Kidal.", "attacked", False),
        ("Russia will withdraw its troops from Kherson.", "withdraw", False),
    ],
)
def test_history_is_told_from_news(text: str, trigger: str, told_as_history: bool) -> None:
    assert one(text, trigger).background is told_as_history


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Rebels attacked the town of Goma.", "attacked", "Goma"),
        ("France withdrew its troops from Niger.", "withdrew", "Niger"),
        ("Kenya deployed police to Haiti.", "deployed", "Haiti"),
        ("The two presidents met in Sochi.", "met", "Sochi"),
        ("Police arrested three protesters in Minsk.", "arrested", "Minsk"),
        ("Germany condemned the government.", "condemned", None),
    ],
)
def test_where_it_happened(text: str, trigger: str, place: str | None) -> None:
    found = one(text, trigger).place
    assert (found.name if found else None) == place


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("The Syrian army shelled rebels in Idlib.", "shelled", ["SYR.MIL"], None),
        ("Turkish police arrested three protesters in Ankara.", "arrested", ["TUR.COP"], None),
        ("India and Pakistan held talks in Geneva.", "held", ["IND.GOV", "PAK.GOV"], []),
        ("France withdrew its troops from Niger.", "withdrew", ["FRA.GOV"], []),
        ("Ukraine urged Russia to release the prisoners.", "urged", ["UKR.GOV"], ["RUS.GOV"]),
        ("Ukraine accused Russia of shelling Bakhmut.", "accused", ["UKR.GOV"], ["RUS.GOV"]),
        ("Ukraine accused Russia of shelling Bakhmut.", "shelling", ["RUS.GOV"], None),
    ],
)
def test_who_did_it_to_whom(
    text: str, trigger: str, actors: list[str], recipients: list[str] | None
) -> None:
    found = one(text, trigger)
    assert sorted(a.id or "" for a in found.actors) == actors
    if recipients is not None:
        assert [a.id for a in found.recipients] == recipients


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("Rebels attacked Goma.", "attacked", "asserted"),
        ("Russia announced that it would release the prisoners.", "release", "promised"),
        ("Russian troops did not withdraw from Kherson.", "withdraw", "negated"),
        ("Russian troops are withdrawing from Kherson.", "withdrawing", "ongoing"),
        ("Rebels could attack Goma.", "attack", "hypothetical"),
    ],
)
def test_what_is_told_as_fact_or_not(text: str, trigger: str, modality: str) -> None:
    assert one(text, trigger).modality == modality


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # what is only asked, threatened or promised is no second statement
        ("Ukraine urged Russia to withdraw its troops.", ["REQUEST"]),
        ("Iran threatened to attack Israel.", ["THREATEN"]),
        # what one is accused of is one
        ("Ukraine accused Russia of shelling Bakhmut.", ["ACCUSE", "ASSAULT"]),
        # two acts joined are two
        ("Rebels attacked Goma and abducted 15 students.", ["ASSAULT", "ASSAULT"]),
        # saying is none, and neither is denying
        ("The ministry said that it was cold.", []),
        ("Rwanda denied that it had sent troops to Congo.", ["MOBILIZE"]),
    ],
)
def test_how_many_statements_a_sentence_makes(text: str, kinds: list[str]) -> None:
    assert sorted(s.event.type for s in statements(text)) == kinds


def test_the_innermost_speaker_counts_and_evidence_adds_up() -> None:
    text = "Reuters reported that witnesses said that soldiers had shelled the town of Sirte."
    said = one(text, "shelled").attribution
    assert said.speaker is not None
    assert said.speaker.text.lower() == "witnesses"
    assert said.evidence == ("witness",)


def test_an_id_is_of_the_text_and_not_of_the_day() -> None:
    text = "Rebels attacked Goma on Monday."
    ids = [{s.id for s in statements(text, day)} for day in (DAY, "2023-01-01", None)]
    assert ids[0] == ids[1] == ids[2]


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("The base at Faya was given up in May, and the one in Abeche in June.", "given up",
         "Faya"),
        ("In Tel Aviv, protesters blocked the Ayalon motorway.", "blocked",
         "Tel Aviv"),
        ("He visited Beersheba, which was struck by a missile on Sunday.", "struck", "Beersheba"),
        ("Troops have moved their guns out of eastern Ladakh.", "moved", "Ladakh"),
        ("Shelling of El Fasher by the army killed ten civilians.", "Shelling", "El Fasher"),
        # what is done with a government is not set in its country or capital
        ("China offered to help Islamabad with its security.", "offered", None),
        ("Tehran called off nuclear talks with Washington on Monday.", "called off", None),
    ],
)  # fmt: skip
def test_where_it_happened_and_not_where_its_parties_are(
    text: str, trigger: str, place: str | None
) -> None:
    found = [s for s in statements(text) if s.event.trigger.text == trigger]
    assert [s.place.name if s.place is not None else None for s in found] == [place]


def test_a_family_name_that_stands_first_is_known_again() -> None:
    text = "President Lee Jae-myung met generals in Seoul. Lee accused Pyongyang of shelling a village."
    found = one(text, "accused")
    assert [a.id for a in found.actors] == ["PER.lee-jae-myung"]
