"""Expressions as they stand in reports of 12 June 2024, a Wednesday, and what they mean."""

import pytest
from edtf import parse_edtf
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from dateline.analysis import Analysis, Given, TimeMention
from dateline.pipeline import analyse
from dateline.resolve.edtf import bounds
from dateline.resolve.times import Times
from dateline.text.parse import Parse


def times(text: str, published: str | None = "2024-06-12") -> tuple[TimeMention, ...]:
    return timed(text, published).times


def timed(text: str, published: str | None = "2024-06-12") -> Analysis:
    given = Given(text, published=published, published_basis="given" if published else None)
    analysis = analyse(given, [Parse(), Times()])
    assert analysis.failures == ()
    return analysis


# The sentence, the words of the expression, its EDTF value.
VALUES = [
    # days in every order
    ("Troops left on 12 June 2024.", "12 June 2024", "2024-06-12"),
    ("Troops left on Wednesday, 12 June 2024.", "Wednesday, 12 June 2024", "2024-06-12"),
    ("Troops left on Sept. 5, 2023.", "Sept. 5, 2023", "2023-09-05"),
    ("Troops left on Nov 9, 2020.", "Nov 9, 2020", "2020-11-09"),
    ("Troops left on the 5th of September 2023.", "the 5th of September 2023", "2023-09-05"),
    ("Troops left on 25/12/2023.", "25/12/2023", "2023-12-25"),
    ("Troops left on 12.06.2023.", "12.06.2023", "2023-06-12"),
    ("Troops left on 2024-06-02.", "2024-06-02", "2024-06-02"),
    ("MH17 was shot down on July 17, 2014.", "July 17, 2014", "2014-07-17"),
    ("Troops left on 29 February 2024.", "29 February 2024", "2024-02-29"),
    ("It happened Monday, June 10.", "Monday, June 10", "2024-06-10"),
    ("It happened on June 10th.", "June 10th", "2024-06-10"),
    ("It happened on the 10th of June.", "the 10th of June", "2024-06-10"),
    ("The November 10 agreement was signed.", "November 10", "2023-11-10"),
    ("They left on New Year's Day.", "New Year's Day", "2024-01-01"),
    ("They left on Christmas Eve.", "Christmas Eve", "2023-12-24"),
    # days known by what happened on them
    ("They died in the September 11 attacks.", "September 11", "2001-09-11"),
    ("They were seized in the 7 October attack.", "7 October", "2023-10-07"),
    ("They died on 9/11.", "9/11", "2001-09-11"),
    # from one to another
    ("They met between 9 and 11 November 2020.", "9 and 11 November 2020", "2020-11-09/2020-11-11"),
    ("They left from 28 February to 3 March 2023.", "28 February to 3 March 2023",
     "2023-02-28/2023-03-03"),
    ("They stayed from April until June 2021.", "April until June 2021", "2021-04/2021-06"),
    ("They fought from November to March 2021.", "November to March 2021", "2020-11/2021-03"),
    ("They stayed from 2014 to 2016.", "2014 to 2016", "2014/2016"),
    ("They fought between 2014 and 2016.", "2014 and 2016", "2014/2016"),
    ("They fought between 2016 and 2014.", "2016 and 2014", "2014/2016"),
    ("They left between Monday and Wednesday.", "Monday and Wednesday", "2024-06-10/2024-06-12"),
    ("They left in April-May 2023.", "April-May 2023", "2023-04/2023-05"),
    ("They met from 9 until 17 April.", "9 until 17 April", "2024-04-09/2024-04-17"),
    ("They met from April 9 through 12, 2023.", "April 9 through 12, 2023",
     "2023-04-09/2023-04-12"),
    ("They met between the 3rd and the 5th of May.", "3rd and the 5th of May",
     "2024-05-03/2024-05-05"),
    ("He must leave between now and 15 November.", "15 November", "../2024-11-15"),
    # the one end of a period
    ("It was lost in the first nine months of 2023.", "the first nine months of 2023",
     "2023-01/2023-09"),
    ("It was lost in the last two weeks of May.", "the last two weeks of May",
     "2024-05-18/2024-05-31"),
    ("It was lost in the last four months of 2021.", "the last four months of 2021",
     "2021-09/2021-12"),
    ("It was lost in the first ten days of last year.", "the first ten days of last year",
     "2023-01-01/2023-01-10"),
    ("It was lost in the first few days of March.", "the first few days of March",
     "2024-03-01/2024-03-10"),
    # up to its end, and from its beginning
    ("Aid was cut in the fiscal year ending 30 June 2023.", "the fiscal year ending 30 June 2023",
     "2022-07-01/2023-06-30"),
    ("Aid was cut in the six months to March.", "the six months to March", "2023-10/2024-03"),
    ("It was lost in the three months ended May 31.", "the three months ended May 31",
     "2024-03-01/2024-05-31"),
    ("The truce will hold for ten days from Friday.", "ten days from Friday",
     "2024-06-14/2024-06-24"),
    ("The truce will last two weeks from 1 July.", "two weeks from 1 July",
     "2024-07-01/2024-07-15"),
    ("They bombed the town on 1, 3 and 5 June.", "1, 3 and 5 June", "2024-06-01/2024-06-05"),
    ("They bombed the town on June 1, 3 and 5.", "June 1, 3 and 5", "2024-06-01/2024-06-05"),
    # in words
    ("He was shot on May twenty-first.", "May twenty-first", "2024-05-21"),
    ("He was shot on the twenty-second of May, 2023.", "the twenty-second of May, 2023",
     "2023-05-22"),
    ("In the twenty-first century wars changed.", "the twenty-first century", "20XX"),
    ("It began in the noughties.", "the noughties", "200X"),
    ("It began in the early 2000s.", "the early 2000s", "2000/2003"),
    ("It began in the 1900s.", "the 1900s", "19XX"),
    # a day by its number, its weekday or its week
    ("It will open on Friday the 14th.", "Friday the 14th", "2024-06-14"),
    ("They met on Monday the 3rd.", "Monday the 3rd", "2024-06-03"),
    ("It is due on 20th of next month.", "20th of next month", "2024-07-20"),
    ("He will speak next week on Friday.", "next week on Friday", "2024-06-21"),
    # so much and so much ago
    ("He left two years and three months ago.", "two years and three months ago", "2022-03"),
    ("He left a year and six months ago.", "a year and six months ago", "2022-12"),
    ("He left three years and a half ago.", "three years and a half ago", "2020"),
    ("They fought in 2020-21.", "2020-21", "2020/2021"),
    ("The 1992–1995 war ended.", "1992–1995", "1992/1995"),
    # weekdays
    ("Rebels left on Monday.", "Monday", "2024-06-10"),
    ("Rebels left on Wednesday.", "Wednesday", "2024-06-12"),
    ("Rebels left on Tuesday morning.", "Tuesday morning", "2024-06-11"),
    ("Rebels left late on Tuesday.", "late on Tuesday", "2024-06-11"),
    ("Rebels left in the early hours of Tuesday.", "the early hours of Tuesday", "2024-06-11"),
    ("Rebels left last Wednesday.", "last Wednesday", "2024-06-05"),
    ("Rebels left last Friday.", "last Friday", "2024-06-07"),
    ("Rebels left last Monday.", "last Monday", "[2024-06-03,2024-06-10]"),
    ("Rebels will leave next Monday.", "next Monday", "2024-06-17"),
    ("Rebels will leave next Friday.", "next Friday", "[2024-06-14,2024-06-21]"),
    ("Rebels will leave this Friday.", "this Friday", "2024-06-14"),
    ("Rebels left on Friday last week.", "Friday last week", "2024-06-07"),
    ("The order issued on Thursday will stand.", "Thursday", "2024-06-06"),
    ("They vowed to punish those behind Tuesday's attack.", "Tuesday", "2024-06-11"),
    ("He is expected to meet the president on Monday.", "Monday", "2024-06-17"),
    ("Talks resume on Monday.", "Monday", "2024-06-17"),
    ("They could come as soon as Tuesday.", "Tuesday", "2024-06-18"),
    ("They rallied to mark the day on Sunday.", "Sunday", "2024-06-09"),
    # days counted from the report
    ("Rebels left today.", "today", "2024-06-12"),
    ("Rebels left yesterday.", "yesterday", "2024-06-11"),
    ("Rebels will leave tomorrow.", "tomorrow", "2024-06-13"),
    ("Rebels left the day before yesterday.", "the day before yesterday", "2024-06-10"),
    ("Rebels will leave the day after tomorrow.", "the day after tomorrow", "2024-06-14"),
    ("Rebels left this morning.", "this morning", "2024-06-12"),
    ("Rebels left last night.", "last night", "2024-06-11"),
    ("Rebels left overnight.", "overnight", "2024-06-11/2024-06-12"),
    ("Rebels left late last night.", "late last night", "2024-06-11"),
    ("The treaty was signed twenty years ago today.", "twenty years ago today", "2004-06-12"),
    ("Rebels left two weeks ago today.", "two weeks ago today", "2024-05-29"),
    ("Rebels left a year ago this month.", "a year ago this month", "2023-06"),
    ("Prices rose over the past quarter-century.", "the past quarter-century",
     "1999-06-12/2024-06-12"),
    # weeks
    ("Rebels left this week.", "this week", "2024-06-10/2024-06-16"),
    ("Rebels left last week.", "last week", "2024-06-03/2024-06-09"),
    ("Rebels left earlier this week.", "earlier this week", "2024-06-10/2024-06-12"),
    ("Rebels left over the weekend.", "the weekend", "2024-06-08/2024-06-09"),
    ("Rebels left last weekend.", "last weekend", "2024-06-08/2024-06-09"),
    ("It happened the week of June 3.", "the week of June 3", "2024-06-03/2024-06-09"),
    # months
    ("Rebels left in April.", "April", "2024-04"),
    ("Rebels left in August.", "August", "2023-08"),
    ("Rebels will leave in August.", "August", "2024-08"),
    ("Rebels may leave in May.", "May", "2025-05"),
    ("Rebels left in early April.", "early April", "2024-04-01/2024-04-10"),
    ("Rebels left in mid-May.", "mid-May", "2024-05-11/2024-05-20"),
    ("Rebels left in late February.", "late February", "2024-02-21/2024-02-29"),
    ("Rebels left at the beginning of May.", "the beginning of May", "2024-05-01/2024-05-10"),
    ("Rebels left last April.", "last April", "2024-04"),
    ("Rebels left in January last year.", "January last year", "2023-01"),
    ("Rebels will leave in January next year.", "January next year", "2025-01"),
    ("Rebels left last month.", "last month", "2024-05"),
    ("Rebels will leave next month.", "next month", "2024-07"),
    ("Rebels left earlier this month.", "earlier this month", "2024-06-01/2024-06-12"),
    ("Rebels will leave later this month.", "later this month", "2024-06-12/2024-06-30"),
    ("Elections are due in December.", "December", "2024-12"),
    ("A summit set for July was called off.", "July", "2024-07"),
    ("The July 2021 coup was condemned.", "July 2021", "2021-07"),
    # days and months without a year
    ("Rebels left on 3 May.", "3 May", "2024-05-03"),
    ("Rebels left on 3 December.", "3 December", "2023-12-03"),
    ("The vote is scheduled for 15 July.", "15 July", "2024-07-15"),
    ("The two sides agreed to withdraw by 1 July.", "1 July", "../2024-07-01"),
    ("Rebels left on 30 June and 1 July 2023.", "30 June", "2023-06-30"),
    ("It was set for Kyiv in April. A meeting is set for Kyiv in July.", "July", "2024-07"),
    ("Sales began in 2003, and as of February they led.", "February", "2024-02"),
    ("Anzac Day fell on a Thursday.", "Anzac Day", "2024-04-25"),
    ("It has two offices this year-the largest is in Lagos.", "this year", "2024"),
    # seasons, quarters, halves
    ("Troops came in the fall of 2020.", "the fall of 2020", "2020-23"),
    ("Troops came in autumn 2023.", "autumn 2023", "2023-23"),
    ("Troops came in the winter of 2023.", "the winter of 2023", "2023-24"),
    ("Troops came in early spring 2023.", "early spring 2023", "2023-03/2023-04"),
    ("Troops came this spring.", "this spring", "2024-21"),
    ("Troops came last autumn.", "last autumn", "2023-23"),
    ("Troops came last winter.", "last winter", "2023-24"),
    ("Troops came in the spring.", "the spring", "2024-21"),
    ("Troops came in the first quarter of 2024.", "the first quarter of 2024", "2024-33"),
    ("Troops came in the third quarter.", "the third quarter", "2023-35"),
    ("Troops came in the second half of 2023.", "the second half of 2023", "2023-41"),
    # years, decades, centuries
    ("Troops came in 2019.", "2019", "2019"),
    ("The 1994 genocide was marked.", "1994", "1994"),
    ("Troops came around 2015.", "around 2015", "2015~"),
    ("Troops came in late 2022.", "late 2022", "2022-09/2022-12"),
    ("Troops came in the middle of 2022.", "the middle of 2022", "2022-05/2022-08"),
    ("Troops came last year.", "last year", "2023"),
    ("Troops came earlier this year.", "earlier this year", "2024-01-01/2024-06-12"),
    ("Troops will come next year.", "next year", "2025"),
    ("It happened in nineteen ninety-four.", "nineteen ninety-four", "1994"),
    ("Troops came in the 1990s.", "the 1990s", "199X"),
    ("Troops came in the '90s.", "the '90s", "199X"),
    ("Troops came in the nineties.", "the nineties", "199X"),
    ("Troops came in the mid-1990s.", "the mid-1990s", "1994/1996"),
    ("Troops came in the late 1980s.", "the late 1980s", "1986/1989"),
    ("It was built in the 19th century.", "the 19th century", "18XX"),
    ("It was built in the early 20th century.", "the early 20th century", "190X/193X"),
    # open ends
    ("They held it since the 1990s.", "the 1990s", "199X/.."),
    ("They have been there since January.", "January", "2024-01/.."),
    ("They have been there since Monday.", "Monday", "2024-06-10/.."),
    ("Since 24 February 2022, thousands died.", "24 February 2022", "2022-02-24/.."),
    ("They left after 12 June 2023.", "12 June 2023", "2023-06-12/.."),
    ("They stay until March 2025.", "March 2025", "../2025-03"),
    ("They will stay until Friday.", "Friday", "../2024-06-14"),
    ("They must leave by Sunday.", "Sunday", "../2024-06-16"),
    ("They had left by Sunday.", "Sunday", "../2024-06-09"),
    ("They must leave by the end of the year.", "the end of the year", "../2024-12"),
    ("They must leave by the end of this week.", "the end of this week", "../2024-06-16"),
    ("They must leave before the end of 2024.", "the end of 2024", "../2024-12"),
    # so many units back or ahead
    ("They left three days ago.", "three days ago", "2024-06-09"),
    ("They left 48 hours ago.", "48 hours ago", "2024-06-10"),
    ("They left two weeks ago.", "two weeks ago", "2024-05-26/2024-06-01"),
    ("They left a month ago.", "a month ago", "2024-05"),
    ("They left a month and a half ago.", "a month and a half ago", "2024-04"),
    ("They left a decade and a half ago.", "a decade and a half ago", "2009"),
    ("They left in the winter months.", "the winter months", "2023-24"),
    ("They left ten years ago.", "ten years ago", "2014"),
    ("They left a decade ago.", "a decade ago", "2014"),
    ("They leave in the coming weeks.", "the coming weeks", "2024-06-12/.."),
    ("They left in recent days.", "recent days", "../2024-06-12"),
    ("Many died in the past three years.", "the past three years", "2021-06-12/2024-06-12"),
    ("Many died in the last 24 hours.", "the last 24 hours", "2024-06-11/2024-06-12"),
    ("They left two or three years ago.", "two or three years ago", "2021/2022"),
    ("They left over a year ago.", "over a year ago", "2023"),
    # weeks, halves and parts by number
    ("Troops came in the first week of 2024.", "the first week of 2024", "2024-01-01/2024-01-07"),
    ("Troops came in the last week of this month.", "the last week of this month",
     "2024-06-24/2024-06-30"),
    ("Troops came in Q3 of 2023.", "Q3 of 2023", "2023-35"),
    ("Troops came in 2023 H2.", "2023 H2", "2023-41"),
    ("Troops came in the second half.", "the second half", None),
    ("Troops came in the latter part of 2022.", "the latter part of 2022", "2022-09/2022-12"),
    ("They must leave by mid-year.", "mid-year", "../2024-08"),
    ("They must leave by year's end.", "year's end", "../2024-12-31"),
    ("At year-end they had left.", "year-end", "2023-12-31"),
    ("It was built in the 18th and 19th centuries.", "the 18th", "17XX"),
    ("Troops came in Easter week.", "Easter week", "2024-03-25/2024-03-31"),
    ("Troops came in the spring and summer of 2020.", "the spring", "2020-21"),
    ("They stay until spring.", "spring", "../2025-21"),
    ("The post-1959 law was dropped.", "post-1959", "1959/.."),
    # days before and after days, and nights of days
    ("It was the day before Monday's vote.", "the day before Monday", "2024-06-09"),
    ("They left on the night of 3 May.", "the night of 3 May", "2024-05-03"),
    ("They left on the evening of May 3, 2023.", "the evening of May 3, 2023", "2023-05-03"),
    ("Shells fell overnight.", "overnight", "2024-06-11/2024-06-12"),
    # times of day
    ("They left on Tuesday at 6 p.m.", "6 p.m.", "2024-06-11"),
    ("They left at 6 p.m. on Tuesday.", "6 p.m.", "2024-06-11"),
    ("They left at 0600 GMT on Tuesday.", "0600 GMT", "2024-06-11"),
    ("They left at noon Tuesday.", "noon Tuesday", "2024-06-11"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "edtf"), [("2003-06-12", "192X"), ("2024-06-12", "202X")])
