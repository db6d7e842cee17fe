"""A parse by steps of all texts is the pipeline's own, whatever the company."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dateline.analysis import Given
from dateline.pipeline import analyse_several, stages_to
from dateline.text.parse import language, pipeline_name
from dateline.text.transitions import transitions

ROOT = Path(__file__).resolve().parents[2]
REPORTS = sorted([*ROOT.glob("examples/*.txt"), *ROOT.glob("tests/golden/dev/*.txt")])
TEXTS = [*(path.read_text(encoding="utf-8") for path in REPORTS), "", " ", "Rebels left Sarnath."]


def told(doc: Any) -> list[tuple[int, str, str]]:
    return [(token.head.i, token.dep_, token.tag_) for token in doc]


def test_the_pipelines_own() -> None:
    nlp = language(pipeline_name())
    parser = nlp.get_pipe("parser")
    with nlp.select_pipes(enable=["tok2vec", "tagger"]):
        theirs, ours = [nlp(text) for text in TEXTS], [nlp(text) for text in TEXTS]
    parser.set_annotations(theirs, parser.predict(theirs))
    parser.set_annotations(ours, transitions(parser)(ours))
    assert list(map(told, ours)) == list(map(told, theirs))
    assert sum(map(len, ours)) > 4000


def test_whatever_the_company() -> None:
    stages = stages_to("sentences")
    given = [Given(text) for text in TEXTS]
    together = analyse_several(given, stages)
    alone = [analyse_several([one], stages)[0] for one in given]
    assert [told(one.tokens) for one in together] == [told(one.tokens) for one in alone]
    assert [one.sentences for one in together] == [one.sentences for one in alone]
    assert not any(one.failures for one in together)
