"""To be written."""

from __future__ import annotations

from dateline.analysis import Analysis


class Silences:
    """To be written."""

    name = "silences"
    version = "0"
    needs = frozenset({"doc", "sentences", "actors"})
    gives = frozenset({"silent"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis unchanged."""
        return analysis
