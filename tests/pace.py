"""Limits in seconds for a machine that has other work or is slow: they mean seconds of an idle, ordinary one."""

import time

SPIN = 0.1
"""Seconds that one measurement takes on an idle, ordinary machine."""
ROUNDS = 1_500_000
"""Rounds of the loop below that an ordinary core does in that time. A rented machine may be three times as slow from one hour to the next."""


class Pace:
    """Measures a block of code. `seconds` is what it would have taken on an idle, ordinary machine, as far as can be told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> "Pace":
        self._crowded = crowded()
        self._started = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        took = time.perf_counter() - self._started
        self.seconds = took / max(self._crowded, crowded())


def crowded() -> float:
    """How many times longer than on an idle, ordinary machine something takes at this moment; 1 on one that is as fast or faster."""
    started, done = time.perf_counter(), 0
    while done < ROUNDS:
        done += 1
    return max(1.0, (time.perf_counter() - started) / SPIN)
