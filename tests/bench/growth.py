"""S1: the same requests with a whole city loaded: 1,656,700 students (GUA 1.4) instead of 10,000."""

from pathlib import Path

from tests.bench.booking import bookings, fill
from tests.bench.load import MakeRequest, request
from tests.bench.reading import AGENDA, HOME, ROWS
from tests.bench.row import Row, Sample, interleave
from tests.bench.servers import Server
from tests.bench.side import measure
from tests.bench.stage import FULL, SMALL, Stage, api, stage


async def s1(folder: Path) -> list[Row]:
    """p50 of a booking, the agenda and the first screen, full to small; both databases in one run, slices in turn."""
    async with (
        stage(folder / "small", SMALL) as small,
        stage(folder / "full", FULL) as full,
        api(small) as small_server,
        api(full) as full_server,
    ):
        await fill(small, small_server, ROWS)
        await fill(full, full_server, ROWS)
        limit, ours = Kinds(small, small_server), Kinds(full, full_server)
        medians = await interleave(limit.book, ours.book, limit.home, ours.home, limit.agenda, ours.agenda)
        names = ("book a slot", "first screen", "agenda of 20 rows")
        return [
            Row(id="S1", what=f"p50 with {FULL:,} students, to {SMALL:,}: {name}", unit="ms", limit=few.figure,
                ours=many.figure, goal=1.05, at_most=True)
            for name, few, many in zip(names, medians[::2], medians[1::2], strict=True)
        ]  # fmt: skip


class Kinds:
    """The requests to one of the two databases; the figures are p50 in milliseconds."""

    def __init__(self, ready: Stage, server: Server) -> None:
        self._ready = ready
        self._server = server
        self._made = (ROWS + 1) * len(ready.families)

    async def book(self) -> Sample:
        """Some seconds of bookings."""
        load, sample = await measure(self._ready, self._server, bookings(self._ready, self._made), 201)
        self._made += len(load.times) + len(self._ready.families)
        return Sample(figure=load.percentile(0.5) * 1000, micros=sample.micros)

    async def home(self) -> Sample:
        """Some seconds of first screens."""
        return await self._gets(HOME)

    async def agenda(self) -> Sample:
        """Some seconds of agendas."""
        return await self._gets(AGENDA)

    async def _gets(self, path: str) -> Sample:
        families = self._ready.families
        asked: MakeRequest = lambda n: request("GET", path, families[n % len(families)].token)
        load, sample = await measure(self._ready, self._server, asked, 200)
        return Sample(figure=load.percentile(0.5) * 1000, micros=sample.micros)
