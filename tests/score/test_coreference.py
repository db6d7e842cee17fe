"""Coreference scored: the measures by hand-worked cases, both forms, and what is malformed."""

import gzip
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DataError
from dateline.score.clusters import agreement, assigned
from dateline.score.coreference import score
from dateline.score.coreference_data import labelled

# Three of one event and two of another; found: two, two together wrongly, one alone.
GOLD = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
FOUND = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "z"}


def test_the_measures_worked_by_hand() -> None:
    found = agreement(GOLD, FOUND)
    assert found.muc == pytest.approx(2 * 0.5 * (1 / 3) / (0.5 + 1 / 3))
    precision = (1 + 1 + 0.5 + 0.5 + 1) / 5
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2) / 5
    assert found.b3 == pytest.approx(2 * precision * recall / (precision + recall))
    # x with 1 (2·2/5), z with 2 (2·1/3)
    similar = 4 / 5 + 2 / 3
    assert found.ceafe == pytest.approx(2 * (similar / 3) * (similar / 2) / (similar * (5 / 6)))
    assert found.conll == pytest.approx((found.muc + found.b3 + found.ceafe) / 3)


def test_the_same_clusters_agree_wholly_whatever_their_names() -> None:
    assert agreement(GOLD, {k: f"other {v}" for k, v in GOLD.items()}).conll == 1
    with pytest.raises(ValueError, match="not the same mentions"):
        agreement(GOLD, {"a": 1})


@given(st.integers(1, 4), st.integers(0, 2), st.data())
def test_an_assignment_is_the_best_of_all(rows: int, more: int, data: st.DataObject) -> None:
    row = st.lists(st.integers(0, 5), min_size=rows + more, max_size=rows + more)
    gains = np.array(data.draw(st.lists(row, min_size=rows, max_size=rows)), float)
    best = max(
        sum(gains[i, p[i]] for i in range(rows))
        for p in itertools.permutations(range(rows + more), rows)
    )
    assert assigned(gains) == pytest.approx(best)


SENTENCES = {
    "1/a/1": [["Rebels", "attacked", "Goma", "on", "Monday", "."]],
    "1/a/2": [["The", "attack", "on", "Goma", "by", "rebels", "killed", "ten", "."]],
    "2/b/1": [["Police", "attacked", "a", "singer", "in", "Lima", "."]],
}
MENTIONS = [("1/a/1", 1, "A"), ("1/a/2", 1, "A"), ("1/a/2", 6, "B"), ("2/b/1", 1, "C")]


def ecb(folder: Path, of: dict[str, object] | None = None, *, packed: bool = False) -> Path:
    documents = [{"conll_doc_key": k, "sents": s} for k, s in SENTENCES.items()]
    mentions: list[dict[str, object]] = [
        {
            "mention_id": f"m{i}",
            "conll_doc_key": d,
            "sent_id": 0,
            "tokens_number": [t],
            "coref_chain": c,
        }
        for i, (d, t, c) in enumerate(MENTIONS)
    ]
    mentions[1] |= of or {}
    for name, rows in (("docs_tokens", documents), ("action_mentions", mentions)):
        text = "\n".join(json.dumps(row) for row in rows).encode()
        path = folder / (f"{name}.jsonl.gz" if packed else f"{name}.jsonl")
        path.write_bytes(gzip.compress(text) if packed else text)
    return folder


@pytest.mark.parametrize("packed", [True, False])
def test_ecb_plus(tmp_path: Path, packed: bool) -> None:
    found = score(ecb(tmp_path, packed=packed))
    assert (found.items, found.chains, found.documents) == (4, 3, 3)
    assert found.conll == 1
    assert found.baseline_conll < 1


@pytest.mark.parametrize(
    ("of", "message"),
    [
        ({"conll_doc_key": "9"}, "line 2, conll_doc_key"),
        ({"sent_id": 7}, "line 2, sent_id"),
        ({"tokens_number": [99]}, "line 2, tokens_number"),
        ({"tokens_number": []}, "line 2, tokens_number"),
        ({"mention_id": "m0"}, "line 2, mention_id"),
        ({"sent_id": "first"}, "line 2"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, of: dict[str, object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        labelled(ecb(tmp_path, of))


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no action_mentions"):
        labelled(tmp_path)
    ecb(tmp_path)
    (tmp_path / "docs_tokens.jsonl").unlink()
    with pytest.raises(DataError, match="no docs_tokens"):
        labelled(tmp_path)
    (tmp_path / "docs_tokens.jsonl.gz").write_bytes(b"no gzip at all")
    with pytest.raises(DataError, match="docs_tokens"):
        labelled(tmp_path)


MEANTIME = """<?xml version="1.0"?><Document doc_id="{key}" doc_name="{key}">
<token number="0" sentence="0" t_id="1">Rebels</token>
<token number="1" sentence="0" t_id="2">{verb}</token>
<token number="2" sentence="0" t_id="3">Goma</token>
<Markables>
<EVENT_MENTION m_id="1"><token_anchor t_id="{token}"/></EVENT_MENTION>
<ENTITY_MENTION m_id="2"><token_anchor t_id="3"/></ENTITY_MENTION>
<EVENT m_id="9" {instance}/>
</Markables>
<Relations><REFERS_TO r_id="1"><source m_id="1"/><target m_id="9"/></REFERS_TO></Relations>
</Document>"""


def meantime(folder: Path, key: str, verb: str, token: int = 2, instance: str = "") -> None:
    text = MEANTIME.format(key=key, verb=verb, token=token, instance=instance)
    (folder / f"{key}.xml").write_text(text, encoding="utf-8")


def test_meantime(tmp_path: Path) -> None:
    meantime(tmp_path, "one", "attacked", instance='instance_id="E1"')
    meantime(tmp_path, "two", "attack", instance='instance_id="E1"')
    meantime(tmp_path, "three", "left")
    data = labelled(tmp_path)
    assert sorted(m.chain == "E1" for m in data.mentions) == [False, True, True]
    assert labelled(tmp_path / "one.xml").mentions[0].tokens == (1,)
    assert score(tmp_path).items == 3


def test_malformed_xml_is_named(tmp_path: Path) -> None:
    meantime(tmp_path, "one", "attacked", token=8)
    with pytest.raises(DataError, match=r"one\.xml, EVENT_MENTION: token_anchor '8'"):
        labelled(tmp_path)
    (tmp_path / "one.xml").write_text("<Document><token>")
    with pytest.raises(DataError, match=r"one\.xml"):
        labelled(tmp_path)
    (tmp_path / "one.xml").write_text("<html/>")
    with pytest.raises(DataError, match="is no <Document>"):
        labelled(tmp_path)
