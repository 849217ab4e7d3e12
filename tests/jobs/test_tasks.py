"""Tasks: done once in effect, fenced, given back."""

import asyncio
from datetime import datetime, timedelta
from random import Random

import msgspec
import pytest

from api.core import tasks
from api.core.clock import FixedClock
from api.core.db import Conn
from api.core.tasks import Lease
from jobs.runner import MAX_FAILURES, BatchHandler, GiveUp, Handler, Job, backoff
from tests.jobs.city import City, until
from tests.jobs.counted import Note, handlers, notes, plan, write, write_once


async def test_due_work_is_done_once(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    for number in range(30):
        await plan(city, org_id, f"k{number}", number, timedelta(minutes=number))
    await city.work(handlers(write_once))
    assert await notes(city, org_id) == ["note-0"]
    clock.advance(timedelta(hours=1))
    await city.work(handlers(write_once))
    assert await notes(city, org_id) == sorted(f"note-{n}" for n in range(30))
    assert (await city.state("note", "k7"))["state"] == "done"


async def test_a_handler_that_does_not_end_its_task_has_it_ended(city: City) -> None:
    async def nothing(job: Job[Note], payload: Note) -> None: ...

    await plan(city, org_id := await city.org(), "quiet")
    await city.work(handlers(nothing))
    assert (await city.state("note", "quiet"))["state"] == "done"
    assert org_id


async def test_facts_stand_even_when_the_task_was_lost(city: City) -> None:
    org_id = await city.org()

    async def moved_meanwhile(job: Job[Note], payload: Note) -> None:
        async with job.record_outcome() as uow:
            await write(job, uow, payload.number)
            if payload.number == 1:
                await plan(city, org_id, "facts", 2)

    await plan(city, org_id, "facts", 1)
    await city.work(handlers(moved_meanwhile))
    assert await notes(city, org_id) == ["note-1", "note-2"]


async def test_a_cancelled_hand_over_waits_until_all_is_given_back(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    org_id, begun, first, gate = await city.org(), list[int](), asyncio.Event(), asyncio.Event()
    release = tasks.release

    async def endless(job: Job[Note], payload: Note) -> None:
        begun.append(payload.number)
        await asyncio.Event().wait()

    async def releases(conn: Conn, lease: Lease, now: datetime) -> None:
        if first.is_set():
            await gate.wait()
        first.set()
        await release(conn, lease, now)

    async def one_is_back() -> bool:
        return "planned" in [(await city.state("note", key))["state"] for key in ("a", "b", "c")]

    monkeypatch.setattr(tasks, "release", releases)
    for key in ("a", "b", "c"):
        await plan(city, org_id, key)
    running = asyncio.create_task(city.runner(handlers(endless)).run("note", (await city.hand())["note"]))
    await until(lambda: asyncio.sleep(0, len(begun) == 3))
    running.cancel()
    await until(one_is_back)
    assert not running.done()
    gate.set()
    await asyncio.wait({running})
    assert {(await city.state("note", key))["state"] for key in ("a", "b", "c")} == {"planned"}


async def test_put_off_comes_again_and_is_no_failure(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    seen: list[int] = []

    async def later(job: Job[Note], payload: Note) -> None:
        seen.append(job.failures)
        async with job.finishing_transaction():
            if len(seen) < 3:
                job.put_off(job.lease, job.now() + timedelta(minutes=10))

    await plan(city, org_id, "later")
    await city.work(handlers(later))
    assert len(seen) == 1
    for _ in range(2):
        clock.advance(timedelta(minutes=10))
        await city.work(handlers(later))
    assert seen == [0, 0, 0]
    assert (await city.state("note", "later"))["state"] == "done"


async def test_failures_wait_longer_and_end_for_good(city: City, clock: FixedClock) -> None:
    await plan(city, await city.org(), "bad")

    async def bad(job: Job[Note], payload: Note) -> None:
        raise RuntimeError("13912345678 must not be kept")

    waits: list[timedelta] = []
    for _ in range(MAX_FAILURES):
        await city.work(handlers(bad))
        waits.append((await city.state("note", "bad"))["due_at"] - clock.now())
        clock.advance(timedelta(hours=1))
    row = await city.state("note", "bad")
    assert row["state"] == "failed"
    assert row["error"] == "RuntimeError"
    assert timedelta(seconds=2) < waits[0] <= timedelta(seconds=5)
    assert timedelta(minutes=7) < waits[12] <= timedelta(minutes=15)
    await city.work(handlers(bad))
    assert (await city.state("note", "bad"))["failures"] == MAX_FAILURES


async def test_what_cannot_be_helped_fails_at_once(city: City) -> None:
    org_id = await city.org()

    async def hopeless(job: Job[Note], payload: Note) -> None:
        raise GiveUp("no-such-file")

    async with city.uow(org_id) as uow:
        await tasks.enqueue(uow, "note", "garbled", GiveUpPayload(other=1), uow.now)
    await plan(city, org_id, "hopeless")
    await city.work(handlers(hopeless))
    assert (await city.state("note", "garbled"))["error"] == "ValidationError"
    assert (await city.state("note", "hopeless"))["error"] == "no-such-file"
    assert {(await city.state("note", k))["state"] for k in ("garbled", "hopeless")} == {"failed"}


class GiveUpPayload(msgspec.Struct, frozen=True, kw_only=True):
    other: int


async def test_a_kind_this_version_does_not_know_waits_for_one_that_does(city: City, clock: FixedClock) -> None:
    await plan(city, await city.org(), "unknown")
    await city.work({})
    assert (await city.state("note", "unknown"))["state"] == "planned"
    clock.advance(timedelta(minutes=1))
    await city.work(handlers(write_once))
    assert (await city.state("note", "unknown"))["state"] == "done"


async def test_one_bad_task_spoils_no_batch(city: City) -> None:
    org_id = await city.org()
    together: list[int] = []

    async def all_at_once(job: Job[Note]) -> None:
        numbers = [p.number for p in job.payloads.values()]
        together.append(len(numbers))
        if 3 in numbers:
            raise RuntimeError
        async with job.record_outcome() as uow:
            for number in numbers:
                await write(job, uow, number)

    for number in range(6):
        await plan(city, org_id, f"b{number}", number)
    await city.work({"note": BatchHandler(payload=Note, handle=all_at_once)})
    assert together[0] == 6
    assert await notes(city, org_id) == [f"note-{n}" for n in (0, 1, 2, 4, 5)]
    assert (await city.state("note", "b3"))["failures"] == 1


async def test_a_handler_that_hangs_is_ended(city: City) -> None:
    async def endless(job: Job[Note], payload: Note) -> None:
        await asyncio.Event().wait()

    await plan(city, await city.org(), "hangs")
    await city.work({"note": Handler(payload=Note, handle=endless, limit=timedelta(milliseconds=20))})
    assert (await city.state("note", "hangs"))["error"] == "TimeoutError"


async def test_progress_is_shown_and_ends_what_was_lost(city: City) -> None:
    org_id = await city.org()
    seen: list[tuple[int, int]] = []

    async def long(job: Job[Note], payload: Note) -> None:
        await job.progress(1, 3)
        row = await city.state("note", "long")
        seen.append((row["progress_done"], row["progress_total"]))
        async with city.uow(org_id) as uow:
            await tasks.cancel(uow, "note", "long")
        await job.progress(2, 3)
        seen.append((0, 0))

    await plan(city, org_id, "long")
    await city.work(handlers(long))
    assert seen == [(1, 3)]


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # the same each time is what is wanted


def test_waits_double_up_to_a_limit() -> None:
    waits = [backoff(n, seeded(1)) for n in range(25)]
    assert waits[0] <= timedelta(seconds=5)
    assert max(waits) <= timedelta(minutes=15)
    assert backoff(10**6, seeded(1)) > timedelta(minutes=7)
    assert len({backoff(3, seeded(n)) for n in range(9)}) == 9
