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
    ("Gunmen killed 12 soldiers and wounded 30 in Mali.", ("injured", 30, 30)),
    ("Three hundred people were killed in Darfur.", ("killed", 300, 300)),
    ("Twenty-one soldiers were killed in Mali.", ("killed", 21, 21)),
    ("Fewer than 50 people were killed in Darfur.", ("killed", None, 50)),
    ("As many as 80 people were killed in Darfur.", ("killed", None, 80)),
    ("A few soldiers were killed in Mali.", ("killed", 3, None)),
    ("A dozen soldiers were killed in Mali.", ("killed", 12, 12)),
    ("Scores of civilians were killed in Aleppo.", ("killed", 40, None)),
    ("Some 200 soldiers were killed in Mali.", ("killed", 200, 200)),
    ("Thousands of people fled the fighting in Goma.", ("displaced", 2000, None)),
    ("Two million people were displaced by the war.", ("displaced", 2_000_000, 2_000_000)),
    ("The army deployed 40 tanks to the border.", ("vehicles", 40, 40)),
    ("The rebels shot down two helicopters.", ("aircraft", 2, 2)),
    ("Kenya sent 1,000 police officers to Haiti.", ("other", 1000, 1000)),
    ("Ethiopia exchanged 40 prisoners with the rebels.", ("released", 40, 40)),
    ("The army evacuated 350 villagers from Metula.", ("evacuated", 350, 350)),
    ("Police detained over 60 demonstrators in Tbilisi.", ("arrested", 60, None)),
    ("Police arrested one man in Hebron.", ("arrested", 1, 1)),
    ("The rebels took 14 hostages.", ("prisoners", 14, 14)),
    ("No fewer than 17 students were kidnapped in Kaduna.", ("abducted", 17, None)),
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
        "The 27th brigade attacked the base.",
        "Resolution 1701 was adopted.",
        "The 1990s war was long.",
        "The truce lasted 72 hours.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert analyse(Given(text)).quantities == ()


def test_two_counts_in_a_sentence() -> None:
    text = "Twelve soldiers were killed and 30 were wounded in the attack near Gao."
    found = {q.kind: q.min for s in read(Given(text)).statements for q in s.quantities}
    assert found == {"killed": 12, "injured": 30}
