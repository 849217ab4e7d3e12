"""How many requests a second a service is sent: never more than its quota, and a tenth of that at first.

Services ask that traffic climbs to its height instead of starting there, and that who was refused for it starts low again.
"""

RAMP = 120.0
"""Seconds from a tenth of the quota to all of it."""
LOWEST = 0.1


class Pace:
    """`rate` a second at most, and no more than a tenth of what it is now at once. `ramp`: seconds of the climb, from the first request on.

    `now` is in seconds of a clock that never goes back.
    """

    def __init__(self, rate: float, ramp: float = RAMP) -> None:
        self._full, self._ramp = rate, ramp
        self._begun: float | None = None
        self._left, self._at = 0.0, 0.0

    def take(self, now: float) -> bool:
        """Whether one more is due now."""
        if self._begun is None:
            self._begun = self._at = now
            self._left = self._most(now)
        self._left = min(self._most(now), self._left + (now - self._at) * self.rate(self._at))
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def slow_down(self, now: float) -> None:
        """The service said that it was too much: the climb begins again."""
        self._begun = self._at = now
        self._left = 0.0

    def rate(self, now: float) -> float:
        """Requests a second now."""
        climbed = (now - self._begun) / self._ramp if self._begun is not None and self._ramp else 1.0
        return self._full * min(1.0, LOWEST + (1 - LOWEST) * climbed)

    def _most(self, now: float) -> float:
        return max(1.0, self.rate(now) / 10)
