"""The branch of pairs, and the head of modes."""

import pytest

from dateline.model.encoder import encoder
from dateline.model.heads import heads
from dateline.model.pairs import Asked, pairs

TEXTS = (
    "Rebels of the northern front attacked the garrison at Anefis and killed nine soldiers.",
    "Norway gave Lebanon nine million dollars for schools, the embassy in Beirut said in a note.",
    "Ghana's president met the leaders of Togo.",
)
PARTIES = (("Rebels", "garrison"), ("Norway", "Lebanon"), ("Ghana's", "leaders"))


def asked(text: str, source: str | None, target: str | None) -> Asked:
    (encoded,) = encoder().encode([text])
    both = [
        [] if who is None else encoded.inside(text.index(who), text.index(who) + len(who))
        for who in (source, target)
    ]
    return Asked(encoded, *both)


def test_what_one_did_to_the_other() -> None:
    some = [asked(text, *who) for text, who in zip(TEXTS, PARTIES, strict=True)]
    found = [max(shares.items(), key=lambda pair: pair[1])[0] for shares in pairs().types(some)]
    assert found == ["ASSAULT", "AID", "CONSULT"]


def test_a_batch_tells_what_each_tells_alone() -> None:
    some = [asked(text, *who) for text, who in zip(TEXTS, PARTIES, strict=True)]
    some.append(asked(TEXTS[0], None, "garrison"))
    together = pairs().types(some)
    for one, shares in zip(some, together, strict=True):
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)
        alone = pairs().types([one])[0]
        assert max(abs(alone[kind] - shares[kind]) for kind in shares) < 1e-4
    assert pairs().types([]) == []


def test_modes_of_an_act() -> None:
    (encoded,) = encoder().encode(["A drone strike by the army killed nine villagers near Gao."])
    act = encoded.inside(2, 14)
    modes = heads().modes(encoded, act, "ASSAULT")
    assert sum(modes.values()) == pytest.approx(1.0, abs=1e-4)
    assert set(modes) >= {"drone", "aerial", "abduct"}
    assert heads().modes(encoded, act, "AGREE") == {}
