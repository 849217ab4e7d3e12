"""Leases: only the holder of a task may end it."""

import asyncio
from datetime import timedelta

import pytest

from api.core import tasks
from api.core.clock import FixedClock
from jobs import runner
from jobs.runner import MAX_FAILURES, Job, TaskLost
from tests.jobs.city import City, until
from tests.jobs.counted import Note, handlers, notes, plan, write, write_once


async def test_the_same_hand_over_twice_has_one_effect(city: City) -> None:
    """Valkey may repeat a job; several workers may run it side by side."""
    org_id, here, everybody = await city.org(), list[int](), asyncio.Event()

    async def together(job: Job[Note], payload: Note) -> None:
        here.append(1)
        if len(here) == 3:
            everybody.set()
        await everybody.wait()
        await write_once(job, payload)

    await plan(city, org_id, "twice", 1)
    leases = (await city.hand())["note"]
    await asyncio.gather(*(city.runner(handlers(together)).run("note", leases) for _ in range(3)))
    await city.runner(handlers(together)).run("note", leases)
    assert await notes(city, org_id) == ["note-1"]


async def test_taken_over_while_running_is_fenced(city: City, clock: FixedClock) -> None:
    org_id, begun, slow = await city.org(), asyncio.Event(), asyncio.Event()

    async def hangs(job: Job[Note], payload: Note) -> None:
        begun.set()
        await slow.wait()
        await write_once(job, payload)

    await plan(city, org_id, "slow", 1)
    running = asyncio.create_task(city.runner(handlers(hangs)).run("note", (await city.hand())["note"]))
    await begun.wait()
    clock.advance(runner.LEASE)
    newer = (await city.hand())["note"]  # leased to another worker, which runs it
    slow.set()
    await running
    assert await notes(city, org_id) == []
    await city.runner(handlers(write_once)).run("note", newer)
    assert await notes(city, org_id) == ["note-1"]


async def test_moved_while_running_is_fenced(city: City) -> None:
    org_id = await city.org()
    seen: list[int] = []

    async def moved_meanwhile(job: Job[Note], payload: Note) -> None:
        seen.append(payload.number)
        async with job.finishing_transaction() as uow:
            await write(job, uow, payload.number)
            if payload.number == 1:
                await plan(city, org_id, "moved", 2)

    await plan(city, org_id, "moved", 1)
    await city.work(handlers(moved_meanwhile))
    assert seen == [1, 2]
    assert await notes(city, org_id) == ["note-2"]


async def test_withdrawn_while_running_has_no_effect(city: City) -> None:
    org_id = await city.org()
    lost: list[bool] = []

    async def withdrawn_meanwhile(job: Job[Note], payload: Note) -> None:
        async with city.uow(org_id) as uow:
            assert await tasks.cancel(uow, "note", "withdrawn")
        try:
            async with job.finishing_transaction() as uow:
                await write(job, uow, payload.number)
        except TaskLost:
            lost.append(True)
            raise

    await plan(city, org_id, "withdrawn", 3)
    await city.work(handlers(withdrawn_meanwhile))
    assert lost == [True]
    assert await notes(city, org_id) == []
    assert (await city.state("note", "withdrawn"))["state"] == "cancelled"


async def test_withdrawn_in_time_never_runs(city: City) -> None:
    org_id = await city.org()
    await plan(city, org_id, "early", 4)
    leases = (await city.hand())["note"]
    async with city.uow(org_id) as uow:
        await tasks.cancel(uow, "note", "early")
    await city.runner(handlers(write_once)).run("note", leases)
    assert await notes(city, org_id) == []


async def test_stopping_hands_tasks_back_untouched(city: City) -> None:
    org_id = await city.org()
    begun = asyncio.Event()

    async def endless(job: Job[Note], payload: Note) -> None:
        begun.set()
        await asyncio.Event().wait()

    await plan(city, org_id, "stopped", 5)
    leases = (await city.hand())["note"]
    running = asyncio.create_task(city.runner(handlers(endless)).run("note", leases))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    row = await city.state("note", "stopped")
    assert (row["state"], row["failures"]) == ("planned", 0)
    await city.work(handlers(write_once))
    assert await notes(city, org_id) == ["note-5"]


async def test_a_lapsed_lease_is_taken_over_and_counted(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    await plan(city, org_id, "lapsed", 6)
    (old,) = (await city.hand())["note"]
    assert await city.hand() == {}
    clock.advance(runner.LEASE)
    (new,) = (await city.hand())["note"]
    assert (new.task_id, new.attempt) == (old.task_id, old.attempt + 1)
    run = city.runner(handlers(write_once)).run
    await run("note", [old])
    assert await notes(city, org_id) == []
    await run("note", [new])
    assert await notes(city, org_id) == ["note-6"]


async def test_a_task_that_kills_its_workers_is_given_up(city: City, clock: FixedClock) -> None:
    await plan(city, await city.org(), "deadly", 7)
    for _ in range(MAX_FAILURES):
        assert await city.hand()
        clock.advance(runner.LEASE)
    handed = await city.hand()
    await city.runner(handlers(write_once)).run("note", handed["note"])
    row = await city.state("note", "deadly")
    assert (row["state"], row["error"]) == ("failed", "lost-too-often")


async def test_a_lease_is_kept_while_its_handler_is_at_work(
    city: City, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan(city, await city.org(), "kept")
    leases = (await city.hand())["note"]
    monkeypatch.setattr(runner, "LEASE", timedelta(seconds=0.1))
    before = (await city.state("note", "kept"))["lease_until"]
    clock.advance(timedelta(minutes=5))

    async def waits(job: Job[Note], payload: Note) -> None:
        async def kept() -> bool:
            return (await city.state("note", "kept"))["lease_until"] > before

        await until(kept)

    await city.runner(handlers(waits)).run("note", leases)
    assert (await city.state("note", "kept"))["state"] == "done"


async def test_a_task_of_one_organisation_is_out_of_reach_of_another(city: City) -> None:
    org_id, other = await city.org(), await city.org()
    await plan(city, org_id, "mine")
    (lease,) = (await city.hand())["note"]
    stolen = tasks.Lease(org_id=other, task_id=lease.task_id, attempt=lease.attempt)
    await city.runner(handlers(write_once)).run("note", [stolen])
    assert (await city.state("note", "mine"))["state"] == "handed"
