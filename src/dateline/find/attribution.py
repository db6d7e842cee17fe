"""Who says so: the stage that joins what rules, quotation marks and the encoder tell of sayings."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.analysis import Analysis, SpeechMention
from dateline.find.grounds import grounded
from dateline.find.quotes import continued, quotations
from dateline.find.speech_edges import edged
from dateline.find.speech_evidence import supported
from dateline.find.speech_join import joined
from dateline.find.speech_links import links
from dateline.find.speech_rules import ruled
from dateline.find.speech_spans import SpeechSpan, speech_spans
from dateline.find.speech_stance import toned
from dateline.model.encoder import Floats


class Attributions:
    """Finds who says what in every kept sentence."""

    name = "attribution"
    version = "3"
    needs = frozenset({"doc", "sentences", "encoded", "actors", "events"})
    gives = frozenset({"speech", "grounds"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its speech, in the order of the cues, and with what shows acts."""
        return self.together([analysis])[0]

    def together(self, analyses: Sequence[Analysis], /) -> list[Analysis]:
        """The same of several analyses, for which the network is asked at once."""
        quoted = [quotations(one) for one in analyses]
        rules = [ruled(*one) for one in zip(analyses, quoted, strict=True)]
        told = speech_spans(analyses, rules, quoted)
        return [_attributed(*one) for one in zip(analyses, quoted, rules, told, strict=True)]


def _attributed(
    analysis: Analysis,
    quoted: tuple[tuple[int, int], ...],
    rules: list[SpeechMention],
    told: tuple[list[SpeechSpan], Floats],
) -> Analysis:
    spans, heard = told
    found, _ = links(analysis, spans, quoted)
    mentions = joined(analysis, rules, found, heard)
    mentions = edged(analysis, continued(analysis, mentions, quoted))
    mentions = [toned(analysis, m) for m in supported(analysis, mentions, quoted)]
    return analysis.with_(speech=tuple(mentions), grounds=grounded(analysis))
