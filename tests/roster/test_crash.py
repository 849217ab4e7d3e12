"""Bad days of an import: killed half way, run twice at once, fenced off. The roster is the old one or the new one."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from api.core.clock import FixedClock
from api.core.config import Config
from api.core.db import NOBODY
from api.core.unit_of_work import system_uow
from api.roster import applying
from jobs.kinds import HANDLERS
from jobs.runner import LEASE, Runner
from schemas.roster.rows import Roster
from schemas.roster.tasks import ImportRoster
from tests.roster import books
from tests.roster.books import more_students
from tests.roster.school import School, permit_of
from tests.servers import environment

STEPS = 15  # of Writing.run, the end included


def wanted() -> tuple[dict[str, Any], Roster]:
    """A file that adds, changes and ends, and what it says."""
    book = more_students(books.school(), 12)
    book["学生"][0] = books.student(name="王大伟")
    del book["家长"][1]
    roster = books.checked(book).roster
    assert roster is not None
    return book, roster


@asynccontextmanager
async def halted(school: School, config: Config, import_id: str, step: int) -> AsyncGenerator[None]:
    """A process that is in the middle of applying; killed at the end."""
    env = environment(school.database, config.redis_url or "", config.data_dir)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.roster.half", str(school.org_id), import_id, str(step)),
        env={**os.environ, **env},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 60) == b"halted\n"
        yield
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("step", [0, 3, 6, STEPS - 1])
async def test_kill_9_half_way_leaves_the_old_roster_and_the_next_run_finishes(
    school: School, config: Config, clock: FixedClock, step: int
) -> None:
    book, roster = wanted()
    before = await school.snapshot()
    tried = await school.tried(book)
    await school.say_yes(tried["importId"], losses=True)
    assert len(await school.hand()) == 1  # to the worker that is about to die
    async with halted(school, config, tried["importId"], step):
        assert (await school.shown(tried["importId"]))["state"] == "running"
    assert await school.snapshot() == before
    assert await school.rows("select count(*) from students where name = '王大伟'") == [(0,)]
    await school.run()
    assert await school.snapshot() == before  # its lease has not ended
    clock.advance(LEASE + timedelta(seconds=1))
    await school.run()
    assert (await school.shown(tried["importId"]))["state"] == "done"
    assert await school.holds(roster)


async def test_handed_over_twice_has_one_effect(school: School) -> None:
    book, roster = wanted()
    tried = await school.tried(book)
    await school.say_yes(tried["importId"], losses=True)
    leases = await school.hand()
    runner = Runner(school.services, {}, HANDLERS)
    await asyncio.gather(*(runner.run(ImportRoster.kind, leases) for _ in range(4)))
    assert (await school.shown(tried["importId"]))["state"] == "done"
    assert await school.holds(roster)
    done = await school.rows(
        "select count(*) from audit_changes where action = 'roster_import' and account_id = $1", NOBODY
    )
    assert done == [(3,)]  # tried out and applied by the command line at first, and once now


async def test_a_worker_that_was_taken_over_writes_nothing(school: School, clock: FixedClock) -> None:
    book, roster = wanted()
    before = await school.snapshot()
    tried = await school.tried(book)
    await school.say_yes(tried["importId"], losses=True)
    old = await school.hand()
    clock.advance(LEASE + timedelta(seconds=1))
    new = await school.hand()
    runner = Runner(school.services, {}, HANDLERS)
    await runner.run(ImportRoster.kind, old)
    assert await school.snapshot() == before
    await runner.run(ImportRoster.kind, new)
    assert await school.holds(roster)


async def test_progress_is_seen_while_it_runs(school: School, config: Config) -> None:
    book, _ = wanted()
    tried = await school.tried(book)
    await school.say_yes(tried["importId"], losses=True)
    await school.hand()
    seen: list[tuple[str, int, int]] = []

    async def progress(done: int, total: int) -> None:
        await school.rows(
            "update tasks set progress_done = $1, progress_total = $2 where key = $3", done, total, tried["importId"]
        )
        shown = await school.shown(tried["importId"])
        seen.append((shown["state"], shown["progressDone"], shown["progressTotal"]))

    async with system_uow(school.services, school.org_id) as uow:
        await applying.run_import(uow, await permit_of(uow, UUID(tried["importId"])), progress)
    assert seen == [("running", n, STEPS - 1) for n in range(STEPS)]
