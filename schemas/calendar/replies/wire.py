"""What a calendar answered to an invite (RFC 5546 REPLY)."""

from typing import Literal

Answer = Literal["accepted", "declined", "tentative"]
