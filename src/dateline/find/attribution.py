"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Attributions:
    """To be written."""

    name = "attribution"
    version = "0"
    needs = frozenset({"doc", "sentences", "actors", "events"})
    gives = frozenset({"speech"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
