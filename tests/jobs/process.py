"""The worker as a real process, with a clock file that the test moves."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from tests.servers import Database, environment


class FileTime:
    """The time of several processes; written whole, so that nobody reads half of it. Also a clock for this process."""

    def __init__(self, path: Path, at: datetime) -> None:
        self.path = path
        self.at = at
        self.advance(timedelta())

    def now(self) -> datetime:
        return self.at

    def advance(self, step: timedelta) -> datetime:
        self.at += step
        part = self.path.with_suffix(".part")
        part.write_text(self.at.isoformat())
        part.replace(self.path)
        return self.at


class Worker:
    """`python -m jobs.worker`."""

    def __init__(self, database: Database, redis_url: str, folder: Path, time: FileTime, **more: str) -> None:
        env = environment(database, redis_url, folder, XINQIAO_CLOCK_FILE=str(time.path), **more)
        self.log = folder / "worker.log"
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "jobs.worker"]
            self.process = subprocess.Popen(command, env={**os.environ, **env}, stderr=log, stdout=log)

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def end(self, seconds: float = 40) -> int:
        """SIGTERM; returns the exit code. What it logged is shown where the test failed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        finally:
            print(self.log.read_text())  # noqa: T201
