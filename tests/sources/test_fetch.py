"""Addresses: what is asked, what never is, and how much of an answer is taken."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import anyio
import pytest

from dateline.errors import FetchError, TooLargeError
from dateline.sources import fetch
from dateline.sources.fetch import Fetched, fetched, public
from dateline.sources.handed import handed, text_of

PAGE = b"""<!doctype html><html><head><title>Truce in Kidal</title></head><body><article>
<h1>Truce in Kidal</h1><p>The army of Mali said on Monday that it had left the town of Kidal after
two weeks of fighting. The governor of the region said that all was calm on Tuesday.</p>
<script>alert(1)</script></article></body></html>"""
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"content-type": "text/html; charset=utf-8"}, PAGE),
    "/text": (200, {"content-type": "text/plain; charset=windows-1252"}, b"Caf\xe9 bombed in Kidal."),
    "/once": (302, {"location": "/page", "set-cookie": "a=b; Path=/"}, b""),
    "/round": (302, {"location": "/round"}, b""),
    "/file": (302, {"location": "file:///etc/passwd"}, b""),
    "/inward": (302, {"location": "http://127.0.0.1:1/"}, b""),
    "/metadata": (302, {"location": "http://169.254.169.254/latest/meta-data"}, b""),
    "/image": (200, {"content-type": "image/png"}, b"\x89PNG"),
    "/packed": (200, {"content-type": "text/html", "content-encoding": "gzip"}, b"\x1f\x8b"),
    "/large": (200, {"content-type": "text/plain"}, b"x" * 5000),
    "/gone": (410, {"content-type": "text/html"}, b""),
}  # fmt: skip
SEEN: list[dict[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        SEEN.append({k.casefold(): v for k, v in self.headers.items()})
        if self.path == "/slow":
            time.sleep(3)
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server of this machine; gives its ``IP:PORT``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def ask(address: str, *allowed: str) -> Fetched:
    return anyio.run(fetched, address, allowed)


def test_a_page_is_taken_and_read_as_a_report(server: str) -> None:
    found = ask(f"http://{server}/page#part", server)
    assert found.address == f"http://{server}/page"
    given = handed(text_of(found), source=found.address)
    assert given.title == "Truce in Kidal"
    assert "left the town of Kidal" in given.text
    assert "alert" not in given.text
    assert text_of(ask(f"http://{server}/text", server)) == "Café bombed in Kidal."


def test_a_redirect_is_followed_without_cookies_or_a_referrer(server: str) -> None:
    SEEN.clear()
    assert ask(f"http://{server}/once", server).address.endswith("/page")
    assert len(SEEN) == 2
    for asked in SEEN:
        assert not {"cookie", "referer", "authorization"} & set(asked)
        assert asked["host"] == server


@pytest.mark.parametrize(
    ("path", "why"),
    [("round", "more than 5 redirects"), ("file", "http:// or https://"),
     ("inward", "of this network"), ("metadata", "of this network"), ("image", "not a page"),
     ("packed", "packed"), ("gone", "answers 410"), ("none", "answers 404")],
)  # fmt: skip
def test_what_leads_astray_is_not_followed(server: str, path: str, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        ask(f"http://{server}/{path}", server)


def test_without_leave_this_machine_is_not_asked(server: str) -> None:
    port = server.partition(":")[2]
    SEEN.clear()
    hosts = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1",
             "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]"]  # fmt: skip
    for host in hosts:
        with pytest.raises(FetchError):
            ask(f"http://{host}:{port}/page")
    with pytest.raises(FetchError):
        ask(f"http://{server}/page", "127.0.0.1:1")
    assert SEEN == []


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/", "file:///etc/passwd", "gopher://example.org", "javascript:alert(1)",
     "http://", "http:///x", "//example.org", "example.org", "", "http://[::1", "http://a b/",
     "http://user:secret@example.org/", "http://exa\x00mple.org/"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(address: str) -> None:
    with pytest.raises(FetchError):
        ask(address)


@pytest.mark.parametrize(
    "ip",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1",
     "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
     "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "::7f00:1", "2001:db8::1", "none"],
)  # fmt: skip
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(ip: str) -> None:
    assert public(ip)


def named(monkeypatch: pytest.MonkeyPatch, *ips: str) -> list[str]:
    """Every name means these IP addresses; gives the names as they are asked for."""
    asked: list[str] = []

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr("dateline.sources.fetch.anyio.getaddrinfo", getaddrinfo)
    return asked


def test_a_name_is_resolved_once_and_the_connection_goes_there(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = named(monkeypatch, "127.0.0.1")
    SEEN.clear()
    port = server.partition(":")[2]
    assert ask(f"http://reports.example:{port}/page", server).data == PAGE
    assert asked == ["reports.example"]
    assert SEEN[0]["host"] == f"reports.example:{port}"


def test_a_name_with_one_address_of_this_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(FetchError, match="of this network"):
        ask("http://reports.example/")


def test_a_port_of_its_own_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, "93.184.216.34")
    with pytest.raises(FetchError, match="port of its own"):
        ask("http://reports.example:6379/")


def test_size_and_time_have_limits(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 4000)
    with pytest.raises(TooLargeError, match="more than 4,000 bytes"):
        ask(f"http://{server}/large", server)
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    with pytest.raises(FetchError, match="not within"):
        ask(f"http://{server}/slow", server)


def test_an_encoding_that_is_none_of_the_webs_is_not_used() -> None:
    for name in ("unicode_escape", "idna", "zlib", "punycode", "utf-7"):
        page = Fetched(address="http://x/", data=b"Kidal \\u0041", charset=name)
        assert text_of(page) == "Kidal \\u0041"
