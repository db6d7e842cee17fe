"""What a server is told when it starts."""

from __future__ import annotations

from pathlib import Path

import msgspec

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the record is, where to listen, who may come in.

    ``hosts`` are the names under which the server is reached; ``tiles`` the address of a tile
    server (``https://…/{z}/{x}/{y}.png``), with ``tiles_credit`` to name its makers.
    """

    record: Path
    host: str = "127.0.0.1"
    port: int = 8000
    auth: bool = False
    hosts: tuple[str, ...] = ()
    tiles: str | None = None
    tiles_credit: str | None = None
    https: bool = False
    rate: int = 600

    @property
    def allowed_hosts(self) -> list[str]:
        """The names that a request may be addressed to: no other site's name leads here."""
        named = {self.host, *self.hosts} - {"0.0.0.0", "::", ""}  # noqa: S104
        return sorted({*named, *LOOPBACK})
