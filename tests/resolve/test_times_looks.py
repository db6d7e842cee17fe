"""Which day, month or weekend is meant where only its clause tells; and what is no time at all."""

import pytest

from dateline.analysis import Given, TimeMention
from dateline.pipeline import analyse
from dateline.resolve.times import Times
from dateline.text.parse import Parse


def times(text: str, published: str) -> tuple[TimeMention, ...]:
    given = Given(text, published=published, published_basis="given")
    analysis = analyse(given, [Parse(), Times()])
    assert analysis.failures == ()
    return analysis.times


def found(text: str, published: str) -> dict[str, str | None]:
    return {m.span.text: m.time.edtf for m in times(text, published) if m.time is not None}


# In a report of Friday 10 June 2016: the sentence, the words of the time, its value.
LOOKS = [
    # what is awaited, planned, feared or told to be for a day is to come
    ("The country faces an election in September.", "September", "2016-09"),
    ("The party fears losses in September's vote.", "September", "2016-09"),
    ("Rebels threaten an assault on Monday.", "Monday", "2016-06-13"),
    ("He faces a hearing on Tuesday.", "Tuesday", "2016-06-14"),
    ("He wants the law passed by August.", "August", "../2016-08"),
    ("The strike, called for Monday, has been cancelled.", "Monday", "2016-06-13"),
    ("Protesters planned a march in the capital on Saturday.", "Saturday", "2016-06-11"),
    ("They were planning to drive around the airport on Monday.", "Monday", "2016-06-13"),
    ("A meeting between the two on Tuesday is expected to seal the deal.", "Tuesday", "2016-06-14"),
    ("Ahead of Monday's talks, he sounded hopeful.", "Monday", "2016-06-13"),
    ("Tensions have grown ahead of elections in August.", "August", "2016-08"),
    ("The deadline is Monday.", "Monday", "2016-06-13"),
    ("Monday is the deadline.", "Monday", "2016-06-13"),
    ("It could cost them seats in November.", "November", "2016-11"),
    ("The law comes into force beginning October 1.", "October 1", "2016-10-01/.."),
    ("They will march this weekend.", "this weekend", "2016-06-11/2016-06-12"),
    # what was is not, whatever its clause looks at
    ("Monday was the deadline.", "Monday", "2016-06-06"),
    ("The talks had been scheduled for Wednesday.", "Wednesday", "2016-06-08"),
    ("A meeting between the two on Tuesday ended in anger.", "Tuesday", "2016-06-07"),
    ("He was shot in an attack in September.", "September", "2015-09"),
    ("He faces trial over the attack in September.", "September", "2015-09"),
    ("Rescuers could not reach the village on Monday.", "Monday", "2016-06-06"),
    ("He could have died in November.", "November", "2015-11"),
    ("The opening of the court on Monday was delayed.", "Monday", "2016-06-06"),
    ("Friday's attack will not stop the talks.", "Friday", "2016-06-10"),
    ("The bombing will be looked into, as the March 3 attack will be.", "March 3", "2016-03-03"),
    ("The October attack will be investigated.", "October", "2015-10"),
    ("They will give a Monday speech.", "Monday", "2016-06-13"),
    # what was asked for, or expected on a day, comes after it was
    ("The council demanded a pullout by August 30.", "August 30", "../2016-08-30"),
    ("The council left by August 30.", "August 30", "../2015-08-30"),
    ("A vote is expected Monday.", "Monday", "2016-06-13"),
    ("A vote had been expected Monday.", "Monday", "2016-06-06"),
    ("Officials said on Wednesday the men, held on Monday, would be freed on Tuesday.",
     "Tuesday", "2016-06-14"),
    # what is called planned, and figures, are of the nearest month
    ("They talked about the planned visit in September.", "September", "2016-09"),
    ("They talked about the visit in September.", "September", "2015-09"),
    ("The May figures will be published.", "May", "2016-05"),
    ("July sales will fall.", "July", "2016-07"),
    # what was decreed before is told in passing
    ("Under a plan approved in 1997 they had left through May 29.", "May 29", "../2016-05-29"),
    # a month of neither is the nearest
    ("They have 24 seats up in November.", "November", "2016-11"),
    # "that" leads a clause
    ("He said that Monday would be fine.", "Monday", "2016-06-13"),
    ("He stated that Thursday's debate was good.", "Thursday", "2016-06-09"),
    ("A spokesman said Monday's talks would go ahead.", "Monday", "2016-06-13"),
    ("Insurers announced that from 1 March they will cover it.", "1 March", "2017-03-01/.."),
    # what a day is named for, or somebody asked to, is to come
    ("The court set a March 27 trial date.", "March 27", "2017-03-27"),
    ("He has asked both to a summit on Wednesday.", "Wednesday", "2016-06-15"),
    ("They are waiting for Monday's report.", "Monday", "2016-06-13"),
    # what is undertaken by a day is to come, however it was parsed
    ("The office has undertaken to bring the law before Congress by early May.", "early May",
     "../2017-05-10"),
    ("Two companies were flown in and go home by the end of May.", "the end of May",
     "../2017-05-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "edtf"), LOOKS)
def test_which_one_is_meant(text: str, words: str, edtf: str) -> None:
    assert found(text, "2016-06-10").get(words) == edtf


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("Two weekends ago he won.", "Two weekends ago", "2016-05-28/2016-05-29"),
        ("A weekend ago he won.", "A weekend ago", "2016-06-04/2016-06-05"),
        ("The past decade and a half was hard.", "The past decade and a half",
         "2001-06-10/2016-06-10"),
        ("In the 1960s and '70s things changed.", "'70s", "197X"),
        ("It began late Thursday night.", "late Thursday night", "2016-06-09"),
        ("It began in mid-afternoon on Thursday.", "mid-afternoon on Thursday", "2016-06-09"),
        ("On Thursday they met and in late evening they had left.", "late evening", "2016-06-09"),
        ("He confessed the next day.", "the next day", None),
        ("It began in the early morning hours of 9 May.", "the early morning hours of 9 May",
         "2016-05-09"),
        ("They called them home on the fourth of this month.", "the fourth of this month",
         "2016-06-04"),
        ("It took place three years ago next month.", "three years ago next month", "2013-07"),
        ("Exports in the October-December quarter rose.", "October-December", "2015-10/2015-12"),
        ("They expect it in the first two quarters of 2017.", "the first two quarters of 2017",
         "2017-40"),
        ("April sales were revised.", "April", "2016-04"),
        ("They met at high noon on Thursday.", "noon", "2016-06-09"),
        ("At year-end 2012, it had ten ships.", "year-end 2012", "2012-12-31"),
    ],
)  # fmt: skip
def test_times_of_other_forms(text: str, words: str, edtf: str | None) -> None:
    told = found(text, "2016-06-10")
    assert words in told
    assert told[words] == edtf


