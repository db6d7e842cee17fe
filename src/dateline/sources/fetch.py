"""Reports fetched from an address, without letting the address lead into one's own network.

A name is resolved here and every address that it has must be public; the connection is made to
just that address, so that the name cannot come to mean another one in between. A redirect is an
address like any other. Nothing is sent but the request: no cookie, no password, no proxy of the
environment, no referrer. Size, time and redirects have their limits.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import anyio
import httpx

from dateline.errors import FetchError, TooLargeError
from dateline.sources.text import MAX_BYTES

SECONDS = 20.0
MAX_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KINDS = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
# Addresses that hold one of IPv4, which the network takes out again: whose they are is not plain.
_HOLDING = tuple(
    ip_network(n) for n in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: ``address`` is where the redirects led."""

    address: str
    data: bytes
    charset: str | None


async def fetched(address: str, allowed: Iterable[str] = ()) -> Fetched:
    """The page or text at an address; a ``FetchError`` says why there is none.

    ``allowed`` are addresses of one's own network, each ``IP:PORT``, that may be asked all the
    same.
    """
    may = frozenset(allowed)
    try:
        with anyio.fail_after(SECONDS):
            url = _url(address)
            for _ in range(MAX_REDIRECTS + 1):
                answer = await _asked(url, may)
                if isinstance(answer, Fetched):
                    return answer
                if url.scheme == "https" and answer.scheme == "http":
                    raise FetchError("cannot be fetched: it leads from https to http")
                url = answer
    except TimeoutError as error:
        raise FetchError(f"cannot be fetched: not within {SECONDS:.0f} seconds") from error
    raise FetchError(f"cannot be fetched: more than {MAX_REDIRECTS} redirects")


def public(text: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        ip = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return _public(ip.ipv4_mapped)
        if any(ip in network for network in _HOLDING):
            return False
    return _public(ip)


def _public(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _url(address: str | httpx.URL) -> httpx.URL:
    try:
        url = httpx.URL(address)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"not an address: {str(address)[:200]}") from error
    if url.scheme not in _PORTS or not host:
        raise FetchError("not an address of a page: http:// or https:// is needed")
    if url.userinfo:
        raise FetchError("an address with a name or password in it is not asked")
    return url.copy_with(fragment=None)


async def _asked(url: httpx.URL, allowed: frozenset[str]) -> Fetched | httpx.URL:
    """What is at an address, or where it leads."""
    problem: Exception | None = None
    for ip in await _addresses(url, allowed):
        try:
            return await _from(url, ip)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            problem = error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise FetchError(f"cannot be fetched: {type(error).__name__}") from error
    raise FetchError("cannot be fetched: nobody answers there") from problem


async def _addresses(url: httpx.URL, allowed: frozenset[str]) -> list[str]:
    """The IP addresses of a host, every one of which may be asked."""
    host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
    try:
        found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"cannot be fetched: no such host: {host[:200]}") from error
    ips = list(dict.fromkeys(str(where[0]) for *_, where in found))
    for ip in ips:
        if f"{ip}:{port}" in allowed:
            continue
        if not public(ip):
            raise FetchError("an address of this network is not asked")
        if port != _PORTS[url.scheme]:
            raise FetchError("an address with a port of its own is not asked")
    return ips


async def _from(url: httpx.URL, ip: str) -> Fetched | httpx.URL:
    """Ask the host at one IP address: the connection is to it alone, the certificate the name's."""
    host = url.raw_host.decode("ascii")
    headers = {
        "host": url.netloc.decode("ascii"),
        "user-agent": f"Dateline/{version('dateline')}",
        "accept": "text/html, application/xhtml+xml, text/plain;q=0.9",
        "accept-encoding": "identity",
    }
    async with httpx.AsyncClient(
        trust_env=False, follow_redirects=False, timeout=httpx.Timeout(10.0, connect=5.0)
    ) as client:
        request = client.build_request(
            "GET", url.copy_with(host=ip), headers=headers, extensions={"sni_hostname": host}
        )
        answer = await client.send(request, stream=True)
        try:
            if answer.status_code in _REDIRECTS and "location" in answer.headers:
                return _url(url.join(answer.headers["location"]))
            return await _taken(url, answer)
        finally:
            await answer.aclose()


async def _taken(url: httpx.URL, answer: httpx.Response) -> Fetched:
    if answer.status_code != 200:
        raise FetchError(f"cannot be fetched: the server answers {answer.status_code}")
    kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().casefold()
    if kind not in _KINDS:
        raise FetchError(f"not a page or a text: {kind[:80]}")
    if answer.headers.get("content-encoding", "identity").casefold() != "identity":
        raise FetchError("cannot be fetched: it comes packed, which was not asked for")
    data = bytearray()
    async for piece in answer.aiter_raw():
        data += piece
        if len(data) > MAX_BYTES:
            raise TooLargeError(f"too large: more than {MAX_BYTES:,} bytes")
    return Fetched(address=str(url), data=bytes(data), charset=answer.charset_encoding)
