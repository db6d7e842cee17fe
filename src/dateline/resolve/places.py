"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Places:
    """To be written."""

    name = "places"
    version = "0"
    needs = frozenset({"doc", "sentences", "dateline"})
    gives = frozenset({"places"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
