"""Several reports together: what each gives alone, also where one makes a stage fail."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline.analysis import Analysis, Given
from dateline.pipeline import analyse_several, read, read_several

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.txt"))


class Counts:
    """A stage that is asked for several analyses at once, and cannot do with an empty text."""

    name, version = "counts", "1"
    needs: frozenset[str] = frozenset()
    gives = frozenset({"document"})

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, analysis: Analysis, /) -> Analysis:
        return self.together([analysis])[0]

    def together(self, analyses: Sequence[Analysis], /) -> list[Analysis]:
        self.asked.append(len(analyses))
        for analysis in analyses:
            if not analysis.given.text:
                raise ValueError("no text")
        return list(analyses)


def test_reports_read_together_are_read_as_each_alone() -> None:
    some = [Given(path.read_text(encoding="utf-8")) for path in EXAMPLES[:3]]
    given = [*some, Given(""), Given('"Troops left," he said.')]
    together, alone = read_several(given), [read(one) for one in given]
    assert [msgspec.json.encode(one) for one in together] == [
        msgspec.json.encode(one) for one in alone
    ]
    assert read_several([]) == []


def test_a_stage_that_fails_for_one_is_asked_for_each_alone() -> None:
    stage = Counts()
    found = analyse_several([Given("a"), Given(""), Given("b")], [stage])
    assert stage.asked == [3, 1, 1, 1]
    assert [[failure.message for failure in one.failures] for one in found] == [
        [], ["ValueError: no text"], [],
    ]  # fmt: skip
    stage = Counts()
    analyse_several([Given("a"), Given("b")], [stage])
    assert stage.asked == [2]
