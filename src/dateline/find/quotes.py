"""The words of who is quoted."""

from __future__ import annotations

from spacy.tokens import Token

_BESIDE = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "advcl", "parataxis"})


def source_tokens(head: Token) -> tuple[int, int]:
    """The token range of a speaker's phrase: its own words, without clauses and appositions."""
    inside, stack = [head.i], [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ not in _BESIDE:
                inside.append(child.i)
                stack.append(child)
    first = last = head.i
    near = set(inside)
    while first - 1 in near:
        first -= 1
    while last + 1 in near:
        last += 1
    return first, last + 1
