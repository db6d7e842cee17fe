"""The pipeline's own lemmas, looked up by what they depend on instead of asked for by each token.

spaCy's lemmatizer by rules goes by the spelling, the part of speech and the features of a token,
and is asked for every token, a sixth of the whole parse.
"""

from __future__ import annotations

from spacy.attrs import LEMMA, MORPH, ORTH, POS
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.tokens import Doc

# So many looks are kept; then all are forgotten.
_MOST = 65536


class Lemmas:
    """The same as an English lemmatizer by rules, faster."""

    def __init__(self, pipe: EnglishLemmatizer) -> None:
        self._pipe = pipe
        self._known: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The document with the lemmas that its tokens lack."""
        told = doc.to_array([ORTH, POS, MORPH, LEMMA]).tolist()
        if len(self._known) > _MOST:
            self._known.clear()
        for token, (word, pos, features, lemma) in zip(doc, told, strict=True):
            if lemma and not self._pipe.overwrite:
                continue
            look = word, pos, features
            known = self._known.get(look)
            if known is None:
                token.lemma_ = self._pipe.lemmatize(token)[0]
                self._known[look] = token.lemma
            else:
                token.lemma = known
        return doc
