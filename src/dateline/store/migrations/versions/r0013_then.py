"""How commitments stood on any day, and which statements have words that many have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_BY_DAY = (
    "sort", "last", "due", "label", "id", "number", "settled", "known", "type", "first",
    "document", "who", "place",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables and columns, which fill when everything is followed anew."""
    op.create_table(
        "beginnings",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("word", sa.Text, nullable=False),
    )
    op.create_table(
        "saying",
        sa.Column("word", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("bits", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    for name in ("followings", "unfollowed", "watches", "standings", "followed"):
        op.execute(sa.text(f"DELETE FROM {name}"))  # noqa: S608
    op.add_column(
        "followed", sa.Column("turning", sa.LargeBinary, nullable=False, server_default="")
    )
    op.add_column("followed", sa.Column("out", sa.String(10)))
    op.drop_index("followed_settled", "followed")
    if op.get_bind().dialect.name == "sqlite":  # all that a list asks, beside the long values
        op.drop_index("followed_list", "followed")
        op.create_index("followed_list", "followed", [*_BY_DAY, "out"])


def downgrade() -> None:
    """Go back to what was kept before, to be followed anew."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("followed_list", "followed")
        op.create_index("followed_list", "followed", [*_BY_DAY])
    op.create_index("followed_settled", "followed", ["sort", "settled"])
    for name in ("followings", "unfollowed", "watches", "standings", "followed"):
        op.execute(sa.text(f"DELETE FROM {name}"))  # noqa: S608
    for name in ("out", "turning"):
        op.drop_column("followed", name)
    for name in ("saying", "beginnings"):
        op.drop_table(name)
