"""Reports read at once: pasted, or fetched where that is allowed, one at a time for everybody."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import OrderedDict

import msgspec
from litestar.exceptions import TooManyRequestsException

from dateline.errors import UsageError
from dateline.pipeline import read
from dateline.sources.fetch import fetched
from dateline.sources.handed import handed, text_of
from dateline.types import Reading
from dateline.web.limits import Limit, hold
from dateline.web.settings import Settings

_PATIENCE = 60.0  # seconds to wait for a turn
_HELD = 32  # readings held, until they are put into the record or give way to others


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report handed over: ``text`` (or a page's source) or ``address``, and what is known."""

    text: str = ""
    address: str = ""
    published: str | None = None
    publisher: str | None = None
    title: str | None = None


class Readings:
    """Reads reports in turn, and holds the last of the readings for who asked for them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self._holding = threading.Lock()
        self._often = Limit(30, 300)
        self._held: OrderedDict[str, tuple[str, Reading]] = OrderedDict()

    def read(self, report: Report, who: str) -> Reading:
        """The reading of a report, in a worker thread; a ``DatelineError`` says why none.

        ``who`` may ask for 30 in five minutes.
        """
        hold(self._often, who, "too many reports")
        text, source = report.text, None
        if report.address.strip():
            if report.text.strip():
                raise UsageError("either a text or an address, not both")
            text, source = self._fetched(report.address.strip())
        given = handed(
            text,
            published=report.published,
            publisher=report.publisher,
            title=report.title,
            source=source,
        )
        if not self._turn.acquire(timeout=_PATIENCE):
            raise TooManyRequestsException("others are reading: try again in a minute")
        try:
            return read(given)
        finally:
            self._turn.release()

    def hold(self, reading: Reading, who: str) -> str:
        """Hold a reading for who asked for it; gives the key that it is taken by."""
        key = secrets.token_urlsafe(16)
        with self._holding:
            self._held[key] = (who, reading)
            while len(self._held) > _HELD:
                self._held.popitem(last=False)
        return key

    def take(self, key: str, who: str) -> Reading:
        """A reading that is held for somebody; a ``UsageError`` where it is not any more."""
        with self._holding:
            found = self._held.get(key)
        if found is None or found[0] != who:
            raise UsageError("that reading is not held any more: read the report once more")
        return found[1]

    def _fetched(self, address: str) -> tuple[str, str]:
        if not self._settings.fetch:
            raise UsageError("addresses are not asked here (dateline serve --fetch)")
        page = asyncio.run(fetched(address, self._settings.fetch_from))
        return text_of(page), page.address
