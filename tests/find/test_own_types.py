"""Types of a user's own, from the file to the statement."""

from pathlib import Path

import pytest

from dateline.analysis import Given
from dateline.errors import UsageError
from dateline.find.own_types import ontology
from dateline.pipeline import read

FILE = """
name: border
version: "1"
types:
  - name: crossing-closed
    of: COERCE
    examples:
      - Kyrgyzstan <e>closed</e> the crossing at Dostuk on Monday.
      - The gate at Torkham was <e>shut</e> by Afghan guards after an exchange of fire.
      - Poland <e>sealed</e> its border with Belarus for lorries.
      - Jordan <e>blocked</e> the Jaber crossing to Syrian refugees.
      - Niger has kept its frontier with Benin <e>closed</e> since the coup.
    not:
      - Police <e>closed</e> the newspaper's office in Dushanbe.
      - The junta <e>shut down</e> two radio stations.
      - Officers <e>arrested</e> forty demonstrators.
"""


def named(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> Path:
    path = folder / "types.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("DATELINE_ONTOLOGY", str(path))
    return path


def test_an_event_like_the_examples_has_their_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named(monkeypatch, tmp_path, FILE)
    reading = read(
        Given(
            "Uzbekistan sealed its border with Tajikistan on Monday. "
            "Police in Tashkent arrested an opposition leader."
        )
    )
    modes = {s.event.trigger.text: s.event.mode for s in reading.statements}
    assert modes["sealed"] == "crossing-closed"
    assert modes["arrested"] == "arrest"


def test_no_file_no_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_ONTOLOGY", raising=False)
    assert ontology() is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("of: COERCE", "of: COERC", r"types\[0\]\.of"),
        ("name: crossing-closed", "name: Crossing Closed", r"types\[0\]\.name"),
        ("name: crossing-closed", "name: arrest", "'arrest' is a mode of COERCE already"),
        ("<e>sealed</e>", "sealed", r"examples\[2\]"),
        ("version:", "release:", "release"),
        ("      - Jordan", "    x: [", "types.yaml"),
    ],
)
def test_what_is_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, told: str
) -> None:
    named(monkeypatch, tmp_path, FILE.replace(old, new))
    with pytest.raises(UsageError, match=told):
        ontology()


def test_too_few_examples_and_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few = FILE[: FILE.index("      - Poland")]
    named(monkeypatch, tmp_path, few)
    with pytest.raises(UsageError, match="at least 4"):
        ontology()
    monkeypatch.setenv("DATELINE_ONTOLOGY", str(tmp_path / "none.yaml"))
    with pytest.raises(UsageError, match="No such file"):
        ontology()
