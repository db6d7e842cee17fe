"""The tables of the record. Each row leads to its document and span; ``data`` holds the value.

Columns beside ``data`` are there to filter and sort by; what they say is in ``data`` too. The
``words`` of a statement are those of its sentence as full-text search compares them, those of a
document those of its title and text; the indexes are the database's own (``statement_words`` and
``document_words`` in SQLite, ``statements_words`` and ``documents_words`` in PostgreSQL), and know
a row by its ``number``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("published_from", String(10)),
    Column("published_to", String(10)),
    Column("versions", Text, nullable=False),
    Column("failures", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("number", Integer),
    Column("words", Text),
    Index("documents_number", "number", unique=True),
    Index("documents_published", "published_from"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("document", String(64), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("type", String(16), nullable=False),
    Column("modality", String(16), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("time_from", String(10)),
    Column("time_to", String(10)),
    Column("place", Text),
    Column("country", String(3)),
    Column("data", LargeBinary, nullable=False),
    Column("number", Integer),
    Column("words", Text),
    Index("statements_number", "number", unique=True),
    Index("statements_document", "document"),
    Index("statements_type", "type"),
    Index("statements_time", "time_from", "time_to"),
)

actors = Table(
    "actors",
    metadata,
    Column(
        "statement", String(20), ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("role", String(9), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("actor", Text),
    Column("name", Text),
    Column("country", String(3)),
    Column("sector", String(3)),
    Index("actors_actor", "actor"),
    Index("actors_country", "country"),
)

commitments = Table(
    "commitments",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("document", String(64), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("commitments_document", "document"),
)

silences = Table(
    "silences",
    metadata,
    Column(
        "document", String(64), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("start", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("decision", String(16), ForeignKey("decisions.id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# Reports that were taken out; the document is gone, what is written of it here is not.
removals = Table(
    "removals",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("at", String(32), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# ``number`` is short for the document in ``bands``, whose many rows go without a key to it.
signatures = Table(
    "signatures",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column(
        "document", String(64), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False,
        unique=True,
    ),
    Column("made", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

copies = Table(
    "copies",
    metadata,
    Column("one", String(64), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "other", String(64), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True,
        index=True,
    ),
)  # fmt: skip

# What told of the same event first, as matching by ``made`` found it; who has none is matched anew.
homes = Table(
    "homes",
    metadata,
    Column(
        "statement", String(20), ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("home", String(20), nullable=False),
    Column("made", String(60), nullable=False),
)
