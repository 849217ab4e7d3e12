"""Rules of signing in: lifetimes, limits, codes. Pure; time is passed in."""

from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Literal

from pyotp.totp import TOTP

Kind = Literal["phone", "staff", "student"]

SHARED = timedelta(minutes=30)
LIVES: dict[Kind, timedelta] = {
    "phone": timedelta(days=60),
    "staff": timedelta(hours=12),
    "student": timedelta(days=30),
}
FRESH = timedelta(minutes=10)
"""How old a session may be that sets a first password or authenticator."""
STARTING_CODE_LIFE = timedelta(days=7)
STARTING_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
RESETS_SHOWN = timedelta(days=14)

_STEP = 30  # seconds (RFC 6238 §5.2)
_COMMON = (
    "password",
    "1234567890",
    "qwertyuiop",
    "xinqiao",
    "woaini",
    "5201314",
    "iloveyou",
    "abcdefghij",
    "1q2w3e4r5t",
)


def life(kind: Kind, *, shared: bool) -> timedelta:
    """How long a session lasts; short on a device that others use too (P7)."""
    return SHARED if shared else LIVES[kind]


def windows(what: Literal["code", "sign-in"]) -> list[tuple[str, int, int]]:
    """Limits as (for whom, attempts, seconds). A school's phones share one address, so its limit is wide."""
    if what == "code":
        return [("name", 3, 600), ("name", 12, 86_400), ("address", 300, 3600)]
    return [("name", 8, 900), ("name", 40, 86_400), ("address", 600, 3600)]


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step this code belongs to, the one before and after counting too; None for a wrong code."""
    totp, current = TOTP(secret), int(now.timestamp()) // _STEP
    matches = [s for s in (current - 1, current, current + 1) if compare_digest(totp.at(s * _STEP), code)]
    return matches[0] if matches else None


def weak(password: str, *own: str) -> bool:
    """Whether a password is one that others would try first."""
    plain = password.casefold().replace(" ", "")
    guessable = len(set(plain)) < 5 or any(word in plain for word in _COMMON)
    return guessable or any(word and word.casefold() in plain for word in own)
