import pytest

from dateline.analysis import Given
from dateline.data import rows
from dateline.find.names import Names
from dateline.pipeline import analyse
from dateline.resolve.disputed import Territory, status
from dateline.resolve.extent import Box, box, standing
from dateline.resolve.places import Places
from dateline.text.parse import Parse
from dateline.types import Place


def place(text: str) -> Place:
    analysis = analyse(Given(text), [Parse(), Names(), Places()])
    assert analysis.failures == ()
    found = analysis.places[0].place
    assert text[found.start : found.end] == found.text
    return found


def bounds(text: str) -> Box:
    found = box(place(text))
    assert found is not None
    assert -90 <= found.south < found.north <= 90
    return found


def test_a_direction_leaves_the_side_that_it_says() -> None:
    town, north = bounds("Troops clashed near Mekele."), bounds("Troops clashed north of Mekele.")
    assert (north.west, north.north, north.east) == (town.west, town.north, town.east)
    assert north.south == pytest.approx((town.south + town.north) / 2, abs=0.001)


def test_a_part_of_a_country_is_half_of_it() -> None:
    whole, part = bounds("Fighting raged in Mali."), bounds("Fighting raged in northern Mali.")
    assert (part.west, part.east, part.north) == (whole.west, whole.east, whole.north)
    assert part.south == pytest.approx((whole.south + whole.north) / 2, abs=0.01)


def test_a_division_has_the_bounds_of_its_towns() -> None:
    found = bounds("The army left Tigray.")
    assert found.west < 38.3 < found.east
    assert found.south < 14.13 < found.north  # Axum, Adwa


@pytest.mark.parametrize(
    "text",
    [
        "Troops massed on the border between Sudan and Chad.",
        "They crossed the Sudan-Chad border on Friday.",
    ],
)
def test_a_border_lies_in_the_boxes_of_both_sides(text: str) -> None:
    found, sudan, chad = bounds(text), bounds("He left Sudan."), bounds("He left Chad.")
    assert place(text).kind == "border"
    assert "Sudan" in place(text).name
    assert "Chad" in place(text).name
    assert (found.west, found.east) == (sudan.west, chad.east)


@pytest.mark.parametrize(
    "text",
    [
        "It lay on the road between Gao and Ansongo, Mali.",
        "Rebels attacked a bus on the Gao-Ansongo road.",
    ],
)
def test_a_road_lies_between_its_ends(text: str) -> None:
    found, gao, ansongo = bounds(text), bounds("It lay in Gao."), bounds("It lay in Ansongo.")
    ends = (gao.west, ansongo.south, ansongo.east, gao.north)
    assert (found.west, found.south, found.east, found.north) == pytest.approx(ends, abs=0.01)


def test_a_road_between_places_that_nobody_knows_has_no_box() -> None:
    far = Place(start=0, end=1, text="x", name="road between Qwertabad and Gao", kind="corridor",
                country="MLI", precision="region")  # fmt: skip
    assert box(far) is None


def test_a_country_over_the_date_line_is_bounded_the_short_way() -> None:
    found = bounds("He left New Zealand.")
    assert found.west > 160
    assert found.east < -170


def test_what_has_no_bounds_has_no_box() -> None:
    assert box(place("Ships left the Black Sea.")) is None
    assert box(Place(start=0, end=8, text="barracks", name="barracks")) is None


def test_whose_a_place_is_goes_by_the_day_and_the_division_that_holds_it() -> None:
    there = place("Police in Sukhumi arrested him.")
    assert standing(there, "2020-01-01").sovereign == "GEO"
    assert standing(there, "2020-01-01").held_by == (("local authorities", "RUS"),)
    assert standing(there, "1990-01-01").held_by == ()
    plain = standing(place("They met in Vienna."), "2020-01-01")
    assert (plain.sovereign, plain.territory, plain.held_by) == ("AUT", None, ())


def test_every_disputed_row_names_its_source_and_no_holder_ends_before_it_begins() -> None:
    for row in rows("gazetteer/disputed.tsv", Territory):
        found = status(row.name)
        assert found is not None
        assert len(found.source) > 10
        for holder in found.holders:
            assert holder.first
            assert not holder.last or holder.first < holder.last