@pytest.mark.parametrize(
    "text",
    [
        "Just a quarter of voters came.",
        "About three quarters of it is gone.",
        "More than a quarter was lost.",
        "He scored the winning goal in the first half.",
        "He spoke to LA Weekly and to USA TODAY.",
        "On CBS's “This Morning,” he was asked of it.",
        "Every now and then he calls.",
        "He marched at the March on Rome.",
        "It was the year of the telephone.",
        "On days when it rains they stay.",
        "It is only a matter of days.",
        "Of the votes cast, 1128 were for him.",
        "They will leave on 31 December 9999.",
        "On 25 October (Old Style) 1917 they stormed it.",
        "At 99 a.m. they left.",
        "They left at 25:61.",
        "They are the people of tomorrow.",
        "He starred in High Noon.",
        "In those days, nobody cared.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert not times(text, "2016-06-10")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("The first such talks in 28 years will begin.", "P28Y"),
        ("The worst drought in 50 years will cost them dearly.", "P50Y"),
        ("It has been a year since it began.", "P1Y"),
    ],
)
def test_lengths_that_are_no_dates_to_come(text: str, length: str) -> None:
    assert [(m.time, m.duration) for m in times(text, "2016-06-10")] == [(None, length)]


def test_hours_do_not_count_from_a_year() -> None:
    text = "In 2012 he gave it to them. Hours earlier they had taken a plane."
    assert [m.span.text for m in times(text, "2016-06-10")] == ["2012"]


def test_lengths_with_a_half() -> None:
    text = "He led it for seven-and-a-half years, then for 5 ½ years."
    assert [m.duration for m in times(text, "2016-06-10")] == ["P7Y6M", "P5Y6M"]
