"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Commitments:
    """To be written."""

    name = "commitments"
    version = "0"
    needs = frozenset({"statements", "times", "actors"})
    gives = frozenset({"commitments"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
