"""Where people act, in a browser: each action, by mouse, by keyboard and without scripts."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dateline.people import ROLES, people_path
from dateline.people.store import People

from .test_browser import Opened, browser, opened, serving, violations  # noqa: F401

GOOD = "quiet-otters-river-9"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TEXT = f"General {HOSTILE} Smith said on Monday that the army of Mali had left the town of Kidal."
PAGE = f"<!doctype html><html><head><title>{HOSTILE} Kidal</title></head><body><article><p>{TEXT} It was calm on Tuesday, the governor said.</p></article></body></html>"  # fmt: skip


class Reports(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def reports() -> Iterator[str]:
    """Another server with a report; gives its ``IP:PORT``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Reports)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(few: Path, reports: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A record of one's own machine, that may be changed."""
    record = tmp_path_factory.mktemp("acts") / "record.db"
    shutil.copy(few, record)
    with serving(record, "--name", "ann", "--fetch", "--fetch-from", reports) as address:
        yield address


@pytest.fixture(scope="module")
def shared(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A record that people log in to."""
    record = tmp_path_factory.mktemp("shared") / "record.db"
    shutil.copy(few, record)
    with People(people_path(record), create=True) as people:
        for role in ROLES:
            people.add(f"{role}-1", role, GOOD)
    with serving(record, "--auth") as address:
        yield address


def named(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("js", [True, False])
def test_an_event_is_rejected_and_comes_back(opened: Opened, js: bool) -> None:  # noqa: F811
    watched = opened(js=js)
    page = watched.page
    page.goto(watched.site + "/?type=PROTEST")
    page.locator(".event .card").first.click()
    page.get_by_label("Why", exact=True).first.fill(HOSTILE)
    named(page, "Reject").click()
    expect(page.get_by_role("heading", name="Decisions")).to_be_visible()
    page.goto(watched.site + "/?type=PROTEST")
    expect(page.get_by_text("Nothing in the record fits.")).to_be_visible()
    page.goto(watched.site + "/decisions")
    expect(page.locator(".decisions li").first).to_contain_text(HOSTILE)
    expect(page.locator(".decisions li").first).to_contain_text("ann")
    page.get_by_role("button", name="Withdraw reject").first.click()
    expect(page.locator(".decisions li").first).to_contain_text("withdrawn by ann")
    page.goto(watched.site + "/?type=PROTEST")
    expect(page.locator(".event")).to_have_count(1)


def test_a_cell_is_corrected_on_the_event_and_on_the_document(opened: Opened) -> None:  # noqa: F811
    page = opened().go("/?type=PROTEST")
    page.locator(".event .card").first.click()
    page.get_by_text("Correct a cell").click()
    page.get_by_label("Cell").select_option("place")
    page.get_by_role("textbox", name="Value").fill("Timbuktu")
    named(page, "Correct").click()
    expect(page.locator(".lead")).to_contain_text("Timbuktu")
    assert violations(page) == []
    page.locator("blockquote .told").click()
    row = page.locator(".statements > li").filter(has_text="Timbuktu")
    row.get_by_text("Judge").click()
    row.get_by_label("Cell").select_option("time")
    row.get_by_label("Value").fill("2024-10-01")
    named(page, "Correct").locator("visible=true").click()
    expect(page.locator(".statements > li").filter(has_text="1 Oct 2024")).to_be_visible()
    made = page.locator(".decisions li")
    expect(made.filter(has_text="correct time")).to_have_count(1)
    expect(made.filter(has_text="correct place").first).to_be_visible()
    assert violations(page) == []


def test_events_are_joined_and_parted(opened: Opened) -> None:  # noqa: F811
    watched = opened()
    page = watched.go("/?type=ASSAULT")
    other = page.locator(".event .card").first.get_attribute("href")
    assert other is not None
    watched.go("/?type=RETREAT")
    page.locator(".event .card").first.click()
    page.get_by_text("The same as another event, or not").click()
    page.get_by_label("Another event, by id or address").fill(watched.site + other)
    named(page, "They are one").click()
    expect(page.locator(".history li").filter(has_text="convoy")).not_to_have_count(0)
    page.get_by_text("Split: some statements").click()
    parted = page.locator("form.split label.choice").filter(has_text="convoy")
    for box in parted.all():
        box.get_by_role("checkbox").check()
    named(page, "Split them off").click()
    expect(page.locator(".history li").filter(has_text="convoy")).to_have_count(0)
    expect(page.locator(".decisions li").first).to_contain_text("split")


def test_the_review_by_keyboard(opened: Opened) -> None:  # noqa: F811
    watched = opened()
    page = watched.go("/review")
    first, second = page.locator("[data-review]").nth(0), page.locator("[data-review]").nth(1)
    expect(first).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("c")
    expect(first.get_by_label("Value")).to_be_focused()
    page.keyboard.type("ja")  # in a field a key is a letter
    expect(first.get_by_label("Value")).to_have_value("ja")
    page.keyboard.press("Escape")
    told = first.locator("q").first.inner_text()
    total = page.locator("[data-review]").count()
    page.keyboard.press("a")
    expect(page.get_by_text("Your last decision")).to_be_visible()
    expect(page.locator("[data-review]")).to_have_count(total - 1)
    expect(page.locator("[data-review]").first).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("[data-review]")).to_have_count(total)
    assert page.locator("[data-review] q").first.inner_text() == told
    page.keyboard.press("o")
    page.wait_for_url("**/events/*")


@pytest.mark.parametrize("js", [True, False])
def test_a_pasted_report_is_read_and_kept(opened: Opened, js: bool) -> None:  # noqa: F811
    watched = opened(js=js)
    page = watched.page
    page.set_default_timeout(90_000)  # the first report waits for the program's networks
    page.goto(watched.site + "/read")
    page.get_by_label("The report, in English").fill(f"{TEXT} So said report {js}.")
    page.get_by_label("Published").fill("2024-10-09")
    page.get_by_label("Title").fill(HOSTILE)
    named(page, "Read").click()
    expect(page.get_by_text("This is how the program reads it.")).to_be_visible()
    expect(page.locator("mark.place").filter(has_text="Kidal").first).to_be_visible()
    expect(page.locator("h1")).to_have_text(HOSTILE)
    if js:
        assert violations(page) == []
        page.locator(".statements .at").first.click()
        assert "#at-" in page.url
    named(page, "Put it into the record").click()
    page.wait_for_url("**/documents/*")
    expect(page.locator("h1")).to_have_text(HOSTILE)


def test_an_address_is_read_and_others_of_this_network_are_not(
    opened: Opened, reports: str  # noqa: F811
) -> None:  # fmt: skip
    watched = opened()
    page = watched.go("/read")
    assert violations(page) == []
    page.get_by_label("or its address").fill(watched.site + "/")
    named(page, "Read").click()
    expect(page.get_by_role("alert")).to_contain_text("an address of this network is not asked")
    watched.wrong = [w for w in watched.wrong if "422" not in w]  # a form that is told so
    page.get_by_label("or its address").fill(f"http://{reports}/report")
    named(page, "Read").click()
    expect(page.locator("mark.place").filter(has_text="Kidal").first).to_be_visible()
    expect(page.locator(".source")).to_contain_text(reports)


def test_without_javascript_every_decision_is_made(opened: Opened, shared: str) -> None:  # noqa: F811
    page = opened(width=360, js=False, at=shared).page
    enter(page, shared, "analyst-1", "/?type=RETREAT")
    page.wait_for_url("**/?type=RETREAT")
    page.locator(".event .card").first.click()
    event = page.url
    page.get_by_text("Correct a cell").click()
    page.get_by_label("Cell").select_option("time")
    page.get_by_role("textbox", name="Value").fill("2024-10-07")
    named(page, "Correct").click()
    expect(page.locator(".lead")).to_contain_text("7 Oct 2024")
    page.goto(shared + "/?type=ASSAULT")
    other = page.locator(".event .card").first.get_attribute("href")
    page.goto(event)
    page.get_by_text("The same as another event, or not").click()
    page.get_by_label("Another event, by id or address").fill(f"{shared}{other}")
    named(page, "They are one").click()
    expect(page.locator(".history li").filter(has_text="convoy")).not_to_have_count(0)
    page.get_by_text("Split: some statements").click()
    for box in page.locator("form.split label.choice").filter(has_text="convoy").all():
        box.get_by_role("checkbox").check()
    named(page, "Split them off").click()
    expect(page.locator(".history li").filter(has_text="convoy")).to_have_count(0)
    page.get_by_role("button", name="Withdraw split").first.click()
    expect(page.locator(".history li").filter(has_text="convoy")).not_to_have_count(0)
    page.goto(shared + "/review")
    total = page.locator("[data-review]").count()
    named(page, "Accept").first.click()
    expect(page.locator("[data-review]")).to_have_count(total - 1)
    named(page, "Undo").click()
    expect(page.locator("[data-review]")).to_have_count(total)


def enter(page: Page, site: str, name: str, to: str = "/") -> None:
    page.goto(site + to)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(GOOD)
    named(page, "Log in").click()


@pytest.mark.parametrize(("js", "width", "scheme"), [(True, 1280, "dark"), (False, 360, "light")])
def test_logging_in_and_out(opened: Opened, shared: str, js: bool, width: int, scheme: str) -> None:  # noqa: F811
    page = opened(width=width, js=js, scheme=scheme, at=shared).page
    page.goto(shared + "/claims")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page.get_by_role("link", name="Claims")).to_have_count(0)
    if js:
        assert violations(page) == []
    enter(page, shared, "reader-1", "/claims")
    page.wait_for_url("**/claims")
    expect(page.get_by_role("heading", name="Claims")).to_be_visible()
    page.goto(shared + "/review")
    expect(named(page, "Accept")).to_have_count(0)
    named(page, "Log out").click()
    page.goto(shared + "/claims")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_an_admin_lets_somebody_in_who_makes_a_token(opened: Opened, shared: str) -> None:  # noqa: F811
    page = opened(at=shared).page
    enter(page, shared, "admin-1", "/people")
    page.locator(".stacked").get_by_label("Name").fill("eve")
    page.locator(".stacked").get_by_label("Role").select_option("analyst")
    page.get_by_label("Password to begin with").fill(GOOD)
    named(page, "Make the account").click()
    expect(page.locator("#accounts")).to_contain_text("4")
    assert violations(page) == []
    page.get_by_label("Role of eve").last.select_option("reader")
    named(page, "Give eve this role").click()
    expect(page.locator("tbody tr").first).to_contain_text("eve: reader")
    other = opened(width=360, at=shared).page
    enter(other, shared, "eve", "/account")
    other.get_by_label("What for").fill("nightly")
    named(other, "Make a token").click()
    expect(other.locator(".token")).to_be_visible()
    assert violations(other) == []
    wide = other.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    named(other, "Revoke nightly").click()
    expect(other.get_by_text("nightly")).to_have_count(0)
    named(page, "Remove eve").click()
    expect(page.locator("#accounts")).to_contain_text("3")
    other.goto(shared + "/account")
    expect(other.get_by_role("heading", name="Log in")).to_be_visible()
