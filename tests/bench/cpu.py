"""CPU seconds that a server really used: a rate on a shared machine says little, the CPU of an operation says what it costs."""

import os
from contextlib import suppress
from pathlib import Path

import psutil

_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Measures process trees from its making on. `trees` names each root's process id."""

    def __init__(self, **trees: int) -> None:
        self._trees = trees
        self._before = {name: seconds(root) for name, root in trees.items()}

    def micros(self, operations: int) -> dict[str, float]:
        """CPU microseconds for each operation since the start, by tree."""
        used = {name: seconds(root) - self._before[name] for name, root in self._trees.items()}
        return {name: spent * 1e6 / max(operations, 1) for name, spent in used.items()}


def seconds(root: int) -> float:
    """CPU seconds of a process and its descendants, those that have ended included once their parent took note."""
    return sum(_alive(pid) + _ended(pid) for pid in family(root))


def family(root: int) -> list[int]:
    """A process and its descendants."""
    with suppress(psutil.NoSuchProcess):
        return [root, *(child.pid for child in psutil.Process(root).children(recursive=True))]
    return [root]


def _alive(pid: int) -> float:
    total = 0
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def _ended(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / _TICKS  # cutime and cstime: the children that were waited for
