import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.analysis import Analysis, Given
from dateline.pipeline import analyse
from dateline.resolve.time_grammar import expressions
from dateline.resolve.times import Times
from dateline.text.parse import Parse

DAY = "2024-06-12"  # a Wednesday


def timed(text: str, published: str | None = DAY) -> Analysis:
    given = Given(text, published=published, published_basis="given" if published else None)
    analysis = analyse(given, [Parse(), Times()])
    assert analysis.failures == ()
    return analysis


DATED = [
    ("The deal was signed on 9 November 2020.", "2020-11-09"),
    ("The deal was signed on November 9, 2020.", "2020-11-09"),
    ("The deal was signed on the 9th of November, 2020.", "2020-11-09"),
    ("It was dated 2020-11-09.", "2020-11-09"),
    ("They met on 9-11 November 2020.", "2020-11-09/2020-11-11"),
    ("They met between 9 and 11 November 2020.", "2020-11-09/2020-11-11"),
    ("They met between 3 May 2023 and 5 May 2023.", "2023-05-03/2023-05-05"),
    ("It began in November 2020.", "2020-11"),
    ("It began in early November 2020.", "2020-11-01/2020-11-10"),
    ("It began in the fall of 2020.", "2020-23"),
    ("It began in autumn 2023.", "2023-23"),
    ("It began in the spring of 2022.", "2022-21"),
    ("The war began in the 1990s.", "199X"),
    ("They held it since the 1990s.", "199X/.."),
    ("They held it in the early 1990s.", "1990/1993"),
    ("It was built in the 19th century.", "18XX"),
    ("It was won in the 2020-2021 war.", "2020/2021"),
    ("Fighting resumed in late 2022.", "2022-09/2022-12"),
    ("Fighting resumed at the end of 2022.", "2022-09/2022-12"),
    ("It has been there since 2013.", "2013/.."),
    ("Nothing was known before 2013.", "../2013"),
    ("Rebels left on Monday.", "2024-06-10"),
    ("Rebels left on Wednesday.", "2024-06-12"),
    ("Rebels left last Wednesday.", "2024-06-05"),
    ("Rebels left on Thursday night.", "2024-06-06"),
    ("Rebels will leave on Friday.", "2024-06-14"),
    ("Rebels will leave next Monday.", "2024-06-17"),
    ("Rebels left in April.", "2024-04"),
    ("Rebels left in August.", "2023-08"),
    ("Rebels will leave in August.", "2024-08"),
    ("Rebels left in mid-May.", "2024-05-11/2024-05-20"),
    ("Rebels left on 3 May.", "2024-05-03"),
    ("Rebels left on May 3.", "2024-05-03"),
    ("Rebels left on 3 December.", "2023-12-03"),
    ("Rebels left yesterday.", "2024-06-11"),
    ("Rebels left today.", "2024-06-12"),
    ("Rebels will leave tomorrow.", "2024-06-13"),
    ("Rebels left last week.", "2024-06-03/2024-06-09"),
    ("Rebels left last month.", "2024-05"),
    ("Rebels left last year.", "2023"),
    ("Rebels will leave next year.", "2025"),
    ("Rebels left this month.", "2024-06"),
    ("Rebels left earlier this month.", "2024-06-01/2024-06-12"),
    ("Rebels left three days ago.", "2024-06-09"),
    ("Rebels left two months ago.", "2024-04"),
    ("Rebels left ten years ago.", "2014"),
    ("Rebels left last summer.", "2023-22"),
    ("The truce holds until 31 March 2025.", "../2025-03-31"),
    ("They must leave by 1 May 2025.", "../2025-05-01"),
]


@pytest.mark.parametrize(("text", "edtf"), DATED)
def test_what_an_expression_means(text: str, edtf: str) -> None:
    found = [m for m in timed(text).times if m.time is not None]
    assert [m.time.edtf for m in found if m.time] == [edtf]
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.span.text


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("They stay for five years.", "P5Y"),
        ("A 72-hour ceasefire began.", "PT72H"),
        ("A seven-day truce began.", "P7D"),
        ("They leave within 60 days.", "P60D"),
        ("A six-month mandate was given.", "P6M"),
        ("It took several weeks.", "PXW"),
        ("It lasted a decade.", "P10Y"),
    ],
)
def test_durations(text: str, duration: str) -> None:
    assert [m.duration for m in timed(text).times if m.kind == "duration"] == [duration]


@pytest.mark.parametrize(
    "text",
    [
        "They left on 31 June.",
        "They left on the 45th of May.",
        "They left in the 4th century BC.",
        "They left in 1200 B.C.",
        "They left on 30 February 2023.",
        "It is dated 2024-13-01.",
        "The army may leave.",
        "Soldiers march through the town.",
        "It sent 1,960 peacekeepers and 2000 troops.",
        "A 34-year-old man was hurt.",
        "They meet every Friday.",
    ],
)
def test_what_is_no_date_gets_none(text: str) -> None:
    assert [m.time.edtf for m in timed(text).times if m.time and m.time.edtf] == []


@pytest.mark.parametrize("text", ["Rebels left on Monday.", "Rebels left in April.",
                                  "Rebels left last week.", "Rebels left on 3 May."])  # fmt: skip
def test_without_a_publication_date_nothing_is_dated_by_guess(text: str) -> None:
    analysis = timed(text, None)
    assert analysis.document.published.basis == "unknown"
    for mention in analysis.times:
        assert mention.time is not None
        assert (mention.time.edtf, mention.time.from_, mention.time.to) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "basis", "edtf"),
    [
        ("JUBA, 3 March 2021 - The army said that rebels had left the town.", "text", "2021-03-03"),
        ("Rebels left Kidal in autumn 2023. They had come in 2012.", "inferred", "2023-09-01/.."),
        ("Rebels will leave Kidal in 2031.", "unknown", None),
        (
            "BAMAKO, Dec. 11 (Wire) - Rebels left Kidal on 2 December 2023, the army said.",
            "text",
            "2023-12-11",
        ),
    ],
)
def test_the_publication_date_from_the_text(text: str, basis: str, edtf: str | None) -> None:
    published = timed(text, None).document.published
    assert (published.basis, published.edtf) == (basis, edtf)


def test_a_bare_day_belongs_to_the_story_told_before_it() -> None:
    found = timed("On 9 November 2020 they agreed. By 1 December the army had left.").times
    assert [m.time.edtf for m in found if m.time] == ["2020-11-09", "../2020-12-01"]


@settings(max_examples=60)
@given(st.text())
def test_no_text_crashes_it(text: str) -> None:
    for found in expressions(text):
        assert 0 <= found.start < found.end <= len(text)
