"""Rules of signing in: lifetimes, limits, codes. Pure; time is passed in."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Literal, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from pyotp.totp import TOTP

from api.accounts.errors import SecondAdultNeeded, SignInFailed
from api.core.errors import Problem
from api.core.local_time import day_begins, local_day
from api.core.name_folding import is_staff_code

Kind = Literal["phone", "staff", "student"]

SHARED = timedelta(minutes=30)
LIVES: dict[Kind, timedelta] = {
    "phone": timedelta(days=60),
    "staff": timedelta(hours=12),
    "student": timedelta(days=30),
}
IDLE: dict[Kind, timedelta] = {"phone": timedelta(days=7), "staff": timedelta(hours=1)}
"""How long a session of staff lasts unused. Presence is noted every 15 minutes, so it may end as much earlier."""
FRESH = timedelta(minutes=10)
"""How old a session or a proof may be that changes what somebody signs in with."""
CHALLENGE_LIFE = timedelta(minutes=5)
"""How long a passkey's challenge is good: the owner may have to find their key."""
STARTING_CODE_DAYS = 7
"""A starting code is good on so many days, the one of today among them: what stands on paper is a day, not an hour of the night."""
STARTING_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CLOSED_AFTER_MOVE = timedelta(days=7)
"""So long nobody enrols after a school gave a person another number: the one who moved it might hold that phone (0199)."""
CLOSED_AFTER_RESET = timedelta(days=7)
"""So long a student's own things of before stay closed to a person who set a secret without the old one."""
SETTLED = timedelta(days=7)
"""So long somebody is on the staff before they stand behind a code as its second adult."""
RESETS_SHOWN = timedelta(days=14)

_STEP = 30  # seconds (RFC 6238 §5.2)


def life(kind: Kind, *, shared: bool) -> timedelta:
    """How long a session lasts; short on a device that others use too (P7)."""
    return SHARED if shared else LIVES[kind]


def starting_code_ends(now: datetime, zone: ZoneInfo) -> datetime:
    """The end of the last day of a starting code."""
    return day_begins(local_day(now, zone) + timedelta(days=STARTING_CODE_DAYS), zone)


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step this code belongs to, the one before and after counting too; None for a wrong code."""
    totp, current = TOTP(secret), int(now.timestamp()) // _STEP
    matches = [s for s in (current - 1, current, current + 1) if compare_digest(totp.at(s * _STEP), code)]
    return matches[0] if matches else None


def signs_in_by_name(kinds: Collection[str], code: str) -> bool:
    """Whether a code, a name and a secret of their own sign somebody in: with a class code students, and guardians without a phone number;
    with an organisation's code colleagues alone, since a class teacher hands out what a guardian signs in by.
    """
    if is_staff_code(code):
        return "staff" in kinds
    return "student" in kinds or ("guardian" in kinds and "staff" not in kinds)


def masked(login: str) -> str:
    """A phone number or mail address that its owner recognises and nobody else learns: the last four digits, or the first letter and the domain."""
    name, at, domain = login.partition("@")
    return f"{name[:1]}***@{domain}" if at else f"*** {login[-4:]}"


AT_ONCE = "at_once"
_LAST_DIGEST = timedelta(days=1)
"""A digest that ended is told once more within that time, of what waited for it."""


def digest_time(hour: int | None, until: datetime | None) -> str:
    """When somebody is told routine matters, as the settings say it."""
    return AT_ONCE if hour is None or until is not None else f"{hour:02}:00"


def digest(
    wanted: str, hour: int | None, since: datetime | None, until: datetime | None, now: datetime
) -> tuple[int | None, datetime | None, datetime | None]:
    """Hour, beginning and end of somebody's digests after a change. What waits keeps its digest: another hour begins nothing, and neither
    does a digest that is taken up again before its last one was told.
    """
    if wanted == AT_ONCE:
        return hour, since, until or (now if since else None)
    goes_on = since is not None and (until is None or now - until < _LAST_DIGEST)
    return int(wanted[:2]), since if goes_on else now, None


class Starting(Protocol):
    """A starting code, as far as its rule needs it."""

    @property
    def first(self) -> bool: ...
    @property
    def adults(self) -> list[UUID]: ...
    @property
    def secret_hash(self) -> str | None: ...


def refuse_start(code: Starting, *, proven: bool) -> Problem | None:
    """Why a right starting code does not set a secret; None when it does."""
    if code.first:
        return SignInFailed() if code.secret_hash is not None else None
    return None if proven or len(code.adults) > 1 else SecondAdultNeeded()
