"""Full-text search: the words of sentences, indexed by the database's own means."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from alembic import op

from dateline.store.words import words

revision = "0004"
down_revision = "0003"

_SOME = 5000
_SQLITE = (
    """CREATE VIRTUAL TABLE statement_words USING fts5(
        words, content='statements', content_rowid='number', tokenize='unicode61')""",
    """CREATE TRIGGER statement_words_added AFTER INSERT ON statements BEGIN
        INSERT INTO statement_words (rowid, words) VALUES (new.number, new.words);
    END""",
    """CREATE TRIGGER statement_words_gone AFTER DELETE ON statements BEGIN
        INSERT INTO statement_words (statement_words, rowid, words)
        VALUES ('delete', old.number, old.words);
    END""",
    "INSERT INTO statement_words (statement_words) VALUES ('rebuild')",
)
_POSTGRES = """CREATE INDEX statements_words ON statements
    USING gin (array_to_tsvector(string_to_array(words, ' ')))"""


def upgrade() -> None:
    """Add the columns, fill them from the statements held, and index them."""
    op.add_column("statements", sa.Column("number", sa.Integer))
    op.add_column("statements", sa.Column("words", sa.Text))
    connection = op.get_bind()
    table = sa.table("statements", sa.column("id"), sa.column("data"), sa.column("number"),
                     sa.column("words"))  # fmt: skip
    ids = connection.execute(sa.select(table.c.id).order_by(table.c.id)).scalars().all()
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        held = connection.execute(
            sa.select(table.c.id, table.c.data).where(table.c.id.between(some[0], some[-1]))
        )
        numbers = {id: number for number, id in enumerate(some, start + 1)}
        rows = [
            {"key": id, "number": numbers[id], "words": _words(bytes(data))} for id, data in held
        ]
        changed = sa.update(table).where(table.c.id == sa.bindparam("key"))
        connection.execute(
            changed.values(number=sa.bindparam("number"), words=sa.bindparam("words")), rows
        )
    op.create_index("statements_number", "statements", ["number"], unique=True)
    for command in _SQLITE if connection.dialect.name == "sqlite" else (_POSTGRES,):
        op.execute(command)


def downgrade() -> None:
    """Drop the index and the columns."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("added", "gone"):
            op.execute(f"DROP TRIGGER statement_words_{name}")
        op.execute("DROP TABLE statement_words")
    else:
        op.execute("DROP INDEX statements_words")
    op.drop_index("statements_number", "statements")
    op.drop_column("statements", "words")
    op.drop_column("statements", "number")


def _words(data: bytes) -> str:
    return " ".join(words(msgspec.json.decode(data)["sentence"]["text"]))
