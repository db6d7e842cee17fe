"""Vectors of words: the same as the pipeline's own, however many texts are read at once."""

import numpy as np
import pytest
from spacy.tokens import Doc

import dateline.text.vectors
from dateline.text.parse import PIPELINE, language
from dateline.text.vectors import vectors

TEXTS = (
    "The army left the town.",
    "Rebels said on Monday that the army left the town of Kidal, and that it would not return.",
    "",
    "Reuters",
    "The ministry denied it\n\n",
)


def docs() -> list[Doc]:
    nlp = language(PIPELINE)
    return [nlp.make_doc(text) for text in TEXTS]


def test_vectors_are_the_pipelines_own() -> None:
    pipe = language(PIPELINE).get_pipe("tok2vec")
    mine = vectors(pipe)
    for some in (docs(), docs()[1:3], docs()):  # those of words met before are kept
        for own, told in zip(pipe.predict(some), mine(some), strict=True):
            np.testing.assert_allclose(told, own, rtol=0, atol=1e-5)


def test_a_word_is_the_same_in_any_company() -> None:
    pipe = language(PIPELINE).get_pipe("tok2vec")
    alone = vectors(pipe)(docs()[3:4])[0]
    np.testing.assert_array_equal(vectors(pipe)(docs())[3], alone)


def test_words_are_forgotten_when_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dateline.text.vectors, "_MOST", 20)
    pipe = language(PIPELINE).get_pipe("tok2vec")
    few, kept = vectors(pipe), vectors(pipe)
    for some in (docs()[:2], docs()[3:], docs()[:1]):
        for one, other in zip(few(some), kept(some), strict=True):
            np.testing.assert_array_equal(one, other)


def test_another_network_is_asked_itself() -> None:
    nlp = language(PIPELINE)
    pipe = nlp.create_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None, "width": 32, "depth": 2, "embed_size": 100, "window_size": 2,
        "maxout_pieces": 2, "subword_features": True}})  # fmt: skip
    assert vectors(pipe) == pipe.predict
