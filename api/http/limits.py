"""A bucket of requests for each session, or address where there is none. Per process: it keeps one client from
starving the rest; the limits of sign-in are in PostgreSQL."""

from collections import OrderedDict
from hashlib import blake2b

_KEPT = 50_000


class Buckets:
    """Token buckets: `rate` requests a second, `burst` at once. Times are seconds of a monotonic clock."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, who: str, now: float) -> int:
        """Takes one. Returns 0, or after how many seconds to come back."""
        key = blake2b(who.encode(), digest_size=16).digest()
        left, at = self._left.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate)
        wait = 0 if left >= 1 else max(1, round((1 - left) / self._rate))
        self._left[key] = (left if wait else left - 1, now)
        if len(self._left) > _KEPT:
            self._left.popitem(last=False)
        return wait
