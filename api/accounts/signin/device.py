"""A device that somebody has signed in on before (decision 0184): a cookie, and no table.

The cookie holds a random number and a mark for each account: a truncated HMAC of both. It signs nobody in and says who it is to
nobody; wrong tries elsewhere do not make it wait.
"""

import base64
import binascii
import os
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

import msgspec

from api.core.sealing import Sealer

LIFE = timedelta(days=180)
"""Since the last sign-in on it."""
MOST = 64
"""Accounts that a device remembers: a school's tablet has a class of them. The oldest go first."""
_NONCE, _MARK = 16, 8


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """What the cookie says: 16 random bytes, and a mark of 8 for each account, the newest first."""

    nonce: bytes
    marks: tuple[bytes, ...] = ()

    def knows(self, sealer: Sealer, account_id: UUID) -> bool:
        """Whether this account has signed in on it."""
        mine = self._marks(sealer, account_id)
        return any(compare_digest(one, mark) for one in mine for mark in self.marks)

    def remember(self, sealer: Sealer, account_id: UUID) -> "Device":
        """The same device, on which this account has just signed in."""
        mine = self._marks(sealer, account_id)
        others = [mark for mark in self.marks if mark not in mine]
        return Device(nonce=self.nonce, marks=(mine[0], *others[: MOST - 1]))

    def write(self) -> str:
        """The cookie's value, base64url."""
        return base64.urlsafe_b64encode(self.nonce + b"".join(self.marks)).decode().rstrip("=")

    def _marks(self, sealer: Sealer, account_id: UUID) -> list[bytes]:
        return [mark[:_MARK] for mark in sealer.marks("device", self.nonce.hex(), account_id)]


def read_device(text: str | None) -> Device:
    """Reads the cookie. One that is missing or malformed is a new device."""
    try:
        raw = base64.b64decode((text or "").encode("ascii") + b"==", altchars=b"-_")
    except (UnicodeEncodeError, binascii.Error):
        raw = b""
    marks = raw[_NONCE:]
    if len(raw) < _NONCE or len(marks) % _MARK or len(marks) > MOST * _MARK:
        return Device(nonce=os.urandom(_NONCE))
    return Device(nonce=raw[:_NONCE], marks=tuple(marks[i : i + _MARK] for i in range(0, len(marks), _MARK)))
