"""The pipeline's own rules from tags to parts of speech, looked up instead of matched.

spaCy's attribute ruler runs a matcher over every token, a fifth of the whole parse; nearly all of
its patterns look at one token, so what they give depends only on its tag, spelling, dependency and
whether it is blank. Patterns of two tokens are tried where their first fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Token

from dateline.text.lemmas import Lemmas

Pipe = Callable[[Doc], Doc]
Look = tuple[str, str, str, bool]  # tag, lower-case form, dependency, blank
_Asked = dict[str, Any]
_KEYS = ("TAG", "LOWER", "DEP", "IS_SPACE")
_ATTRIBUTES = frozenset({"POS", "TAG", "MORPH", "LEMMA", "DEP"})


def quick(pipe: Pipe) -> Pipe:
    """The same as an attribute ruler or lemmatizer by rules, faster; another pipe as it is."""
    if isinstance(pipe, EnglishLemmatizer) and pipe.mode == "rule":
        return Lemmas(pipe)
    if not isinstance(pipe, AttributeRuler):
        return pipe
    rules = pipe.patterns
    simple = all(
        set(rule["attrs"]) <= _ATTRIBUTES
        and all(len(pattern) <= 2 and all(map(_simple, pattern)) for pattern in rule["patterns"])
        for rule in rules
    )
    return _Attributes(rules) if simple else pipe


def _simple(asked: _Asked) -> bool:
    return asked.keys() <= set(_KEYS) and all(
        not isinstance(wanted, dict) or wanted.keys() <= {"IN", "NOT_IN", "REGEX"}
        for wanted in asked.values()
    )


class _Attributes:
    def __init__(self, rules: list[dict[str, Any]]) -> None:
        self._rules = [
            (number, pattern, rule["index"], rule["attrs"])
            for number, rule in enumerate(rules)
            for pattern in rule["patterns"]
        ]
        self._known: dict[Look, tuple[dict[str, str], tuple[int, ...], tuple[int, ...]]] = {}
        # Which rules are worth trying, by the spelling or the tag that the first token must have.
        self._by: dict[tuple[str, str], list[int]] = {}
        self._any: list[int] = []
        for number, (_, pattern, _, _) in enumerate(self._rules):
            key = next((k for k in ("LOWER", "TAG") if _listed(pattern[0].get(k))), None)
            if key is None:
                self._any.append(number)
            else:
                for value in _listed(pattern[0][key]):
                    self._by.setdefault((key, value), []).append(number)

    def __call__(self, doc: Doc) -> Doc:
        looks = [(t.tag_, t.lower_, t.dep_, t.is_space) for t in doc]
        found = [self._of(look) for look in looks]
        for token, (attributes, _, _) in zip(doc, found, strict=True):
            if attributes:
                _set(token, attributes)
        for i, (_, _, firsts) in enumerate(found[:-1]):
            for at in firsts:
                _, pattern, index, _ = self._rules[at]
                if _fits(pattern[1], looks[i + 1]):
                    self._two(doc, i + index, at, found[i + index][1])
        return doc

    def _of(self, look: Look) -> tuple[dict[str, str], tuple[int, ...], tuple[int, ...]]:
        """What the rules of one token give, which of them fit, and the first tokens of two."""
        if look not in self._known:
            tag, lower, _, _ = look
            some = {*self._by.get(("LOWER", lower), ()), *self._by.get(("TAG", tag), ())}
            fit = [i for i in sorted({*some, *self._any}) if _fits(self._rules[i][1][0], look)]
            one = tuple(i for i in fit if len(self._rules[i][1]) == 1)
            attributes: dict[str, str] = {}
            for i in one:
                attributes |= self._rules[i][3]
            two = tuple(i for i in fit if len(self._rules[i][1]) == 2)
            self._known[look] = attributes, one, two
        return self._known[look]

    def _two(self, doc: Doc, i: int, at: int, one: tuple[int, ...]) -> None:
        # A later rule is the stronger: those of one token that come after are set again.
        for number in (at, *(other for other in one if other > at)):
            _set(doc[i], self._rules[number][3])


def _listed(wanted: Any) -> tuple[str, ...]:
    """The values that alone are right, where they are listed."""
    if isinstance(wanted, dict):
        return tuple(wanted.get("IN", ()))
    return (wanted,) if isinstance(wanted, str) else ()


def _fits(asked: _Asked, look: Look) -> bool:
    return all(_holds(asked[key], look[i]) for i, key in enumerate(_KEYS) if key in asked)


def _holds(wanted: Any, value: str | bool) -> bool:
    if not isinstance(wanted, dict):
        return bool(wanted == value)
    return (
        ("IN" not in wanted or value in wanted["IN"])
        and ("NOT_IN" not in wanted or value not in wanted["NOT_IN"])
        and ("REGEX" not in wanted or re.search(wanted["REGEX"], str(value)) is not None)
    )


def _set(token: Token, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        if name == "POS":
            token.pos_ = value
        elif name == "MORPH":
            token.set_morph(value)
        elif name == "TAG":
            token.tag_ = value
        elif name == "LEMMA":
            token.lemma_ = value
        else:
            token.dep_ = value
