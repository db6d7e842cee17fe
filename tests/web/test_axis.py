"""Times on an axis: a day is a mark, a span a bar, an open bound fades."""

from dateline.types import Time
from dateline.web.axis import axis, columns
from dateline.web.queries import Bin


def time(first: str | None, last: str | None) -> Time:
    return Time(edtf=None, from_=first, to=last, basis="expression")


def test_a_day_a_span_and_an_open_bound() -> None:
    day, span, by = time("2024-06-12", "2024-06-12"), time("2024-01-01", "2024-03-31"), None
    by = time(None, "2024-06-12")
    scale = axis([day, span, by])
    assert scale is not None
    mark, bar, fading = scale.bar(day), scale.bar(span), scale.bar(by)
    assert mark is not None
    assert bar is not None
    assert fading is not None
    assert mark.width < 2
    assert 40 < bar.width < 60
    assert (mark.open_left, mark.open_right) == (False, False)
    assert (fading.open_left, fading.open_right) == (True, False)
    assert abs(fading.left + fading.width - (mark.left + mark.width)) < 0.5


def test_no_time_has_no_bar_and_no_axis() -> None:
    assert axis([None, time(None, None)]) is None
    scale = axis([time("2024-01-01", "2024-01-01")])
    assert scale is not None
    assert scale.bar(None) is None


def test_one_far_time_of_many_does_not_stretch_the_axis() -> None:
    scale = axis([time(f"2024-06-{d:02}", f"2024-06-{d:02}") for d in range(1, 29)] * 2
                 + [time("0001-01-01", "0001-01-01")])  # fmt: skip
    assert scale is not None
    assert scale.first.year == 2024


def test_ticks_are_years_months_or_days() -> None:
    long, short = axis([time("2010-01-01", "2024-01-01")]), axis([time("2024-06-01", "2024-06-20")])
    assert long is not None
    assert short is not None
    assert [t.label for t in long.ticks][:3] == ["2010", "2012", "2014"]
    assert all(" Jun" in t.label or " May" in t.label for t in short.ticks)


def test_periods_without_events_have_their_place() -> None:
    found = columns(
        [Bin(period="2020", quads=(0, 0, 0, 1)), Bin(period="2023", quads=(1, 0, 1, 0))]
    )
    assert [(c.period, c.total, c.left) for c in found] == [("2020", 1, 0.0), ("2023", 2, 75.0)]
    assert found[1].parts == ((1, 50.0, 50.0), (3, 0.0, 50.0))
