"""Learns who a guardian is in the WeChat of their school, when they come back from WeChat's page with a code.

Somebody waits for it, and a code is good once: what fails is said at once and is not tried again.
"""

import structlog

from api.core.wechat import Failed, Wechat
from api.messages.wechat import service
from jobs.runner import Handler, Job
from schemas.messages.tasks import LinkWechat

log = structlog.get_logger("wechat")


async def link(job: Job[LinkWechat], payload: LinkWechat) -> None:
    """Asks between two short transactions; the second one also ends the task."""
    async with job.transaction() as uow:
        wanted = await service.is_wanted(uow, payload)
    open_id = await _ask(job, payload) if wanted else None
    async with job.finishing_transaction() as uow:
        if wanted:
            await service.set_answer(uow, payload, open_id)


async def _ask(job: Job[LinkWechat], payload: LinkWechat) -> str | None:
    """The openid behind the code. The account may have been taken away since somebody asked."""
    config = job.services.config
    account = next((one for one in config.wechat if one.org_id == job.org_id and one.app_id == payload.app_id), None)
    if account is None:
        return None
    client = Wechat(account, url=config.wechat_url)
    try:
        return await client.find_open_id(payload.code)
    except Failed as error:
        log.warning("not-linked", org_id=job.org_id, why=str(error))
        return None
    finally:
        await client.close()


HANDLER = Handler(payload=LinkWechat, handle=link)
