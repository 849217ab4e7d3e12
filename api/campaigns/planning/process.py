"""The solver's process: `python -m api.campaigns.planning.process`. Reads a task as a line of JSON, writes outcomes as lines of JSON.

It is a process of its own since HiGHS holds a core for seconds, and since what it needs of memory goes back to the machine when it ends.
"""

import os
import signal
import sys
import threading

import msgspec

from api.campaigns.planning.planner import plan
from schemas.campaigns.planning import Outcome, Progress, SolverTask

NICE = 10
"""A plan can wait; messages and requests of the same machine can't."""


def main() -> int:
    """Solves the one task of standard input. Ends by itself when its parent has gone, or far beyond its time."""
    os.nice(NICE)
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=SolverTask)
    signal.alarm(int(task.seconds + task.reasons) + 30)
    _end_with_parent()
    try:
        found = plan(task.problem, seconds=task.seconds, reasons=task.reasons, tell=_tell)
    except Exception as error:  # whatever it is, the parent has to hear of it
        _write(Outcome(failure=f"{type(error).__name__}: {error}"))
        return 1
    _write(Outcome(plan=found))
    return 0


def _end_with_parent() -> None:
    """The parent keeps our standard input open for as long as it wants the plan."""

    def watch() -> None:
        # Not through sys.stdin: the interpreter can't end while a thread waits in its buffer.
        while os.read(0, 4096):
            pass
        os._exit(2)

    threading.Thread(target=watch, daemon=True).start()


def _tell(progress: Progress) -> None:
    _write(Outcome(progress=progress))


def _write(outcome: Outcome) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(outcome) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
