"""B1: a booking over HTTP beside its own SQL in pgbench. B2: two hundred phones and one last seat."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

from api.core import config
from tests.bench import pgbench
from tests.bench.capture import capture, script
from tests.bench.load import Load, MakeRequest, drive, request
from tests.bench.people import ORG
from tests.bench.ratio import Ratio, compare
from tests.bench.stage import Stage, api, stage

PATH = f"/api/v1/orgs/{ORG}/bookings"
CLIENTS = 8
SECONDS = 4


def bookings(stage: Stage, first: int = 0) -> MakeRequest:
    """The n-th booking: families in turn, each one slot later than its last."""

    def make(number: int) -> bytes:
        turn, who = divmod(first + number, len(stage.families))
        family = stage.families[who]
        body = family.booking(turn, stage.first)
        return request("POST", PATH, family.token, body, f"Idempotency-Key: {uuid4().hex}\r\n")

    return make


async def b1(folder: Path) -> list[Ratio]:
    """Bookings a second, everything on, to the same statements in pgbench."""
    async with stage(folder) as ready:
        scripts = await captured(ready)
        # The captured bookings took each family's first slot.
        made = 2 * len(ready.families)
        async with api(ready) as port:
            seen: list[Load] = []

            async def ours() -> float:
                nonlocal made
                load = await drive(port, CLIENTS, SECONDS, bookings(ready, made))
                made += len(load.times) + len(ready.families)
                seen.append(load)
                _all_booked(load)
                return load.rate

            async def limit() -> float:
                return (await pgbench.run(ready.app_url, scripts, CLIENTS, SECONDS)).rate

            ratio = await compare("B1 book a slot", "/s", limit, ours, 0.45)
            times = Load(seconds=1, times=[t for s in seen[1:] for t in s.times], statuses={}, body=b"")
            p99 = Ratio(
                name="B1 p99 at 8 clients",
                uow="ms",
                limit=50,
                ours=times.percentile(0.99) * 1000,
                goal=1,
                at_most=True,
                note=f"p50 {times.percentile(0.5) * 1000:.1f} ms",
            )
            return [ratio, p99]


async def captured(ready: Stage, most: int = 64) -> list[str]:
    """pgbench scripts made of what a booking of each family really ran."""
    settings = config.load(ready.env)
    scripts: list[str] = []
    for number, family in enumerate(ready.families[:most]):
        headers = {"authorization": f"Bearer {family.token}", "idempotency-key": f"bench-key-{number}"}
        send: dict[str, Any] = {
            "method": "POST",
            "url": PATH,
            "content": family.booking(0, ready.first),
            "headers": headers | {"content-type": "application/json"},
        }
        statements, made = await capture(settings, send)
        scripts.append(script(statements, made["bookingId"], ready.first))
    return scripts


async def b2(folder: Path) -> list[Ratio]:
    """200 clients ask for one slot at once: one winner, no 5xx, all answered within thrice the same load without database.

    That load is the same requests to the same server, by 200 whose token cannot be one: read, checked, answered, no connection taken.
    """
    async with stage(folder, students=1000, families=200) as ready, api(ready) as port:
        target = ready.families[0]
        longest: list[float] = []
        lightest: list[float] = []
        for turn in range(5):
            body = target.booking(turn, ready.first)

            def make(number: int, body: bytes = body) -> bytes:
                family = ready.families[(number - 1) % 200]
                own = body.replace(str(target.student_id).encode(), str(family.student_id).encode())
                return request("POST", PATH, family.token, own, f"Idempotency-Key: {uuid4().hex}\r\n")

            def unknown(_: int, body: bytes = body) -> bytes:
                return request("POST", PATH, "nobody", body, f"Idempotency-Key: {uuid4().hex}\r\n")

            load = await drive(port, 200, 30, make, at_most=200)
            light = await drive(port, 200, 30, unknown, at_most=200)
            statuses = Counter(load.statuses)
            if (statuses[201], statuses[409]) != (1, 199):
                raise RuntimeError(f"B2: one winner and 199 told so were expected, not {dict(statuses)}")
            if turn:
                longest.append(load.seconds * 1000)
                lightest.append(light.seconds * 1000)
        longest.sort()
        lightest.sort()
        note = f"1 winner, 0 deadlocks, 0 5xx in each of 5; all answered in {longest[0]:.0f}–{longest[-1]:.0f} ms"
        middle = len(longest) // 2
        line = Ratio(
            name="B2 200 on one seat",
            uow="ms",
            limit=lightest[middle],
            ours=longest[middle],
            goal=3,
            at_most=True,
            note=note,
        )
        return [line]


def _all_booked(load: Load) -> None:
    refused = {s: n for s, n in load.statuses.items() if s != 201}
    if refused:
        raise RuntimeError(f"bookings were refused: {refused} {load.body[:300]!r}")
