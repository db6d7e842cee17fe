"""Pairs without labels, for the teacher to label: who might have done something to whom.

python -m training.coder.transfer DATA OUT.jsonl
python -m training.coder.transfer DATA MORE.jsonl OUT.jsonl    other sources, what OUT has left out
python -m training.coder.transfer DATA OURS.jsonl ours         of the sentences that we labelled
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from training.coder.examples import (
    HELD,
    LABELS,
    Span,
    arguments,
    attributions,
    names,
    news,
    pairs,
    part,
    reports,
    sentences,
    stories,
)  # fmt: skip
from training.coder.labelled import reported

Pair = tuple[str, Span, Span]
_ACTORS = {"Person", "Organization", "NORP", "Location"}
_NAME = re.compile(r"(?:[Tt]he )?(?:[A-Z][\w.’'-]+)(?: (?:of |the |and )?[A-Z][\w.’'-]+)*")
COUNTS = {"newswire": 9000, "stories": 6500, "polnear": 1500}
MORE = {"reports": 14000, "newswire": 3500}
TURNED = 3000


def from_arguments(data: Path) -> Iterator[Pair]:
    """The sources and targets labelled in sentences, and the same turned round."""
    for example in arguments(data / "events/cameo_sentences/spans_train.txt"):
        found = example.spans["arguments"]
        for a, b, kind in found:
            for c, d, other in found:
                if (kind, other) == ("S", "T") and part(example.text) >= HELD:
                    yield example.text, (a, b), (c, d)
                    yield example.text, (c, d), (a, b)


def from_pairs(data: Path) -> Iterator[Pair]:
    """The labelled pairs turned round: what the target did to the source."""
    for example in pairs(data / "events/plv/train.tsv"):
        source, target = example.pair or (None, None)
        if source and target and part(example.group) >= HELD:
            yield example.text, target, source


def from_names(data: Path) -> Iterator[Pair]:
    """Two names of a newswire sentence."""
    for example in names(data / "language/worldwide_newswire_ner"):
        found = [(a, b) for a, b, kind in example.spans["names"] if kind in _ACTORS]
        if part(example.group) >= HELD and 8 <= len(example.text.split()) <= 55:
            yield from _two(example.text, found)


def from_stories(data: Path) -> Iterator[Pair]:
    """Two capitalised names of a sentence of a synthetic story."""
    for row in stories(data / "events/synthetic_stories/stories.csv.zip"):
        if part(row["text"]) >= HELD:
            for start, end in list(sentences(row["text"]))[:6]:
                yield from _capitalised(row["text"][start:end])


def from_news(data: Path) -> Iterator[Pair]:
    """Two capitalised names of a sentence of news."""
    for example in attributions(data / "attribution/polnear/train"):
        yield from _capitalised(example.text)


def from_reports(data: Path) -> Iterator[Pair]:
    """Two capitalised names of a sentence of reports that are labelled for other things."""
    for text in reports(data):
        for start, end in sentences(text):
            yield from _capitalised(text[start:end])


def from_labels(data: Path) -> Iterator[Pair]:
    """Who did something to whom in our labelled reports and news, and some of it turned round."""
    found = dict.fromkeys(
        (e.text, *e.pair)
        for some in (reported(LABELS), news(LABELS, data))
        for e in (e for examples in some for e in examples)
        if e.pair and all(e.pair) and min(part(e.group), part(e.text)) >= HELD
    )
    every = [(text, source, target) for text, source, target in found if source and target]
    yield from every
    for text, source, target in random.Random(3).sample(every, min(TURNED, len(every))):
        yield text, target, source


def _capitalised(sentence: str) -> Iterator[Pair]:
    text = " ".join(sentence.split())
    if 8 <= len(text.split()) <= 55:
        yield from _two(text, [m.span() for m in _NAME.finditer(text) if len(m[0]) > 3])


def _two(text: str, spans: list[Span]) -> Iterator[Pair]:
    if len(spans) < 2:
        return
    one, other = random.Random(text).sample(range(len(spans)), 2)
    # The one who does something comes first more often than not.
    if one > other and random.Random(text + "|").random() < 0.6:
        one, other = other, one
    yield text, spans[one], spans[other]


def main(data: Path, out: Path, other: str = "") -> None:
    """Write the pairs: of other sources than the file ``other``, without its sentences, or ours."""
    chance = random.Random(1)
    known: set[str] = set()
    sources: dict[str, Callable[[Path], Iterator[Pair]]] = {}
    chosen: list[Pair] = []
    if other == "ours":
        chosen = list(from_labels(data))
    elif not other:
        chosen = [*from_arguments(data), *from_pairs(data)]
        sources = {"newswire": from_names, "stories": from_stories, "polnear": from_news}
    else:
        sources = {"reports": from_reports, "newswire": from_names}
        known = {json.loads(line)["text"] for line in Path(other).read_text().splitlines()}
    for name, source in sources.items():
        every = list({pair[0]: pair for pair in source(data) if pair[0] not in known}.values())
        count = (MORE if other else COUNTS)[name]
        chosen += chance.sample(every, min(count, len(every)))
        print(name, len(every))
    chance.shuffle(chosen)
    with out.open("w", encoding="utf-8") as file:
        for text, first, second in chosen:
            file.write(json.dumps({"text": text, "source": first, "target": second}) + "\n")
    print(len(chosen))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), *sys.argv[3:])
