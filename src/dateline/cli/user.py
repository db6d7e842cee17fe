"""``dateline user``: who may read a served record, and who may change it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.record import Record, record_path
from dateline.people import Role

if TYPE_CHECKING:
    from dateline.people.store import People

app = typer.Typer(
    help="Who may read a served record, and who may change it (dateline serve --auth).",
    no_args_is_help=True,
    rich_markup_mode=None,
)
File = Annotated[
    Path | None, typer.Option("--people", help="The file of people, where not beside the record.")
]
Name = Annotated[str, typer.Argument(help="The name of the account.")]
AsRole = Annotated[Role, typer.Option(help="What the account may do.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Take the password from standard input.")
]


@app.command()
def add(
    name: Name,
    role: AsRole = "reader",
    password_stdin: FromStdin = False,
    record: Record = None,
    people: File = None,
) -> None:
    """Make an account; its password is asked for, and never shown."""
    with _people(record, people, create=True) as known:
        made = known.add(name, role, _password(piped=password_stdin))
        known.note(_operator(), "account made", f"{made.name}: {role}")
    typer.echo(f"{made.name} is {_a(role)}")


@app.command("list")
def list_(record: Record = None, people: File = None) -> None:
    """List the accounts with their roles."""
    with _people(record, people) as known:
        for account in known.accounts():
            _row(account.name, account.role, f"since {account.created[:10]}")


@app.command()
def role(
    name: Name,
    role: Annotated[Role, typer.Argument(help="Its new role.")],
    record: Record = None,
    people: File = None,
) -> None:
    """Give an account another role."""
    with _people(record, people) as known:
        known.set_role(name, role)
        known.note(_operator(), "role given", f"{name}: {role}")
    typer.echo(f"{name} is {_a(role)}")


@app.command()
def password(
    name: Name, password_stdin: FromStdin = False, record: Record = None, people: File = None
) -> None:
    """Give an account another password; it is logged out everywhere."""
    with _people(record, people) as known:
        known.set_password(name, _password(piped=password_stdin))
        known.note(_operator(), "password set", name)
    typer.echo(f"{name} has a new password")


@app.command()
def remove(name: Name, record: Record = None, people: File = None) -> None:
    """Take an account away; what it decided stays in the record."""
    with _people(record, people) as known:
        known.remove(name)
        known.note(_operator(), "account removed", name)
    typer.echo(f"{name} is gone")


@app.command()
def token(
    name: Name,
    label: Annotated[str, typer.Option(help="What the token is for.")] = "api",
    role: AsRole = "reader",
    days: Annotated[int, typer.Option(min=1, max=3660, help="For how many days.")] = 90,
    record: Record = None,
    people: File = None,
) -> None:
    """Make a token for the API: printed once, and kept only as a hash."""
    with _people(record, people) as known:
        key, made = known.new_token(name, label, role, days)
        known.note(_operator(), "token made", f"{name}: {made.id} {made.label}")
    typer.echo(key)


@app.command()
def tokens(record: Record = None, people: File = None) -> None:
    """List the tokens: whose, what for, and until when."""
    with _people(record, people) as known:
        for one in known.tokens():
            used = f"used {one.used[:10]}" if one.used else "never used"
            _row(one.id, one.person, one.role, one.label, f"to {one.expires[:10]}", used)


@app.command()
def revoke(
    id: Annotated[str, typer.Argument(help="The token's id, as in the list.")],
    record: Record = None,
    people: File = None,
) -> None:
    """End a token."""
    with _people(record, people) as known:
        known.revoke(id)
        known.note(_operator(), "token revoked", id)
    typer.echo(f"{id} is revoked")


@app.command()
def log(
    limit: Annotated[int, typer.Option(min=1, help="At most so many lines.")] = 100,
    record: Record = None,
    people: File = None,
) -> None:
    """Show who did what and when, the latest first."""
    with _people(record, people) as known:
        found, _ = known.acts(limit=limit)
    for act in found:
        _row(f"{act.at[:19]}Z", act.who, act.act, act.about, act.origin or "")


def people_file(record: str | None, people: Path | None) -> Path:
    """The file of people named, by the option or ``DATELINE_PEOPLE``, else beside the record."""
    import os

    from dateline.errors import UsageError
    from dateline.people import people_path
    from dateline.store import is_address

    named = people or os.environ.get("DATELINE_PEOPLE")
    if named:
        return Path(named)
    where = record_path(record)
    if is_address(where):
        raise UsageError("a record on a server has its people in a file: --people FILE")
    return people_path(Path(where))


def _people(record: str | None, people: Path | None, *, create: bool = False) -> People:
    from dateline.people.store import People

    return People(people_file(record, people), create=create)


def _row(*cells: str) -> None:
    """A line of a list: what was typed into a form may hold what terminals obey."""
    from dateline.export.tables import plain

    typer.echo("\t".join(plain(cell) for cell in cells))


def _operator() -> str:
    """Who works at this machine: accounts of the machine, not of the record."""
    import getpass

    try:
        return f"{getpass.getuser()} at the machine"
    except (OSError, KeyError):
        return "somebody at the machine"


def _password(*, piped: bool) -> str:
    if piped:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _a(role: str) -> str:
    return f"an {role}" if role[0] == "a" else f"a {role}"
