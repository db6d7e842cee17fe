"""The docs say what the program does: outputs, references and links."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_what_the_docs_show_is_what_the_program_prints() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_page_on_security_names_what_there_is() -> None:
    text = (ROOT / "docs/reference/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests/)?[a-z_/]+\.(?:py|js))`", text))
    assert len(named) > 20
    for path in named:
        assert (ROOT / (path if path.startswith("tests/") else f"src/dateline/{path}")).is_file(), (
            path
        )


def test_the_example_in_the_readme_runs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.S)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("RETREAT\n", "")
