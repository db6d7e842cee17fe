"""Full-text search of whole documents: the words of titles and texts, indexed by the database."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa
from alembic import op

from dateline.store.rows import document_words

revision = "0007"
down_revision = "0006"

_SOME = 500
# The words are folded and parted already: nothing but ASCII's spaces parts them again.
_SQLITE = (
    """CREATE VIRTUAL TABLE document_words USING fts5(
        words, content='documents', content_rowid='number', tokenize='ascii', detail='none')""",
    """CREATE TRIGGER document_words_added AFTER INSERT ON documents BEGIN
        INSERT INTO document_words (rowid, words) VALUES (new.number, new.words);
    END""",
    """CREATE TRIGGER document_words_gone AFTER DELETE ON documents BEGIN
        INSERT INTO document_words (document_words, rowid, words)
        VALUES ('delete', old.number, old.words);
    END""",
    """CREATE TRIGGER document_words_changed AFTER UPDATE OF words ON documents BEGIN
        INSERT INTO document_words (document_words, rowid, words)
        VALUES ('delete', old.number, old.words);
        INSERT INTO document_words (rowid, words) VALUES (new.number, new.words);
    END""",
    "INSERT INTO document_words (document_words) VALUES ('rebuild')",
)
_POSTGRES = """CREATE INDEX documents_words ON documents
    USING gin (array_to_tsvector(string_to_array(words, ' ')))"""


class _Text(msgspec.Struct):
    text: str
    title: str | None = None


def upgrade() -> None:
    """Add the columns, fill them from the documents held, and index them."""
    op.add_column("documents", sa.Column("number", sa.Integer))
    op.add_column("documents", sa.Column("words", sa.Text))
    connection = op.get_bind()
    table = sa.table("documents", sa.column("id"), sa.column("data"), sa.column("number"),
                     sa.column("words"))  # fmt: skip
    ids = connection.execute(sa.select(table.c.id).order_by(table.c.id)).scalars().all()
    changed = sa.update(table).where(table.c.id == sa.bindparam("key"))
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        numbers = {id: number for number, id in enumerate(some, start + 1)}
        held = connection.execute(
            sa.select(table.c.id, table.c.data).where(table.c.id.between(some[0], some[-1]))
        ).all()
        rows = [{"key": id, "of": numbers[id], "said": _words(bytes(data))} for id, data in held]
        connection.execute(
            changed.values(number=sa.bindparam("of"), words=sa.bindparam("said")), rows
        )
    op.create_index("documents_number", "documents", ["number"], unique=True)
    op.create_index("documents_published", "documents", ["published_from"])
    for command in _SQLITE if connection.dialect.name == "sqlite" else (_POSTGRES,):
        op.execute(command)


def downgrade() -> None:
    """Drop the index and the columns."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER document_words_{name}")
        op.execute("DROP TABLE document_words")
    else:
        op.execute("DROP INDEX documents_words")
    op.drop_index("documents_published", "documents")
    op.drop_index("documents_number", "documents")
    op.drop_column("documents", "words")
    op.drop_column("documents", "number")


def _words(data: bytes) -> str:
    document = msgspec.json.decode(data, type=_Text)
    return document_words(document.title, document.text)
