"""Limits in seconds for a machine that has other work: they mean seconds of an idle one."""

import time

SPIN = 0.1
"""Seconds of the processor that one measurement takes."""


class Pace:
    """Measures a block of code. `seconds` is what it would have taken on an idle machine, as far as can be told."""

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
    """How many times longer than its own processor time something takes at this moment; 1 on an idle machine."""
    started, spent = time.perf_counter(), time.process_time()
    while time.process_time() - spent < SPIN:
        pass
    return max(1.0, (time.perf_counter() - started) / SPIN)
