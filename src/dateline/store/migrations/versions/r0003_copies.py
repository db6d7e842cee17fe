"""Near copies: signatures of documents, their bands, and which documents are alike."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.store.near import fill

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and fill them from the documents held."""
    op.create_table(
        "signatures",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _document("document", unique=True),
        sa.Column("made", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bands",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copies",
        _document("one", primary_key=True),
        _document("other", primary_key=True, index=True),
    )
    fill(op.get_bind())


def downgrade() -> None:
    """Drop the tables."""
    for name in ("copies", "bands", "signatures"):
        op.drop_table(name)


def _document(name: str, **of: bool) -> sa.Column[str]:
    key = sa.ForeignKey("documents.id", ondelete="CASCADE")
    return sa.Column(name, sa.String(64), key, nullable=False, **of)  # type: ignore[arg-type]
