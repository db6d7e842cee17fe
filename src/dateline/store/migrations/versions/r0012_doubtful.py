"""How doubtful an event is, told when first asked; indexes of what is of more than one day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"

_DAYS = ("reported", "begins", "closes")
_LASTING = sa.text("known_first < known_last")
_VAGUE = sa.text("published_from < published_to")
_APART = sa.text("whole = 0")  # as it is asked: SQLite takes the index for no other words
_APART_TOO = sa.text("whole = false")


def upgrade() -> None:
    """Make columns and indexes; the columns fill when they are first asked for."""
    op.add_column("events", sa.Column("doubt", sa.Float))
    for name in _DAYS:
        op.add_column("events", sa.Column(name, sa.String(10)))
    order = [sa.text(name) for name in ("doubt DESC", "reported DESC", "id")]
    op.create_index("events_doubt", "events", order)
    op.create_index(
        "events_lasting", "events", ["known_last", "known_first"],
        sqlite_where=_LASTING, postgresql_where=_LASTING,
    )  # fmt: skip
    op.create_index(
        "events_apart", "events", ["known_first"], sqlite_where=_APART, postgresql_where=_APART_TOO
    )
    op.create_index(
        "documents_lasting", "documents", ["published_to"],
        sqlite_where=_VAGUE, postgresql_where=_VAGUE,
    )  # fmt: skip


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("documents_lasting", "documents", if_exists=True)
    for name in ("events_apart", "events_lasting", "events_doubt"):
        op.drop_index(name, "events")
    for name in (*_DAYS, "doubt"):
        op.drop_column("events", name)
