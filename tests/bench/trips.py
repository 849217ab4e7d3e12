"""R1c: round trips of a request, counted on PostgreSQL's socket, and what it takes when each way lasts 5 ms longer."""

import tempfile
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlsplit

from tests.bench.booking import bookings, fill
from tests.bench.load import MakeRequest, drive, request
from tests.bench.people import add_organisation
from tests.bench.proxy import Wire, proxy
from tests.bench.reading import AGENDA, HOME, ROWS
from tests.bench.row import Row
from tests.bench.servers import Server
from tests.bench.stage import Stage, api, stage

DELAY = 0.005
TIMES = 40
WARM_UP = 15
"""Requests that go ahead: connections are opened and statements prepared."""


async def r1c(folder: Path) -> list[Row]:
    """Agenda, first screen with one organisation and with two, and booking; one client, one request at a time."""
    with tempfile.TemporaryDirectory() as name:
        async with stage(folder, students=1000, families=8) as ready, proxy(_sockets(ready), Path(name)) as wire:
            env = {key: _through(url, name) for key, url in ready.env.items() if key.startswith("DATABASE_")}
            async with api(ready, **env) as server:
                await fill(ready, server, ROWS)
                trips = Trips(ready, server, wire)
                rows = [
                    await trips.row("agenda of 20 rows", _gets(ready, AGENDA), 200, 2),
                    await trips.row("first screen, one organisation", _gets(ready, HOME), 200, 2),
                    await trips.row("booking", bookings(ready, 21 * len(ready.families)), 201, 4),
                ]
                await add_organisation(ready.superuser_url, ready.families)
                return [*rows, await trips.row("first screen, two organisations", _gets(ready, HOME), 200, 4)]


class Trips:
    """Counts and times one request after the other."""

    def __init__(self, ready: Stage, server: Server, wire: Wire) -> None:
        self._ready = ready
        self._server = server
        self._wire = wire
        self._made = 0

    async def row(self, what: str, make: MakeRequest, status: int, goal: int) -> Row:
        """Round trips of one request: their median, and the p50 without and with the delay."""
        _, near = await self._run(make, status)
        self._wire.delay = DELAY
        turns, far = await self._run(make, status)
        self._wire.delay = 0
        way = (far - near) / (2 * DELAY)
        note = f"p50 {near * 1000:.1f} ms, {far * 1000:.1f} ms with 5 ms added each way: {way:.1f} one after the other"
        return Row(id="R1c", what=f"round trips: {what}", ours=turns, goal=goal, kind="value", at_most=True, note=note)

    async def _run(self, make: MakeRequest, status: int) -> tuple[float, float]:
        turns: list[int] = []

        def counted(number: int) -> bytes:
            turns.append(self._wire.turns)
            return make(self._made + number)

        load = await drive(self._server.port, 1, 120, counted, at_most=TIMES + WARM_UP)
        self._made += TIMES + WARM_UP
        if set(load.statuses) != {status}:
            raise RuntimeError(f"{status} was expected: {load.statuses} {load.body[:300]!r}")
        each = [after - before for before, after in zip(turns[WARM_UP:], turns[WARM_UP + 1 :], strict=False)]
        return median(each), median(load.times[WARM_UP:])


def _gets(ready: Stage, path: str) -> MakeRequest:
    return lambda number: request("GET", path, ready.families[number % len(ready.families)].token)


def _sockets(ready: Stage) -> Path:
    return Path(parse_qs(urlsplit(ready.app_url).query)["host"][0])


def _through(url: str, folder: str) -> str:
    """The same address by the proxy's socket."""
    parts = urlsplit(url)
    return parts._replace(query=f"host={folder}").geturl()
