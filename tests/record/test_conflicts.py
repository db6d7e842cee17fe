"""Numbers, days and places on which reports do not agree, with who says which."""

from dateline.analysis import Given
from dateline.pipeline import read
from dateline.record.conflicts import Conflict, conflicts
from dateline.record.entry import Entry, entries
from dateline.record.merge import merge

UKRAINE = "Ukraine said that Russia had shelled Kharkiv on Monday 10 June, killing 12 people."
RUSSIA = "Russia admitted that it had shelled Kharkiv on Monday 10 June, killing five people."
VAGUE = "Russia shelled Kharkiv on Monday 10 June, killing several people."
TUESDAY = "Russia shelled Kharkiv on Tuesday 11 June, killing 12 people."


def told(*texts: str) -> list[Entry]:
    return [
        e for text in texts
        for e in entries(read(Given(text, published="2024-06-12", published_basis="given")))
    ]  # fmt: skip


def found(*texts: str) -> dict[str, Conflict]:
    known = told(*texts)
    (event,) = [e for e in merge(known) if e.type == "ASSAULT" and len(e.statements) >= len(texts)]
    by_id = {e.statement.id: e for e in known}
    return {c.kind or c.cell: c for c in conflicts(by_id[i] for i in event.statements)}


def test_numbers_stand_side_by_side_with_who_says_which() -> None:
    versions = found(UKRAINE, RUSSIA)["killed"].versions
    assert {v.value: v.by for v in versions} == {"12": ("UKR.GOV",), "5": ("RUS.GOV",)}
    assert all(len(v.statements) == 1 for v in versions)


def test_what_is_only_vaguer_is_no_conflict() -> None:
    assert found(UKRAINE, VAGUE) == {}


def test_days_stand_side_by_side() -> None:
    assert {v.value for v in found(UKRAINE, TUESDAY)["time"].versions} == {
        "2024-06-10", "2024-06-11",
    }  # fmt: skip


def test_the_order_of_statements_does_not_matter() -> None:
    known = told(UKRAINE, RUSSIA, TUESDAY, VAGUE)
    assert conflicts(known) == conflicts(known[::-1])
