"""What a browser holds that signs in from WeCom, and what must come back with it. Pure."""

import base64
import binascii
from datetime import datetime, timedelta

import msgspec

from api.core.sealing import Sealer, hash_token
from api.core.wechat_page import WINDOW, windows
from api.core.wecom import App

COOKIE_LIFE = timedelta(seconds=2 * WINDOW)
ANSWER_LIFE = timedelta(minutes=5)
"""How long a browser may take to fetch its session."""
ATTEMPTS_OF_AN_ADDRESS = (600, 3600)
"""Most, and in how many seconds."""
_ORG, _NONCE = 8, 32


class Browser(msgspec.Struct, frozen=True, kw_only=True):
    """What the cookie says: the school, and 32 random bytes."""

    org_id: int
    nonce: bytes

    @property
    def attempt(self) -> bytes:
        """Under what its answer is kept."""
        return hash_token(self.nonce)

    def write(self) -> str:
        """The cookie's value, base64url."""
        return base64.urlsafe_b64encode(self.org_id.to_bytes(_ORG, "big") + self.nonce).decode().rstrip("=")


def read_browser(text: str | None) -> Browser | None:
    """Reads the cookie; None where it is missing or malformed."""
    try:
        raw = base64.b64decode((text or "").encode("ascii") + b"==", altchars=b"-_")
    except (UnicodeEncodeError, binascii.Error):
        return None
    if len(raw) != _ORG + _NONCE or raw[0] > 127:
        return None
    return Browser(org_id=int.from_bytes(raw[:_ORG], "big"), nonce=raw[_ORG:])


def states(sealer: Sealer, browser: Browser, app: App, now: datetime) -> list[bytes]:
    """What may come back with this browser now; the first is what it begins with."""
    what = (browser.org_id, app.corp_id, browser.nonce.hex())
    return [mark for window in windows(now) for mark in sealer.marks("wecom-state", *what, window)]
