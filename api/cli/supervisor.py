"""Runs several programs as one: when one ends or we are asked to stop, all stop, and nothing is left."""

import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress

PAUSE = 0.2
"""Seconds between two looks at the children."""

Children = Mapping[str, "subprocess.Popen[bytes]"]


def ask_by_signals() -> None:
    """SIGTERM, and SIGHUP unless we run under nohup, are from now on what Ctrl-C is: KeyboardInterrupt."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(name) != signal.SIG_IGN:
            signal.signal(name, signal.default_int_handler)


def hear_nothing_more() -> None:
    """While we stop, further signals would only leave resources half stopped."""
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)


def ended(children: Children) -> str | None:
    """The first child that has ended, if any."""
    return next((name for name, process in children.items() if process.poll() is not None), None)


def watch(children: Children) -> str:
    """Waits until one ends and returns its name. KeyboardInterrupt passes through."""
    while (name := ended(children)) is None:
        time.sleep(PAUSE)
    return name


def stop_all(children: Children, seconds: float) -> None:
    """Asks all at once to end, and ends what has not after `seconds`."""
    for process in children.values():
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    for process in children.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    for process in children.values():
        if process.poll() is None:
            process.kill()
            process.wait()
