"""What finding sayings and parties costs grows with the text: work is counted, not timed."""

from collections.abc import Callable

import pytest

from dateline.analysis import Analysis, Given
from dateline.find.evidence import beside
from dateline.pipeline import analyse
from dateline.resolve import antecedents

_THINGS = ("goats", "maize", "bridges", "trucks", "letters", "drums", "wells", "roofs", "stones")
_DID = ("took", "burned", "counted", "lost", "moved", "sold", "hid", "left")


def told(i: int) -> str:
    return f"they {_DID[i % 8]} {i} {_THINGS[i % 9]} in sector {i * 7 % 1000} of Goma"


def one_sentence(n: int) -> str:
    return "The army said that " + ", and the mayor said that ".join(map(told, range(n))) + "."


def opened_paragraphs(n: int) -> str:
    return "\n".join(f'"Here {told(i)}.' for i in range(n))


def unbalanced(n: int) -> str:
    return " ".join(f'The mayor said "{told(i)}. It replied: "{told(i + 1)}.' for i in range(n))


def one_quotation(n: int) -> str:
    return '"' + " ".join(f"Here {told(i)}." for i in range(n)) + '" the army said.'


def found(text: str) -> Analysis:
    analysis = analyse(Given(text))
    assert analysis.failures == ()
    return analysis


def grown(count: Callable[[str], int], make: Callable[[int], str]) -> float:
    return count(make(240)) / max(count(make(60)), 1)


def test_evidence_is_looked_for_near_its_saying(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [0]

    def counted(tokens, *acts):  # type: ignore[no-untyped-def]
        words = list(tokens)
        seen[0] += len(words)
        return beside(words, *acts)

    def count(text: str) -> int:
        seen[0] = 0
        found(text)
        return seen[0]

    monkeypatch.setattr("dateline.find.speech_evidence.beside", counted)
    assert grown(count, one_sentence) < 6


def test_a_pronoun_is_set_against_the_parties_near_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, own = [0], antecedents.fits

    def counted(*asked):  # type: ignore[no-untyped-def]
        seen[0] += 1
        return own(*asked)

    def count(text: str) -> int:
        seen[0] = 0
        found(text)
        return seen[0] // text.count("they")

    monkeypatch.setattr(antecedents, "fits", counted)
    assert count(one_sentence(240)) <= 240


@pytest.mark.parametrize("make", [opened_paragraphs, unbalanced, one_quotation])
def test_contents_hold_no_more_than_the_text(make: Callable[[int], str]) -> None:
    analysis = found(make(150))
    held = sum(last - first for m in analysis.speech for first, last in m.content)
    assert held <= 2 * len(analysis.tokens)
