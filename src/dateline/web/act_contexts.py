"""What the pages are made of where people act: one type a template."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.people import ROLES, Account, Act, Role, Session, Token
from dateline.record.decisions import CELLS, Decision
from dateline.web.contexts import Context
from dateline.web.judged import Doubtful
from dateline.web.marks import Piece
from dateline.web.queries import DocumentFull, Found


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


@dataclass(frozen=True, kw_only=True)
class ReadPage(Context):
    """The form for a report, or how it was read: ``key`` puts that into the record.

    ``known`` where the record has it already; ``wrong`` says why there is no reading.
    """

    text: str = ""
    address: str = ""
    published: str = ""
    publisher: str = ""
    title_given: str = ""
    wrong: str | None = None
    full: DocumentFull | None = None
    paragraphs: list[list[Piece]] | None = None
    key: str = ""
    known: bool = False

    @property
    def template(self) -> str:
        """The template of the page."""
        return "read.html"


@dataclass(frozen=True, kw_only=True)
class DecisionsPage(Context):
    """Every decision, the latest first, the withdrawn ones too."""

    found: Found[Decision]

    @property
    def template(self) -> str:
        """The template of the page."""
        return "decisions.html"


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Context):
    """What is left to look at, and the last decision of who looks, to take back."""

    found: Found[Doubtful]
    last: Decision | None
    cells: tuple[str, ...] = CELLS

    @property
    def template(self) -> str:
        """The template of the page."""
        return "review.html"
