"""What is taken along from a view: files of its rows, and feeds of what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from dateline.web import exports, feeds
from dateline.web.asked import EVERY
from dateline.web.days import between
from dateline.web.given import Record, View

Asking = Request[Any, Any, Any]
Day = Annotated[str | None, QueryParameter(max_length=40)]


@get("/export/{name:str}", include_in_schema=False, sync_to_thread=True)
def export(
    queries: Record, asked: View, name: FromPath[str], since: Day = None, until: Day = None
) -> Stream:
    """All rows of a view, in a form: ``events.csv``, ``events.geojson``, ``claims.json``."""
    view, _, form = name.partition(".")
    if form not in exports.FORMS.get(view, ()):
        raise NotFoundException(f"no such file (one of {_names(exports.FORMS)})")
    if view == "changes":
        every = asked.with_(size=EVERY)
        rows: Iterable[Any] = queries.changes(every, *between(queries.days(), since, until)).items
    else:
        rows = exports.whole(view, queries, asked).items
    return Stream(
        exports.written(view, form, rows),
        media_type=exports.MEDIA[form],
        headers={
            "content-disposition": f'attachment; filename="{exports.name(view, asked, form)}"'
        },
    )


@get("/feeds/{name:str}", include_in_schema=False, sync_to_thread=True)
def feed(request: Asking, queries: Record, asked: View, name: FromPath[str]) -> Response[bytes]:
    """What is new in a view: ``events.atom``, ``commitments.atom``."""
    view, _, form = name.partition(".")
    if form != "atom" or view not in feeds.ITEMS:
        raise NotFoundException(
            f"no such feed (one of {_names(dict.fromkeys(feeds.ITEMS, ('atom',)))})"
        )
    rows = exports.whole(view, queries, asked).items
    filters = ", ".join(f"{k} {v}" for k, v in asked.pairs if k not in {"page", "size", "map"})
    made = feeds.feed(
        view,
        rows,
        title=f"Dateline: {view}{f' ({filters})' if filters else ''}",
        base=str(request.base_url).rstrip("/"),
        address=asked.with_(map=None).address(f"/feeds/{name}"),
    )
    return Response(made, media_type=feeds.MEDIA)


def _names(forms: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{view}.{form}" for view, known in forms.items() for form in known)


HANDLERS = (export, feed)
