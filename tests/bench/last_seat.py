"""B2: two hundred phones ask for one last seat, beside the same load that is answered 401 without a database."""

from collections import Counter
from pathlib import Path
from uuid import uuid4

import msgspec

from tests.bench.booking import PATH, fill
from tests.bench.cpu import Meter
from tests.bench.load import Load, MakeRequest, drive, request
from tests.bench.people import Family
from tests.bench.row import Row, Sample, cpu, interleave
from tests.bench.servers import Server
from tests.bench.stage import Stage, api, stage

PHONES = 200
FILLED = 5
"""Bookings of each family before the first crowd."""
_LONGEST = 60  # seconds


class Crowd:
    """All families ask for the first one's next slot; `known` is false for those whose token cannot be one."""

    def __init__(self, ready: Stage, server: Server, *, known: bool) -> None:
        self._ready = ready
        self._server = server
        self._known = known
        self._turn = FILLED

    async def side(self) -> Sample:
        """Milliseconds until the last of them is answered."""
        meter = Meter(API=self._server.pid, PostgreSQL=self._ready.postgres)
        load = await drive(self._server.port, PHONES, _LONGEST, self._make(), at_most=PHONES)
        self._check(load)
        self._turn += 1
        return Sample(figure=load.seconds * 1000, micros=meter.micros(PHONES))

    def _make(self) -> MakeRequest:
        wanted = self._ready.families[0].booking(self._turn, self._ready.first)

        def make(number: int) -> bytes:
            family = self._ready.families[(number - 1) % PHONES]
            token = family.token if self._known else "nobody"
            return request("POST", PATH, token, _as(family, wanted), f"Idempotency-Key: {uuid4().hex}\r\n")

        return make

    def _check(self, load: Load) -> None:
        expected = Counter({201: 1, 409: PHONES - 1} if self._known else {401: PHONES})
        if Counter(load.statuses) != expected:
            raise RuntimeError(f"B2: {dict(expected)} was expected, not {load.statuses} {load.body[:300]!r}")


def _as(family: Family, body: bytes) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(body) | {"studentId": family.student_id})


async def b2(folder: Path) -> list[Row]:
    """The time until everybody is answered: one winner, 199 told that it is taken, no 5xx."""
    async with stage(folder, students=1000, families=PHONES) as ready, api(ready) as server:
        await fill(ready, server, FILLED)
        unknown, known = Crowd(ready, server, known=False), Crowd(ready, server, known=True)
        light, asked = await interleave(unknown.side, known.side, slices=5)
        deadlocks = ready.servers.superuser("select deadlocks from pg_stat_database where datname = 'xinqiao'").strip()
        note = f"1 winner, {deadlocks} deadlocks, 0 5xx in each; CPU: {cpu(asked)}; limit: {cpu(light)}"
        what = "200 people ask for the last seat; to the same load answered 401 without a database"
        return [Row(id="B2", what=what, unit="ms", limit=light.figure, ours=asked.figure, goal=2.5, at_most=True, note=note)]  # fmt: skip
