"""What actors are called where no text gives a name."""

import pytest

from dateline.export.readable import country_name, in_words
from dateline.export.rows import name_of, names
from dateline.types import Actor


@pytest.mark.parametrize(
    ("actor", "called"),
    [
        ("RUS.GOV", "Russia"),
        ("RUS.MIL", "Russia's military"),
        ("AZE.GOV.foreign-ministry", "Azerbaijan's foreign ministry"),
        ("PER.nikol-pashinyan", "Nikol Pashinyan"),
        ("PER.GOV", "Peru"),
        ("ORG.minusma", "minusma"),
        ("UNO", "UNO"),
        ("", ""),
    ],
)
def test_an_id_in_words(actor: str, called: str) -> None:
    assert in_words(actor) == called


def test_a_code_of_no_country_stands_as_it_is() -> None:
    assert (country_name("SDN"), country_name("IGO")) == ("Sudan", "IGO")


def test_a_text_that_says_who_goes_before_the_id() -> None:
    they = Actor(start=0, end=4, text="They", id="MLI.MIL", country="MLI", sector="MIL")
    assert name_of(they) == "Mali's military"
    army = Actor(start=0, end=11, text="Mali's army", id="MLI.MIL", country="MLI", sector="MIL")
    assert name_of(army) == "Mali's army"
    both = [Actor(start=0, end=9, text="Both sides", id=id) for id in ("MLI.GOV", "ORG.jnim")]
    assert names(both) == ["Mali", "jnim"]
