"""What is merged, kept beside what was read: which statements tell of which event, the events."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_SOME = 1000
_KEPT = ("anchors", "promised", "unsaid")


def upgrade() -> None:
    """Make the tables, which fill when the record is merged; say what silences are about."""
    op.drop_table("homes")
    op.create_table("merges", sa.Column("made", sa.String(100), primary_key=True))
    op.create_table("loose", sa.Column("document", sa.String(64), primary_key=True))
    _statements()
    _events()
    op.create_table(
        "deciding",
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("decision", sa.String(16), primary_key=True),
    )
    op.create_table(
        "regroupings",
        sa.Column("decision", sa.String(16), primary_key=True),
        sa.Column("statement", sa.String(20), primary_key=True),
        sa.Column("others", sa.Boolean, primary_key=True),
        sa.Column("document", sa.String(64), nullable=False),
    )
    op.create_index("regroupings_statement", "regroupings", ["statement"])
    op.create_index("regroupings_document", "regroupings", ["document"])
    op.create_table(
        "matters",
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("statement", sa.String(20), primary_key=True),
    )
    op.create_index("matters_statement", "matters", ["statement"])
    op.add_column("silences", sa.Column("about", sa.String(20)))
    op.create_index("silences_about", "silences", ["about"])
    _fill()


def downgrade() -> None:
    """Drop the tables and the column."""
    op.drop_index("silences_about", "silences")
    op.drop_column("silences", "about")
    for name in ("matters", "regroupings", "deciding", "postings", "terms", "accounts", "events",
                 "blocks", "profiles", "told", "loose", "merges"):  # fmt: skip
        op.drop_table(name)
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


def _statements() -> None:
    op.create_table(
        "told",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("statement", sa.String(20), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("cluster", sa.String(20), nullable=False),
        sa.Column("home", sa.String(20), nullable=False),
        sa.Column("event", sa.Integer),
        sa.Column("back", sa.LargeBinary),
        sa.Column("decided", sa.LargeBinary),
    )
    op.create_index("told_statement", "told", ["statement"], unique=True)
    for name in ("document", "home", "event"):
        op.create_index(f"told_{name}", "told", [name])
    op.create_table(
        "blocks",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "profiles",
        sa.Column("document", sa.String(64), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("first", sa.String(10), nullable=False),
        sa.Column("last", sa.String(10), nullable=False),
        sa.Column("starts", sa.String(10)),
        sa.Column("ends", sa.String(10)),
        sa.Column("known_first", sa.String(10), nullable=False),
        sa.Column("known_last", sa.String(10), nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
    )
    op.create_index("events_id", "events", ["id"], unique=True)
    op.create_index(
        "events_order", "events",
        ["first", "last", "id", "starts", "ends", "known_first", "known_last"],
    )  # fmt: skip
    op.create_index("events_type", "events", ["type", "first", "last", "id"])
    op.create_index("events_status", "events", ["status", "first", "last", "id"])
    op.create_table(
        "accounts",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "terms",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("word", sa.Text, nullable=False),
    )
    op.create_index("terms_word", "terms", ["kind", "word"], unique=True)
    op.create_table(
        "postings",
        sa.Column("term", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("event", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("postings_event", "postings", ["event"])


def _fill() -> None:
    """Say of each decision which documents it is about, and of each silence which statement."""
    connection = op.get_bind()
    decisions = sa.table("decisions", sa.column("id"), sa.column("data"))
    deciding = sa.table("deciding", sa.column("document"), sa.column("decision"))
    for id, data in connection.execute(sa.select(decisions)).all():
        made = msgspec.json.decode(bytes(data))
        on = {one["document"] for name in _KEPT for one in made.get(name, ())}
        rows = [{"document": document, "decision": id} for document in sorted(on)]
        if rows:
            connection.execute(sa.insert(deciding), rows)
    keys = ("document", "start", "number")
    silences = sa.table("silences", *(sa.column(name) for name in (*keys, "data", "about")))
    held = connection.execute(sa.select(*(silences.c[k] for k in keys), silences.c.data)).all()
    changed = sa.update(silences).where(*(silences.c[k] == sa.bindparam(f"of_{k}") for k in keys))
    rows = [
        {**{f"of_{k}": row[n] for n, k in enumerate(keys)}, "said": about}
        for row in held
        if (about := msgspec.json.decode(bytes(row[3])).get("about")) is not None
    ]
    for start in range(0, len(rows), _SOME):
        connection.execute(changed.values(about=sa.bindparam("said")), rows[start : start + _SOME])
