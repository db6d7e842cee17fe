"""The API against what its own description allows: whatever is asked, it does not fail by itself.

A short run, the same each time; a deeper one by hand: ``st run ADDRESS/api/openapi.json``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error

from dateline.web.app import create_app
from dateline.web.settings import Settings

HERE = {"host": "127.0.0.1"}  # what leads to the server, not what it is asked
SHORT = settings(
    max_examples=6, deadline=None, derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_no_call_makes_the_server_fail(small: Path) -> None:
    app = create_app(Settings(record=small, name="ann"))
    described: Any = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=HERE)
    asked: dict[str, int] = {}
    for found in described.get_all_operations():
        operation = found.ok()
        _ask(operation, f"{operation.method.upper()} {operation.path}", asked)
    assert {"GET /api/v1/events", "POST /api/v1/decide", "POST /api/v1/read"} <= set(asked)
    assert min(asked.values()) >= 1


def _ask(operation: Any, name: str, asked: dict[str, int]) -> None:
    @SHORT
    @given(case=operation.as_strategy())
    def call(case: Any) -> None:
        case.call_and_validate(checks=[not_a_server_error], headers=HERE)
        asked[name] = asked.get(name, 0) + 1

    call()
