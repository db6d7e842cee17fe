"""What reading knows of a time, as TIMEX3 has it: values of news about figures, and of spans."""

import pytest

from dateline.score.times import Report, found_in

# Each text is of Thursday 2 November 1989.
VALUES = [
    # what is held against a year ago is of the quarter, or the longer period, that figures are of
    ("Third-quarter net rose to $3 million from $2 million a year earlier.",
     {"Third-quarter": "1989-Q3", "a year earlier": "1988-Q3"}),
    ("Net fell in the third quarter. For the nine months, it rose from a year earlier.",
     {"the third quarter": "1989-Q3", "the nine months": "P9M", "a year earlier": "1988"}),
    ("Net fell in the third quarter. In the fiscal year, it rose. The year-earlier net was low.",
     {"the third quarter": "1989-Q3", "the fiscal year": "1989", "year-earlier": "1988-Q3"}),
    ("Net fell in the third quarter. For the fiscal year, it rose. The year-earlier net was low.",
     {"the third quarter": "1989-Q3", "the fiscal year": "1989", "year-earlier": "1988"}),
    ("Third-quarter net rose. After a flat second quarter, sales rose from a year ago.",
     {"Third-quarter": "1989-Q3", "second quarter": "1989-Q2", "a year ago": "1988-Q3"}),
    ("Third-quarter net rose. A fourth-quarter charge will cut it. Sales rose from a year ago.",
     {"Third-quarter": "1989-Q3", "fourth-quarter": "1989-Q4", "a year ago": "1988-Q3"}),
    ("Third-quarter net rose from the same period last year.",
     {"Third-quarter": "1989-Q3", "the same period last year": "1988-Q3"}),
    ("Sales rose from the same period last year.", {"the same period last year": "1988"}),
    ("Net for the year-earlier nine months was low.", {"the year-earlier nine months": "P9M"}),
    ("In the 1988 period, net was low.", {"the 1988 period": "1988"}),
    ("The second and third quarters were good.",
     {"The second": "1989-Q2", "third quarters": "1989-Q3"}),
    ("Profit rose in the first half.", {"the first half": "1989-H1"}),
    ("The deal should be done by the end of the first quarter.",
     {"the end of the first quarter": "1990-Q1"}),
    ("Net fell in the third quarter from the like quarter a year earlier.",
     {"the third quarter": "1989-Q3", "the like quarter a year earlier": "1988-Q3"}),
    ("Net fell in the third quarter from the comparable year-ago quarter.",
     {"the third quarter": "1989-Q3", "the comparable year-ago quarter": "1988-Q3"}),
    ("The previous year's third quarter and the third-quarter of 1987 were flat.",
     {"The previous year's third quarter": "1988-Q3", "the third-quarter of 1987": "1987-Q3"}),
    ("In the fiscal first quarter, it sold systems. It sold none in the quarter.",
     {"the fiscal first quarter": "1989-Q1", "the quarter": "1989-Q1"}),
    # what TIMEX3 has as two, or as a date
    ("They met on April 24 and 25.", {"April 24": "1989-04-24", "25": "1989-04-25"}),
    ("They met on April 24-25.", {"April 24-25": "1989-04-24"}),
    ("The stock would be redeemed in five years.", {"five years": "1994"}),
    ("Flights leave on Monday and Tuesday nights.",
     {"Monday": "XXXX-WXX-1TNI", "Tuesday nights": "XXXX-WXX-2TNI"}),
    ("It holds 15 a year and pays 5% a year.", {"a year": "P1Y"}),
    ("Losses overnight were large.", {"overnight": "1989-11-01TNI"}),
    # the quarter that most of the months are in, unless a story counts them in its own way
    ("In the quarter ended July 31, net fell.", {"the quarter": "1989-Q2", "July 31": "1989-07-31"}),
    ("In the quarter ended Jan. 31, 1988, net fell.",
     {"the quarter": "1987-Q4", "Jan. 31, 1988": "1988-01-31"}),
    ("Fiscal third-quarter net fell. In the quarter ended July 31, sales rose.",
     {"Fiscal third-quarter": "1989-Q3", "the quarter": "1989-Q3", "July 31": "1989-07-31"}),
    ("On a year-to-year basis, it pays 5% a year.", {"a year": "P1Y"}),
    # a week that is not said to be this or the last is left open
    ("For the week, shares fell; this week they rose.",
     {"the week": "1989-WXX", "this week": "1989-W44"}),
    # rates a year, and days that last no time, have no label; lengths and other rates have
    ("It pays $2 million annually and sends out daily notes.", {"daily": "P1D"}),
    ("His car was seen in the weeks before the vote.", {}),
    ("He left days after the vote.", {}),
    ("He was gone for weeks after the vote.", {"weeks": "PXW"}),
    ("He came two days before the vote.", {"two days": "P2D"}),
    ("They meet every Tuesday and Thursday, on the first Monday of every month.",
     {"every Tuesday": "XXXX-WXX-2", "Thursday": "XXXX-WXX-4",
      "the first Monday of every month": "P1M"}),
    # lengths in words, and what only sounds like one
    ("Some 12 hours later, an hour and a half of talks began.", {"an hour and a half": "PT1H30M"}),
    ("The trial may last four months.", {"four months": "P4M"}),
    ("A several-year tenure and a 4-1/2-year term ended.",
     {"several-year": "PXY", "4-1/2-year": "P4Y6M"}),
    ("He spent a quarter-century there. It began a quarter of a century ago.",
     {"a quarter-century": "P25Y", "a quarter of a century ago": "196"}),
    ("A yearlong ban and a weeklong trip ended in the last three years of the war.",
     {"yearlong": "P1Y", "weeklong": "P1W", "the last three years": "P3Y"}),
    ("They left on the last day of the visit, in the last week of the war.", {}),
    ("He spoke of the following Monday.", {"the following Monday": "1989-11-06"}),
    # of no day: what is of these days in general, and what is to come some day
    ("Today's youth, tomorrow's armies and the future of the region matter.", {}),
    ("Today's talks failed; at a later date, in future years, they may do.",
     {"Today": "1989-11-02", "a later date": "FUTURE_REF", "future years": "FUTURE_REF"}),
    ("The other day, it paid the then-current price.",
     {"The other day": "PAST_REF", "then-current": "PAST_REF"}),
    # and what has no value is no TIMEX3
    ("The family could leave seven days later.", {}),
    ("It was sold a long time ago.", {"a long time ago": "PAST_REF"}),
    ("Some day it will be sold.", {"Some day": "FUTURE_REF"}),
    ("The blast was at 10:35 a.m. (0735 GMT) Friday.",
     {"10:35 a.m.": "1989-10-27T10:35", "Friday": "1989-10-27"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), VALUES)
def test_values(text: str, values: dict[str, str]) -> None:
    found = found_in(Report("one", text, "1989-11-02", ()))
    assert {text[t.start : t.end]: t.value for t in found} == values


def test_a_length_is_no_rate() -> None:
    text = "He gave them a week to leave; he pays 5 a week; they meet a week before the vote."
    found = found_in(Report("one", text, "1989-11-02", ()))
    kinds = [t.type for t in found if text[t.start : t.end] == "a week"]
    assert kinds == ["DURATION", "SET", "DURATION"]
