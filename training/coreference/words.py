"""Make ``data/record/words.npz``.

    python -m training.coreference.words DATA

Counts in how many documents of news a word stands, looks up what it is a form of, and takes its
vector from the encoder's table of pieces: the mean of its pieces, without the mean of all words, on
the 48 axes on which words differ most. Needs ``onnx`` beside the project.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "src/dateline/data/model"
OUT = ROOT / "src/dateline/data/record/words.npz"
AXES = 48
WORD = re.compile(r"[^\W_]+")


def texts(data: Path) -> Iterator[str]:
    """The documents that are counted."""
    with gzip.open(data / "coreference/ecbplus/docs_tokens.jsonl.gz", "rt") as lines:
        for line in lines:
            yield " ".join(token for sentence in json.loads(line)["sents"] for token in sentence)
    for path in sorted(data.glob("coreference/meantime/*/*.xml")):
        yield " ".join(re.findall(r"<token [^>]*>([^<]*)<", path.read_text(encoding="utf-8")))
    for path in sorted(data.glob("attribution/polnear/**/*.txt")):
        yield path.read_text(encoding="utf-8", errors="ignore")
    for name in ("lgl.xml", "TR-News.xml"):
        corpus = (data / "places" / name).read_text(encoding="utf-8")
        yield from re.findall(r"<text>(.*?)</text>", corpus, re.S)
    for path in sorted(data.glob("time/tempeval3/**/*.tml")):
        yield re.sub("<[^>]+>", " ", path.read_text(encoding="utf-8", errors="ignore"))
    for path in sorted([*ROOT.glob("tests/golden/dev*/*.txt"), *ROOT.glob("examples/*.txt")]):
        yield path.read_text(encoding="utf-8")


def pieces() -> np.ndarray:
    """The encoder's table of pieces."""
    graph = onnx.load(str(MODEL / "encoder.onnx")).graph
    held = {tensor.name: tensor for tensor in graph.initializer}
    table = next(t for t in graph.initializer if t.dims and t.dims[0] > 30_000 and len(t.dims) == 2)
    scale = next(
        held[node.input[0]]
        for node in graph.node
        if node.op_type == "Gather"
        and node.input[0] in held
        and list(held[node.input[0]].dims) == [table.dims[0]]
    )
    values = numpy_helper.to_array(table).astype(np.float32)
    return values * numpy_helper.to_array(scale).reshape(-1, 1)


def vectors(words: list[str]) -> np.ndarray:
    """The words' vectors, of length one, in steps of 1/127."""
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    table = pieces()
    found = np.stack(
        [table[tokenizer.encode(w, add_special_tokens=False).ids].mean(0) for w in words]
    )
    found -= found.mean(0)
    some = np.random.default_rng(0).permutation(len(found))[:12_000]
    axes = np.linalg.svd(found[some], full_matrices=False)[2][:AXES]
    small = found @ axes.T
    small /= np.linalg.norm(small, axis=1, keepdims=True) + 1e-9
    return np.round(small * 127).astype(np.int8)


def stems(words: list[str]) -> dict[str, str]:
    """What each word is a form of, read as a verb, else as a noun, where that is another word."""
    from spacy.tokens import Doc

    from dateline.text.parse import language, pipeline_name

    nlp = language(pipeline_name())
    lemmatizer = nlp.get_pipe("lemmatizer")
    known, found = set(words), {}
    for word in words:
        for tag in ("VERB", "NOUN"):
            lemma = lemmatizer.rule_lemmatize(Doc(nlp.vocab, words=[word], pos=[tag])[0])[0]
            if lemma != word and lemma in known and lemma.isalpha():
                found[word] = lemma
                break
    return found


def main() -> None:
    """Write the table."""
    counts: Counter[str] = Counter()
    documents = 0
    for text in texts(Path(sys.argv[1])):
        documents += 1
        counts.update(set(WORD.findall(text.casefold())))
    words = sorted(word for word, count in counts.items() if count > 1)
    np.savez_compressed(
        OUT,
        words=np.array("\n".join(words)),
        counts=np.array([counts[w] for w in words], np.int32),
        documents=np.array(documents),
        stems=np.array("\n".join(f"{w} {s}" for w, s in stems(words).items())),
        vectors=vectors(words),
    )
    print(f"{documents} documents, {len(words)} words, {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
