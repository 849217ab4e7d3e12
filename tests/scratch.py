"""Where tests put their files: in memory if the machine has a place for them.

Each database that PostgreSQL copies for a test is some thousand files: 0.03 s of CPU in memory, 0.38 s on a disk.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  what is made there is made by mkdtemp: nobody can be first
ENOUGH = 2_000_000_000
"""Bytes that a run may need there; a container often has 64 MB."""


def use_memory(place: Path = MEMORY) -> None:
    """Temporary files of this process, and of those that it starts, go to `place` unless somebody chose another."""
    if "TMPDIR" in os.environ or not os.access(place, os.W_OK) or shutil.disk_usage(place).free < ENOUGH:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(place)
