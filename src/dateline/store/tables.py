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
    Float,
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
    Column("about", String(20)),
    Index("silences_about", "about"),
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

# What is merged, kept so that not all is merged at each look: always the same as merging anew, but
# for documents that are ``loose``, and not merged yet. ``made`` tells by what it was merged.
merges = Table("merges", metadata, Column("made", String(100), primary_key=True))

loose = Table("loose", metadata, Column("document", String(64), primary_key=True))

# Of what event a statement tells. ``number`` is the statement's, less than 0 of one that only
# decisions keep, as ``back``; ``cluster`` and ``home`` are the statements that told of it first in
# its document and in all; ``decided`` is what people made of it, JSON's null if they rejected it.
told = Table(
    "told",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("statement", String(20), nullable=False),
    Column("document", String(64), nullable=False),
    Column("cluster", String(20), nullable=False),
    Column("home", String(20), nullable=False),
    Column("event", Integer),
    Column("back", LargeBinary),
    Column("decided", LargeBinary),
    Index("told_statement", "statement", unique=True),
    Index("told_document", "document"),
    Index("told_home", "home"),
    Index("told_event", "event"),
)

# Under which keys a cluster is found: ``number`` is that of its first statement.
blocks = Table(
    "blocks",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# The words of documents that were compared, weighed: what telling them anew costs most.
profiles = Table(
    "profiles",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# Events by what they are sorted and filtered by. ``starts`` and ``ends`` are the bounds of what
# their statements say, ``known_first`` and ``known_last`` the days when one and all of them were
# known; ``whole`` tells whether it stood as it does on any day since. ``type`` is "*" of several.
# How doubtful it is, when it was last ``reported`` and from when to when it may have been
# (``begins``, ``closes``) is told when that is first asked.
events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(16), nullable=False),
    Column("type", String(16), nullable=False),
    Column("status", String(24), nullable=False),
    Column("first", String(10), nullable=False),
    Column("last", String(10), nullable=False),
    Column("starts", String(10)),
    Column("ends", String(10)),
    Column("known_first", String(10), nullable=False),
    Column("known_last", String(10), nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("doubt", Float),
    Column("reported", String(10)),
    Column("begins", String(10)),
    Column("closes", String(10)),
    Index("events_id", "id", unique=True),
    Index("events_order", "first", "last", "id", "starts", "ends", "known_first", "known_last"),
    Index("events_type", "type", "first", "last", "id"),
    Index("events_status", "status", "first", "last", "id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

# What events are found by, without capitals: ``kind`` is actor, country or place.
terms = Table(
    "terms",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(7), nullable=False),
    Column("word", Text, nullable=False),
    Index("terms_word", "kind", "word", unique=True),
)

postings = Table(
    "postings",
    metadata,
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("event", Integer, primary_key=True, autoincrement=False),
    Index("postings_event", "event"),
    sqlite_with_rowid=False,
)

# The documents that a decision is about.
deciding = Table(
    "deciding",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("decision", String(16), primary_key=True),
)

# Of documents about whose silences people decided: the statements that these are on now. One row of
# each has no statement.
matters = Table(
    "matters",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("statement", String(20), primary_key=True),
    Index("matters_statement", "statement"),
)

# The statements, by their ids now, that standing decisions join, or part from ``others``.
regroupings = Table(
    "regroupings",
    metadata,
    Column("decision", String(16), primary_key=True),
    Column("statement", String(20), primary_key=True),
    Column("others", Boolean, primary_key=True),
    Column("document", String(64), nullable=False),
    Index("regroupings_statement", "statement"),
    Index("regroupings_document", "document"),
)

# What is followed is kept so too. ``made`` tells by what; documents that are ``unfollowed`` wait,
# with all that they tell, or (``own``) for their commitments and silences alone.
followings = Table("followings", metadata, Column("made", String(100), primary_key=True))

unfollowed = Table(
    "unfollowed",
    metadata,
    Column("document", String(64), primary_key=True),
    Column("own", Boolean, nullable=False),
)

# Commitments and silences (``sort``) as decided. ``telling`` are the statements that tell how it
# stands and are named for it, or that ended a silence (`dateline.store.borne`). ``first`` and
# ``last`` are the bounds of what is due, or of the publication, ``due`` and ``label`` what else a
# list is sorted by; ``who`` and ``place`` are without capitals. It stands as in ``standings``.
# ``out`` is the day of its report, ``known`` that on which all of its own reports were known. The
# most doubtful is looked at first.
followed = Table(
    "followed",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(20), nullable=False),
    Column("document", String(64), nullable=False),
    Column("sort", String(10), nullable=False),
    Column("type", String(16)),
    Column("first", String(10)),
    Column("last", String(10)),
    Column("due", Text),
    Column("label", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("place", Text),
    Column("known", String(10), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("telling", LargeBinary, nullable=False),
    Column("out", String(10)),
    Index("followed_id", "id"),
    Index("followed_document", "document"),
)

standings = Table(
    "standings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("since", String(10), primary_key=True),
    Column("until", String(10), nullable=False),
    Column("status", String(16), nullable=False),
    Column("doubt", Float, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("standings_days", "number", "since", "until", "status", "doubt"),
)

# Under which keys it is looked for what bears on them, and (``led``) what they lead to. What is
# told after the day ``upto``, of one of the ``sorts``, changes nothing.
watches = Table(
    "watches",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("led", Boolean, nullable=False),
    Column("upto", Integer, nullable=False),
    Column("sorts", Integer, nullable=False),
    Index("watches_number", "number"),
    sqlite_with_rowid=False,
)

# The commitments that tell of a change, under the keys of those that it may be of.
alterations = Table(
    "alterations",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(20), primary_key=True),
    Column("document", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("alterations_document", "document"),
)

# Which commitments (by ``number``) a change (``id``, told by ``document``) is of.
altered = Table(
    "altered",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(20), primary_key=True),
    Column("document", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("altered_id", "id"),
)

# Under which keys statements are found, as decided, by the day from which that matters.
deeds = Table(
    "deeds",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("day", String(10), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Who does, suffers and says what, in columns of many statements at a time: `dateline.store.roles`.
roles = Table(
    "roles",
    metadata,
    Column("name", String(6), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    Index("roles_part", "part"),
)

# Beginnings of words that many statements have, and a bit for each statement of a part that does.
beginnings = Table(
    "beginnings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("word", Text, nullable=False),
)

saying = Table(
    "saying",
    metadata,
    Column("word", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("bits", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
