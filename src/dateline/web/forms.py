"""Forms as they come in: fields with their lengths, and where a form leads to."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from dateline.web.settings import Settings

T = TypeVar("T")
Form = Annotated[T, Body(media_type=RequestEncodingType.URL_ENCODED)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Line = Annotated[str, msgspec.Meta(max_length=2000)]
SMALL = 64_000  # bytes of a form that holds no report


def settings_of(request: Request[Any, Any, Any]) -> Settings:
    """What the server was told when it started."""
    found: Settings = request.app.state.settings
    return found


def local(address: str | None, otherwise: str = "/") -> str:
    """An address on this server, or the other one where it leads elsewhere."""
    if not address or not address.startswith("/") or "\\" in address or not address.isprintable():
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    return address if not parts.scheme and not parts.netloc and address[1:2] != "/" else otherwise


def onward(address: str, cookies: list[Cookie] | None = None) -> Response[Any]:
    """To a page, after something was done."""
    return Redirect(address, status_code=303, cookies=cookies or [])


def cookie(settings: Settings, name: str, value: str, *, gone: bool = False) -> Cookie:
    """A cookie that no script reads and no other site's page brings along."""
    return Cookie(
        key=name, value=value, path="/", httponly=True, samesite="lax",
        secure=settings.https, max_age=0 if gone else None,
    )  # fmt: skip