def test_a_decade_of_two_figures_has_begun(published: str, edtf: str) -> None:
    (found,) = times("The town grew in the 20s.", published)
    assert found.time is not None
    assert found.time.edtf == edtf


def test_the_next_years_of_a_story_follow_what_it_told() -> None:
    *_, found = times("In 1995 he joined the army. Over the next five years he served abroad.")
    assert found.time is not None
    assert (found.time.from_, found.time.to) == ("1995-01-01", "2000-01-01")
    (ahead,) = times("He will serve abroad over the next five years.")
    assert ahead.time is not None
    assert ahead.time.edtf == "2024-06-12/2029-06-12"


@pytest.mark.parametrize(("text", "words", "edtf"), VALUES)
def test_what_words_mean(text: str, words: str, edtf: str) -> None:
    found = {m.span.text: m.time.edtf for m in times(text) if m.time is not None}
    assert found.get(words) == edtf


# What is told first, then an expression that counts from it.
TOLD = [
    ("Troops came on 3 March 2021. The next day they left.", "The next day", "2021-03-04"),
    ("Troops came on 3 March 2021. That day rebels left.", "That day", "2021-03-03"),
    ("Troops came on 3 March 2021. The previous day rebels left.", "The previous day",
     "2021-03-02"),
    ("Troops came on 3 March 2021. The following week they left.", "The following week",
     "2021-03-08/2021-03-14"),
    ("Troops came on 3 March 2021. A month later they left.", "A month later", "2021-04"),
    ("Troops came on 3 March 2021. Two days earlier, rebels left.", "Two days earlier",
     "2021-03-01"),
    ("Troops came on 3 March 2021. A year later they left.", "A year later", "2022"),
    ("Troops came in March 2021. The previous year rebels left.", "The previous year", "2020"),
    ("Troops came in March 2021. The following day they left.", "The following day", None),
    ("Troops came in 2021. A week later they left.", "A week later", None),
    ("Troops left a week later.", "a week later", None),
    ("On 9 November 2020 they signed. In December troops came.", "December", "2020-12"),
    ("On 9 November 2020 they signed. In January troops came.", "January", "2021-01"),
    ("On 9 November 2020 they signed. In May troops came.", "May", "2024-05"),
    ("Troops came in April 2021. That summer rebels left.", "That summer", "2021-22"),
    ("Troops came on 3 March 2021. They left that same day.", "that same day", "2021-03-03"),
    ("Troops came last Monday. The next day they left.", "The next day", None),
    ("Two died in the May 1, 2021, bombing. In April troops came.", "April", "2024-04"),
    ("They signed in 2023. In April troops came.", "April", "2024-04"),
    ("In 2015 they agreed to leave in April.", "April", "2015-04"),
    ("In October 2015 they agreed to leave in April.", "April", "2016-04"),
    ("They signed in 2015 and will leave in April.", "April", "2025-04"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "edtf"), TOLD)
