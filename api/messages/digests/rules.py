"""Which routine matters wait for a digest, which of them it tells, and when. Pure.

Whether a matter waits is decided by its instant and the person's choice alone, so the answer is the same at any time and for everything that asks:
what is not told at once is told in a digest, and the other way round.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from schemas.messages.digests import Digest, DigestMark

LONGEST = timedelta(hours=25)
"""So long a matter can wait, with the scatter of the telling. What must arrive sooner is told at once."""
LOOKED_BACK = timedelta(days=7)
"""A digest that no worker told in time is told for so long."""
FIRST_HOUR, LAST_HOUR = 7, 21
_HOUR = timedelta(hours=1)
_CLEAR, _SCATTER = 60, 480
"""Seconds. Schools do not all call providers on the full hour."""


def waits(digest: Digest | None, created_at: datetime) -> bool:
    """Whether a routine matter of that instant is told in the person's digest, and not at once."""
    return digest is not None and digest.since <= created_at and (digest.until is None or created_at < digest.until)


def window(digest: Digest, mark: DigestMark | None, now: datetime, zone: tzinfo) -> DigestMark:
    """Of which matters a digest of now tells: after the last one, up to the last passing of the person's hour."""
    told = mark.told_upto if mark else digest.since - timedelta.resolution
    return DigestMark(account_id=digest.account_id, told_from=told, told_upto=last_passing(digest.hour, now, zone))


def is_in(mark: DigestMark, created_at: datetime) -> bool:
    """Whether a matter is within what a digest tells of."""
    return mark.told_from < created_at <= mark.told_upto


def last_passing(hour: int, now: datetime, zone: tzinfo) -> datetime:
    """When the clock last showed that full hour."""
    today = now.astimezone(zone).replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    passings = (today.astimezone(UTC), (today - timedelta(days=1)).astimezone(UTC))
    return next(at for at in passings if at <= now)


def next_telling(org_id: int, now: datetime, zone: tzinfo) -> datetime:
    """When digests are told next: a moment after the next full hour of the day, which differs from school to school."""
    at = now.astimezone(zone).replace(minute=0, second=0, microsecond=0) + _HOUR
    while not FIRST_HOUR <= at.hour <= LAST_HOUR:
        at += _HOUR
    return at.astimezone(UTC) + timedelta(seconds=_CLEAR + org_id % _SCATTER)
