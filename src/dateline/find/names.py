"""Names: what the encoder takes for the name of a person, place, body, people or other thing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dateline.analysis import Analysis, Name
from dateline.data import toml
from dateline.model.encoder import Encoded, encoder
from dateline.model.heads import heads
from dateline.resolve.gazetteer import lookup
from dateline.text.tokens import Span


class Names:
    """Encodes every kept sentence, and tells the parsed document the names that it finds."""

    name = "names"
    version = "1"
    needs = frozenset({"doc", "sentences"})
    gives = frozenset({"encoded", "heard", "names"})

    def __call__(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its sentences encoded, and the names in them."""
        return self.together([analysis])[0]

    def together(self, analyses: Sequence[Analysis], /) -> list[Analysis]:
        """The same of several analyses, for which the encoder is asked at once."""
        texts = [sentence.span.text for analysis in analyses for sentence in analysis.sentences]
        encoded = iter(encoder().encode(texts))
        return [_named(one, tuple(islice(encoded, len(one.sentences)))) for one in analyses]


def _named(analysis: Analysis, encoded: tuple[Encoded, ...]) -> Analysis:
    told, least = heads().spans("names", encoded), toml("model/names.toml")["least"]
    found = tuple(
        Name(sentence.span.start + start, sentence.span.start + end, kind, score)
        for sentence, names in zip(analysis.sentences, told, strict=True)
        for start, end, kind, score in names
        if score >= least
    )
    tell(analysis, found)
    return analysis.with_(encoded=encoded, heard=heads().told(encoded), names=found)


def tell(analysis: Analysis, found: tuple[Name, ...]) -> None:
    """Name the tokens as the parser's own recogniser would, in its labels."""
    labels: dict[str, str] = toml("model/names.toml")["labels"]
    doc = analysis.tokens
    spans: list[Span] = []
    for name in found:
        label = labels["Location" if _is_region(analysis, name) else name.kind]
        span = doc.char_span(name.start, name.end, label, alignment_mode="expand")
        if span is not None and (not spans or span.start >= spans[-1].end):
            spans.append(span)
    doc.set_ents(spans)


def _is_region(analysis: Analysis, name: Name) -> bool:
    """Whether what was taken for a person is a country or region that no person is called by."""
    if name.kind != "Person":
        return False
    text = analysis.text[name.start : name.end]
    return any(entry.kind in {"country", "region"} for entry in lookup(text))
