"""Stopping what is being sent: a batch asks before each message that it begins whether it still may.

Who sends opens a `Stop`, and channels find it in the context of the call. What is on its way when it is said ends as it would, and its
result is recorded.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar


class Stop:
    """Says once that nothing more is to begin."""

    def __init__(self) -> None:
        self._said = False
        self._acts: list[Callable[[], None]] = []

    @property
    def said(self) -> bool:
        """Whether it was said."""
        return self._said

    def say(self) -> None:
        """From now on nothing more begins."""
        self._said = True
        for act in self._acts:
            act()

    def then(self, act: Callable[[], None]) -> None:
        """Does this once it is said."""
        self._acts.append(act)


_HEARD: ContextVar[Stop | None] = ContextVar("stop", default=None)


@contextmanager
def listening(to: Stop) -> Generator[None]:
    """What is sent meanwhile listens to this one."""
    token = _HEARD.set(to)
    try:
        yield
    finally:
        _HEARD.reset(token)


def is_stopped() -> bool:
    """Whether nothing more is to begin."""
    stop = _HEARD.get()
    return stop is not None and stop.said


def when_stopped(act: Callable[[], None]) -> None:
    """Does this once nothing more is to begin."""
    if stop := _HEARD.get():
        stop.then(act)
