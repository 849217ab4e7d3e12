"""S1: the same requests with a whole city loaded: 1,656,700 students (GUA 1.4) instead of 10,000."""

from pathlib import Path

from tests.bench.booking import bookings
from tests.bench.load import drive, request
from tests.bench.ratio import Ratio
from tests.bench.reading import CLIENTS, fill
from tests.bench.stage import FULL, SMALL, Stage, api, stage

SLICES = 5
SECONDS = 4


async def s1(folder: Path) -> list[Ratio]:
    """p50 of a booking and of the first screen, full to small; both databases in one run, slices in turn."""
    async with (
        stage(folder / "small", SMALL) as small,
        stage(folder / "full", FULL) as full,
        api(small) as small_port,
        api(full) as full_port,
    ):
        await fill(small, small_port)
        await fill(full, full_port)
        limit, ours = Side(small, small_port), Side(full, full_port)
        for _ in range(SLICES + 1):
            for side in (limit, ours):
                await side.slice()
        names = {"book": "S1 p50 of a booking", "home": "S1 p50 of the first screen"}
        return [
            Ratio(name=name, uow="ms", limit=limit.median(kind), ours=ours.median(kind), goal=1.15, at_most=True)
            for kind, name in names.items()
        ]


class Side:
    """One of the two databases under load."""

    def __init__(self, ready: Stage, port: int) -> None:
        self._stage = ready
        self._port = port
        self._made = 21 * len(ready.families)
        self._p50: dict[str, list[float]] = {"book": [], "home": []}

    async def slice(self) -> None:
        """A few seconds of each kind of request."""
        booked = await drive(self._port, CLIENTS, SECONDS, bookings(self._stage, self._made))
        self._made += len(booked.times) + len(self._stage.families)
        asked = [request("GET", "/api/v1/me/home", f.token) for f in self._stage.families]
        read = await drive(self._port, CLIENTS, SECONDS, lambda n: asked[n % len(asked)])
        if set(booked.statuses) != {201} or set(read.statuses) != {200}:
            raise RuntimeError(f"S1: {booked.statuses} {read.statuses}")
        self._p50["book"].append(booked.percentile(0.5) * 1000)
        self._p50["home"].append(read.percentile(0.5) * 1000)

    def median(self, kind: str) -> float:
        """The median p50 in ms, the warm-up left out."""
        counted = sorted(self._p50[kind][1:])
        return counted[len(counted) // 2]
