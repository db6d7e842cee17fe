"""What is followed, kept beside the events: commitments and silences, and how they stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_LIST = (
    "sort", "settled", "known", "number", "type", "first", "last", "due", "label", "id",
    "document", "who", "place",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, which fill when they are first asked for."""
    op.create_table("followings", sa.Column("made", sa.String(100), primary_key=True))
    op.create_table(
        "unfollowed",
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("own", sa.Boolean, nullable=False),
    )
    op.create_table(
        "followed",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("sort", sa.String(10), nullable=False),
        sa.Column("type", sa.String(16)),
        sa.Column("first", sa.String(10)),
        sa.Column("last", sa.String(10)),
        sa.Column("due", sa.Text),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("settled", sa.String(10), nullable=False),
        sa.Column("known", sa.String(10), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("bearing", sa.LargeBinary, nullable=False),
        sa.Column("telling", sa.LargeBinary, nullable=False),
    )
    op.create_index("followed_id", "followed", ["id"])
    op.create_index("followed_document", "followed", ["document"])
    if op.get_bind().dialect.name == "sqlite":  # all that a list asks, beside the long values
        op.create_index("followed_list", "followed", [*_LIST])
    op.create_table(
        "standings",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("since", sa.String(10), primary_key=True),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("doubt", sa.Float, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("standings_days", "standings", ["number", "since", "until", "status", "doubt"])
    op.create_table(
        "watches",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("led", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("watches_number", "watches", ["number"])
    op.create_table(
        "deeds",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "roles",
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("roles", "deeds", "watches", "standings", "followed", "unfollowed", "followings"):
        op.drop_table(name)
