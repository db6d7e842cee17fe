import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis import Given
from dateline.find.names import Names
from dateline.pipeline import analyse
from dateline.resolve.groups import groups
from dateline.resolve.places import Places, given_toponyms
from dateline.resolve.publisher import home_country, home_places
from dateline.text.parse import Parse


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("The Paris News", "paris"),
        ("theparisnews.com", "paris"),
        ("www.springfield-gazette.co.uk", "springfield"),
        ("lasvegastribune.com", "las vegas"),
        ("The Kyiv Independent", "kyiv"),
        ("lancasterandbarrowherald.co.uk", "lancaster"),
        ("Daily News", ""),
        ("www.bbc.co.uk", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_place_in_a_publishers_name(publisher: str | None, name: str) -> None:
    assert home_places(publisher)[0] == name


def test_the_country_of_an_address() -> None:
    assert home_country("www.thetimes.co.uk") == "GBR"
    assert home_country("The Times") is None


@given(st.text(max_size=300))
def test_no_publisher_is_too_strange(publisher: str) -> None:
    name, entries = home_places(publisher)
    assert bool(name) == bool(entries)


def test_a_paper_called_after_a_small_town_speaks_of_that_town() -> None:
    text = "Police in Manchester had looked for the man since Friday."
    found = {}
    for publisher in ("concordnews.com", None):
        analysis = analyse(Given(text, publisher=publisher), [Parse(), Names(), Places()])
        assert analysis.failures == ()
        found[publisher] = analysis.places[0].place.country
    assert found == {"concordnews.com": "USA", None: "GBR"}


def test_a_plural_says_what_each_of_several_places_is() -> None:
    text = "Small Hayes and Otoe counties lost people, unlike Nairobi and Mombasa."
    analysis = analyse(Given(text), [Parse()])
    spans = [(text.index(n), text.index(n) + len(n)) for n in ("Hayes", "Otoe", "Nairobi")]
    found = groups(given_toponyms(analysis, spans), text)
    assert [group.type_word for group in found] == ["admin2", "admin2", ""]
