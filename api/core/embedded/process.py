"""Child processes that never outlive us, and the end of those that a crash left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec
import psutil

PARENT_DEATH = Path(__file__).with_name("parent_death.py")
PAUSE = 0.02
"""Seconds between two looks at something that gives no other sign."""


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a server runs as."""

    uid: int
    gid: int


def spawn(
    command: Sequence[str | Path],
    *,
    death: signal.Signals,
    user: User | None = None,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
) -> "subprocess.Popen[bytes]":
    """Starts a program in a session of its own, deaf to the terminal's Ctrl-C.

    `death` is what it gets when the calling *thread* ends: call it from one that lives as long as the program should.
    """
    uid, gid = (user.uid, user.gid) if user else (-1, -1)
    parent_death = [
        sys.executable,
        "-I",
        "-S",
        str(PARENT_DEATH),
        str(os.getpid()),
        str(int(death)),
        str(uid),
        str(gid),
    ]
    return subprocess.Popen(
        [*parent_death, *map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=dict(env) if env is not None else None,
        cwd="/" if user else None,
        start_new_session=True,
    )


def stop(process: "subprocess.Popen[bytes]", *steps: tuple[signal.Signals, float]) -> None:
    """Ends a child: each signal in turn with the seconds it is given, SIGKILL last."""
    for name, seconds in (*steps, (signal.SIGKILL, 10.0)):
        if process.poll() is not None:
            return
        process.send_signal(name)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)


def open_log(path: Path, *, empty: bool) -> IO[bytes]:
    """A file for a server's output that only we can read."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if empty else os.O_APPEND)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Waits until `done`; False when the time is up."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True


def leftover(pid_file: Path, program: str, folder: Path) -> psutil.Process | None:
    """The process of a pid file, if it is alive and really is `program` working in `folder`."""
    try:
        process = psutil.Process(int(pid_file.read_text().split(maxsplit=1)[0]))
        ours = process.name() == program and Path(process.cwd()) == folder
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process if ours and process.status() != psutil.STATUS_ZOMBIE else None


def end_leftover(pid_file: Path, program: str, folder: Path, *names: signal.Signals) -> None:
    """Ends a server that a crash of ours left behind, and removes its pid file. The caller holds the folder's lock."""
    for name in (*names, signal.SIGKILL):
        process = leftover(pid_file, program, folder)
        if process is None:
            break
        family = [process, *process.children(recursive=True)]
        with suppress(psutil.NoSuchProcess):
            process.send_signal(name)
        psutil.wait_procs(family, timeout=20)
    pid_file.unlink(missing_ok=True)
