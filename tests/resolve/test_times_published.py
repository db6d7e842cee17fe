"""When a report came out, by its source or by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.analysis import Given
from dateline.errors import DateError
from dateline.pipeline import analyse
from dateline.resolve.edtf import published_from
from dateline.resolve.times import Times
from dateline.text.parse import Parse
from dateline.types import Published


def published(text: str) -> Published:
    analysis = analyse(Given(text), [Parse(), Times()])
    assert analysis.failures == ()
    return analysis.document.published


@pytest.mark.parametrize(
    ("text", "basis", "edtf"),
    [
        ("GOMA, 5 May 2023 - Rebels took the town after two days of fighting.", "text", "2023-05-05"),
        ("GOMA, May 5, 2023 (Wire) - Rebels took the town after a fight.", "text", "2023-05-05"),
        # a dateline without its year: only where the text bounds it
        ("GOMA, May 5 (Wire) - Rebels took the town after a long fight on Friday.", "unknown", None),
        ("GOMA, May 5 (Wire) - Rebels took the town on 2 May 2023, the army said.", "text",
         "2023-05-05"),
        ("GOMA, May 5 (Wire) - Rebels took the town on 2 June 2022, the army said.", "inferred",
         "2022-06-02/.."),
        # not before the latest thing told as past
        ("Rebels took the town in autumn 2023. They had come in 2012.", "inferred", "2023-09-01/.."),
        ("Rebels took the town in 2012 and will leave in 2030.", "inferred", "2012-01-01/.."),
        ("Rebels will leave the town by March 2030.", "unknown", None),
        ("Rebels took the town on Friday.", "unknown", None),
        ("Rebels took the town.", "unknown", None),
        ("GOMA, 31 June 2023 - Rebels took the town after two days of fighting.", "unknown", None),
    ],
)  # fmt: skip
def test_the_publication_date_that_the_text_gives(text: str, basis: str, edtf: str | None) -> None:
    found = published(text)
    assert (found.basis, found.edtf) == (basis, edtf)


def test_a_date_given_goes_before_what_the_text_says() -> None:
    text = "GOMA, 5 May 2023 - Rebels took the town after two days of fighting."
    given_ = Given(text, published="2024-06", published_basis="metadata")
    found = analyse(given_, [Parse(), Times()]).document.published
    assert (found.basis, found.edtf, found.from_, found.to) == (
        "metadata", "2024-06", "2024-06-01", "2024-06-30",
    )  # fmt: skip


@given(st.text(max_size=20))
def test_a_date_given_is_one_or_an_error(text: str) -> None:
    try:
        found = published_from(text)
    except DateError:
        return
    assert found.from_ is not None
    assert found.to is not None
    assert found.from_ <= found.to


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("GOMA, June 11 (Wire) - Rebels took the town today, the army said.", "2024-06-11"),
        ("GOMA, 12 June 2024 (Wire) - Rebels took the town today, the army said.", "2024-06-12"),
        # filed too long before its page to be told of the same day
        ("GOMA, June 3 (Wire) - Rebels took the town today, the army said.", "2024-06-12"),
        ("Rebels took the town today, the army said.", "2024-06-12"),
    ],
)  # fmt: skip
def test_today_is_the_day_of_the_dateline_where_that_is_just_before(text: str, day: str) -> None:
    given_ = Given(text, published="2024-06-12", published_basis="metadata")
    analysis = analyse(given_, [Parse(), Times()])
    assert analysis.document.published.edtf == "2024-06-12"
    told = {m.span.text: m.time.edtf for m in analysis.times if m.time is not None}
    assert told["today"] == day
