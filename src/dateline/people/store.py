"""People kept: accounts, the sessions and tokens that let them in, and what they did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import RecordError, UsageError
from dateline.people import ROLES, Account, Act, Role, Session, Token, least
from dateline.people.opening import opened
from dateline.people.secrets import (
    account_name,
    check_password,
    key_hash,
    new_key,
    outdated,
    password_fits,
    password_hash,
)
from dateline.people.tables import accounts, acts, sessions, tokens

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
TOKEN_DAYS = 90
_SEEN = timedelta(minutes=1)
_SHORT = 12  # hexadecimal digits of a hash that name a session or a token
Clock = Callable[[], datetime]


def _utc() -> datetime:
    return datetime.now(UTC)


class People:
    """The people of a record. What cannot be read or written is a ``RecordError``."""

    def __init__(self, path: Path, *, create: bool = False, clock: Clock = _utc) -> None:
        self._engine: Engine = opened(path, create=create)
        self._path = path
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._engine.dispose()

    # Accounts

    def add(self, name: str, role: Role, password: str) -> Account:
        """A new account; a ``UsageError`` for a name that is taken or a password that is weak."""
        name = account_name(name)
        _known_role(role)
        check_password(password, name)
        made = Account(name=name, role=role, created=self._now())
        row = {"name": name, "role": role, "created": made.created,
               "password": password_hash(password)}  # fmt: skip
        with self._writing() as connection:
            if _account(connection, name) is not None:
                raise UsageError(f"there is an account of that name: {name}")
            connection.execute(insert(accounts), row)
        return made

    def accounts(self) -> list[Account]:
        """Everybody, by name."""
        with self._reading() as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.name))
            return [_as_account(row) for row in rows]

    def set_role(self, name: str, role: Role) -> None:
        """Give an account another role; the last admin stays one."""
        _known_role(role)
        with self._writing() as connection:
            self._keep_an_admin(connection, name, role)
            connection.execute(update(accounts).where(accounts.c.name == name).values(role=role))

    def set_password(self, name: str, password: str, *, keep: str | None = None) -> None:
        """Give an account another password; its sessions end, but that with the key ``keep``."""
        check_password(password, name)
        hashed = password_hash(password)
        with self._writing() as connection:
            _must(connection, name)
            connection.execute(
                update(accounts).where(accounts.c.name == name).values(password=hashed)
            )
            gone = delete(sessions).where(sessions.c.person == name)
            if keep is not None:
                gone = gone.where(sessions.c.hash != key_hash(keep))
            connection.execute(gone)

    def remove(self, name: str) -> None:
        """Take an account away with its sessions and tokens; what it did stays written down."""
        with self._writing() as connection:
            self._keep_an_admin(connection, name, None)
            connection.execute(delete(accounts).where(accounts.c.name == name))

    def check(self, name: str, password: str) -> Account | None:
        """The account that a name and a password belong to; as slow for a name that nobody has."""
        try:
            name = account_name(name)
        except UsageError:
            name = ""
        with self._reading() as connection:
            found = _account(connection, name)
        kept = found.password if found is not None else None
        if not password_fits(kept, password) or found is None:
            return None
        if outdated(found.password):
            with self._writing() as connection:
                connection.execute(
                    update(accounts)
                    .where(accounts.c.name == name)
                    .values(password=password_hash(password))
                )
        return _as_account(found)

    # Sessions

    def enter(self, name: str, agent: str) -> str:
        """A new session of an account: the key that its browser is to hold."""
        key, now = new_key(), self._now()
        row = {"hash": key_hash(key), "person": name, "created": now, "seen": now,
               "agent": agent[:200]}  # fmt: skip
        with self._writing() as connection:
            connection.execute(delete(sessions).where(self._over()))
            connection.execute(insert(sessions), row)
        return key

    def in_session(self, key: str) -> Account | None:
        """Who holds the key of a session that is not over; noted at most once a minute."""
        asked = select(accounts, sessions.c.seen).join_from(sessions, accounts)
        asked = asked.where(sessions.c.hash == key_hash(key), ~self._over())
        with self._reading() as connection:
            row = connection.execute(asked).first()
        if row is None:
            return None
        if row.seen < self._ago(_SEEN):
            with self._writing() as connection:
                connection.execute(
                    update(sessions)
                    .where(sessions.c.hash == key_hash(key))
                    .values(seen=self._now())
                )
        return _as_account(row)

    def leave(self, key: str) -> None:
        """End the session of a key."""
        with self._writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.hash == key_hash(key)))

    def sessions(self, name: str) -> list[Session]:
        """The sessions of an account that are not over, the last seen first."""
        asked = select(sessions).where(sessions.c.person == name, ~self._over())
        with self._reading() as connection:
            rows = connection.execute(asked.order_by(sessions.c.seen.desc()))
            return [
                Session(id=row.hash[:_SHORT], person=row.person, created=row.created,
                        seen=row.seen, agent=row.agent)
                for row in rows
            ]  # fmt: skip

    def end_session(self, name: str, id: str) -> None:
        """End a session of an account by its short id."""
        with self._writing() as connection:
            done = connection.execute(
                delete(sessions).where(sessions.c.person == name, _short(sessions.c.hash, id))
            )
            if not done.rowcount:
                raise UsageError(f"no such session: {id}")

    # Tokens

    def new_token(
        self, name: str, label: str, role: Role, days: int = TOKEN_DAYS
    ) -> tuple[str, Token]:
        """A new token of an account, and its key, which is told this once."""
        _known_role(role)
        if not label.strip() or not 1 <= days <= 3660:
            raise UsageError("a token needs a label, and 1 to 3660 days")
        key = new_key()
        row = {"hash": key_hash(key), "person": name, "label": label.strip()[:80],
               "created": self._now(), "used": None,
               "expires": self._ago(timedelta(days=-days))}  # fmt: skip
        with self._writing() as connection:
            owner = _must(connection, name)
            row["role"] = least(role, owner.role)
            connection.execute(insert(tokens), row)
        plain = {k: v for k, v in row.items() if k != "hash"}
        return key, Token(id=str(row["hash"])[:_SHORT], **plain)  # type: ignore[arg-type]

    def with_token(self, key: str) -> Account | None:
        """Whose token a key is, with no more than the token's role; ``None`` when it is over."""
        asked = select(accounts, tokens.c.role.label("most"), tokens.c.used)
        asked = asked.join_from(tokens, accounts).where(
            tokens.c.hash == key_hash(key), tokens.c.expires > self._now()
        )
        with self._reading() as connection:
            row = connection.execute(asked).first()
        if row is None:
            return None
        if row.used is None or row.used < self._ago(_SEEN):
            with self._writing() as connection:
                connection.execute(
                    update(tokens).where(tokens.c.hash == key_hash(key)).values(used=self._now())
                )
        return Account(name=row.name, role=least(row.role, row.most), created=row.created)

    def tokens(self, name: str | None = None) -> list[Token]:
        """The tokens of an account, or of everybody, the newest first."""
        asked = select(tokens).order_by(tokens.c.created.desc())
        if name is not None:
            asked = asked.where(tokens.c.person == name)
        with self._reading() as connection:
            return [
                Token(id=row.hash[:_SHORT], person=row.person, label=row.label, role=row.role,
                      created=row.created, expires=row.expires, used=row.used)
                for row in connection.execute(asked)
            ]  # fmt: skip

    def revoke(self, id: str, name: str | None = None) -> None:
        """End a token by its short id: of anybody, or of one account alone."""
        gone = delete(tokens).where(_short(tokens.c.hash, id))
        if name is not None:
            gone = gone.where(tokens.c.person == name)
        with self._writing() as connection:
            if not connection.execute(gone).rowcount:
                raise UsageError(f"no such token: {id}")

    # Acts

    def note(self, who: str, act: str, about: str = "", origin: str | None = None) -> None:
        """Write down what somebody did, or tried."""
        row = {"at": self._now(), "who": who[:80], "act": act, "about": about[:400],
               "origin": origin}  # fmt: skip
        with self._writing() as connection:
            connection.execute(insert(acts), row)

    def acts(self, *, offset: int = 0, limit: int = 100) -> tuple[list[Act], int]:
        """What was done, the latest first, and how much in all."""
        asked = select(acts).order_by(acts.c.number.desc()).offset(offset).limit(limit)
        with self._reading() as connection:
            found = [Act(**row._mapping) for row in connection.execute(asked)]
            total = connection.execute(select(func.count()).select_from(acts)).scalar_one()
        return found, total

    def _now(self) -> str:
        return self._clock().isoformat(timespec="microseconds")

    def _ago(self, length: timedelta) -> str:
        return (self._clock() - length).isoformat(timespec="microseconds")

    def _over(self) -> Any:
        """Whether a session is over: too long unused, or too long in all."""
        return (sessions.c.seen < self._ago(IDLE)) | (sessions.c.created < self._ago(LONGEST))

    def _keep_an_admin(self, connection: Connection, name: str, role: Role | None) -> None:
        held = _must(connection, name)
        others = select(func.count()).select_from(accounts).where(accounts.c.role == "admin")
        admins = connection.execute(others).scalar_one()
        if held.role == "admin" and role != "admin" and admins < 2:
            raise UsageError(f"{name} is the last admin: make another one first")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise RecordError(f"cannot write to {self._path}: {_reason(error)}") from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise RecordError(f"cannot read {self._path}: {_reason(error)}") from error


def _reason(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _known_role(role: str) -> None:
    if role not in ROLES:
        raise UsageError(f"no such role: {role} (one of {', '.join(ROLES)})")


def _account(connection: Connection, name: str) -> Row[Any] | None:
    asked: Select[Any] = select(accounts).where(accounts.c.name == name)
    return connection.execute(asked).first()


def _must(connection: Connection, name: str) -> Row[Any]:
    found = _account(connection, name)
    if found is None:
        raise UsageError(f"no such account: {name}")
    return found


def _as_account(row: Row[Any]) -> Account:
    return Account(name=row.name, role=row.role, created=row.created)


def _short(column: Any, id: str) -> Any:
    """Whether a hash begins with a short id; an id that is none fits nothing."""
    known = len(id) == _SHORT and id.isalnum()
    return column.startswith(id, autoescape=True) if known else column == ""
