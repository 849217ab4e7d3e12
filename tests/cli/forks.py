"""Runs commands in forks of a process that has imported them: their imports take a second of the processor, their work a tenth.

A fork is a process of its own with the environment, the directory and the output that it is given. What happens before `main`
(options of Python, the encoding of the output) is the parent's: `commands.run_alone` starts a command as an operator does.
"""

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from api.cli.environment import ROOT

LONGEST = 100_000
"""Bytes of a request."""
IMPORTED = ("api.app", "api.cli.bounded", "jobs.worker", "uvicorn", "uvloop")
"""What commands import when they run, besides their own module."""


class Forks:
    """The parent, and the socket on which it is asked."""

    def __init__(self) -> None:
        self._link, theirs = socket.socketpair()
        with theirs:
            self._parent = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.forks", str(theirs.fileno())],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def run(self, words: Sequence[str], env: Mapping[str, str], seconds: float) -> tuple[int, str, str]:
        """Exit code, output and errors of one command. Raises TimeoutError and ends everything when it takes longer."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            request = json.dumps({"words": words, "env": dict(env)}).encode()
            assert len(request) < LONGEST
            socket.send_fds(self._link, [request], [out.fileno(), err.fileno()])
            self._link.settimeout(seconds)
            try:
                answer = self._link.recv(LONGEST)
            except TimeoutError:
                self.close()
                raise
            assert answer, "the parent of the commands has ended"
            said = [file.read().decode() for file in (out, err) if file.seek(0) == 0]
            return int(answer), said[0], said[1]

    def close(self) -> None:
        """Ends the parent, and a command that still runs."""
        self._link.close()
        if self._parent.poll() is None:
            os.killpg(self._parent.pid, signal.SIGKILL)
        self._parent.wait()


def serve(link: socket.socket) -> list[str] | None:
    """Forks for each request and answers with the exit code. In a fork, returns the words of its command."""
    while True:
        request, files, _, _ = socket.recv_fds(link, LONGEST, 2)
        if not request:
            return None
        asked: dict[str, Any] = json.loads(request)
        out, err = files
        child = os.fork()
        if child == 0:
            link.close()
            os.dup2(out, 1)
            os.dup2(err, 2)
            os.environ.clear()
            os.environ.update(asked["env"])
            return asked["words"]
        os.close(out)
        os.close(err)
        link.sendall(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def prepare() -> Any:
    """Imports what commands need; returns what runs one. No thread may be running: a fork would lose it."""
    main = import_module("api.cli.__main__")
    for module in {f"api.cli.{module}" for module, _ in main.COMMANDS.values()} | set(IMPORTED):
        import_module(module)
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()  # a collection in a fork would copy all of it
    return main.main


def leave(run: Callable[[list[str]], int], words: list[str]) -> NoReturn:
    """Ends a fork as Python ends, but leaves what was imported as it is: taking it apart takes longer than most commands."""
    try:
        code = run(words)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:  # as Python does with what nobody caught
        traceback.print_exc()
        code = 1
    threading._shutdown()  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue, reportUnknownMemberType]
    atexit._run_exitfuncs()  # pyright: ignore[reportPrivateUsage]
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run = prepare()
    words = serve(socket.socket(fileno=int(sys.argv[1])))
    if words is not None:
        sys.argv = [str(Path(ROOT, "api", "cli", "__main__.py")), *words]
        leave(run, words)
