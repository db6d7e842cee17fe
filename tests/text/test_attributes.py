"""Our reading of the pipeline's tag rules gives what the pipeline's own ruler gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.tokens import Doc

from dateline.text.attributes import quick
from dateline.text.parse import language, pipeline_name

ROOT = Path(__file__).resolve().parents[2]
REPORTS = sorted([*ROOT.glob("examples/*.txt"), *ROOT.glob("tests/golden/dev/*.txt")])
ODD = (
    "There's no deal. There are talks, and it ain't over; y'all gotta go. Let's see.",
    "They're gonna leave. C'mon, that is which? Nothin' has been done, nor did they.",
    "  \n\n It  is\twhat they do. Havin' gone, he'd have had to. I saw you and it.",
)


def looked(doc: Doc) -> list[tuple[str, str, str, str, str]]:
    return [(t.text, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc]


@pytest.mark.parametrize("text", [*ODD, *(p.read_text(encoding="utf-8") for p in REPORTS)])
def test_same_as_the_rulers(text: str) -> None:
    nlp = language(pipeline_name())
    ours = nlp.make_doc(text)
    for _, pipe in nlp.pipeline:
        ours = quick(pipe)(ours)
    assert looked(ours) == looked(nlp(text))


def test_only_the_ruler_is_replaced() -> None:
    nlp = language(pipeline_name())
    assert quick(nlp.get_pipe("tagger")) is nlp.get_pipe("tagger")
    assert quick(nlp.get_pipe("attribute_ruler")) is not nlp.get_pipe("attribute_ruler")
