"""When somebody may try again after failures (decision 0184). Pure; time is passed in.

A name is tried at an address, and by strangers everywhere. A device on which the person has signed in before counts for itself:
nobody elsewhere makes it wait. An address alone makes nobody wait; a school sits behind one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

Method = Literal[
    "phone",
    "password",
    "passkey",
    "secret",
    "start",
    "old secret",
    "pin",
    "tablet",
    "proof",
    "passkey proof",
    "own secret",
    "email",
]
"""`tablet`: the code that enrols one. The last four are proofs inside an open session."""

WINDOW = timedelta(days=1)
FREE = 5
"""Failures without a delay."""
FIRST = timedelta(seconds=30)
"""The delay after those; each further failure doubles it."""
LONGEST = timedelta(minutes=15)
CEILINGS: dict[Method, int] = {
    "password": 50,
    "secret": 50,
    "old secret": 50,
    "pin": 15,
    "proof": 50,
    "own secret": 50,
    "email": 50,
}
"""Failures of one name in a window, by strangers at all addresses, or of one account in all its open sessions. Codes have tries of their own, and nobody guesses a passkey."""
CROWD_WINDOW = timedelta(hours=1)
CROWD = 300
"""After so many failures in an hour, an address has one try for each name before the longest delay, instead of five."""
CODE_TRIES = 5
"""Six digits that live five minutes."""
STARTING_CODE_TRIES = 1000
"""40 bits that live seven days. One address does not get through these in that time."""
CODES = [(3, 600), (12, 86_400)]
"""Codes that one phone is sent (most, seconds): for strangers, and again for each known device."""
CROWDED_CODES = [(1, 600), (12, 86_400)]
CODES_OF_AN_ADDRESS = (300, 3600)
CHALLENGES_OF_AN_ADDRESS = (600, 3600)
"""After these, each further challenge for a passkey removes those that ran out: a caller who asks for many fills no table."""


class Failures(msgspec.Struct, frozen=True, kw_only=True):
    """A counter. Its window starts with the first try."""

    failures: int
    since: datetime
    last_at: datetime


def wait(counted: Failures, now: datetime, *, crowded: bool = False) -> timedelta:
    """How long until the next try of this name, at this address or on this device."""
    over = counted.failures - (1 if crowded else FREE)
    if over < 0:
        return timedelta(0)
    delay = LONGEST if crowded else min(FIRST * 2 ** min(over, 10), LONGEST)
    return max(counted.last_at + delay - now, timedelta(0))


def wait_everywhere(method: Method, counted: Failures, now: datetime) -> timedelta:
    """How long until strangers may try this name again: none below the ceiling, else until the window ends."""
    ceiling = CEILINGS.get(method)
    if ceiling is None or counted.failures < ceiling:
        return timedelta(0)
    return max(counted.since + WINDOW - now, timedelta(0))


def longest(waits: Sequence[timedelta]) -> int:
    """The longest of them in whole seconds, rounded up."""
    return -int(-max(waits).total_seconds() // 1)
