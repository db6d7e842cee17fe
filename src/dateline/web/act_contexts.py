"""What the pages are made of where people act: one type a template."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.people import ROLES, Account, Act, Role, Session, Token
from dateline.web.contexts import Context


@dataclass(frozen=True, kw_only=True)
class Login(Context):
    """The form to log in; ``wrong`` where name or password were."""

    next: str
    name: str
    wrong: bool


@dataclass(frozen=True, kw_only=True)
class AccountPage(Context):
    """One's own account; ``key`` is a token just made."""

    sessions: list[Session]
    tokens: list[Token]
    key: str | None
    roles: tuple[Role, ...] = ROLES

    @property
    def template(self) -> str:
        """The template of the page."""
        return "account.html"


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Context):
    """Everybody, and what was done, the latest first."""

    accounts: list[Account]
    acts: list[Act]
    page: int
    pages: int
    roles: tuple[Role, ...] = ROLES

    @property
    def template(self) -> str:
        """The template of the page."""
        return "people.html"
