"""What changes nothing of a commitment is passed over, and not kept with it; columns apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_GONE = ("followings", "unfollowed", "watches", "standings", "altered", "alterations", "followed")
_BY_DAY = (
    "sort", "last", "due", "label", "id", "number", "known", "type", "first", "document", "who",
    "place", "out",
)  # fmt: skip
_SETTLED = (*_BY_DAY[:6], "settled", *_BY_DAY[6:])


def upgrade() -> None:
    """Make and drop the columns; everything is followed anew."""
    _empty()
    _listed(_BY_DAY)
    for name in ("settled", "bearing", "turning"):
        op.drop_column("followed", name)
    for name in ("upto", "sorts"):
        op.add_column("watches", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.drop_table("roles")
    op.create_table(
        "roles",
        sa.Column("name", sa.String(6), primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("roles_part", "roles", ["part"])


def downgrade() -> None:
    """Go back to what was kept before, to be followed anew."""
    _empty()
    op.drop_table("roles")
    op.create_table(
        "roles",
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    for name in ("upto", "sorts"):
        op.drop_column("watches", name)
    op.add_column(
        "followed", sa.Column("settled", sa.String(10), nullable=False, server_default="")
    )
    for name in ("bearing", "turning"):
        op.add_column(
            "followed", sa.Column(name, sa.LargeBinary, nullable=False, server_default="")
        )
    _listed(_SETTLED)


def _empty() -> None:
    for name in _GONE:
        op.execute(sa.text(f"DELETE FROM {name}"))  # noqa: S608


def _listed(columns: tuple[str, ...]) -> None:
    """All that a list asks, beside the long values, in an index of SQLite."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("followed_list", "followed")
        op.create_index("followed_list", "followed", [*columns])
