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
from urllib.parse import quote, urlsplit

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dateline.store import Query, open_store
from dateline.types import Actor, Document, Reading, Statement, Versions

HERE = Path(__file__).resolve().parent
AXE = (HERE / "vendor/axe.min.js").read_text(encoding="utf-8")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PAGES = ("/", "/claims", "/commitments", "/commitments/calendar?year=2020", "/silences", "/actors",
         "/documents", "/changes", "/search", "/search?words=peacekeepers", "/actors/RUS.GOV",
         "/?as_of=2024-06-12", "/read", "/review", "/decisions", "/nowhere",
         "/?type=NONE")  # fmt: skip
# What the browser itself says of the two pages that are errors.
TOLD = {"404": "/nowhere", "400": "/?type=NONE"}
# What stands beyond the window, and text that is cut at the edge of its own box.
BEYOND = """() => [
  ...(document.documentElement.scrollWidth > window.innerWidth ? ["the page"] : []),
  ...[...document.querySelectorAll("main *")].filter((e) => !e.closest("svg, thead, .unseen, .map")
    && getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1
  ).map((e) => e.className),
]"""


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
        where = message.location.get("url", "")
        told = any(s in message.text and where.endswith(a) for s, a in TOLD.items())
        if message.type in {"error", "warning"} and not told:
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
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page) == []
    assert page.evaluate(BEYOND) == []


def test_large_screens_and_print_show_each_page_whole(opened: Opened) -> None:
    watched = opened(3840, 2160)
    for address in PAGES:
        page = watched.go(address)
        assert page.evaluate(BEYOND) == [], address
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 760, "height": 1000})
    for address in ("/", "/commitments", "/review"):
        page.goto(watched.site + address)
        expect(page.locator("main")).to_be_visible()
        for gone in (".top", ".filters", "form", ".jump", ".foot"):
            expect(page.locator(f"{gone} >> visible=true")).to_have_count(0)
        assert page.evaluate(BEYOND) == [], address


def test_light_and_dark_are_chosen_and_stay(opened: Opened) -> None:
    page = opened(scheme="light").go("/claims")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.get_by_role("link", name="Silences").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name="As the system").click()
    assert page.evaluate(paper) == light


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


def test_a_search_leads_to_the_place_in_the_report(opened: Opened) -> None:
    for js in (True, False):
        page = opened(js=js).page
        page.goto(opened().site + "/search")
        page.get_by_label("Words").fill('mission "lowers flag"')
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".hits > li")).to_have_count(1)
        expect(page.locator(".hits .title mark").first).to_have_text("mission")
        page.locator(".excerpts .told").first.click()
        expect(page.locator("#mark")).to_be_in_viewport()


def test_a_sentence_lights_up_with_what_was_read(opened: Opened) -> None:
    page = opened().go("/documents")
    page.locator("tbody a").first.click()
    shown = "(marks) => [...new Set(marks.map((m) => getComputedStyle(m).display))]"
    assert page.locator(".text mark").evaluate_all(shown) == ["inline"]
    page.locator(".statements > li").nth(1).hover()
    expect(page.locator("mark.lit").first).to_be_visible()


HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'onfocus=alert(3)//"


@pytest.fixture(scope="module")
def hostile(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A record whose every name, place, title and publisher is a script."""
    path = tmp_path_factory.mktemp("hostile") / "record.db"
    with open_store(few, create=False) as held, open_store(path, create=True) as store:
        entries = held.entries(Query())
        for document, _ in held.documents():
            told = [e.statement for e in entries if e.document == document.id]
            store.add(_hostile(document, told))
    with serving(path, "--name", HOSTILE) as address:
        yield address


def _hostile(document: Document, told: list[Statement]) -> Reading:
    def named(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(
            replace(a, id=f"ORG.{HOSTILE.replace('/', '')}{a.id}", name=HOSTILE, text="it")
            for a in actors
        )

    statements = []
    for s in told:
        place = s.place and replace(s.place, name=HOSTILE, lat=16.3, lon=0.0)
        speaker = s.attribution.speaker
        said = replace(s.attribution, speaker=named((speaker,))[0]) if speaker else s.attribution
        statements.append(
            replace(s, place=place, attribution=said, actors=named(s.actors),
                    recipients=named(s.recipients))
        )  # fmt: skip
    about = replace(document, title=f"{HOSTILE} {document.title}", publisher=HOSTILE,
                    author=HOSTILE, source=f"javascript:alert(4)//{HOSTILE}")  # fmt: skip
    return Reading(
        document=about, statements=tuple(statements), commitments=(), silences=(), failures=(),
        versions=Versions(program="1", model="m", gazetteer="g"),
    )  # fmt: skip


def test_no_script_of_a_report_runs(opened: Opened, hostile: str) -> None:
    watched = opened(at=hostile)
    pages = [a for a in PAGES if "RUS.GOV" not in a]
    pages += [f"/search?words={quote(HOSTILE)}", "/search?words=img", "/?map=16,0,8"]
    for kind in ("events", "actors", "documents"):
        rows = watched.page.request.get(f"{hostile}/api/v1/{kind}").json()["items"]
        keys = [row["event"]["id"] if kind == "events" else row["id"] for row in rows]
        pages += [f"/{kind}/{quote(key, safe='')}" for key in keys]
    assert len(pages) > len(PAGES) + 8
    for address in pages:
        page = watched.go(address)
        assert page.locator("img[src=x], main script, [onfocus], a[href^=javascript]").count() == 0
        assert "alert(1)" in page.content() or address in PAGES or "map" in address, address
    for kind in ("events", "claims", "documents"):
        text = page.request.get(f"{hostile}/feeds/{kind}.atom").text()
        assert "alert(1)" in text
        assert "<img" not in text
