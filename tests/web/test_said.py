"""Times in words for people."""

import pytest

from dateline.types import Time
from dateline.web.said import when


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2024-06-12", "12 Jun 2024"),
        ("2024-06", "Jun 2024"),
        ("../2024-06-12", "by 12 Jun 2024"),
        ("2024-06-12/..", "from 12 Jun 2024"),
        ("2024-06-12/2024-06-15", "12 – 15 Jun 2024"),
        ("2024-05-12/2024-06-12", "12 May – 12 Jun 2024"),
        ("2023-12-30/2024-01-02", "30 Dec 2023 – 2 Jan 2024"),
        ("2024-05/2024-06", "May – Jun 2024"),
        ("2023/2024-06-12", "2023 – 12 Jun 2024"),
        ("2024-06-12/2024-06-12", "12 Jun 2024"),
        ("199X", "199X"),
        (None, "time unknown"),
    ],
)
def test_a_time_in_words(edtf: str | None, said: str) -> None:
    assert when(Time(edtf=edtf, from_=None, to=None, basis="expression")) == said
