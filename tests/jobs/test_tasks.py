"""Tasks: done once in effect, fenced, given back."""

import asyncio
from datetime import timedelta
from random import Random

import msgspec
import pytest

from api.core import tasks
from api.core.access import Action
from api.core.clock import FixedClock
from jobs import runner
from jobs.runner import MAX_FAILURES, GiveUp, Handler, Handlers, Job, TaskLost, Together, backoff
from tests.jobs.city import City, until


class Note(msgspec.Struct, frozen=True, kw_only=True):
    number: int


async def plan(city: City, org_id: int, key: str, number: int = 0, wait: timedelta = timedelta()) -> None:
    async with city.unit(org_id) as unit:
        await tasks.plan(unit, "note", key, Note(number=number), unit.now + wait)


async def write(job: Job[Note], unit: "runner.Unit", number: int) -> None:
    """An effect that can be counted: a row of the audit."""
    unit.changed(Action.ME, f"note-{number}", None)


async def notes(city: City, org_id: int) -> list[str]:
    rows = await city.rows("select thing from audit_changes where org_id = $1 and thing like 'note-%'", org_id)
    return sorted(row["thing"] for row in rows)


def handlers(handle: "runner.Callable[[Job[Note], Note], runner.Awaitable[None]]") -> Handlers:
    return {"note": Handler(payload=Note, handle=handle)}


async def write_once(job: Job[Note], payload: Note) -> None:
    async with job.last() as unit:
        await write(job, unit, payload.number)


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
    newer = (await city.hand())["note"]  # in another worker's hands, at work there
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
        async with job.last() as unit:
            await write(job, unit, payload.number)
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
        async with city.unit(org_id) as unit:
            assert await tasks.cancel(unit, "note", "withdrawn")
        try:
            async with job.last() as unit:
                await write(job, unit, payload.number)
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
    async with city.unit(org_id) as unit:
        await tasks.cancel(unit, "note", "early")
    await city.runner(handlers(write_once)).run("note", leases)
    assert await notes(city, org_id) == []


async def test_facts_stand_even_when_the_task_was_lost(city: City) -> None:
    org_id = await city.org()

    async def moved_meanwhile(job: Job[Note], payload: Note) -> None:
        async with job.facts() as unit:
            await write(job, unit, payload.number)
            if payload.number == 1:
                await plan(city, org_id, "facts", 2)

    await plan(city, org_id, "facts", 1)
    await city.work(handlers(moved_meanwhile))
    assert await notes(city, org_id) == ["note-1", "note-2"]


async def test_put_off_comes_again_and_is_no_failure(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    seen: list[int] = []

    async def later(job: Job[Note], payload: Note) -> None:
        seen.append(job.failures)
        async with job.last():
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

    async with city.unit(org_id) as unit:
        await tasks.plan(unit, "note", "garbled", GiveUpPayload(other=1), unit.now)
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
        async with job.facts() as unit:
            for number in numbers:
                await write(job, unit, number)

    for number in range(6):
        await plan(city, org_id, f"b{number}", number)
    await city.work({"note": Together(payload=Note, handle=all_at_once)})
    assert together[0] == 6
    assert await notes(city, org_id) == [f"note-{n}" for n in (0, 1, 2, 4, 5)]
    assert (await city.state("note", "b3"))["failures"] == 1


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


async def test_a_handler_that_hangs_is_ended(city: City) -> None:
    async def endless(job: Job[Note], payload: Note) -> None:
        await asyncio.Event().wait()

    await plan(city, await city.org(), "hangs")
    await city.work({"note": Handler(payload=Note, handle=endless, limit=timedelta(milliseconds=20))})
    assert (await city.state("note", "hangs"))["error"] == "TimeoutError"


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


async def test_progress_is_shown_and_ends_what_was_lost(city: City) -> None:
    org_id = await city.org()
    seen: list[tuple[int, int]] = []

    async def long(job: Job[Note], payload: Note) -> None:
        await job.progress(1, 3)
        row = await city.state("note", "long")
        seen.append((row["progress_done"], row["progress_total"]))
        async with city.unit(org_id) as unit:
            await tasks.cancel(unit, "note", "long")
        await job.progress(2, 3)
        seen.append((0, 0))

    await plan(city, org_id, "long")
    await city.work(handlers(long))
    assert seen == [(1, 3)]


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


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # the same each time is what is wanted


def test_waits_double_up_to_a_limit() -> None:
    waits = [backoff(n, seeded(1)) for n in range(25)]
    assert waits[0] <= timedelta(seconds=5)
    assert max(waits) <= timedelta(minutes=15)
    assert backoff(10**6, seeded(1)) > timedelta(minutes=7)
    assert len({backoff(3, seeded(n)) for n in range(9)}) == 9
