"""Takes the picture of the page that the README shows, of the example reports.

    python docs/screenshot.py [docs/images/situation.png]

Reads the examples into a record of its own, serves it, and opens it in a headless Chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1280, "height": 860}
MOST = 400_000
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]


def main(arguments: list[str]) -> int:
    """Read, serve, open, take."""
    target = Path(arguments[0]) if arguments else ROOT / "docs/images/situation.png"
    browser = shutil.which("chromium")
    if browser is None:
        sys.stderr.write("chromium is not installed (make chromium)\n")
        return 1
    program = [sys.executable, "-m", "dateline"]
    with tempfile.TemporaryDirectory() as folder:
        record = str(Path(folder) / "record.db")
        subprocess.run([*program, "read", "examples", "--record", record], check=True, cwd=ROOT)  # noqa: S603
        serve = [*program, "serve", "--record", record, "--port", "0"]
        server = subprocess.Popen(serve, stderr=subprocess.PIPE, text=True)  # noqa: S603
        try:
            line = server.stderr.readline() if server.stderr else ""
            address = re.search(r"http://\S+", line)
            if address is None:
                sys.stderr.write(f"the page is not served: {line}\n")
                return 1
            take(browser, f"{address[0]}?from=2023-09&map=39.9,46.4,6", target)
        finally:
            server.terminate()
            server.communicate(timeout=20)
    size = target.stat().st_size
    if size > MOST:
        sys.stderr.write(f"{target}: {size} bytes, more than {MOST}\n")
        return 1
    return 0


def take(browser: str, address: str, target: Path) -> None:
    """The picture of a page, once its map is drawn."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        page = opened.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_selector("[data-map][data-ready]")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=target)
        opened.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
