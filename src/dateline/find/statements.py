"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Statements:
    """To be written."""

    name = "statements"
    version = "0"
    needs = frozenset({"events", "speech", "quantities", "silent"})
    gives = frozenset({"statements", "silences"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
