"""The application: pages, API and files put together over one record."""

from __future__ import annotations

import logging
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from litestar import Litestar, Request, Response
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router

from dateline.errors import DatelineError, UsageError
from dateline.people import people_path
from dateline.people.store import People
from dateline.store import open_store
from dateline.web import account, api, api_acts, contexts, deciding, entering, pages, pasting, taken
from dateline.web.asked import Asked, asked
from dateline.web.forms import onward
from dateline.web.guards import allowed, before
from dateline.web.judged import Review
from dateline.web.limits import Limited
from dateline.web.merged import Merged
from dateline.web.person import Known
from dateline.web.queries import Queries
from dateline.web.reading import Readings
from dateline.web.security import Named, putting
from dateline.web.settings import Settings
from dateline.web.site import STATIC, page
from dateline.web.tags import Tagged

_YEAR = 31_536_000
_log = logging.getLogger("dateline.web")


def create_app(settings: Settings) -> Litestar:
    """The application over the record that the settings name."""
    settings.check()
    people = (
        People(settings.people or people_path(Path(settings.record))) if settings.auth else None
    )
    store = open_store(settings.record, create=False)
    queries: Queries = Merged(store)
    acting: list[Any] = [*deciding.HANDLERS, *pasting.HANDLERS, api_acts.ROUTER]
    if people is not None:
        acting += [*entering.HANDLERS, *account.HANDLERS]
    return Litestar(
        route_handlers=[*pages.HANDLERS, *taken.HANDLERS, *acting, api.ROUTER, _files()],
        dependencies={
            "asked": Provide(asked, sync_to_thread=False),
            "queries": Provide(lambda: queries, sync_to_thread=False),
        },
        state=State(
            {
                "settings": settings,
                "queries": queries,
                "store": store,
                "people": people,
                "tries": entering.Tries(),
                "readings": Readings(settings),
                "review": Review(),
            }
        ),
        guards=[allowed],
        middleware=[
            Named(settings),
            Known(settings, people),
            Limited(settings.requests),
            Tagged(),
        ],
        before_send=[putting(settings)],
        before_request=before,
        exception_handlers={HTTPException: told, DatelineError: told, 500: failed},
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000),
        openapi_config=OpenAPIConfig(
            title="Dateline",
            version=version("dateline"),
            description="The record: who did what to whom, who says so, what was promised.",
            path="/api/openapi.json",
            render_plugins=[JsonRenderPlugin(path="/")],
            use_handler_docstrings=True,
        ),
        request_max_body_size=12_000_000,
        on_shutdown=[lambda: [kept.__exit__(None, None, None) for kept in (store, people) if kept]],
    )


def _files() -> Any:
    return create_static_files_router(
        path="/static",
        directories=[STATIC],
        include_in_schema=False,
        send_as_attachment=False,
        cache_control=None,
        opt={"role": None},
        after_request=_for_ever,
    )


def _for_ever(response: Any) -> Any:
    """Files have their digest in their address: a browser may keep them."""
    response.headers["cache-control"] = f"public, max-age={_YEAR}, immutable"
    return response


def told(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What is wrong with a call, as a page or as JSON."""
    status = 500
    if isinstance(error, HTTPException):
        status, detail = error.status_code, error.detail
    else:
        status = 400 if isinstance(error, UsageError) else 422
        detail = str(error)
    headers = dict(getattr(error, "headers", None) or {})
    if request.url.path.startswith("/api"):
        said = {"status_code": status, "detail": detail}
        return Response(said, status_code=status, headers=headers)
    if status == 401 and request.method == "GET":
        return to_login(request)
    context = contexts.Wrong(
        title="Not found" if status == 404 else "That did not work", path=request.url.path,
        asked=Asked(), status=status, detail=detail,
    )  # fmt: skip
    answer = page(request, context, status=status)
    answer.headers.update(headers)
    return answer


def to_login(request: Request[Any, Any, Any]) -> Response[Any]:
    """To the form to log in, and from there back to what was asked."""
    asked_for = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"/login?{urlencode({'next': asked_for})}"
    if request.headers.get("hx-request"):
        return Response(None, status_code=401, headers={"hx-redirect": address})
    return onward(address)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of the program: the reader learns that, the log learns what."""
    _log.exception("%s %s", request.method, request.url.path, exc_info=error)
    fault = HTTPException(status_code=500, detail="a fault of the program; its log says more")
    return told(request, fault)
