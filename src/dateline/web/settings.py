"""What a server is told when it starts."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import msgspec

from dateline.errors import UsageError
from dateline.people import Role

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the record is, where to listen, who may come in.

    ``hosts`` are the names under which the server is reached; ``tiles`` the address of a tile
    server (``https://…/{z}/{x}/{y}.png``), with ``tiles_credit`` to name its makers. ``auth``
    asks everybody for an account of the file ``people``; ``open`` lets other machines read
    without one. ``name`` is who decides at this machine where nobody logs in; ``read_only``
    takes decisions from nobody. ``https`` says that a proxy at one of ``proxies`` speaks it.
    ``rate`` is how many requests a reader may make in a minute, 0 for any. ``fetch`` allows
    reports to be read from addresses; ``fetch_from`` are addresses of this network (of a test)
    that may be asked.
    """

    record: Path | str
    host: str = "127.0.0.1"
    port: int = 8000
    auth: bool = False
    people: Path | None = None
    open: bool = False
    read_only: bool = False
    name: str | None = None
    hosts: tuple[str, ...] = ()
    tiles: str | None = None
    tiles_credit: str | None = None
    https: bool = False
    proxies: tuple[str, ...] = ()
    rate: int | None = None
    fetch: bool = False
    fetch_from: tuple[str, ...] = ()

    @property
    def allowed_hosts(self) -> list[str]:
        """The names that a request may be addressed to: no other site's name leads here."""
        named = {self.host, *self.hosts} - {"0.0.0.0", "::", ""}  # noqa: S104
        return sorted({*named, *LOOPBACK})

    @property
    def local(self) -> bool:
        """Whether only this machine is served, and under no other name."""
        return _loopback(self.host) and not self.hosts

    @property
    def anyone(self) -> Role | None:
        """What somebody may do who has not logged in.

        With accounts, nothing. Without them, whoever sits at the machine may decide, and
        others, where they are let in, may read.
        """
        if self.auth:
            return None
        return "analyst" if self.local and not self.read_only else "reader"

    @property
    def requests(self) -> int:
        """How many requests a reader may make in a minute, 0 for any: so at one's own machine."""
        if self.rate is not None:
            return self.rate
        return 0 if self.local and not self.auth else 600

    def check(self) -> None:
        """A ``UsageError`` where others could come in unasked."""
        if not self.auth and not self.open and not _loopback(self.host):
            raise UsageError(
                f"listening at {self.host} lets other machines in: "
                "add --auth (accounts), or --open to let everybody read"
            )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK
