import pytest

from dateline.analysis import Given
from dateline.pipeline import analyse, read

ROWS = [
    ("Gunmen killed 12 soldiers in Mali.", ("killed", 12, 12)),
    ("Gunmen killed twelve soldiers in Mali.", ("killed", 12, 12)),
    ("At least 12 soldiers were killed in Mali.", ("killed", 12, None)),
    ("More than 100 people were killed in Mali.", ("killed", 100, None)),
    ("Up to 300 people were killed in Mali.", ("killed", None, 300)),
    ("Several soldiers were killed in Mali.", ("killed", 3, None)),
    ("Dozens of civilians were killed in Mali.", ("killed", 24, None)),
    ("Police arrested 1,200 protesters in Minsk.", ("arrested", 1200, 1200)),
    ("Police arrested hundreds of protesters in Minsk.", ("arrested", 200, None)),
    ("Rebels abducted 15 students in Kaduna.", ("abducted", 15, 15)),
    ("Rebels released 23 hostages.", ("released", 23, 23)),
    ("Thirty people were wounded in the attack.", ("injured", 30, 30)),
    ("The fighting displaced 1.5 million people.", ("displaced", 1_500_000, 1_500_000)),
    ("Russia deployed 2,000 soldiers to Belarus.", ("troops", 2000, 2000)),
    ("Rebels fired 20 rockets at the base.", ("weapons", 20, 20)),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_how_many_of_what(text: str, expected: tuple[str, float | None, float | None]) -> None:
    found = [q for s in read(Given(text)).statements for q in s.quantities]
    assert expected in [(q.kind, q.min, q.max) for q in found]
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize(
    "text",
    [
        "The war began in 2014.",
        "They met on 12 June 2024.",
        "M23 rebels attacked the town.",
        "The army attacked on Monday.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert analyse(Given(text)).quantities == ()


def test_two_counts_in_a_sentence() -> None:
    text = "Twelve soldiers were killed and 30 were wounded in the attack near Gao."
    found = {q.kind: q.min for s in read(Given(text)).statements for q in s.quantities}
    assert found == {"killed": 12, "injured": 30}
