"""Programs that read bytes of others, forked from a process that has imported them: starting Python is most of what they take.

As with `api.core.programs`, a program has a process of its own with its limits and without our environment, runs as `__main__`, ends with
an exit code, and is killed when nobody waits for it any more.
"""

import asyncio
import importlib
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from api.core import programs

PROGRAMS = ("api.roster.checking", "api.roster.marking")
"""What is forked: each upload of a roster starts one of these, and most tests upload several."""
start_python = programs.run
"""For the tests of the start itself."""
_ROOT = Path(__file__).parents[1]
_NUMBER = struct.Struct("!i")
_LONGEST_NAME = 200


class Forks:
    """Runs programs in the place of `programs.run`. The process that forks them starts with the first one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking: socket.socket | None = None
        self._server: subprocess.Popen[bytes] | None = None

    async def run(self, *arguments: str, data: bytes, wait: float) -> tuple[int, bytes]:
        """As `programs.run`, which runs what is not in PROGRAMS."""
        if arguments[:-1] != ("-s", "-P", "-m") or arguments[-1] not in PROGRAMS:
            return await start_python(*arguments, data=data, wait=wait)
        talk, pid = await asyncio.to_thread(self._fork, arguments[-1])
        answer = asyncio.create_task(asyncio.to_thread(_converse, talk, data))
        try:
            async with asyncio.timeout(wait):
                return await asyncio.shield(answer)
        except BaseException:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            await answer
            raise

    def close(self) -> None:
        """Ends the process that forks."""
        if self._asking and self._server:
            self._asking.close()
            self._server.wait(30)

    def _fork(self, module: str) -> tuple[socket.socket, int]:
        """The socket that a new program reads and writes, and its process id."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._started(), [module.encode()], [theirs.fileno()])
        return ours, _NUMBER.unpack(ours.recv(_NUMBER.size))[0]

    def _started(self) -> socket.socket:
        if self._asking is None:
            self._asking, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
            command = [sys.executable, "-s", "-P", "-m", __name__, str(theirs.fileno())]
            environment = {"PYTHONPATH": str(_ROOT)}
            with theirs:
                self._server = subprocess.Popen(command, env=environment, cwd="/", pass_fds=[theirs.fileno()])
        return self._asking


def _converse(talk: socket.socket, data: bytes) -> tuple[int, bytes]:
    """Gives a program its input; returns its exit code, which follows what it writes, and what it wrote."""
    made = bytearray()
    with talk:
        with suppress(BrokenPipeError, ConnectionResetError):
            talk.sendall(data)
            talk.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):  # how the end looks where the program did not read everything
            while part := talk.recv(1 << 16):
                made += part
    return _NUMBER.unpack(made[-_NUMBER.size :])[0], bytes(made[: -_NUMBER.size])


def serve(asked: socket.socket) -> None:
    """Forks a program for each name of a module that comes with a socket, until the other side is gone."""
    for module in PROGRAMS:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        name, sockets, _, _ = socket.recv_fds(asked, _LONGEST_NAME, 1)
        if not name:
            return
        with socket.socket(fileno=sockets[0]) as talk:
            if os.fork() == 0:
                asked.close()
                _watch(name.decode(), talk)


def _watch(module: str, talk: socket.socket) -> NoReturn:
    """Says how the program ended, after all that it wrote."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if (pid := os.fork()) == 0:
            _run(module, talk)
        talk.sendall(_NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
    finally:
        os._exit(0)


def _run(module: str, talk: socket.socket) -> NoReturn:
    """Is the program. Its id goes first, so that it can be killed."""
    code = 1
    try:
        talk.sendall(_NUMBER.pack(os.getpid()))
        os.dup2(talk.fileno(), 0)
        os.dup2(talk.fileno(), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        talk.close()
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        sys.stdout.flush()
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        os._exit(code)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as end:
        serve(end)
