"""A bucket of requests for each session, or address where there is none. Per process: it keeps one client from
starving the rest; the limits of sign-in are in PostgreSQL."""

from collections import OrderedDict
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from typing import Any

_KEPT = 50_000
_VERIFIED = "xinqiao.session"
FILES = 10
"""How many files of the app an address may fetch for each other request."""


def mark_verified(scope: Any) -> None:
    """Notes on a request that its token is of a session: from now on the token has an allowance of its own."""
    scope[_VERIFIED] = True


def network(address: str) -> str:
    """Whom an address counts for: an IPv4 address for itself, an IPv6 one for its /64, which one household or phone has whole."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)


class Limits:
    """Requests a second of a session that was verified, else of an address: a random token is nobody yet.

    A session's first request in a process counts for its address. Files of the app count for the address alone, and apart: a
    phone's first visit fetches about ninety at once, and a school sits behind one address.
    """

    def __init__(self, *, session_rate: float, address_rate: float) -> None:
        self._sessions = Buckets(session_rate, session_rate * 3)
        self._addresses = Buckets(address_rate, address_rate * 3)
        self._files = Buckets(address_rate * FILES, address_rate * FILES * 3)
        self._verified: OrderedDict[bytes, None] = OrderedDict()

    def take(self, token: str, address: str, now: float) -> int:
        """Takes one. Returns 0, or after how many seconds to come back."""
        if token and (key := _digest(token)) in self._verified:
            return self._sessions.take(key, now)
        return self._addresses.take(_digest(network(address)), now)

    def take_file(self, address: str, now: float) -> int:
        """The same for a file of the app, which is answered from memory."""
        return self._files.take(_digest(network(address)), now)

    def learn(self, token: str, scope: Any, status: int) -> None:
        """Learns from an answer whether the token is of a session, and when it no longer is."""
        if not token:
            return
        if scope.get(_VERIFIED):
            key = _digest(token)
            self._verified[key] = None
            self._verified.move_to_end(key)
            if len(self._verified) > _KEPT:
                self._verified.popitem(last=False)
        elif status == 401:
            self._verified.pop(_digest(token), None)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


class Buckets:
    """Token buckets: `rate` requests a second, `burst` at once. Times are seconds of a monotonic clock."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, key: bytes, now: float) -> int:
        """Takes one of whom the key names. Returns 0, or after how many seconds to come back."""
        left, at = self._left.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate)
        wait = 0 if left >= 1 else max(1, round((1 - left) / self._rate))
        self._left[key] = (left if wait else left - 1, now)
        if len(self._left) > _KEPT:
            self._left.popitem(last=False)
        return wait
