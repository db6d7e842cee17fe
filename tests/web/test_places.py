"""The map: vague places are areas, near ones one mark, the country only is no point."""

import pytest

from dateline.errors import UsageError
from dateline.types import Place
from dateline.web.asked import Asked, asked
from dateline.web.places import box_of, labels, map_view
from dateline.web.queries import Spot


def spot(name: str, lat: float, lon: float, precision: str, count: int = 1) -> Spot:
    place = Place(start=0, end=1, text=name, name=name, lat=lat, lon=lon, country="MLI",
                  precision=precision)  # type: ignore[arg-type]  # fmt: skip
    return Spot(place=place, count=count, quads=(0, 0, 0, count), event=f"{name}-1")


KIDAL = spot("Kidal", 18.44, 1.41, "locality")
GAO = spot("Gao", 16.27, -0.04, "locality", 3)
NORTH = spot("northern Mali", 19.0, -1.0, "region")
MALI = spot("Mali", 17.0, -4.0, "country", 5)


def test_far_out_near_places_are_one_mark() -> None:
    (mark,) = map_view([KIDAL, GAO], Asked(), 2, None).marks
    assert mark.count == 4
    assert mark.quads == (0, 0, 0, 4)
    assert mark.box == (16.27, -0.04, 18.44, 1.41)
    assert mark.name == "Gao, Kidal"
    assert mark.address is None


def test_a_town_told_more_and_less_closely_is_one_mark_that_leads_there() -> None:
    around = spot("Gao", 16.3, -0.1, "district", 2)
    others = [spot(name, 16.27, -0.04, "locality") for name in "ABCD"]
    (mark,) = map_view([GAO, around], Asked(), 5, None).marks
    assert (mark.name, mark.count, mark.address) == ("Gao", 5, "/?place=Gao")
    (mark,) = map_view([GAO, around, *others], Asked(), 5, None).marks
    assert (mark.name, mark.address) == ("Gao, A, B and 2 more", None)
    near = [GAO, spot("Château", 16.2701, -0.0401, "locality")]
    (mark,) = map_view(near, Asked(), 13, None).marks
    assert mark.address == "/?place=Gao"


def test_closer_in_they_are_two_each_with_its_area() -> None:
    marks = {m.name: m for m in map_view([KIDAL, GAO, NORTH], Asked(), 8, None).marks}
    assert (marks["Kidal"].radius_km, marks["northern Mali"].radius_km) == (5.0, 80.0)
    assert marks["Kidal"].address == "/events/Kidal-1"


def test_what_is_known_by_the_country_only_is_no_point() -> None:
    view = map_view([MALI], asked(actor="army"), 6, None)
    assert view.marks == ()
    (country,) = view.countries
    assert (country.code, country.count) == ("MLI", 5)
    assert country.address == "/?actor=army&place=Mali"


def test_only_what_is_in_the_box_is_shown_also_beyond_the_date_line() -> None:
    box = (17.0, -10.0, 20.0, 10.0)
    assert [m.name for m in map_view([KIDAL, GAO], Asked(), 8, box).marks] == ["Kidal"]
    turned = (17.0, 350.0, 20.0, 370.0)
    assert [m.name for m in map_view([KIDAL, GAO], Asked(), 8, turned).marks] == ["Kidal"]


@pytest.mark.parametrize("wrong", ["1,2,3", "a,b,c,d", "nan,0,1,1", "5,0,1,1"])
def test_a_box_that_is_none_is_said(wrong: str) -> None:
    with pytest.raises(UsageError, match="not a box"):
        box_of(wrong)


def test_the_largest_places_are_named_closer_in() -> None:
    named = [label.name for label in labels(6, (16.0, -1.0, 19.0, 2.0))]
    assert "Gao" in named
    assert labels(3, (16.0, -1.0, 19.0, 2.0)) == ()


@pytest.mark.parametrize("wrong", ["1,2", "x", "99,0,3", "0,0,99"])
def test_a_place_on_the_map_that_is_none_is_said(wrong: str) -> None:
    with pytest.raises(UsageError, match="not a place on the map"):
        asked(map=wrong)
