"""Which hand-overs are out, so that no kind of work crowds out another: each kind has a lane with little room.

A task that is not enqueued yet needs no lease, blocks no other, and any worker may take it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from api.core.tasks import Lease

BATCH = 100
"""Tasks in a job at most."""
ROOM = 10
"""Jobs of one kind that may wait or run."""
LONG = frozenset({"import_roster"})
"""Kinds whose every task is long: one a job, and few at once."""
LONG_ROOM = 2
LOST = 2
"""A task that was lost or failed so often travels alone: perhaps it takes its worker down with it."""
FORGOTTEN = timedelta(hours=1)
"""So long a job is looked after; no handler may take longer."""


class Out(msgspec.Struct, frozen=True, kw_only=True):
    """A job that was handed over."""

    kind: str
    leases: list[Lease]
    at: datetime


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks that may travel in one job: those of a kind, save the long ones and the dangerous ones."""

    kind: str
    alone: bool

    @classmethod
    def of(cls, kind: str, failures: int) -> "Load":
        """The load a task belongs to."""
        return cls(kind=kind, alone=kind in LONG or failures >= LOST)

    @property
    def size(self) -> int:
        """Tasks in one job."""
        return 1 if self.alone else BATCH

    def jobs(self, tasks: int) -> int:
        """How many jobs so many tasks make."""
        return -(-tasks // self.size)


class Lanes:
    """The jobs of one relay that wait or run."""

    def __init__(self) -> None:
        self._out: dict[str, Out] = {}

    def add(self, job_id: str, kind: str, leases: Sequence[Lease], at: datetime) -> None:
        """A job was handed over."""
        self._out[job_id] = Out(kind=kind, leases=list(leases), at=at)

    def names(self) -> list[str]:
        """The jobs that were out when last looked at."""
        return list(self._out)

    def retain(self, still_there: Iterable[str], now: datetime) -> None:
        """Forgets the jobs that are done, lost or too old."""
        self._out = {n: self._out[n] for n in still_there if self._out[n].at > now - FORGOTTEN}

    def leases(self, names: Iterable[str]) -> dict[int, list[Lease]]:
        """The leases of these jobs, by organisation."""
        found: dict[int, list[Lease]] = {}
        for name in names:
            for lease in self._out[name].leases if name in self._out else []:
                found.setdefault(lease.org_id, []).append(lease)
        return found

    def full(self, collected: Mapping[Load, Sequence[Lease]] | None = None) -> list[str]:
        """The kinds that have no room left, once what was collected is out too."""
        jobs = Counter(out.kind for out in self._out.values())
        for load, leases in (collected or {}).items():
            jobs[load.kind] += load.jobs(len(leases))
        return sorted(kind for kind, count in jobs.items() if count >= (LONG_ROOM if kind in LONG else ROOM))
