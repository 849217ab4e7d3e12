"""A task whose effect can be counted."""

from datetime import timedelta

import msgspec

from api.core import tasks
from api.core.access import ME
from jobs import runner
from jobs.runner import Handler, Handlers, Job
from tests.jobs.city import City


class Note(msgspec.Struct, frozen=True, kw_only=True):
    number: int


async def plan(city: City, org_id: int, key: str, number: int = 0, wait: timedelta = timedelta()) -> None:
    async with city.uow(org_id) as uow:
        await tasks.enqueue(uow, "note", key, Note(number=number), uow.now + wait)


async def write(job: Job[Note], uow: "runner.UnitOfWork", number: int) -> None:
    """An effect that can be counted: a row of the audit."""
    uow.changed(ME, f"note-{number}", None)


async def notes(city: City, org_id: int) -> list[str]:
    rows = await city.rows("select resource from audit_changes where org_id = $1 and resource like 'note-%'", org_id)
    return sorted(row["resource"] for row in rows)


def handlers(handle: "runner.Callable[[Job[Note], Note], runner.Awaitable[None]]") -> Handlers:
    return {"note": Handler(payload=Note, handle=handle)}


async def write_once(job: Job[Note], payload: Note) -> None:
    async with job.finishing_transaction() as uow:
        await write(job, uow, payload.number)
