import pytest

from dateline.text.dateline import dateline

BODY = "The army said on Monday that gunmen had killed 12 soldiers in the north."


@pytest.mark.parametrize(
    ("line", "place", "date", "agency"),
    [
        ("BAMAKO, Dec. 11 (Agency) - ", "BAMAKO", "Dec. 11", "Agency"),
        ("KYIV, Ukraine (AB) — ", "KYIV, Ukraine", None, "AB"),
        ("Juba, 3 March 2021 – ", "Juba", "3 March 2021", None),
        ("NAIROBI -- ", "NAIROBI", None, None),
    ],
)
def test_the_dateline_and_its_parts(
    line: str, place: str, date: str | None, agency: str | None
) -> None:
    text = line + BODY
    found = dateline(text)
    assert found is not None
    assert text[found.whole.end :] == BODY
    parts = [
        text[part.start : part.end] if part else None
        for part in (found.place, found.date, found.agency)
    ]
    assert parts == [place, date, agency]


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry - long a critic - said that it would go on with its plans for the north.",
        "Ceasefire - what we know so far about the deal that both sides have signed in Juba.",
        BODY,
    ],
)
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    assert dateline(text) is None
