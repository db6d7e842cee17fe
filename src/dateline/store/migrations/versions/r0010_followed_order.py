"""Indexes by which a ledger is listed in its order, part by part, without sorting all of it."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_BY_KNOWN = (
    "sort", "settled", "known", "number", "type", "first", "last", "due", "label", "id",
    "document", "who", "place",
)  # fmt: skip
_BY_DAY = (
    "sort", "last", "due", "label", "id", "number", "settled", "known", "type", "first",
    "document", "who", "place",
)  # fmt: skip


def upgrade() -> None:
    """Make them."""
    if op.get_bind().dialect.name == "sqlite":  # all that a list asks, beside the long values
        op.drop_index("followed_list", "followed")
        op.create_index("followed_list", "followed", [*_BY_DAY])
    op.create_index("followed_settled", "followed", ["sort", "settled"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("followed_settled", "followed")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("followed_list", "followed")
        op.create_index("followed_list", "followed", [*_BY_KNOWN])
