"""The encoder: a sentence's vectors, and where its pieces stand."""

import numpy as np
import pytest

from dateline.model.encoder import encoder

TEXTS = [
    "Nine.",
    "Rebels of the northern front attacked the garrison at Anefis and killed nine soldiers.",
    "Norway gave Lebanon nine million dollars for schools, the embassy in Beirut said in a note.",
    "!!! @@@ zzqx 00000 ---",
    "The army and the police of both towns said on Monday that they would go on until the last of "
    "the men who had taken the bridge, the market and the road to the lake had gone home again.",
]


def test_a_sentence_is_read_the_same_whatever_is_read_beside_it() -> None:
    for text, beside in zip(TEXTS, encoder().encode(TEXTS), strict=True):
        (alone,) = encoder().encode([text])
        assert alone.spans == beside.spans
        # Equal but for the order of sums.
        assert alone.hidden == pytest.approx(beside.hidden, abs=1e-3)
        assert alone.shared == pytest.approx(beside.shared, abs=1e-3)


def test_pieces_stand_where_their_letters_do() -> None:
    (encoded,) = encoder().encode(["Anefis fell."])
    assert "".join("Anefis fell."[a:b] for a, b in encoded.spans) == "Anefisfell."
    assert encoded.hidden.shape == (len(encoded.spans), encoded.shared.shape[1])
    assert len(encoded.shared) == len(encoded.spans) + 2
    assert encoded.inside(0, 6) == list(range(len(encoded.spans) - 2))


def test_no_sentence_and_empty_sentences() -> None:
    assert encoder().encode([]) == ()
    (empty,) = encoder().encode([""])
    assert empty.spans == ()
    assert empty.hidden.shape[0] == 0
    assert np.isfinite(empty.shared).all()


def test_what_is_too_long_is_cut() -> None:
    (encoded,) = encoder().encode(["word " * 400])
    assert len(encoded.spans) == encoder().labels.longest - 2
