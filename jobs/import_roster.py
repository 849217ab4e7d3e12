"""Applies a checked workbook: everything in the one transaction that also ends the task, its progress shown beside it.

A kill at any moment leaves the roster as it was, and the task comes again when its lease lapses.
"""

from datetime import timedelta

from api.roster import service
from jobs.runner import Handler, Job
from schemas.roster.tasks import ImportRoster


async def import_roster(job: Job[ImportRoster], payload: ImportRoster) -> None:
    """Applies the import, or marks why it cannot be."""
    async with job.finishing_transaction() as uow:
        await service.run_import(uow, payload.import_id, job.progress)


HANDLER = Handler(payload=ImportRoster, handle=import_roster, limit=timedelta(minutes=10))