def test_what_counts_from_the_time_told_before(text: str, words: str, edtf: str | None) -> None:
    found = {m.span.text: m.time.edtf for m in times(text) if m.time is not None}
    assert words in found
    assert found[words] == edtf


# Which way a clause looks, in what is told on Wednesday 12 June 2024.
LOOKS = [
    ("They said on Saturday they would free the men on Monday.", "Monday", "2024-06-10"),
    ("They met on Monday and were to meet again on Tuesday.", "Tuesday", "2024-06-11"),
    ("They said in January they would leave in March.", "March", "2024-03"),
    ("They said on Monday they would leave in July.", "July", "2024-07"),
    ("They announced an agreement to leave in April.", "April", "2025-04"),
    ("The offer had been scheduled to end on Monday.", "Monday", "2024-06-10"),
    ("The meeting has been moved to Monday.", "Monday", "2024-06-17"),
    ("The president leaves Sunday for Africa.", "Sunday", "2024-06-16"),
    ("By Saturday they will be gone.", "Saturday", "../2024-06-15"),
    ("They will meet in the wake of Monday's attack.", "Monday", "2024-06-10"),
    ("Weak prices hurt the index on Monday.", "Monday", "2024-06-10"),
    ("They go to the polls on 9 June.", "9 June", "2024-06-09"),
    ("They told of a cutback in July.", "July", "[2023-07,2024-07]"),
    ("They left on a Friday.", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "edtf"), LOOKS)
