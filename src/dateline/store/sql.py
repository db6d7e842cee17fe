"""The record in SQL, over SQLAlchemy Core: in a SQLite file, or on a PostgreSQL server."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import msgspec
from msgspec.structs import replace
from sqlalchemy import (
    Connection,
    Engine,
    Select,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from dateline.errors import DocumentError, RecordError, UsageError
from dateline.record.copies import families
from dateline.record.decisions import Decision, Removal, Withdrawal
from dateline.record.entry import Entry, Kept, Unspoken
from dateline.record.metadata import about, fuller
from dateline.store import Query, is_address, merging, near, rulings, searched, versions_key
from dateline.store.accounts import decoded
from dateline.store.answers import Page
from dateline.store.asked import filtered, known
from dateline.store.engines import (
    name_of,
    postgres_engine,
    reading_of,
    reason,
    settle,
    sqlite_engine,
    writing,
)
from dateline.store.faults import faults
from dateline.store.rows import document_words, put
from dateline.store.tables import (
    accounts,
    commitments,
    decisions,
    documents,
    removals,
    silences,
    statements,
    withdrawals,
)
from dateline.types import (
    Commitment,
    Document,
    Failure,
    Published,
    Reading,
    RecordEvent,
    Silence,
    Statement,
)

HEAD = "0015"
_encode = msgspec.json.encode
# Those without a date come last; the databases differ in where they put what is not known.
IN_ORDER = (documents.c.published_from.is_(None), documents.c.published_from, documents.c.id)


class SqlStore:
    """A record in a SQL database."""

    def __init__(self, engine: Engine, connection: Connection | None = None) -> None:
        self._engine = engine
        self._name = name_of(engine)
        self._held = connection
        self._anew = 0  # documents read anew since it was opened

    @classmethod
    def open(cls, where: Path | str, *, create: bool) -> Self:
        """The record at a file or address, made or brought up to date where needed."""
        if isinstance(where, str) and is_address(where):
            engine = postgres_engine(where)
        else:
            path = Path(where)
            if not create and not path.is_file():
                made = f"make one: dateline read PATH --record {path}"
                raise RecordError(f"no record at {path} ({made})")
            engine = sqlite_engine(path)
        store = cls(engine)
        try:
            store._prepare(create=create)
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            engine.dispose()
            raise RecordError(f"cannot open the record {store._name}: {reason(error)}") from error
        except RecordError:
            engine.dispose()
            raise
        return store

    @property
    def name(self) -> str:
        """How the record is called to people; without a password."""
        return self._name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._engine.dispose()

    def _prepare(self, *, create: bool) -> None:
        with self._engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if "alembic_version" in tables:
                version = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
                if version.scalar() == HEAD:
                    return
            elif tables:
                raise RecordError(f"not a record of Dateline: {self._name}")
            elif not create:
                made = f"make one: dateline read PATH --record {self._name}"
                raise RecordError(f"no record at {self._name} ({made})")
        self._migrate()

    def _migrate(self) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                driver = connection.connection.driver_connection
                driver.rollback()  # type: ignore[union-attr]
                driver.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]
        config = Config()
        config.set_main_option("script_location", "dateline.store:migrations")
        config.set_main_option("path_separator", "os")
        with writing(self._engine).begin() as connection:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise RecordError(f"{self._name}: made by a newer program ({error})") from error

    @property
    def engine(self) -> Engine:
        """The database, for what only databases know."""
        return self._engine

    @property
    def is_file(self) -> bool:
        """Whether the record is a SQLite file."""
        return self._engine.dialect.name == "sqlite"

    def faults(self) -> Iterator[str]:
        """What is wrong with the database itself, a line each."""
        with self.reading() as connection:
            yield from faults(connection)

    def version(self) -> str:
        """A text that differs whenever the record differs."""
        if self.is_file:
            path = Path(self._name)
            found = [p.stat() for p in (path, path.with_name(f"{path.name}-wal")) if p.exists()]
            return "-".join(f"{s.st_mtime_ns:x}.{s.st_size:x}" for s in found)
        with self.reading() as connection:
            asked = connection.exec_driver_sql("SELECT pg_current_snapshot()::text")
            return str(asked.scalar())

    @contextmanager
    def snapshot(self) -> Iterator[Self]:
        """The record as it stands now, to be read several times while others write."""
        with self.reading() as connection:
            yield type(self)(self._engine, connection)

    def find(self, document: str) -> tuple[Document, str] | None:
        """The document, and the key of the versions that read it."""
        with self.reading() as connection:
            return _found(connection, document)

    def add(self, reading: Reading) -> bool:
        """Put a reading in, in one transaction, in place of one by other versions or dates.

        What is known about the document is never lost: a copy that says less adds nothing.
        """
        try:
            with writing(self._engine).begin() as connection:
                found = _found(connection, reading.document.id)
                if found is None:
                    put(connection, reading)
                    merging.come(connection, reading.document.id)
                    return True
                held, versions = found
                document = fuller(held, reading.document)
                if about(document) == about(held) and versions == versions_key(reading.versions):
                    return False
                if document.published != reading.document.published:
                    # Read without the date that is known: what is held was read with it.
                    return _describe(connection, held, document)
                self._anew += 1
                merging.give_up(connection, self._anew)
                merging.take_out(connection, document.id)
                put(connection, replace(reading, document=document))
                merging.come(connection, document.id)
        except IntegrityError as error:
            raise DocumentError(f"cannot be kept: {reason(error)}") from error
        except (SQLAlchemyError, OSError) as error:
            raise RecordError(
                f"cannot write to the record {self._name}: {reason(error)}"
            ) from error
        return True

    def remove(self, removal: Removal) -> None:
        """Take a document out with all that was read from it, in one transaction."""
        row = {"document": removal.document, "at": removal.at, "data": _encode(removal)}
        with self._writing() as connection:
            if _found(connection, removal.document) is None:
                raise UsageError(f"no such document: {removal.document}")
            merging.take_out(connection, removal.document)
            connection.execute(insert(removals), row)
        self._settle()

    def removals(self) -> list[Removal]:
        """What was taken out, in order of time."""
        asked = select(removals.c.data).order_by(removals.c.at, removals.c.document)
        with self.reading() as connection:
            found = connection.execute(asked).scalars()
            return [msgspec.json.decode(data, type=Removal) for data in found]

    def documents(self, as_of: str | None = None) -> Iterator[tuple[Document, list[Failure]]]:
        """The documents in order of publication, those without a date last."""
        asked = self._known(select(documents.c.data, documents.c.failures), as_of).order_by(
            *IN_ORDER
        )
        with self.reading() as connection:
            for data, failures in connection.execute(asked):
                yield (
                    msgspec.json.decode(data, type=Document),
                    msgspec.json.decode(failures, type=list[Failure]),
                )

    def _known(self, asked: Select[Any], as_of: str | None) -> Select[Any]:
        """Leave out the documents that were not known on the day."""
        return known(asked, as_of)

    def search(self, query: Query, offset: int, most: int, *, newest: bool = True) -> Page[str]:
        """The documents whose title and text hold what is looked for."""
        with self.reading() as connection:
            return searched.documents_with(connection, query, offset, most, newest=newest)

    def entries(self, query: Query) -> list[Entry]:
        """The statements that the query asks for, in order of document and place in it."""
        asked = self._known(
            select(statements.c.document, documents.c.data, statements.c.data).join(documents),
            query.as_of,
        ).order_by(*IN_ORDER, statements.c.start, statements.c.id)
        chosen = filtered(asked, query, self._engine.dialect.name)
        published: dict[str, Published] = {}
        found = []
        with self.reading() as connection:
            for document, about, data in connection.execute(chosen):
                if document not in published:
                    published[document] = msgspec.json.decode(about, type=_About).published
                statement = msgspec.json.decode(data, type=Statement)
                found.append(Entry(document, published[document], statement))
        return found

    def commitments(self, as_of: str | None = None) -> list[Kept]:
        """The commitments as they were read."""
        asked = self._known(
            select(commitments.c.document, commitments.c.data).join(documents), as_of
        ).order_by(*IN_ORDER, commitments.c.start, commitments.c.id)
        with self.reading() as connection:
            return [
                Kept(document, msgspec.json.decode(data, type=Commitment))
                for document, data in connection.execute(asked)
            ]

    def silences(self, as_of: str | None = None) -> list[Unspoken]:
        """The silences as they were read."""
        asked = self._known(
            select(silences.c.document, documents.c.data, silences.c.data).join(documents), as_of
        ).order_by(*IN_ORDER, silences.c.start, silences.c.number)
        with self.reading() as connection:
            return [
                Unspoken(
                    document,
                    msgspec.json.decode(about, type=_About).published,
                    msgspec.json.decode(data, type=Silence),
                )
                for document, about, data in connection.execute(asked)
            ]

    def copies(self, as_of: str | None = None) -> dict[str, str]:
        """The families of near copies."""
        with self.reading() as connection:
            return families(near.pairs(connection, as_of))

    def homes(self) -> dict[str, str]:
        """The homes of the statements that are merged."""
        with self.reading() as connection:
            return merging.homes(connection)

    def accounts(self) -> dict[str, RecordEvent] | None:
        """The events as they are kept, by id; ``None`` where not all is merged."""
        with self.reading() as connection:
            if merging.state(connection) != "merged":
                return None
            found = connection.execute(select(accounts.c.data)).scalars()
            return {event.id: event for event in map(decoded, found)}

    def settle(self, *, wait: bool = True) -> bool:
        """Merge what is not merged yet; ``False`` where somebody writes and nobody waits for it."""
        return self._until_done(merging.bring_up, wait=wait)

    def follow(self, *, wait: bool = True) -> bool:
        """Follow what is not followed yet, once all is merged; ``False`` as with `settle`."""
        return self.settle(wait=wait) and self._until_done(merging.follow, wait=wait)

    def _until_done(self, step: Callable[[Connection], bool], *, wait: bool) -> bool:
        """Do a step in transactions of its own until nothing is left of it."""
        try:
            while True:
                with writing(self._engine, wait=wait).begin() as connection:
                    if step(connection):
                        return True
        except (SQLAlchemyError, OSError) as error:
            if not wait:
                return False
            raise RecordError(
                f"cannot write to the record {self._name}: {reason(error)}"
            ) from error

    def followed(self) -> bool:
        """Whether all is merged and followed that the record holds."""
        with self.reading() as connection:
            return merging.followed(connection)

    def merged(self) -> bool:
        """Whether all is merged that the record holds."""
        with self.reading() as connection:
            return merging.state(connection) == "merged"

    def decide(self, decision: Decision) -> None:
        """Keep a decision; the same again adds nothing."""
        row = {"id": decision.id, "at": decision.at, "data": _encode(decision)}
        with self._writing() as connection:
            held = select(decisions.c.id).where(decisions.c.id == decision.id)
            if connection.execute(held).first() is None:
                connection.execute(insert(decisions), row)
                rulings.note(connection, decision)
                merging.decided(connection, decision.id)
        self._settle()

    def withdraw(self, decision: str, withdrawal: Withdrawal) -> None:
        """Keep that a decision no longer counts; the first withdrawal stays."""
        with self._writing() as connection:
            held = select(decisions.c.id).where(decisions.c.id == decision)
            if connection.execute(held).first() is None:
                raise UsageError(f"no such decision: {decision}")
            gone = select(withdrawals.c.decision).where(withdrawals.c.decision == decision)
            if connection.execute(gone).first() is not None:
                raise UsageError(f"withdrawn already: {decision}")
            connection.execute(
                insert(withdrawals), {"decision": decision, "data": _encode(withdrawal)}
            )
            merging.decided(connection, decision)
        self._settle()

    def decisions(self) -> list[Decision]:
        """Every decision in order of time, the withdrawn ones with who withdrew them."""
        asked = (
            select(decisions.c.data, withdrawals.c.data)
            .join(withdrawals, isouter=True)
            .order_by(decisions.c.at, decisions.c.id)
        )
        with self.reading() as connection:
            return [
                replace(
                    msgspec.json.decode(data, type=Decision),
                    withdrawn=None if gone is None else msgspec.json.decode(gone, type=Withdrawal),
                )
                for data, gone in connection.execute(asked)
            ]

    def _settle(self) -> None:
        """What a person decided is safe from a loss of power when that is told."""
        with self._engine.connect() as connection:
            connection.commit()
            settle(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction; what goes wrong in it is a ``RecordError``."""
        try:
            with writing(self._engine).begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise RecordError(
                f"cannot write to the record {self._name}: {reason(error)}"
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read by; what goes wrong with it is a ``RecordError``."""
        if self._held is not None:
            yield self._held
            return
        try:
            with reading_of(self._engine).connect() as connection:
                yield connection
        except (SQLAlchemyError, OSError, msgspec.MsgspecError) as error:
            raise RecordError(f"cannot read the record {self._name}: {reason(error)}") from error


class _About(msgspec.Struct):
    """The part of a document that its statements need."""

    published: Published


def _found(connection: Connection, document: str) -> tuple[Document, str] | None:
    asked = select(documents.c.data, documents.c.versions).where(documents.c.id == document)
    row = connection.execute(asked).first()
    return None if row is None else (msgspec.json.decode(row[0], type=Document), row[1])


def _describe(connection: Connection, held: Document, known: Document) -> bool:
    """Say more about a document; ``False`` where nothing more is known."""
    if about(known) == about(held):
        return False
    document = replace(held, title=known.title, publisher=known.publisher, author=known.author)
    connection.execute(
        update(documents)
        .where(documents.c.id == document.id)
        .values(
            title=document.title,
            publisher=document.publisher,
            data=_encode(document),
            words=document_words(document.title, document.text),
        )
    )
    return True
