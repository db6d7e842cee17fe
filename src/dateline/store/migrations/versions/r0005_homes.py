"""Which statements tell of one event, kept as it was found: not all is matched at each look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table; it fills as reports are read."""
    op.create_table(
        "homes",
        sa.Column(
            "statement",
            sa.String(20),
            sa.ForeignKey("statements.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("home", sa.String(20), nullable=False),
        sa.Column("made", sa.String(60), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("homes")
