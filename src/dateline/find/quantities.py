"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Quantities:
    """To be written."""

    name = "quantities"
    version = "0"
    needs = frozenset({"doc", "sentences", "events"})
    gives = frozenset({"quantities"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
