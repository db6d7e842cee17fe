import pytest

from dateline.analysis import Given
from dateline.find.names import Names
from dateline.pipeline import analyse
from dateline.resolve.disputed import status
from dateline.resolve.places import Places
from dateline.resolve.relations import moved
from dateline.text.parse import Parse
from dateline.types import Place


def place(text: str) -> Place:
    analysis = analyse(Given(text), [Parse(), Names(), Places()])
    assert analysis.failures == ()
    found = analysis.places[0].place
    assert text[found.start : found.end] == found.text
    return found


def places(text: str) -> list[Place]:
    return [m.place for m in analyse(Given(text), [Parse(), Names(), Places()]).places]


# What the text says, what it is called, how closely it is told.
TOLD = [
    ("Rebels attacked a convoy 30 km east of Goma.", "30 km east of Goma", "district"),
    ("A drone fell 12 miles (19 km) south of Kharkiv.", "12 miles (19 km) south of Kharkiv", "district"),
    ("Fighting went on north of Mekele.", "Mek'ele", "district"),
    ("Gunmen struck near the town of Kidal.", "Kidal", "district"),
    ("Shells fell outside Kherson.", "Kherson", "district"),
    ("They fled to northern Kosovo.", "Kosovo", "region"),
    ("Clashes broke out on the border with Chad.", "border with Chad", "region"),
    ("Guards shot at migrants at the Chad border.", "Chad border", "region"),
    ("Aid was held up at the border of Sudan.", "border of Sudan", "region"),
    ("A convoy was hit on the road between Bamako and Segou.", "road between Bamako and Segou",
     "region"),
    ("A convoy was hit halfway between Baidoa and Mogadishu.",
     "halfway between Baidoa and Mogadishu", "region"),
    ("A bus was hit on the Gao-Ansongo road.", "Gao-Ansongo road", "region"),
    ("A bus was hit on the highway from Kabul to Jalalabad.", "highway from Kabul to Jalalabad",
     "region"),
    ("A bomb went off 15 miles southwest of Kandahar.", "15 miles southwest of Kandahar",
     "district"),
    ("Peacekeepers held the Lachin corridor.", "Lachin Corridor", "district"),
    ("Rebels attacked a post in the Kharkiv hills.", "Kharkiv hills", "region"),
    ("Troops left the Line of Control.", "Line of Control", "region"),
    ("A ship was seized in the Strait of Hormuz.", "Strait of Hormuz", "region"),
    ("A ship was hit 60 nautical miles south of Aden.", "60 nautical miles south of Aden", "district"),
    ("The navy fired 24 nautical miles off Keelung.", "Keelung", "district"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "precision"), TOLD)
def test_places_told_by_another(text: str, name: str, precision: str) -> None:
    found = place(text)
    assert (found.name, found.precision) == (name, precision)


def test_a_distance_and_direction_move_the_point() -> None:
    there, town = place("A convoy was hit 30 km east of Goma."), place("A convoy was hit in Goma.")
    assert there.lon is not None
    assert town.lon is not None
    assert there.lat == pytest.approx(town.lat, abs=0.01)
    assert (there.lon - town.lon) * 111.2 == pytest.approx(30, abs=1)
    assert there.geonames is None


def test_a_border_has_no_middle() -> None:
    found = place("Clashes broke out on the border with Chad.")
    assert (found.lat, found.lon, found.country, found.geonames, found.kind) == (
        None, None, None, None, "border",
    )  # fmt: skip


def test_what_is_told_never_leaves_the_earth() -> None:
    for bearing in range(0, 360, 45):
        lat, lon = moved(89.9, 179.9, 5000, bearing)
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180


# A territory, a day, whose it is by the United Nations, who holds it then.
HELD = [
    ("Crimea", "2013-06-01", "UKR", []),
    ("Crimea", "2020-06-01", "UKR", [("RUS", None)]),
    ("Artsakh", "2022-01-01", "AZE", [("local authorities", "ARM")]),
    ("Nagorno-Karabakh", "2024-01-01", "AZE", [("AZE", None)]),
    ("Golan", "2024-01-01", "SYR", [("ISR", None)]),
    ("Western Sahara", "2024-01-01", None, [("MAR", None)]),
    ("Kherson", "2022-06-01", "UKR", [("RUS", None)]),
    ("Kherson", "2023-06-01", "UKR", [("UKR", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "sovereign", "holders"), HELD)
def test_whose_a_territory_is_and_who_holds_it(
    name: str, day: str, sovereign: str | None, holders: list[tuple[str, str | None]]
) -> None:
    found = status(name, day)
    assert found is not None
    assert found.sovereign == sovereign
    assert [(h.who, h.backed) for h in found.holders] == holders
    assert found.source


def test_what_is_not_disputed_has_no_status() -> None:
    assert status("Paris") is None


def test_a_nautical_mile_is_longer() -> None:
    sea, land = place("A ship was hit 60 nautical miles south of Aden."), place("It lay in Aden.")
    assert sea.lat is not None
    assert land.lat is not None
    assert (land.lat - sea.lat) * 111.2 == pytest.approx(60 * 1.852, abs=1)


def test_between_two_towns_is_at_neither() -> None:
    found = place("Gunmen burned trucks on the road between Bamako and Segou.")
    assert (found.lat, found.lon, found.geonames, found.country) == (None, None, None, "MLI")


def test_the_other_end_of_a_road_is_no_place_of_its_own() -> None:
    (found,) = places("Gunmen burned trucks on the road between Gao and Ansongo on Saturday.")
    assert (found.name, found.kind) == ("road between Gao and Ansongo", "corridor")


def test_the_larger_of_two_countries_of_a_name_unless_the_other_is_told_of() -> None:
    report = "Rwanda's army fought in eastern Congo, a minister said in Kigali."
    assert {p.country for p in places(report) if "Congo" in p.text} == {"COD"}
    report = "Troops were sent from Brazzaville to the north of Congo."
    assert {p.country for p in places(report) if "Congo" in p.text} == {"COG"}
