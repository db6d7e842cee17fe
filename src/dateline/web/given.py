"""What handlers are given."""

from __future__ import annotations

from litestar.di import NamedDependency

from dateline.web.asked import Asked
from dateline.web.queries import Queries

Record = NamedDependency[Queries]
View = NamedDependency[Asked]