def test_which_way_a_clause_looks(text: str, words: str | None, edtf: str | None) -> None:
    found = {m.span.text: m.time.edtf for m in times(text) if m.time is not None}
    assert found.get(words or "") == edtf
    assert words is not None or not found


DURATIONS = [
    ("They stay for five years.", "P5Y"),
    ("The truce holds for up to 60 days.", "P60D"),
    ("It runs for an additional six months.", "P6M"),
    ("A 72-hour ceasefire began.", "PT72H"),
    ("A seven-day truce began.", "P7D"),
    ("They met for two and a half hours.", "PT2H30M"),
    ("They met for half an hour.", "PT30M"),
    ("The war lasted a year and a half.", "P1Y6M"),
    ("A year-long siege ended.", "P1Y"),
    ("A decades-long conflict ended.", "PXY"),
    ("Weeks of fighting ended.", "PXW"),
    ("It took several weeks.", "PXW"),
    ("It took a couple of days.", "P2D"),
    ("It lasted two decades.", "P20Y"),
    ("It lasted twenty-four hours.", "PT24H"),
    ("Troops left three weeks before the deadline.", "P3W"),
    ("Troops left two days after the ceasefire.", "P2D"),
]


@pytest.mark.parametrize(("text", "duration"), DURATIONS)
def test_how_long(text: str, duration: str) -> None:
    (found,) = times(text)
    assert (found.kind, found.duration, found.time) == ("duration", duration, None)


