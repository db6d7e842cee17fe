import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.types import Place, Reading

SITES = [
    ("Gunmen opened fire on guards outside the electoral commission's office on Sunday.", "office"),
    ("Police raided the headquarters of the Workers' League and arrested twelve people.",
     "headquarters of the Workers' League"),
    ("Three deserters have taken refuge in the Norwegian embassy, the minister said.", "embassy"),
    ("Protesters set up tents at the gates of the palace on Friday.", None),
    ("The two generals signed the truce at a farm near the river on Tuesday.", "farm"),
    ("Soldiers sealed the border on Monday.", "border"),
    ("Shopkeepers clashed with police in the market on Saturday.", "market"),
    ("The rebels and an envoy held a second day of talks on Tuesday in the cathedral.",
     "cathedral"),
    ("Both aircraft were shot down in international airspace.", "airspace"),
    ("Residents in several districts of the capital have put up barricades.", "districts"),
]  # fmt: skip


def place_of(reading: Reading) -> Place | None:
    assert reading.failures == ()
    return next((s.place for s in reading.statements if s.place is not None), None)


@pytest.mark.parametrize(("text", "name"), [row for row in SITES if row[1] is not None])
def test_a_common_noun_says_where_it_happened(text: str, name: str) -> None:
    place = place_of(read(Given(text)))
    assert place is not None
    assert name in place.name
    assert text[place.start : place.end] == place.text


@pytest.mark.parametrize(("text", "name"), [row for row in SITES if row[1] is not None])
def test_what_no_gazetteer_knows_has_no_point(text: str, name: str) -> None:
    place = place_of(read(Given(text)))
    assert place is not None
    assert (place.lat, place.lon, place.geonames, place.precision) == (None, None, None, None)


def test_the_capital_and_the_town_speak_of_one_named_before() -> None:
    text = (
        "Fighting reached the outskirts of Bangui on Monday. "
        "Rebels arrested forty students in the capital on Tuesday."
    )
    places = [s.place for s in read(Given(text)).statements if s.place is not None]
    assert (places[-1].name, places[-1].country, places[-1].text) == ("Bangui", "CAF", "capital")


def test_the_capital_of_a_people_is_known_though_nobody_named_it() -> None:
    place = place_of(read(Given("Police arrested forty students in the Kenyan capital on Friday.")))
    assert place is not None
    assert (place.name, place.country, place.precision) == ("Nairobi", "KEN", "locality")


def test_a_government_is_no_town_spoken_of_again() -> None:
    text = "Cairo had promised to help. Gunmen arrested two teachers in the town on Friday."
    places = [s.place for s in read(Given(text)).statements if s.place is not None]
    assert all(place.name != "Cairo" for place in places)


@pytest.mark.parametrize(
    "text",
    [
        "The opposition leader has been in prison since April, charged with treason.",
        "The army helped him into office in 2009.",
    ],
)
def test_a_state_is_no_place(text: str) -> None:
    assert place_of(read(Given(text))) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The rebels, who stormed Bossangoa on Friday, will not leave.", "Bossangoa"),
        ("Four reporters were arrested in Mwanza, a union said.", "Mwanza"),
        ("Militants occupied the Karun dam on Monday.", "Karun"),
        ("A bomb exploded 15 miles southwest of Kandahar on Monday.", "southwest of Kandahar"),
        ("A blast in Tripoli, northern Lebanon, killed two people.", "Tripoli"),
    ],
)
def test_what_is_stormed_or_occupied_is_a_place(text: str, name: str) -> None:
    place = place_of(read(Given(text)))
    assert place is not None
    assert name in place.text


def test_what_is_said_by_telephone_or_on_a_country_is_not_set_there() -> None:
    for text in (
        "In Oslo an official said that the minister had telephoned both presidents.",
        "The Union will hold an emergency session on Madagascar on Monday.",
    ):
        assert place_of(read(Given(text))) is None


def test_where_somebody_came_from_is_not_where_he_acted() -> None:
    text = "The envoy flew in from Geneva in May and arrested nobody but expelled two officers."
    places = [s.place for s in read(Given(text)).statements if s.event.type == "SANCTION"]
    assert all(place is None or place.name != "Geneva" for place in places)


def test_what_the_revolt_is_against_is_no_place() -> None:
    text = "Guerrillas handed over 60 rifles in a sports field, in their revolt against Jakarta."
    place = place_of(read(Given(text)))
    assert place is not None
    assert place.name == "sports field"


# The text, the word of the act, and its place.
ELSEWHERE = [
    ("Soldiers arrested the president, whom they let fly to Senegal hours later.", "arrested", None),
    ('"Nobody is shelling us any more," he said before he flew back to Moscow.', "shelling", None),
    ("Commandos captured six soldiers, ending an occupation that had baffled much of Europe.",
     "captured", None),
    ("The envoy flew in from New York in August.", "flew", None),
    ("Hundreds of policemen deserted on Sunday, according to Colombia's migration service.",
     "deserted", None),
    ("The U.N. commander flew to Pale to appeal for restraint.", "flew", "Pale"),
    ("A jet carrying 180 prisoners left Asmara on Saturday.", "left", "Asmara"),
    ("Rebels ran a farm near Goma. Some 400 weapons were surrendered there.", "surrendered",
     "Goma"),
    ("Russia leaves Kherson", "leaves", "Kherson"),
    ("Senegal sent 1,300 troops at Ethiopia's request.", "sent", None),
    ("The council removed 45 judges from their posts.", "removed", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act", "name"), ELSEWHERE)
def test_a_place_of_another_act_is_not_its_own(text: str, act: str, name: str | None) -> None:
    reading = read(Given(text))
    assert reading.failures == ()
    (place,) = [s.place for s in reading.statements if s.event.trigger.text == act]
    assert (place.name if place else None) == name
