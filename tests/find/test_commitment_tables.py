"""Commitments of many conflicts in tables: what binds, what binds nobody, how it came to stand."""

from pathlib import Path

import pytest

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.types import Commitment

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def found(text: str) -> tuple[Commitment, ...]:
    reading = read(Given(text, published="2024-06-12", published_basis="given"))
    assert reading.failures == ()
    return reading.commitments


@pytest.mark.parametrize("line", lines("commitments.tsv")[1:])
def test_what_binds(line: str) -> None:
    text, by, action, duty, due, term, extendable, status = line.split("\t")
    (first,) = found(text)
    cells = {
        "duty": (duty, first.duty),
        "due": (due, (first.due.to if first.due is not None else None) or "none"),
        "term": (term, first.term or "none"),
        "extendable": (extendable, {None: "none", True: "yes", False: "no"}[first.extendable]),
        "status": (status, first.status),
    }
    assert {k: v for k, v in cells.items() if v[0] not in {"-", v[1]}} == {}
    assert by == "-" or by in {a.country for a in first.by}
    assert action == "-" or action in first.action.text


@pytest.mark.parametrize("line", lines("commitment_stories.tsv")[1:])
def test_how_it_stands(line: str) -> None:
    status, text = line.split("\t")
    assert found(text)[0].status == status


@pytest.mark.parametrize("text", lines("no_commitments.txt"))
def test_what_binds_nobody(text: str) -> None:
    assert found(text) == ()


def test_each_of_two_duties_has_its_own_end() -> None:
    told = found(
        "Russia undertook to remove its tanks by the end of 2024 and to close the depot by "
        "1 March 2025."
    )
    assert [c.due.to for c in told if c.due is not None] == ["2024-12-31", "2025-03-01"]


def test_infinitives_joined_after_a_condition_are_promised_each() -> None:
    told = found(
        "The army undertook to lift its roadblocks as soon as the last hostage had left and to "
        "hand power to the Great Council of Chiefs, which is to name a president."
    )
    assert [c.action.text.split()[0] for c in told] == ["lift", "hand", "name"]


def test_a_verb_of_promising_is_shared_by_those_after_it() -> None:
    told = found("Japan promised two ships and Norway a field hospital.")
    assert [(c.by[0].country, c.action.text) for c in told] == [
        ("JPN", "two ships"),
        ("NOR", "a field hospital"),
    ]


def test_what_a_deal_says_after_another_clause_of_it_binds_its_parties() -> None:
    told = found(
        "The Kenyan government and the Mungiki signed a General Agreement on Tuesday. The text "
        "sets aside 30 seats for the rebels. Their parties will be legalised once they disarm."
    )
    assert [c.action.text.split()[0] for c in told] == ["sets", "Their"]


def test_a_headline_that_the_report_tells_more_of_is_no_promise_of_its_own() -> None:
    told = found(
        "France to leave Chad\n\nFrance promised on Monday to withdraw its 1,000 soldiers from "
        "Chad by the end of January 2025."
    )
    assert [c.action.text.split()[0] for c in told] == ["withdraw"]


def test_what_is_listed_is_promised_each() -> None:
    told = found(
        "Israel and Hamas agreed to halt all attacks until 1 August, to exchange prisoners and "
        "to let convoys pass."
    )
    assert [c.duty for c in told] == ["refrain", "do", "do"]
