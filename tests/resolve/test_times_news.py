"""What news of several sentences tells of its days, and days and years that are none."""

import pytest

from dateline.analysis import Given, TimeMention
from dateline.pipeline import analyse
from dateline.resolve.times import Times
from dateline.text.parse import Parse


def times(text: str) -> tuple[TimeMention, ...]:
    given = Given(text, published="2024-06-12", published_basis="given")
    analysis = analyse(given, [Parse(), Times()])
    assert analysis.failures == ()
    return analysis.times


def edtf_of(text: str) -> dict[str, str | None]:
    return {m.span.text: m.time.edtf for m in times(text) if m.time is not None}


# In reports of Wednesday 12 June 2024: the text, the words of the time, its value.
NEWS = [
    # the second before or after, and weeks from a day
    ("The week before last, rebels left.", "The week before last", "2024-05-27/2024-06-02"),
    ("The Friday before last, rebels left.", "The Friday before last", "2024-05-31"),
    ("The Wednesday before last, rebels left.", "The Wednesday before last", "2024-05-29"),
    ("The night before last, a shell hit it.", "The night before last", "2024-06-10"),
    ("They will go the Tuesday after next.", "the Tuesday after next", "2024-06-25"),
    ("It will be lifted a week from Friday.", "a week from Friday", "2024-06-21"),
    ("Two weeks from Monday, talks resume.", "Two weeks from Monday", "2024-07-01"),
    # years of two figures, halves of spans, seasons of a year
    ("He was jailed in '98.", "'98", "1998"),
    ("He has been free since '05.", "'05", "2005/.."),
    ("It doubled in the past half century.", "the past half century", "1974-06-12/2024-06-12"),
    ("They fled in the fall of last year.", "the fall of last year", "2023-23"),
    ("It was hit in the small hours of May 3.", "the small hours of May 3", "2024-05-03"),
    ("He marched on Memorial Day.", "Memorial Day", "2024-05-27"),
    # what is told in passing, or held against, is no story
    ("It fell to 2 million from 4 million in 2021. In March, it cut jobs.", "March", "2024-03"),
    ("It is up 3 percent from May 2022. In June, it fell.", "June", "2024-06"),
    ("It rose to 8 percent, compared with 2 percent in 2021. In May, it fell.", "May", "2024-05"),
    ("In 2019 he joined the army. He is now in Moscow. In March, he was promoted.", "March",
     "2024-03"),
    ("In the 1980s they fought. In March, they signed a deal.", "March", "2024-03"),
    ("It was the worst attack since March 2022. That month, rebels left.", "That month", "2022-03"),
    ("The deadliest strike since early May killed 40 on Monday; the previous day rebels left.",
     "the previous day", "2024-06-09"),
    ("The law, passed in 2019, was repealed on Monday. The next day, protests began.",
     "The next day", "2024-06-11"),
    ("On Monday the court struck down a law that was passed in 2019. A day earlier, they rallied.",
     "A day earlier", "2024-06-09"),
    ("The vote will be held on June 20. The commission said a week earlier that it was ready.",
     "a week earlier", None),
    # what is to be is counted from the report, or from what the main clause tells
    ("Talks, which broke down in April, are to resume on Sunday.", "Sunday", "2024-06-16"),
    ("The envoy said on Monday that talks, which broke down in April, would resume on Sunday.",
     "Sunday", "2024-06-16"),
    ("They were to meet in May.", "May", "2024-05"),
    ("It paves the way to end the strike by Monday's deadline.", "Monday", "2024-06-17"),
    ("It helped them win Sunday's vote.", "Sunday", "2024-06-09"),
    ("Banks, shut since June 1, are due to open at noon on Friday.", "Friday", "2024-06-14"),
    ("From Monday to Thursday next week, roads will be shut.", "Monday to Thursday next week",
     "2024-06-17/2024-06-20"),
    # a story ends with how things are, and what had been before it does not move it
    ("Rebels took the north in early 2013. A deal of 2015 has barely been applied. The army lost 24"
     " men at the beginning of May.", "the beginning of May", "2024-05-01/2024-05-10"),
    ("They seized power on 26 July 2023. He has been held since. In August, a force was named.",
     "August", "2023-08"),
    ("They voted on 25 September 2017. Weeks later, Baghdad retook Kirkuk. In October, he resigned.",
     "October", "2017-10"),
    ("His offensive on Tripoli, launched on 4 April last year, collapsed in June.", "June",
     "2024-06"),
    ("In October 1998 they fled. In the spring they came back.", "the spring", "1999-21"),
    ("In 2003 they fled. The bridge had been blown up in August. In February, they came back.",
     "February", "2003-02"),
    ("Last month, 14 years later, they closed the file.", "14 years later", None),
    ("She left home on a September evening in 1987.", "September evening in 1987", "1987-09"),
    # the number after a month is a count where the day stands before it
    ("On 12 May 10 soldiers died.", "12 May", "2024-05-12"),
    ("On 4 May 5000 people marched.", "4 May", "2024-05-04"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "edtf"), NEWS)
