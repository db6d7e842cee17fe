"""What a view asks of the record, to and from its address: the state of a view is its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlencode

import msgspec
from litestar.params import FromQuery, QueryParameter

from dateline.errors import UsageError
from dateline.find.ontology import kinds
from dateline.resolve.edtf import published_from
from dateline.types import CommitmentStatus, EventStatus

STATUSES: tuple[str, ...] = get_args(EventStatus)
STANDINGS: tuple[str, ...] = get_args(CommitmentStatus)
SIZE = 50
MAX_SIZE = 200
EVERY = 10**9
_MAX_TEXT = 200

Order = Literal["newest", "oldest"]
Word = Annotated[str | None, QueryParameter(max_length=_MAX_TEXT)]


class Asked(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Filters as in ``dateline show``, and a status, words of a sentence, and a page.

    Dates are ISO days, already first or last day of what was asked ("2024" from the first of
    January). ``status`` is an event's, or in the ledger a commitment's.
    """

    actor: str | None = None
    country: str | None = None
    type: str | None = None
    place: str | None = None
    from_: str | None = None
    to: str | None = None
    as_of: str | None = None
    status: str | None = None
    words: str | None = None
    order: Order = "newest"
    map: str | None = None
    page: int = 1
    size: int = SIZE

    def with_(self, **changes: Any) -> Self:
        """The same with some things asked otherwise, from its first page on."""
        return msgspec.structs.replace(self, **{"page": 1, **changes})

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What is asked, as the pairs of an address; what is not asked is left out."""
        said = msgspec.to_builtins(self)
        plain = {"order": "newest", "page": 1, "size": SIZE}
        return [(k, str(v)) for k, v in said.items() if v is not None and v != plain.get(k)]

    def address(
        self, path: str, *, also: Mapping[str, object] | None = None, **changes: Any
    ) -> str:
        """The address of this view, or of one with changes; ``also`` is what else a path asks."""
        asked = self.with_(**changes) if changes else self
        query = urlencode([*asked.pairs, *(also or {}).items()])
        return f"{path}?{query}" if query else path

    def held(self, path: str, **changes: Any) -> str:
        """The address of something else, as of the same day."""
        return type(self)(as_of=self.as_of, **changes).address(path)

    @property
    def query(self) -> str:
        """What is asked, as the query of an address."""
        return urlencode(self.pairs)

    @property
    def narrow(self) -> bool:
        """Whether anything but a day and a page is asked."""
        return any(k not in {"as_of", "order", "map", "page", "size"} for k, _ in self.pairs)


def asked(
    actor: Word = None,
    country: Word = None,
    type: Word = None,
    place: Word = None,
    from_: Annotated[str | None, QueryParameter(name="from", max_length=_MAX_TEXT)] = None,
    to: Word = None,
    as_of: Word = None,
    status: Word = None,
    words: Word = None,
    order: FromQuery[Order] = "newest",
    map: Word = None,
    page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, QueryParameter(ge=1, le=MAX_SIZE)] = SIZE,
) -> Asked:
    """The filters of an address; a ``UsageError`` says what is wrong with one."""
    return Asked(
        actor=said(actor),
        country=_country(said(country)),
        type=_type(said(type)),
        place=said(place),
        from_=day(from_, last=False),
        to=day(to, last=True),
        as_of=day(as_of, last=True),
        status=_status(said(status)),
        words=said(words),
        order=order,
        map=_map(said(map)),
        page=page,
        size=size,
    )


def said(text: str | None) -> str | None:
    """A field of a form: an empty one asks nothing."""
    kept = "".join(c for c in text or "" if c.isprintable()).strip()
    return kept or None


def day(text: str | None, *, last: bool) -> str | None:
    """The first or last day of a date given as YYYY, YYYY-MM or YYYY-MM-DD."""
    given = said(text)
    if given is None:
        return None
    published = published_from(given)
    return published.to if last else published.from_


def _country(text: str | None) -> str | None:
    if text is not None and not (len(text) == 3 and text.isascii() and text.isalpha()):
        raise UsageError(f"not a country code of three letters: {text}")
    return text.upper() if text else None


def _type(text: str | None) -> str | None:
    known = {type_ for type_, _ in kinds()}
    if text is not None and text.upper() not in known:
        raise UsageError(f"no such type: {text} (one of {', '.join(sorted(known))})")
    return text.upper() if text else None


def _map(text: str | None) -> str | None:
    """A map's centre and zoom, ``lat,lon,zoom``."""
    if text is None:
        return None
    try:
        lat, lon, zoom = (float(part) for part in text.split(","))
    except ValueError as error:
        raise UsageError(f"not a place on the map (lat,lon,zoom): {text}") from error
    if not (abs(lat) <= 90 and abs(lon) <= 720 and 0 <= zoom <= 20):
        raise UsageError(f"not a place on the map (lat,lon,zoom): {text}")
    return text


def _status(text: str | None) -> str | None:
    known = dict.fromkeys((*STATUSES, *STANDINGS))
    if text is not None and text not in known:
        raise UsageError(f"no such status: {text} (one of {', '.join(known)})")
    return text
