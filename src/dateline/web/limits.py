"""How often something may be asked: buckets that fill again with time, held in memory."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.exceptions import TooManyRequestsException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from dateline.web.person import person_of

_MOST = 20_000  # keys held: the one longest unused gives way


class Limit:
    """So many of something in so many seconds, by key: all at once, or spread."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._rate, self._clock = most, most / seconds, clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """In how many seconds the key may go on: 0 for now."""
        with self._lock:
            return max(0.0, (1 - self._left(key)) / self._rate)

    def take(self, key: str) -> float:
        """Use one up; in how many seconds that was possible, 0 where it was now."""
        with self._lock:
            left = self._left(key)
            if left < 1:
                return (1 - left) / self._rate
            self._held[key] = (left - 1, self._clock())
            self._held.move_to_end(key)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
            return 0.0

    def _left(self, key: str) -> float:
        left, then = self._held.get(key, (float(self._most), self._clock()))
        return min(float(self._most), left + (self._clock() - then) * self._rate)


def hold(limit: Limit, key: str, what: str) -> None:
    """Use one up, or refuse with the seconds to wait."""
    refuse(limit.take(key), what)


def refuse(seconds: float, what: str) -> None:
    """Refuse where there is still something to wait for."""
    if seconds > 0:
        whole = max(1, math.ceil(seconds))
        raise TooManyRequestsException(
            f"{what}: again in {whole} second{'' if whole == 1 else 's'}",
            headers={"retry-after": str(whole)},
        )


def origin(request: Request[Any, Any, Any]) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else "unknown"


class Limited(ASGIMiddleware):
    """Answers no more often than settings say, by account or, for the unknown, by address."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, most: int) -> None:
        self._limit = Limit(most, 60) if most else None

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer, or say when to come again."""
        if self._limit is not None and not scope["path"].startswith("/static/"):
            request: Request[Any, Any, Any] = Request(scope)
            name = person_of(request).name
            hold(self._limit, f"@{name}" if name else origin(request), "too many requests")
        await next_app(scope, receive, send)
