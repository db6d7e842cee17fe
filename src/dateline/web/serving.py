"""The server: the application listening, its address told once it does."""

from __future__ import annotations

import logging
import socket
import sys

import uvicorn

from dateline.errors import UsageError
from dateline.store.engines import shown
from dateline.web.app import create_app
from dateline.web.settings import LOOPBACK, Settings


def run(settings: Settings) -> None:
    """Serve until interrupted; a ``UsageError`` where nothing can listen at the address."""
    app = create_app(settings)
    listening = _listening(settings)
    app.state.queries.warm()
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{name}:{listening.getsockname()[1]}/"
    logging.getLogger("dateline.web").addHandler(logging.StreamHandler())
    print(f"{shown(settings.record)} at {address}  (Ctrl+C ends)", file=sys.stderr)  # noqa: T201
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, date_header=True,
        proxy_headers=settings.https, forwarded_allow_ips=[*LOOPBACK, *settings.proxies],
        timeout_keep_alive=15, limit_concurrency=256, h11_max_incomplete_event_size=64 * 1024,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _listening(settings: Settings) -> socket.socket:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, kind, proto, _, where = found[0]
        listening = socket.socket(family, kind, proto)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(256)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot listen at {settings.host}:{settings.port}: {reason}") from error
    return listening
