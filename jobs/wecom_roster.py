"""Reads a school's directory from its WeCom when an administrator asks for it, as one more kind of roster file.

Somebody waits for it: what WeCom refuses is said at once and is not tried again.
"""

import structlog

from api.core.wecom import App, Failed, Wecom
from api.roster.wecom import service
from jobs import wecom_directory
from jobs.runner import Handler, Job
from schemas.roster.tasks import ReadWecom
from schemas.roster.wecom import Directory

log = structlog.get_logger("wecom")


async def read(job: Job[ReadWecom], payload: ReadWecom) -> None:
    """Reads between two short transactions, and checks in the second one, which also ends the task."""
    async with job.transaction() as uow:
        wanted = await service.is_wanted(uow, payload.import_id)
    found = await _read(job) if wanted else None
    async with job.finishing_transaction() as uow:
        if isinstance(found, Directory):
            await service.set_read(uow, payload.import_id, found)
        elif found is not None:
            await service.set_not_read(uow, payload.import_id, found)


async def _read(job: Job[ReadWecom]) -> Directory | str:
    """The directory, or the code of the failure. The application may have been taken away since somebody asked."""
    app = next((one for one in job.services.config.wecom if one.org_id == job.org_id), None)
    return await _ask(app, job.services.config.wecom_url) if app else "wecom-gone"


async def _ask(app: App, url: str) -> Directory | str:
    client = Wecom(app, url=url)
    try:
        return await wecom_directory.read(client)
    except Failed as error:
        log.warning("roster-not-read", org_id=app.org_id, why=str(error))
        return "wecom-refused" if error.refused else "wecom-no-answer"
    finally:
        await client.close()


HANDLER = Handler(payload=ReadWecom, handle=read)
