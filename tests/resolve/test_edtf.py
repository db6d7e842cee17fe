from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DateError
from dateline.resolve.edtf import add_duration, bounds, published_from
from dateline.types import Time


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2024-06-12", "2024-06-12", "2024-06-12"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2020-23", "2020-09-01", "2020-11-30"),
        ("2024-24", "2024-12-01", "2025-02-28"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2023-09/..", "2023-09-01", None),
        ("../2024-06", None, "2024-06-30"),
        ("2023-05-03/2023-05-05", "2023-05-03", "2023-05-05"),
        ("2015~", "2015-01-01", "2015-12-31"),
        ("2024-13", None, None),
        ("2024-02-31", None, None),
        ("0000", None, None),
        ("nonsense", None, None),
    ],
)
def test_bounds(edtf: str, first: str | None, last: str | None) -> None:
    assert bounds(edtf) == (first, last)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_our_bounds_are_those_of_the_edtf_package(day: date) -> None:
    for value in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        theirs = parse_edtf(value)
        first, last = theirs.lower_strict(), theirs.upper_strict()
        assert bounds(value) == (
            f"{first.tm_year:04}-{first.tm_mon:02}-{first.tm_mday:02}",
            f"{last.tm_year:04}-{last.tm_mon:02}-{last.tm_mday:02}",
        )


@given(st.text())
def test_no_text_crashes_it_and_first_is_not_after_last(text: str) -> None:
    first, last = bounds(text)
    if first and last and "/" not in text:
        assert first <= last


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2020-23", "P5Y", "2025-23"),
        ("2020-11-10", "P5Y", "2025-11-10"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2023-08-03", "P6M", "2024-02-03"),
        ("2023-05-20", "P7D", "2023-05-27"),
        ("2023-05-20", "P1W", "2023-05-27"),
        ("2024-11-27", "PT72H", "2024-11-30"),
        ("2023", "P10Y", "2033"),
        ("2023-11", "P3M", "2024-02"),
        ("2020-11-10/2020-11-12", "P1Y", "2021-11-10"),
    ],
)
def test_a_term_counts_from_its_start_and_is_as_precise(start: str, term: str, end: str) -> None:
    found = add_duration(Time(edtf=start, from_=None, to=None, basis="expression"), term)
    assert found is not None
    assert (found.edtf, found.basis) == (end, "inferred")
    assert (found.from_, found.to) == bounds(end)


@pytest.mark.parametrize(
    ("start", "term"),
    [(None, "P5Y"), ("2023", "P3M"), ("2020-11-10", "PXW"), ("../2024-06", "P1Y"),
     ("2020-23", "P3M"), ("9998-01-01", "P9Y"), ("2020-01-01", "soon")],
)  # fmt: skip
def test_no_end_is_made_up(start: str | None, term: str) -> None:
    assert add_duration(Time(edtf=start, from_=None, to=None, basis="expression"), term) is None


def test_a_date_given_is_checked() -> None:
    assert published_from(" 2024-06-12 ").to == "2024-06-12"
    assert published_from("2024-06").from_ == "2024-06-01"
    assert published_from("2024-06-12T10:00:00Z").edtf == "2024-06-12"
    for wrong in ("", "soon", "12/06/2024", "2024-13-01", "2024-02-30", "2024-06/..", "0000",
                  "\uff12\uff10\uff12\uff14-06-12"):  # fmt: skip
        with pytest.raises(DateError):
            published_from(wrong)
