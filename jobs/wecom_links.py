"""Learns daily who of a school's guardians is known in its WeCom, so that they can be told there.

One task for all schools: few have an application. A school whose directory cannot be read keeps the links that it has.
"""

import structlog

from api.core.daily import EVERY
from api.core.unit_of_work import system_uow
from api.core.wecom import App, Failed, Wecom
from api.messages.wecom import service
from jobs import wecom_directory
from jobs.runner import Handler, Job
from schemas.messages.tasks import LinkWecom

log = structlog.get_logger("wecom")


async def link_all(job: Job[LinkWecom], _: LinkWecom) -> None:
    """Reads each application's directory, links, and runs again a day later."""
    for app in job.services.config.wecom:
        await _link(job, app)
    async with job.finishing_transaction() as uow:
        job.put_off(job.lease, uow.now + EVERY)


async def _link(job: Job[LinkWecom], app: App) -> None:
    client = Wecom(app, url=job.services.config.wecom_url)
    try:
        directory = await wecom_directory.read(client)
    except Failed as error:
        log.warning("not-read", org_id=app.org_id, why=str(error))
        return
    finally:
        await client.close()
    async with system_uow(job.services, app.org_id) as uow:
        linked = await service.link(uow, [parent for student in directory.students for parent in student.parents])
    log.info("linked", org_id=app.org_id, people=linked)


HANDLER = Handler(payload=LinkWecom, handle=link_all)
