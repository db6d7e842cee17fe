"""ETags: an answer that a reader holds already is not made again."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from importlib.metadata import version
from typing import Any

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from dateline.web.person import person_of

_STARTED = secrets.token_hex(8)  # seals on forms do not outlive the server, nor may pages


class Tagged(ASGIMiddleware):
    """Marks each answer with what it depends on: record, address, day, the reader's cookies."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer, or say that nothing changed."""
        if scope.get("method") != "GET" or scope["path"].startswith("/static/"):
            await next_app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope)
        tag = tag_of(request)
        hold = "private, no-cache"
        if request.app.state.settings.auth and not person_of(request).token:
            # With accounts nothing stays with a browser: who uses it next may be another.
            tag, hold = "", "private, no-store"
        if tag and tag in request.headers.get("if-none-match", ""):
            head = [(b"etag", tag.encode()), (b"cache-control", hold.encode())]
            await send({"type": "http.response.start", "status": 304, "headers": head})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableScopeHeaders.from_message(message)
                told.setdefault("cache-control", hold)
                if message["status"] == 200 and tag:
                    told["etag"] = tag
            await send(message)

        await next_app(scope, receive, tagged)


def tag_of(request: Request[Any, Any, Any]) -> str:
    """What the answer to a request depends on, as a tag."""
    person = person_of(request)
    parts = (
        _STARTED,
        person.name or "",
        person.role or "",
        request.app.state.queries.version(),
        version("dateline"),
        str(request.url),
        date.today().isoformat(),
        request.headers.get("cookie", ""),
        request.headers.get("authorization", ""),
        request.headers.get("accept", ""),
        request.headers.get("hx-request", ""),
    )
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]}"'