@pytest.mark.parametrize(
    "text",
    ["They meet every Friday.", "They meet on Fridays.", "They meet every other week.",
     "Attacks happen daily.", "Attacks happen twice a week.", "Attacks kill 50 people a month.",
     "They patrol every Friday night."],
)  # fmt: skip
def test_sets(text: str) -> None:
    (found,) = times(text)
    assert (found.kind, found.time, found.duration) == ("set", None, None)


NO_TIMES = [
    "Bloody Sunday was marked.", "The Good Friday Agreement was signed.", "The Six-Day War began.",
    "Theresa May spoke.", "Jan Egeland spoke.", "The Sun shone on Sun City.",
    "It was the Arab Spring.", "The March 23 Movement attacked.", "The 6 October Bridge was shut.",
    "Aged 34, the man died at the age of 60.", "Children under five years of age died.",
    "A 34-year-old man was hurt.", "The army may march on.", "A second ceasefire failed.",
    "It happened in 1447 AH.", "Some 1,500 soldiers and 1990 rebels died.", "They will leave in 2999.",
    "Three-quarters of the food is imported.", "It was shown on 60 Minutes.",
    "They walked in the March of the Mothers.", "It fell on 25 October 1917 (Old Style).",
    "It scored 4/22.", "It fell in 1403 (Persian calendar).", "It fell in 1403 of the Iranian calendar.",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time(text: str) -> None:
    assert times(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is dated 31 June.", None),
        ("It is dated 2024-13-01.", None),
        ("It is dated 29 February 2023.", None),
        ("It is dated 31/31/2023.", None),
        ("It happened three hours ago.", ("2024-06-11", "2024-06-12")),
        ("It happened several months ago.", (None, "2024-06-12")),
        ("It happened in fiscal year 2023.", ("2022-04-01", "2024-03-31")),
        ("It happened in the 2023 fiscal year.", ("2022-04-01", "2024-03-31")),
        ("It happened in the 2023/24 financial year.", ("2023-01-01", "2024-12-31")),
        ("It happened in the fiscal second quarter of 2023.", ("2022-07-01", "2023-09-30")),
        ("It happened in the fiscal second quarter.", (None, None)),
        ("It happened on 12/06/2023.", ("2023-06-12", "2023-12-06")),
    ],
)
def test_bounds_where_no_value_is_sure(
    text: str, found: tuple[str | None, str | None] | None
) -> None:
    for mention in times(text):
        assert mention.time is not None
        assert (mention.time.from_, mention.time.to) == (found or (None, None))