def test_what_news_tells(text: str, words: str, edtf: str | None) -> None:
    found = edtf_of(text)
    assert words in found
    assert found[words] == edtf


@pytest.mark.parametrize(
    "text",
    ["On Sundays, the shops are shut.", "Fridays are holy.", "He goes there on Mondays."],
)
def test_weekdays_in_general_are_sets(text: str) -> None:
    (found,) = times(text)
    assert (found.kind, found.time) == ("set", None)


@pytest.mark.parametrize(
    "text",
    [
        "In the year 0, it fell.", "In the year 5 of the Republic, it fell.",
        "On 31 December 9999 the licence ends.", "January 1, 0000 was cold.",
        "On June 00, 2023 they left.", "On June 45, 2023 they left.", "On 33 February 2020 it fell.",
        "It fell on 1.1.0000.", "In the -5th century they ruled.", "It is dated 12/12/12/12.",
        "It ran 12:00:00:00 long.", "The years 2020-2021-2022 were bad.",
        "In '20 people were killed.", "It lasted until the last minute.",
        "Two years after the fall of the government, they left.",
    ],
)  # fmt: skip
def test_what_is_no_day_has_no_value(text: str) -> None:
    for mention in times(text):
        assert mention.time is None or (mention.time.from_, mention.time.to) == (None, None)


@pytest.mark.parametrize("text", ["It rose in FY2023.", "It rose in FY 2023.", "It rose in FY23."])
def test_a_fiscal_year_by_its_letters_has_bounds_alone(text: str) -> None:
    (found,) = times(text)
    assert found.time is not None
    assert found.time.edtf is None
    assert (found.time.from_, found.time.to) == ("2022-04-01", "2024-03-31")


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("In 1992 Georgian troops entered Sukhumi.", "1992", "1992"),
        ("In 2002 rebels seized the north of the country.", "2002", "2002"),
        ("The deal failed, and in 1994 government soldiers took the port.", "1994", "1994"),
        ("Since 1999 people have fled the valley.", "1999", "1999/.."),
        ("The men were killed in 2003 attacks.", "2003", "2003"),
    ],
)
def test_four_figures_before_a_noun_are_a_year_where_its_clause_says_so(
    text: str, words: str, edtf: str
) -> None:
    assert edtf_of(text) == {words: edtf}


@pytest.mark.parametrize(
    "text",
    [
        "In 2000 homes the power went.", "The town was attacked by 1500 rebels.",
        "They arrived in 2000 vehicles.", "After 1500 people fled, the town was empty.",
        "About 2000 troops entered the town.", "From 2000 soldiers the force fell to 500.",
    ],
)  # fmt: skip
def test_four_figures_that_count_a_noun_are_no_year(text: str) -> None:
    assert edtf_of(text) == {}


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("By noon rebels had seized the bridge.", "noon", "2024-06-12"),
        ("Troops entered the town at midnight.", "midnight", "2024-06-12"),
        ("Soldiers raided the house before dawn.", "dawn", "2024-06-12"),
        ("On Monday rebels came and by noon the town had burned.", "noon", "2024-06-10"),
        ("They must leave by noon.", "noon", None),
        ("The army told the villagers to leave by noon.", "noon", None),
        ("In the last days of March rebels came.", "the last days of March",
         "2024-03-21/2024-03-31"),
        ("A year and a half ago rebels came.", "A year and a half ago", "2022"),
    ],
)  # fmt: skip
def test_times_of_day_and_parts_that_stand_alone(text: str, words: str, edtf: str | None) -> None:
    found = edtf_of(text)
    assert words in found
    assert found[words] == edtf


@pytest.mark.parametrize(
    "text",
    ["He stayed until his last day.", "She spent her last night there.",
     "In his last three years he wrote nothing."],
)  # fmt: skip
def test_what_is_last_of_somebody_is_not_counted_from_the_report(text: str) -> None:
    assert edtf_of(text) == {}
