"""The first form of the record: documents, statements with actors, commitments, silences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "documents",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("source", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("published_from", sa.String(10)),
        sa.Column("published_to", sa.String(10)),
        sa.Column("versions", sa.Text, nullable=False),
        sa.Column("failures", sa.LargeBinary, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.String(20), primary_key=True),
        _document(),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("modality", sa.String(16), nullable=False),
        sa.Column("background", sa.Boolean, nullable=False),
        sa.Column("time_from", sa.String(10)),
        sa.Column("time_to", sa.String(10)),
        sa.Column("place", sa.Text),
        sa.Column("country", sa.String(3)),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("statements_document", "statements", ["document"])
    op.create_index("statements_type", "statements", ["type"])
    op.create_index("statements_time", "statements", ["time_from", "time_to"])
    op.create_table(
        "actors",
        sa.Column(
            "statement",
            sa.String(20),
            sa.ForeignKey("statements.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("role", sa.String(9), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("actor", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("country", sa.String(3)),
        sa.Column("sector", sa.String(3)),
    )
    op.create_index("actors_actor", "actors", ["actor"])
    op.create_index("actors_country", "actors", ["country"])
    op.create_table(
        "commitments",
        sa.Column("id", sa.String(20), primary_key=True),
        _document(),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("commitments_document", "commitments", ["document"])
    op.create_table(
        "silences",
        sa.Column(
            "document",
            sa.String(64),
            sa.ForeignKey("documents.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("silences", "commitments", "actors", "statements", "documents"):
        op.drop_table(name)


def _document() -> sa.Column[str]:
    return sa.Column(
        "document", sa.String(64), sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False
    )
