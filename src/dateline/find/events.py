"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Events:
    """To be written."""

    name = "events"
    version = "0"
    needs = frozenset({"doc", "sentences", "actors", "places", "times"})
    gives = frozenset({"events"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