@pytest.mark.parametrize(
    ("published", "text", "edtf", "first", "last"),
    [
        ("2024-06", "Rebels left last year.", "2023", "2023-01-01", "2023-12-31"),
        ("2024-06", "Rebels left last month.", "2024-05", "2024-05-01", "2024-05-31"),
        ("2024-06", "Rebels left in April.", "2024-04", "2024-04-01", "2024-04-30"),
        ("2024-06", "Rebels left on Monday.", None, "2024-05-27", "2024-06-24"),
        ("2024-06", "Rebels left yesterday.", None, "2024-05-31", "2024-06-29"),
        ("2024", "Rebels left in April.", None, "2023-04-01", "2024-04-30"),
        (None, "Rebels left in April.", None, None, None),
        (None, "Rebels left two years ago.", None, None, None),
    ],
)
def test_no_more_is_known_than_the_publication_date_lets_know(
    published: str | None, text: str, edtf: str | None, first: str | None, last: str | None
) -> None:
    (found,) = times(text, published)
    assert found.time is not None
    assert (found.time.edtf, found.time.from_, found.time.to) == (edtf, first, last)


def test_with_an_inferred_publication_date_a_bare_month_has_bounds_only() -> None:
    analysis = timed("Rebels left Kidal on 22 September 2023.\n\nTroops came in April.", None)
    assert analysis.document.published.edtf == "2023-09-22/.."
    april = analysis.times[-1].time
    assert april is not None
    assert (april.edtf, april.from_, april.to) == (None, "2023-04-01", None)


