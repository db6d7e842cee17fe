"""Passwords and keys: how they are made, what is refused, and what is kept of them."""

from __future__ import annotations

import hashlib
import re
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dateline.errors import UsageError

SHORTEST, LONGEST = 12, 200
_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,39}")
_STRENGTH = 3  # of 4: at least 10^8 guesses, as zxcvbn counts them


@cache
def _hasher() -> PasswordHasher:
    """Argon2id by the library's defaults: RFC 9106's second recommendation (64 MiB)."""
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash that no password fits, so that an unknown name takes as long as a known one."""
    return _hasher().hash(secrets.token_urlsafe())


def account_name(text: str) -> str:
    """A name as accounts have it, lower case; a ``UsageError`` where it is none."""
    name = text.strip().casefold()
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"not a name for an account: {text.strip()[:40]!r} "
            "(letters a to z, digits and . _ @ + -, at most 40)"
        )
    return name


def check_password(password: str, name: str) -> None:
    """A ``UsageError`` where a password is too short, too long, common or easily guessed."""
    if len(password) < SHORTEST:
        raise UsageError(f"a password needs {SHORTEST} characters at least")
    if len(password) > LONGEST:
        raise UsageError(f"a password has {LONGEST} characters at most")
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:72], user_inputs=[name, "dateline", *re.split(r"[._@+-]", name)])
    if found["score"] < _STRENGTH:
        why = found["feedback"]["warning"] or "it is easily guessed"
        raise UsageError(f"that password will not do: {why.rstrip('.').lower()}")


def password_hash(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(password)


def password_fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept; ``None``, for nobody's, takes as long and never fits."""
    try:
        _hasher().verify(kept or _nobody(), password[: 4 * LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether a hash was made by weaker settings than those of today."""
    return _hasher().check_needs_rehash(kept)


def new_key() -> str:
    """A key that cannot be guessed: 256 bits."""
    return secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """What is kept of a key. A key is random and long: a plain hash of it cannot be reversed."""
    return hashlib.sha256(key.encode()).hexdigest()
