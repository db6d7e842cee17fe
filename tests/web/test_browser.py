"""The page in a browser: what a person does, offline, without an error, with and without a mouse."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

HERE = Path(__file__).resolve().parent
AXE = (HERE / "vendor/axe.min.js").read_text(encoding="utf-8")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PAGES = ("/", "/claims", "/commitments", "/commitments/calendar?year=2020", "/silences", "/actors", "/documents", "/changes",
         "/search?words=peacekeepers", "/actors/RUS.GOV", "/?as_of=2024-06-12", "/nowhere")  # fmt: skip


@contextmanager
def serving(record: Path, *more: str) -> Iterator[str]:
    """The program itself, serving a record; gives its address."""
    command = [sys.executable, "-m", "dateline", "serve", "--record", str(record), "--port", "0"]
    process = subprocess.Popen([*command, *more], stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found is not None, line
        yield found[0].rstrip("/")
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def site(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    record = tmp_path_factory.mktemp("browser") / "record.db"
    shutil.copy(examples, record)
    with serving(record) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path is not None, "chromium is not installed (make chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Watched:
    """A page whose requests, console and dialogs are watched."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page, self.site = context.new_page(), site
        self.wrong: list[str] = []
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.site).netloc:
            self.wrong.append(f"left the host: {request.url}")

    def _console(self, message: Any) -> None:
        missing = "404" in message.text and "/nowhere" in message.location.get("url", "")
        if message.type in {"error", "warning"} and not missing:
            self.wrong.append(f"console: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, address: str) -> Page:
        """Open a page and wait for its map, where it has one."""
        self.page.goto(self.site + address)
        self.settled()
        return self.page

    def settled(self) -> None:
        """Wait until the map, where there is one, has its marks."""
        if self.page.locator("[data-map]").count():
            self.page.wait_for_selector("[data-map][data-ready]")
        self.page.wait_for_load_state("networkidle")


Opened = Callable[..., Watched]


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Opens watched pages; what went wrong on any fails the test."""
    contexts, pages = [], []

    def open_(width: int = 1280, height: int = 900, scheme: str = "light", js: bool = True,
              at: str | None = None) -> Watched:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=js,
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        pages.append(Watched(context, at or site))
        return pages[-1]

    yield open_
    for context in contexts:
        context.close()
    assert [w for page in pages for w in page.wrong] == []


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice."""
    page.evaluate(AXE)
    found = page.evaluate(
        """() => axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa",
        "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => r.violations.map(v =>
        v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " +
        (n.any[0] ? n.any[0].message : "")).join(" | ")))"""
    )
    return list(found)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_each_page_is_sound(opened: Opened, address: str, width: int, scheme: str) -> None:
    page = opened(width, 800, scheme).go(address)
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_a_document_and_an_event_are_sound(opened: Opened) -> None:
    watched = opened(scheme="dark")
    page = watched.go("/?type=RETREAT")
    page.locator(".event .card").first.click()
    expect(page.locator("#sides")).to_be_visible()
    assert violations(page) == []
    page.locator("blockquote .told").click()
    expect(page.locator("#mark")).to_be_in_viewport()
    assert violations(page) == []


def test_a_newcomer_finds_who_confirmed_and_who_is_silent(opened: Opened) -> None:
    """From the last line of ``make demo``: an event, each side's word, the sentence."""
    told = (HERE.parents[1] / "Makefile").read_text(encoding="utf-8")
    recipe = told[told.index("demo:") : told.index("\ntest:")].rstrip()
    address = re.findall(r"http://127\.0\.0\.1:8000(/\S*)\"", recipe.splitlines()[-1])
    assert address, "the last line of make demo says what to open"
    page = opened().go(address[0])
    page.get_by_text("last Russian peacekeepers").first.click()  # one
    sides = page.locator(".sides")
    expect(sides).to_contain_text("Azerbaijan's defence ministry")
    expect(sides.locator(".silent").first).to_contain_text("Russia")
    sides.get_by_text("Russia has not commented").click()  # and one more
    pointed = "".join(page.locator("mark.asked").all_text_contents())
    assert pointed == "Russia has not commented on the Azerbaijani announcement."
    expect(page.locator("#mark")).to_be_in_viewport()


def test_a_filter_changes_the_view_and_its_address(opened: Opened) -> None:
    watched = opened()
    page = watched.go("/")
    before = page.locator("#events-title").inner_text()
    page.get_by_label("Type").select_option("RETREAT")
    expect(page.locator("#events-title")).not_to_have_text(before)
    watched.settled()
    assert "type=RETREAT" in page.url
    assert page.locator(".event .type").count() > 0
    assert all("RETREAT" in t for t in page.locator(".event .type").all_inner_texts())
    page.get_by_label("Actor").fill("peacekeep")
    page.keyboard.press("Enter")
    page.wait_for_url("**actor=peacekeep*")
    watched.settled()
    again = opened().go(urlsplit(page.url)._replace(scheme="", netloc="").geturl())
    assert again.locator("#events-title").inner_text() == page.locator("#events-title").inner_text()
    page.go_back()
    expect(page.get_by_label("Actor")).to_have_value("")
    assert "type=RETREAT" in page.url


def test_one_slides_back_to_what_was_known(opened: Opened) -> None:
    watched = opened()
    page = watched.go("/?type=RETREAT")
    now = page.locator(".list").inner_text()
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**as_of=2024-08-19*")
    watched.settled()
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**as_of=2024-06-12*")
    watched.settled()
    assert "type=RETREAT" in page.url
    assert page.locator(".list").inner_text() != now
    expect(page.locator("#asof")).to_contain_text("12 Jun 2024")
    page.get_by_label("As of", exact=True).fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#asof")).to_contain_text("all reports")
    page.get_by_text("← as of").click()
    page.wait_for_url("**as_of=2024-08-19*")
    watched.settled()


def test_the_map_leads_to_events_and_keeps_its_place(opened: Opened) -> None:
    watched = opened()
    page = watched.go("/?type=ASSAULT")
    assert page.locator(".spot").count() > 0
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**map=*")
    again = opened().go(urlsplit(page.url)._replace(scheme="", netloc="").geturl())
    assert again.locator(".leaflet-container").count() == 1
    page = watched.go("/?words=town+two+weeks&map=15,-5,5")
    page.locator(".spot").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*")
    page = watched.go("/?map=40.2,46.5,7")
    expect(page.locator(".label.town").first).to_be_attached()


def test_without_javascript_all_is_there(opened: Opened) -> None:
    watched = opened(js=False)
    page = watched.page
    page.goto(watched.site + "/")
    expect(page.locator(".still")).to_be_visible()
    assert page.locator(".still a").count() > 0
    page.get_by_label("Type").select_option("RETREAT")
    page.get_by_role("button", name="Show").click()
    assert "type=RETREAT" in page.url
    page.locator(".event .card").first.click()
    page.locator("blockquote .told").click()
    expect(page.locator("#mark")).to_be_in_viewport()
    page.goto(watched.site + "/commitments")
    page.locator("summary").first.click()
    expect(page.locator("details[open] .told").first).to_be_visible()


def test_the_keyboard_reaches_the_content(opened: Opened) -> None:
    page = opened().go("/claims")
    page.keyboard.press("Tab")
    expect(page.get_by_text("To the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (3840, 2160)])
def test_small_and_large_screens_show_it_whole(opened: Opened, width: int, height: int) -> None:
    page = opened(width, height).go("/")
    box = page.locator(".list").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    shown = page.locator("#main").bounding_box()
    assert shown is not None
    assert shown["width"] > 0.8 * width


def test_a_sentence_lights_up_with_what_was_read(opened: Opened) -> None:
    page = opened().go("/documents")
    page.locator("tbody a").first.click()
    page.locator(".statements > li").nth(1).hover()
    expect(page.locator("mark.lit").first).to_be_visible()
