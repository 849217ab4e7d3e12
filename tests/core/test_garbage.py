"""Memory that a process has no use for goes back to the system."""

import re
from pathlib import Path

from api.core import garbage

MEGABYTE = 1 << 20


def test_memory_that_is_free_again_goes_back() -> None:
    """Small blocks below one that stays in use: without being told, glibc keeps all of them."""
    blocks = [bytes(1000) for _ in range(64_000)]
    kept = blocks[-1]
    del blocks
    before = _held()
    garbage.give_back()
    assert before - _held() > 32 * MEGABYTE
    assert kept


def _held() -> int:
    """Bytes of this process's own."""
    found = re.search(r"^Private_Dirty:\s+(\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return int(found.group(1)) * 1024
