"""Headers and checks that keep text from reports text, and other sites' pages out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware
from litestar.types import (
    ASGIApp,
    BeforeMessageSendHookHandler,
    Message,
    Receive,
    Scope,
    Send,
)

from dateline.web.settings import Settings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def policy(settings: Settings) -> str:
    """The content policy: nothing but the server's own files, and tiles where a server is set."""
    tiles = ""
    if settings.tiles:
        parts = urlsplit(settings.tiles)
        tiles = f" {parts.scheme}://{parts.netloc.replace('{s}', '*')}"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        f"img-src 'self' data:{tiles}; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )


def headers(settings: Settings) -> dict[str, str]:
    """The headers of every answer."""
    found = {
        "content-security-policy": policy(settings),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=()",
    }
    if settings.https:
        found["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return found


def putting(settings: Settings) -> BeforeMessageSendHookHandler:
    """A hook that puts the headers on every answer, errors and files too."""
    told = headers(settings)

    async def put(message: Message, _: Scope) -> None:
        if message["type"] == "http.response.start":
            head = MutableScopeHeaders.from_message(message)
            for name, value in told.items():
                head.setdefault(name, value)
            if head.get("content-type") == "image/svg+xml":
                head["content-type"] = "image/svg+xml; charset=utf-8"

    return put


class Named(ASGIMiddleware):
    """Answers only under the server's own names: a name that another site points here is none."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings) -> None:
        self._names = frozenset(settings.allowed_hosts)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer, or refuse the name."""
        asked = Request[Any, Any, Any](scope).headers.get("host", "")
        try:
            name = urlsplit(f"//{asked}").hostname
        except ValueError:
            name = None
        if name in self._names:
            await next_app(scope, receive, send)
            return
        body = b"this server does not go by that name (dateline serve --allow NAME)\n"
        head = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 400, "headers": head})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def same_site(request: Request[Any, Any, Any]) -> None:
    """Refuse a change that a page of another site asks for."""
    if request.method in _SAFE:
        return
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None and fetched not in {"same-origin", "none"}:
        raise PermissionDeniedException("a page of another site cannot change anything here")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise PermissionDeniedException("a page of another site cannot change anything here")
