"""Articles with gold toponyms, read up to the names, and how they are split.

Reading them takes minutes, so what was read is kept in a file; it is read anew when the encoder
changed. Folds are by the newspaper's domain: what one paper writes of is never on both sides.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from pathlib import Path

from dateline.analysis import Analysis, Given
from dateline.find.names import Names, tell
from dateline.model.encoder import encoder
from dateline.pipeline import analyse
from dateline.score.places import Article, articles
from dateline.text.parse import Parse

FOLDS = 5


@dataclass(frozen=True)
class Item:
    """An annotated article and its analysis up to the names."""

    corpus: str
    article: Article
    analysis: Analysis

    @property
    def fold(self) -> int:
        """The fold of its newspaper."""
        name = self.article.publisher or self.article.id
        return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def items(folder: Path, cache: Path) -> list[Item]:
    """The articles of a folder of corpora."""
    found = [(path.stem, a) for path in sorted(folder.glob("*.xml")) for a in articles(path)]
    made = encoder().labels.made
    if cache.is_file():
        with cache.open("rb") as file:
            kept = pickle.load(file)
        if kept["made"] == made and len(kept["read"]) == len(found):
            return [Item(*f, _thawed(r)) for f, r in zip(found, kept["read"], strict=True)]
    read = [Item(corpus, article, _read(article)) for corpus, article in found]
    with cache.open("wb") as file:
        pickle.dump({"made": made, "read": [_frozen(item.analysis) for item in read]}, file)
    return read


def _read(article: Article) -> Analysis:
    given = Given(article.text, publisher=article.publisher)
    analysis = analyse(given, [Parse(), Names()])
    if analysis.failures:
        raise RuntimeError(f"{article.id}: {analysis.failures}")
    return analysis


def _frozen(analysis: Analysis) -> Analysis:
    return analysis.with_(doc=None)  # the parse is quick, and what it gives is not to be written


def _thawed(analysis: Analysis) -> Analysis:
    again = analysis.with_(doc=Parse()(analysis).doc)
    tell(again, again.names)
    return again
