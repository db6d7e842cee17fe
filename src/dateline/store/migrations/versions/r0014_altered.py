"""What later reports change of commitments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables, which fill when everything is followed anew."""
    op.create_table(
        "alterations",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("alterations_document", "alterations", ["document"])
    op.create_table(
        "altered",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("altered_id", "altered", ["id"])


def downgrade() -> None:
    """Go back to a record without."""
    for name in ("altered", "alterations"):
        op.drop_table(name)