def test_every_value_is_edtf_and_its_bounds_are_its_own() -> None:
    for text, _, _ in VALUES:
        for mention in times(text):
            time = mention.time
            if time is None or time.edtf is None:
                continue
            assert (time.from_, time.to) == bounds(time.edtf)
            # The package knows no interval that is open, or that begins in a decade.
            if ".." not in time.edtf and "X/" not in time.edtf:
                parse_edtf(time.edtf)


_WORDS = st.sampled_from(
    "on in since until by the last next 31 2024 0 99 June May Monday first half quarter of a year"
    " years ago weeks every 12/06/2024 2024-13-45 6 p.m. noon spring 1990 s ' - / century fiscal"
    " three several earlier later this previous day that Sept. will had left , ( ) q1".split()
)


@settings(max_examples=150, deadline=None)
@drawn(
    st.lists(_WORDS, max_size=14), st.sampled_from(["2024-06-12", "0001-01-01", "9999-12-31", None])
)
def test_no_words_crash_it_and_every_span_is_its_text(
    words: list[str], published: str | None
) -> None:
    text = " ".join(words)
    for mention in times(text, published):
        assert text[mention.span.start : mention.span.end] == mention.span.text
        time = mention.time
        if time is not None and time.from_ is not None and time.to is not None:
            assert time.from_ <= time.to


@settings(max_examples=60, deadline=None)
@drawn(st.text(max_size=80))
def test_no_text_crashes_the_stage(text: str) -> None:
    for mention in times(text):
        assert text[mention.span.start : mention.span.end] == mention.span.text
