"""The state of a view is its address."""

import pytest

from dateline.errors import UsageError
from dateline.web.asked import Asked, asked


def test_an_address_says_only_what_is_asked() -> None:
    assert Asked().address("/") == "/"
    wanted = asked(country="sdn", from_="2024-06", to="2024", order="oldest", page=2)
    assert wanted.address("/claims") == (
        "/claims?country=SDN&from=2024-06-01&to=2024-12-31&order=oldest&page=2"
    )


def test_a_change_starts_on_the_first_page() -> None:
    wanted = asked(actor="Kremlin", page=3)
    assert wanted.address("/", as_of="2024-06-12") == "/?actor=Kremlin&as_of=2024-06-12"


def test_an_empty_field_of_a_form_asks_nothing() -> None:
    assert asked(actor=" ", country="", type="", from_="", as_of="") == Asked()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"country": "Sudan"}, "not a country code of three letters: Sudan"),
        ({"type": "QUARREL"}, "no such type: QUARREL"),
        ({"status": "settled"}, "no such status: settled"),
        ({"from_": "yesterday"}, "yesterday"),
    ],
)
def test_what_is_wrong_is_said(wrong: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        asked(**wrong)  # type: ignore[arg-type]
