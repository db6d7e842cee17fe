"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Actors:
    """To be written."""

    name = "actors"
    version = "0"
    needs = frozenset({"doc", "sentences", "places"})
    gives = frozenset({"actors"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
