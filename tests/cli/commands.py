"""Runs commands as an operator does: a process, its exit code and what it says."""

import atexit
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache

import msgspec
import psutil

from api.cli.environment import ROOT
from api.core.embedded.process import until
from tests.cli.forks import Forks


class Said(msgspec.Struct, frozen=True):
    """How a command ended."""

    code: int
    out: str
    err: str


def clean(env: Mapping[str, str]) -> dict[str, str]:
    """An environment with nothing of ours but `env`."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return {**kept, "PYTHONPATH": str(ROOT), **env}


@cache
def forks() -> Forks:
    """One for all tests of a process."""
    made = Forks()
    atexit.register(made.close)
    return made


def run(*words: str, env: Mapping[str, str], seconds: float = 50) -> Said:
    """Runs a command to its end, in a process that has its imports already."""
    return Said(*forks().run(words, clean(env), seconds))


def run_alone(*words: str, env: Mapping[str, str], seconds: float = 50) -> Said:
    """Runs a command to its end as an operator does, imports and all."""
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        env=clean(env),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def start(*words: str, env: Mapping[str, str]) -> "subprocess.Popen[str]":
    """Starts a command that stays."""
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", *words],
        env=clean(env),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def family(pid: int) -> list[psutil.Process]:
    """A process and all below it."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def gone(processes: list[psutil.Process], seconds: float = 30) -> bool:
    """Waits until none of them runs any more."""
    return until(lambda: not any(_alive(one) for one in processes), seconds)


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def only_sentence(said: Said) -> str:
    """What an operator reads: one line, and no traceback."""
    assert said.code != 0, said
    lines = said.err.strip().splitlines()
    assert len(lines) == 1, said
    assert "Traceback" not in said.err
    return lines[0]
